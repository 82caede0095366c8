"""When the window opens and closes: the latest floor decides, then the courtesy calendar may move it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from yorisoi.core.distance.advice import AdviceKind, Reason
from yorisoi.core.distance.days import moment
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.policy import NEVER, Floor, floors, gift_until, is_named
from yorisoi.core.distance.relation import Relation
from yorisoi.core.distance.state import State
from yorisoi.core.distance.tuning import Tuning
from yorisoi.core.distance.window import closes_after, opens_after

Earliest = Callable[[datetime], tuple[datetime, Reason | None]]
"""The courtesy calendar, handed in: given a wanted moment, the first courteous one and why it moved, if it did."""


class Opening(NamedTuple):
    """When the window opens and closes, all independent of the clock (seconds since 1970; opens may be NEVER).

    ``rule`` is the latest floor; ``binding`` is that floor at the moment the calendar left it, or the calendar itself
    where it asked for more than a few days beyond the rule. ``calendar`` is the one that has a say in this opening.
    """

    rule: Floor
    binding: Floor
    opens: float
    closes: float | None
    measured_opens: float | None
    measured_closes: float | None
    courtesy: Reason | None
    calendar: Earliest | None


def opening(
    state: State,
    relation: Relation,
    tuning: Tuning,
    earliest: Earliest | None,
    earliest_named: Earliest | None = None,
) -> Opening:
    """The latest floor decides, then the courtesy calendar may move it on: for a day they named, only as it must."""
    rule = binding = max(floors(state, relation, tuning), key=attrgetter("at"))
    opens, courtesy = rule.at, None
    if is_named(rule, state, relation, tuning):
        earliest = earliest_named or earliest
    if earliest is not None and opens != NEVER:
        first, courtesy = earliest(moment(opens, tuning))
        if first.timestamp() > opens:
            shift = first.timestamp() - opens
            opens = first.timestamp()
            binding = rule._replace(at=opens)
            if shifted(shift, tuning) is AdviceKind.REST:
                binding = Floor(opens, AdviceKind.REST, "courtesy", courtesy.on if courtesy else None)
            else:
                # The rule keeps its own reason: that a rest ends on Monday at ten, not on Saturday night, is no news.
                courtesy = None
        else:
            courtesy = None
    measured_opens = measured_closes = None
    if state.tie.at is not None:
        measured_opens = state.tie.at + opens_after(state.tie.strength, state.tie.pressure, tuning) * DAY
        after = closes_after(state.tie.strength, tuning)
        measured_closes = None if after is None else state.tie.at + after * DAY
    gift = gift_until(relation, state.ledger, tuning)
    closes = measured_closes if gift is None else gift
    if opens == NEVER or (closes is not None and closes <= opens):
        closes = None
    return Opening(rule, binding, opens, closes, measured_opens, measured_closes, courtesy, earliest)


def shifted(seconds: float, tuning: Tuning) -> AdviceKind:
    """The calendar asking for a few days is a wait; for longer, a rest."""
    return AdviceKind.REST if seconds > tuning.hold_over_days * DAY else AdviceKind.WAIT
