"""The debrief, read: who is still to be written down, how far it is, whom one of them may be already, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.duplicates import LookAlike, look_alikes
from yorisoi.apps.contacts.models import Closeness, Contact
from yorisoi.apps.events.debrief_sheet import POINTS, SKIPPED, Difference, differences, words_for
from yorisoi.apps.events.first_touches import OPEN
from yorisoi.apps.events.models import Capture, CaptureState, Event, FirstTouch
from yorisoi.core.distance import SHIPPED

LISTED = 60  # people still to come, listed below one another: more than anybody meets in an evening
MINUTES_EACH = 0.5  # of a debrief, typing included for the few one has something to say about
SHORTEST = 5  # minutes; a shorter time promised would press
# A capture without a gathering belongs to the debrief of the day it is finished on.
SAME_SITTING = timedelta(days=1)
NAMELESS = "お名前のまだ分からない方"
ASKED_ALIKE = 3  # look-alikes shown at once; more would be no help in choosing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one debrief is. ``gone`` counts those who are not to be kept."""

    waiting: int
    done: int
    gone: int

    @property
    def total(self) -> int:
        return self.waiting + self.done + self.gone

    @property
    def finished(self) -> int:
        return self.done + self.gone

    @property
    def number(self) -> int:
        """Which one is being looked at."""
        return min(self.finished + 1, self.total)

    @property
    def minutes(self) -> int:
        """About how long the rest takes."""
        return max(SHORTEST, round(self.waiting * MINUTES_EACH))


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody in the book who may be the person of the sheet, and what would change if they were."""

    contact: Contact
    reason: str
    sure: bool
    changes: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture in a list: what to call it, and whether it can (still) be taken back."""

    capture: Capture
    name: str
    returns: bool = True


@dataclass(frozen=True, slots=True)
class Closing:
    """How a debrief ended.

    Attributes:
        touches: The first words that will be suggested, by day.
        nearness: How many of each closeness, the nearest first, as (label, how many).
        gone: Those who are not to be kept; their pictures wait to be deleted.
        finished: Those who were written down, the latest first, so that each can be taken back.
        quiet_until: The first day on which anything else may come to mind.
    """

    touches: Sequence[FirstTouch]
    nearness: Sequence[tuple[str, int]]
    gone: Sequence[Shown]
    finished: Sequence[Capture]
    quiet_until: date


def get(owner: Owner, capture_id: int) -> Capture:
    """Return one capture with its gathering, its card and its person.

    Raises:
        Capture.DoesNotExist: there is none, or it is another owner's.
    """
    return Capture.objects.select_related("event__series", "card", "contact").get(owner=owner, pk=capture_id)


def of(owner: Owner, event: Event | None, *, now: datetime) -> QuerySet[Capture]:
    """The captures of one debrief: of a gathering, or those without one that wait or were finished within a day."""
    captures = Capture.objects.filter(owner=owner, event=event)
    if event is None:
        captures = captures.filter(Q(state=CaptureState.WAITING) | Q(finished_at__gt=now - SAME_SITTING))
    return captures


def progress(owner: Owner, event: Event | None, *, now: datetime) -> Progress:
    """How far it is, in one query."""
    counts = dict(of(owner, event, now=now).order_by().values_list("state").annotate(Count("pk")))
    return Progress(*(counts.get(state, 0) for state in (CaptureState.WAITING, CaptureState.DONE, CaptureState.LET_GO)))


def waiting(owner: Owner, event: Event | None) -> QuerySet[Capture]:
    """Those still to be written down, in the order they were met; who was put off comes last."""
    put_off = Case(When(answers__has_key=SKIPPED, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Capture.objects.filter(owner=owner, event=event, state=CaptureState.WAITING)
    return rows.select_related("card").order_by(put_off, "captured_at", "pk")


def following(owner: Owner, event: Event | None, *, but: int = 0) -> Capture | None:
    """Who comes next; ``but`` is the one just looked at, which comes again only when nobody else waits."""
    return waiting(owner, event).exclude(pk=but).first() or waiting(owner, event).first()


def name_of(capture: Capture) -> str:
    """What to call somebody who is not written down yet: as the sheet, the card or the typing has it."""
    words = words_for(capture)
    name = " ".join(str(words.get(part) or "") for part in ("family", "given")).strip()
    return name or str(words.get("organisation") or "") or NAMELESS


def is_forgotten(capture: Capture) -> bool:
    """Whether nothing is left of somebody who is not to be kept."""
    kept = capture.name or capture.note or capture.code or capture.card_id or capture.answers
    return capture.state == CaptureState.LET_GO and not kept


def alike(owner: Owner, words: Mapping[str, Any], *, limit: int = ASKED_ALIKE) -> list[Alike]:
    """Who in the book may be the person of this sheet, likeliest first; often nobody."""
    text = {name: str(words.get(name) or "").strip() for name in ("family", "given", "organisation", "family_kana")}
    kana = " ".join(part for part in (text["family_kana"], str(words.get("given_kana") or "").strip()) if part)
    points = [
        (str(kind), str(words[name]).strip()) for name, kind in POINTS.items() if str(words.get(name) or "").strip()
    ]
    found: list[LookAlike] = look_alikes(
        owner,
        family=text["family"],
        given=text["given"],
        kana=kana,
        points=points,
        organisation=text["organisation"],
        limit=limit,
    )
    return [Alike(one.contact, one.reason, one.sure, differences(one.contact, words)) for one in found]


def closing(owner: Owner, event: Event | None, *, now: datetime) -> Closing:
    """What comes of it, in four queries however many they were."""
    captures = of(owner, event, now=now)
    done = captures.filter(state=CaptureState.DONE)
    counts = dict(done.order_by().values_list("contact__closeness").annotate(Count("contact", distinct=True)))
    today = timezone.localdate(now)
    touches = FirstTouch.objects.filter(OPEN, owner=owner, event=event, day__gte=today).select_related("contact")
    if event is None:
        touches = touches.filter(contact__captures__in=done).distinct()
    met = timezone.localdate(event.starts_at) if event is not None else today
    return Closing(
        touches=list(touches.order_by("day", "pk")[:LISTED]),
        nearness=[(str(near.label), counts[near]) for near in reversed(Closeness) if counts.get(near)],
        gone=[
            Shown(capture, name_of(capture), not is_forgotten(capture))
            for capture in captures.filter(state=CaptureState.LET_GO).select_related("card").order_by("pk")[:LISTED]
        ],
        finished=list(done.select_related("contact").order_by("-finished_at", "-pk")[:LISTED]),
        quiet_until=max(met + timedelta(days=SHIPPED.first_gift_days), today + timedelta(days=1)),
    )
