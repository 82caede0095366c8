"""The dates under a picture: beginnings of months, as many as fit side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between two dates; the first that leaves room is taken
ROOM = 46.0  # user units a date needs, the space beside it included
EDGE = 17.0  # user units from the edges in which a date would be cut
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis: where, and what is written."""

    x: float
    text: str


def ticks(begin: datetime, end: datetime, x: Callable[[datetime], float], width: float) -> tuple[Tick, ...]:
    """Return the months to write: 9月, and at the turn of a year 2027年."""
    first, last = timezone.localtime(begin), timezone.localtime(end)
    from_month, to_month = first.year * MONTHS + first.month, last.year * MONTHS + last.month - 1
    months = max((end - begin).days / 30.4, 1.0)  # days of a month, near enough to choose a step
    step = next((step for step in STEPS if width * step / months >= ROOM), STEPS[-1])
    found = []
    for month in range(from_month, to_month + 1):
        if month % step:
            continue
        day = datetime(month // MONTHS, month % MONTHS + 1, 1, tzinfo=timezone.get_current_timezone())
        place = x(day)
        if EDGE <= place <= width - EDGE:
            found.append(Tick(place, f"{day.year}年" if day.month == 1 else f"{day.month}月"))
    return tuple(found)
