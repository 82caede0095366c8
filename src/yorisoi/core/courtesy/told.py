"""What people told us of their own time: holds, and seasons that stand in place of their trade's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .span import Span, month_day
from .tuning import DISASTER_REST_DAYS, LONGEST_HOLD_DAYS, MOURNING_DAYS


class HoldKind(StrEnum):
    """Why a person is left in peace, whatever the calendar says."""

    MOURNING = "mourning"
    DISASTER = "disaster"
    BUSY_UNTIL = "busy_until"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True, slots=True)
class Hold:
    """A time of peace for one person. ``since`` and ``until`` are inclusive days.

    ``until`` may be left out: mourning then lasts 49 days, a disaster 10 days, a "busy" without an end one day.
    "Write in March" is ``Hold(NOT_BEFORE, since=<day they said it>, until=<last day of February>)``.
    """

    kind: HoldKind
    since: date
    until: date | None = None
    told: str = ""

    @property
    def last_day(self) -> date:
        """The last day of the hold, never before ``since`` and never more than ten years after it."""
        standard = {HoldKind.MOURNING: MOURNING_DAYS, HoldKind.DISASTER: DISASTER_REST_DAYS}.get(self.kind, 1)
        until = self.until or self.since + timedelta(days=standard - 1)
        return max(self.since, min(until, self.since + timedelta(days=LONGEST_HOLD_DAYS)))


@dataclass(frozen=True, slots=True)
class Override:
    """A season the user knows better, once: on its days it stands in place of the profession's rows.

    ``level`` 0 says "not busy then, whatever the trade does". Days are inclusive. ``personal``: said of this one
    person, and so weightier than what the user says of the whole trade.
    """

    from_: date
    until: date
    level: int
    text: str
    personal: bool = True

    @property
    def last_day(self) -> date:
        """The last day, never before ``from_`` and never more than ten years after it."""
        return max(self.from_, min(self.until, self.from_ + timedelta(days=LONGEST_HOLD_DAYS)))

    def holding(self, day: date) -> tuple[date, date] | None:
        """First and last day of the season if it holds ``day``, or ``None``."""
        return (self.from_, self.last_day) if self.from_ <= day <= self.last_day else None


@dataclass(frozen=True, slots=True)
class YearlyOverride:
    """The same, every year, as a range of month and day that may wrap the year end."""

    span: Span
    level: int
    text: str
    personal: bool = True

    @classmethod
    def parse(cls, first: str, last: str, level: int, text: str, *, personal: bool = True) -> YearlyOverride:
        """Make one from ``MM-DD`` and ``MM-DD``.

        Raises:
            ValueError: no such day in any year.
        """
        return cls(Span(month_day(first), month_day(last)), level, text, personal)

    def holding(self, day: date) -> tuple[date, date] | None:
        """First and last day of this year's season if it holds ``day``, or ``None``."""
        return self.span.holding(day)


OwnSeason = Override | YearlyOverride
"""A season in the user's own words, once or every year."""
