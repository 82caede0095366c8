"""What the owner and the other person have said about the tie: closeness, wishes, holds, a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class Closeness(StrEnum):
    """How near the owner wishes to keep this person. It sets the pace, nothing else."""

    REMEMBER = "remember"
    """Just remember; no touch is planned."""
    OUTER = "outer"
    MIDDLE = "middle"
    CLOSE = "close"


WishKind = Literal["not_before", "busy_until", "thinking"]
HoldKind = Literal["mourning", "disaster", "resting"]
ClosedBecause = Literal["", "declined", "asked_to_stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something they asked for about time.

    Attributes:
        kind: ``not_before`` ("write in March": open on ``until``), ``busy_until`` ("busy until 3/15": open on the day
            after ``until``) or ``thinking`` ("let me think": their time, open on ``until`` if they named a day).
        until: The day they named, if any.
        said_on: The day they said it.
        text: Their own words, for showing.
    """

    kind: WishKind
    until: date | None
    said_on: date
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A state in which nothing is started, set by hand.

    Attributes:
        kind: ``mourning``, ``disaster``, or ``resting`` (the owner's own "rest until").
        since: First day of it.
        until: ``resting`` ends on this day; ``mourning`` and ``disaster`` include it. None: the customary length
            for mourning and disaster, and no end at all for ``resting``.
        because: The owner's note, for showing.
    """

    kind: HoldKind
    since: date
    until: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Everything about a tie that is not a touch.

    Attributes:
        closeness: The owner's wish for the pace. None means not sorted yet: no pace is planned and none is held
            back, so only the measured window and the courtesies speak.
        met_on: The day of the first meeting; without it, a meeting in person that is the first touch counts.
        closed_at: When they declined or asked not to be contacted; aware.
        closed_because: Which of the two. A tie with a reason and no moment stays closed.
        wishes: Their wishes about time.
        holds: States set by hand.
    """

    closeness: Closeness | None = Closeness.REMEMBER
    met_on: date | None = None
    closed_at: datetime | None = None
    closed_because: ClosedBecause = ""
    wishes: tuple[Wish, ...] = ()
    holds: tuple[Hold, ...] = ()

    def __post_init__(self) -> None:
        if self.closed_at is not None and self.closed_at.tzinfo is None:
            raise ValueError("closed_at must know its time zone")
