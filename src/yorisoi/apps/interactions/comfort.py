"""What each comfort would do to the next date with one person, before it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from yorisoi.apps.accounts.models import Comfort
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.interactions import folding, learning
from yorisoi.apps.interactions.models import Interaction
from yorisoi.kit import japanese_date


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the three.

    Attributes:
        value, label: Of the radio.
        chosen: It is the one in force.
        opens: When writing would be well timed; None when nothing is planned.
        effect: The same in one sentence, beside what it is now.
    """

    value: str
    label: str
    chosen: bool
    opens: datetime | None
    effect: str


def choices(
    contact: Contact,
    rows: Sequence[Interaction],
    facts: Sequence[Fact],
    *,
    now: datetime,
    known: learning.Known | None = None,
    calendar: Calendar | None = None,
) -> list[Choice]:
    """Fold this person as each of the three would have it."""
    dates = folding.openings(contact, rows, facts, comforts=Comfort.values, now=now, known=known, calendar=calendar)
    current = dates[contact.comfort]
    return [
        Choice(value, label, value == contact.comfort, dates[value], effect(current, dates[value], now=now))
        for value, label in Comfort.choices
    ]


def effect(current: datetime | None, opens: datetime | None, *, now: datetime) -> str:
    """Say what becomes of the date. Two that have come are the same: one may write."""
    if opens is None:
        return "こちらから動く予定はないので、日付は変わりません。"
    then = _day(opens, now)
    if current is None or _day(current, now) == then:
        return f"次は{then}です。" if then else "いまは、ご連絡してよいころです。"
    if current <= now:
        return f"{then}まで、もう少し間をあけます。"
    before = _day(current, now)
    return f"{before} → {then}になります。" if then else f"{before} → いまから、ご連絡してよいころになります。"


def _day(at: datetime, now: datetime) -> str:
    """The day in words; empty when it has come."""
    if at <= now:
        return ""
    return f"{japanese_date.day(timezone.localtime(at).date(), today=timezone.localtime(now).date())}ごろ"
