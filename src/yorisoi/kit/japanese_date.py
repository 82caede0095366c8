"""Dates as a Japanese reader writes them: 11月21日(土)."""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = "月火水木金土日"  # date.weekday() counts from Monday


def day(value: date) -> str:
    """Return ``11月21日(土)``."""
    return f"{value.month}月{value.day}日({WEEKDAYS[value.weekday()]})"


def full_day(value: date) -> str:
    """Return ``2026年11月21日(土)``, for a day whose year is not plain."""
    return f"{value.year}年{day(value)}"


def moment(value: datetime) -> str:
    """Return ``11月21日(土) 10:30`` in the zone ``value`` carries."""
    return f"{day(value.date())} {value:%H:%M}"


def span(first: date, last: date) -> str:
    """Return ``11月21日(土)〜12月3日(木)``; a single day when both are the same."""
    return day(first) if first == last else f"{day(first)}〜{day(last)}"
