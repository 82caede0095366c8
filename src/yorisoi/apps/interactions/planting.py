"""Dots on a bed: each at its place across, none upon another. No order of merit is made and none can be read off.

A bed is a few lanes of cells, one for each weight of pressure that occurs. Across is presence. Few people stand in wide
cells with their names, more in small cells without; many are drawn as one disc for each cell, larger for more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WIDTH = 340.0  # user units; a phone shows them nearly one to one
HEADER, FOOTER = 19.0, 4.0  # user units above a lane for its name, and below it


class Field(NamedTuple):
    """Cells: so many across, each so wide and high in user units; a lane grows to ``rows`` before it spreads."""

    across: int
    rows: int
    wide: float
    high: float


NAMED = Field(10, 3, 34.0, 33.0)  # three signs of a name fit under a dot, and a finger hits it
SMALL = Field(24, 8, WIDTH / 24, 14.0)
HEAPED = Field(17, 1, 20.0, 22.0)
MOST_NAMED = 24  # people; with more, names would push too many away from their place
MOST_SMALL = 160  # people; with more, even small dots would be
LEAST_DISC, LARGEST_DISC = 2.2, 9.4  # user units; one person, and the fullest cell


class Lane(NamedTuple):
    """Where a lane begins and ends, its name included."""

    top: float
    bottom: float


def column_of(field: Field, across: float) -> int:
    """The column for a share of the way across, 0–1."""
    return min(int(across * field.across), field.across - 1)


def plant(field: Field, places: Iterable[tuple[int, float]]) -> dict[int, tuple[int, int]]:
    """Give each (id, share across) a cell (column, row) of one lane: its own column while that has room.

    Then the nearest column with room; on a full lane the rows go on. Earlier ones keep their place.
    """
    filled = [0] * field.across
    cells: dict[int, tuple[int, int]] = {}
    for key, across in places:
        wanted = column_of(field, across)
        near = sorted(range(field.across), key=lambda column: (abs(column - wanted), column))
        column = next((column for column in near if filled[column] < field.rows), wanted)
        cells[key] = (column, filled[column])
        filled[column] += 1
    return cells


def lanes(field: Field, rows: Iterable[int]) -> Iterator[Lane]:
    """Stack lanes of so many rows one below another."""
    top = 0.0
    for count in rows:
        bottom = top + HEADER + count * field.high + FOOTER
        yield Lane(top, bottom)
        top = bottom


def rows_in(cells: dict[int, tuple[int, int]]) -> int:
    """How many rows a planted lane has."""
    return 1 + max(row for _, row in cells.values())


def middle(field: Field, lane: Lane, column: int, row: int = 0) -> tuple[float, float]:
    """The middle of a cell in user units."""
    return (column + 0.5) * field.wide, lane.top + HEADER + (row + 0.5) * field.high


def disc(count: int, most: int) -> float:
    """The radius for a count, where ``most`` is the largest: its area grows with it, and one person can still be seen."""
    return max(LEAST_DISC, LARGEST_DISC * math.sqrt(count / most))
