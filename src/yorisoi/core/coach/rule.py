"""What a rule is: one module in ``rules/`` that names one fault, checks for it, and carries its own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from yorisoi.core.coach import rules as package
from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.saying import cited
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
    (higher is shown first), ``check`` returns findings or nothing, ``speak`` says the fault in general words over places
    found by other evidence.
    """

    id: str
    name: str
    weight: int
    summary: str
    check: Callable[[Reading], Iterable[Finding]]
    speak: Callable[[Reading, tuple[Hit, ...]], Finding]
    flagged: tuple[Example, ...]
    passing: tuple[Example, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the package, in order of id.

    A module offers ``NAME``, ``WEIGHT``, ``check(reading)``, ``speak(reading, hits)``, ``FLAGGED`` and ``PASSING``, and a docstring.

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
            speak=module.speak,
            flagged=tuple(module.FLAGGED),
            passing=tuple(module.PASSING),
        )
        for module in modules(package)
    )


_USUAL = datetime(2026, 6, 16, 10, 0, tzinfo=timezone(timedelta(hours=9)))
"""A Tuesday morning in June, Japan time: nothing about the hour or the season matters in an example unless it says so."""


def example(body: str, *, subject: str | None = None, **facts: Any) -> Example:
    """An example: a draft and the facts that differ from an ordinary mail to an acquaintance."""
    usual: dict[str, Any] = {"channel": "email", "sent_at": _USUAL, "stage": "acquainted", "first_met_days_ago": 60}
    return Example(Draft(body=body, subject=subject), Situation(**{**usual, **facts}))


def noted(
    reading: Reading,
    rule: str,
    severity: Severity,
    hits: tuple[Hit, ...],
    *,
    name: str,
    what: str,
    why: str,
    gentler: str,
    source: str,
) -> Finding:
    """A finding about places of the draft, or about the situation itself when there are none."""
    return Finding(
        rule=rule,
        name=name,
        severity=severity,
        spans=reading.spans(hits),
        what=what,
        why=cited(reading.situation, why),
        gentler=gentler,
        source=source,
    )
