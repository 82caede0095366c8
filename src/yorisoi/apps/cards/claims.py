"""Which card is read next, and by whom: a claim that only one reader gets, and that ends by itself.

A claim is one conditional UPDATE, so it holds on SQLite and PostgreSQL, between threads and between processes. A reader
that dies leaves a claim that runs out; the card is then taken up again, but not for ever: a picture that kills its
reader is let be after a few begun readings.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards.models import Card, State

# A card takes three seconds on two cores; a slow single-board computer twenty. Longer means that the reader is gone.
HOLD = timedelta(seconds=60)
# Begun readings of one picture. One reader may die for another reason, twice is bad luck, three times is the picture.
MOST_TRIES = 3
GIVEN_UP = "何度か試しましたが、読み取れませんでした。写真を見ながら、手で書きとめられます。"


def take_next(now: datetime, *, owner: Owner | None = None, stack: UUID | None = None) -> Card | None:
    """Claim one card for the caller until ``now + HOLD``; None when nothing waits.

    A single picture, just taken at a gathering, comes before those that came in stacks. Cards begun too often are
    marked as failed on the way.
    """
    while True:
        waiting = _free(now, owner, stack)
        card = waiting.filter(stack=None).first() or waiting.first()
        if card is None:
            return None
        if card.tries >= MOST_TRIES:
            _settle(card, state=State.FAILED, trouble=GIVEN_UP, held_until=None)
            continue
        if _settle(card, state=State.READING, tries=card.tries + 1, held_until=now + HOLD):
            card.state, card.tries, card.held_until = State.READING, card.tries + 1, now + HOLD
            return card


def finish(card: Card, reading: dict[str, Any], *, now: datetime) -> bool:
    """Keep what was read, and say whether the claim still stood: who comes too late writes nothing."""
    return _settle(card, state=State.READ, reading=reading, trouble="", held_until=None, read_at=now)


def fail(card: Card, why: str, *, now: datetime, reading: dict[str, Any] | None = None) -> bool:
    """Let the card be, with a sentence for the owner. Says whether the claim still stood."""
    return _settle(card, state=State.FAILED, trouble=why, held_until=None, read_at=now, reading=reading or {})


def put_back(card: Card, *, now: datetime) -> bool:
    """Give a claim back after an accident: the card waits again, or is let be when that was the last try."""
    if card.tries >= MOST_TRIES:
        return fail(card, GIVEN_UP, now=now)
    return _settle(card, state=State.WAITING, held_until=None)


def something_waits(now: datetime) -> bool:
    """Say whether a card could be claimed."""
    return _free(now, None, None).exists()


def next_free(now: datetime) -> datetime | None:
    """Return when the first claim runs out; None when nobody holds one."""
    held = Card.objects.filter(state=State.READING).order_by("held_until").values_list("held_until", flat=True)
    first = held.first()
    return max(first, now) if first else None


def _free(now: datetime, owner: Owner | None, stack: UUID | None) -> QuerySet[Card]:
    rows = Card.objects.filter(Q(state=State.WAITING) | Q(state=State.READING, held_until__lte=now)).order_by("id")
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.filter(stack=stack) if stack is not None else rows


def _settle(card: Card, **changes: Any) -> bool:
    """Change the row if it still is as the caller last saw it: a claim raises ``tries``, so it can be told by it."""
    seen = Card.objects.filter(pk=card.pk, state=card.state, tries=card.tries)
    return bool(seen.update(**changes))
