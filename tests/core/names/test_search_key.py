"""The normal form, the lines of a name, the words of a query, and the pieces an index looks up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.names import search_key

HOSTILE = [
    '"',
    "*",
    "NOT",
    "%",
    "_",
    "'",
    "\\",
    "^",
    ":",
    "🌸",
    "' OR 1=1 --",
    "\x00",
    "()",
    "a\nb",
    "AND OR NEAR",
    "﷽",
    "İ",
]


@pytest.mark.parametrize("text", ["", " ", "・", "%_%", '"*"', "🌸", "()（）", "\x00", "-'"])
def test_signs_alone_are_nothing(text: str) -> None:
    assert search_key.normalise(text) == ""
    assert search_key.words(text) == []


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ｻﾄｳ", "さとう"),
        ("サトウ", "さとう"),
        ("ＡＢＣ 商事", "abc商事"),
        ("㈱みどり", "株式会社みどり"),
        ("(株)みどり", "株式会社みどり"),
        ("（有）みどり", "有限会社みどり"),
        ("Satō Müller", "satomuller"),
        ("髙橋・渡邊", "高橋渡辺"),
        ("佐々木", "佐佐木"),
        ("090-1234-5678", "09012345678"),
        ("Hanako.Sato@Example.JP", "hanakosatoexamplejp"),
        ("みづき", "みずき"),
        ("葛\U000e0100城", "葛城"),
        ("ガ", "が"),
        ("ﾊﾞﾝ", "ばん"),
        ("鶴ヶ崎", "鶴け崎"),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    assert search_key.normalise(text) == normal


@pytest.mark.parametrize(
    ("kana", "read"),
    [
        ("サトー", "さとう"),
        ("さとう", "さとう"),
        ("ユーキ", "ゆうき"),
        ("ケーコ", "けいこ"),
        ("ローラ", "ろうら"),
        ("ー", "ー"),
    ],
)
def test_long_marks_are_written_out(kana: str, read: str) -> None:
    assert search_key.reading(kana) == read


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = search_key.normalise(text)
    assert search_key.normalise(once) == once


@given(st.text())
def test_no_normal_form_holds_a_sign_with_a_meaning(text: str) -> None:
    assert not set(search_key.normalise(text)) & set("\"'%_\\:^*() \n\x00" + search_key.NAME_MARK)


def test_a_name_is_found_as_written_as_read_and_in_latin() -> None:
    assert search_key.name_lines("髙橋勝", "たかはしまさる") == ["^高橋勝", "^たかはしまさる", "^takahasimasaru"]


def test_a_name_without_a_reading_is_found_as_written() -> None:
    assert search_key.name_lines("東雲", "") == ["^東雲"]


def test_a_name_in_kana_is_its_own_reading() -> None:
    assert search_key.name_lines("サトー", "") == ["^さとー", "^さとう", "^sato"]


def test_a_name_in_latin_is_found_collapsed_too() -> None:
    assert search_key.name_lines("Ohno", "") == ["^ohno", "^ono"]


def test_no_name_gives_no_line() -> None:
    assert search_key.name_lines("", "") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("佐藤", [("佐藤",)]),
        ("さとう", [("さとう",)]),
        ("サトー", [("さとー", "さとう", "さとお")]),
        ("satoh", [("sato",)]),
        ("tsuchi", [("tsuchi", "tuti")]),
        ("Satō", [("sato",)]),
        ("佐藤 相続", [("佐藤",), ("相続",)]),
        ("佐藤　相続", [("佐藤",), ("相続",)]),
        ("林 %", [("林",)]),
        ("090-12", [("09012",)]),
    ],
)
def test_words(query: str, words: list[tuple[str, ...]]) -> None:
    assert search_key.words(query) == words


def test_a_page_of_text_is_cut() -> None:
    words = search_key.words("あ" * 10_000 + " い" * 10_000)
    assert len(words) <= search_key.MAX_WORDS
    assert all(len(form) <= search_key.MAX_WORD_SIGNS for word in words for form in word)


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_become_plain_words(query: str) -> None:
    for word in search_key.words(query):
        for form in word:
            assert form == search_key.normalise(form)


def test_grams_are_signs_and_pairs_of_one_line() -> None:
    assert search_key.grams("佐藤\n林") == {"佐", "藤", "佐藤", "林"}
    assert search_key.grams("") == set()


@given(st.text(alphabet="佐藤林さとうa1", min_size=1, max_size=12), st.data())
def test_every_part_of_a_line_is_looked_up_by_its_grams(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    assert set(search_key.grams_to_look_up(line[start:end])) <= search_key.grams(line)
