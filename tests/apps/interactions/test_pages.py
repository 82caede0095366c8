"""The person's page, the rows of the timeline, and the writing desk, through Django's client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts.models import Fact, Point
from yorisoi.apps.interactions import services
from yorisoi.apps.interactions.models import Interaction

ONCE = "0" * 32
KIND_DRAFT = (
    "佐藤さん\n\n登山のお話、楽しく拝聴しました。高尾の紅葉の記事を見つけたので置いておきます。ご返信には及びません。"
)


def remember(owner: Any, contact: Any, now: datetime, *, days: int, **more: Any) -> Interaction:
    row = {"direction": "mine", "channel": "email", "kind": "message", **more}
    return services.record(owner=owner, contact=contact, at=now - timedelta(days=days), now=now, **row)


@pytest.fixture
def sato(owner: Any, make_contact: Callable[..., Any], now: datetime) -> Any:
    contact = make_contact(
        owner, family="佐藤", given="花子", family_kana="さとう", closeness="middle", profession="zeirishi"
    )
    Fact.objects.create(
        owner=owner, contact=contact, kind="interest", text="登山", on=now.date(), source="交流会", created_at=now
    )
    Point.objects.create(owner=owner, contact=contact, kind="mail", value="sato@example.jp", normal="sato@example.jp")
    return contact


def test_the_page_tells_advice_facts_and_where_they_came_from(
    signed_in: Client, owner: Any, sato: Any, now: datetime
) -> None:
    remember(owner, sato, now, days=200, direction="theirs")
    page = signed_in.get(reverse("person", args=[sato.pk])).content.decode()
    for word in ("佐藤 花子", "税理士", "いまの間合い", "登山", "交流会", "sato@example.jp", "<svg"):
        assert word in page
    assert "負担" in page  # the picture is also said in words


def test_a_person_with_nothing_known_has_a_calm_page(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any]
) -> None:
    page = signed_in.get(reverse("person", args=[make_contact(owner).pk])).content.decode()
    assert "やり取りはまだありません" in page
    assert '<svg class="curve"' not in page


def test_imported_text_is_shown_and_never_run(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    bad = "<script>alert(1)</script>{{ 7|add:7 }}{% debug %}"
    contact = make_contact(owner, family=bad, organisation=bad)
    Fact.objects.create(owner=owner, contact=contact, kind="note", text=bad, on=now.date(), created_at=now)
    remember(owner, contact, now, days=1, text=bad)
    page = signed_in.get(reverse("person", args=[contact.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7|add:7 }}" in page


def test_the_number_of_queries_does_not_grow_with_the_history(
    signed_in: Client, owner: Any, sato: Any, now: datetime, django_assert_max_num_queries: Any
) -> None:
    url = reverse("person", args=[sato.pk])
    for count in (10, 200):
        Interaction.objects.bulk_create(
            Interaction(
                owner=owner, contact=sato, at=now - timedelta(days=i), direction="mine", channel="email", created_at=now
            )
            for i in range(count)
        )
        with django_assert_max_num_queries(13):
            assert signed_in.get(url).status_code == 200


def test_older_rows_come_on_asking(signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
    for i in range(120):
        Interaction.objects.create(
            owner=owner,
            contact=sato,
            at=now - timedelta(days=i),
            direction="mine",
            channel="email",
            created_at=now,
            text=f"その{i}。",
        )
    first = signed_in.get(reverse("person", args=[sato.pk]))
    assert "その19。" in first.content.decode()
    assert "その20。" not in first.content.decode()
    older = signed_in.get(reverse("timeline", args=[sato.pk]), {"before": first.context["more"].pk}).content.decode()
    assert "その20。" in older
    assert "その19。" not in older


@pytest.mark.parametrize("before", ["", "x", "-1", "99999999999999999999", "0"])
def test_a_mark_that_names_no_row_is_not_found(signed_in: Client, sato: Any, before: str) -> None:
    assert signed_in.get(reverse("timeline", args=[sato.pk]), {"before": before}).status_code == 404


@pytest.mark.parametrize("what", ["met", "talked", "wrote", "gave", "heard"])
def test_two_taps_write_one_row_however_often_they_land(signed_in: Client, sato: Any, what: str) -> None:
    for _ in range(2):
        response = signed_in.post(reverse("person_log", args=[sato.pk]), {"what": what, "once": ONCE})
        assert response.status_code == 302
    assert Interaction.objects.count() == 1


def test_a_tap_that_says_nothing_writes_nothing(signed_in: Client, sato: Any) -> None:
    signed_in.post(reverse("person_log", args=[sato.pk]), {"what": "telepathy", "once": ONCE})
    assert Interaction.objects.count() == 0


def test_a_row_is_corrected_and_removed(signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
    row = remember(owner, sato, now, days=3)
    url = reverse("interaction_edit", args=[row.pk])
    assert "直す" in signed_in.get(url).content.decode()
    fields = {
        "at": "2026-10-01T09:00",
        "direction": "theirs",
        "channel": "line",
        "kind": "message",
        "text": "こんにちは",
    }
    assert signed_in.post(url, fields).status_code == 302
    row.refresh_from_db()
    assert (row.direction, row.channel, row.text) == ("theirs", "line", "こんにちは")
    assert signed_in.post(url, {**fields, "at": "いつか"}).status_code == 422
    signed_in.post(reverse("interaction_remove", args=[row.pk]))
    assert Interaction.objects.count() == 0


def test_what_came_back_in_one_tap_moves_the_distance_and_says_why(
    signed_in: Client, owner: Any, sato: Any, now: datetime
) -> None:
    row = remember(owner, sato, now, days=3)
    response = signed_in.post(reverse("interaction_react", args=[row.pk]), {"reaction": "thanked"}, follow=True)
    assert "お礼をいただいた" in response.content.decode()
    row.refresh_from_db()
    assert row.reaction == "thanked"


def test_asked_to_stop_closes_the_desk_too(signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
    row = remember(owner, sato, now, days=3)
    signed_in.post(reverse("interaction_react", args=[row.pk]), {"reaction": "asked_to_stop"})
    page = signed_in.get(reverse("person", args=[sato.pk])).content.decode()
    assert "そっとしておく方です" in page
    desk = signed_in.post(reverse("desk_check", args=[sato.pk]), {"channel": "email", "body": KIND_DRAFT, "once": ONCE})
    assert desk.context["report"].closes_box
    sent = signed_in.post(reverse("desk_sent", args=[sato.pk]), {"channel": "email", "body": KIND_DRAFT, "once": ONCE})
    assert sent.status_code == 422
    assert Interaction.objects.count() == 1


def test_a_kind_draft_is_left_in_peace(signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
    remember(owner, sato, now, days=40, direction="theirs")
    response = signed_in.post(
        reverse("desk_check", args=[sato.pk]), {"channel": "email", "body": KIND_DRAFT, "once": ONCE}
    )
    assert response.context["report"].labels == []
    assert "このままで大丈夫です" in response.content.decode()


def test_a_chasing_draft_is_answered_with_the_line_it_rests_on(
    signed_in: Client, owner: Any, sato: Any, now: datetime
) -> None:
    remember(owner, sato, now, days=5, kind="ask", asks_reply=True)
    body = "先日のメールはご覧いただけましたでしょうか。お返事をお待ちしております。"
    response = signed_in.post(reverse("desk_check", args=[sato.pk]), {"channel": "email", "body": body, "once": ONCE})
    assert "chasing" in response.context["report"].labels
    assert "11月13日(金)" in response.content.decode()


def test_the_desk_answers_htmx_with_its_part_only(signed_in: Client, sato: Any) -> None:
    data = {"channel": "line", "body": "こんにちは", "once": ONCE}
    part = signed_in.post(reverse("desk_check", args=[sato.pk]), data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    whole = signed_in.post(reverse("desk_check", args=[sato.pk]), data).content.decode()
    assert "<html" in whole


def test_links_carry_the_words_and_escape_them(signed_in: Client, sato: Any) -> None:
    body = 'お元気で&"<>\n二行目'
    links = signed_in.post(
        reverse("desk_check", args=[sato.pk]),
        {"channel": "email", "subject": "件名\r\nBcc: x@example.com", "body": body, "once": ONCE},
    ).context["links"]
    assert links["mail"].startswith("mailto:sato@example.jp?subject=")
    assert "\n" not in links["mail"]
    assert "%0D%0A" in links["mail"]
    assert links["line"].startswith("https://line.me/R/share?text=")


def test_sent_is_recorded_once_for_double_click_reload_and_back(signed_in: Client, sato: Any) -> None:
    url = reverse("desk_sent", args=[sato.pk])
    for once in (ONCE, ONCE, "1" * 32):  # the back button may fetch the page anew, with another key
        assert signed_in.post(url, {"channel": "email", "body": KIND_DRAFT, "once": once}).status_code == 302
    assert Interaction.objects.get().source == "書き机"


def test_other_words_on_the_same_day_are_another_message(signed_in: Client, sato: Any) -> None:
    url = reverse("desk_sent", args=[sato.pk])
    for body in (KIND_DRAFT, KIND_DRAFT + "追伸"):
        signed_in.post(url, {"channel": "email", "body": body, "once": ONCE})
    assert Interaction.objects.count() == 2


def test_a_draft_without_end_is_declined_in_words(signed_in: Client, sato: Any) -> None:
    response = signed_in.post(
        reverse("desk_check", args=[sato.pk]), {"channel": "email", "body": "あ" * 20_001, "once": ONCE}
    )
    assert response.status_code == 422
    assert "二万字" in response.content.decode()
