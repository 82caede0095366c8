"""The answer of the engine: one advice, its dates, and the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AdviceKind(StrEnum):
    """What to do about writing of one's own accord. A reply owed stands beside it, as its own fact."""

    REACH = "reach"
    """The window is open; with a reason about them, now is fine."""
    WAIT = "wait"
    """A little early yet, by the measured window or the natural pace."""
    REST = "rest"
    """Nothing to do until a day, or with no end, for a reason worth saying."""
    LET_GO = "let_go"
    """Leave it to them, until they write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why, in one warm sentence.

    Attributes:
        code: A stable word for programs.
        text: A Japanese sentence for people; dates as 11月21日(土).
        on: The day of the fact it rests on, if it rests on one.
        assumption: True when it leans on a weight that no data was fitted for.
    """

    code: str
    text: str
    on: date | None = None
    assumption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """The tie as it stands.

    ``opens``, ``closes``, ``thanks``, ``opened_by`` and ``closed`` depend on touches and relation alone, never on the
    clock, so they can be kept in a row and compared with the time at reading. ``reply_owed`` is the same until
    ``reply_lapses``, after which a new reading gives None. Everything else is as of the moment of reading.

    Attributes:
        A: Strength at the last touch (≥ 0; one per message of theirs, fading).
        P: Pressure at the last touch (≥ 0; one per unanswered ask, fading).
        at: Time of the last touch; None when there is none.
        silence_days: Days since then; None when there is no touch.
        strength: ``A`` decayed to now.
        pressure: ``P`` decayed to now.
        presence: How far they still have me in mind, 0–1, now.
        reply_odds: Chance of an answer within a week if I wrote now, 0–1.
        spontaneous_odds: Chance that they come by themselves within a week, 0–1.
        uplift: What writing now adds to the chance of hearing from them (may be negative).
        b, v: This person's offset in logits and its variance.
        b_me, v_me: The owner's offset in logits and its variance.
        measured_opens, measured_closes: The window of the model alone, without any courtesy; None when there is none.
        opens: When I may write of my own accord; None when nothing is planned.
        closes: A preference ("before presence has halved"), never a threat; None when there is no such day.
        opened_by: Code of the rule that sets ``opens`` (or keeps it None), whether or not the courtesy calendar then
            moved it on to a better hour.
        thanks: From when until when a thank-you for the first meeting is in time; None when there is none to write.
        advice: What to do.
        until: End of a WAIT or REST; for a REACH the end of its window. None when there is no such moment.
        reasons: Why, weightiest first.
        reply_owed: Time of their message that I have not answered.
        reply_due: By when an answer is courteous: the end of the next business day.
        reply_lapses: From when it is no longer called owed.
        unanswered: My asks in a row without an answer.
        closed: They declined or asked me to stop, and have not written since.
    """

    A: float
    P: float
    at: datetime | None
    silence_days: float | None
    strength: float
    pressure: float
    presence: float
    reply_odds: float
    spontaneous_odds: float
    uplift: float
    b: float
    v: float
    b_me: float
    v_me: float
    measured_opens: datetime | None
    measured_closes: datetime | None
    opens: datetime | None
    closes: datetime | None
    opened_by: str
    thanks: tuple[datetime, datetime] | None
    advice: AdviceKind
    until: datetime | None
    reasons: tuple[Reason, ...]
    reply_owed: datetime | None
    reply_due: datetime | None
    reply_lapses: datetime | None
    unanswered: int
    closed: bool
