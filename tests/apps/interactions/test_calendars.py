"""The calendar of one person shapes their opening, whatever their trade does; and a change of it folds them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.interactions import folding, selectors, services
from yorisoi.apps.interactions.models import OWN_CALENDAR, Standing

TOKYO = ZoneInfo("Asia/Tokyo")
Make = Callable[..., Any]


@pytest.fixture
def person(owner: Any, now: datetime) -> Make:
    """Somebody close, with whom I spoke on a day, so that the window opens thirty days later."""

    def make(spoke: date, *, whose: Any = None, **fields: Any) -> Any:
        whose = whose or owner
        contact = contacts.create(owner=whose, now=now, **{"family": "佐藤", "closeness": "close", **fields})
        services.record(
            owner=whose, contact=contact, at=datetime(spoke.year, spoke.month, spoke.day, 10, tzinfo=TOKYO),
            direction="mutual", channel="phone", kind="call", now=now,
        )  # fmt: skip
        return contact

    return make


def opens(contact: Any) -> str:
    opening = Standing.objects.get(contact=contact).opens_at
    assert opening is not None
    return f"{opening.astimezone(TOKYO):%Y-%m-%d %H:%M}"


def wish(owner: Any, contact: Any, now: datetime, kind: str, until: date) -> None:
    contacts.add_fact(
        owner=owner, contact=contact, kind="request", text="と伺いました", on=date(2026, 11, 10), wish=kind, until=until,
        now=now,
    )  # fmt: skip


# Silence first.


def test_a_tag_that_tells_nothing_moves_nothing(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 11, 2), profession="zeirishi")
    before = opens(contact)
    contacts.set_tags(owner=owner, contact=contact, names=["交流会"], now=now)
    assert opens(contact) == before
    assert Standing.objects.get(contact=contact).profession == "zeirishi"


def test_another_persons_season_moves_nothing(owner: Any, now: datetime, person: Make) -> None:
    contact, other = person(date(2026, 11, 2)), person(date(2026, 11, 2), family="鈴木")
    before = opens(contact)
    seasons.add_season(owner=owner, contact=other, first="12-01", last="12-20", level=3, now=now)
    assert opens(contact) == before
    assert opens(other) == "2026-12-21 10:00"


# A season of theirs.


def test_this_person_is_busy_in_december(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 11, 4))
    before = opens(contact)
    row = seasons.add_season(owner=owner, contact=contact, first="12-01", last="12-20", level=3, text="決算", now=now)
    assert before == "2026-12-04 10:00"
    assert opens(contact) == "2026-12-21 10:00"
    standing = Standing.objects.get(contact=contact)
    assert standing.profession == OWN_CALENDAR
    assert any("「決算」と書きとめています" in reason["text"] for reason in standing.reasons)
    seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert opens(contact) == before
    assert Standing.objects.get(contact=contact).profession == ""


def test_this_tax_accountant_has_time_in_the_tax_season(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2027, 1, 25), profession="zeirishi")
    later = now.replace(year=2027, month=2, day=1)
    folding.refold(owner=owner, contact_ids=[contact.pk], now=later)
    assert opens(contact) == "2027-03-16 10:00"
    seasons.add_season(owner=owner, contact=contact, first="02-16", last="03-15", level=0, now=later)
    assert opens(contact) == "2027-02-24 10:00"


def test_a_season_of_a_profession_moves_everyone_of_it(owner: Any, now: datetime, person: Make) -> None:
    lawyers = [person(date(2026, 11, 4), family=f"佐藤{number}", profession="bengoshi") for number in range(3)]
    potter = person(date(2026, 11, 4), family="鈴木", profession="陶芸家")
    row = seasons.add_season(owner=owner, profession="bengoshi", first="12-01", last="12-20", level=3, now=now)
    assert {opens(lawyer) for lawyer in lawyers} == {"2026-12-21 10:00"}
    assert opens(potter) == "2026-12-04 10:00"
    seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert {opens(lawyer) for lawyer in lawyers} == {"2026-12-04 10:00"}


def test_another_owners_season_of_the_profession_moves_nobody_here(
    owner: Any, stranger: Any, now: datetime, person: Make
) -> None:
    contact = person(date(2026, 11, 4), profession="bengoshi")
    before = opens(contact)
    seasons.add_season(owner=stranger, profession="bengoshi", first="12-01", last="12-20", level=3, now=now)
    folding.refold(owner=owner, contact_ids=[contact.pk], now=now)
    assert opens(contact) == before


# A field, by a tag.


def test_a_closing_month_moves_the_opening_as_soon_as_the_tag_is_there(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 12, 15), profession="keiri")
    later = now.replace(year=2027, month=1, day=6)
    folding.refold(owner=owner, contact_ids=[contact.pk], now=later)
    assert opens(contact) == "2027-01-14 10:00"
    contacts.set_tags(owner=owner, contact=contact, names=["12月決算"], now=later)
    assert opens(contact) == "2027-03-08 10:00"  # the return is due on Monday 1 March, then the first business days
    contacts.set_tags(owner=owner, contact=contact, names=[], now=later)
    assert opens(contact) == "2027-01-14 10:00"


# A day that they named themselves.


@pytest.mark.parametrize("profession", ["", "keiri", "kinyu", "shihoshoshi", "bengoshi"])
def test_write_in_march_stays_the_first_working_hour_of_march(
    owner: Any, now: datetime, person: Make, profession: str
) -> None:
    contact = person(date(2026, 9, 2), profession=profession)
    wish(owner, contact, now, "not_before", date(2027, 3, 1))
    assert opens(contact) == "2027-03-01 10:00"
    on_the_day = datetime(2027, 3, 1, 10, 30, tzinfo=TOKYO)
    assert selectors.distance_of(owner, contact, now=on_the_day).advice.value == "reach"


def test_only_the_heaviest_season_holds_a_day_they_named(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 9, 2), profession="zeirishi")
    wish(owner, contact, now, "not_before", date(2027, 3, 1))
    assert opens(contact) == "2027-03-16 10:00"


def test_busy_until_opens_on_the_next_working_day(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 9, 2), profession="keiri")
    wish(owner, contact, now, "busy_until", date(2026, 12, 4))  # a Friday; the Monday is the fifth business day
    assert opens(contact) == "2026-12-07 10:00"


# The desk.


def test_the_desk_knows_what_they_told_us(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 9, 2))
    free = selectors.situation_for(owner, contact, channel="email", now=now)
    assert free.courtesy is not None
    assert free.courtesy.allowed
    wish(owner, contact, now, "busy_until", date(2026, 12, 4))
    held = selectors.situation_for(owner, contact, channel="email", now=now)
    assert held.courtesy is not None
    assert not held.courtesy.allowed
    assert "12月4日まではお忙しいと伺っています" in held.courtesy.reason
    assert held.courtesy.next_ok == datetime(2026, 12, 7, 10, tzinfo=TOKYO)


@pytest.mark.parametrize("kind", ["mourning", "disaster"])
def test_the_desk_knows_of_sorrow(owner: Any, now: datetime, person: Make, kind: str) -> None:
    contact = person(date(2026, 9, 2))
    contacts.add_fact(
        owner=owner, contact=contact, kind="request", text="伺いました", on=date(2026, 11, 15), wish=kind, now=now
    )
    found = selectors.situation_for(owner, contact, channel="line", now=now)
    assert found.courtesy is not None
    assert not found.courtesy.allowed


def test_the_desk_knows_the_season_of_one_person(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 9, 2))
    seasons.add_season(owner=owner, contact=contact, first="11-10", last="11-30", level=3, text="棚卸し", now=now)
    found = selectors.situation_for(owner, contact, channel="email", now=now)
    assert found.courtesy is not None
    assert found.courtesy.reason.startswith("「棚卸し」と書きとめています")


# Cost.


def test_folding_many_asks_the_database_as_often_as_folding_few(owner: Any, now: datetime, person: Make) -> None:
    people = [person(date(2026, 9, 2), family=f"佐藤{n}", profession="gyoseishoshi") for n in range(24)]
    for contact in people[:12]:
        contacts.set_tags(owner=owner, contact=contact, names=["入管"], now=now)
        seasons.add_season(owner=owner, contact=contact, first="12-01", last="12-20", level=3, now=now)
    counts = []
    for chosen in (people[:2], people):
        with CaptureQueriesContext(connection) as seen:
            folding.refold(owner=owner, contact_ids=[each.pk for each in chosen], now=now)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_rebuild_says_the_same(owner: Any, now: datetime, person: Make) -> None:
    contact = person(date(2026, 11, 4), profession="keiri", tags=["12月決算"])
    seasons.add_season(owner=owner, contact=contact, first="12-01", last="12-20", level=3, now=now)
    before = Standing.objects.values().get(contact=contact)
    folding.rebuild(owner=owner, now=now)
    assert Standing.objects.values().get(contact=contact) == before
