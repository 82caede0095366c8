"""Calendar days: which day a moment belongs to, and which days are business days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from yorisoi.core.distance.tuning import Tuning

IsDayOff = Callable[[date], bool]
"""Tells whether nobody works on a day. Holidays are the courtesy calendar's knowledge and are handed in."""

_SATURDAY = 5  # date.weekday() of the first day of the weekend
_LONGEST_HOLIDAY = 60  # days; a calendar on which everything is a holiday must not loop for ever
_MARGIN = timedelta(days=2)  # wider than any offset from UTC, so that a moment can be shown in every zone
_EARLIEST = (datetime.min.replace(tzinfo=UTC) + _MARGIN).timestamp()
_LATEST = (datetime.max.replace(tzinfo=UTC) - _MARGIN).timestamp()


def weekend(day: date) -> bool:
    """The default calendar: Saturdays and Sundays are off."""
    return day.weekday() >= _SATURDAY


def moment(seconds: float, tuning: Tuning) -> datetime:
    """The aware moment in the tuning's zone of ``seconds`` since 1970, held one day inside what a calendar can name."""
    return datetime.fromtimestamp(min(max(seconds, _EARLIEST), _LATEST), tuning.zone)


def local_day(seconds: float, tuning: Tuning) -> date:
    """The calendar day on which ``seconds`` since 1970 falls."""
    return moment(seconds, tuning).date()


def midnight(day: date, tuning: Tuning) -> float:
    """Seconds since 1970 at the beginning of ``day``."""
    return datetime.combine(day, time(), tuning.zone).timestamp()


def plus_days(day: date, days: int) -> date:
    """``day`` moved by whole days, held at the last day a calendar can name."""
    return day + timedelta(days=min(days, (date.max - day).days))


def business_day_after(day: date, count: int, is_day_off: IsDayOff) -> date:
    """The ``count``-th day after ``day`` that is not a day off."""
    found = day
    for _ in range(count):
        for _ in range(_LONGEST_HOLIDAY):
            found = plus_days(found, 1)
            if not is_day_off(found):
                break
    return found
