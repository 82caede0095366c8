"""Taking gatherings back that an import made: those that still stand as it wrote them, and that nothing leans on since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from yorisoi.apps.contacts.models import NotSame
from yorisoi.apps.events.models import Attendance, Capture, Event, Series
from yorisoi.apps.exchange import book
from yorisoi.apps.exchange.models import ImportBatch

PART = "gatherings"  # of a batch's material, and of what it keeps to be taken back
_SEAL = 16  # hex digits of a hash that only has to notice a change
# What the owner can change of each.
_LOOKED_AT: dict[type[models.Model], tuple[str, ...]] = {
    Event: ("name", "place", "series_id", "starts_at", "ends_at", "all_day", "host", "url", "note"),
    Attendance: ("event_id", "contact_id", "presence", "said", "once_key"),
    Capture: ("event_id", "name", "note", "code", "state", "answers", "card_id", "contact_id"),
    Series: ("name",),
    NotSame: ("contact_id", "other_id"),
}


def seals(model: type[models.Model], ids: Iterable[int]) -> list[tuple[int, str]]:
    """Return (id, seal) of each row that is there, as ``ImportBatch.before`` keeps them."""
    found = []
    for part in book.chunks(ids):
        for pk, *values in model._default_manager.filter(pk__in=part).values_list("pk", *_LOOKED_AT[model]):
            found.append((pk, hashlib.sha256(repr(values).encode()).hexdigest()[:_SEAL]))
    return found


def take_back(batch: ImportBatch, *, keep: Collection[int]) -> None:
    """Remove what ``gatherings.put`` wrote and nobody has touched since, save what is of the people in ``keep``.

    A gathering goes only when nobody is written down for it any more, and a series when no gathering is left in it.
    """
    made: dict[str, list[tuple[int, str]]] = batch.before.get(PART, {})
    stays = set(keep)
    for part in book.chunks(_untouched(Attendance, made.get("attendances", ()))):
        rows = Attendance.objects.filter(owner=batch.owner, pk__in=part).values_list("pk", "contact_id")
        _remove(batch, Attendance, [pk for pk, contact_id in rows if contact_id not in stays])
    for part in book.chunks(_untouched(NotSame, made.get("not_same", ()))):
        pairs = NotSame.objects.filter(owner=batch.owner, pk__in=part).values_list("pk", "contact_id", "other_id")
        _remove(batch, NotSame, [pk for pk, *two in pairs if not stays & set(two)])
    _remove(batch, Capture, _untouched(Capture, made.get("captures", ())))
    bare = Q(attendances=None, captures=None, first_touches=None)
    _remove(batch, Event, _untouched(Event, made.get("events", ())), bare)
    _remove(batch, Series, _untouched(Series, made.get("series", ())), Q(events=None))


def _untouched(model: type[models.Model], made: Iterable[Any]) -> list[int]:
    before = dict(made)
    return [pk for pk, seal in seals(model, before) if before[pk] == seal]


def _remove(batch: ImportBatch, model: type[models.Model], ids: Iterable[int], which: Q | None = None) -> None:
    for part in book.chunks(ids):
        rows = model._default_manager.filter(owner=batch.owner, pk__in=part)
        if which is not None:  # read first: what is looked at beside the row cannot be joined in a removal
            rows = model._default_manager.filter(pk__in=list(rows.filter(which).values_list("pk", flat=True)))
        rows.delete()
