"""The touches as marks. Who reached out is told by shape as well as by colour: ● theirs, ◇ mine, ◎ mutual."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

SIDES = ("theirs", "mine", "mutual")
CLOSE_BY = 1.3  # half widths; marks of one side nearer than this are drawn as one, a little larger
GROWS = 0.22  # how much of its size a mark gains for each doubling of the touches in it
LARGEST = 1.6  # times the usual size: ten or so touches, and no mark covers its neighbours


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one side as one path."""

    side: str
    path: str
    count: int


def marks_of(places: Iterable[tuple[float, str]], upper: float, lower: float, size: float) -> tuple[Marks, ...]:
    """Return the marks of each side that has any.

    Args:
        places: (x, side) of each touch, from left to right.
        upper: The line that presence stands on; theirs stand near it.
        lower: The line that pressure hangs from; mine stand near it.
        size: Half the width of a mark.
    """
    middle, off = (upper + lower) / 2, (lower - upper) / 2 - size * 1.3
    y = {"theirs": middle - off, "mine": middle + off, "mutual": middle}
    groups: dict[str, list[list[float]]] = {side: [] for side in SIDES}
    for x, side in places:
        row = groups[side]
        if row and x - row[-1][-1] < size * CLOSE_BY and x - row[-1][0] < size * 2:
            row[-1].append(x)
        else:
            row.append([x])
    return tuple(
        Marks(side, "".join(_mark(side, group, y[side], size) for group in row), sum(map(len, row)))
        for side, row in groups.items()
        if row
    )


def _mark(side: str, group: list[float], y: float, size: float) -> str:
    grown = size * min(1.0 + GROWS * math.log2(len(group)), LARGEST)
    return shape(side, (group[0] + group[-1]) / 2, y, grown)


def shape(side: str, x: float, y: float, size: float) -> str:
    """Path data of one mark around (x, y): a disc, a diamond, or a ring with a disc inside."""
    if side == "mine":
        s = size * 1.15  # a diamond looks smaller than a disc of its width
        return f"M{x:.1f} {y - s:.1f}l{s:.1f} {s:.1f}l{-s:.1f} {s:.1f}l{-s:.1f} {-s:.1f}Z"
    if side == "theirs":
        return _disc(x, y, size)
    return _disc(x, y, size * 1.2) + _disc(x, y, size * 0.8, back=True) + _disc(x, y, size * 0.4)


def _disc(x: float, y: float, r: float, *, back: bool = False) -> str:
    """A circle; drawn backwards it cuts a hole into the one around it."""
    sweep = 0 if back else 1
    start, over = (x + r, -2 * r) if back else (x - r, 2 * r)
    return f"M{start:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 0 {sweep} {over:.1f} 0a{r:.1f} {r:.1f} 0 0 {sweep} {-over:.1f} 0Z"
