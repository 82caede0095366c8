"""What a QR code says of a person, and that it goes before print only where it says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards import Box, CardFields, Doubt, fields_of_code, merged
from yorisoi.data.cards import card_tables

VCARD = """BEGIN:VCARD
VERSION:3.0
N:鈴木;翔太;;;
FN:鈴木 翔太
X-PHONETIC-LAST-NAME:すずき
X-PHONETIC-FIRST-NAME:しょうた
ORG:株式会社テックブリッジ;営業本部;第二営業部
TITLE:シニアマネージャー
TEL;TYPE=WORK:03-6809-1234
TEL;TYPE=CELL:080-5555-0123
TEL;TYPE=WORK,FAX:03-6809-1235
EMAIL:s-suzuki@techbridge.example.co.jp
URL:https://www.techbridge.example.co.jp
ADR;TYPE=WORK:;タワーゲート21F;芝公園4-2-8;港区;東京都;105-0011;日本
NOTE:交流会
END:VCARD
"""
WHOLE = CardFields(
    name="鈴木 翔太",
    family="鈴木",
    given="翔太",
    kana="すずき しょうた",
    family_kana="すずき",
    given_kana="しょうた",
    company="株式会社テックブリッジ",
    department="営業本部 第二営業部",
    title="シニアマネージャー",
    email="s-suzuki@techbridge.example.co.jp",
    url="https://www.techbridge.example.co.jp",
    tel="03-6809-1234",
    fax="03-6809-1235",
    mobile="080-5555-0123",
    zip="105-0011",
    address="東京都港区芝公園4-2-8 タワーゲート21F",
    extra=("交流会",),
)
PRINTED = CardFields(
    name="鈴本 翔太", family="鈴本", given="翔太", kana="すずき しょうた", company="株式会社テックブリツジ", title="税理士", qualification="zeirishi",
    tel="03-6809-1234", zip="105-0011", address="東京都港区芝公園4-2-8", url="https://printed.example.jp",
    doubts=(Doubt(field="name", why="?", box=Box(left=0, top=0, right=1, bottom=1)), Doubt(field="address", why="?")),
)  # fmt: skip


def test_a_vcard() -> None:
    assert fields_of_code(VCARD) == WHOLE
    assert fields_of_code(VCARD.replace("\n", "\r\n")) == WHOLE


def test_folded_and_escaped_lines() -> None:
    found = fields_of_code(
        "BEGIN:VCARD\nFN:鈴木\n  翔太\nORG:みなと\\, 港\\; 湊;営業\\n部\nitem1.EMAIL;TYPE=INTERNET:a@b.example.jp\nEND:VCARD"
    )
    assert found.name == "鈴木 翔太"
    assert (found.company, found.department, found.email) == ("みなと, 港; 湊", "営業 部", "a@b.example.jp")


def test_a_mecard() -> None:
    found = fields_of_code(
        "MECARD:N:鈴木,翔太;SOUND:スズキ,ショウタ;TEL:0368091234;TEL:08055550123;EMAIL:s@tech.example.jp;"
        "URL:https\\://tech.example.jp;ORG:株式会社テック;ADR:〒105-0011 東京都港区芝公園4-2-8;NOTE:交流会;;"
    )
    assert (found.name, found.kana) == ("鈴木 翔太", "スズキ ショウタ")
    assert (found.tel, found.mobile, found.email) == ("03-6809-1234", "080-5555-0123", "s@tech.example.jp")
    assert (found.zip, found.address, found.company) == ("105-0011", "東京都港区芝公園4-2-8", "株式会社テック")
    assert (found.url, found.extra) == ("https://tech.example.jp", ("交流会",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://minato.example.jp", CardFields(url="https://minato.example.jp")),
        ("mailto:a@minato.example.jp?subject=x", CardFields(email="a@minato.example.jp")),
        ("tel:090-1234-5678", CardFields(mobile="090-1234-5678")),
        ("", CardFields()),
        ("WIFI:S:minato;P:secret;;", CardFields()),
        ("こんにちは", CardFields()),
        ("javascript:alert(1)", CardFields()),
        ("BEGIN:VCARD", CardFields()),
        ("MECARD:", CardFields()),
    ],
)
def test_other_codes(text: str, expected: CardFields) -> None:
    assert fields_of_code(text) == expected


def test_the_code_wins_where_it_holds_the_field_and_takes_its_doubt_away() -> None:
    said = CardFields(
        name="鈴木 翔太", family="鈴木", given="翔太", company="株式会社テックブリッジ", email="s@tech.example.jp"
    )
    both = merged(said, PRINTED, card_tables())
    assert (both.name, both.family, both.company, both.email) == (
        "鈴木 翔太",
        "鈴木",
        "株式会社テックブリッジ",
        "s@tech.example.jp",
    )
    assert (both.kana, both.title, both.tel, both.zip) == (PRINTED.kana, PRINTED.title, PRINTED.tel, PRINTED.zip)
    assert [doubt.field for doubt in both.doubts] == ["address"]


def test_the_title_of_the_code_names_the_profession() -> None:
    assert merged(CardFields(name="a", title="弁護士"), PRINTED, card_tables()).qualification == "bengoshi"
    assert merged(CardFields(name="a"), PRINTED, card_tables()).qualification == "zeirishi"


def test_a_bare_address_on_the_web_only_fills_a_gap() -> None:
    said = CardFields(url="https://campaign.example.jp")
    assert merged(said, PRINTED, card_tables()) == PRINTED
    assert merged(said, CardFields(name="a"), card_tables()).url == "https://campaign.example.jp"


def test_no_code_changes_nothing() -> None:
    assert merged(CardFields(), PRINTED, card_tables()) == PRINTED


@given(st.text(max_size=200) | st.text("BEGIN:VCARD\n;:\\N=TELADRORG,鈴0-9 ", max_size=80))
def test_any_code_is_read_or_let_be(text: str) -> None:
    for prefix in ("", "BEGIN:VCARD\n", "MECARD:"):
        found = fields_of_code(prefix + text)
        assert found.doubts == ()
        assert found.zip == "" or len(found.zip) == 8
