"""A text cut into the word pieces an encoder knows: the likeliest way to cut it, piece by piece.

Each piece has a log probability of its own; the best cut is found by dynamic programming (Kudo 2018, "Subword
regularization", the unigram language model).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SPACE = "\u2581"
"""The sign that stands for a blank, and at the beginning of every text."""
LONGEST = 16
"""Letters of the longest piece that is tried: longer Japanese pieces hardly occur."""
STRANGE = 10.0
"""How much less likely than the rarest piece a character is that no piece holds (log probability)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows of the pieces in order, and for each the stretch of the text it stands for, end excluded."""

    rows: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


class Pieces:
    """The pieces of one encoder. Build it once and share it: it never changes."""

    def __init__(self, pieces: Sequence[str], chances: Sequence[float], *, begin: int, end: int, strange: int) -> None:
        """Hold the pieces with their log probabilities; ``begin``, ``end`` and ``strange`` are the rows of their signs."""
        self.begin, self.end, self.strange = begin, end, strange
        signs = {begin, end, strange}
        self._known = {
            piece: (row, float(chance))
            for row, (piece, chance) in enumerate(zip(pieces, chances, strict=True))
            if piece and row not in signs
        }
        self._floor = min(map(float, chances)) - STRANGE

    def cut(self, text: str) -> Cut:
        """Cut a normalised text (NFKC); blanks and line breaks in a row count as one."""
        signs, places = _spaced(text)
        size = len(signs)
        best = [0.0] + [float("-inf")] * size
        back: list[tuple[int, int]] = [(0, self.strange)] * (size + 1)
        known, floor = self._known, self._floor
        for at in range(size):
            here = best[at]
            if here + floor > best[at + 1]:
                best[at + 1], back[at + 1] = here + floor, (at, self.strange)
            for stop in range(at + 1, min(size, at + LONGEST) + 1):
                found = known.get(signs[at:stop])
                if found is not None and here + found[1] > best[stop]:
                    best[stop], back[stop] = here + found[1], (at, found[0])
        rows, stretches, stop = [], [], size
        while stop > 0:
            at, row = back[stop]
            rows.append(row)
            stretches.append((places[at], places[stop - 1] + 1))
            stop = at
        return Cut(tuple(reversed(rows)), tuple(reversed(stretches)))


def _spaced(text: str) -> tuple[str, list[int]]:
    """The text with the blank's sign in front and for every run of blanks, and the place of each of its signs."""
    signs, places = [SPACE], [0]
    for at, sign in enumerate(text):
        if not sign.isspace():
            signs.append(sign)
            places.append(at)
        elif signs[-1] != SPACE:
            signs.append(SPACE)
            places.append(at)
    return "".join(signs), places
