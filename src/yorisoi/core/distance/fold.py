"""The fold: ``timeline + now + tuning → Distance``. Replaying the timeline always gives the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from yorisoi.core.distance import odds
from yorisoi.core.distance.advice import AdviceKind, Distance, Reason
from yorisoi.core.distance.calibration import AS_SHIPPED, Calibration
from yorisoi.core.distance.days import IsDayOff, business_day_after, local_day, midnight, moment, plus_days, weekend
from yorisoi.core.distance.learning import DAY, Offsets, expire
from yorisoi.core.distance.opening import Earliest, Opening, opening, shifted
from yorisoi.core.distance.policy import NEVER, is_closed, thanks_window
from yorisoi.core.distance.presence import faded, logistic, presence
from yorisoi.core.distance.pressure import leaked
from yorisoi.core.distance.reasons import Facts, reasons
from yorisoi.core.distance.relation import Relation
from yorisoi.core.distance.state import State, advance, forget, start
from yorisoi.core.distance.touch import Touch
from yorisoi.core.distance.tuning import SHIPPED, Tuning

NO_RELATION = Relation()


def replay(
    touches: Iterable[Touch],
    now: datetime,
    *,
    tuning: Tuning = SHIPPED,
    begin: State | None = None,
    since: datetime | None = None,
) -> State:
    """The state at ``now``: touches in order of time (equal times keep their order), those after ``now`` left out.

    Args:
        touches: In any order.
        now: Aware.
        tuning: Constants.
        begin: The state to begin with, when it is not an empty one.
        since: Learning begins here (aware): what earlier asks had taught is forgotten, what passed between the two is not.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    _check(now)
    state = start(tuning) if begin is None else begin
    fresh = state.tie.offsets
    to_forget = since is not None and since <= now
    for touch in sorted((touch for touch in touches if touch.at <= now), key=attrgetter("at")):
        if to_forget and since is not None and touch.at >= since:
            state, to_forget = forget(state, fresh), False
        state = advance(state, touch, tuning)
    return forget(state, fresh) if to_forget else state


def fold(
    touches: Iterable[Touch],
    now: datetime,
    *,
    relation: Relation = NO_RELATION,
    tuning: Tuning = SHIPPED,
    earliest: Earliest | None = None,
    earliest_named: Earliest | None = None,
    is_day_off: IsDayOff = weekend,
    recipients: int = 1,
    calibration: Calibration = AS_SHIPPED,
    begin: State | None = None,
    since: datetime | None = None,
) -> Distance:
    """The distance at ``now``: ``replay``, then ``read``. Arguments and errors as there."""
    state = replay(touches, now, tuning=tuning, begin=begin, since=since)
    return read(
        state,
        now,
        relation=relation,
        tuning=tuning,
        earliest=earliest,
        earliest_named=earliest_named,
        is_day_off=is_day_off,
        recipients=recipients,
        calibration=calibration,
    )


class Odds(NamedTuple):
    """The model's figures at one moment; the meaning of each is in ``Distance``."""

    silence_days: float | None
    strength: float
    pressure: float
    presence: float
    reply_odds: float
    spontaneous_odds: float
    uplift: float
    offsets: Offsets


def odds_at(
    state: State,
    now: datetime,
    *,
    tuning: Tuning = SHIPPED,
    recipients: int = 1,
    calibration: Calibration = AS_SHIPPED,
) -> Odds:
    """The model's figures at ``now`` (aware), with asks whose week is over resolved first. ``state`` is unchanged.

    Before the first touch strength and pressure are 0 and silence has no beginning, so nobody comes by themselves.
    """
    tie, seconds = state.tie, now.timestamp()
    offsets, _ = expire(tie.offsets, tie.asks, seconds, tuning)
    silence = None if tie.at is None else max(seconds - tie.at, 0.0) / DAY
    strength = faded(tie.strength, silence or 0.0, tuning)
    pressure = leaked(tie.pressure, silence or 0.0, tuning)
    days = NEVER if silence is None else silence
    offset = offsets.b_me + offsets.b
    return Odds(
        silence,
        strength,
        pressure,
        presence(strength, tuning),
        logistic(calibration.apply(odds.reply_logit(strength, pressure, offset, recipients, tuning))),
        odds.spontaneous_odds(strength, days, tuning),
        odds.uplift(strength, pressure, days, offset, tuning),
        offsets,
    )


def read(
    state: State,
    now: datetime,
    *,
    relation: Relation = NO_RELATION,
    tuning: Tuning = SHIPPED,
    earliest: Earliest | None = None,
    earliest_named: Earliest | None = None,
    is_day_off: IsDayOff = weekend,
    recipients: int = 1,
    calibration: Calibration = AS_SHIPPED,
) -> Distance:
    """The distance at ``now`` from a state.

    Args:
        state: What ``advance`` or ``replay`` gave.
        now: Aware.
        relation: Closeness, wishes, holds, refusal.
        tuning: Constants.
        earliest: The courtesy calendar. It is asked for the opening (which may be kept), and once more for ``now``
            when the window stands open (which only colours today's advice).
        earliest_named: The same calendar for a day they named themselves, which less may move; ``earliest`` when absent.
        is_day_off: Days on which nobody works; weekends when nothing is handed in.
        recipients: For the reply odds: how many people I would write to.
        calibration: The owner's intercept and slope for the reply odds shown.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    _check(now)
    seconds = now.timestamp()
    figures = odds_at(state, now, tuning=tuning, recipients=recipients, calibration=calibration)
    way = opening(state, relation, tuning, earliest, earliest_named)
    thanks = thanks_window(relation, state.ledger, tuning, is_day_off)
    closed = is_closed(relation, state.ledger)
    owed, due, lapses = _reply(state, closed, seconds, tuning, is_day_off)
    kind, until, today = _advise(way, thanks, seconds, tuning)
    facts = Facts(state, relation, tuning, way, today, kind, until, thanks, owed, figures.silence_days)
    return Distance(
        **_figures(state, figures, tuning),
        **_window(way, tuning),
        thanks=None if thanks is None else (moment(thanks[0], tuning), moment(thanks[1], tuning)),
        advice=kind,
        until=_moment(until, tuning),
        reasons=reasons(facts, local_day(seconds, tuning)),
        reply_owed=_moment(owed, tuning),
        reply_due=_moment(due, tuning),
        reply_lapses=_moment(lapses, tuning),
        closed=closed,
    )


def _window(way: Opening, tuning: Tuning) -> dict[str, Any]:
    """The part of a ``Distance`` that can be kept in a row."""
    return {
        "measured_opens": _moment(way.measured_opens, tuning),
        "measured_closes": _moment(way.measured_closes, tuning),
        "opens": _moment(way.opens, tuning),
        "closes": _moment(way.closes, tuning),
        "opened_by": way.rule.code,
    }


def _figures(state: State, figures: Odds, tuning: Tuning) -> dict[str, Any]:
    """The part of a ``Distance`` that is the model's and the count's."""
    return {
        "A": state.tie.strength,
        "P": state.tie.pressure,
        "at": _moment(state.tie.at, tuning),
        "silence_days": figures.silence_days,
        "strength": figures.strength,
        "pressure": figures.pressure,
        "presence": figures.presence,
        "reply_odds": figures.reply_odds,
        "spontaneous_odds": figures.spontaneous_odds,
        "uplift": figures.uplift,
        **figures.offsets._asdict(),
        "unanswered": state.ledger.unanswered,
    }


def _advise(
    way: Opening, thanks: tuple[float, float] | None, now: float, tuning: Tuning
) -> tuple[AdviceKind, float | None, Reason | None]:
    """Today's advice, when it ends, and what the courtesy calendar says of today if it holds an open window back."""
    if thanks is not None and thanks[0] <= now < thanks[1] and way.binding.kind is not AdviceKind.LET_GO:
        return AdviceKind.REACH, thanks[1], None
    if way.opens > now:
        return way.binding.kind, None if way.opens == NEVER else way.opens, None
    if way.calendar is not None:
        first, why = way.calendar(moment(now, tuning))
        if first.timestamp() > now:
            generic = Reason(code="courtesy", text="")
            return shifted(first.timestamp() - now, tuning), first.timestamp(), why or generic
    ahead = way.closes is not None and way.closes > now
    return AdviceKind.REACH, way.closes if ahead else None, None


def _reply(
    state: State, closed: bool, now: float, tuning: Tuning, is_day_off: IsDayOff
) -> tuple[float | None, float | None, float | None]:
    """Their message I owe an answer to, by when it is due, and when it is no longer called owed."""
    owed = state.ledger.owed
    if owed is None or closed:
        return None, None, None
    lapses = owed + tuning.reply_lapses_days * DAY
    if now >= lapses:
        return None, None, None
    due_day = business_day_after(local_day(owed, tuning), 1, is_day_off)
    return owed, midnight(plus_days(due_day, 1), tuning), lapses


def _moment(seconds: float | None, tuning: Tuning) -> datetime | None:
    return None if seconds is None or seconds == NEVER else moment(seconds, tuning)


def _check(now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError("now must know its time zone")
