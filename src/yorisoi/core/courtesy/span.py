"""Ranges of the year written as month and day, which may wrap the year end, and ranges of the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .days import is_day_off, next_business_day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60


def on(year: int, month_day: tuple[int, int]) -> date:
    """That month and day in ``year``; 29 February becomes the 28th where there is none."""
    month, day = month_day
    if (month, day) == (2, 29) and not _is_leap(year):
        day = 28
    return date(year, month, day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_day(text: str) -> tuple[int, int]:
    """Read ``MM-DD``.

    Raises:
        ValueError: no such day in any year.
    """
    month, day = (int(part) for part in text.split("-"))
    date(2000, month, day)  # a leap year: 02-29 is allowed
    return month, day


@dataclass(frozen=True, slots=True)
class Span:
    """A yearly range, both ends inclusive. ``deadline``: the last day moves to the next business day if it is off."""

    first: tuple[int, int]
    last: tuple[int, int]
    deadline: bool = False

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Span:
        """Read ``from``, ``to`` and ``deadline`` of a row."""
        return cls(month_day(row["from"]), month_day(row["to"]), bool(row.get("deadline", False)))

    def starting_in(self, year: int) -> tuple[date, date]:
        """First and last day of the range that begins in ``year``."""
        last = on(year + (self.last < self.first), self.last)
        if self.deadline and is_day_off(last):
            last = next_business_day(last)
        return on(year, self.first), last

    def holding(self, day: date) -> tuple[date, date] | None:
        """First and last day of the range that holds ``day``, or ``None``."""
        for year in (day.year, day.year - 1):
            first, last = self.starting_in(year)
            if first <= day <= last:
                return first, last
        return None


def minutes(text: str) -> int:
    """Minutes after midnight of ``HH:MM``; ``24:00`` is the end of the day.

    Raises:
        ValueError: not a time of the clock.
    """
    hour, minute = (int(part) for part in text.split(":"))
    if not (0 <= minute < 60 and 0 <= hour * 60 + minute <= MINUTES_A_DAY):
        raise ValueError(f"not a time of day: {text}")
    return hour * 60 + minute


@dataclass(frozen=True, slots=True)
class Clock:
    """A range of the clock in minutes after midnight: from ``start`` up to, and not including, ``end``."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Clock:
        """Read ``HH:MM-HH:MM``; the end may lie past midnight (``21:00-08:00``)."""
        start, end = text.split("-")
        return cls(minutes(start), minutes(end))

    def __contains__(self, minute: int) -> bool:
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def minute_of(at: datetime) -> int:
    """Minutes after midnight on the clock ``at`` carries."""
    return at.hour * 60 + at.minute


def at_minute(day: date, minute: int, like: datetime) -> datetime:
    """The moment of ``day`` at ``minute``, on the same clock as ``like``."""
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=like.tzinfo)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
