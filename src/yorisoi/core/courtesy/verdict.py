"""The words of the courtesy calendar: channels, notes and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
