"""The coach (文章コーチ): reads a draft in the light of one relationship and says what will feel like a push, and why."""

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import Finding, Good, Report, Severity, Span
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.lint import lint
from yorisoi.core.coach.model import EvidenceModel
from yorisoi.core.coach.rule import Rule, rules
from yorisoi.core.coach.situation import CourtesyNote, Situation, TimelineLine

__all__ = [
    "CourtesyNote",
    "Draft",
    "EvidenceModel",
    "Finding",
    "Good",
    "Lexicon",
    "Report",
    "Rule",
    "Severity",
    "Situation",
    "Span",
    "TimelineLine",
    "lint",
    "rules",
]
