"""Gatherings on their way out: events with their series, who was there, who was caught and waits, who is not whom.

Pictures, and what two cards were before they became one, stay: a backup holds them. Suggested first words are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import NotSame
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, Event, Series
from yorisoi.apps.exchange import book, packing, record


def everything(owner: Owner) -> dict[str, list[Any]]:
    """Return the parts of the file that speak of gatherings, by their name there, in an order that is always the same."""
    pairs = NotSame.objects.filter(owner=owner).values_list("contact__uid", "other__uid")
    return {
        "series": list(Series.objects.filter(owner=owner).order_by("name").values_list("name", flat=True)),
        "events": [packing.dump(one) for one in _events(owner)],
        "attendances": [packing.dump(one) for one in _attendances(owner)],
        "captures": [packing.dump(one) for one in _captures(owner)],
        "not_same": sorted(sorted(map(str, pair)) for pair in pairs),
    }


def _events(owner: Owner) -> Iterator[record.Gathering]:
    rows = Event.objects.filter(owner=owner).select_related("series").order_by("starts_at", "uid")
    for row in rows.iterator(chunk_size=book.BOUND):
        yield record.Gathering(
            uid=row.uid,
            name=row.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            all_day=row.all_day,
            series=row.series.name if row.series else "",
            place=row.place,
            host=row.host,
            url=row.url,
            note=row.note,
            source=row.source,
        )


def _attendances(owner: Owner) -> Iterator[record.Attended]:
    rows = Attendance.objects.filter(owner=owner).order_by("event__starts_at", "event__uid", "contact__uid")
    columns = ("event__uid", "contact_id", "contact__uid", "presence", "said", "once_key")
    for part in book.chunks(rows.values_list(*columns).iterator(chunk_size=book.BOUND)):
        ids = {contact_id for _, contact_id, _, _, _, once_key in part if once_key}
        travels = {(pk, key): under for (pk, under), key in book.travelling(owner, list(ids)).items()}
        for event, contact_id, person, presence, said, once_key in part:
            yield record.Attended(
                event=event, person=str(person), presence=presence, said=said,
                meeting=travels.get((contact_id, once_key), ""),
            )  # fmt: skip


def _captures(owner: Owner) -> Iterator[record.Captured]:
    """Those that hold a word; of a mere picture nothing could travel."""
    rows = Capture.objects.filter(owner=owner, state=CaptureState.WAITING).order_by("captured_at", "client_id")
    columns = ("client_id", "captured_at", "event__uid", "name", "note", "code")
    for client_id, captured_at, event, name, note, code in rows.values_list(*columns):
        if name or note or code:
            yield record.Captured(
                client_id=str(client_id), captured_at=captured_at, event=event or "", name=name, note=note, code=code
            )
