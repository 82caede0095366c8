"""Rule and evidence joined: the situation says what is possible, the model how likely, the rule file says the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from yorisoi.core.coach.evidence import DORMANT_DAYS
from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.model import EvidenceModel, Judgement
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import Rule

PLAIN = 3
"""Level of a phrase that says the fault in so many words (「ご検討状況はいかがでしょうか」). Of 1,304 labelled clean drafts one met
such a phrase in a rule's finding; without this floor the model, learned mostly from disguised faults, lets plain ones pass."""
UNLIKELY = 0.05
"""Chance under which a rule's finding is not even worth a notice: the words are there, the fault is not."""


def possible(rule: str, reading: Reading) -> bool:
    """Whether the facts allow the fault at all, whatever the words sound like."""
    situation = reading.situation
    if rule == "chasing":
        return situation.unanswered_in_a_row >= 1
    if rule == "hollow":
        return situation.silence_days is not None and situation.silence_days >= DORMANT_DAYS
    if rule == "ignores_choice":
        known = bool(situation.their_requests) or situation.closed
        return known or situation.stage == "declined" or bool(situation.known_facts)
    return True


def joined(rules: Iterable[Rule], reading: Reading, model: EvidenceModel) -> list[Finding]:
    """What each rule says once the evidence is weighed in.

    A legal stop stands as the rule found it. A fault that is likely enough and possible is spoken, in the rule's own
    finding where it had one, else in its general words over the clauses the model points at. What a rule found and the
    evidence does not bear out becomes a notice, or nothing when it is very unlikely.
    """
    listed = list(rules)
    found = {rule.id: list(rule.check(reading)) for rule in listed}
    judgement = model.judge(reading, [finding for findings in found.values() for finding in findings])
    return [finding for rule in listed for finding in _weighed(rule, reading, found[rule.id], judgement)]


def _weighed(rule: Rule, reading: Reading, findings: list[Finding], judgement: Judgement) -> list[Finding]:
    if any(finding.closes_box for finding in findings):
        return findings
    heavy = [finding for finding in findings if finding.severity is not Severity.NOTICE]
    if heavy and reading.phrased(rule.id, PLAIN):
        return heavy  # said in so many words: no evidence from other drafts outweighs that
    if judgement.finds(rule.id) and possible(rule.id, reading):
        return heavy or [rule.speak(reading, judgement.places(rule.id))]
    if judgement.chances[rule.id] < UNLIKELY:
        return []
    return [replace(finding, severity=Severity.NOTICE) for finding in findings]
