"""The figures and the measured window for whole columns of strength and pressure.

The same equations as ``odds``, ``presence`` and ``window``, to within rounding. Columns are worked through in pieces
that stay in the processor's cache, which is what makes them quick.
"""

from __future__ import annotations

import math

import numpy as np

from yorisoi.core.distance.population_touches import Floats
from yorisoi.core.distance.tuning import Tuning

PIECE = 4_096  # rows worked on at once: a handful of columns of them fits the cache nearest the processor


def logistic(logit: Floats) -> Floats:
    """σ of a column, safe at both ends."""
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-logit))


def presence(strength: Floats, tuning: Tuning) -> Floats:
    """The figures shown to a person, 0–1, from strengths faded to now."""
    return logistic(tuning.b0 + tuning.bA * np.log(tuning.eps + strength))


def base_logit(strength: Floats, pressure: Floats, tuning: Tuning) -> Floats:
    """Logit of a reply to a message for one, before any offset; strength and pressure as of now."""
    logit = np.log(tuning.eps + strength)
    logit *= tuning.bA
    logit += tuning.b0
    logit -= tuning.bP * np.log1p(pressure)
    return logit


def reply_odds(
    strength: Floats, pressure: Floats, offset: Floats | float, recipients: Floats | int, tuning: Tuning
) -> Floats:
    """Chances of an answer within H days if I write now, 0–1.

    Args:
        strength: A, faded to now.
        pressure: P, leaked to now.
        offset: b_me + b, logits.
        recipients: How many each message goes to, at least 1.
    """
    return logistic(base_logit(strength, pressure, tuning) - tuning.bN * np.log(recipients) + offset)


def spontaneous_logit(strength: Floats, days: Floats, tuning: Tuning) -> Floats:
    """Logits of their coming by themselves within H days after ``days`` of silence (infinite: never met)."""
    return tuning.c0 + tuning.cA * np.log(tuning.eps + strength) - tuning.cw * np.log1p(days)


def spontaneous_odds(strength: Floats, days: Floats, tuning: Tuning) -> Floats:
    """Chances of their coming by themselves, 0–1."""
    return logistic(spontaneous_logit(strength, days, tuning))


def uplift(strength: Floats, pressure: Floats, days: Floats, offset: Floats | float, tuning: Tuning) -> Floats:
    """What writing now adds to the chance of hearing from them, −1 to 1; ``offset`` is b_me + b and enters both."""
    if_written = tuning.a0 + tuning.aA * np.log(tuning.eps + strength) - tuning.aP * np.log1p(pressure) + offset
    return logistic(if_written) - logistic(spontaneous_logit(strength, days, tuning) + offset)


def windows(strength: Floats, pressure: Floats, tuning: Tuning) -> tuple[Floats, Floats]:
    """Days after the last touch at which each window opens and closes.

    Args:
        strength: A at the last touch, one a person.
        pressure: P at the last touch, of the same length.

    Returns:
        ``opens`` (at least ``min_gap``, at most ``horizon``) and ``closes``, NaN where there is no such day.

    Raises:
        ValueError: the columns differ in length.
    """
    if strength.shape != pressure.shape or strength.ndim != 1:
        raise ValueError("strength and pressure are columns of one length")
    opens, closes = np.empty_like(strength), np.empty_like(strength)
    for begin in range(0, len(strength), PIECE):
        piece = slice(begin, begin + PIECE)
        _opens_after(strength[piece], pressure[piece], tuning, opens[piece])
        _closes_after(strength[piece], tuning, closes[piece])
    return opens, closes


def _opens_after(strength: Floats, pressure: Floats, tuning: Tuning, out: Floats) -> None:
    np.add(strength, tuning.eps, out=out)
    np.log(out, out=out)
    out *= (tuning.cA - tuning.aA) / tuning.cw
    weight = np.log1p(pressure)
    weight *= tuning.aP / tuning.cw
    out += weight
    out += (math.log(tuning.or_star) - (tuning.a0 - tuning.c0)) / tuning.cw
    np.minimum(out, math.log1p(tuning.horizon), out=out)  # held before exp(), so that nothing overflows
    np.exp(out, out=out)
    out -= 1.0
    np.maximum(out, tuning.min_gap, out=out)


def _closes_after(strength: Floats, tuning: Tuning, out: Floats) -> None:
    np.add(strength, tuning.eps, out=out)
    out *= tuning.rho
    out -= tuning.eps
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        np.divide(strength, out, out=out)
        out[~(out > 0.0)] = np.nan  # already dim: there is no deadline
        _power(out, 1.0 / tuning.d)
    out -= 1.0
    out *= tuning.S
    out[out > tuning.horizon] = np.nan


def _power(column: Floats, exponent: float) -> None:
    """``column ** exponent`` in place; the shipped exponent is a plain square."""
    if exponent == 2.0:
        column *= column
    else:
        np.power(column, exponent, out=column)
