"""Names and addresses stay in the house; ordinary words that look like them stay in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.coach.masking import Mask, masked
from yorisoi.core.names.fold import fold

THEM = Mask(("髙橋健一", "髙橋", "健一", "タカハシケンイチ", "タカハシ", "ケンイチ", "Takahashi"), "A", "さん")
ME = Mask(("林 みのり", "林", "みのり", "はやし"), "B")
OFFICE = Mask(("株式会社あおば工務店", "あおば工務店"), "A社")
SHORT = Mask(("けん", "愛"), "A", "さん")
ALL = (THEM, ME, OFFICE)


def hidden(text: str, *masks: Mask) -> str:
    return masked(text, masks or ALL, fold=fold)


@pytest.mark.parametrize(
    "text",
    [
        "今日は高いところへ橋をかけました。",
        "森林と小林さんと林業の話です。",
        "会議は2026-11-22の10時から、12,000円です。",
        "第3回、全120ページ、0.5秒。",
        "青葉が美しい工務店街。",
        "",
        "みどりのカーテン",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("髙橋様", "A様"),
        ("高橋様", "A様"),
        ("高橋さん、お元気ですか", "Aさん、お元気ですか"),
        ("高橋へ", "Aさんへ"),
        ("高橋健一様", "A様"),
        ("高橋 健一 様", "A 様"),
        ("高　橋さま", "Aさま"),
        ("高\U000e0101橋様", "A様"),
        ("タカハシさん", "Aさん"),
        ("たかはし様", "A様"),
        ("ﾀｶﾊｼ様", "A様"),
        ("高\u200b橋様", "A様"),
        ("TAKAHASHI様", "A様"),
        ("Ｔａｋａｈａｓｈｉ様", "A様"),
        ("高橋社長と高橋先生", "A社長とA先生"),
        ("健一くん", "Aくん"),
        ("林です。", "Bです。"),
        ("林みのりと申します", "Bと申します"),
        ("みのりより", "Bより"),
        ("小林さんと林さん", "小林さんとBさん"),
        ("株式会社あおば工務店御中", "A社御中"),
        ("㈱あおば工務店の高橋様", "(株)A社のA様".replace("(株)", "㈱")),
        ("あおば工務店", "A社"),
    ],
)
def test_names_become_letters(text: str, seen: str) -> None:
    assert hidden(text) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("けんさん", "Aさん"),
        ("「けん」へ", "「Aさん」へ"),
        ("ケン様", "A様"),
        ("けんきゅうを続けています", "けんきゅうを続けています"),
        ("じょうけんさん", "じょうけんさん"),
        ("愛さんへ", "Aさんへ"),
        ("愛情をこめて", "愛情をこめて"),
        ("博愛さん", "博愛さん"),
        ("愛へ", "Aさんへ"),
    ],
)
def test_a_short_name_stands_by_itself(text: str, seen: str) -> None:
    assert hidden(text, SHORT) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("minori@example.co.jp まで", "(メールアドレス) まで"),
        ("ｍｉｎｏｒｉ＠ｅｘａｍｐｌｅ.jp", "(メールアドレス)"),
        ("https://example.jp/a?b=c#d をどうぞ", "(リンク) をどうぞ"),
        ("www.example.jp/a", "(リンク)"),
        ("example.co.jp を", "(リンク) を"),
        ("090-1234-5678です", "(電話番号)です"),
        ("０３（１２３４）５６７８", "(電話番号)"),
        ("+81 90 1234 5678", "(電話番号)"),
        ("09012345678", "(電話番号)"),
        ("090ー1234ー5678", "(電話番号)"),
        ("〒100-0001", "(郵便番号)"),
        ("takahashi@example.jp", "(メールアドレス)"),
    ],
)
def test_ways_to_reach_people_go_always(text: str, seen: str) -> None:
    assert hidden(text) == seen
    assert masked(text, ()) == seen


def test_a_folding_that_moves_places_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        masked("高橋", (THEM,), fold=lambda text: text + "。")


@given(st.text(max_size=200))
def test_any_text_is_borne_and_empty_words_hide_nothing(text: str) -> None:
    assert isinstance(masked(text, ALL, fold=fold), str)
    assert masked(text, (Mask(("", " ", "\u200b"), "A"),)) == masked(text, ())


@given(st.text(alphabet="あいうえおかきくけこ。\n ", max_size=60), st.text(alphabet="さしすせそ、\n ", max_size=60))
def test_a_name_never_gets_out(before: str, after: str) -> None:
    for name in ("髙橋", "高橋", "高 橋", "タカハシ", "ﾀｶﾊｼ"):
        seen = hidden(f"{before}{name}{after}")
        assert "橋" not in seen
        assert "カハシ" not in seen
        assert "ｶﾊｼ" not in seen
