"""What the coach says about a draft: findings, good points, and the report that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHOWN_FIRST = 3
"""Findings shown unfolded: a coach that marks everything is switched off."""


class Severity(StrEnum):
    """How weighty a finding is: ``STOP`` before sending, ``MEND`` advised, ``NOTICE`` good to know."""

    STOP = "stop"
    MEND = "mend"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the draft, in characters of the raw text of ``field`` (``body`` or ``subject``), end excluded."""

    start: int
    end: int
    text: str
    field: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the recipient may feel as a push.

    Empty ``spans`` mean the situation itself. ``why`` cites the fact of the timeline it rests on, ``gentler`` holds
    concrete words to use instead, ``source`` the principle behind the rule. ``closes_box`` marks a legal stop.
    """

    rule: str
    severity: Severity
    spans: tuple[Span, ...]
    what: str
    why: str
    gentler: str
    source: str
    name: str = ""
    closes_box: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """Something the draft does well; ``kind`` is a technique or courtesy, ``what`` the sentence shown."""

    kind: str
    what: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was seen, the weightiest for the recipient first."""

    findings: tuple[Finding, ...] = ()
    good: tuple[Good, ...] = ()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The first findings, at most ``SHOWN_FIRST``."""
        return self.findings[:SHOWN_FIRST]

    @property
    def folded(self) -> tuple[Finding, ...]:
        """The findings kept behind a fold."""
        return self.findings[SHOWN_FIRST:]

    @property
    def labels(self) -> list[str]:
        """Ids of the rules that found something at stop or mend, in order, each once."""
        return list(dict.fromkeys(f.rule for f in self.findings if f.severity is not Severity.NOTICE))

    @property
    def closes_box(self) -> bool:
        """Whether the law closes the send box."""
        return any(f.closes_box for f in self.findings)
