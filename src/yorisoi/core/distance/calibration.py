"""Recalibration of an owner's logits by two numbers, fitted on that owner's own outcomes.

The model is fitted on other people's messages. Once an owner has a few hundred outcomes, an intercept and a slope
bring the odds shown in line with what really came back. The state itself is never touched by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.state import advance, start
from yorisoi.core.distance.touch import ANSWERS, Touch
from yorisoi.core.distance.tuning import SHIPPED, Tuning

STEPS = 25  # Newton steps; a logistic fit of two numbers settles in fewer than ten
SURE = 1e-12  # chance; nothing is taken to be surer than this
RIDGE = 1.0  # logit⁻²; pulls gently towards "no change", so that one-sided outcomes cannot run away
HELD = 30.0  # logit⁻²; for one owner's few hundred outcomes: the two numbers then stray from (0, 1) by about 0.18


class Calibration(NamedTuple):
    """logit → intercept + slope · logit."""

    intercept: float = 0.0
    slope: float = 1.0

    def apply(self, logit: float) -> float:
        """The recalibrated logit."""
        return self.intercept + self.slope * logit


AS_SHIPPED = Calibration()
"""No change."""


class Outcome(NamedTuple):
    """What the model had said when an ask was sent (logit), and what came of it (1 answered, 0 not)."""

    logit: float
    answered: int


def outcomes(touches: Iterable[Touch], now: datetime, *, tuning: Tuning = SHIPPED) -> list[Outcome]:
    """Every resolved ask of one timeline up to ``now`` (aware), in the order in which they were resolved."""
    state, found = start(tuning), []
    for touch in sorted((touch for touch in touches if touch.at <= now), key=attrgetter("at")):
        limit = touch.at.timestamp() - tuning.H * DAY
        for ask in state.tie.asks:
            if ask.asked_at < limit or touch.kind in ANSWERS:
                found.append(Outcome(_logit(ask.p), int(ask.asked_at >= limit)))
        state = advance(state, touch, tuning)
    limit = now.timestamp() - tuning.H * DAY
    found.extend(Outcome(_logit(ask.p), 0) for ask in state.tie.asks if ask.asked_at < limit)
    return found


def fit(seen: Sequence[Outcome], *, tuning: Tuning = SHIPPED) -> Calibration:
    """Intercept and slope that make ``seen`` most likely, held lightly at (0, 1); no change below ``calibrate_from``."""
    if len(seen) < tuning.calibrate_from:
        return AS_SHIPPED
    return settled(seen, RIDGE)


def settled(seen: Sequence[Outcome], ridge: float) -> Calibration:
    """``fit`` of however many outcomes, held at (0, 1) by ``ridge`` (logit⁻²)."""
    if not seen:
        return AS_SHIPPED
    intercept, slope = 0.0, 1.0
    for _ in range(STEPS):
        g0, g1 = -ridge * intercept, -ridge * (slope - 1.0)
        h00, h01, h11 = ridge, 0.0, ridge
        for logit, answered in seen:
            p = logistic(intercept + slope * logit)
            weight, error = p * (1.0 - p), answered - p
            g0, g1 = g0 + error, g1 + error * logit
            h00, h01, h11 = h00 + weight, h01 + weight * logit, h11 + weight * logit * logit
        determinant = h00 * h11 - h01 * h01
        intercept += (h11 * g0 - h01 * g1) / determinant
        slope += (h00 * g1 - h01 * g0) / determinant
    return Calibration(intercept, slope)


def _logit(p: float) -> float:
    """Logit of a chance, held inside 0–1 so that a tuning of extremes has one too."""
    held = min(max(p, SURE), 1.0 - SURE)
    return math.log(held) - math.log1p(-held)
