"""Kinds of touch as small numbers, for the paths that are made for speed."""

from __future__ import annotations

from yorisoi.core.distance.presence import gain
from yorisoi.core.distance.pressure import loaded
from yorisoi.core.distance.touch import ANSWERS, Touch, TouchKind
from yorisoi.core.distance.tuning import Tuning

KINDS = tuple(sorted(TouchKind, key=lambda kind: kind not in ANSWERS))
"""The kind of each code, answers first."""

CODE = {kind: code for code, kind in enumerate(KINDS)}
ANSWER_CODES = len(ANSWERS)  # codes below this one are answers
ASK = CODE[TouchKind.MY_MESSAGE]
THANKS = len(KINDS)  # my message that wants nothing: weighs as a gift and is no ask


def code(touch: Touch) -> int:
    """The code of a touch: that of its kind, and for a thank-you that of a message that wants nothing."""
    return THANKS if touch.thanks and touch.kind is TouchKind.MY_MESSAGE else CODE[touch.kind]


def weights(tuning: Tuning) -> tuple[tuple[float, float], ...]:
    """Strength and pressure that a touch of each code adds (an answer clears the pressure first)."""
    plain = [(gain(kind, tuning), loaded(0.0, kind, tuning)) for kind in KINDS]
    thanks = gain(TouchKind.MY_MESSAGE, tuning), loaded(0.0, TouchKind.MY_MESSAGE, tuning, thanks=True)
    return (*plain, thanks)
