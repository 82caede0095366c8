"""The three together, without a database: who would be found by what is typed, sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.names import search_key


def found(written: str, kana: str, query: str) -> bool:
    """Say whether every word of the query stands, in one of its forms, in a line of the name."""
    lines = "\n".join(search_key.name_lines(written, kana))
    words = search_key.words(query)
    return bool(words) and all(any(form in lines for form in forms) for forms in words)


NOT_FOUND = [
    ("佐藤花子", "さとうはなこ", "斎藤"),
    ("佐藤花子", "さとうはなこ", "さいとう"),
    ("佐藤花子", "さとうはなこ", "saito"),
    ("佐藤花子", "さとうはなこ", "佐藤 太郎"),
    ("佐藤花子", "さとうはなこ", "藤佐"),
    ("佐藤花子", "", "さとう"),
    ("大野健", "おおのけん", "小野"),
    ("河野誠", "こうのまこと", "かわの"),
    ("林", "はやし", "森"),
    ("林", "はやし", "%"),
    ("林", "はやし", ""),
    ("", "", "林"),
]

FOUND = [
    ("佐藤花子", "さとうはなこ", ["佐藤", "花子", "佐", "さとう", "サトウ", "ｻﾄｳ", "サトー", "sato", "Satō", "hanako sato", "藤花"]),
    ("髙橋勝", "たかはしまさる", ["高橋", "髙橋", "たかはし", "takahashi", "takahasi", "TAKAHASHI", "masaru", "高橋勝", "高橋 勝"]),
    ("渡邊恵", "わたなべめぐみ", ["渡辺", "渡邊", "渡邉", "渡辺恵", "惠", "watanabe", "わたなべ"]),
    ("齋藤宏", "さいとうひろし", ["斎藤", "斉藤", "齊藤", "齋藤", "saitou", "saitoh", "さいとう"]),
    ("山﨑純", "やまざきじゅん", ["山崎", "山﨑", "yamazaki", "jun", "じゅん"]),
    ("土屋翔", "つちやしょう", ["tsuchiya", "tuchiya", "tutiya", "syo", "sho", "shou", "つちや"]),
    ("大野健", "おおのけん", ["ohno", "ono", "oono", "ohno ken", "オオノ", "オーノ"]),
    ("佐々木蓮", "ささきれん", ["佐々木", "佐佐木", "sasaki", "ささき"]),
    ("本間慎一", "ほんましんいち", ["homma", "honma", "shinichi", "shin'ichi", "ほんま"]),
    ("林", "はやし", ["林", "はやし", "hayashi", "はや"]),
    ("𠮷田充", "よしだみつる", ["吉田", "𠮷田", "yoshida", "yosida"]),
    ("鶴ヶ崎光", "つるがさきひかる", ["鶴ヶ崎", "鶴ケ崎", "鶴", "つるがさき"]),
    ("サトー", "", ["さとう", "サトー", "sato"]),
    ("SmithAnn", "", ["smith", "Ann", "ＳＭＩＴＨ", "ann smith"]),
    ("MüllerJörg", "", ["Müller", "muller", "jorg"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kana", "query"), NOT_FOUND)
def test_not_found_by(written: str, kana: str, query: str) -> None:
    assert not found(written, kana, query)


@pytest.mark.parametrize(("written", "kana", "query"), [(w, k, query) for w, k, many in FOUND for query in many])
def test_found_by(written: str, kana: str, query: str) -> None:
    assert found(written, kana, query)


@pytest.mark.parametrize("query", ["うﾞ", "ゔ", "ヴ"])
def test_a_voicing_mark_belongs_to_its_letter_across_a_blank(query: str) -> None:
    assert found("う ﾞ", "", query)


@pytest.mark.parametrize(("written", "kana"), [(written, kana) for written, kana, _ in FOUND])
def test_typing_sign_by_sign_never_loses_the_name(written: str, kana: str) -> None:
    for text in filter(None, (written, kana)):
        for end in range(1, len(text) + 1):
            assert found(written, kana, text[:end]), text[:end]


@given(
    st.text(alphabet="佐藤林髙橋々さとうサトーｻﾄｳsatohﾞ １2", max_size=10),
    st.text(alphabet="さとうはなこーっゃん", max_size=10),
)
def test_every_name_is_found_by_itself(written: str, kana: str) -> None:
    if search_key.normalise(written):
        assert found(written, kana, "".join(written.split()))


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_too_strange(written: str, query: str) -> None:
    assert found(written, "", query) in (True, False)
    assert all("\n" not in line for line in search_key.name_lines(written, ""))
