"""What is taken out comes back the same, by each format that writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi.apps.exchange.format import Writer, read_file, writers
from yorisoi.apps.exchange.formats._csv_rows import neutral, restored
from yorisoi.apps.exchange.record import TOKYO, FactNote, Happening, Person, Point

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FILE = {"vcard": "a.vcf", "contact_csv": "a.csv", "yorisoi_json": "a.json"}
POINT_ORDER = ["mail", "phone", "mobile", "fax", "address", "url", "line", "other"]

FULL = Person(
    where="1人目",
    uid="0b8f4a52-6a4b-4a3d-9c59-1f3f5f1c0001",
    family="髙橋",
    given="能子",
    family_kana="たかはし",
    given_kana="よしこ",
    organisation="㈱表計算; 構想, 部",
    department="第一部 二課",
    title="代表\\取締役",
    profession="shihoshoshi",
    points=(
        Point(kind="mail", label="仕事", value="Y@example.jp"),
        Point(kind="phone", label="代表, 直通", value="090-0000-2222"),
        Point(kind="mobile", value="080-0000-2222"),
        Point(kind="fax", value="03-0000-1112"),
        Point(kind="address", label="仕事", value="〒100-0005 東京都千代田区丸の内1-1-1 見本ビル3階"),
        Point(kind="url", value="https://example.jp/a;b,c"),
        Point(kind="line", value="yoshiko"),
        Point(kind="other", label="Chatwork", value="id:7"),
    ),
    tags=("士業", "春, 夏", "=1+1"),
    met_on=date(2026, 3, 1),
    met_where="品川",
    met_how="士業交流会",
    birthday="--05-12",
    closeness="middle",
    never_suggest=True,
    comfort="wider",
    closed_at=datetime(2026, 5, 1, 10, 0, tzinfo=TOKYO),
    closed_because="asked_to_stop",
    facts=(
        FactNote(kind="note", text="一行目\n二行目; と, ｜ と \\n", on=date(2026, 3, 1), source="LINE｜x"),
        FactNote(kind="concern", text="=後継者", on=date(2026, 3, 2), source="交流会", state="open"),
        FactNote(kind="request", text="3月は忙しい", until=date(2026, 3, 31), wish="busy_until"),
        FactNote(kind="background", text="末尾は｜"),
    ),
    touches=(
        Happening(at=datetime(2026, 3, 2, 10, 0, tzinfo=TOKYO), direction="mine", channel="email", text="表\n裏", key="k1", technique="useful", length=3, reaction="replied", reaction_at=datetime(2026, 3, 2, 11, 0, tzinfo=TOKYO), thanks=True, recipients=2, source="手入力"),
        Happening(at=datetime(2026, 3, 3, 10, 0, tzinfo=TOKYO), direction="theirs", channel="line", form="sticker", key="k2"),
    ),
    on=date(2026, 3, 1),
)  # fmt: skip

WORD = st.text(st.characters(min_codepoint=33, max_codepoint=0x9FFF, categories=("L", "N", "P", "S")), max_size=12)
EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  (the strategy adds the zone)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))


def spaced(words: list[str]) -> str:
    return " ".join(word for word in words if word)


TEXT = st.lists(WORD, max_size=3).map(spaced)
FACT = st.builds(
    FactNote,
    kind=st.sampled_from(["note", "concern", "interest", "avoid", "request"]),
    text=st.lists(TEXT.filter(bool), min_size=1, max_size=3).map("\n".join),
    on=DAYS,
    source=TEXT,
    state=st.sampled_from([None, "open", "solved"]),
    until=DAYS,
    wish=st.sampled_from([None, "no_contact", "busy_until"]),
)
POINTS = st.lists(
    st.builds(
        Point,
        kind=st.sampled_from(["mail", "fax", "address", "line", "other", "url"]),
        label=WORD.filter(lambda word: word.isalpha() and not word.isascii()) | st.just(""),
        value=st.integers(0, 10**9).map(lambda number: f"見本町{number}"),
    ),
    max_size=4,
    unique_by=lambda point: (point.kind, point.value),
).map(lambda points: tuple(sorted(points, key=lambda point: POINT_ORDER.index(point.kind))))
PERSON = st.builds(
    Person,
    where=st.just(""),
    uid=st.uuids().map(str),
    family=TEXT.filter(bool),
    given=TEXT,
    organisation=TEXT,
    department=TEXT,
    title=TEXT,
    profession=st.sampled_from(["", "zeirishi"]),
    points=POINTS,
    tags=st.lists(WORD.filter(bool), max_size=3, unique=True).map(tuple),
    met_on=DAYS,
    met_where=TEXT,
    met_how=TEXT,
    birthday=st.sampled_from(["", "--02-29", "1980-05-12"]),
    closeness=st.sampled_from([None, "remember", "outer", "middle", "close"]),
    never_suggest=st.booleans(),
    comfort=st.sampled_from(["", "wider", "nearer"]),
    closed_at=st.none() | st.datetimes(EARLIEST, LATEST, timezones=st.just(TOKYO)),
    closed_because=st.sampled_from(["", "declined"]),
    facts=st.lists(FACT, max_size=3).map(tuple),
    on=DAYS,
)


def there_and_back(writer: Writer, people: Sequence[Person]) -> Sequence[Person]:
    data = writer.write(people)
    reading = read_file(FILE[writer.name], io.BytesIO(data), now=NOW)
    assert reading.format == writer.name
    assert reading.question is None
    return reading.people


def essence(person: Person, writer: Writer) -> Person:
    """Without the place in a file, and without the timeline where the format leaves it to the JSON."""
    return replace(person, where="", warnings=(), touches=person.touches if writer.name == "yorisoi_json" else ())


@pytest.mark.parametrize("writer", writers(), ids=lambda writer: writer.name)
def test_everything_of_a_person_comes_back(writer: Writer) -> None:
    (back,) = there_and_back(writer, [FULL])
    assert essence(back, writer) == essence(FULL, writer)


@pytest.mark.parametrize("writer", writers(), ids=lambda writer: writer.name)
@settings(max_examples=100, deadline=None)
@given(people=st.lists(PERSON, min_size=1, max_size=3))
def test_anybody_comes_back(writer: Writer, people: list[Person]) -> None:
    back = there_and_back(writer, people)
    assert [essence(person, writer) for person in back] == [essence(person, writer) for person in people]


def test_vcards_are_read_by_others_too() -> None:
    writer = next(writer for writer in writers() if writer.name == "vcard")
    data = writer.write([FULL, replace(FULL, family="見本", given="花子", birthday="1980-05-12")])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    first, second = vobject.readComponents(data.decode())
    assert (first.n.value.family, first.n.value.given) == ("髙橋", "能子")
    assert first.org.value == ["㈱表計算; 構想, 部", "第一部 二課"]
    assert first.contents["x-phonetic-last-name"][0].value == "たかはし"
    assert second.bday.value == "1980-05-12"
    assert {mail.value for mail in second.contents["email"]} == {"Y@example.jp"}


def test_a_table_is_what_excel_expects_and_runs_nothing() -> None:
    writer = next(writer for writer in writers() if writer.name == "contact_csv")
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "'=1", "''-1"]
    people = [replace(FULL, family=family, given=family, facts=(), tags=(family,)) for family in hostile]
    data = writer.write(people)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(people) + 1
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        assert not [
            cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") and cell
        ]


@given(st.text())
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    guarded = neutral(cell)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert restored(guarded) == cell


def test_a_year_unknown_to_old_readers_is_written_as_apple_does() -> None:
    writer = next(writer for writer in writers() if writer.name == "vcard")
    assert b"BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-12\r\n" in writer.write([FULL])
