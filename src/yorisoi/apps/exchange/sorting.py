"""How near those may be whom an import brought: everybody is "just remembered" until the owner says otherwise.

Sorting belongs to the import: a closeness chosen here is no later edit, and the import can still be taken back whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Closeness, Contact
from yorisoi.apps.exchange import sealing
from yorisoi.apps.exchange.apply_plan import OWN_FORMAT
from yorisoi.apps.exchange.models import ImportBatch, State, UndoEntry


def is_wanted(batch: ImportBatch) -> bool:
    """Say whether an import brought people whom nobody has sorted yet. The product's own export knows how near each is."""
    brought = batch.counts.get("done", {}).get("created", 0)
    return bool(batch.state == State.APPLIED and brought and batch.sorted_at is None and batch.format != OWN_FORMAT)


def people(batch: ImportBatch) -> QuerySet[Contact]:
    """Return everybody the import brought new, in the order they came."""
    brought = UndoEntry.objects.filter(batch=batch, created=True).values("contact")
    return Contact.objects.filter(owner=batch.owner_id, pk__in=brought).order_by("pk")


def chosen(batch: ImportBatch) -> int:
    """Return how many of them are more than just remembered."""
    return people(batch).exclude(closeness=Closeness.REMEMBER).count()


@transaction.atomic
def set_closeness(*, owner: Owner, batch: ImportBatch, choices: Mapping[int, str], now: datetime) -> int:
    """Set how near: contact id to closeness. What names nobody of this import, or no closeness, is passed over.

    Returns how many people were changed.
    """
    held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch.pk, state=State.APPLIED)
    wanted = {pk: closeness for pk, closeness in choices.items() if closeness in Closeness.values}
    entries = {one.contact_id: one for one in held.undo_entries.filter(created=True, contact__in=list(wanted))}
    changing = [one for one in people(held).filter(pk__in=list(entries)) if one.closeness != wanted[one.pk]]
    before = sealing.seals(owner, [contact.pk for contact in changing])
    for contact in changing:
        contacts.set_closeness(owner=owner, contact=contact, closeness=wanted[contact.pk], now=now)
    after = sealing.seals(owner, [contact.pk for contact in changing])
    untouched = [entries[pk] for pk, seal in before.items() if entries[pk].seal == seal]
    for entry in untouched:
        entry.seal = after[entry.contact_id]
    UndoEntry.objects.bulk_update(untouched, ["seal"])
    return len(changing)


def finish(*, owner: Owner, batch: ImportBatch, now: datetime) -> None:
    """Note that the owner has sorted them. Those not chosen stay as they came; said twice, it stays said."""
    ImportBatch.objects.filter(owner=owner, pk=batch.pk, state=State.APPLIED, sorted_at=None).update(sorted_at=now)
