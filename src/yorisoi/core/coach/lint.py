"""The coach's one question: how will this draft feel to this person, now?"""

from __future__ import annotations

from dataclasses import replace

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import SHOWN_FIRST, Finding, Report, Severity
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.praise import praise
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import rules
from yorisoi.core.coach.situation import Situation

_ORDER = {Severity.STOP: 0, Severity.MEND: 1, Severity.NOTICE: 2}


def lint(draft: Draft, situation: Situation, lexicon: Lexicon, *, off: frozenset[str] = frozenset()) -> Report:
    """Read a draft in the light of a relationship.

    Args:
        draft: the text as typed; any text at all, empty too.
        situation: plain facts about the relationship at the moment of sending.
        lexicon: the phrase book, built once.
        off: ids of rules the user has switched off. A legal stop cannot be switched off.
    """
    reading = Reading(draft, situation, lexicon)
    weighed: list[tuple[int, int, Finding]] = []
    for rule in rules():
        for finding in rule.check(reading):
            if rule.id not in off or finding.closes_box:
                weighed.append((_ORDER[finding.severity], -rule.weight, finding))
    weighed.sort(key=lambda item: item[:2])
    return Report(findings=_eased([item[2] for item in weighed]), good=praise(reading))


def _eased(findings: list[Finding]) -> tuple[Finding, ...]:
    """Keep the weightiest few to mend; the rest become notices, since nobody mends everything at once."""
    heavy: list[str] = []
    kept = []
    for finding in findings:
        if finding.severity is not Severity.NOTICE and finding.rule not in heavy:
            heavy.append(finding.rule)
        beyond = finding.severity is Severity.MEND and heavy.index(finding.rule) >= SHOWN_FIRST
        kept.append(replace(finding, severity=Severity.NOTICE) if beyond else finding)
    return tuple(sorted(kept, key=lambda finding: _ORDER[finding.severity]))
