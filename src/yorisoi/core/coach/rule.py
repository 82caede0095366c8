"""What a rule is: one module in ``rules/`` that names one fault, checks for it, and carries its own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from yorisoi.core.coach import rules as package
from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import Finding
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.situation import Situation
from yorisoi.kit.discover import modules


@dataclass(frozen=True, slots=True)
class Example:
    """A draft in a situation; whether the rule must speak is told by the list that holds it."""

    draft: Draft
    situation: Situation


@dataclass(frozen=True, slots=True)
class Rule:
    """One discovered rule.

    ``id`` is the file name, ``name`` its Japanese name, ``weight`` how heavily the fault falls on the recipient
    (higher is shown first), ``check`` returns findings or nothing.
    """

    id: str
    name: str
    weight: int
    summary: str
    check: Callable[[Reading], Iterable[Finding]]
    flagged: tuple[Example, ...]
    passing: tuple[Example, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the package, in order of id.

    A module offers ``NAME``, ``WEIGHT``, ``check(reading)``, ``FLAGGED`` and ``PASSING``, and a docstring.

    Raises:
        AttributeError: a module lacks one of these; it is not passed over in silence.
    """
    return tuple(
        Rule(
            id=module.__name__.rpartition(".")[2],
            name=module.NAME,
            weight=module.WEIGHT,
            summary=(module.__doc__ or "").strip(),
            check=module.check,
            flagged=tuple(module.FLAGGED),
            passing=tuple(module.PASSING),
        )
        for module in modules(package)
    )
