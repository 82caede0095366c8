"""Reads of gatherings. Every one goes through the owner; none asks more often the more rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events.checks import DOORS_OPEN, has_begun
from yorisoi.apps.events.meetings import IN_PERSON
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, Event, Presence, Series
from yorisoi.apps.interactions.models import Interaction
from yorisoi.kit import japanese_date

EVENTS_A_PAGE = 20  # a few screens of a phone
PAST_BESIDE = 5  # past gatherings shown below the coming ones; the others are one tap away
PEOPLE_A_PAGE = 60  # of one gathering: more than anybody speaks to in an evening
SERIES_OFFERED = 60  # names to choose from; a new name can always be typed
OPEN_END = timedelta(hours=6)  # a gathering without an end is over by then, an evening that runs past midnight included
# In the order a person looks for them.
PRESENCE_ORDER = (Presence.CAME, Presence.PRESENT, Presence.EXPECTED, Presence.AWAY)


def get(owner: Owner, event_id: int) -> Event:
    """Return one gathering with its series.

    Raises:
        Event.DoesNotExist: there is none, or it is another owner's.
    """
    return Event.objects.select_related("series").get(owner=owner, pk=event_id)


def upcoming(owner: Owner, now: datetime) -> QuerySet[Event]:
    """Gatherings that are not over, soonest first, with ``met`` and ``expected`` counted."""
    return _counted(Event.objects.filter(_not_over(now), owner=owner)).order_by("starts_at", "pk")


def past(owner: Owner, now: datetime) -> QuerySet[Event]:
    """Gatherings that are over, latest first, with ``met`` and ``expected`` counted."""
    return _counted(Event.objects.filter(owner=owner).exclude(_not_over(now))).order_by("-starts_at", "-pk")


def page_of(events: QuerySet[Event], number: str | None) -> Page[Event]:
    """One page of a list of gatherings."""
    return Paginator(events, EVENTS_A_PAGE).get_page(number)


def next_event(owner: Owner, now: datetime) -> Event | None:
    """The next gathering that has not begun."""
    return (
        Event.objects.select_related("series")
        .filter(owner=owner, starts_at__gt=now)
        .order_by("starts_at", "pk")
        .first()
    )


def event_now(owner: Owner, now: datetime) -> Event | None:
    """The gathering under way or begun today, the latest to begin of several; doors open an hour before."""
    return (
        Event.objects.select_related("series")
        .filter(_not_over(now) | Q(starts_at__gte=_midnight(now)), owner=owner, starts_at__lte=now + DOORS_OPEN)
        .order_by("-starts_at", "-pk")
        .first()
    )


def when(event: Event, *, now: datetime) -> str:
    """「11月21日(土) 19:00〜21:00」; days alone of an all-day gathering."""
    today = timezone.localdate(now)
    first = timezone.localtime(event.starts_at)
    last = timezone.localtime(event.ends_at) if event.ends_at else None
    if event.all_day:
        end = max(first.date(), (last - timedelta(days=1)).date()) if last else first.date()
        return japanese_date.span(first.date(), end, today=today)
    return japanese_date.hours(first, last, today=today) if last else japanese_date.moment(first, today=today)


def series_names(owner: Owner) -> list[str]:
    """Names of the owner's series, for choosing from."""
    return list(Series.objects.filter(owner=owner).values_list("name", flat=True)[:SERIES_OFFERED])


@dataclass(frozen=True, slots=True)
class Guest:
    """One person at a gathering.

    Attributes:
        row: The attendance, with its contact.
        again: They were known before this gathering; None where nobody was met.
        before: When and where they were met last before it, in words; empty when never.
    """

    row: Attendance
    again: bool | None
    before: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Who was at one gathering. ``counts`` are of all people, ``guests`` of one page of them, grouped by presence."""

    guests: list[tuple[Presence, list[Guest]]]
    pager: Page[Attendance]
    counts: Mapping[str, int]
    has_begun: bool
    waiting: int

    @property
    def met(self) -> int:
        """How many were met there."""
        return self.counts.get(Presence.CAME, 0)

    @property
    def first_time(self) -> int:
        """How many on this page were met for the first time."""
        return sum(guest.again is False for _, guests in self.guests for guest in guests)


def event_page(owner: Owner, event: Event, *, now: datetime, page: str | None = None) -> EventPage:
    """Who was met there (again or for the first time), seen, expected or away; and who waits for the debrief."""
    rows = Attendance.objects.filter(owner=owner, event=event)
    counts = dict(rows.order_by().values_list("presence").annotate(Count("pk")))
    shown = Paginator(rows.select_related("contact").order_by(*_by_presence()), PEOPLE_A_PAGE).get_page(page)
    people = [row.contact for row in shown]
    met = met_before(owner, people, moment=event.starts_at)
    groups = [
        (presence, [_guest(row, met, event) for row in shown if row.presence == presence])
        for presence in PRESENCE_ORDER
    ]
    return EventPage(
        guests=[(presence, guests) for presence, guests in groups if guests],
        pager=shown,
        counts=counts,
        has_begun=has_begun(event, now=now),
        waiting=Capture.objects.filter(owner=owner, event=event, state=CaptureState.WAITING).count(),
    )


def _guest(row: Attendance, met: Mapping[int, Met], event: Event) -> Guest:
    if row.presence != Presence.CAME:
        return Guest(row, None, "")
    known = met.get(row.contact_id)
    again = known is not None or (
        row.contact.met_on is not None and row.contact.met_on < timezone.localdate(event.starts_at)
    )
    return Guest(row, again, known.words(today=timezone.localdate(event.starts_at)) if known else "")


@dataclass(frozen=True, slots=True)
class Met:
    """The last time somebody was met, or only written with (``on`` is None then), before a moment."""

    on: date | None
    where: str = ""

    def words(self, *, today: date) -> str:
        """「10月16日(金) あおば会」; empty when they were never met."""
        if self.on is None:
            return ""
        return f"{japanese_date.day(self.on, today=today)} {self.where}".strip()


def met_before(owner: Owner, people: Iterable[Contact], *, moment: datetime) -> dict[int, Met]:
    """When each of these was last met before the day of ``moment``, in three queries; who was never in touch is left out."""
    ids = [contact.pk for contact in people]
    first = _midnight(moment)
    earlier = Interaction.objects.filter(owner=owner, contact__in=ids, at__lt=first).order_by()
    found = {contact_id: Met(None) for contact_id in earlier.values_list("contact_id", flat=True).distinct()}
    latest = (
        Interaction.objects.filter(IN_PERSON, owner=owner, contact=OuterRef("pk"), at__lt=first)
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    marks = Contact.objects.filter(owner=owner, pk__in=ids).annotate(last_met=Subquery(latest))
    rows = Interaction.objects.filter(owner=owner, pk__in=marks.filter(last_met__isnull=False).values("last_met"))
    for row in rows.only("contact_id", "at", "source", "once_key"):
        where = row.source if (row.once_key or "").startswith("event:") else ""
        found[row.contact_id] = Met(timezone.localdate(row.at), where)
    came = Attendance.objects.filter(
        owner=owner, contact__in=ids, presence=Presence.CAME, event__starts_at__lt=first
    ).order_by("event__starts_at", "pk")
    for contact_id, starts_at, name in came.values_list("contact_id", "event__starts_at", "event__name"):
        on, known = timezone.localdate(starts_at), found.get(contact_id)
        if known is None or known.on is None or known.on <= on:
            found[contact_id] = Met(on, name)
    return found


def presence_of(owner: Owner, event: Event, people: Sequence[Contact]) -> dict[int, Attendance]:
    """What is written of these people at this gathering, by their ids."""
    rows = Attendance.objects.filter(owner=owner, event=event, contact__in=[contact.pk for contact in people])
    return {row.contact_id: row for row in rows}


def _counted(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("series").annotate(
        met=Count("attendances", filter=Q(attendances__presence=Presence.CAME)),
        expected=Count("attendances", filter=Q(attendances__presence=Presence.EXPECTED)),
    )


def _not_over(now: datetime) -> Q:
    """Its end has not come; without an end, it began within the last hours, or today as an all-day one."""
    open_end = Q(ends_at__isnull=True)
    return (
        Q(ends_at__gt=now)
        | Q(open_end, all_day=False, starts_at__gt=now - OPEN_END)
        | Q(open_end, all_day=True, starts_at__gte=_midnight(now))
    )


def _by_presence() -> list[Any]:
    order = Case(*(When(presence=value, then=Value(place)) for place, value in enumerate(PRESENCE_ORDER)))
    return [order, "pk"]


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
