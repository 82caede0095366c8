"""Short words for timelines in tests: days counted from a Monday morning in June."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yorisoi.core.distance import Closeness, Distance, Relation, Touch, TouchKind, fold

JST = ZoneInfo("Asia/Tokyo")
DAY0 = datetime(2026, 6, 1, 9, tzinfo=JST)  # 月曜日の朝


def on(days: float) -> datetime:
    """The moment ``days`` after the first morning."""
    return DAY0 + timedelta(days=days)


def day(days: int) -> date:
    return on(days).date()


def touch(days: float, kind: TouchKind, **more: object) -> Touch:
    return Touch(at=on(days), kind=kind, **more)


def they_wrote(days: float) -> Touch:
    return touch(days, TouchKind.THEIR_MESSAGE)


def i_asked(days: float, recipients: int = 1) -> Touch:
    return touch(days, TouchKind.MY_MESSAGE, recipients=recipients)


def i_thanked(days: float) -> Touch:
    return touch(days, TouchKind.MY_MESSAGE, thanks=True)


def i_gave(days: float) -> Touch:
    return touch(days, TouchKind.GIVE)


def we_met(days: float) -> Touch:
    return touch(days, TouchKind.IN_PERSON)


def we_spoke(days: float) -> Touch:
    return touch(days, TouchKind.CONVERSATION)


def my_letter(days: float) -> Touch:
    return touch(days, TouchKind.NEWSLETTER)


def their_broadcast(days: float) -> Touch:
    return touch(days, TouchKind.THEIR_BROADCAST)


def seen(touches: Iterable[Touch], now: float, *, closeness: Closeness | None = None, **relation: object) -> Distance:
    """The distance on a day, for a tie that is not sorted yet unless a closeness is given."""
    return fold(touches, on(now), relation=Relation(closeness=closeness, **relation))


def codes(distance: Distance) -> list[str]:
    return [reason.code for reason in distance.reasons]


def days_after(at: datetime | None) -> float:
    """Days from the first morning to a moment."""
    assert at is not None
    return (at - DAY0) / timedelta(days=1)
