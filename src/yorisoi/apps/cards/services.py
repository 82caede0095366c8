"""Writes about card pictures: keyword-only, one transaction each, every id checked against the owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import background, selectors
from yorisoi.apps.cards.models import Card, CardImage, State
from yorisoi.apps.cards.picture import Picture, open_picture
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.contacts.plausible import straight
from yorisoi.core.cards.card import CardFields

NAME_ROOM = 255  # characters of a file's name


def keep(
    *, owner: Owner, data: bytes, name: str, now: datetime, uid: UUID | None = None, stack: UUID | None = None
) -> Card:
    """Keep a picture of a card, drawn anew, to be read behind the pages.

    With ``uid`` (made where the picture was taken) the same picture is kept once, however often it is sent, two at the
    same moment included. ``stack`` joins pictures that came in together.

    Raises:
        NotAPictureError: the file is no picture that can be read. Nothing is written.
    """
    if (there := _kept(owner, uid)) is not None:
        return there
    picture = open_picture(data, name)
    try:
        return _keep(owner, picture, name=name, now=now, uid=uid or uuid4(), stack=stack)
    except IntegrityError:
        # Another request with the same number was a moment earlier: its row is the row.
        if (there := _kept(owner, uid)) is not None:
            return there
        raise


def _kept(owner: Owner, uid: UUID | None) -> Card | None:
    return Card.objects.filter(owner=owner, uid=uid).first() if uid is not None else None


@transaction.atomic
def _keep(owner: Owner, picture: Picture, *, name: str, now: datetime, uid: UUID, stack: UUID | None) -> Card:
    card = Card.objects.create(
        owner=owner, uid=uid, stack=stack, file_name=file_name(name), sha256=picture.sha256, width=picture.width,
        height=picture.height, created_at=now,
    )  # fmt: skip
    CardImage.objects.create(card=card, owner=owner, jpeg=picture.jpeg)
    transaction.on_commit(lambda: background.wake(now=now))
    return card


def file_name(name: str) -> str:
    """Return a file's own name, without folders and without signs that mislead the eye or the database."""
    return straight(PurePath(name.replace("\\", "/").replace("\x00", "")).name)[:NAME_ROOM]


@transaction.atomic
def attach(*, owner: Owner, card: Card, contact: Contact) -> Card:
    """Say whose card it is.

    Raises:
        Card.DoesNotExist, Contact.DoesNotExist: not this owner's.
    """
    held = Card.objects.select_for_update().get(owner=owner, pk=card.pk)
    held.contact = Contact.objects.get(owner=owner, pk=contact.pk)
    held.save(update_fields=["contact"])
    return held


@transaction.atomic
def remove(*, owner: Owner, card: Card) -> None:
    """Erase a picture and what was read on it. What was written down of the person stays.

    Raises:
        Card.DoesNotExist: not this owner's.
    """
    Card.objects.select_for_update().get(owner=owner, pk=card.pk).delete()


@transaction.atomic
def read_again(*, owner: Owner, card: Card, now: datetime) -> Card:
    """Let a picture be read once more. One that is being read goes on as it is.

    Raises:
        Card.DoesNotExist: not this owner's.
    """
    held = Card.objects.select_for_update().get(owner=owner, pk=card.pk)
    if held.state in (State.READ, State.FAILED):
        held.state, held.tries, held.trouble, held.held_until = State.WAITING, 0, "", None
        held.save(update_fields=["state", "tries", "trouble", "held_until"])
        transaction.on_commit(lambda: background.wake(now=now))
    return held


@transaction.atomic
def mend(*, owner: Owner, card: Card, fields: CardFields, now: datetime) -> Card:
    """Put what the owner saw on the picture in the place of what was read; nothing is doubtful any more.

    Raises:
        Card.DoesNotExist: not this owner's.
    """
    from yorisoi.apps.cards.reading import dump  # large libraries stand behind it; most requests need none

    held = Card.objects.select_for_update().get(owner=owner, pk=card.pk)
    held.reading = dump(replace(selectors.reading_of(held), fields=replace(fields, doubts=())))
    held.state, held.trouble, held.held_until, held.read_at = State.READ, "", None, now
    held.save(update_fields=["reading", "state", "trouble", "held_until", "read_at"])
    return held
