"""Seasons that the owner knows better: whose calendar they change, and who is folded again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yorisoi.apps.contacts import seasons, services
from yorisoi.apps.contacts.models import Contact, Fact, SeasonOverride
from yorisoi.apps.contacts.signals import contact_changed
from yorisoi.core import courtesy

Make = Callable[..., Any]
MAIL = courtesy.Channel.EMAIL
DECEMBER = {"first": "12-01", "last": "12-31", "level": 3}


@pytest.fixture
def told() -> Iterator[list[list[int]]]:
    """The ids of the people told of, signal by signal."""
    heard: list[list[int]] = []

    def hear(sender: Any, *, contact_ids: list[int], **_: Any) -> None:
        heard.append(contact_ids)

    contact_changed.connect(hear)
    yield heard
    contact_changed.disconnect(hear)


def levels(calendar: seasons.Calendar, *days: str) -> list[int]:
    return [
        max((note.level for note in calendar.day_notes(date.fromisoformat(day), channel=MAIL)), default=0)
        for day in days
    ]


# Silence first.


def test_without_a_season_the_profession_alone_speaks(owner: Any, make_contact: Make) -> None:
    calendar = seasons.calendar_of(owner, make_contact(owner, profession="zeirishi"))
    assert calendar == seasons.Calendar("zeirishi")
    assert not calendar.is_own
    assert levels(calendar, "2027-02-17", "2026-10-14") == [3, 0]


def test_a_season_of_one_person_is_nobody_elses(owner: Any, now: datetime, make_contact: Make) -> None:
    one, other = make_contact(owner), make_contact(owner, family="鈴木")
    seasons.add_season(owner=owner, contact=one, now=now, **DECEMBER)
    found = seasons.calendars_of(owner, [one, other])
    assert levels(found[one.pk], "2026-12-02") == [3]
    assert levels(found[other.pk], "2026-12-02") == [1]  # the beginning of a month
    assert not found[other.pk].is_own


def test_another_owners_seasons_do_not_count(owner: Any, stranger: Any, now: datetime, make_contact: Make) -> None:
    seasons.add_season(owner=stranger, profession="bengoshi", now=now, **DECEMBER)
    mine = make_contact(owner, profession="bengoshi")
    assert seasons.calendar_of(owner, mine).overrides == ()
    assert seasons.known_on(owner, date(2026, 12, 2)).trades == {}


@pytest.mark.parametrize("tag", ["交流会", "地元"])
def test_a_tag_without_meaning_makes_no_calendar_of_its_own(owner: Any, now: datetime, tag: str) -> None:
    contact = services.create(owner=owner, now=now, family="佐藤", profession="zeirishi", tags=[tag])
    assert not seasons.calendar_of(owner, contact).is_own


# One person.


def test_this_person_is_busy_in_december(owner: Any, now: datetime, make_contact: Make, told: list[list[int]]) -> None:
    contact = make_contact(owner)
    row = seasons.add_season(owner=owner, contact=contact, text="12月は決算で手いっぱい。", now=now, **DECEMBER)
    calendar = seasons.calendar_of(owner, contact)
    assert calendar.is_own
    assert levels(calendar, "2026-11-18", "2026-12-01", "2026-12-31") == [0, 3, 3]
    note = calendar.day_notes(date(2026, 12, 9), channel=MAIL)[0]
    assert note.text == (
        "「12月は決算で手いっぱい」と書きとめています。この方は、とてもお忙しい時期です(12月31日ごろまで)。"
        "頼まれたこと以外は、そっと待ちましょう。"
    )
    assert told == [[contact.pk]]
    seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert told == [[contact.pk], [contact.pk]]
    assert seasons.calendar_of(owner, contact) == seasons.Calendar("")


@pytest.mark.parametrize(
    ("level", "word"), [(3, "そっと待ちましょう"), (2, "返信のいらない"), (1, "短めに"), (0, "落ち着いている")]
)
def test_a_sentence_says_what_to_do(owner: Any, now: datetime, make_contact: Make, level: int, word: str) -> None:
    row = seasons.add_season(
        owner=owner, contact=make_contact(owner), first="03-01", last="04-05", level=level, now=now
    )
    assert word in seasons.sentence_of(row)
    assert "4月5日" in seasons.sentence_of(row)
    assert str(row).startswith("3月1日〜4月5日")


def test_tags_choose_the_field(owner: Any, now: datetime) -> None:
    contact = services.create(owner=owner, now=now, family="佐藤", profession="gyoseishoshi", tags=["建設業"])
    calendar = seasons.calendar_of(owner, contact)
    assert calendar.is_own
    assert levels(calendar, "2026-02-10", "2026-07-15") == [0, 2]


def test_a_trade_in_free_words_is_a_calendar_of_its_own(owner: Any, make_contact: Make) -> None:
    assert seasons.calendar_of(owner, make_contact(owner, profession="代表税理士")).is_own
    assert not seasons.calendar_of(owner, make_contact(owner, profession="陶芸家")).is_own


def test_when_tags_change_the_person_is_told_of(owner: Any, now: datetime, told: list[list[int]]) -> None:
    contact = services.create(owner=owner, now=now, family="佐藤", profession="gyoseishoshi", tags=["交流会"])
    told.clear()
    services.set_tags(owner=owner, contact=contact, names=["交流会"], now=now)
    services.update(owner=owner, contact=contact, now=now, tags=["交流会"])
    assert told == []
    services.set_tags(owner=owner, contact=contact, names=["交流会", "建設業"], now=now)
    services.update(owner=owner, contact=contact, now=now, tags=["交流会"])
    assert told == [[contact.pk], [contact.pk]]


# A profession.


def test_a_season_of_a_profession_holds_for_everyone_of_it(
    owner: Any, now: datetime, make_contact: Make, told: list[list[int]]
) -> None:
    lawyer = make_contact(owner, profession="bengoshi")
    by_hand = make_contact(owner, family="鈴木", profession="弁護士(企業法務)")
    others = [make_contact(owner, family="田中", profession=name) for name in ("zeirishi", "", "陶芸家", "web")]
    seasons.add_season(owner=owner, profession="bengoshi", now=now, **DECEMBER)
    assert told == [[lawyer.pk, by_hand.pk]]
    found = seasons.calendars_of(owner, [lawyer, by_hand, *others])
    assert levels(found[lawyer.pk], "2026-12-09") == [3]
    assert levels(found[by_hand.pk], "2026-12-09") == [3]
    assert [levels(found[other.pk], "2026-11-18") for other in others] == [[1], [0], [0], [0]]
    assert not found[lawyer.pk].is_own  # the profession tells it


def test_what_is_known_of_the_person_stands_before_what_is_known_of_the_profession(
    owner: Any, now: datetime, make_contact: Make
) -> None:
    lawyer = make_contact(owner, profession="bengoshi")
    seasons.add_season(owner=owner, profession="bengoshi", now=now, **DECEMBER)
    seasons.add_season(owner=owner, contact=lawyer, first="12-01", last="12-15", level=0, now=now)
    assert levels(seasons.calendar_of(owner, lawyer), "2026-12-09", "2026-12-16") == [0, 3]


def test_people_are_told_of_in_batches(
    owner: Any, now: datetime, make_contact: Make, told: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seasons, "TOLD_AT_ONCE", 3)
    ids = [make_contact(owner, family=f"田中{number}", profession="zeirishi").pk for number in range(8)]
    row = seasons.add_season(owner=owner, profession="zeirishi", now=now, **DECEMBER)
    assert told == [ids[:3], ids[3:6], ids[6:]]
    seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert len(told) == 6


@pytest.mark.parametrize(
    ("profession", "wanted", "same"),
    [
        ("zeirishi", "zeirishi", True),
        ("税理士", "zeirishi", True),
        ("web", "web", True),
        ("web", "it", False),
        ("", "zeirishi", False),
        ("陶芸家", "general", False),
        ("koshonin", "ma", False),
        ("koshonin", "koshonin", True),
    ],
)
def test_who_belongs_to_a_profession(profession: str, wanted: str, same: bool) -> None:
    assert seasons.is_of(profession, wanted) is same


# What holds today.


@pytest.mark.parametrize(
    ("first", "last", "day", "holds"),
    [
        ("12-01", "12-31", "2026-12-01", True),
        ("12-01", "12-31", "2026-12-31", True),
        ("12-01", "12-31", "2026-11-30", False),
        ("12-20", "01-20", "2026-12-25", True),
        ("12-20", "01-20", "2027-01-20", True),
        ("12-20", "01-20", "2027-01-21", False),
        ("12-20", "01-20", "2026-06-10", False),
        ("02-01", "02-29", "2027-02-28", True),
    ],
)
def test_people_held_today_are_found_by_the_day_alone(
    owner: Any, now: datetime, make_contact: Make, first: str, last: str, day: str, holds: bool
) -> None:
    contact = make_contact(owner)
    seasons.add_season(owner=owner, contact=contact, first=first, last=last, level=3, now=now)
    seasons.add_season(
        owner=owner, contact=make_contact(owner, family="鈴木"), first=first, last=last, level=2, now=now
    )
    on = date.fromisoformat(day)
    found = seasons.known_on(owner, on)
    assert found.held == (frozenset({contact.pk}) if holds else frozenset())
    assert (seasons.calendar_of(owner, contact).day_notes(on, channel=MAIL)[:1] != ()) or not holds


def test_a_thousand_people_are_read_in_two_queries(owner: Any, now: datetime, make_contact: Make) -> None:
    few = [make_contact(owner, family=f"佐藤{n}") for n in range(2)]
    many = [make_contact(owner, family=f"鈴木{n}", profession="zeirishi") for n in range(40)]
    for contact in many[:10]:
        seasons.add_season(owner=owner, contact=contact, now=now, **DECEMBER)
    counts = []
    for people in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            seasons.calendars_of(owner, people)
        counts.append(len(seen))
    assert counts == [2, 2]


# What they told us.


def test_wishes_become_holds(owner: Any, now: datetime, make_contact: Make) -> None:
    contact = make_contact(owner)

    def fact(wish: str, until: date | None, on: date = date(2026, 11, 1), kind: str = "request") -> Fact:
        return Fact(owner=owner, contact=contact, kind=kind, text="と伺いました", on=on, wish=wish, until=until)

    found = seasons.holds_of(
        [
            fact("mourning", None),
            fact("disaster", None),
            fact("busy_until", date(2026, 12, 15)),
            fact("not_before", date(2027, 3, 1)),
            fact("not_before", None),
            fact("not_before", date(2026, 10, 1)),
            fact("rest", date(2027, 1, 1)),
            fact("thinking", date(2027, 1, 1)),
            fact("", None),
            fact("", None, kind="interest"),
        ]
    )
    assert [(hold.kind.value, hold.last_day) for hold in found] == [
        ("mourning", date(2026, 12, 19)),
        ("disaster", date(2026, 11, 10)),
        ("busy_until", date(2026, 12, 15)),
        ("not_before", date(2027, 2, 28)),
    ]


# Refusals.


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "13-01"}, {"last": "02-30"}, {"first": "12/1"}, {"level": 7}, {"text": "あ" * 201},
        {"profession": "zeirishi"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    owner: Any, now: datetime, make_contact: Make, told: list[list[int]], wrong: dict[str, Any]
) -> None:
    contact = make_contact(owner)
    with pytest.raises(ValidationError):
        seasons.add_season(owner=owner, contact=contact, now=now, **{**DECEMBER, **wrong})
    assert SeasonOverride.objects.count() == 0
    assert told == []


def test_a_season_of_nobody_is_refused(owner: Any, now: datetime) -> None:
    with pytest.raises(ValidationError):
        seasons.add_season(owner=owner, now=now, **DECEMBER)


def test_there_is_a_limit(owner: Any, now: datetime, make_contact: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seasons, "MOST_SEASONS", 2)
    contact = make_contact(owner)
    for text in ("仕込み", "納品"):
        seasons.add_season(owner=owner, contact=contact, now=now, text=text, **DECEMBER)
    with pytest.raises(ValidationError, match="2件まで"):
        seasons.add_season(owner=owner, contact=contact, now=now, **DECEMBER)
    seasons.add_season(owner=owner, profession="zeirishi", now=now, **DECEMBER)


def test_another_owners_rows_do_not_exist(owner: Any, stranger: Any, now: datetime, make_contact: Make) -> None:
    theirs = make_contact(stranger)
    with pytest.raises(Contact.DoesNotExist):
        seasons.add_season(owner=owner, contact=theirs, now=now, **DECEMBER)
    row = seasons.add_season(owner=stranger, contact=theirs, now=now, **DECEMBER)
    with pytest.raises(SeasonOverride.DoesNotExist):
        seasons.remove_season(owner=owner, season_id=row.pk, now=now)
    assert SeasonOverride.objects.count() == 1


@pytest.mark.parametrize("both", [True, False])
def test_the_database_itself_keeps_to_one_person_or_one_profession(
    owner: Any, now: datetime, make_contact: Make, both: bool
) -> None:
    contact = make_contact(owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeasonOverride.objects.create(
            owner=owner, contact=contact if both else None, profession="zeirishi" if both else "", created_at=now,
            **DECEMBER,
        )  # fmt: skip


def test_who_goes_takes_their_seasons_along(owner: Any, now: datetime, make_contact: Make) -> None:
    contact = make_contact(owner)
    seasons.add_season(owner=owner, contact=contact, now=now, **DECEMBER)
    services.remove(owner=owner, contact=contact)
    assert SeasonOverride.objects.count() == 0


def test_the_same_season_sent_twice_is_one(owner: Any, now: datetime, make_contact: Make) -> None:
    contact = make_contact(owner)
    for _ in range(2):
        seasons.add_season(owner=owner, contact=contact, now=now, **DECEMBER)
        seasons.add_season(owner=owner, profession="zeirishi", now=now, **DECEMBER)
    assert SeasonOverride.objects.count() == 2
