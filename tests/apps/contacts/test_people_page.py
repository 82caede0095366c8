"""The list of people: empty, searched, filtered, turned over; with and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.models import Contact, Tag

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def shown(client: Client, headers: dict[str, str] | None = None, **asked: str) -> str:
    response = client.get(reverse("people"), asked, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_first_day_is_welcoming(signed_in: Client) -> None:
    assert "ご縁は、ここに集まります" in shown(signed_in)


def test_people_are_listed_with_what_tells_them_apart(signed_in: Client, owner: Any, now: datetime) -> None:
    person = services.create(
        owner=owner,
        now=now,
        family="佐藤",
        given="花子",
        organisation="青葉商事",
        title="部長",
        tags=["交流会"],
        closeness="close",
    )
    page = shown(signed_in)
    assert reverse("person", args=[person.pk]) in page
    for text in ("佐藤 花子", "青葉商事", "部長", "交流会", "親しく"):
        assert text in page


def test_the_closed_are_marked_gently(signed_in: Client, owner: Any, now: datetime) -> None:
    person = services.create(owner=owner, now=now, family="佐藤", closeness="close")
    services.close(owner=owner, contact=person, because="asked_to_stop", at=now, now=now)
    assert "そっとしておく" in shown(signed_in)


@pytest.mark.parametrize("query", ["さとう", "sato", "ｻﾄｳ", "青葉"])
def test_searching_works_without_script(signed_in: Client, owner: Any, now: datetime, query: str) -> None:
    services.create(owner=owner, now=now, family="佐藤", organisation="青葉商事")
    services.create(owner=owner, now=now, family="林")
    page = shown(signed_in, q=query)
    assert "佐藤" in page
    assert "林" not in page
    assert f'value="{query}"' in page
    assert "<html" in page


def test_following_the_typing_brings_the_list_alone(signed_in: Client, owner: Any, now: datetime) -> None:
    services.create(owner=owner, now=now, family="佐藤")
    page = shown(signed_in, headers=HTMX, q="さと")
    assert "佐藤" in page
    assert "<html" not in page


def test_going_back_brings_the_whole_page(signed_in: Client) -> None:
    page = shown(signed_in, headers={**HTMX, "HX-History-Restore-Request": "true"}, q="さと")
    assert "<html" in page


def test_nobody_found_says_what_else_to_try(signed_in: Client) -> None:
    page = shown(signed_in, q="該当なし")
    assert "見つかりませんでした" in page
    assert f"{reverse('person_new')}?family={quote('該当なし', safe='')}" in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><b>', "\x00", "%", "あ" * 10_000, "{{ 7 }}", "' OR 1=1"]
)
def test_hostile_words_are_only_words(signed_in: Client, owner: Any, now: datetime, text: str) -> None:
    services.create(owner=owner, now=now, family="佐藤")
    for name in ("q", "tag", "closeness", "after"):
        page = shown(signed_in, **{name: text})
        assert "<script>alert" not in page
        assert '"><b>' not in page


def test_a_person_with_markup_for_a_name_stays_text(signed_in: Client, owner: Any, now: datetime) -> None:
    services.create(owner=owner, now=now, family="<img src=x onerror=alert(1)>", tags=["<b>"])
    page = shown(signed_in)
    assert "<img src=x" not in page
    assert "<b>" not in page


def test_filters_are_links_that_keep_one_another(signed_in: Client, owner: Any, now: datetime) -> None:
    services.create(owner=owner, now=now, family="佐藤", tags=["交流会"], closeness="close")
    services.create(owner=owner, now=now, family="林")
    assert "林" not in shown(signed_in, tag="交流会")
    page = shown(signed_in, tag="交流会", closeness="close")
    assert "佐藤" in page
    assert f"tag={quote('交流会')}&amp;closeness=middle" in page


def test_the_next_page_goes_on_where_this_one_ends(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any]
) -> None:
    for index in range(60):
        make_contact(owner, given=f"{index:02}")
    services.reindex(owner=owner)
    first = signed_in.get(reverse("people"))
    second = signed_in.get(reverse("people") + "?" + first.context["following"])
    listed = [*first.context["page"].people, *second.context["page"].people]
    assert len(listed) == len({person.pk for person in listed}) == 60
    assert "つづきを見る" in first.content.decode()
    assert "つづきを見る" not in second.content.decode()


@pytest.mark.parametrize("asked", [{}, {"q": "佐藤"}, {"tag": "交流会"}, {"closeness": "remember"}])
def test_the_number_of_queries_does_not_grow(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], asked: dict[str, str]
) -> None:
    counted = []
    for target in (10, 200):
        while Contact.objects.count() < target:
            person = make_contact(owner, given=f"{Contact.objects.count()}")
            Tag.objects.create(owner=owner, contact=person, name="交流会")
        services.reindex(owner=owner)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(signed_in, **asked)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 9


def test_another_owners_people_are_not_here(signed_in: Client, stranger: Any, now: datetime) -> None:
    services.create(owner=stranger, now=now, family="他人", tags=["よその"])
    for page in (shown(signed_in), shown(signed_in, q="他人")):
        assert "よその" not in page
    assert "他人" not in shown(signed_in)
