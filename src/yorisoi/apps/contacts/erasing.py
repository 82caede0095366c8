"""Erasing a person wholly. Rows that point to them go with them; here are those that only remember them."""

from __future__ import annotations

from yorisoi.apps.contacts.models import Contact, Merge
from yorisoi.apps.contacts.signals import contact_erased


def erase(contact: Contact) -> None:
    """Erase a person whom the caller holds. A card that was parted from another keeps a copy in the merge taken back:
    of theirs, and of each card that is part of them now, that copy goes, too.
    """
    merges = Merge.objects.filter(owner=contact.owner_id)
    part = {contact.pk, *merges.filter(kept=contact, undone_at=None).values_list("gone_id", flat=True)}
    merges.filter(gone_id__in=part, undone_at__isnull=False).delete()
    contact_erased.send(sender=Contact, owner=contact.owner, contact_id=contact.pk)
    contact.delete()
