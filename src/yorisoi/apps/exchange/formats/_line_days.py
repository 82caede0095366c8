"""Day lines and clock times of talk histories, and the order of the numbers in a day like 3/2/2026."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Order = Literal["dmy", "mdy"]

_JA, _KO = "月火水木金土日", "월화수목금토일"
_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS: dict[str, int] = {
    **{sign + end: number for number, sign in enumerate(_JA) for end in ("", "曜", "曜日")},
    **{sign + end: number for number, sign in enumerate(_KO) for end in ("", "요일")},
    **{head + sign: number for number, sign in enumerate("一二三四五六日") for head in ("周", "週", "星期")},
    **{name[:size]: number for number, name in enumerate(_EN) for size in (3, 4, 5, len(name))},
}
_YMD = re.compile(
    r"(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})日?\s?(?:[（(]([^()（）]{1,12})[)）]|([^\d\s()（）:：]{1,12}))\s*"
)
_XXY = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{1,2})[./](\d{1,2})[./](\d{4})\s*")
_TIME = re.compile(r"(午前|午後|上午|下午)?\s?(\d{1,2})[:：](\d{2})\s?([AaPp]\.?[Mm]\.?)?([\t ])(.*)", re.DOTALL)
# LINE began in 2011; a clock set wrong is not the file's fault, a year 9999 would break every sum of days.
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_LONGEST_DAY = 40  # characters: a longer line is no day, and is not looked at closely
_FIRST_HALF = ("午前", "上午")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A day line whose first two numbers may be month and day, or day and month."""

    weekday: int
    first: int
    second: int
    year: int


@dataclass(frozen=True, slots=True)
class Clock:
    """The time at the head of a line, what separates it, and the rest of the line."""

    hour: int
    minute: int
    sign: str
    rest: str


def day_line(line: str) -> date | Numbers | None:
    """The day that ``line`` announces; None when it announces none."""
    if len(line) > _LONGEST_DAY or not line:
        return None
    if line[0].isdigit():
        found = _YMD.fullmatch(line)
        if found is None or (found[5] is not None and found[5].rstrip(".").lower() not in _WEEKDAYS):
            return None
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _XXY.fullmatch(line)
    if found is None or found[1].lower() not in _WEEKDAYS:
        return None
    return Numbers(_WEEKDAYS[found[1].lower()], int(found[2]), int(found[3]), int(found[4]))


def clock(line: str) -> Clock | None:
    """The time that ``line`` begins with; None when it begins with none."""
    if not line or not (line[0].isdigit() or line[0] in "午上下"):
        return None
    found = _TIME.fullmatch(line)
    if found is None:
        return None
    hour, minute = int(found[2]), int(found[3])
    half = found[1] or (found[4] or "").replace(".", "").lower()
    if half:
        if not 0 <= hour <= 12:
            return None
        hour = hour % 12 + (0 if half in _FIRST_HALF or half == "am" else 12)
    if hour > 23 or minute > 59:
        return None
    return Clock(hour, minute, found[5], found[6])


def resolved(day: date | Numbers, order: Order) -> date | None:
    """The day, its numbers read in ``order``; None when there is no such day."""
    if isinstance(day, date):
        return day
    month, number = (day.second, day.first) if order == "dmy" else (day.first, day.second)
    return _day(day.year, month, number)


def order_of(days: Iterable[Numbers], saved_on: str, said: Order | None) -> tuple[Order, bool]:
    """How the day lines order their numbers, and whether that is certain.

    A number above 12 settles it, then the weekdays that stand beside, then the heading's date; what the owner said
    decides the rest.
    """
    days = list(days)
    if any(day.first > 12 for day in days):
        return "dmy", True
    if any(day.second > 12 for day in days):
        return "mdy", True
    votes = {"dmy": 0, "mdy": 0}
    for day in days:
        for order in votes:
            real = resolved(day, order)  # type: ignore[arg-type]
            votes[order] += real is not None and real.weekday() == day.weekday
    if votes["dmy"] != votes["mdy"]:
        return ("dmy" if votes["dmy"] > votes["mdy"] else "mdy"), True
    if said is not None:
        return said, True
    if found := re.search(r"(\d{1,2})[./](\d{1,2})[./]\d{4}", saved_on):
        if int(found[1]) > 12:
            return "dmy", True
        if int(found[2]) > 12:
            return "mdy", True
    return "mdy", all(day.first == day.second for day in days)


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
