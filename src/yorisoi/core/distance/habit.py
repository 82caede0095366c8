"""What was learned of how somebody answers, in words: never a figure, and never surer than the outcomes allow.

It says how a person differs from what their history with the owner would let one expect, and from the owner's other
people. It is no judgement of them: somebody who takes two weeks over an answer is not less of a friend.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

FEWEST = 3  # outcomes; of one or two nothing is said
HINT = 0.67  # standard deviations from the others; three to one that it is so
LIKELY = 1.28  # nine to one
SURE = 1.96  # about forty to one
ALIKE_WITHIN = 0.25  # logits; about six points of a hundred: nobody would notice
ALIKE_SURE = 0.14  # logits²; from about sixteen outcomes on "like others" is knowledge and not ignorance


class Habit(StrEnum):
    """How somebody answers."""

    UNKNOWN = "unknown"
    QUICK = "quick"
    SLOW = "slow"
    ALIKE = "alike"


class Sureness(StrEnum):
    """How sure that is."""

    NONE = "none"
    HINT = "hint"
    LIKELY = "likely"
    SURE = "sure"


class Told(NamedTuple):
    """A habit with its sureness, in one sentence and in one about what it rests on."""

    habit: Habit
    sure: Sureness
    sentence: str
    rests_on: str


SAYS = {
    Habit.SLOW: "この方は、お返事までに間のある方",
    Habit.QUICK: "この方は、お返事の早い方",
}
ENDINGS = {Sureness.HINT: "かもしれません。", Sureness.LIKELY: "のようです。", Sureness.SURE: "です。"}
ALIKE = "この方のお返事は、ほかの方と変わらないころに届きます。"
UNKNOWN = "まだよくわかりません。"
RESTS_ON = {
    Sureness.NONE: "手がかりが増えると、少しずつ見えてきます。",
    Sureness.HINT: "まだ手がかりが少なく、たまたまかもしれません。",
    Sureness.LIKELY: "だんだん見えてきました。これから変わることもあります。",
    Sureness.SURE: "はっきり見えています。それでも、変わればまた学び直します。",
}


def habit(mean: float, variance: float, outcomes: int) -> Told:
    """Put what was learned of one person into words.

    Args:
        mean, variance: How they differ from the owner's other people, as ``apart`` gives it (logits, logits²).
        outcomes: How many asks of mine it rests on.
    """
    if outcomes >= FEWEST:
        away = abs(mean) / math.sqrt(variance)
        sure = Sureness.SURE if away >= SURE else Sureness.LIKELY if away >= LIKELY else Sureness.HINT
        if away >= HINT:
            found = Habit.QUICK if mean > 0 else Habit.SLOW
            return Told(found, sure, SAYS[found] + ENDINGS[sure], RESTS_ON[sure])
        if variance <= ALIKE_SURE and abs(mean) <= ALIKE_WITHIN:
            return Told(Habit.ALIKE, Sureness.LIKELY, ALIKE, RESTS_ON[Sureness.LIKELY])
    return Told(Habit.UNKNOWN, Sureness.NONE, UNKNOWN, RESTS_ON[Sureness.NONE])
