"""Variants of a kanji come to one shape; what is a different kanji stays different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.names import fold


@pytest.mark.parametrize(
    "text", ["", "高橋", "佐藤", "林", "Smith", "サトウ", "㈱みどり", "🌸", "未来", "末永", "太田", "大田"]
)
def test_everyday_shapes_stay(text: str) -> None:
    assert fold.fold(text) == text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("齊藤", "斉藤"),
        ("濵田", "浜田"),
        ("廣澤", "広沢"),
        ("𠮷田", "吉田"),
        ("眞壁", "真壁"),
        ("櫻井", "桜井"),
        ("嶋田", "島田"),
        ("冨樫", "富樫"),
        ("德永", "徳永"),
        ("瀨戸", "瀬戸"),
    ],
)
def test_variants_come_to_the_everyday_shape(written: str, folded: str) -> None:
    assert fold.fold(written) == folded


@pytest.mark.parametrize(("one", "other"), [("太田", "大田"), ("川田", "河田"), ("未来", "末来"), ("土田", "士田")])
def test_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert fold.fold(one) != fold.fold(other)


def test_no_kanji_stands_in_two_groups() -> None:
    signs = [sign for group in fold.VARIANTS for sign in group]
    assert sorted(signs) == sorted(set(signs))


@given(st.text(alphabet=[*"".join(fold.VARIANTS), "a", "さ", " "]))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold.fold(text)
    assert fold.fold(once) == once
    assert len(once) == len(text)
