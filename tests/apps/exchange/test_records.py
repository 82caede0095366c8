"""The pure parts: records as JSON and back, who may be whom, and what a merge decides."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange import merging, packing
from yorisoi.apps.exchange.matching import Entry, Index, Ref, card_uuid, organisation_key, talk_name
from yorisoi.apps.exchange.merging import Held, combine, merge
from yorisoi.apps.exchange.record import FactNote, Happening, Person, Point

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
DAYS = st.dates(date(1950, 1, 1), date(2030, 1, 1))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
POINTS = st.builds(Point, kind=st.sampled_from(["mail", "phone", "line"]), label=WORDS, value=WORDS)
FACTS = st.builds(FactNote, kind=st.sampled_from(["note", "concern"]), text=WORDS, on=st.none() | DAYS, source=WORDS)
TOUCHES = st.builds(
    Happening, at=MOMENTS, direction=st.sampled_from(["mine", "theirs"]), channel=st.just("line"), key=WORDS
)
PEOPLE = st.builds(
    Person, where=WORDS, uid=WORDS, family=WORDS, given=WORDS, organisation=WORDS, met_on=st.none() | DAYS,
    points=st.lists(POINTS, max_size=3).map(tuple), tags=st.lists(WORDS, max_size=3).map(tuple),
    facts=st.lists(FACTS, max_size=3).map(tuple), touches=st.lists(TOUCHES, max_size=3).map(tuple),
    closed_at=st.none() | MOMENTS, on=st.none() | DAYS, never_suggest=st.booleans(), comfort=st.sampled_from(["", "wider", "nearer"]),
)  # fmt: skip
TODAY = date(2026, 11, 18)


@given(PEOPLE)
def test_a_record_comes_back_from_json_the_same(person: Person) -> None:
    packed = json.loads(json.dumps(packing.dump(person)))
    touches = [
        packing.load_touch(json.loads(json.dumps(touch))) for page in packing.pages(person.touches, 2) for touch in page
    ]
    assert packing.load_person(packed, touches) == person


@given(PEOPLE, PEOPLE)
def test_two_cards_of_one_person_lose_nothing(first: Person, second: Person) -> None:
    both = combine(first, second)
    assert {touch.key for touch in both.touches} == {touch.key for touch in (*first.touches, *second.touches)}
    assert set(both.tags) == set(first.tags) | set(second.tags)
    closings = [person.closed_at for person in (first, second) if person.closed_at]
    assert both.closed_at == (min(closings) if closings else None)
    for name in ("family", "given", "organisation"):
        said = {getattr(first, name), getattr(second, name)} - {""}
        assert getattr(both, name) in (said or {""})


@given(PEOPLE)
def test_a_card_is_known_again_wherever_it_stands_in_the_file(person: Person) -> None:
    from dataclasses import replace

    assert packing.digest(person) == packing.digest(replace(person, where="99枚目", warnings=("x",), touches=()))
    assert packing.digest(person) != packing.digest(replace(person, family=person.family + "x"))


@given(PEOPLE)
def test_what_is_trimmed_fits_and_trimming_twice_is_trimming_once(person: Person) -> None:
    once = packing.fit(person)
    assert packing.fit(once) == once
    assert len(once.family) <= 80


def test_a_nul_never_reaches_a_table() -> None:
    assert packing.fit(Person(where="1", family="鈴\x00木")).family == "鈴木"


@pytest.mark.parametrize(
    ("uid", "same"),
    [
        ("urn:uuid:6f0c7a52-5a0e-4c0b-9d1a-3f6f1f8f0a11", "6F0C7A52-5A0E-4C0B-9D1A-3F6F1F8F0A11"),
        ("ABC:ABPerson", "ABC:ABPerson"),
    ],
)
def test_a_card_number_is_one_uuid_however_written(uid: str, same: str) -> None:
    assert card_uuid(uid) == card_uuid(same) is not None


def test_no_card_number_is_none() -> None:
    assert card_uuid("  ") is None


@pytest.mark.parametrize(
    "text", ["株式会社みどり商店", "㈱みどり商店", "(株)みどり商店", "みどり商店 株式会社", "みどり商店"]
)
def test_legal_forms_say_nothing(text: str) -> None:
    assert organisation_key(text) == "みどり商店"


@pytest.mark.parametrize(
    ("text", "bare"), [("鈴木 一郎🌸", "鈴木一郎"), ("鈴木先生", "鈴木"), ("★田中★", "田中"), ("😀", "")]
)
def test_decorations_of_talk_names_are_put_aside(text: str, bare: str) -> None:
    assert talk_name(text) == bare


def index_of(*entries: Entry) -> Index:
    index = Index()
    for entry in entries:
        index.add(entry)
    return index


def test_two_who_share_a_mail_and_a_name_are_asked_about() -> None:
    one, two = (
        Entry(ref=Ref("contact", number), family="鈴木", given="一郎", mails=frozenset({"a@x.jp"})) for number in (1, 2)
    )
    match = index_of(one, two).find(Entry(ref=Ref("row", 0), family="鈴木", mails=frozenset({"a@x.jp"})))
    assert match is not None
    assert not match.sure
    assert match.refs == (Ref("contact", 1), Ref("contact", 2))


def test_kanji_and_kana_of_one_reading_share_a_mail_without_doubt() -> None:
    known = Entry(
        ref=Ref("contact", 1), family="鈴木", given="一郎", kana="スズキイチロウ", mails=frozenset({"a@x.jp"})
    )
    match = index_of(known).find(
        Entry(ref=Ref("row", 0), family="すずき", given="いちろう", mails=frozenset({"a@x.jp"}))
    )
    assert match is not None
    assert match.sure


def test_nobody_is_found_by_an_empty_name() -> None:
    index = index_of(Entry(ref=Ref("contact", 1), organisation="みどり商店"))
    assert index.find(Entry(ref=Ref("row", 0), organisation="みどり商店")) is None
    assert index.find_talker("😀") is None


def held(**fields: Any) -> Held:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Held(contact=Contact(**{"family": "鈴木", "source": "名刺", "created_at": moment, **fields}))


def test_the_same_person_again_changes_nothing() -> None:
    assert not merge(
        held(given="一郎"), Person(where="1", family="鈴木", given="一郎"), source="x", today=TODAY
    ).changes


def test_a_name_in_one_piece_is_no_other_name() -> None:
    assert not merge(held(given="一郎"), Person(where="1", family="鈴木一郎"), source="x", today=TODAY).changes


def test_the_first_meeting_does_not_happen_twice() -> None:
    known = held(met_on=date(2025, 5, 1), provenance={"met_on": {"source": "名刺", "on": "2025-05-01"}})
    result = merge(known, Person(where="1", family="鈴木", met_on=date(2026, 6, 1)), source="x", today=TODAY)
    assert not result.changes
    assert [field.wins for field in result.fields] == ["now"]


@pytest.mark.parametrize(("now", "new", "wins"), [("--04-01", "1980-04-01", "file"), ("1980-04-01", "--04-01", "now")])
def test_the_fuller_birthday_stays(now: str, new: str, wins: str) -> None:
    result = merge(held(birthday=now, source=merging.HAND), Person(where="1", birthday=new), source="x", today=TODAY)
    assert [field.wins for field in result.fields] == [wins]


def test_a_refusal_in_a_file_closes_and_none_opens() -> None:
    closed = datetime(2026, 5, 1, tzinfo=UTC)
    person = Person(where="1", family="鈴木", closed_at=closed, closed_because="declined")
    assert merge(held(), person, source="x", today=TODAY).values == {"closed_at": closed, "closed_because": "declined"}
    shut = held(closed_at=closed, closed_because="asked_to_stop")
    assert not merge(shut, Person(where="1", family="鈴木"), source="x", today=TODAY).values
    assert merge(shut, Person(where="1", family="鈴木"), source="x", today=TODAY).stays_closed


def test_a_known_fact_is_not_told_twice_but_said_again_is_said_again() -> None:
    known = held()
    known.facts = {("interest", "登山", date(2025, 1, 1)), ("interest", "登山", None)}
    undated = FactNote(kind="interest", text=" 登 山 ")
    same_day = FactNote(kind="interest", text="登山", on=date(2025, 1, 1))
    later = FactNote(kind="interest", text="登山", on=date(2026, 1, 1))
    result = merge(known, Person(where="1", family="鈴木", facts=(undated, same_day, later)), source="x", today=TODAY)
    assert result.facts == [later]


def test_a_telephone_is_one_whatever_its_kind() -> None:
    known = held()
    known.points = {merging.point_key("phone", "+819012345678")}
    person = Person(
        where="1", points=(Point(kind="mobile", value="090-1234-5678"), Point(kind="fax", value="090-1234-5678"))
    )
    assert [point.kind for point in merge(known, person, source="x", today=TODAY).points] == ["fax"]
