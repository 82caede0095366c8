"""The pictures that an import of photographs brought: hung up with the people they show, and taken down again.

Everything here runs inside the caller's transaction. Undoing an import leaves nothing of it behind, pictures included;
only those of people who stay (because the owner has edited them since, or wrote them down by hand) stay with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yorisoi.apps.cards.models import Card
from yorisoi.apps.exchange import book
from yorisoi.apps.exchange.models import ImportBatch, Verdict


def hang(batch: ImportBatch, contact_id: int, keys: Iterable[str]) -> None:
    """Give a person the pictures named among ``keys``. A picture that hangs there already is not hung twice."""
    numbers = [key.removeprefix(book.PHOTO) for key in keys if key.startswith(book.PHOTO)]
    if not numbers or batch.stack is None:
        return
    cards = Card.objects.filter(owner=batch.owner_id, stack=batch.stack, contact=None, uid__in=numbers)
    there = set(Card.objects.filter(owner=batch.owner_id, contact=contact_id).values_list("sha256", flat=True))
    cards.filter(sha256__in=there).delete()
    cards.update(contact=contact_id)


def hang_unchanged(batch: ImportBatch) -> None:
    """Give their pictures to those about whom the photographs said nothing new."""
    if batch.stack is None:
        return
    rows = batch.rows.filter(verdict=Verdict.SKIP, target__isnull=False)
    for target, record in rows.values_list("target_id", "record"):
        hang(batch, target, record.get("keys", ()))


def take_down(batch: ImportBatch, keep: set[int]) -> None:
    """Erase the pictures of an import that is taken back, but for those of people in ``keep``."""
    if batch.stack is None:
        return
    people = set(batch.undo_entries.values_list("contact_id", flat=True))
    people |= set(batch.rows.filter(verdict=Verdict.SKIP, target__isnull=False).values_list("target_id", flat=True))
    _erase(batch, [None, *(people - keep)])


def let_go(batch: ImportBatch) -> None:
    """Erase the pictures that belong to nobody, of an import that is not wanted."""
    if batch.stack is not None:
        _erase(batch, [None])


def _erase(batch: ImportBatch, people: Sequence[int | None]) -> None:
    cards = Card.objects.filter(owner=batch.owner_id, stack=batch.stack)
    if None in people:
        cards.filter(contact=None).delete()
    for part in book.chunks(contact for contact in people if contact is not None):
        cards.filter(contact__in=part).delete()
