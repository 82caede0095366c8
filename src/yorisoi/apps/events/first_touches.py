"""The days on which a first word to people just met is suggested: spread, on days that suit, and never all at once.

A thank-you needs one concrete thing they said. It is suggested once, on a business day within the days in which thanks
are natural (``core.distance``: up to the third business day), never in a season in which the courtesy calendar holds,
and to no more people a day than the owner's budget. Whom that leaves out is not thanked late: a gift may come later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Closeness, Fact, FactKind
from yorisoi.apps.contacts.remarks import REMARKS
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.events.models import Attendance, CaptureState, Event, FirstTouch, Presence
from yorisoi.apps.interactions.models import Standing
from yorisoi.core import courtesy

CHANNEL = courtesy.Channel.EMAIL  # the calendar's days are the same for every written channel
HOLD = 3  # the calendar's level at which nothing is started
WEEK = 7  # days over which the second budget counts
MOST = 300  # people of one gathering that are looked at: beyond any evening, and a bound for an import
MOST_EVENTS = 8  # of one person within the days of thanks; nobody meets the same stranger oftener
# What a thank-you can rest on, and how well: a worry is there to be remembered, and is not used at once.
DETAILS = {
    FactKind.VALUE: 3, FactKind.STRENGTH: 3, FactKind.INTEREST: 3, FactKind.CONCERN: 1, FactKind.NOTE: 1,
}  # fmt: skip
# Who is left in peace, also since the day was given, is suggested nowhere and takes up no day.
OPEN = Q(contact__never_suggest=False, contact__closed_at__isnull=True)
NEARNESS = {Closeness.CLOSE: 3, Closeness.MIDDLE: 2, Closeness.OUTER: 1, Closeness.REMEMBER: 0}


@transaction.atomic
def plan(*, owner: Owner, event: Event | None, now: datetime) -> list[FirstTouch]:
    """Lay the first touches of one gathering (or of the captures without one) anew, and return those to come.

    What was said for today stays; only days ahead move, so that the person told most comes first. Called again with
    nothing changed, it changes nothing. The caller holds the gathering.
    """
    today = timezone.localdate(now)
    rows = FirstTouch.objects.filter(owner=owner, event=event)
    kept = set(rows.filter(day__lte=today).values_list("contact_id", flat=True))
    ahead = {row.contact_id: row for row in rows.filter(day__gt=today)}
    people = [row for row in _eligible(owner, event, now) if row.contact_id not in kept]
    said = _said(owner, people)
    told = [row for row in people if said.get(row.contact_id)]
    calendars = seasons.calendars_of(owner, [row.contact for row in told])
    days = {row.contact_id: list(days_for(row, calendars[row.contact_id], now=now)) for row in told}
    told.sort(key=lambda row: (-_weight(row, said), len(days[row.contact_id]), row.contact_id))
    given = _spread(owner, told, days, but=set(ahead))
    FirstTouch.objects.filter(
        pk__in=[row.pk for contact, row in ahead.items() if given.get(contact) != row.day]
    ).delete()
    taken_elsewhere = set(FirstTouch.objects.filter(contact__in=given).values_list("contact_id", flat=True))
    FirstTouch.objects.bulk_create(
        (
            FirstTouch(owner=owner, event=event, contact_id=contact, day=day, created_at=now)
            for contact, day in given.items()
            if contact not in taken_elsewhere
        ),
        ignore_conflicts=True,  # planned a moment ago by another request
    )
    return list(rows.filter(OPEN, day__gte=today).select_related("contact").order_by("day", "pk"))


def plan_where_told(*, owner: Owner, contact_ids: Iterable[int], now: datetime) -> None:
    """Plan where one of these people, met at a gathering lately, has said something and has no first touch yet.

    So somebody tapped in at the gathering is thanked, too, once a word of theirs is written down. Usually one query.
    """
    told = Fact.objects.filter(contact=OuterRef("contact"), kind__in=list(DETAILS))
    rows = Attendance.objects.filter(
        Exists(told), owner=owner, contact__in=list(contact_ids), presence=Presence.CAME,
        contact__standing__thanks_until__gt=now, contact__first_touch__isnull=True,
    )  # fmt: skip
    events = Event.objects.filter(owner=owner, pk__in=rows.order_by().values("event"))
    for event in events.order_by("pk")[:MOST_EVENTS]:
        plan(owner=owner, event=event, now=now)


def days_for(standing: Standing, calendar: Calendar, *, now: datetime) -> Iterator[date]:
    """The days on which a thank-you to this person suits: business days in the time of thanks, in no season that holds.

    A late evening is no hour to write: then the first day is the next one that suits.
    """
    if standing.thanks_until is None or standing.thanks_from is None:
        return
    opens = max(now, standing.thanks_from)
    first = timezone.localdate(calendar.earliest(opens, channel=CHANNEL).next_ok)
    last = timezone.localdate(standing.thanks_until) - timedelta(days=1)  # the window ends at the midnight after it
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        held = any(note.level >= HOLD for note in calendar.day_notes(day, channel=CHANNEL))
        if not courtesy.is_day_off(day) and not held:
            yield day


def _eligible(owner: Owner, event: Event | None, now: datetime) -> list[Standing]:
    """People met there whose time of thanks is not over, and who may be written to."""
    rows = Standing.objects.filter(OPEN, owner=owner, thanks_until__gt=now)
    if event is not None:
        rows = rows.filter(contact__attendances__event=event, contact__attendances__presence=Presence.CAME)
    else:
        rows = rows.filter(contact__captures__event=None, contact__captures__state=CaptureState.DONE).distinct()
        rows = rows.filter(contact__attendances=None)
    return list(rows.select_related("contact").order_by("pk")[:MOST])


def _said(owner: Owner, people: list[Standing]) -> dict[int, set[FactKind]]:
    """What kinds of things each of these said on the day they were met."""
    met = {row.contact_id: timezone.localdate(row.thanks_from) for row in people if row.thanks_from is not None}
    found: dict[int, set[FactKind]] = defaultdict(set)
    facts = Fact.objects.filter(owner=owner, contact__in=met, kind__in=list(DETAILS))
    facts = facts.exclude(REMARKS).order_by()
    for contact_id, kind, on in facts.values_list("contact_id", "kind", "on"):
        if on == met[contact_id]:
            found[contact_id].add(FactKind(kind))
    return found


def _weight(row: Standing, said: Mapping[int, set[FactKind]]) -> int:
    return sum(DETAILS[kind] for kind in said[row.contact_id]) + NEARNESS[Closeness(row.contact.closeness)]


def _spread(owner: Owner, told: list[Standing], days: Mapping[int, list[date]], *, but: set[int]) -> dict[int, date]:
    """Give each the first of their days on which there is still room. ``but``: whose former day is free again."""
    preferences = preferences_of(owner)
    asked = [day for own in days.values() for day in own]
    if not asked:
        return {}
    span = (min(asked) - timedelta(days=WEEK), max(asked) + timedelta(days=WEEK))
    there = FirstTouch.objects.filter(OPEN, owner=owner, day__range=span).exclude(contact__in=but)
    taken = Counter(there.values_list("day", flat=True))
    given: dict[int, date] = {}
    for row in told:
        for day in days[row.contact_id]:
            week = sum(taken[day + timedelta(days=shift)] for shift in range(-WEEK + 1, WEEK))
            if taken[day] < preferences.suggestions_per_day and week < preferences.suggestions_per_week:
                taken[day] += 1
                given[row.contact_id] = day
                break
    return given
