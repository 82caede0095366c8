"""Pressure (負担): what one-sided contact has put on them, and how it leaks away."""

from __future__ import annotations

import math

from yorisoi.core.distance.touch import ANSWERS, TouchKind
from yorisoi.core.distance.tuning import Tuning


def leaked(pressure: float, days: float, tuning: Tuning) -> float:
    """Pressure after ``days`` of silence: P·exp(−x/τ). ``days`` below 0 count as 0."""
    return pressure * math.exp(-max(days, 0.0) / tuning.tau)


def loaded(pressure: float, kind: TouchKind, tuning: Tuning, *, thanks: bool = False) -> float:
    """Pressure right after a touch.

    An answer of theirs clears it; an ask adds most, a gift or a letter a little, a broadcast of theirs nothing.
    A thank-you wants nothing and so weighs as a gift.
    """
    if kind in ANSWERS:
        return 0.0
    if kind is TouchKind.GIVE or (thanks and kind is TouchKind.MY_MESSAGE):
        return pressure + tuning.load_give
    if kind is TouchKind.MY_MESSAGE:
        return pressure + tuning.load_ask
    if kind is TouchKind.NEWSLETTER:
        return pressure + tuning.load_newsletter
    return pressure
