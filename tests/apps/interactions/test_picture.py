"""The picture on the person's page and the strips beside suggestions, through the database and the templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.interactions import picture, services
from yorisoi.apps.interactions.models import Interaction

HOSTILE = '"><script>alert(1)</script></svg>&{{ 7|add:7 }}'


def remember(owner: Any, contact: Any, now: datetime, *, days: float, **more: Any) -> Interaction:
    row = {"direction": "theirs", "channel": "email", "kind": "message", **more}
    return services.record(owner=owner, contact=contact, at=now - timedelta(days=days), now=now, **row)


def page_of(client: Client, contact: Any) -> str:
    return client.get(reverse("person", args=[contact.pk])).content.decode()


def drawings(html: str) -> list[ElementTree.Element]:
    """Every SVG of the page, read as XML: a drawing that is not well formed fails here."""
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def the_picture(html: str) -> ElementTree.Element:
    (found,) = [svg for svg in drawings(html) if svg.get("aria-labelledby") == "curve-title curve-words"]
    return found


def test_the_picture_is_drawn_and_told(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, family="佐藤", closeness="close")
    remember(owner, contact, now, days=100)
    remember(owner, contact, now, days=20, direction="mine", kind="ask", asks_reply=True)
    html = page_of(signed_in, contact)
    svg = the_picture(html)
    assert svg.get("role") == "img"
    titles = [element.text for element in svg.iter() if element.tag == "title"]
    assert titles == ["佐藤さんとの間合いの図"]
    assert "今日" in [element.text for element in svg.iter("text")]
    for words in (
        "次の一歩",
        "間をおく時期",
        "ひらく時期",
        "相手から1回、こちらから1回",
        "図の中の新しいやり取り",
        "見立て",
    ):
        assert words in html
    assert "style=" not in re.sub(r"<style.*?</style>", "", html)  # the content policy allows no inline style


def test_a_person_without_a_past_has_a_next_step_and_no_picture(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner)
    html = page_of(signed_in, contact)
    assert "次の一歩" in html
    assert 'class="curve"' not in html
    remember(owner, contact, now, days=-5)  # an appointment
    assert 'class="curve"' not in page_of(signed_in, contact)


def test_weights_that_are_assumed_are_called_so_and_others_are_not(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    written, met = make_contact(owner, closeness="middle"), make_contact(owner, closeness="middle")
    remember(owner, written, now, days=30)
    remember(owner, met, now, days=30, direction="mutual", channel="in_person", kind="meeting")
    assert "仮の値です" not in page_of(signed_in, written)
    assert "仮の値です" in page_of(signed_in, met)


def test_a_hostile_name_stays_words_in_the_drawing(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, family=HOSTILE, closeness="middle")
    remember(owner, contact, now, days=30)
    html = page_of(signed_in, contact)
    assert "<script>alert" not in html
    titles = [element.text for element in the_picture(html).iter("title")]
    assert titles == [f"{HOSTILE}さんとの間合いの図"]


def test_a_closed_tie_shows_its_rest_and_no_window(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(owner, contact, now, days=90)
    services.close(owner=owner, contact=contact, because="asked_to_stop", now=now)
    html = page_of(signed_in, contact)
    assert "そっとしておく:お便りをいただくまで" in html
    assert "ひらく時期:" not in html


def test_five_hundred_touches_are_one_path_a_side(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, closeness="middle")
    Interaction.objects.bulk_create(
        Interaction(
            owner=owner, contact=contact, at=now - timedelta(days=1 + i), channel="email", created_at=now,
            direction=("mine", "theirs")[i % 2],
        )
        for i in range(500)
    )  # fmt: skip
    svg = the_picture(page_of(signed_in, contact))
    marks = [element for element in svg.iter("path") if "curve__mark" in (element.get("class") or "")]
    assert len(marks) == 2
    assert len(ElementTree.tostring(svg)) < 60_000


# --- strips ------------------------------------------------------------------------------------------------------


def test_strips_come_in_one_query_for_anyone_and_for_nobody(
    owner: Any, make_contact: Callable[..., Any], now: datetime, django_assert_num_queries: Any
) -> None:
    people = [make_contact(owner, closeness="middle") for _ in range(4)]
    for contact in people[:3]:
        for days in (100, 50, 20):
            remember(owner, contact, now, days=days)
    with django_assert_num_queries(1):
        strips = picture.strips_of(owner, [contact.pk for contact in people], now=now)
    assert set(strips) == {contact.pk for contact in people[:3]}
    assert "最後のやり取りは10月29日(木)" in strips[people[0].pk].last
    assert "相手から3回" in strips[people[0].pk].counts
    with django_assert_num_queries(1):
        assert picture.strips_of(owner, [], now=now) == {}


def test_another_owners_people_have_no_strip_here(
    owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    theirs = make_contact(stranger)
    remember(stranger, theirs, now, days=20)
    assert picture.strips_of(owner, [theirs.pk], now=now) == {}


@pytest.mark.parametrize("rows", [picture.STRIP_ROWS, picture.STRIP_ROWS + 300])
def test_a_strip_reads_the_newest_rows_of_a_long_history(
    owner: Any, make_contact: Callable[..., Any], now: datetime, rows: int
) -> None:
    contact, other = make_contact(owner, closeness="middle"), make_contact(owner, closeness="middle")
    Interaction.objects.bulk_create(
        Interaction(owner=owner, contact=contact, at=now - timedelta(hours=6 * i + 1), channel="line", created_at=now,
                    direction=("mine", "theirs")[i % 2])
        for i in range(rows)
    )  # fmt: skip
    remember(owner, other, now, days=80)
    strips = picture.strips_of(owner, [contact.pk, other.pk], now=now)
    assert len(strips[contact.pk].curve.shown) <= picture.STRIP_ROWS
    assert strips[contact.pk].curve.shown[-1].at == now - timedelta(hours=1)
    assert len(strips[other.pk].curve.shown) == 1
