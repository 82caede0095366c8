"""One hash for all that is stored of a person: when it changes, someone has edited them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards.models import Card
from yorisoi.apps.contacts.models import Contact, Fact, Point, SeasonOverride, Tag
from yorisoi.apps.events.models import Attendance
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.today.models import Choice

# Everything the owner can see or do; the caches (standing, search key) follow from it.
_PARTS: tuple[type[models.Model], ...] = (Point, Tag, Fact, Interaction, Choice, SeasonOverride, Card, Attendance)
# Of a card only that it is there: reading its picture once more says nothing new of the person.
_SEEN = {Card: ("id", "contact_id", "sha256")}
# How a form was told from its double; it says nothing of the person. A timeline's key does: it is a talk's own line.
_UNSEEN = {(Contact, "once_key"), (Fact, "once_key")}


def seals(owner: Owner, ids: Sequence[int]) -> dict[int, str]:
    """Return the seal of each of a few hundred people; those who are gone are missing."""
    hashes = {}
    columns = _columns(Contact)
    for row in Contact.objects.filter(owner=owner, pk__in=ids).values_list(*columns):
        hashes[row[columns.index("id")]] = hashlib.sha256(_line(row))
    for model in _PARTS:
        columns = [name for name in _columns(model) if name != "owner_id"]
        at = columns.index("contact_id")
        rows = model._default_manager.filter(owner=owner, contact__in=ids).order_by("contact_id", "pk")
        for row in rows.values_list(*columns).iterator(chunk_size=2000):
            if row[at] in hashes:
                hashes[row[at]].update(model.__name__.encode() + _line(row))
    return {pk: made.hexdigest() for pk, made in hashes.items()}


def _columns(model: type[models.Model]) -> list[str]:
    if model in _SEEN:
        return list(_SEEN[model])
    return [field.attname for field in model._meta.concrete_fields if (model, field.name) not in _UNSEEN]


def _line(values: Iterable[Any]) -> bytes:
    texts = (json.dumps(value, sort_keys=True) if isinstance(value, dict) else repr(value) for value in values)
    return "\x1f".join(texts).encode()
