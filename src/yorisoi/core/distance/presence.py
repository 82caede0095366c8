"""Presence (心に残っている度合い): strength, how it fades, and the 0–1 figure shown to a person."""

from __future__ import annotations

import math

from yorisoi.core.distance.touch import ANSWERS, TouchKind
from yorisoi.core.distance.tuning import Tuning


def faded(strength: float, days: float, tuning: Tuning) -> float:
    """Strength after ``days`` of silence: A·(1 + x/S)^(−d). Never more than before; ``days`` below 0 count as 0."""
    return strength * math.pow(1.0 + max(days, 0.0) / tuning.S, -tuning.d)


def gain(kind: TouchKind, tuning: Tuning) -> float:
    """Strength a touch adds. Only what they take part in adds any; my own messages do not build presence."""
    if kind in ANSWERS:
        return tuning.gain_answer
    return tuning.gain_broadcast if kind is TouchKind.THEIR_BROADCAST else 0.0


def log_strength(strength: float, tuning: Tuning) -> float:
    """ln(ε + A): the form in which strength enters every equation."""
    return math.log(tuning.eps + strength)


def presence(strength: float, tuning: Tuning) -> float:
    """The figure shown to a person, 0–1: σ(b0 + bA·ln(ε+A))."""
    return logistic(tuning.b0 + tuning.bA * log_strength(strength, tuning))


def logistic(logit: float) -> float:
    """σ, safe at both ends."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    small = math.exp(logit) if logit > -700.0 else 0.0  # exp() of less is 0 in double precision
    return small / (1.0 + small)
