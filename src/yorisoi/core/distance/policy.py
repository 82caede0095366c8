"""The courtesies: every rule that may hold the window back, as a floor under its opening.

The measured window is days; a relationship is weeks and months. So these rules set the pace, and the model sets the
risk and the edges. No rule looks at the clock: the same touches and the same relation always give the same floors.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yorisoi.core.distance.advice import AdviceKind
from yorisoi.core.distance.days import IsDayOff, business_day_after, local_day, midnight, plus_days
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.relation import Closeness, Hold, Relation, Wish
from yorisoi.core.distance.state import Ledger, State, one_sided
from yorisoi.core.distance.tuning import Tuning
from yorisoi.core.distance.window import opens_after

NEVER = math.inf
"""A floor that no day reaches."""


class Floor(NamedTuple):
    """One rule's word on the opening.

    Attributes:
        at: Seconds since 1970 before which it holds; ``NEVER`` when no day ends it.
        kind: What the advice is while it holds.
        code: The rule.
        on: Day of the fact it rests on.
        words: Their own words, when the fact is something they said.
        many: How many, when the fact is a count.
    """

    at: float
    kind: AdviceKind
    code: str
    on: date | None = None
    words: str = ""
    many: int = 0


class Met(NamedTuple):
    """The first meeting: its day, its moment, and what I have done since."""

    day: date
    moment: float
    wrote: bool
    started: bool


def floors(state: State, relation: Relation, tuning: Tuning) -> list[Floor]:
    """Every floor, weightiest rule first. The latest one decides; of equals, the first. Never empty."""
    ledger = state.ledger
    named = named_wish(relation, ledger, tuning)
    met = first_meeting(relation, ledger, tuning)
    found = [
        *_closed(relation, ledger, tuning),
        *_unanswered(ledger, named, tuning),
        *(_hold(hold, tuning) for hold in relation.holds),
        *(_wish(wish, tuning) for wish in relation.wishes if _active(wish, ledger, tuning)),
        *_just_met(met, tuning),
        *_pace(relation, ledger, named, met, tuning),
    ]
    if state.tie.at is not None:
        tie = state.tie
        after = opens_after(tie.strength, tie.pressure, tuning)
        last = local_day(state.tie.at, tuning)
        found.append(Floor(state.tie.at + after * DAY, AdviceKind.WAIT, "measured", last))
    if state.tie.at is None and relation.met_on is None and named is None:
        found.append(Floor(NEVER, AdviceKind.REST, "no_history"))
    return found


def is_closed(relation: Relation, ledger: Ledger) -> bool:
    """They declined or asked me to stop, and no message of theirs came after that. A broadcast does not count."""
    if relation.closed_at is None:
        return relation.closed_because != ""
    return ledger.theirs is None or ledger.theirs <= relation.closed_at.timestamp()


def named_wish(relation: Relation, ledger: Ledger, tuning: Tuning) -> Wish | None:
    """The standing wish with the latest day they named themselves; it goes before the pace of the tie."""
    named = [wish for wish in relation.wishes if wish.until is not None and _active(wish, ledger, tuning)]
    return max(named, key=lambda wish: (wish_opens(wish, tuning), wish.said_on), default=None)


def is_named(floor: Floor, state: State, relation: Relation, tuning: Tuning) -> bool:
    """Whether the floor is a day that they named themselves, rather than one of ours."""
    named = named_wish(relation, state.ledger, tuning)
    return named is not None and floor == _wish(named, tuning)


def wish_opens(wish: Wish, tuning: Tuning) -> date:
    """The first day on which a wish no longer asks to wait. One without a day gets the length of "let me think"."""
    if wish.until is None:
        return plus_days(wish.said_on, tuning.thinking_days)
    return plus_days(wish.until, 1) if wish.kind == "busy_until" else wish.until


def hold_ends(hold: Hold, tuning: Tuning) -> date | None:
    """The first day after a hold; None when it has no end."""
    if hold.kind == "resting":
        return hold.until
    if hold.until is not None:
        return plus_days(hold.until, 1)
    return plus_days(hold.since, tuning.mourning_days if hold.kind == "mourning" else tuning.disaster_days)


def first_meeting(relation: Relation, ledger: Ledger, tuning: Tuning) -> Met | None:
    """The first meeting, or None when there was none or the tie is older than it."""
    met_touch = ledger.first if ledger.first_in_person else None
    if relation.met_on is not None:
        day = relation.met_on
        if ledger.first is not None and local_day(ledger.first, tuning) < day:
            return None
        same_day = met_touch is not None and local_day(met_touch, tuning) == day
        moment = met_touch if met_touch is not None and same_day else midnight(day, tuning)
    elif met_touch is not None:
        day, moment = local_day(met_touch, tuning), met_touch
    else:
        return None
    spoke = ledger.mutual is not None and local_day(ledger.mutual, tuning) > day
    return Met(
        day,
        moment,
        wrote=spoke or (ledger.mine is not None and ledger.mine >= moment),
        started=spoke or (ledger.started is not None and ledger.started >= moment),
    )


def thanks_window(
    relation: Relation, ledger: Ledger, tuning: Tuning, is_day_off: IsDayOff
) -> tuple[float, float] | None:
    """From when until when a thank-you for the first meeting is in time (seconds since 1970).

    It is open whatever the closeness: a thank-you answers the meeting and plans nothing. It is gone once I wrote or
    we spoke again, on a closed tie, and while something holds.
    """
    met = first_meeting(relation, ledger, tuning)
    if met is None or met.wrote or is_closed(relation, ledger):
        return None
    last = min(
        business_day_after(met.day, tuning.thanks_business_days, is_day_off),
        plus_days(met.day, tuning.thanks_limit_days),
    )
    for hold in relation.holds:
        ends = hold_ends(hold, tuning)
        if hold.since <= last and (ends is None or ends > met.day):
            return None
    return met.moment, midnight(plus_days(last, 1), tuning)


def gift_until(relation: Relation, ledger: Ledger, tuning: Tuning) -> float | None:
    """End of the time for the first gift (seconds since 1970), while that gift is still ahead."""
    met = first_meeting(relation, ledger, tuning)
    if met is None or met.started:
        return None
    return midnight(plus_days(met.day, tuning.first_gift_until_days + 1), tuning)


def _closed(relation: Relation, ledger: Ledger, tuning: Tuning) -> Iterator[Floor]:
    if is_closed(relation, ledger):
        on = None if relation.closed_at is None else local_day(relation.closed_at.timestamp(), tuning)
        yield Floor(NEVER, AdviceKind.LET_GO, relation.closed_because or "declined", on)


def _unanswered(ledger: Ledger, named: Wish | None, tuning: Tuning) -> Iterator[Floor]:
    if ledger.asked is None or ledger.unanswered == 0:
        return
    on = local_day(ledger.asked, tuning)
    if named is not None and named.said_on >= on:
        return  # they named a day after that ask, which is an answer of a kind
    if ledger.unanswered >= tuning.let_go_after:
        yield Floor(NEVER, AdviceKind.LET_GO, "unanswered_3", on, many=ledger.unanswered)
    elif ledger.unanswered == 1:
        yield Floor(ledger.asked + tuning.unanswered_once_days * DAY, AdviceKind.REST, "unanswered_1", on, many=1)
    else:
        days = tuning.unanswered_twice_days
        yield Floor(ledger.asked + days * DAY, AdviceKind.REST, "unanswered_2", on, many=ledger.unanswered)


def _hold(hold: Hold, tuning: Tuning) -> Floor:
    ends = hold_ends(hold, tuning)
    code = f"hold_{hold.kind}"
    if ends is None:
        return Floor(NEVER, AdviceKind.REST, f"{code}_open", hold.since, hold.because)
    return Floor(midnight(ends, tuning), AdviceKind.REST, code, hold.since, hold.because)


def _wish(wish: Wish, tuning: Tuning) -> Floor:
    code = "thinking" if wish.kind == "thinking" else f"wish_{wish.kind}"
    return Floor(midnight(wish_opens(wish, tuning), tuning), AdviceKind.REST, code, wish.said_on, wish.text)


def _active(wish: Wish, ledger: Ledger, tuning: Tuning) -> bool:
    """A wish stands until the two are in touch on or after its day; "let me think" also until they come back to it."""
    if ledger.contact is not None and ledger.contact >= midnight(wish_opens(wish, tuning), tuning):
        return False
    if wish.kind != "thinking":
        return True
    came_back = [at for at in (ledger.theirs, ledger.mutual) if at is not None]
    return not came_back or local_day(max(came_back), tuning) <= wish.said_on


def _just_met(met: Met | None, tuning: Tuning) -> Iterator[Floor]:
    if met is not None:
        yield Floor(met.moment + tuning.first_gift_days * DAY, AdviceKind.REST, "just_met", met.day)


def _pace(relation: Relation, ledger: Ledger, named: Wish | None, met: Met | None, tuning: Tuning) -> Iterator[Floor]:
    """The pace of the tie; it stands aside for a day they named and for the first gift after meeting."""
    if relation.closeness is None or named is not None:
        return
    if relation.closeness is Closeness.REMEMBER:
        yield Floor(NEVER, AdviceKind.REST, "remember", relation.met_on)
        return
    if ledger.contact is None or (met is not None and not met.started):
        return
    tiers = (
        ("pace_close", tuning.close_days),
        ("pace_middle", tuning.middle_days),
        ("pace_outer", tuning.outer_days),
        ("pace_slowest", tuning.slowest_days),
    )
    tier = (Closeness.CLOSE, Closeness.MIDDLE, Closeness.OUTER).index(relation.closeness)
    code, days = tiers[tier + one_sided(ledger, tuning)]
    yield Floor(ledger.contact + days * DAY, AdviceKind.WAIT, code, local_day(ledger.contact, tuning))
