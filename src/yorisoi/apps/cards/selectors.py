"""Reads of card pictures, always through the owner. No list loads the pixels."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards.models import Card, CardImage, State
from yorisoi.apps.contacts.models import Contact
from yorisoi.core.cards.card import CardFields, CardReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading of a stack is, counted in cards."""

    total: int = 0
    read: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        """Cards that wait no longer."""
        return self.read + self.failed

    @property
    def is_over(self) -> bool:
        return self.done >= self.total

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def reading_of(card: Card) -> CardReading:
    """Return what was read on a card; an empty reading when nothing was (yet)."""
    if not card.reading:
        return CardReading(fields=CardFields())
    from yorisoi.apps.cards.reading import load  # large libraries stand behind it; most requests need none

    return load(card.reading)


def cards_of(owner: Owner, contact: Contact) -> QuerySet[Card]:
    """Return a person's cards, newest first."""
    return Card.objects.filter(owner=owner, contact=contact)


def in_stack(owner: Owner, stack: UUID | None) -> QuerySet[Card]:
    """Return the cards that came in together, in the order they came; of no stack, none."""
    rows = Card.objects.filter(owner=owner, stack=stack).order_by("pk")
    return rows if stack is not None else rows.none()


def progress(owner: Owner, stack: UUID | None) -> Progress:
    """Return how far the reading of a stack is."""
    counts = in_stack(owner, stack).order_by().aggregate(
        total=Count("pk"), read=Count("pk", filter=Q(state=State.READ)), failed=Count("pk", filter=Q(state=State.FAILED))
    )  # fmt: skip
    return Progress(**counts)


def jpeg_of(card: Card) -> bytes:
    """Return the pixels.

    Raises:
        CardImage.DoesNotExist: they are gone.
    """
    return bytes(CardImage.objects.values_list("jpeg", flat=True).get(owner=card.owner_id, pk=card.pk))
