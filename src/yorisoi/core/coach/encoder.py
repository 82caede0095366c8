"""A reader of whole drafts: an encoder that has read much Japanese, taught by the labelled drafts.

It reads the situation and the draft in one go and gives log odds for each fault. It is optional: where it is not
installed, the letters judge alone. Its weights lie outside the core; what is here is how a draft is laid before it
and how its answer is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from yorisoi.core.coach.pieces import Cut, Pieces
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.telling import told

Floats = NDArray[np.float32]

ROOM = 384
"""Pieces read at once, signs included: three of four labelled drafts need less than half of it."""
SITUATION_ROOM = 130
"""Pieces the situation may take of it; a long list of remembered facts is cut off."""
SHARPNESS = 2.0
"""How closely the pooled odds of the pieces follow the strongest of them."""
FAINT = -8.0
"""Log odds below which a piece says nothing: keeps a draft without pieces finite."""


class Encoder(Protocol):
    """Turns rows of pieces into one vector of meaning a piece."""

    def states(self, rows: tuple[int, ...]) -> Floats:
        """Vectors (pieces × width) of pieces read together."""
        ...


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft laid before the encoder: all ``rows``, and which stretch of them is the draft (end excluded)."""

    rows: tuple[int, ...]
    start: int
    end: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What is read off the vectors: for each piece (``piece``, ``piece_bias``: labels), for the draft (``draft``,
    ``draft_bias``: labels + any, over the first vector and the mean of the draft's), and how much the strongest piece
    counts (``strongest``: labels)."""

    piece: Floats
    piece_bias: Floats
    draft: Floats
    draft_bias: Floats
    strongest: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader says: log odds of each fault and last of any (``odds``), and of each piece of the draft (``pieces``:
    pieces × labels), whose stretches of the normalised text are ``places``."""

    odds: Floats
    pieces: Floats
    places: tuple[tuple[int, int], ...]

    def within(self, stretches: Sequence[tuple[int, int]]) -> Floats:
        """The strongest piece of each stretch of the text (stretches × labels); ``FAINT`` where none was read."""
        found = np.full((len(stretches), self.pieces.shape[1]), FAINT, dtype=np.float32)
        for at, (start, end) in enumerate(stretches):
            here = [i for i, (first, last) in enumerate(self.places) if first < end and start < last]
            if here:
                found[at] = np.maximum(self.pieces[here].max(axis=0), FAINT)
        return found


class Reader:
    """Pieces, encoder and heads as one. Build it once and share it: it never changes."""

    def __init__(self, pieces: Pieces, encoder: Encoder, heads: Heads) -> None:
        """Hold the parts."""
        self._pieces, self._encoder, self._heads = pieces, encoder, heads

    def read(self, reading: Reading) -> Answer:
        """Read the draft in its situation."""
        place = laid(reading, self._pieces)
        heads, states = self._heads, self._encoder.states(place.rows)
        inside = states[place.start : place.end]
        mean = inside.mean(axis=0) if len(inside) else np.zeros(states.shape[1], dtype=np.float32)
        # Not "@": the threads of a matrix product go on spinning on the core that the encoder needs next.
        pieces = np.einsum("ij,jk->ik", inside, heads.piece) + heads.piece_bias
        odds = np.concatenate([states[0], mean]) @ heads.draft + heads.draft_bias
        odds[:-1] += heads.strongest * np.maximum(strongest(pieces), FAINT)
        return Answer(np.asarray(odds, dtype=np.float32), np.asarray(pieces, dtype=np.float32), place.places)


def laid(reading: Reading, pieces: Pieces) -> Laid:
    """The situation, then the draft; of a draft too long to be read at once, its beginning and its end."""
    before = pieces.cut(told(reading.situation, len(reading.text.body))).rows[:SITUATION_ROOM]
    draft = _shortened(pieces.cut(reading.text.norm), ROOM - 3 - len(before))
    start = len(before) + 2
    rows = (pieces.begin, *before, pieces.end, *draft.rows, pieces.end)
    return Laid(rows, start, start + len(draft.rows), draft.places)


def _shortened(cut: Cut, room: int) -> Cut:
    if len(cut.rows) <= room:
        return cut
    head = room // 2
    tail = len(cut.rows) - (room - head)
    return Cut(cut.rows[:head] + cut.rows[tail:], cut.places[:head] + cut.places[tail:])


def strongest(odds: Floats) -> Floats:
    """A smooth maximum over the pieces, one value a label."""
    if not len(odds):
        return np.full(odds.shape[1], FAINT, dtype=np.float32)
    top = odds.max(axis=0)
    return np.asarray(top + np.log(np.exp(SHARPNESS * (odds - top)).sum(axis=0)) / SHARPNESS, dtype=np.float32)
