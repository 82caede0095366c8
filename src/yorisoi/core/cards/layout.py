"""Where things stand on a card: which way lines run, in what order they are read, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yorisoi.core.cards.card import Box, Line
from yorisoi.core.cards.glyphs import repaired
from yorisoi.core.cards.tables import CardTables

_UPRIGHT = 1.25  # height over width from which a line of two signs or more runs downwards
_SAME_ROW = 0.45  # of the thickness: how far the middles of two pieces of one row may lie apart
_SAME_SIZE = 0.7  # least share of the smaller thickness in the larger for two pieces of one line
_GAP = 0.6  # thicknesses between two pieces that are still one line; columns stand about one apart
_WIDE_GAP = 3.2  # the same in widely spaced names
_SHORT = 3  # signs; a widely spaced name falls into pieces no longer than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One line of print, repaired. ``area``: where it stands after levelling; ``box``: where on the picture.

    ``upright``: it runs downwards. ``raw``: as the reader gave it.
    """

    text: str
    raw: str
    score: float
    box: Box
    area: Box
    upright: bool

    @property
    def size(self) -> float:
        """Thickness across the direction of writing, in widths of the picture."""
        return (self.area.right - self.area.left) if self.upright else (self.area.bottom - self.area.top)

    @property
    def length(self) -> float:
        """Length along the direction of writing, in widths of the picture."""
        return (self.area.bottom - self.area.top) if self.upright else (self.area.right - self.area.left)

    @property
    def x(self) -> float:
        """The middle, from the left."""
        return (self.area.left + self.area.right) / 2

    @property
    def y(self) -> float:
        """The middle, from the top."""
        return (self.area.top + self.area.bottom) / 2


def arranged(lines: Iterable[Line], tables: CardTables) -> list[Print]:
    """Return the print of a card in reading order, pieces of one line joined.

    Upright lines are read from right to left, level ones from top to bottom. On a card that is mostly upright the upright
    lines go first.
    """
    prints = [made for line in lines if (made := _print(line, tables)) is not None]
    prints = [_stood_up(each, prints) for each in prints]
    upright = _joined([each for each in prints if each.upright])
    level = _joined([each for each in prints if not each.upright])
    upright.sort(key=lambda each: (-each.x, each.y))
    level.sort(key=lambda each: (each.y, each.x))
    return [*upright, *level] if len(upright) >= len(level) else [*level, *upright]


def _print(line: Line, tables: CardTables) -> Print | None:
    area = line.level or line.box
    height, width = area.bottom - area.top, area.right - area.left
    upright = len(line.text.strip()) > 1 and height > width * _UPRIGHT and not _mostly_latin(line.text)
    text = repaired(line.text, tables, upright=upright)
    if not text:
        return None
    return Print(text=text, raw=line.text, score=line.score, box=line.box, area=area, upright=upright)


def _stood_up(single: Print, prints: Sequence[Print]) -> Print:
    """Turn a single sign, which runs neither way, upright where it stands right over or under an upright line."""
    if single.upright or len(single.text) > 1:
        return single
    stood = replace(single, upright=True)
    near = any(each.upright and (_goes_on(each, stood) or _goes_on(stood, each)) for each in prints)
    return stood if near else single


def _mostly_latin(text: str) -> bool:
    return sum(sign.isascii() for sign in text) * 2 > len(text)


def _joined(prints: list[Print]) -> list[Print]:
    """Join pieces of one line. The order of the answer is not the order of reading."""
    rest = sorted(prints, key=lambda each: each.area.top if each.upright else each.area.left)
    done: list[Print] = []
    while rest:
        current = rest.pop(0)
        while (follower := next((each for each in rest if _goes_on(current, each)), None)) is not None:
            rest.remove(follower)
            current = _one(current, follower)
        done.append(current)
    return done


def _goes_on(first: Print, second: Print) -> bool:
    if not same_size(first, second, _SAME_SIZE):
        return False
    size = max(first.size, second.size)
    if first.upright:
        beside, gap = abs(first.x - second.x), second.area.top - first.area.bottom
    else:
        beside, gap = abs(first.y - second.y), second.area.left - first.area.right
    if beside > size * _SAME_ROW or gap < -size:
        return False
    short = max(len(first.text), len(second.text)) <= _SHORT and not (first.text + second.text).isascii()
    return gap < size * (_WIDE_GAP if short else _GAP)


def _one(first: Print, second: Print) -> Print:
    return replace(
        first,
        text=f"{first.text} {second.text}",
        raw=f"{first.raw} {second.raw}",
        score=min(first.score, second.score),
        box=union(first.box, second.box),
        area=union(first.area, second.area),
    )


def union(*boxes: Box) -> Box:
    """Return the smallest box around all."""
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def same_size(first: Print, second: Print, least: float) -> bool:
    """Say whether two lines are of one size of print: the smaller at least ``least`` of the larger."""
    small, large = sorted((first.size, second.size))
    return small >= large * least


def follows(first: Print, second: Print, *, gap: float) -> bool:
    """Say whether ``second`` is the next line of the same block: under it, or left of it where lines run downwards.

    ``gap``: thicknesses of print that may lie between them.
    """
    if first.upright != second.upright:
        return False
    size = max(first.size, second.size)
    if first.upright:
        apart = first.area.left - second.area.right
        overlap = min(first.area.bottom, second.area.bottom) - max(first.area.top, second.area.top)
        onward = second.x < first.x
    else:
        apart = second.area.top - first.area.bottom
        overlap = min(first.area.right, second.area.right) - max(first.area.left, second.area.left)
        onward = second.y > first.y
    return onward and overlap > 0 and apart <= size * gap


def next_line(first: Print, others: Sequence[Print], *, gap: float) -> Print | None:
    """Return the nearest of ``others`` that follows ``first`` in its block, or None."""
    after = [each for each in others if each is not first and follows(first, each, gap=gap)]
    return (
        min(after, key=lambda each: abs(each.y - first.y) + abs(each.x - first.x) * 0.1, default=None)
        if (not first.upright)
        else min(after, key=lambda each: abs(each.x - first.x), default=None)
    )
