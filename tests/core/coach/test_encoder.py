"""How a draft is laid before an encoder and how its answer is read, with an encoder made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from yorisoi.core.coach import Draft, Lexicon, Situation
from yorisoi.core.coach.encoder import FAINT, ROOM, SITUATION_ROOM, Answer, Floats, Heads, Reader, laid, strongest
from yorisoi.core.coach.pieces import SPACE, Pieces
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import example

SIGNS = "あいうえおかきくけこ猫買"
NAMES = ["<s>", "</s>", "<?>", SPACE, *SIGNS]
CUTTER = Pieces(NAMES, [-1.0] * len(NAMES), begin=0, end=1, strange=2)
WIDTH, LABELS = 4, 3


class ByHand:
    """Says 1 in the first place for 買 and in the second for 猫, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, ...]] = []

    def states(self, rows: tuple[int, ...]) -> Floats:
        self.asked.append(rows)
        found = np.zeros((len(rows), WIDTH), dtype=np.float32)
        found[[i for i, row in enumerate(rows) if row == NAMES.index("買")], 0] = 1
        found[[i for i, row in enumerate(rows) if row == NAMES.index("猫")], 1] = 1
        return found


HEADS = Heads(
    piece=np.array([[9, 0, 0], [0, 9, 0], [0, 0, 0], [0, 0, 0]], dtype=np.float32),
    piece_bias=np.full(LABELS, -4, dtype=np.float32),
    draft=np.zeros((2 * WIDTH, LABELS + 1), dtype=np.float32),
    draft_bias=np.full(LABELS + 1, -1, dtype=np.float32),
    strongest=np.ones(LABELS, dtype=np.float32),
)


def reading(body: str, lexicon: Lexicon, **facts: object) -> Reading:
    case = example(body, **facts)
    return Reading(case.draft, case.situation, lexicon)


def answer(body: str, lexicon: Lexicon) -> Answer:
    return Reader(CUTTER, ByHand(), HEADS).read(reading(body, lexicon))


def test_a_draft_without_telling_words_stays_low(lexicon: Lexicon) -> None:
    assert (answer("あいう", lexicon).odds[:-1] < -3).all()


def test_a_telling_word_raises_its_own_label_only(lexicon: Lexicon) -> None:
    odds = answer("あい買う", lexicon).odds
    assert odds[0] > 3
    assert (odds[1:-1] < -3).all()


def test_words_of_the_situation_are_not_words_of_the_draft(lexicon: Lexicon) -> None:
    told = Reader(CUTTER, ByHand(), HEADS).read(reading("あいう", lexicon, product_of_sender="買買買"))
    assert (told.odds[:-1] < -3).all()


def test_the_situation_is_read_all_the_same(lexicon: Lexicon) -> None:
    hand = ByHand()
    Reader(CUTTER, hand, HEADS).read(reading("あいう", lexicon, product_of_sender="買"))
    assert NAMES.index("買") in hand.asked[0]


def test_an_empty_draft_has_odds_too(lexicon: Lexicon) -> None:
    assert np.isfinite(answer("", lexicon).odds).all()


def test_a_stretch_takes_its_strongest_piece_and_an_unread_one_is_faint(lexicon: Lexicon) -> None:
    found = answer("あい。買う。", lexicon).within([(0, 3), (3, 6), (90, 95)])
    assert found[1, 0] > 4 > 0 > found[0, 0]
    assert (found[2] == FAINT).all()


@pytest.mark.parametrize("size", [10, 500, 5_000])
def test_however_long_it_fits_and_keeps_both_ends(size: int, lexicon: Lexicon) -> None:
    body = "猫" + "あ" * size + "買"
    place = laid(reading(body, lexicon), CUTTER)
    assert len(place.rows) <= ROOM
    draft = place.rows[place.start : place.end]
    assert NAMES.index("猫") in draft[:3]
    assert draft[-1] == NAMES.index("買")
    assert len(place.places) == len(draft)


def test_a_long_memory_leaves_room_for_the_draft(lexicon: Lexicon) -> None:
    place = laid(reading("買", lexicon, known_facts=tuple("あ" * 90 for _ in range(40))), CUTTER)
    assert place.start == SITUATION_ROOM + 2
    assert place.rows[place.start : place.end][-1] == NAMES.index("買")


def test_the_strongest_is_close_to_the_largest() -> None:
    assert strongest(np.array([[0.0, -9.0], [6.0, -9.0]], dtype=np.float32)) == pytest.approx([6.0, -8.65], abs=0.01)
    assert (strongest(np.zeros((0, 2), dtype=np.float32)) == FAINT).all()


def test_the_same_draft_is_laid_the_same(lexicon: Lexicon) -> None:
    situation = Situation.from_mapping({"channel": "line", "sent_at": "2026-06-16T10:00:00+09:00"})
    one, two = (laid(Reading(Draft(body="ありがとう"), situation, lexicon), CUTTER) for _ in range(2))
    assert one == two
