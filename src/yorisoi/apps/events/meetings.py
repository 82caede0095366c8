"""The meeting on the timeline that an attendance stands for: written once, moved and taken back with it.

Called inside the transactions of ``services``, which hold the gathering and the person.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events.checks import has_begun
from yorisoi.apps.events.models import Attendance, Event, Presence
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Channel, Direction, Interaction, Kind

IN_PERSON = Q(kind=Kind.MEETING) | Q(direction=Direction.MUTUAL, channel=Channel.IN_PERSON)
MIDDAY = timedelta(hours=12)  # of an all-day gathering nobody knows the hour
STAYS_IN_THE_PAST = "お会いした方のいる会は、これからの日時には移せません。お会いした方を先に直してください。"


def moment_of(event: Event) -> datetime:
    """When people are met there: at the start, or at midday of an all-day gathering."""
    return event.starts_at + MIDDAY if event.all_day else event.starts_at


def write(event: Event, row: Attendance, *, now: datetime) -> None:
    """Record the meeting, unless one of the same day is on the timeline already, and the first meeting on the card."""
    contact = row.contact
    at = min(moment_of(event), now)
    is_first = not Interaction.objects.filter(
        IN_PERSON, owner=event.owner, contact=contact, at__lt=_midnight(at)
    ).exists()
    if not _same_day(event, contact, at).exists():
        row.once_key = f"event:{event.pk}:{contact.pk}"
        interactions.record(
            owner=event.owner, contact=contact, at=at, now=now, direction=Direction.MUTUAL, channel=Channel.IN_PERSON,
            kind=Kind.MEETING, text=event.name, source=event.name, once_key=row.once_key,
        )  # fmt: skip
        row.save(update_fields=["once_key"])
    if is_first:
        _fill_first_meeting(event, contact, timezone.localdate(at), now=now)


def take_back(event: Event, row: Attendance, *, now: datetime) -> None:
    """Remove what ``write`` wrote. A meeting that the owner wrote by hand stays.

    Met at another gathering of that day, too, they were met: that one writes the day's meeting now.
    """
    written = _written(event, row)
    for interaction in written:
        interactions.remove(owner=event.owner, interaction_id=interaction.pk, now=now)
    row.once_key = ""
    filled = _filled_by(event.name, row.contact)
    if filled and row.contact.met_on in (None, timezone.localdate(moment_of(event))):
        blank: dict[str, Any] = {"met_on": None, "met_where": ""}
        contacts.update(owner=event.owner, contact=row.contact, now=now, **{name: blank[name] for name in filled})
    if written and (other := _beside(event, row)) is not None:
        other.contact = Contact.objects.get(pk=row.contact_id)
        write(other.event, other, now=now)


def move(event: Event, *, before: datetime, source: str, now: datetime) -> None:
    """Let the meetings follow a gathering that changed its time, save those that were corrected by hand.

    Raises:
        ValidationError: people were met there, and the new time has not come.
    """
    met = event.attendances.filter(presence__in=(Presence.CAME, Presence.PRESENT))
    after = moment_of(event)
    if after == before or not met.exists():
        return
    if not has_begun(event, now=now):
        raise ValidationError({"starts_at": STAYS_IN_THE_PAST})
    day_before, day_after = timezone.localdate(before), timezone.localdate(after)
    for row in met.filter(presence=Presence.CAME).select_related("contact").order_by("contact_id"):
        for interaction in _written(event, row):
            if interaction.at == before:
                interactions.change(owner=event.owner, interaction_id=interaction.pk, now=now, at=min(after, now))
        if row.contact.met_on == day_before != day_after and "met_on" in _filled_by(source, row.contact):
            contacts.update(owner=event.owner, contact=row.contact, now=now, source=event.name, met_on=day_after)


def _beside(event: Event, row: Attendance) -> Attendance | None:
    """Where else they were met that day."""
    first = _midnight(moment_of(event))
    rows = Attendance.objects.filter(owner=event.owner, contact=row.contact_id, presence=Presence.CAME)
    rows = rows.filter(event__starts_at__gte=first, event__starts_at__lt=first + timedelta(days=1))
    return rows.exclude(pk=row.pk).select_related("event").order_by("event__starts_at", "pk").first()


def _written(event: Event, row: Attendance) -> list[Interaction]:
    if not row.once_key:
        return []
    return list(Interaction.objects.filter(owner=event.owner, contact=row.contact_id, once_key=row.once_key))


def _same_day(event: Event, contact: Contact, at: datetime) -> QuerySet[Interaction]:
    first = _midnight(at)
    return Interaction.objects.filter(
        IN_PERSON, owner=event.owner, contact=contact, at__gte=first, at__lt=first + timedelta(days=1)
    )


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _fill_first_meeting(event: Event, contact: Contact, day: date, *, now: datetime) -> None:
    """Where and when they met, where nothing says otherwise: an older day or another place means they met before."""
    told: dict[str, Any] = {}
    if contact.met_on is None and contact.met_where in ("", event.name):
        told["met_on"] = day
    if not contact.met_where and contact.met_on in (None, day):
        told["met_where"] = event.name
    if told:
        contacts.update(owner=event.owner, contact=contact, now=now, source=event.name, **told)


def _filled_by(source: str, contact: Contact) -> list[str]:
    """The two fields that a gathering of this name filled, by what the card remembers of their origin."""
    return [
        name
        for name in ("met_on", "met_where")
        if getattr(contact, name) and contact.provenance.get(name, {}).get("source") == source
    ]
