"""The state of a tie and its one step: ``advance(state, touch, tuning) → state``.

Two halves. ``Tie`` is the model: five floats, a time and the open asks. ``Ledger`` is what the courtesies must
remember: who wrote when, how many asks are unanswered, and the year's balance. Times are seconds since 1970.
"""

from __future__ import annotations

from typing import NamedTuple

from yorisoi.core.distance.learning import DAY, Ask, Offsets, answer, expire
from yorisoi.core.distance.odds import reply_odds
from yorisoi.core.distance.presence import faded, gain
from yorisoi.core.distance.pressure import leaked, loaded
from yorisoi.core.distance.touch import ANSWERS, ASSUMED, MUTUAL, PERSONAL, Touch, TouchKind
from yorisoi.core.distance.tuning import SHIPPED, Tuning

HOUR = 3_600.0  # seconds in an hour
BUCKET = 365.0 / 12 * DAY  # seconds in a twelfth of a year, the grain of the year's balance


class Tie(NamedTuple):
    """The model's half.

    Attributes:
        strength, pressure: A and P right after the last touch.
        at: Time of the last touch; None before the first.
        offsets: What was learned of this person and of the owner.
        asks: Asks whose outcome is open, oldest first.
    """

    strength: float
    pressure: float
    at: float | None
    offsets: Offsets
    asks: tuple[Ask, ...]


class Ledger(NamedTuple):
    """The courtesies' half.

    Attributes:
        first: Time of the first touch, and whether that was a meeting in person.
        first_in_person: See above.
        contact: Last touch meant for this person, by either side.
        theirs: Their last message.
        mine: My last message, gift or thank-you.
        started: The same without thank-yous.
        mutual: Last conversation or meeting.
        owed: Their message that nothing of mine followed yet.
        unanswered: My asks in a row without an answer; messages within ``burst_hours`` are one ask.
        asked: Time of the last of them.
        mine_latest: Whether the last personal touch was mine alone (+1), theirs alone (−1) or mutual or none (0).
        assumed: Some touch had a weight that is an assumption.
        year: (twelfth of a year since the first touch, approaches of mine, of theirs), the last twelve twelfths.
    """

    first: float | None = None
    first_in_person: bool = False
    contact: float | None = None
    theirs: float | None = None
    mine: float | None = None
    started: float | None = None
    mutual: float | None = None
    owed: float | None = None
    unanswered: int = 0
    asked: float | None = None
    mine_latest: int = 0
    assumed: bool = False
    year: tuple[tuple[int, int, int], ...] = ()


class State(NamedTuple):
    """Everything the engine remembers about one tie."""

    tie: Tie
    ledger: Ledger


def start(tuning: Tuning = SHIPPED, *, b_me: float = 0.0, v_me: float | None = None) -> State:
    """The state before the first touch. An owner's offset learned elsewhere can be handed in (logits, logits²)."""
    offsets = Offsets(0.0, tuning.var_person, b_me, tuning.var_me if v_me is None else v_me)
    return State(Tie(0.0, 0.0, None, offsets, ()), Ledger())


def forget(state: State, fresh: Offsets) -> State:
    """The same tie with nothing learned of it yet but ``fresh``: open asks will teach nothing any more."""
    return state._replace(tie=state.tie._replace(offsets=fresh, asks=()))


def advance(state: State, touch: Touch, tuning: Tuning = SHIPPED) -> State:
    """The state after one more touch.

    Raises:
        ValueError: the touch is older than the last one. Time only runs forward here; replay with ``fold``.
    """
    at = touch.at.timestamp()
    if state.tie.at is not None and at < state.tie.at:
        raise ValueError("a touch older than the last one: fold the whole timeline again")
    return State(_tie_after(state.tie, touch, at, tuning), _ledger_after(state.ledger, touch, at, tuning))


def _tie_after(tie: Tie, touch: Touch, at: float, tuning: Tuning) -> Tie:
    kind = touch.kind
    silence = 0.0 if tie.at is None else (at - tie.at) / DAY
    strength = faded(tie.strength, silence, tuning)
    pressure = leaked(tie.pressure, silence, tuning)
    offsets, asks = expire(tie.offsets, tie.asks, at, tuning)
    if kind in ANSWERS:
        offsets, asks = answer(offsets, asks), ()
    elif kind is TouchKind.MY_MESSAGE and not touch.thanks and tie.at is not None and silence >= tuning.learn_silence:
        p = reply_odds(strength, pressure, offsets.b_me + offsets.b, touch.recipients, tuning)
        asks = (*asks, Ask(at, p))
    return Tie(
        strength + gain(kind, tuning),
        loaded(pressure, kind, tuning, thanks=touch.thanks),
        at,
        offsets,
        asks,
    )


def _ledger_after(ledger: Ledger, touch: Touch, at: float, tuning: Tuning) -> Ledger:
    kind = touch.kind
    changes: dict[str, object] = {}
    if ledger.first is None:
        changes["first"] = at
        changes["first_in_person"] = kind is TouchKind.IN_PERSON
    if kind in ASSUMED and not ledger.assumed:
        changes["assumed"] = True
    if kind in PERSONAL:
        changes["contact"] = at
        side = 0 if kind in MUTUAL else -1 if kind is TouchKind.THEIR_MESSAGE else 1
        changes["mine_latest"] = side
        changes["year"] = _year_after(ledger, side, at, tuning)
        if side == 1:
            changes["mine"], changes["owed"] = at, None
            if not touch.thanks:
                changes["started"] = at
                if kind is TouchKind.MY_MESSAGE:
                    burst = ledger.asked is not None and at - ledger.asked <= tuning.burst_hours * HOUR
                    changes["unanswered"] = ledger.unanswered + (not burst)
                    changes["asked"] = at
        else:
            changes["unanswered"], changes["asked"] = 0, None
            if side == 0:
                changes["mutual"], changes["owed"] = at, None
            else:
                changes["theirs"] = changes["owed"] = at
    return ledger._replace(**changes)  # type: ignore[arg-type]  # every key above is a field of the ledger


def _year_after(ledger: Ledger, side: int, at: float, tuning: Tuning) -> tuple[tuple[int, int, int], ...]:
    """The year's balance with one more approach; a burst of one side is a single approach."""
    if (
        side != 0
        and side == ledger.mine_latest
        and ledger.contact is not None
        and at - ledger.contact <= tuning.burst_hours * HOUR
    ):
        return ledger.year
    bucket = int((at - (at if ledger.first is None else ledger.first)) / BUCKET)
    mine, theirs = int(side >= 0), int(side <= 0)
    year = ledger.year
    if year and year[-1][0] == bucket:
        return (*year[:-1], (bucket, year[-1][1] + mine, year[-1][2] + theirs))
    return (*(row for row in year if row[0] > bucket - tuning.one_sided_buckets), (bucket, mine, theirs))


def one_sided(ledger: Ledger, tuning: Tuning) -> bool:
    """More than ``one_sided_ratio`` of my approaches to one of theirs, over the year up to the last contact.

    None of theirs counts as one, so that a first message or two is not yet called one-sided.
    """
    if not ledger.year:
        return False
    since = ledger.year[-1][0] - tuning.one_sided_buckets
    recent = [row for row in ledger.year if row[0] > since]
    mine, theirs = sum(row[1] for row in recent), sum(row[2] for row in recent)
    return mine > tuning.one_sided_ratio * max(theirs, 1)
