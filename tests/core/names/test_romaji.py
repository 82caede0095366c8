"""The many ways of one name come to one spelling, from kana and from Latin letters alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.names import romaji

SAME = [
    ("さとう", "sato satou satoh Satō Satô SATO satô"),
    ("おおの", "ono ohno oono Ōno ouno"),
    ("つちや", "tsuchiya tuchiya tutiya TSUCHIYA"),
    ("しんいち", "shinichi sinichi Shin'ichi shin-ichi siniti"),
    ("じゅんこ", "junko jyunko zyunko"),
    ("ほんま", "homma honma"),
    ("なんば", "namba nanba"),
    ("はっとり", "hattori"),
    ("まちだ", "machida matida"),
    ("まっちゃ", "matcha maccha mattya"),
    ("ゆうき", "yuki yuuki yuhki Yūki"),
    ("りょうた", "ryota ryouta ryohta"),
    ("ふじた", "fujita hujita huzita"),
    ("いいじま", "iijima ijima"),
    ("おおひら", "ohira oohira"),
    ("きょうこ", "kyoko kyouko"),
    ("いのうえ", "inoue"),
    ("ちぢわ", "chijiwa tiziwa"),
    ("こづか", "kozuka koduka kodzuka"),
    ("らーめん", "ramen"),
    ("ふぁん", "fan"),
    ("じぇーむす", "jemusu zyemusu"),
    ("てぃむ", "timu"),
    ("うぃる", "wiru"),
    ("ゔぃん", "vin"),
]


@pytest.mark.parametrize(("kana", "spelling"), [(kana, one) for kana, many in SAME for one in many.split()])
def test_every_spelling_meets_the_reading(kana: str, spelling: str) -> None:
    assert romaji.collapse(spelling) == romaji.from_kana(kana)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sato", "saito"),
        ("ono", "on"),
        ("kato", "gato"),
        ("mori", "muri"),
        ("ohira", "oira"),
        ("kita", "kitta"),
        ("hara", "ara"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert romaji.collapse(one) != romaji.collapse(other)


@pytest.mark.parametrize("text", ["", "佐藤", "123", "ー", "っ", "--'", "🌸"])
def test_what_holds_no_latin_letter_gives_nothing(text: str) -> None:
    assert romaji.collapse(text) == ""
    assert romaji.from_kana(text) == ""


@pytest.mark.parametrize(
    ("kana", "whole"),
    [("つちや", "tsuchiya"), ("しみず", "shimizu"), ("ちば", "chiba"), ("ふじた", "fujita"), ("じんない", "jinnai")],
)
def test_a_half_typed_name_begins_the_whole_one(kana: str, whole: str) -> None:
    key = romaji.from_kana(kana)
    for end in range(1, len(whole) + 1):
        assert key.startswith(romaji.collapse(whole[:end], unfinished=True)), whole[:end]


@given(
    st.text(
        alphabet="あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽ"
    )
)
def test_a_reading_is_already_collapsed(kana: str) -> None:
    spelling = romaji.from_kana(kana)
    assert romaji.collapse(spelling) == spelling
    assert spelling.isascii()


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert romaji.collapse(text).isascii()
    assert romaji.from_kana(text).isascii()
    assert romaji.collapse(text, unfinished=True).isascii()
