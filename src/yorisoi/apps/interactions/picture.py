"""A tie to look at and to listen to: its curve with the words around it, and the small strips beside suggestions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import folding, timeline
from yorisoi.apps.interactions.course import Course, ahead, course_of, next_step, words_of
from yorisoi.apps.interactions.curve import STRIP, Curve, draw
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.interactions.touch_words import SIDES, side_of
from yorisoi.apps.interactions.touch_words import words_of as words_of_touch
from yorisoi.core.distance import Distance, Touch
from yorisoi.core.distance.touch import ASSUMED
from yorisoi.kit import japanese_date

TOLD = 12  # touches read out one by one: the latest; the whole timeline stands further down the page
STRIP_ROWS = 500  # rows of a person walked for a strip; what is older shows in nothing so small


@dataclass(frozen=True, slots=True)
class Picture:
    """One person's picture and what is said with it.

    Attributes:
        curve: What is drawn; None when nothing has happened yet.
        step: The next step in one sentence.
        words: How it stands, in two sentences.
        counts: How often each side was in touch within the picture, in one sentence.
        ahead: (kind of band, sentence) of what rests and what opens.
        told: (day, what) of the latest touches, the newest first.
        assumed: Some touch in the picture has a weight that is an assumption.
    """

    curve: Curve | None
    step: str
    words: str = ""
    counts: str = ""
    ahead: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A small picture beside a suggestion: the curve, when the last touch was, and how often each side was in touch."""

    curve: Curve
    last: str
    counts: str


def of_person(contact: Contact, rows: Sequence[Interaction], distance: Distance, *, now: datetime) -> Picture:
    """Return the picture of one person from the rows of the timeline and the distance folded from them."""
    course = course_of(distance, now=now)
    curve = draw(timeline.touches_of(rows, closed_at=contact.closed_at), course, now=now)
    step = next_step(distance, now=now)
    if curve is None:
        return Picture(None, step)
    return Picture(
        curve=curve,
        step=step,
        words=words_of(distance),
        counts=_counts(curve),
        ahead=ahead(course, now=now),
        told=tuple(_told(touch, now) for touch in reversed(curve.shown[-TOLD:])),
        assumed=any(touch.kind in ASSUMED for touch in curve.shown),
    )


def strips_of(owner: Owner, contact_ids: Iterable[int], *, now: datetime) -> dict[int, Strip]:
    """Return a strip for each of a few people, by id, in one query; none where nothing happened yet.

    Ids that are not the owner's are passed over.
    """
    newest = Window(RowNumber(), partition_by=F("contact_id"), order_by=[F("at").desc(), F("pk").desc()])
    found = (
        Interaction.objects.filter(owner=owner, contact__in=list(contact_ids) or [0], at__lte=now)  # 0 is never an id
        .annotate(
            newest=newest,
            closed_at=F("contact__closed_at"),
            opens=F("contact__standing__opens_at"),
            closes=F("contact__standing__closes_at"),
        )
        .filter(newest__lte=STRIP_ROWS)
        .only(*folding.TOUCH_FIELDS)
        .order_by("at", "pk")
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        rows[row.contact_id].append(row)
    strips = {}
    for pk, timeline_rows in rows.items():
        last = timeline_rows[-1]
        touches = timeline.touches_of(timeline_rows, closed_at=last.closed_at)
        curve = draw(touches, Course(opens=last.opens, closes=last.closes), now=now, sheet=STRIP)
        if curve is not None:
            latest = curve.shown[-1]
            said = f"最後のやり取りは{_day(latest, now)}({words_of_touch(latest)})。"
            strips[pk] = Strip(curve, said, _counts(curve))
    return strips


def _counts(curve: Curve) -> str:
    sides = [side_of(touch) for touch in curve.shown]
    told = [f"{name}{sides.count(side)}回" for side, name in SIDES.items() if side in sides]
    return f"図の期間のやり取りは、{'、'.join(told)}です。"


def _told(touch: Touch, now: datetime) -> tuple[str, str]:
    return _day(touch, now), words_of_touch(touch)


def _day(touch: Touch, now: datetime) -> str:
    return japanese_date.day(timezone.localtime(touch.at).date(), today=timezone.localdate(now))
