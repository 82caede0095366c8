"""What a technique is: one way to give something, with the facts that make it fit.

The five live one a file in ``techniques/`` and are found, not listed. A technique never suggests itself out of
nothing: without a stored fact about the person, or real material to give, it does not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from yorisoi.core.distance.relation import Closeness
from yorisoi.core.distance.scaffold import Material
from yorisoi.core.distance.tuning import SHIPPED
from yorisoi.kit.discover import modules

# By name and before anything else, because the package also exports the function ``techniques`` below.
_FOLDER = import_module("yorisoi.core.distance.techniques")

OCCASION_ONLY_FROM = 2
"""Asks in a row without an answer, from which only an occasion or handing over the choice is still kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Plain facts about one person and about what I have in hand today.

    Attributes:
        interests: Their interests, in stored words, the most recent first; likewise the next three.
        concerns_open: Worries they spoke of that are not solved yet.
        strengths: What they are good at.
        values: What they care about.
        has_public_event: I know of a gathering open to anyone and free of sales.
        has_own_news: I have news of my own that can be read as a gift.
        unanswered: My asks in a row without an answer.
        silence_days: Days since the last touch; None when there was none.
        closeness: The owner's wish; None when not sorted yet.
    """

    interests: tuple[str, ...] = ()
    concerns_open: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    has_public_event: bool = False
    has_own_news: bool = False
    unanswered: int = 0
    silence_days: float | None = None
    closeness: Closeness | None = Closeness.REMEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """One way to give.

    Attributes:
        id: The file name.
        label: Its name for people.
        when: When it fits, in one sentence for people.
        needs: The material it needs, for people.
        hints: What to write, in order; not sentences to send.
        judge: The reason it fits these facts, as a sentence for people, or None.
        compose: The lines of a scaffold, two to five, each a sentence or a place for one.
        after_silence: Whether it is still kind after two asks without an answer.
    """

    id: str
    label: str
    when: str
    needs: str
    hints: tuple[str, ...]
    judge: Callable[[Occasion], str | None]
    compose: Callable[[Material], tuple[str, ...]]
    after_silence: bool = False

    def fits(self, occasion: Occasion) -> str | None:
        """Why it fits, as a Japanese sentence, or None. Nothing fits a tie that is to be let go."""
        if occasion.unanswered >= SHIPPED.let_go_after:
            return None
        if occasion.unanswered >= OCCASION_ONLY_FROM and not self.after_silence:
            return None
        return self.judge(occasion)


@cache
def techniques() -> tuple[Technique, ...]:
    """All techniques, in order of file name."""
    return tuple(module.TECHNIQUE for module in modules(_FOLDER))
