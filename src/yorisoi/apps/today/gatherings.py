"""What gatherings have to say on 今日: people still to be written down, and the next one, for which there is a brief.

Read each time; one query each, whatever the number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.events.debriefing import Progress
from yorisoi.apps.events.models import Capture, CaptureState, Event
from yorisoi.kit import japanese_date

BRIEF_BEFORE = timedelta(days=3)  # early enough to look forward to, late enough to be remembered at the door


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """People who were met and are not written down yet.

    Attributes:
        words: How many, and where they were met, in a sentence.
        minutes: About how long the debrief takes.
        address: Where it is done.
    """

    words: str
    minutes: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The next gathering, when it is near."""

    words: str
    address: str


def debrief_of(owner: Owner, *, day: date) -> Debrief | None:
    """The debrief that waits, of the latest gathering of several; None when nobody waits."""
    waiting = Capture.objects.filter(owner=owner, state=CaptureState.WAITING).order_by()
    groups = waiting.values_list("event_id", "event__name", "event__starts_at")
    found = groups.annotate(many=Count("pk"), latest=Max("captured_at")).order_by("-latest").first()
    if found is None:
        return None
    event_id, name, starts_at, many, latest = found
    on = timezone.localdate(starts_at or latest)
    when = _said(on, day)
    where = f"{when}の{name}で" if name else when if on in (day, day - timedelta(days=1)) else f"{when}に"
    return Debrief(
        words=f"{where}お会いした{many}名のふりかえりが、まだです。",
        minutes=Progress(waiting=many, done=0, gone=0).minutes,
        address=reverse("debrief", args=[event_id]) if event_id is not None else reverse("debrief_loose"),
    )


def next_of(owner: Owner, now: datetime) -> Next | None:
    """The next gathering within three days; None when there is none."""
    coming = Event.objects.filter(owner=owner, starts_at__gt=now, starts_at__lte=now + BRIEF_BEFORE)
    found = coming.order_by("starts_at", "pk").values_list("pk", "name", "starts_at").first()
    if found is None:
        return None
    event_id, name, starts_at = found
    on = _said(timezone.localdate(starts_at), timezone.localdate(now))
    return Next(words=f"{on}は、{name}です。", address=reverse("brief", args=[event_id]))


def _said(on: date, day: date) -> str:
    words = {0: "今日", -1: "昨日", 1: "明日"}
    return words.get((on - day).days, japanese_date.day(on, today=day))
