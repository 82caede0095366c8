"""Dates as a Japanese reader expects them: 11月21日(土), 11月21日(土) 10:30."""

from __future__ import annotations

from datetime import date, datetime

_WEEKDAYS = "月火水木金土日"


def day(value: date, *, today: date | None = None) -> str:
    """``11月21日(土)``; with ``today`` given, a day of another year is written ``2025年11月21日(金)``."""
    year = f"{value.year}年" if today is not None and value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日({_WEEKDAYS[value.weekday()]})"


def moment(value: datetime, *, today: date | None = None) -> str:
    """``11月21日(土) 10:30`` on the clock the value carries; the year as in :func:`day`."""
    return f"{day(value, today=today)} {value.hour}:{value.minute:02d}"


def span(first: date, last: date, *, today: date | None = None) -> str:
    """``11月21日(土)〜23日(月)``, ``11月28日(土)〜12月2日(水)``; one day alone when both are the same.

    The year is written where it is not that of ``today`` (when given), and always where the span crosses a year end.
    """
    if first == last:
        return day(first, today=today)
    if first.year != last.year:
        return f"{first.year}年{day(first)}〜{last.year}年{day(last)}"
    end = day(last) if first.month != last.month else f"{last.day}日({_WEEKDAYS[last.weekday()]})"
    return f"{day(first, today=today)}〜{end}"


def hours(first: datetime, last: datetime, *, today: date | None = None) -> str:
    """``11月21日(土) 10:30〜12:00``; both days in full when the times lie on different days."""
    end = f"{last.hour}:{last.minute:02d}" if first.date() == last.date() else moment(last, today=today)
    return f"{moment(first, today=today)}〜{end}"
