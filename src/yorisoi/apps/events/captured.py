"""Reads of captures: which gathering this may be, and what has arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.events.models import Capture, CaptureState, Event

# What may be chosen: yesterday's, when the names are noted the day after, and tonight's.
CHOICE_BACK, CHOICE_AHEAD = timedelta(hours=36), timedelta(hours=18)
MOST_EVENTS = 8  # more in two days do not help a thumb


def events_to_choose(owner: Owner, now: datetime) -> list[Event]:
    """Return the gatherings a capture made ``now`` may belong to, the nearest in time first."""
    near = Event.objects.filter(owner=owner, starts_at__gte=now - CHOICE_BACK, starts_at__lte=now + CHOICE_AHEAD)
    return sorted(near.order_by("-starts_at", "-id")[:MOST_EVENTS], key=lambda event: abs(event.starts_at - now))


def arrived(owner: Owner, now: datetime) -> QuerySet[Capture]:
    """Return today's captures and those of other days that still wait for the debrief, newest first."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Capture.objects.filter(owner=owner)
        .exclude(state=CaptureState.LET_GO)
        .filter(Q(captured_at__gte=start) | Q(received_at__gte=start) | Q(state=CaptureState.WAITING))
        .select_related("event", "contact", "card")
        .order_by("-captured_at", "-id")
    )
