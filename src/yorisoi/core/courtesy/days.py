"""Days off in Japan: weekends, national holidays, and the days around New Year when offices are closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

import jpholiday

from .tuning import DATE_CACHE_SIZE

JST = timezone(timedelta(hours=9), "JST")
"""Japan has kept one clock without summer time since 1952, so a fixed offset needs no zone files."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_OFFICES_CLOSED = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
"""(month, day). 行政機関の休日に関する法律 1条: public offices rest from 29 December to 3 January."""


def in_japan(at: datetime) -> datetime:
    """The same moment on a Japanese clock.

    Raises:
        ValueError: ``at`` carries no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(JST)


@lru_cache(maxsize=DATE_CACHE_SIZE)
def is_day_off(day: date) -> bool:
    """Whether offices in Japan are closed: a weekend, a national holiday, or 29 December to 3 January."""
    return day.weekday() >= _SATURDAY or (day.month, day.day) in _OFFICES_CLOSED or bool(jpholiday.is_holiday(day))


def day_off_name(day: date) -> str:
    """What a day off is called (勤労感謝の日, 土曜日, 年末年始のお休み); empty on a business day."""
    if jpholiday.is_holiday(day):
        name = str(jpholiday.is_holiday_name(day))
        return "振替休日" if "振替休日" in name else name
    if (day.month, day.day) in _OFFICES_CLOSED:
        return "年末年始のお休み"
    return {5: "土曜日", 6: "日曜日"}.get(day.weekday(), "")


def day_off_text(names: Iterable[str]) -> str:
    """A day off, or several in a row, in a sentence. ``names`` as ``day_off_name`` gives them."""
    return f"お休みの日です({'・'.join(dict.fromkeys(names))})。急ぎでなければ、次の営業日に。"


def next_business_day(day: date, n: int = 1) -> date:
    """The ``n``-th business day after ``day``; with ``n=0`` the day itself, moved on if it is a day off.

    Raises:
        ValueError: ``n`` is negative.
    """
    if n < 0:
        raise ValueError("n counts business days forward")
    if n == 0:
        while is_day_off(day):
            day += _DAY
        return day
    for _ in range(n):
        day = next_business_day(day + _DAY, 0)
    return day


def run_of_days_off(day: date) -> tuple[date, date] | None:
    """First and last day of the unbroken run of days off that holds ``day``; ``None`` on a business day."""
    if not is_day_off(day):
        return None
    first = last = day
    while is_day_off(first - _DAY):
        first -= _DAY
    while is_day_off(last + _DAY):
        last += _DAY
    return first, last


@lru_cache(maxsize=DATE_CACHE_SIZE)
def business_day_from_start(day: date) -> int | None:
    """1 for the first business day of its month, 2 for the second …; ``None`` on a day off."""
    if is_day_off(day):
        return None
    return sum(not is_day_off(day.replace(day=d)) for d in range(1, day.day + 1))


@lru_cache(maxsize=DATE_CACHE_SIZE)
def business_day_from_end(day: date) -> int | None:
    """1 for the last business day of its month, 2 for the one before …; ``None`` on a day off."""
    if is_day_off(day):
        return None
    count = 0
    month = day.month
    while day.month == month:
        count += not is_day_off(day)
        day += _DAY
    return count
