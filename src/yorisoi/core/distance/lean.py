"""The model's half of the engine in plain floats: one timeline, as fast as Python goes.

``follow`` gives the same ``Tie`` as ``advance`` one touch at a time, without the courtesies' half: no dates, no
objects, nothing kept but what the equations need. It is for replaying long histories and for measuring the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log, log1p

from yorisoi.core.distance.codes import ANSWER_CODES, ASK, weights
from yorisoi.core.distance.learning import DAY, Ask, Offsets
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.state import Tie, start
from yorisoi.core.distance.tuning import SHIPPED, Tuning

NEVER = float("-inf")


def follow(rows: Iterable[tuple[float, int, int]], tuning: Tuning = SHIPPED, begin: Tie | None = None) -> Tie:
    """The tie after more touches, predicting at every ask and learning from every outcome on the way.

    Args:
        rows: (end of the touch in seconds, code of its kind, recipients), in order of time.
        tuning: Constants.
        begin: The tie before them; that of strangers when nothing is handed in.

    Raises:
        ValueError: a touch is older than the one before it.
    """
    tie = start(tuning).tie if begin is None else begin
    b0, b_strength, b_pressure, b_many = tuning.b0, tuning.bA, tuning.bP, tuning.bN
    eps, scale, power, leak = tuning.eps, tuning.S, -tuning.d, -tuning.tau
    shortest, wait, adds = tuning.learn_silence, tuning.H * DAY, weights(tuning)
    strength, pressure = tie.strength, tie.pressure
    last = NEVER if tie.at is None else tie.at
    b, v, b_me, v_me = tie.offsets
    asks = list(tie.asks)
    for at, kind, recipients in rows:
        silence = (at - last) / DAY
        if silence < 0.0:
            raise ValueError("a touch older than the last one: fold the whole timeline again")
        strength *= (1.0 + silence / scale) ** power
        pressure *= exp(silence / leak)
        if asks:
            is_answer, limit = kind < ANSWER_CODES, at - wait
            while asks and (is_answer or asks[0][0] < limit):
                asked_at, p = asks.pop(0)
                information = p * (1.0 - p)
                k = 1.0 + information * (v + v_me)
                error = ((asked_at >= limit) - p) / k  # an answer after its week came too late
                information /= k
                b, b_me = b + v * error, b_me + v_me * error
                v, v_me = v - v * v * information, v_me - v_me * v_me * information
        if kind == ASK and shortest <= silence and last != NEVER:
            logit = b0 + b_strength * log(eps + strength) - b_pressure * log1p(pressure) + b_me + b
            if recipients != 1:
                logit -= b_many * log(recipients)
            asks.append(Ask(at, logistic(logit)))
        gain, load = adds[kind]
        strength += gain
        pressure = load if kind < ANSWER_CODES else pressure + load
        last = at
    return Tie(strength, pressure, None if last == NEVER else last, Offsets(b, v, b_me, v_me), tuple(asks))
