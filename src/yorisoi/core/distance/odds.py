"""The chances: of a reply, of their coming by themselves, and what writing adds."""

from __future__ import annotations

import math

from yorisoi.core.distance.presence import log_strength, logistic
from yorisoi.core.distance.tuning import Tuning


def reply_logit(strength: float, pressure: float, offset: float, recipients: int, tuning: Tuning) -> float:
    """Logit of an answer within H days if I write now to ``recipients`` people.

    Args:
        strength: A, faded to now.
        pressure: P, leaked to now.
        offset: b_me + b in logits.
        recipients: How many the message goes to, at least 1.
    """
    return (
        tuning.b0
        + tuning.bA * log_strength(strength, tuning)
        - tuning.bP * math.log1p(pressure)
        - tuning.bN * math.log(recipients)
        + offset
    )


def reply_odds(strength: float, pressure: float, offset: float, recipients: int, tuning: Tuning) -> float:
    """Chance of an answer within H days if I write now, 0–1; arguments as in ``reply_logit``."""
    return logistic(reply_logit(strength, pressure, offset, recipients, tuning))


def spontaneous_logit(strength: float, days: float, tuning: Tuning) -> float:
    """Logit of their coming by themselves within H days after ``days`` of silence (−∞ when there was no touch ever)."""
    return tuning.c0 + tuning.cA * log_strength(strength, tuning) - tuning.cw * math.log1p(days)


def spontaneous_odds(strength: float, days: float, tuning: Tuning) -> float:
    """Chance of their coming by themselves, 0–1."""
    return logistic(spontaneous_logit(strength, days, tuning))


def uplift(strength: float, pressure: float, days: float, offset: float, tuning: Tuning) -> float:
    """What writing now adds to the chance of hearing from them, −1 to 1. ``offset`` is b_me + b and enters both."""
    if_written = tuning.a0 + tuning.aA * log_strength(strength, tuning) - tuning.aP * math.log1p(pressure) + offset
    return logistic(if_written) - logistic(spontaneous_logit(strength, days, tuning) + offset)
