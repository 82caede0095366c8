"""The sample network, moved so that its last day is always recent.

The files in ``demo/`` are written once, with a history that ends on Friday 20 November 2026. Everything is moved by
whole weeks, so that days of the week, weekends and the gaps between messages stay as they were written. A day named
without its year is taken from the year that brings it nearest to the last day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

LAST_DAY = date(2026, 11, 20)
"""The last day of history as the files are written, a Friday."""

ORDER = (
    "yorisoi.json",
    "address_book.vcf",
    "old_phone.vcf",
    "cards_eight_cp932.csv",
    "line/",
    "gatherings.json",
    "cards/",
    "drafts/",
)
"""What to bring in first: what the owner knows of people, then the cards that complete it, the talks, who was where, and a card."""

_ENCODINGS = {"cards_eight_cp932.csv": "cp932", "old_phone.vcf": "cp932"}  # all others are UTF-8
_PICTURES = (".jpg",)  # hold no dates of their own
_SPLIT = re.compile(r"(?<!\d)(20\d\d)([-/.])(\d\d)\2(\d\d)(?!\d)")  # birthdays lie before 2000 and stay
_JOINED = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?=T\d{6})")
_SPOKEN = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")


def weeks_to(today: date) -> int:
    """Whole weeks from the written last day to the one that lies one to seven days before ``today``."""
    return ((today - LAST_DAY).days - 1) // 7


def shifted(today: date, source: Traversable | None = None) -> dict[str, bytes]:
    """Every file of the sample network by its path, in the order to bring them in, with its dates moved.

    Args:
        today: The day on which the network should look lived in.
        source: A folder laid out like ``demo/``; the shipped one when left out.
    """
    folder = files("yorisoi.data").joinpath("demo") if source is None else source
    by = timedelta(weeks=weeks_to(today))
    found = {path: entry.read_bytes() for path, entry in _files(folder, PurePosixPath())}
    return {path: _moved(path, found[path], by) for path in sorted(found, key=_place)}


def _files(folder: Traversable, under: PurePosixPath) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = under / entry.name
        if entry.is_dir():
            yield from _files(entry, path)
        else:
            yield str(path), entry


def _place(path: str) -> tuple[int, str]:
    return next((n for n, start in enumerate(ORDER) if path.startswith(start)), len(ORDER)), path


def _moved(path: str, content: bytes, by: timedelta) -> bytes:
    if path.endswith(_PICTURES):
        return content
    encoding = _ENCODINGS.get(path, "utf-8")
    text = content.decode(encoding)

    def split(found: re.Match[str]) -> str:
        day = _day(int(found[1]), int(found[3]), int(found[4]))
        return found[0] if day is None else (day + by).strftime(f"%Y{found[2]}%m{found[2]}%d")

    def joined(found: re.Match[str]) -> str:
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return found[0] if day is None else (day + by).strftime("%Y%m%d")

    def spoken(found: re.Match[str]) -> str:
        near = _nearest(int(found[1]), int(found[2]))
        if near is None:
            return found[0]
        day = near + by
        return f"{day.month}月{day.day}日"

    for pattern, move in ((_SPLIT, split), (_JOINED, joined), (_SPOKEN, spoken)):
        text = pattern.sub(move, text)
    return text.encode(encoding)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # digits that only look like a day are left as they are
        return None


def _nearest(month: int, day: int) -> date | None:
    years = (LAST_DAY.year, LAST_DAY.year - 1, LAST_DAY.year + 1)
    days = [found for year in years if (found := _day(year, month, day)) is not None]
    return min(days, key=lambda found: abs((found - LAST_DAY).days), default=None)
