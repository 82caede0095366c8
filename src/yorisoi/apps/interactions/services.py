"""Writes to the timeline. Whatever is written, the one person it concerns is folded again, and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yorisoi.apps.accounts.models import Comfort, Owner
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import folding, learning, refolding
from yorisoi.apps.interactions.models import Direction, Interaction, OwnerLearning, PersonLearning, Reaction
from yorisoi.core.distance import techniques

refold = folding.refold
rebuild = folding.rebuild
rebuild_all = refolding.rebuild_all

# What the owner may change of a recorded row; everything else (owner, contact, keys) is not theirs to set.
CHANGEABLE = frozenset(
    {
        "at",
        "direction",
        "channel",
        "kind",
        "asks_reply",
        "thanks",
        "technique",
        "text",
        "recipients",
        "no_answer_needed",
    }
)
LONGEST_TEXT = 20_000  # characters; far beyond any letter, and a bound for hostile input
CLOSING = {Reaction.DECLINED: "declined", Reaction.ASKED_TO_STOP: "asked_to_stop"}


def record(
    *,
    owner: Owner,
    contact: Contact,
    at: datetime,
    direction: str,
    channel: str,
    kind: str,
    now: datetime,
    asks_reply: bool = False,
    thanks: bool = False,
    technique: str = "",
    text: str = "",
    recipients: int = 1,
    reaction: str = "",
    source: str = "手入力",
    once_key: str | None = None,
) -> Interaction:
    """Write one interaction down and fold the person again.

    With ``once_key`` the same event is recorded once, however often this is called: a double click, a reload, the back
    button, or two at the same moment give the row of the first call. Their own message opens a closed tie again.

    Raises:
        Contact.DoesNotExist: the contact is not this owner's.
        ValidationError: a value is not one the timeline knows; nothing is written.
    """
    if once_key is not None and (found := _recorded(owner, once_key)) is not None:
        return found
    row = Interaction(
        owner=owner, contact=contact, at=at, direction=direction, channel=channel, kind=kind,
        asks_reply=asks_reply, thanks=thanks, technique=technique, text=text, length=len(text),
        recipients=recipients, source=source, once_key=once_key, created_at=now,
    )  # fmt: skip
    try:
        return _write(row, reaction=reaction, now=now)
    except IntegrityError:
        # Another request with the same key was a moment earlier: its row is the row.
        if once_key is not None and (found := _recorded(owner, once_key)) is not None:
            return found
        raise


@transaction.atomic
def _write(row: Interaction, *, reaction: str, now: datetime) -> Interaction:
    held = _hold(row.owner, row.contact_id)
    row.contact = held
    _check(row, technique_is_new=True)
    row.save()
    if reaction:
        _note_reaction(row, held, reaction=reaction, at=row.at, now=now)
    if row.direction == Direction.THEIRS:
        contacts.reopen_because_they_wrote(owner=row.owner, contact=held, at=row.at, now=now)
    folding.refold(owner=row.owner, contact_ids=[held.pk], now=now)
    return row


@transaction.atomic
def change(*, owner: Owner, interaction_id: int, now: datetime, **fields: Any) -> Interaction:
    """Correct or back-date a row and fold its person again.

    Raises:
        Interaction.DoesNotExist: not this owner's.
        TypeError: a field that is not the owner's to change.
        ValidationError: a value is not one the timeline knows; nothing is written.
    """
    strange = set(fields) - CHANGEABLE
    if strange:
        raise TypeError(f"these fields of an interaction are not changed by hand: {', '.join(sorted(strange))}")
    row = Interaction.objects.select_for_update().get(owner=owner, pk=interaction_id)
    _hold(owner, row.contact_id)
    before = row.technique
    for name, value in fields.items():
        setattr(row, name, value)
    if "text" in fields:
        row.length = len(row.text)
    _check(row, technique_is_new=row.technique != before)
    row.save()
    folding.refold(owner=owner, contact_ids=[row.contact_id], now=now)
    return row


@transaction.atomic
def remove(*, owner: Owner, interaction_id: int, now: datetime) -> int:
    """Take a row out of the timeline and fold its person again. Returns the contact's id.

    Raises:
        Interaction.DoesNotExist: not this owner's.
    """
    row = Interaction.objects.get(owner=owner, pk=interaction_id)
    _hold(owner, row.contact_id)
    row.delete()
    folding.refold(owner=owner, contact_ids=[row.contact_id], now=now)
    return row.contact_id


@transaction.atomic
def react(*, owner: Owner, interaction_id: int, reaction: str, now: datetime) -> Interaction:
    """Note what came back to a message of mine. "Asked not to be contacted" closes the tie everywhere.

    Noting the same reaction twice changes nothing the second time.

    Raises:
        Interaction.DoesNotExist: not this owner's.
        ValidationError: not a reaction, or the row is not a message of mine.
    """
    row = Interaction.objects.select_for_update().get(owner=owner, pk=interaction_id)
    held = _hold(owner, row.contact_id)
    if row.reaction == reaction:
        return row
    if row.direction == Direction.THEIRS:
        raise ValidationError("相手からの連絡には、返ってきたことを書きとめる欄がありません。")
    _note_reaction(row, held, reaction=reaction, at=now, now=now)
    folding.refold(owner=owner, contact_ids=[row.contact_id], now=now)
    return row


@transaction.atomic
def settle_reply(*, owner: Owner, contact: Contact, now: datetime) -> int:
    """Say that no answer is owed to this person (any more). Returns how many messages that settled."""
    _hold(owner, contact.pk)
    settled = Interaction.objects.filter(
        owner=owner, contact=contact, direction=Direction.THEIRS, at__lte=now, no_answer_needed=False
    ).update(no_answer_needed=True)
    folding.refold(owner=owner, contact_ids=[contact.pk], now=now)
    return settled


@transaction.atomic
def close(*, owner: Owner, contact: Contact, because: str, now: datetime) -> Contact:
    """Leave this person in peace everywhere, until they write. ``because`` is declined or asked_to_stop."""
    return contacts.close(owner=owner, contact=contact, because=because, at=now, now=now)


@transaction.atomic
def set_comfort(*, owner: Owner, contact: Contact, comfort: str, now: datetime) -> Contact:
    """Give this person a little more room, or a little less, than the owner's people in general.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: not one of ``Comfort``.
    """
    if comfort not in Comfort.values:
        raise ValidationError("間合いは、三つの中からお選びください。")
    held = _hold(owner, contact.pk)
    held.comfort, held.updated_at = comfort, now
    held.save(update_fields=["comfort", "updated_at"])
    folding.refold(owner=owner, contact_ids=[held.pk], now=now)
    return held


@transaction.atomic
def learn_from(*, owner: Owner, contact: Contact, since: datetime | None, now: datetime) -> Contact:
    """Forget what asks before ``since`` taught about this person; with None, take everything in again.

    The timeline stays as it is, and so does every date: only what is expected of an answer begins anew.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    held = _hold(owner, contact.pk)
    held.learning_from, held.updated_at = since, now
    held.save(update_fields=["learning_from", "updated_at"])
    folding.refold(owner=owner, contact_ids=[held.pk], now=now)
    return held


@transaction.atomic
def learn_from_everybody(*, owner: Owner, since: datetime | None, now: datetime) -> bool:
    """The same for all of the owner's people. Returns whether it is done; otherwise it goes on behind.

    Forgetting holds at once, because no list of asks is left; taking in again comes as the people are folded.
    """
    OwnerLearning.objects.update_or_create(owner=owner, defaults={"reset_at": since})
    if since is not None:
        PersonLearning.objects.filter(owner=owner).delete()
    learning.measure(owner=owner, now=now, anew=True)
    return refolding.start(owner=owner, now=now)


def _check(row: Interaction, *, technique_is_new: bool) -> None:
    row.full_clean(exclude=["owner", "contact"], validate_constraints=False)
    if len(row.text) > LONGEST_TEXT:  # Django checks the length of a text field in forms only
        raise ValidationError(f"本文は{LONGEST_TEXT:,}字までにしてください。")
    # A row brought in from elsewhere may carry a technique of its own; it must not stand in the way of a correction.
    if technique_is_new and row.technique and row.technique not in (known := [each.id for each in techniques()]):
        raise ValidationError(
            f"技術「{row.technique}」は見つかりませんでした。{'・'.join(known)} のどれかにしてください。"
        )


def _hold(owner: Owner, contact_id: int) -> Contact:
    """Lock the person for this transaction: two writers about one person come one after the other."""
    return Contact.objects.select_for_update().get(owner=owner, pk=contact_id)


def _recorded(owner: Owner, once_key: str) -> Interaction | None:
    return Interaction.objects.filter(owner=owner, once_key=once_key).first()


def _note_reaction(row: Interaction, contact: Contact, *, reaction: str, at: datetime, now: datetime) -> None:
    if reaction not in Reaction.values:
        raise ValidationError("返ってきたことは、一覧から選んでください。")
    if row.reaction in CLOSING and contact.closed_at is not None and contact.closed_at == row.reaction_at:
        contacts.undo_close(
            owner=row.owner, contact=contact, now=now
        )  # the owner corrects a mistaken tap: the closing that this row made goes with it
    row.reaction = reaction
    row.reaction_at = max(at, row.at) if reaction else None
    row.save(update_fields=["reaction", "reaction_at"])
    if reaction in CLOSING and contact.closed_at is None:
        because = CLOSING[Reaction(reaction)]
        contacts.close(owner=row.owner, contact=contact, because=because, at=row.reaction_at or now, now=now)
