"""The asks of a timeline and what came of them: all that is ever learned from, as a short list a person.

What the model would say of an ask without any offset never changes, so a list kept once serves for every later look:
which asks were over by a moment, what they taught about this person, and what could be said of each when it was sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import exp
from operator import itemgetter
from typing import NamedTuple

from yorisoi.core.distance.codes import ANSWER_CODES, ASK, code, weights
from yorisoi.core.distance.lean import NEVER
from yorisoi.core.distance.learning import DAY, Offsets, learn
from yorisoi.core.distance.odds import reply_logit
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.touch import Touch
from yorisoi.core.distance.tuning import SHIPPED, Tuning


class Asked(NamedTuple):
    """One ask that teaches.

    Attributes:
        at: When it was sent (seconds since 1970).
        over: When its outcome was known: the moment of the answer, or H days after it.
        answered: 1 or 0. An ask still waiting stands here as unanswered, and counts only once its week is over.
        logit: What the model says of it without any offset.
    """

    at: float
    over: float
    answered: int
    logit: float


class Evidence(NamedTuple):
    """What a person's own outcomes say: the offset learned from them alone and its variance (logits, logits²).

    ``outcomes`` and ``answered`` count them.
    """

    b: float
    v: float
    outcomes: int
    answered: int


def asked(
    touches: Iterable[Touch], now: datetime, *, tuning: Tuning = SHIPPED, since: datetime | None = None
) -> list[Asked]:
    """The asks of one timeline up to ``now`` (aware), in the order in which they were sent.

    Args:
        touches: In any order.
        now: Later touches are left out.
        tuning: Constants.
        since: Asks before this moment are passed over: what came of them was to be forgotten.
    """
    begin = float("-inf") if since is None else since.timestamp()
    rows = [(touch.at.timestamp(), code(touch), touch.recipients) for touch in touches if touch.at <= now]
    rows.sort(key=itemgetter(0))
    adds, scale, power, leak, wait = weights(tuning), tuning.S, -tuning.d, -tuning.tau, tuning.H * DAY
    strength = pressure = 0.0
    last = NEVER
    waiting: list[tuple[float, float]] = []
    found: list[Asked] = []
    for at, kind, recipients in rows:
        silence = (at - last) / DAY
        strength *= (1.0 + silence / scale) ** power
        pressure *= exp(silence / leak)
        limit = at - wait
        while waiting and (kind < ANSWER_CODES or waiting[0][0] < limit):
            sent, logit = waiting.pop(0)
            late = sent < limit
            found.append(Asked(sent, sent + wait if late else at, int(not late), logit))
        if kind == ASK and tuning.learn_silence <= silence and last != NEVER and at >= begin:
            waiting.append((at, reply_logit(strength, pressure, 0.0, recipients, tuning)))
        gain, load = adds[kind]
        strength, pressure, last = strength + gain, (load if kind < ANSWER_CODES else pressure + load), at
    found.extend(Asked(sent, sent + wait, 0, logit) for sent, logit in waiting)
    return found


def is_over(ask: Asked, now: float, tuning: Tuning) -> bool:
    """Whether its outcome was known at ``now`` (seconds). An unanswered one only after its week, not at the end of it."""
    return ask.over <= now if ask.answered else ask.at < now - tuning.H * DAY


def evidence(asks: Sequence[Asked], now: float, *, tuning: Tuning = SHIPPED) -> Evidence:
    """What one person's asks that were over at ``now`` (seconds) say of that person, the owner being like everyone."""
    offsets = Offsets(0.0, tuning.var_person, 0.0, 0.0)
    waiting: deque[tuple[Asked, float]] = deque()
    outcomes = answered = 0
    for ask in [*asks, None]:
        known = now if ask is None else min(ask.at, now)
        while waiting and is_over(waiting[0][0], known, tuning):
            done, p = waiting.popleft()
            offsets = learn(offsets, p, done.answered)
            outcomes, answered = outcomes + 1, answered + done.answered
        if ask is not None and ask.at <= now:
            waiting.append((ask, logistic(ask.logit + offsets.b)))
    return Evidence(offsets.b, offsets.v, outcomes, answered)
