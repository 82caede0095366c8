"""Whether what was learned from an owner's outcomes is worth using. It is used only where it has proved itself on them.

Two questions, asked of the owner's own outcomes alone. Would the learned offsets, each forecast made from what came
before it, have told the outcomes better than the shipped constants? And would two numbers fitted on the earlier
outcomes tell the later ones better still? A yes must be larger than luck. Otherwise the shipped constants stay: an
owner whose people change their ways, or whose first months were odd, loses nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from yorisoi.core.distance.calibration import AS_SHIPPED, HELD, Calibration, Outcome, settled
from yorisoi.core.distance.pooling import Forecast
from yorisoi.core.distance.tuning import SHIPPED, Tuning

# Outcomes. Used from fifty on, learning still cost students who answered one another in bursts .002 nats (interval .000 to
# .004); from two hundred on it made nothing worse on any of three public sets (bench/distance_quality.py).
LEARN_FROM = 200
EARLIER = 2 / 3  # share of the outcomes that the two numbers are fitted on; the rest judges them
SURE_BY = 1.0  # standard errors by which something must be better; below that it may be luck


class Trial(NamedTuple):
    """One thing tried against what it would replace.

    Attributes:
        outcomes: How many outcomes judged it; 0 when there were too few to try.
        before, after: Log loss (nats an outcome) without and with it.
        kept: Whether it is to be used.
    """

    outcomes: int = 0
    before: float = 0.0
    after: float = 0.0
    kept: bool = False


class Judged(NamedTuple):
    """The verdict on one owner's learning.

    Attributes:
        outcomes: How many outcomes there were.
        offsets: The learned offsets, against the shipped constants.
        numbers: The two numbers, against the logits without them, on the later outcomes.
        tried: Those two numbers.
    """

    outcomes: int = 0
    offsets: Trial = Trial()
    numbers: Trial = Trial()
    tried: Calibration = AS_SHIPPED

    @property
    def calibration(self) -> Calibration:
        """The two numbers to use: those tried if they are kept, no change otherwise."""
        return self.tried if self.numbers.kept else AS_SHIPPED


def judge(seen: Sequence[Forecast], *, tuning: Tuning = SHIPPED) -> Judged:
    """Judge the forecasts of one owner, in order of time.

    The offsets are tried from ``LEARN_FROM`` outcomes on, the two numbers from ``calibrate_from`` on.
    """
    count = len(seen)
    offsets = Trial()
    if count >= LEARN_FROM:
        offsets = compared([(one.shipped, one.learned, one.answered) for one in seen])
    if count < max(tuning.calibrate_from, LEARN_FROM):
        return Judged(count, offsets)
    said = [Outcome(one.learned if offsets.kept else one.shipped, one.answered) for one in seen]
    cut = math.ceil(count * EARLIER)
    tried = settled(said[:cut], HELD)
    numbers = compared([(one.logit, tried.apply(one.logit), one.answered) for one in said[cut:]])
    return Judged(count, offsets, numbers, tried)


def compared(pairs: Sequence[tuple[float, float, int]]) -> Trial:
    """Try second logits against first ones on the same outcomes: (logit before, logit after, answered), at least two."""
    losses = [(surprise(before, answered), surprise(after, answered)) for before, after, answered in pairs]
    size = len(losses)
    before, after = (sum(column) / size for column in zip(*losses, strict=True))
    gain = before - after
    spread = math.sqrt(sum((one - other - gain) ** 2 for one, other in losses) / (size * (size - 1)))
    return Trial(size, before, after, gain > 0.0 and gain >= SURE_BY * spread)


def surprise(logit: float, answered: int) -> float:
    """Log loss of one outcome (nats): −ln of the chance that had been given to what came."""
    signed = logit if answered else -logit
    return math.log1p(math.exp(-signed)) if signed > 0 else math.log1p(math.exp(signed)) - signed
