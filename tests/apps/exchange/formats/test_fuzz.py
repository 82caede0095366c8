"""Whatever comes in, reading ends in a reading or in one kind sentence; nothing else is ever raised."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi.apps.exchange.format import Options, Unreadable, formats, read_file
from yorisoi.apps.exchange.record import Reading

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAMES = st.sampled_from(["a.vcf", "a.csv", "a.txt", "a.json", "[LINE]見本.txt", ""])
# What the formats are made of, so that chance goes deep into each reader.
VCARD = ["BEGIN:VCARD", "END:VCARD", "VERSION:3.0", "N:見本;花子;;;", "FN:見本", "TEL;CELL:090", "NOTE;ENCODING=QUOTED-PRINTABLE:=8C=", " x", "PHOTO;ENCODING=b:AAAA", "item1.X-ABLabel:家", 'N;SORT-AS="あ,い":a;b', "BDAY:--0230", "AGENT:", "ADR:;;;", "EMAIL;ENCODING=B:!!", "X-YORISOI-FACT:note;a;9999-99-99", ":", ";", "TEL;X-YORISOI-KIND=mail:1", "ORG", "X-YORISOI-CLOSED-AT:0001-01-01"]  # fmt: skip
TALK = ["[LINE] 見本 花子とのトーク履歴", "[LINE] Chat history with A", "保存日時：x", "2026/03/02(月)", "2026.02.30 月曜日", "Mon, 31/12/2026", "Mon, 13/13/2026", "10:00\t見本 花子\tはい", "午前12:00\tA\t\"あ", "25:61\tA\tb", "10:00 A b c", '"', "", "10:00\t\t通知", "10:01\tA\t☎ 通話時間 99:99:99", "9:00\tA\t@A (emoji)", "☎ x", "9999/12/31(月)", "0000/01/01(月)"]  # fmt: skip
TABLE = ["氏名,会社名,メール,名刺交換日", "First Name,Last Name,E-mail 1 - Value,Labels", "寄り添いID,姓,覚え書き,メール1", 'a,"b', "見本 花子,x,a@example.jp,2026/02/31", '"",""', "a;b;c", "a\tb", "'=1,@x,+1,-1", "氏名\t会社\tTEL", "Connected On,First Name,Last Name,URL", ",,,,,,,", "x,覚え書き｜｜｜,｜\\"]  # fmt: skip


def reads_or_says_why(name: str, data: bytes, options: Options) -> None:
    try:
        reading = read_file(name, io.BytesIO(data), options, now=NOW)
    except Unreadable as error:
        why = error.text
    else:
        why = ""
        sound(reading)
    assert not why or why.endswith("。")


def sound(reading: Reading) -> None:
    for talk in reading.conversations:
        talk.happenings(talk.me or talk.me_guess or "A", partner="A")
    for person in reading.people:
        assert all(point.normal is not None for point in person.points)
        assert all("\x00" not in fact.text for fact in person.facts)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.binary(max_size=300))
def test_random_bytes(name: str, data: bytes) -> None:
    reads_or_says_why(name, data, Options())


@pytest.mark.parametrize("lines", [VCARD, TALK, TABLE], ids=["vcard", "talk", "table"])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_lines_of_a_format_in_any_order(lines: list[str], data: st.DataObject) -> None:
    any_line = st.one_of(st.sampled_from(lines), st.text(max_size=12))
    text = data.draw(st.sampled_from(["\n", "\r\n", "\r"])).join(data.draw(st.lists(any_line, max_size=25)))
    name = data.draw(NAMES)
    encoding = data.draw(st.sampled_from(["utf-8", "cp932", "utf-16"]))
    options = Options(
        me=data.draw(st.sampled_from([(), ("A",), ("",)])),
        keep_bodies=data.draw(st.booleans()),
        columns=data.draw(st.sampled_from([None, {0: "full_name"}, {99: "email", -1: "note"}, {0: "nonsense"}])),
        date_order=data.draw(st.sampled_from([None, "dmy", "mdy"])),
        format=data.draw(st.sampled_from([None, *(each.name for each in formats())])),
    )
    reads_or_says_why(name, text.encode(encoding, "replace"), options)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(["family", "points", "facts", "interactions", "kind", "at", "value", "text", "key", "tags", "direction", "channel"]),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_any_json_with_our_heading(contacts: object) -> None:
    import json

    whole = {"format": "yorisoi", "version": 1, "contacts": [contacts]}
    reads_or_says_why("a.json", json.dumps(whole).encode(), Options())
