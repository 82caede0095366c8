"""Reads of the exchange, always through the owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import QuerySet

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards.models import Card
from yorisoi.apps.cards.models import State as CardState
from yorisoi.apps.cards.selectors import in_stack
from yorisoi.apps.exchange.models import Choice, ImportBatch, PlanRow, Verdict


class RowSummary(TypedDict):
    """One planned person. ``fields`` and ``gains`` as in ``PlanRow``."""

    id: int
    verdict: str
    name: str
    where: str
    reason: str
    fields: list[dict[str, str]]
    gains: dict[str, int]
    candidates: list[str]
    choice: str
    warnings: list[str]


class PlanSummary(TypedDict):
    """A plan, ready for JSON. ``counts``: rows by verdict, ``total``, and once applied ``done``."""

    id: int
    file: str
    format: str
    label: str
    state: str
    question: str
    counts: dict[str, Any]
    problems: list[dict[str, Any]]
    rows: list[RowSummary]


def batches(owner: Owner) -> QuerySet[ImportBatch]:
    """Return the owner's imports, newest first."""
    return ImportBatch.objects.filter(owner=owner)


def get(owner: Owner, batch_id: int) -> ImportBatch:
    """Return one import.

    Raises:
        ImportBatch.DoesNotExist: there is none, or it is another owner's.
    """
    return ImportBatch.objects.get(owner=owner, pk=batch_id)


def rows(batch: ImportBatch) -> QuerySet[PlanRow]:
    """Return a plan's rows as they are shown: doubtful first, what changes nothing last."""
    return batch.rows.order_by("rank", "position")


def unread_cards(batch: ImportBatch) -> QuerySet[Card]:
    """Return the photographs of an import that could not be read; of another import, none."""
    return in_stack(batch.owner, batch.stack).filter(contact=None, state=CardState.FAILED)


def loose_cards(batch: ImportBatch) -> QuerySet[Card]:
    """Return the photographs of an import that belong to nobody: not read, or left out of the plan."""
    return in_stack(batch.owner, batch.stack).filter(contact=None)


def with_cards(owner: Owner, rows: Iterable[PlanRow]) -> list[PlanRow]:
    """Give each row the card it was read from as ``row.card``, or None."""
    listed = list(rows)
    numbers = {row.pk: row.record.get("person", {}).get("photo") for row in listed}
    wanted = [number for number in numbers.values() if number]
    cards = {str(one.uid): one for one in Card.objects.filter(owner=owner, uid__in=wanted)} if wanted else {}
    for row in listed:
        row.card = cards.get(numbers[row.pk])  # type: ignore[attr-defined]
    return listed


def undecided(batch: ImportBatch) -> int:
    """Return how many doubtful rows wait for an answer."""
    return batch.rows.filter(verdict=Verdict.DOUBTFUL, choice=Choice.UNDECIDED).count()


def describe(batch: ImportBatch, *, limit: int | None = None) -> PlanSummary:
    """Return the plan as plain values; at most ``limit`` rows when given."""
    chosen = rows(batch)[:limit] if limit is not None else rows(batch)
    return {
        "id": batch.pk,
        "file": batch.file_name,
        "format": batch.format,
        "label": batch.label,
        "state": batch.state,
        "question": batch.question,
        "counts": batch.counts,
        "problems": batch.problems,
        "rows": [_row(row) for row in chosen.iterator(chunk_size=500)] if limit is None else [_row(r) for r in chosen],
    }


def _row(row: PlanRow) -> RowSummary:
    return {
        "id": row.pk,
        "verdict": row.verdict,
        "name": row.name,
        "where": row.where,
        "reason": row.reason,
        "fields": row.fields,
        "gains": row.gains,
        "candidates": [candidate["name"] for candidate in row.candidates],
        "choice": row.choice,
        "warnings": row.warnings,
    }
