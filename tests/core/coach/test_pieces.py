"""Cutting a text into pieces: the likeliest cut, every sign accounted for, whatever comes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.coach.pieces import LONGEST, SPACE, Pieces

NAMES = [
    "<s>",
    "</s>",
    "<?>",
    SPACE,
    "あ",
    "い",
    "う",
    "ありがとう",
    "あり",
    "がとう",
    "ございます",
    SPACE + "はい",
    "!",
]
CHANCES = [0.0, 0.0, 0.0, -2.0, -6.0, -6.0, -6.0, -5.0, -4.0, -4.5, -3.0, -3.0, -4.0]


def cutter() -> Pieces:
    return Pieces(NAMES, CHANCES, begin=0, end=1, strange=2)


def words(text: str) -> list[str]:
    return [NAMES[row] for row in cutter().cut(text).rows]


def test_the_likelier_of_two_cuts_is_taken() -> None:
    assert words("ありがとう") == [SPACE, "ありがとう"]  # -5 rather than -8.5


def test_the_blank_in_front_may_belong_to_a_piece() -> None:
    assert words("はい!") == [SPACE + "はい", "!"]


def test_a_sign_no_piece_holds_is_strange_and_stands_alone() -> None:
    assert words("あ鬱い") == [SPACE, "あ", "<?>", "い"]


def test_blanks_and_line_breaks_in_a_row_are_one() -> None:
    assert words("あ \n\t い") == [SPACE, "あ", SPACE, "い"]


def test_an_empty_text_is_the_blank_alone() -> None:
    assert words("") == [SPACE]


def test_the_names_of_signs_in_a_text_are_no_signs() -> None:
    assert not {0, 1} & set(cutter().cut("<s></s>").rows)


def test_the_places_are_those_of_the_text() -> None:
    cut = cutter().cut("あ ありがとう")
    assert [("あ ありがとう"[a:b]) for a, b in cut.places][1:] == ["あ", " ", "ありがとう"]


@given(st.text(alphabet="あいうりがとございますは!鬱 \n\ud83d\U0001f338", max_size=80))
def test_every_sign_is_in_exactly_one_piece(text: str) -> None:
    cut = cutter().cut(text)
    covered = [at for a, b in cut.places[1:] for at in range(a, b)]
    assert covered == sorted(set(covered))
    held = set(covered) | set(range(*cut.places[0]))
    assert {at for at, sign in enumerate(text) if not sign.isspace()} <= held
    assert all(b - a <= LONGEST for a, b in cut.places)
