"""Taking one person's debrief back: what it wrote goes, what came since stays. Called inside the transactions of ``triage``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards.models import Card
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Point
from yorisoi.apps.events import services
from yorisoi.apps.events.models import Attendance, Capture, Presence
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Interaction


def undo(owner: Owner, capture: Capture, contact: Contact, done: Mapping[str, Any], *, now: datetime) -> None:
    """Take out of ``contact`` what the debrief of ``capture`` wrote; the person too, when it made them and nobody touched
    them since. ``done`` is what ``triage.finish`` noted; the capture is theirs no more.
    """
    held = Contact.objects.select_for_update().get(owner=owner, pk=contact.pk)
    untouched = mark(held, beside=capture) == done.get("mark")
    Card.objects.filter(owner=owner, contact=held, capture=capture).update(contact=None)
    if done.get("created") and untouched:
        contacts.remove(owner=owner, contact=held)
        return
    # The key that made them is free again: the capture may become somebody else.
    Contact.objects.filter(pk=held.pk, once_key=contact_key(capture)).update(once_key=None)
    _undo_meeting(owner, capture, held, done, now=now)
    told: Mapping[str, str] = done.get("facts", {})
    for fact in Fact.objects.filter(owner=owner, contact=held, once_key__in=list(told)):
        if fact.text == told[str(fact.once_key)]:  # words the owner has mended since are the owner's
            contacts.remove_fact(owner=owner, contact=held, fact_id=fact.pk, now=now)
    for point in Point.objects.filter(owner=owner, contact=held, pk__in=done.get("points", ())):
        contacts.remove_point(owner=owner, contact=held, point_id=point.pk, now=now)
    held.refresh_from_db()
    after: Mapping[str, str] = done.get("after", {})
    back = {
        name: value for name, value in done.get("before", {}).items() if str(getattr(held, name)) == after.get(name)
    }
    if back:
        contacts.update(owner=owner, contact=held, now=now, **back)


def _undo_meeting(owner: Owner, capture: Capture, contact: Contact, done: Mapping[str, Any], *, now: datetime) -> None:
    if capture.event is None:
        row = Interaction.objects.filter(owner=owner, once_key=meeting_key(capture)).first()
        if row is not None:
            interactions.remove(owner=owner, interaction_id=row.pk, now=now)
        return
    rows = Attendance.objects.filter(owner=owner, contact=contact)
    others = Capture.objects.filter(owner=owner, event=capture.event, contact=contact).exists()
    row_here = rows.filter(event=capture.event).first()
    if row_here is not None and not others:
        before: Sequence[str] | None = done.get("attendance")
        if before is None:
            services.leave(owner=owner, attendance=row_here, now=now)
        else:
            services.attend(
                owner=owner, event=capture.event, contact=contact, now=now, presence=before[0], said=before[1]
            )
    expected = rows.filter(pk=done.get("expected") or 0, presence=Presence.EXPECTED).first()
    if expected is not None:
        services.leave(owner=owner, attendance=expected, now=now)


def mark(contact: Contact, *, beside: Capture | None = None) -> list[Any]:
    """What tells whether a person was touched: when the card changed last, and how much there is of them.

    ``beside`` is a capture that was theirs when the mark was made, and is no more.
    """
    captures = Capture.objects.filter(contact=contact).count() + (beside is not None)
    return [
        contact.updated_at.isoformat(),
        *(getattr(contact, name).count() for name in ("facts", "points", "tags", "interactions", "attendances")),
        contact.seasons.count(),
        contact.cards.count(),
        captures,
    ]


def contact_key(capture: Capture) -> str:
    """The key that writes the person of a capture once."""
    return f"capture:{capture.client_id}"


def meeting_key(capture: Capture) -> str:
    """The key that writes the meeting of a capture without a gathering once."""
    return f"capture:{capture.client_id}:met"
