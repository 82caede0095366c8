"""The words of the courtesy calendar: channels, notes, verdicts, and what a person told us about their own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .tuning import DISASTER_REST_DAYS, LONGEST_HOLD_DAYS, MOURNING_DAYS


class Channel(StrEnum):
    """How a message reaches a person."""

    EMAIL = "email"
    LINE = "line"
    MESSENGER = "messenger"
    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"


FREE = 0
BRIEF = 1
NO_REPLY_ONLY = 2
HOLD = 3


@dataclass(frozen=True, slots=True)
class Note:
    """One reason the calendar gives, in words a person reads.

    ``code`` is stable (``season.zeirishi``, ``national.gw``, ``day_off``, ``hours.night``, ``hold.mourning`` …).
    ``level`` is 0 to 3 as in :class:`Verdict`. ``from_`` and ``until`` are inclusive days, ``None`` where the reason
    is a matter of hours. ``source`` names the law or the pages the fact rests on, or is empty for what they told us.
    """

    code: str
    text: str
    level: int
    from_: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one may write, how much, and from when.

    ``level``: 0 nothing in the way · 1 be brief · 2 only a short word that needs no reply · 3 hold everything except
    what they asked for. ``allowed`` is ``level < 3``. ``next_ok`` is the moment asked about when allowed, otherwise
    the first courteous moment after it. ``notes`` are ordered weightiest first.
    """

    allowed: bool
    level: int
    next_ok: datetime
    notes: tuple[Note, ...]


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
    """A season the user knows better for this person: on its days it stands in place of the profession's rows.

    ``level`` 0 says "not busy then, whatever the trade does". Days are inclusive.
    """

    from_: date
    until: date
    level: int
    text: str

    @property
    def last_day(self) -> date:
        """The last day, never before ``from_`` and never more than ten years after it."""
        return max(self.from_, min(self.until, self.from_ + timedelta(days=LONGEST_HOLD_DAYS)))
