"""The comfort knob: a little more room, as usual, a little nearer. It changes the pace, and no courtesy to its loss.

"Nearer" moves two things only: the pace of the tie, and the odds ratio from which the measured window opens. What
somebody said or asked for, mourning, a refusal, and the rest after a missing answer are not the owner's to shorten.
"Wider" also lengthens what is ours to lengthen. How much a step is, is a choice and not a measurement.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from yorisoi.core.distance.tuning import Tuning


class Comfort(StrEnum):
    """How the owner wants the distance to feel."""

    WIDER = "wider"
    USUAL = "usual"
    NEARER = "nearer"


PACE_STEP = 1.5  # times; a month becomes six weeks or twenty days: felt, and still the same kind of tie
ODDS_STEP = 1.5  # times OR*; an open window after a message comes at 1, 2 or 7 days: the range in which value rises
REST_STEP = 1.5  # times; after a missing answer sixty days become ninety. Only ever longer
SHORTEST_PACE = 14  # days; the value of writing rises for one to two weeks, so no pace is shorter than that
STEPS = {Comfort.WIDER: 1, Comfort.USUAL: 0, Comfort.NEARER: -1}

PACES = ("close_days", "middle_days", "outer_days", "slowest_days")
RESTS = ("unanswered_once_days", "unanswered_twice_days", "first_gift_days")
"""Rows that more room lengthens and that nearness leaves as they are."""


@lru_cache(maxsize=64)  # five per set of constants; a house of many owners has a handful of sets
def tuned(tuning: Tuning, *comforts: Comfort) -> Tuning:
    """The constants for a wish, or for several on top of each other (the owner's in general, and for one person).

    "Wider" and "nearer" together are the usual again, exactly. Never earlier with ``WIDER``, never later with
    ``NEARER`` than without, and never a pace below ``SHORTEST_PACE`` days that was not set so by hand.
    """
    step = sum(STEPS[comfort] for comfort in comforts)
    if step == 0:
        return tuning
    changed: dict[str, float] = {"or_star": tuning.or_star * ODDS_STEP**step}
    for name in PACES:
        days = getattr(tuning, name)
        changed[name] = max(round(days * PACE_STEP**step), min(days, SHORTEST_PACE))
    if step > 0:
        for name in RESTS:
            changed[name] = round(getattr(tuning, name) * REST_STEP**step)
    return replace(tuning, **changed)  # type: ignore[arg-type]  # every key above is a constant of the engine
