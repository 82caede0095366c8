"""Numbers in kanji, with the dashes that upright print loses."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yorisoi.core.cards.numerals import is_kanji_number, phone, postal_code
from yorisoi.core.cards.reach import national


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("六〇〇―八二一六", "6008216"),
        ("六〇〇八二一六", "6008216"),
        ("五四二一〇〇八五", "5420085"),
        ("五四二—〇〇八五", "5420085"),
        ("〒六三〇-八二一五", "6308215"),
        ("テ六〇五-〇八六二", "6050862"),
        ("デ九八五-〇〇〇一", "9850001"),
        ("一一一―一一一一", "1111111"),
        ("一一一一一一一一", "1111111"),
        ("六〇〇八二一", ""),
        ("六〇〇八二一六五三", ""),
        ("六〇―〇八二一六", ""),
    ],
)
def test_postal_codes(read: str, meant: str) -> None:
    assert postal_code(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("〇七五―三四三―一二三四", "075-343-1234"),
        ("〇七五三四三一二三四", "075-343-1234"),
        ("〇六一六二一—三四五六", "06-6211-3456"),
        ("〇七四二二二八八七七", "0742-22-8877"),
        ("〇九〇―一二三四―五六七八", "090-1234-5678"),
        ("〇七五一五五一一〇七三八", "075-551-0738"),
        ("〇三(三五八一)九〇〇〇", "03-3581-9000"),
        ("○七五-五五一-○七三八", "075-551-0738"),
        ("七五―三四三―一二三四", ""),
        ("〇七五―三四三", ""),
        ("〇七五―三四三―一二三四五六", ""),
    ],
)
def test_telephone_numbers(read: str, meant: str) -> None:
    assert phone(read) == meant


@pytest.mark.parametrize(
    ("text", "number"),
    [("六〇〇八二一六", True), ("〒六〇〇-八二一六", True), ("三丁目五番", False), ("一二三", False), ("1234567", False),
     ("五十嵐 一三", False), ("", False), ("————————", True)],
)  # fmt: skip
def test_what_is_a_number_in_kanji(text: str, number: bool) -> None:
    assert is_kanji_number(text) is number


@given(st.text("〇一二三四五六七八九―ー—-|｜O○ ()", max_size=24))
def test_any_run_of_such_signs_is_read_or_let_be(text: str) -> None:
    assert len(postal_code(text)) in (0, 7)
    written = phone(text)
    assert written == "" or len(written.replace("-", "")) in (10, 11)


@given(st.from_regex(r"0[3-9][2-9][0-9]{7}", fullmatch=True))
def test_a_number_whose_dashes_are_printed_in_their_places_is_that_number(digits: str) -> None:
    written = national(digits, labelled=True)
    assume(written.count("-") == 2 and written.split("-")[1][0] not in "01")
    assert phone(written.translate(str.maketrans("0123456789-", "〇一二三四五六七八九―"))) == written
