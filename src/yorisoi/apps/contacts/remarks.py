"""Notes that the house writes by itself when files disagree: a record for the owner, never something a person said."""

from __future__ import annotations

from django.db.models import Q

from yorisoi.apps.contacts.models import Fact, FactKind

# How such notes begin and end: what a file said otherwise, and what a card said before.
BEGINNINGS = ("取り込んだ記録では、", "以前の")
ENDING = "」でした。"
REMARKS = Q(kind=FactKind.NOTE, text__endswith=ENDING) & (
    Q(text__startswith=BEGINNINGS[0]) | Q(text__startswith=BEGINNINGS[1])
)


def is_remark(fact: Fact) -> bool:
    """Whether the house wrote this note by itself; the same question as ``REMARKS`` asks the database."""
    return fact.kind == FactKind.NOTE and fact.text.startswith(BEGINNINGS) and fact.text.endswith(ENDING)
