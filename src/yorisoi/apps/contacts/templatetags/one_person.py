"""For a person's own page: the way to their second card, and the cards that were merged into this one."""

from __future__ import annotations

from typing import Any

from django import template

from yorisoi.apps.contacts.models import Contact, Merge

register = template.Library()
MOST_SHOWN = 3  # merges told of; older ones can no longer be taken back before these


@register.inclusion_tag("contacts/_one_person.html")
def one_person(contact: Contact) -> dict[str, Any]:
    """Tell which cards became one here, newest first, and offer to look for another."""
    merges = Merge.objects.filter(owner=contact.owner_id, kept=contact, undone_at=None).defer("snapshot")
    return {"contact": contact, "merges": merges[:MOST_SHOWN]}
