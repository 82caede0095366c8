"""The daily page and its taps, with and without JavaScript."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.today.models import Choice

Make = Callable[..., Any]
HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_quiet_day_says_so(signed_in: Any, person: Make) -> None:
    person("佐藤")
    page = text_of(signed_in.get(reverse("today")))
    assert "今日は何もしなくて大丈夫です" in page


def test_the_first_day_shows_the_way_in(signed_in: Any) -> None:
    assert "まだ、どなたもいらっしゃいません" in text_of(signed_in.get(reverse("today")))


def test_a_suggestion_shows_name_reason_technique_and_ways_on(signed_in: Any, open_person: Make) -> None:
    contact = open_person("佐藤", given="花子")
    response = signed_in.get(reverse("today"))
    page = text_of(response)
    for words in ("佐藤 花子", "9月3日(木)に、「登山」に関心をお持ちと伺いました。", "共通の話題", "連絡しました"):
        assert words in page
    html = response.content.decode()
    assert reverse("person", args=[contact.pk]) in html
    assert f"{reverse('desk', args=[contact.pk])}?technique=shared_topic&amp;body=%E3%80%8C" in html
    assert 'aria-label="佐藤さんへ連絡しました"' in html


def test_names_and_facts_are_only_words(signed_in: Any, open_person: Make) -> None:
    open_person("<script>alert(1)</script>", facts=[("interest", "{{ 7|add:7 }}<img src=x>", date(2026, 9, 3))])
    html = signed_in.get(reverse("today")).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ 7|add:7 }}" in html


@pytest.mark.parametrize(
    ("url", "sent", "answer"),
    [
        ("today_done", {"technique": "shared_topic"}, "done"),
        ("today_not_now", {}, "not_now"),
        ("today_rest", {"preset": "month"}, "rest"),
        ("today_rest", {"until": "2026-12-01"}, "rest"),
        ("today_never", {}, "never"),
    ],
)
def test_a_tap_is_kept_and_can_be_taken_back(
    signed_in: Any, open_person: Make, url: str, sent: dict[str, str], answer: str
) -> None:
    contact = open_person()
    response = signed_in.post(reverse(url, args=[contact.pk]), sent, follow=True)
    assert response.redirect_chain == [(reverse("today"), 302)]
    assert Choice.objects.get(contact=contact).answer == answer
    assert "今日決めたこと" in text_of(response)
    response = signed_in.post(reverse("today_undo", args=[contact.pk]), follow=True)
    assert not Choice.objects.exists()
    assert "元に戻しました" in text_of(response)
    assert "「登山」" in text_of(response)


def test_with_htmx_only_the_day_comes_back(signed_in: Any, open_person: Make) -> None:
    contact = open_person()
    response = signed_in.post(reverse("today_not_now", args=[contact.pk]), headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "data-focus" in html
    assert "取り消す" in html


@pytest.mark.parametrize("sent", [{}, {"until": "いつか"}, {"until": "2026-11-18"}, {"preset": "century"}])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_rest_without_a_good_day_asks_again(
    signed_in: Any, open_person: Make, sent: dict[str, str], headers: dict[str, str]
) -> None:
    contact = open_person()
    response = signed_in.post(reverse("today_rest", args=[contact.pk]), sent, headers=headers, follow=True)
    assert "notice--gentle" in response.content.decode()
    assert not Choice.objects.exists()


def test_a_double_tap_records_one_message(signed_in: Any, open_person: Make) -> None:
    contact = open_person()
    for _ in range(2):
        signed_in.post(reverse("today_done", args=[contact.pk]), {"technique": "shared_topic"})
    assert Interaction.objects.filter(contact=contact, direction="mine").count() == 1


def test_a_strange_technique_is_asked_again(signed_in: Any, open_person: Make) -> None:
    contact = open_person()
    signed_in.post(reverse("today_done", args=[contact.pk]), {"technique": "flattery"})
    assert not Choice.objects.exists()


def test_headings_stand_in_order_and_nothing_jumps_the_tab_order(
    signed_in: Any, open_person: Make, person: Make
) -> None:
    open_person()
    person("返田", touches=[(date(2026, 11, 16), "theirs", "message")])
    html = signed_in.get(reverse("today")).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert not re.search(r'tabindex="[1-9]', html)
    assert 'style="' not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_page_costs_the_same_for_ten_and_two_hundred(
    signed_in: Any, open_person: Make, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        open_person(f"人{number}")
    with django_assert_max_num_queries(22) as few:
        signed_in.get(reverse("today"))
    for number in range(190):
        open_person(f"方{number}")
    with django_assert_max_num_queries(22) as many:
        signed_in.get(reverse("today"))
    assert len(many) == len(few)
