"""The gap in a name: put back where it is on the picture, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from yorisoi.apps.cards.spaces import Pixels, spaced

SIGN = 40  # pixels of one sign
ROOM = 4  # pixels left free on either side within the width of a sign


def drawn(text: str, *, gap: int = 14, between: int = 0, paper: int = 235, ink: int = 30, shadow: int = 0) -> Pixels:
    """A line of frames, one for each sign; a space in ``text`` is ``gap`` pixels wide, and ``between`` follows every sign.

    川 is drawn as three strokes, ッ small, 一 and ー not at all, as faint print is read.
    """
    spaces = text.count(" ")
    width = (len(text) - spaces) * (SIGN + between) + spaces * gap + 20
    crop = np.full((60, width, 3), paper, dtype=np.uint8)
    at = 10
    for sign in text:
        if sign == " ":
            at += gap
            continue
        left, right = at + ROOM, at + SIGN - ROOM
        if sign == "川":
            for start in (left, left + 14, right - 4):
                crop[12:48, start : start + 4] = ink
        elif sign == "ッ":
            crop[30:48, left + 6 : right - 6] = ink
        elif sign not in "一ー":
            crop[12:48, left:right] = ink
            crop[17:43, left + 5 : right - 5] = paper
        at += SIGN + between
    if shadow:
        crop = np.clip(crop - np.linspace(0, shadow, width)[None, :, None], 0, 255).astype(np.uint8)
    return crop


@pytest.mark.parametrize(
    "name",
    [
        "西方寺 誉",
        "与那嶺 大地",
        "林 悟郎",
        "目方 えみ",
        "武者小路 実",
        "さいほうじ ほまれ",
        "コバヤシ ダイスケ",
        "川川 実",
    ],
)
def test_a_gap_is_put_back(name: str) -> None:
    assert spaced(name.replace(" ", ""), drawn(name)) == name
    assert spaced(name.replace(" ", ""), drawn(name, gap=60)) == name
    assert spaced(name.replace(" ", ""), drawn(name, gap=24, between=5)) == name
    assert spaced(name.replace(" ", ""), drawn(name, shadow=60)) == name


def test_white_print_on_a_dark_ground_is_measured_too() -> None:
    assert spaced("西方寺誉", drawn("西方寺 誉", paper=40, ink=240)) == "西方寺 誉"


@pytest.mark.parametrize(
    "text", ["西方寺誉", "小川川実", "第一東京弁護士会", "石川宗一郎", "サッカー部", "山田", "ラッコ", "一", "誉"]
)
def test_even_print_is_left_as_it_is(text: str) -> None:
    assert spaced(text, drawn(text)) == text
    assert spaced(text, drawn(text, between=12)) == text


def test_more_than_one_gap_says_nothing() -> None:
    assert spaced("東京西支店", drawn("東京 西 支店")) == "東京西支店"
    assert spaced("佐藤健一郎", drawn("佐 藤 健 一 郎", gap=30)) == "佐藤健一郎"


def test_a_name_of_two_signs_needs_a_gap_beyond_doubt() -> None:
    assert spaced("林悟", drawn("林 悟", gap=20)) == "林悟"
    assert spaced("林悟", drawn("林 悟", gap=44)) == "林 悟"


@pytest.mark.parametrize("text", ["西方寺 誉", "TEL 03", "〒100-0001", "Sato", "田中・佐藤", "あ" * 13, ""])
def test_only_short_runs_of_kanji_and_kana_are_looked_at(text: str) -> None:
    assert spaced(text, drawn("西方寺 誉")) == text


def test_a_gap_within_a_sign_is_not_where_one_ends() -> None:
    """Two signs of print read as three: the gap does not fall between any of them."""
    assert spaced("山田実", drawn("山 田", gap=30)) == "山田実"


@pytest.mark.parametrize(
    "crop",
    [np.zeros((0, 0, 3), np.uint8), np.full((1, 40, 3), 200, np.uint8), np.full((60, 200, 3), 200, np.uint8),
     np.full((60, 0, 3), 200, np.uint8)],
    ids=["none", "thin", "blank", "narrow"],
)  # fmt: skip
def test_a_picture_without_print_changes_nothing(crop: Pixels) -> None:
    assert spaced("西方寺誉", crop) == "西方寺誉"


def test_grain_is_no_print() -> None:
    grain = np.random.default_rng(3).normal(200, 8, (60, 200, 3)).clip(0, 255).astype(np.uint8)
    assert spaced("西方寺誉", grain) == "西方寺誉"
