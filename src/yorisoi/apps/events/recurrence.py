"""The days of a repeating gathering, within a bounded stretch of time. Pure.

Written here rather than asked of dateutil, whose rules walk on to the year 9999 when nothing ever fits: a calendar file
comes from anywhere. The tests hold both against each other. Supported is what calendars write for gatherings: daily,
weekly, monthly and yearly, with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
MONTHS = 12
# Periods walked at most: fourteen years of days, the longest a counted series is followed from its beginning.
MOST_PERIODS = 5000
ONE_DAY = timedelta(days=1)


class UnknownRuleError(Exception):
    """A rule with parts that are not supported, or that contradict themselves."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of repetition, as RFC 5545 has it. ``days`` holds (ordinal, weekday); ordinal 0 is every one."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_begins: int = 0


def parse(parts: Mapping[str, Sequence[Any]]) -> Rule:
    """Make a rule of the parts of an RRULE, each a list of values.

    Raises:
        UnknownRuleError: a part is unknown or out of its bounds.
    """
    told = {name.upper(): list(values) for name, values in parts.items()}
    try:
        if set(told) - KNOWN:
            raise UnknownRuleError(", ".join(sorted(set(told) - KNOWN)))
        rule = Rule(
            frequency=str(told["FREQ"][0]).upper(),
            interval=int(told.get("INTERVAL", [1])[0]),
            count=int(told["COUNT"][0]) if "COUNT" in told else None,
            until=told["UNTIL"][0] if "UNTIL" in told else None,
            days=tuple(_day(str(text)) for text in told.get("BYDAY", ())),
            month_days=tuple(int(text) for text in told.get("BYMONTHDAY", ())),
            months=tuple(int(text) for text in told.get("BYMONTH", ())),
            places=tuple(int(text) for text in told.get("BYSETPOS", ())),
            week_begins=WEEKDAYS.index(str(told.get("WKST", ["MO"])[0]).upper()),
        )
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise UnknownRuleError(str(error)) from None
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    ordinals = any(ordinal for ordinal, _ in rule.days)
    sound = (
        rule.frequency in FREQUENCIES
        and 1 <= rule.interval <= MOST_PERIODS
        and (rule.count is None or rule.count >= 1)
        and all(1 <= month <= MONTHS for month in rule.months)
        and all(1 <= abs(day) <= 31 for day in rule.month_days)
        and not (ordinals and rule.frequency in ("DAILY", "WEEKLY"))
        # Weekdays counted through a whole year are no gathering's rule.
        and not (rule.days and rule.frequency == "YEARLY" and not rule.months)
        and not (rule.month_days and rule.frequency == "WEEKLY")
    )
    if not sound:
        raise UnknownRuleError(rule.frequency)


def days(rule: Rule, start: date, *, first: date, last: date, most: int) -> list[date]:
    """Return the days of the rule from ``first`` to ``last``, at most ``most`` of them, counted from ``start``."""
    found: list[date] = []
    for counted, day in enumerate(_walk(rule, start, first, last), start=1):
        if rule.count is not None and counted > rule.count:
            break
        if day > last or len(found) >= most:
            break
        if day >= first:
            found.append(day)
    return found


def _walk(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    # Who counts begins at the beginning; otherwise the periods before the first day asked for are stepped over.
    begin = 0 if rule.count is not None else max(0, _periods_between(rule, start, first) // rule.interval - 1)
    for number in range(begin, begin + MOST_PERIODS):
        try:
            period = list(_period(rule, start, number * rule.interval))
        except (OverflowError, ValueError):  # beyond the last year a calendar has
            return
        if period and period[0] > last:
            return
        if _period_begins_after(rule, start, number * rule.interval, last):
            return
        yield from (day for day in _at_places(rule, period) if day >= start)


def _periods_between(rule: Rule, start: date, first: date) -> int:
    if first <= start:
        return 0
    months = (first.year - start.year) * MONTHS + first.month - start.month
    passed = {"DAILY": (first - start).days, "WEEKLY": (first - start).days // 7, "MONTHLY": months}
    return passed.get(rule.frequency, first.year - start.year)


def _period_begins_after(rule: Rule, start: date, steps: int, last: date) -> bool:
    if rule.frequency == "DAILY":
        return start + steps * ONE_DAY > last
    if rule.frequency == "WEEKLY":
        return _week(rule, start) + 7 * steps * ONE_DAY > last
    months = steps * (MONTHS if rule.frequency == "YEARLY" else 1)
    return (start.year * MONTHS + start.month - 1 + months) > last.year * MONTHS + last.month - 1 and (
        rule.frequency == "MONTHLY" or start.year + steps > last.year
    )


def _period(rule: Rule, start: date, steps: int) -> Iterator[date]:
    """The days of the period that many steps after the first, in order."""
    if rule.frequency == "DAILY":
        day = start + steps * ONE_DAY
        if _fits(rule, day):
            yield day
    elif rule.frequency == "WEEKLY":
        week = _week(rule, start) + 7 * steps * ONE_DAY
        wanted = {weekday for _, weekday in rule.days} or {start.weekday()}
        for offset in range(7):
            day = week + offset * ONE_DAY
            if day.weekday() in wanted and (not rule.months or day.month in rule.months):
                yield day
    elif rule.frequency == "MONTHLY":
        number = start.year * MONTHS + start.month - 1 + steps
        year, month = divmod(number, MONTHS)
        if not rule.months or month + 1 in rule.months:
            yield from _of_month(rule, start, year, month + 1)
    else:
        every = range(1, MONTHS + 1) if rule.month_days else (start.month,)
        for month in sorted(set(rule.months)) or every:
            yield from _of_month(rule, start, start.year + steps, month)


def _of_month(rule: Rule, start: date, year: int, month: int) -> Iterator[date]:
    length = monthrange(year, month)[1]
    numbers = range(1, length + 1)
    if rule.month_days:
        wanted = {day if day > 0 else length + 1 + day for day in rule.month_days}
    elif rule.days:
        wanted = set(numbers)
    else:
        wanted = {start.day}
    for number in numbers:
        day = date(year, month, number)
        if number in wanted and (not rule.days or _is_weekday(rule, day, length)):
            yield day


def _is_weekday(rule: Rule, day: date, length: int) -> bool:
    """Whether it is one of the weekdays, counted from the beginning or the end of the month where they say which."""
    from_begin, from_end = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
    return any(weekday == day.weekday() and ordinal in (0, from_begin, from_end) for ordinal, weekday in rule.days)


def _fits(rule: Rule, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    wanted = {number if number > 0 else length + 1 + number for number in rule.month_days}
    return (
        (not rule.months or day.month in rule.months)
        and (not wanted or day.day in wanted)
        and (not rule.days or day.weekday() in {weekday for _, weekday in rule.days})
    )


def _at_places(rule: Rule, period: Sequence[date]) -> list[date]:
    if not rule.places:
        return list(period)
    chosen = {place - 1 if place > 0 else len(period) + place for place in rule.places if place}
    return [day for place, day in enumerate(period) if place in chosen]


def _week(rule: Rule, start: date) -> date:
    return start - ((start.weekday() - rule.week_begins) % 7) * ONE_DAY


def _day(text: str) -> tuple[int, int]:
    text = text.strip().upper()
    return int(text[:-2] or 0), WEEKDAYS.index(text[-2:])
