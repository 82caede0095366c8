"""The coach's one question: how will this draft feel to this person, now?"""

from __future__ import annotations

from dataclasses import replace

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import SHOWN_FIRST, Finding, Report, Severity
from yorisoi.core.coach.joining import joined
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.model import EvidenceModel
from yorisoi.core.coach.praise import praise
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import rules
from yorisoi.core.coach.situation import Situation

_ORDER = {Severity.STOP: 0, Severity.MEND: 1, Severity.NOTICE: 2}


def lint(
    draft: Draft,
    situation: Situation,
    lexicon: Lexicon,
    *,
    off: frozenset[str] = frozenset(),
    evidence: EvidenceModel | None = None,
) -> Report:
    """Read a draft in the light of a relationship.

    Args:
        draft: the text as typed; any text at all, empty too.
        situation: plain facts about the relationship at the moment of sending.
        lexicon: the phrase book, built once.
        off: ids of rules the user has switched off. A legal stop cannot be switched off.
        evidence: the learned model that weighs what the rules found; without it the rules alone judge.
    """
    reading = Reading(draft, situation, lexicon)
    weight = {rule.id: rule.weight for rule in rules()}
    found = (
        joined(rules(), reading, evidence)
        if evidence is not None
        else [finding for rule in rules() for finding in rule.check(reading)]
    )
    kept = [finding for finding in found if finding.rule not in off or finding.closes_box]
    kept.sort(key=lambda finding: (_ORDER[finding.severity], -weight[finding.rule]))
    return Report(findings=_eased(kept), good=praise(reading))


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
