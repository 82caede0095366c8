"""Taking an applied import back exactly. Runs inside one transaction of the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models

from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Point, SeasonOverride, Tag
from yorisoi.apps.exchange import book, household, pictures, sealing
from yorisoi.apps.exchange.models import ImportBatch, KnownAs, UndoEntry
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Interaction

_ADDED: dict[str, type[models.Model]] = {"points": Point, "tags": Tag, "facts": Fact,
                                      "seasons": SeasonOverride, "interactions": Interaction}  # fmt: skip

_COLUMNS = {column.name: column for column in Contact._meta.concrete_fields}


def edited_since(batch: ImportBatch) -> dict[int, str]:
    """Return id and name of everyone whose rows are no longer as the import left them. The erased are not among them."""
    edited: dict[int, str] = {}
    for part in book.chunks(batch.undo_entries.order_by("pk").iterator(chunk_size=book.BOUND)):
        seals = sealing.seals(batch.owner, [entry.contact_id for entry in part])
        for entry in part:
            if seals.get(entry.contact_id, entry.seal) != entry.seal:
                edited[entry.contact_id] = entry.name
    return edited


def run(batch: ImportBatch, *, keep: set[int], now: datetime) -> int:
    """Take back everything but what concerns the people in ``keep``. Returns how many people were restored or removed."""
    done = 0
    pictures.take_down(batch, keep)
    for part in book.chunks(batch.undo_entries.order_by("-pk").iterator(chunk_size=book.BOUND)):
        chosen = [entry for entry in part if entry.contact_id not in keep]
        _take_back(batch, chosen)
        restored = [entry.contact_id for entry in chosen if not entry.created]
        contacts.reindex(owner=batch.owner, contact_ids=restored)
        interactions.refold(owner=batch.owner, contact_ids=restored, now=now)
        done += len(chosen)
    _restore_answers(batch)
    household.take_back(batch, keep=keep, now=now)
    return done


def _take_back(batch: ImportBatch, entries: Sequence[UndoEntry]) -> None:
    KnownAs.objects.filter(batch=batch, contact__in=[entry.contact_id for entry in entries]).delete()
    Contact.objects.filter(owner=batch.owner, pk__in=[entry.contact_id for entry in entries if entry.created]).delete()
    changed = [entry for entry in entries if not entry.created]
    for name, model in _ADDED.items():
        for ids in book.chunks(pk for entry in changed for pk in entry.added.get(name, ())):
            model._default_manager.filter(owner=batch.owner, pk__in=ids).delete()
    people = Contact.objects.filter(owner=batch.owner).in_bulk([entry.contact_id for entry in changed])
    columns: set[str] = set()
    restored = []
    for entry in changed:
        person = people.get(entry.contact_id)
        if person is None or not entry.before:
            continue
        for name, value in entry.before.items():
            setattr(person, name, _COLUMNS[name].to_python(value))
        columns |= set(entry.before)
        restored.append(person)
    if restored:
        Contact.objects.bulk_update(restored, sorted(columns), batch_size=50)


def _restore_answers(batch: ImportBatch) -> None:
    if "my_names" not in batch.before:
        return
    if preferences_of(batch.owner).my_names == batch.before["my_names_after"]:
        save_preferences(owner=batch.owner, my_names=batch.before["my_names"])
