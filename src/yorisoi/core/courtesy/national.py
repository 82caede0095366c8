"""Quiet periods of the whole country, worked out for each year: some move with the holidays, some exist only at times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from .days import is_day_off, run_of_days_off
from .span import Span, days_between, month_day, on
from .tuning import LONG_RUN_DAYS, YEAR_CACHE_SIZE
from .verdict import Channel

_RULES = ("", "run_of_days_off", "joined_autumn_holidays")


@dataclass(frozen=True, slots=True)
class Quiet:
    """One national quiet period.

    ``resume`` is the first day on which a new topic is comfortable again, which may lie after the last quiet day.
    ``spares``: channels it does not touch (a letter waits in the box). ``yields_to_quiet``: a profession that is known
    to be calm at that time is not bothered by it. ``custom``: only for people who keep that custom.
    """

    id: str
    label: str
    span: Span
    level: int
    compute: str
    resume: tuple[int, int] | None
    spares: frozenset[Channel]
    yields_to_quiet: bool
    custom: str
    text: str
    source: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Quiet:
        """Read one row of ``national_quiet``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        if row.get("compute", "") not in _RULES:
            raise ValueError(f"unknown rule: {row['compute']}")
        return cls(
            id=row["id"],
            label=row["label"],
            span=Span.from_mapping(row),
            level=int(row["level"]),
            compute=row.get("compute", ""),
            resume=month_day(row["resume"]) if "resume" in row else None,
            spares=frozenset(Channel(c) for c in row.get("spares", ())),
            yields_to_quiet=bool(row.get("yields_to_quiet", False)),
            custom=row.get("custom", ""),
            text=row["text"],
            source=row["source"],
        )

    def holding(self, day: date) -> tuple[date, date] | None:
        """First and last day of the period that holds ``day``, or ``None``."""
        if not self.compute:
            return self.span.holding(day)
        period = _computed(self.span, self.compute, day.year)
        return period if period and period[0] <= day <= period[1] else None

    def recovering(self, day: date) -> tuple[date, date] | None:
        """The period with its days of catching up, up to the eve of ``resume``, if it holds ``day``."""
        if self.resume is None:
            return self.holding(day)
        for year in (day.year, day.year - 1):
            first, last = self.span.starting_in(year)
            back = on(last.year, self.resume) - timedelta(days=1)
            if first <= day <= max(last, back):
                return first, max(last, back)
        return None


@lru_cache(maxsize=YEAR_CACHE_SIZE)
def _computed(span: Span, rule: str, year: int) -> tuple[date, date] | None:
    """First and last day of a period that moves with the holidays of ``year``; ``None`` where it does not exist."""
    first, last = span.starting_in(year)
    runs = [run for day in days_between(first, last) if (run := run_of_days_off(day))]
    if rule == "run_of_days_off":
        return (min(run[0] for run in runs), max(run[1] for run in runs)) if runs else None
    # 敬老の日 (a Monday) and 秋分の日 join when a run reaches from a weekend to beyond the Monday.
    joined = [run for run in runs if (run[1] - run[0]).days + 1 > LONG_RUN_DAYS]
    return joined[0] if joined else None


def beside_long_run(day: date) -> tuple[date, date] | None:
    """The holiday run of three days or more that begins the day after ``day`` or ended the day before it."""
    if is_day_off(day):
        return None
    for neighbour in (day + timedelta(days=1), day - timedelta(days=1)):
        run = run_of_days_off(neighbour)
        if run and (run[1] - run[0]).days + 1 >= LONG_RUN_DAYS:
            return run
    return None
