"""The debrief, written: a sheet kept as it grows, a person made of it exactly once, let go, or taken back.

Locks are taken in one order: the capture, the gathering, the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import services as cards
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Closeness, Contact, Point
from yorisoi.apps.events import debriefing, first_touches, services, taking_back
from yorisoi.apps.events.checks import has_begun
from yorisoi.apps.events.debrief_sheet import (
    DONE,
    KEEP,
    READ,
    SHEET,
    SKIPPED,
    Filled,
    SheetForm,
    filled,
    is_read,
    missing,
    words_for,
)
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, Event, Presence
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Channel, Direction, Kind

NO_EVENT = "お会いしたとき"  # where a thing was heard, when there was no gathering
COMING = "次の回も参加予定とのこと"
# A picture of someone who is not to be kept is deleted when the debrief is closed, or after a day.
REMORSE = timedelta(days=1)


@transaction.atomic
def save(*, owner: Owner, capture_id: int, words: Mapping[str, Any]) -> Capture:
    """Keep a sheet as it stands. Of a person who is written down already, nothing changes.

    Raises:
        Capture.DoesNotExist: not this owner's.
    """
    capture = _hold(owner, capture_id)
    if capture.state == CaptureState.WAITING:
        _keep(capture, words)
    return capture


@transaction.atomic
def put_off(*, owner: Owner, capture_id: int, words: Mapping[str, Any]) -> Capture:
    """Keep the sheet, and let the others come first.

    Raises:
        Capture.DoesNotExist: not this owner's.
    """
    capture = _hold(owner, capture_id)
    if capture.state == CaptureState.WAITING:
        _keep(capture, words, **{SKIPPED: True})
    return capture


@transaction.atomic
def finish(*, owner: Owner, capture_id: int, words: Mapping[str, Any], sheet: Filled, now: datetime) -> Capture:
    """Make a person of a capture, or add it to the one it is: card, ways to reach, facts, attendance, in one piece.

    Finished twice, by a double click or from two tabs, it is finished once: the second changes nothing.

    Raises:
        Capture.DoesNotExist, Contact.DoesNotExist: not this owner's.
        ValidationError: a value the book does not take; nothing is written.
    """
    capture = _hold(owner, capture_id)
    if capture.state != CaptureState.WAITING:
        return capture
    event = _hold_event(owner, capture)
    done: dict[str, Any] = {"created": sheet.same is None}
    if sheet.same is None:
        contact = _new(owner, capture, event, sheet, now=now)
    else:
        contact = _added(owner, capture, event, sheet, done, now=now)
    done["facts"] = _tell(owner, capture, event, contact, sheet, now=now)
    _meet(owner, capture, event, contact, sheet, done, now=now)
    if capture.card is not None:
        cards.attach(owner=owner, card=capture.card, contact=contact)
    _keep(capture, words)
    capture.contact, capture.state, capture.finished_at = contact, CaptureState.DONE, now
    capture.save(update_fields=["contact", "state", "finished_at"])
    done["mark"] = taking_back.mark(Contact.objects.get(pk=contact.pk))
    capture.answers[DONE] = done
    capture.save(update_fields=["answers"])
    first_touches.plan(owner=owner, event=event, now=now)
    _forget(owner, before=now - REMORSE)
    return capture


@transaction.atomic
def let_go(*, owner: Owner, capture_id: int, words: Mapping[str, Any], now: datetime) -> Capture:
    """Do not keep this person. The capture and its picture wait for the end of the debrief, to be taken back.

    Raises:
        Capture.DoesNotExist: not this owner's.
    """
    capture = _hold(owner, capture_id)
    if capture.state == CaptureState.WAITING:
        _keep(capture, words)
        capture.state, capture.finished_at = CaptureState.LET_GO, now
        capture.save(update_fields=["state", "finished_at"])
        _forget(owner, before=now - REMORSE)
    return capture


@transaction.atomic
def close(*, owner: Owner, event: Event | None) -> int:
    """The debrief is over: delete what was kept of those who are not to be kept. Returns how many.

    Raises:
        Event.DoesNotExist: not this owner's.
    """
    if event is not None:
        Event.objects.get(owner=owner, pk=event.pk)
    return _forget(owner, Q(event=event))


@transaction.atomic
def take_back(*, owner: Owner, capture_id: int, now: datetime) -> Capture:
    """Let a capture wait again, with all that was typed. A person who was made of it, and not touched since, goes.

    Whatever was added to a person since stays, and so does the person then; only what the debrief wrote is taken back.

    Raises:
        Capture.DoesNotExist: not this owner's.
    """
    capture = _hold(owner, capture_id)
    if capture.state == CaptureState.WAITING or debriefing.is_forgotten(capture):
        return capture
    event = _hold_event(owner, capture)
    done = capture.answers.pop(DONE, None)
    contact, capture.contact = capture.contact, None
    capture.state, capture.finished_at = CaptureState.WAITING, None
    capture.save(update_fields=["state", "contact", "finished_at", "answers"])
    if contact is not None and done is not None:
        taking_back.undo(owner, capture, contact, done, now=now)
        first_touches.plan(owner=owner, event=event, now=now)
    return capture


@dataclass(frozen=True, slots=True)
class Rest:
    """How the rest of a debrief went: written down, and left because nobody knows their name yet."""

    done: int
    left: int


def finish_rest(*, owner: Owner, event: Event | None, now: datetime) -> Rest:
    """Write everyone who still waits down as they were read or typed, just to be remembered. One transaction each.

    Who is surely in the book is added there, and their closeness stays; who may be is kept as somebody of their own.
    """
    done = left = 0
    for capture in debriefing.waiting(owner, event)[: debriefing.LISTED * 5]:
        words = {**words_for(capture), "closeness": KEEP}
        same = next((one.contact.pk for one in debriefing.alike(owner, words) if one.sure), None)
        form = SheetForm({**words, "same": same or "", "take": []})
        if not is_read(capture) or not form.is_valid():
            left += 1
            continue
        try:
            sheet = filled(form, alike=True)
            finish(owner=owner, capture_id=capture.pk, words=words, sheet=sheet, now=now)
            done += 1
        except ValidationError:
            left += 1  # something on the card that the book does not take: a person should look at it
    return Rest(done, left)


def source_of(capture: Capture) -> str:
    """Where what was said was heard."""
    return capture.event.name if capture.event is not None else NO_EVENT


def day_of(capture: Capture) -> date:
    """The day they were met: the gathering's, or the day of the capture."""
    return timezone.localdate(capture.event.starts_at if capture.event is not None else capture.captured_at)


def _keep(capture: Capture, words: Mapping[str, Any], **marks: Any) -> None:
    capture.answers = {**capture.answers, SHEET: dict(words), READ: is_read(capture), **marks}
    capture.save(update_fields=["answers"])


def _new(owner: Owner, capture: Capture, event: Event | None, sheet: Filled, *, now: datetime) -> Contact:
    on = day_of(capture)
    told: dict[str, Any] = dict(sheet.fields)
    if event is None:
        told["met_on"] = on
    return contacts.create(
        owner=owner,
        now=now,
        source=source_of(capture),
        points=[point._replace(on=on) for point in sheet.points],
        once_key=taking_back.contact_key(capture),
        closeness=sheet.closeness or Closeness.REMEMBER,
        **told,
    )


def _added(
    owner: Owner, capture: Capture, event: Event | None, sheet: Filled, done: dict[str, Any], *, now: datetime
) -> Contact:
    """Add to a person who is in the book: what is missing, and the fields the owner ticked; and note what was there."""
    contact = Contact.objects.select_for_update().get(owner=owner, pk=sheet.same or 0)  # 0 is never an id
    new: dict[str, Any] = missing(contact, sheet.fields)
    new |= {name: sheet.fields[name] for name in sheet.take if name in sheet.fields}
    if sheet.closeness is not None and sheet.closeness != contact.closeness:
        new["closeness"] = sheet.closeness
    done["before"] = {name: getattr(contact, name) for name in new}
    done["after"] = {name: str(value) for name, value in new.items()}
    if new:
        contact = contacts.update(owner=owner, contact=contact, now=now, source=source_of(capture), **new)
    there = set(Point.objects.filter(owner=owner, contact=contact).values_list("pk", flat=True))
    for point in sheet.points:
        contacts.add_point(
            owner=owner, contact=contact, kind=point.kind, value=point.value, now=now, source=source_of(capture),
            on=day_of(capture),
        )  # fmt: skip
    held = Point.objects.filter(owner=owner, contact=contact).exclude(pk__in=there)
    done["points"] = list(held.values_list("pk", flat=True))
    return contact


def _tell(
    owner: Owner, capture: Capture, event: Event | None, contact: Contact, sheet: Filled, *, now: datetime
) -> dict[str, str]:
    """Write what they told down, each with where and when it was heard. Returns the words by the key of the fact."""
    written = {}
    for kind, text in sheet.told.items():
        key = f"capture:{capture.client_id}:{kind.value}"
        contacts.add_fact(
            owner=owner, contact=contact, kind=kind, text=text, on=day_of(capture), now=now,
            source=source_of(capture), once_key=key,
        )  # fmt: skip
        written[key] = text
    return written


def _meet(
    owner: Owner,
    capture: Capture,
    event: Event | None,
    contact: Contact,
    sheet: Filled,
    done: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """Write the meeting down, and that they are expected at the next one, where they said so."""
    if event is None:
        interactions.record(
            owner=owner, contact=contact, at=min(capture.captured_at, now), direction=Direction.MUTUAL,
            channel=Channel.IN_PERSON, kind=Kind.MEETING, now=now, source=NO_EVENT, once_key=taking_back.meeting_key(capture),
        )  # fmt: skip
        return
    rows = Attendance.objects.filter(owner=owner, event=event, contact=contact)
    before = rows.first()
    done["attendance"] = [before.presence, before.said] if before is not None else None
    came = Presence.CAME if has_begun(event, now=now) else Presence.EXPECTED
    said = COMING if sheet.coming and not (before is not None and before.said) else None  # their own words stay
    services.attend(owner=owner, event=event, contact=contact, now=now, presence=came, said=said)
    following = _next_of(event) if sheet.coming else None
    if following is not None and not Attendance.objects.filter(event=following, contact=contact).exists():
        row = services.attend(owner=owner, event=following, contact=contact, now=now, presence=Presence.EXPECTED)
        done["expected"] = row.pk


def _next_of(event: Event) -> Event | None:
    """The next gathering of the same series."""
    if event.series_id is None:
        return None
    later = Event.objects.filter(owner=event.owner_id, series=event.series_id, starts_at__gt=event.starts_at)
    return later.order_by("starts_at", "pk").first()


def _forget(owner: Owner, which: Q | None = None, *, before: datetime | None = None) -> int:
    """Delete the pictures and the words of those who are not to be kept. The row stays: sent again, it is known."""
    gone = Capture.objects.select_for_update().filter(owner=owner, state=CaptureState.LET_GO)
    gone = gone.exclude(name="", note="", code="", card=None, answers={})
    if which is not None:
        gone = gone.filter(which)
    if before is not None:
        gone = gone.filter(finished_at__lt=before)
    count = 0
    for capture in gone:
        card = capture.card
        capture.name, capture.note, capture.code, capture.card, capture.answers = "", "", "", None, {}
        capture.save(update_fields=["name", "note", "code", "card", "answers"])
        if card is not None:
            cards.remove(owner=owner, card=card)
        count += 1
    return count


def _hold(owner: Owner, capture_id: int) -> Capture:
    """Read the capture fresh and lock the row: two tabs come one after the other."""
    return Capture.objects.select_for_update().get(owner=owner, pk=capture_id)


def _hold_event(owner: Owner, capture: Capture) -> Event | None:
    if capture.event_id is None:
        return None
    return Event.objects.select_for_update().get(owner=owner, pk=capture.event_id)
