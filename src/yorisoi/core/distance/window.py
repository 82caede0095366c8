"""The measured window in closed form: when writing starts to be worth it, and when presence will have halved."""

from __future__ import annotations

import math

from yorisoi.core.distance.presence import log_strength
from yorisoi.core.distance.tuning import Tuning


def opens_after(strength: float, pressure: float, tuning: Tuning) -> float:
    """Days after the last touch until the odds ratio of writing over waiting reaches OR*; at least ``min_gap``.

    Args:
        strength: A at the last touch.
        pressure: P at the last touch.

    Examples (A, P → days): 1, 0 → 2.3 · 1, 3 → 4.7 · 3, 0 → 2.3 · 0.3, 0 → 2.4.
    """
    exponent = (
        math.log(tuning.or_star)
        - (tuning.a0 - tuning.c0)
        - (tuning.aA - tuning.cA) * log_strength(strength, tuning)
        + tuning.aP * math.log1p(pressure)
    ) / tuning.cw
    if exponent > math.log1p(tuning.horizon):
        return tuning.horizon
    return max(tuning.min_gap, math.exp(exponent) - 1.0)


def closes_after(strength: float, tuning: Tuning) -> float | None:
    """Days after the last touch until presence has fallen to ρ of what it was; None when there is no such day.

    A tie that is already dim (A* ≤ 0) has no deadline, and one beyond the horizon is none either: urgency is not
    invented. Examples (A → days): 1 → 76 · 3 → 30 · 0.3 → None.
    """
    target = tuning.rho * (tuning.eps + strength) - tuning.eps
    if target <= 0:
        return None
    log_ratio = (math.log(strength) - math.log(target)) / tuning.d
    if log_ratio > math.log1p(tuning.horizon / tuning.S):
        return None
    return tuning.S * (math.exp(log_ratio) - 1.0)
