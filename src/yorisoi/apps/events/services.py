"""Writes of gatherings: keyword-only, one transaction each, every id checked against the owner.

Who was met at a gathering was met: an attendance writes one meeting on the timeline, and takes it back with itself.
Locks are always taken in one order: the gathering, then the person.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.events import meetings
from yorisoi.apps.events.checks import LONGEST_NAME, check_attendance, check_event
from yorisoi.apps.events.models import Attendance, Event, Presence, Series

BY_HAND = "手入力"
UID_HOUSE = "@yorisoi"  # what follows the sign in the UIDs made here, as iCalendar advises
CHANGEABLE = frozenset({"name", "place", "host", "url", "note", "starts_at", "ends_at", "all_day", "series"})
ONE_LINE = frozenset({"name", "place", "host", "url"})


def create_event(
    *,
    owner: Owner,
    now: datetime,
    name: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: str = "",
    host: str = "",
    series: str | Series | None = None,
    url: str = "",
    note: str = "",
    all_day: bool = False,
    uid: str | None = None,
    once_key: str | None = None,
    source: str = BY_HAND,
) -> Event:
    """Write a gathering down. ``series`` may be a name: the series is made when there is none of that name.

    With ``once_key`` the same gathering is written once, however often this is called; and one with a ``uid`` that the
    owner has already is that one, unchanged. Of an all-day gathering ``starts_at`` is the first midnight and
    ``ends_at``, where given, the midnight after the last day.

    Raises:
        ValidationError: no name, an end before the start, a time out of the bound, or a value too long.
        Series.DoesNotExist: another owner's series.
    """
    fields = _straightened({"name": name, "place": place, "host": host, "url": url, "note": note})
    event = Event(
        owner=owner, uid=uid or f"{uuid.uuid4()}{UID_HOUSE}", starts_at=starts_at, ends_at=ends_at, all_day=all_day,
        source=straight(source), once_key=once_key, created_at=now, updated_at=now, **fields,
    )  # fmt: skip
    if (found := _there(event)) is not None:
        return found
    try:
        return _write(event, series)
    except IntegrityError:
        # Another request with the same key was a moment earlier: its row is the row.
        if (found := _there(event)) is not None:
            return found
        raise


@transaction.atomic
def _write(event: Event, series: str | Series | None) -> Event:
    event.series = series_of(owner=event.owner, series=series, now=event.created_at)
    _settle(event)
    check_event(event)
    event.save()
    return event


def _there(event: Event) -> Event | None:
    own = Event.objects.filter(owner=event.owner)
    if event.once_key is not None and (found := own.filter(once_key=event.once_key).first()) is not None:
        return found
    return own.filter(uid=event.uid).first()


def series_of(*, owner: Owner, series: str | Series | None, now: datetime) -> Series | None:
    """Return the series meant: itself, the one of that name (made when there is none), or none.

    Raises:
        Series.DoesNotExist: another owner's.
        ValidationError: the name is too long.
    """
    if isinstance(series, Series):
        return Series.objects.get(owner=owner, pk=series.pk)
    name = " ".join(straight(series or "").split())
    if not name:
        return None
    if len(name) > LONGEST_NAME:
        raise ValidationError({"series": f"定例の会の名前は{LONGEST_NAME}字までにしてください。"})
    return Series.objects.get_or_create(owner=owner, name=name, defaults={"created_at": now})[0]


@transaction.atomic
def change_event(*, owner: Owner, event: Event, now: datetime, **fields: Any) -> Event:
    """Correct a gathering: any of name, place, host, url, note, starts_at, ends_at, all_day, series.

    When it moves, the meetings it wrote move with it, save those that were corrected by hand.

    Raises:
        Event.DoesNotExist: not this owner's.
        TypeError: a field that is not the owner's to change.
        ValidationError: as ``create_event``; or people were met there and it would move into the future.
    """
    if strange := set(fields) - CHANGEABLE:
        raise TypeError(f"these fields of a gathering are not changed by hand: {', '.join(sorted(strange))}")
    held = _hold(owner, event.pk)
    before = meetings.moment_of(held), held.name
    if "series" in fields:
        held.series = series_of(owner=owner, series=fields.pop("series"), now=now)
    for name, value in _straightened(fields).items():
        setattr(held, name, value)
    held.updated_at = now
    _settle(held)
    check_event(held)
    held.save()
    meetings.move(held, before=before[0], source=before[1], now=now)
    return held


@transaction.atomic
def remove_event(*, owner: Owner, event: Event, now: datetime, with_meetings: bool = False) -> None:
    """Take a gathering away. That people were met stays on the timeline, unless ``with_meetings`` says it was a mistake.

    Raises:
        Event.DoesNotExist: not this owner's.
    """
    held = _hold(owner, event.pk)
    if with_meetings:
        for attendance in (
            held.attendances.select_related("contact").filter(presence=Presence.CAME).order_by("contact_id")
        ):
            meetings.take_back(held, attendance, now=now)
    held.delete()


@transaction.atomic
def attend(
    *,
    owner: Owner,
    event: Event,
    contact: Contact,
    now: datetime,
    presence: str = Presence.CAME,
    said: str | None = None,
) -> Attendance:
    """Write down that someone came, was seen, is expected or stays away; said again, it is corrected.

    ``CAME`` records one meeting on the timeline; any other presence takes it back. ``said`` holds their words about
    coming (「来月も行きます」); None leaves what was written.

    Raises:
        Event.DoesNotExist, Contact.DoesNotExist: not this owner's.
        ValidationError: an unknown presence, words too long, or a meeting at a gathering that has not begun.
    """
    held = _hold(owner, event.pk)
    person = Contact.objects.select_for_update().get(owner=owner, pk=contact.pk)
    row = Attendance.objects.filter(event=held, contact=person).first() or Attendance(
        owner=owner, event=held, contact=person, created_at=now, presence=""
    )
    before, row.presence = row.presence, presence
    row.event, row.contact = held, person
    if said is not None:
        row.said = " ".join(straight(said).split())
    check_attendance(row, now=now)
    if before == Presence.CAME and presence != Presence.CAME:
        meetings.take_back(held, row, now=now)
    row.save()
    if presence == Presence.CAME and before != Presence.CAME:
        meetings.write(held, row, now=now)
    return row


@transaction.atomic
def leave(*, owner: Owner, attendance: Attendance, now: datetime) -> None:
    """Take an attendance away, and the meeting that it wrote.

    Raises:
        Attendance.DoesNotExist: not this owner's.
    """
    row = Attendance.objects.select_related("event").get(owner=owner, pk=attendance.pk)
    held = _hold(owner, row.event_id)
    row.contact = Contact.objects.select_for_update().get(owner=owner, pk=row.contact_id)
    if row.presence == Presence.CAME:
        meetings.take_back(held, row, now=now)
    row.delete()


def _hold(owner: Owner, event_id: int) -> Event:
    """Read the gathering fresh and lock the row: its time and who was there change one after the other."""
    return Event.objects.select_for_update().get(owner=owner, pk=event_id)


def _settle(event: Event) -> None:
    """Write the times as calendars know them: whole seconds, and no end where it tells nothing."""
    event.starts_at = event.starts_at.replace(microsecond=0)
    if event.ends_at is None:
        return
    event.ends_at = event.ends_at.replace(microsecond=0)
    length = event.ends_at - event.starts_at
    if length == timedelta(0) or (event.all_day and timedelta(0) < length <= timedelta(days=1)):
        event.ends_at = None


def _straightened(fields: dict[str, Any]) -> dict[str, Any]:
    """Texts without signs that turn the direction of writing; the short ones in one line."""
    told = {}
    for name, value in fields.items():
        if isinstance(value, str):
            value = " ".join(straight(value).split()) if name in ONE_LINE else straight(value).strip()
        told[name] = value
    return told
