"""The owner's offset, pooled over everybody: how this owner's messages fare beyond what each person alone explains.

Each person's own outcomes give an offset b with variance v, learned as if the owner were like everyone. Seen from the
owner, such a person is one noisy reading of the owner's offset: it lies at b·σ²/(σ²−v) and strays by σ⁴/(σ²−v), where
σ² is how far people stray from each other. Precisions add up, and the weighted readings come to Σb/σ². So two sums say
everything, in any order, and one person can be taken out of them again: what is learned of somebody starts from
the others alone, and their own outcomes speak once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yorisoi.core.distance.history import Asked, Evidence, is_over
from yorisoi.core.distance.learning import Offsets, learn
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.tuning import SHIPPED, Tuning


class Pool(NamedTuple):
    """What all people together say of the owner.

    Attributes:
        b: Sum of the people's offsets (logits).
        gained: Sum of what their variances lost by learning, σ²person − v (logits²).
        outcomes: How many outcomes that rests on.
        answered: How many of them were answers.
    """

    b: float = 0.0
    gained: float = 0.0
    outcomes: int = 0
    answered: int = 0

    def with_person(self, seen: Evidence, tuning: Tuning = SHIPPED) -> Pool:
        """One person more."""
        gained = tuning.var_person - seen.v
        return Pool(self.b + seen.b, self.gained + gained, self.outcomes + seen.outcomes, self.answered + seen.answered)

    def without(self, seen: Evidence, tuning: Tuning = SHIPPED) -> Pool:
        """One person less; what they had put in must be what is taken out."""
        gained = tuning.var_person - seen.v
        return Pool(
            self.b - seen.b,
            max(self.gained - gained, 0.0),
            self.outcomes - seen.outcomes,
            self.answered - seen.answered,
        )

    def offset(self, tuning: Tuning = SHIPPED) -> tuple[float, float]:
        """(b_me, v_me): the owner's offset and its variance, in logits and logits²."""
        if tuning.var_me == 0.0 or tuning.var_person == 0.0:
            return 0.0, tuning.var_me  # nobody strays, or nobody can be told from the owner: nothing to pool
        precision = 1.0 / tuning.var_me + self.gained / tuning.var_person**2
        return self.b / tuning.var_person / precision, 1.0 / precision


def pooled(people: Iterable[Evidence], tuning: Tuning = SHIPPED) -> Pool:
    """What these people say together."""
    pool = Pool()
    for seen in people:
        pool = pool.with_person(seen, tuning)
    return pool


def joined(b: float, v: float, owner: tuple[float, float], tuning: Tuning = SHIPPED) -> float:
    """The offset to expect of a message to somebody: their own evidence (b, v) on the ground of the owner's offset.

    ``owner`` is (b_me, v_me) from everybody else. The two together stray by v_me + σ²person before anything is known.
    """
    mean, variance = owner
    if tuning.var_person == 0.0:
        return mean
    ground = 1.0 / (variance + tuning.var_person)
    own = 1.0 / v - 1.0 / tuning.var_person
    return (mean * ground + b / v) / (ground + own)


def apart(b: float, v: float, owner: tuple[float, float], tuning: Tuning = SHIPPED) -> tuple[float, float]:
    """How a person differs from this owner's other people: mean and variance of their own offset (logits, logits²).

    Arguments as in ``joined``. With no outcomes yet: 0 and σ²person.
    """
    mean, variance = owner
    strays = tuning.var_person
    gained = strays - v
    if gained <= 0.0:
        return 0.0, strays
    reading, noise = b * strays / gained, strays * v / gained
    share = strays / (strays + variance + noise)
    return share * (reading - mean), strays * (1.0 - share)


class Forecast(NamedTuple):
    """What could be said of an ask when it was sent, as shipped and with what had been learned (logits), and its outcome."""

    shipped: float
    learned: float
    answered: int


def forecasts(people: Sequence[Sequence[Asked]], now: float, *, tuning: Tuning = SHIPPED) -> list[Forecast]:
    """The forecasts of one owner's asks that were over at ``now`` (seconds), by the time of sending.

    Nothing later than its sending goes into a forecast: neither of this person nor of the owner.
    """
    steps = sorted(_steps(people, now, tuning))
    own = [Offsets(0.0, tuning.var_person, 0.0, 0.0)] * len(people)
    pool = Pool()
    said: dict[tuple[int, int], float] = {}
    found: list[Forecast] = []
    for _, sends, person, place in steps:
        ask, (b, v, _, _) = people[person][place], own[person]
        others = pool.without(Evidence(b, v, 0, 0), tuning)
        if sends:
            said[person, place] = logistic(ask.logit + b)
            if is_over(ask, now, tuning):
                offset = joined(b, v, others.offset(tuning), tuning)
                found.append(Forecast(ask.logit, ask.logit + offset, ask.answered))
            continue
        own[person] = learn(own[person], said.pop((person, place)), ask.answered)
        pool = others.with_person(Evidence(own[person].b, own[person].v, 0, 0), tuning)
    return found


def _steps(people: Sequence[Sequence[Asked]], now: float, tuning: Tuning) -> Iterable[tuple[float, bool, int, int]]:
    """(moment, sends or is over, person, place): at one moment outcomes come before what is sent."""
    for person, asks in enumerate(people):
        for place, ask in enumerate(asks):
            if ask.at <= now:
                yield ask.at, True, person, place
                if is_over(ask, now, tuning):
                    yield ask.over, False, person, place
