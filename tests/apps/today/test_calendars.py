"""今日 and people's own calendars: held by a season of their own, or freed from that of their trade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.today.selectors import Today, list_today

Make = Callable[..., Any]
NOVEMBER = {"first": "11-10", "last": "11-30"}
TAX_SEASON = datetime(2027, 2, 17)  # noqa: DTZ001  (its zone is put on where it is used)


def names(today: Today) -> list[str]:
    return [suggestion.contact.family for suggestion in today.suggestions]


@pytest.fixture
def in_tax_season(now: datetime) -> datetime:
    return TAX_SEASON.replace(hour=10, tzinfo=now.tzinfo)


# Silence first.


def test_a_season_of_their_own_keeps_them_in_peace(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    assert names(list_today(owner, now)) == ["佐藤"]
    seasons.add_season(owner=owner, contact=contact, level=3, text="棚卸し", now=now, **NOVEMBER)
    today = list_today(owner, now)
    assert names(today) == []
    (resting,) = today.resting
    assert "「棚卸し」" in resting.reason
    assert resting.until == date(2026, 12, 1)


def test_a_season_of_their_trade_in_the_owners_words_keeps_them_too(
    owner: Any, now: datetime, open_person: Make
) -> None:
    open_person(profession="bengoshi")
    open_person("鈴木", profession="benrishi")
    assert sorted(names(list_today(owner, now))) == ["佐藤", "鈴木"]
    row = seasons.add_season(owner=owner, profession="bengoshi", level=3, now=now, **NOVEMBER)
    today = list_today(owner, now)
    assert names(today) == ["鈴木"]
    assert [each.contact.family for each in today.resting] == ["佐藤"]
    seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert sorted(names(list_today(owner, now))) == ["佐藤", "鈴木"]


def test_another_owners_season_keeps_nobody_here(owner: Any, stranger: Any, now: datetime, open_person: Make) -> None:
    open_person(profession="bengoshi")
    seasons.add_season(owner=stranger, profession="bengoshi", level=3, now=now, **NOVEMBER)
    assert names(list_today(owner, now)) == ["佐藤"]


def test_a_season_that_is_over_keeps_nobody(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    seasons.add_season(owner=owner, contact=contact, first="10-01", last="10-31", level=3, now=now)
    today = list_today(owner, now)
    assert names(today) == ["佐藤"]
    assert today.resting == []


# Lighter, and freed.


@pytest.mark.parametrize(("level", "told"), [(2, True), (1, True), (0, False)])
def test_a_lighter_season_is_only_minded(owner: Any, now: datetime, open_person: Make, level: int, told: bool) -> None:
    contact = open_person()
    seasons.add_season(owner=owner, contact=contact, level=level, text="引っ越し", now=now, **NOVEMBER)
    (found,) = list_today(owner, now).suggestions
    assert any("引っ越し" in text for text in found.mind) is told


def test_in_the_tax_season_nobody_of_the_trade_is_named(owner: Any, in_tax_season: datetime, open_person: Make) -> None:
    open_person(profession="zeirishi")
    today = list_today(owner, in_tax_season)
    assert names(today) == []
    assert [each.until for each in today.resting] == [date(2027, 3, 16)]


def test_unless_the_owner_knows_that_this_one_has_time(
    owner: Any, now: datetime, in_tax_season: datetime, open_person: Make
) -> None:
    contact = open_person(profession="zeirishi")
    open_person("鈴木", profession="zeirishi")
    seasons.add_season(owner=owner, contact=contact, first="02-16", last="03-15", level=0, now=now)
    today = list_today(owner, in_tax_season)
    assert names(today) == ["佐藤"]
    assert [each.contact.family for each in today.resting] == ["鈴木"]


def test_unless_a_tag_tells_another_field(
    owner: Any, now: datetime, in_tax_season: datetime, open_person: Make
) -> None:
    contact = open_person(profession="zeirishi")
    contacts.set_tags(owner=owner, contact=contact, names=["相続専門"], now=now)
    today = list_today(owner, in_tax_season)
    assert names(today) == ["佐藤"]
    assert any("贈与税" in text for text in today.suggestions[0].mind)


def test_a_field_that_is_at_its_busiest_keeps_them(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person(profession="keiri")
    contacts.set_tags(owner=owner, contact=contact, names=["9月決算"], now=now)
    today = list_today(owner, now)
    assert names(today) == []
    (resting,) = today.resting
    assert "9月決算と申告" in resting.reason
    assert resting.until == date(2026, 12, 8)  # the return is due on 30 November; then the first business days


def test_a_trade_in_free_words_is_kept_like_the_trade(owner: Any, in_tax_season: datetime, open_person: Make) -> None:
    open_person(profession="代表税理士")
    today = list_today(owner, in_tax_season)
    assert names(today) == []
    assert [each.contact.family for each in today.resting] == ["佐藤"]


# Cost.


def test_the_day_asks_the_database_as_often_for_many_as_for_few(owner: Any, now: datetime, open_person: Make) -> None:
    def one(number: int) -> None:
        contact = open_person(f"佐藤{number}", profession="gyoseishoshi")
        contacts.set_tags(owner=owner, contact=contact, names=["入管"], now=now)
        if number % 2:
            seasons.add_season(owner=owner, contact=contact, level=3, now=now, **NOVEMBER)

    counts = []
    for numbers in (range(4), range(4, 24)):
        for number in numbers:
            one(number)
        with CaptureQueriesContext(connection) as seen:
            list_today(owner, now)
        counts.append(len(seen))
    assert counts[0] == counts[1]
