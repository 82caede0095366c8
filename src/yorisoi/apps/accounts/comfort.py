"""What each comfort means in days, before it is chosen: for a tie of each closeness, and after a missing answer."""

from __future__ import annotations

from typing import NamedTuple

from yorisoi.apps.accounts.models import Comfort
from yorisoi.core.distance import SHIPPED, tuned
from yorisoi.core.distance import Comfort as Knob


class Pace(NamedTuple):
    """One kind of tie: its name, and the days for wider, usual and nearer."""

    name: str
    days: tuple[int, int, int]


SHOWN = (
    ("親しい方", "close_days"),
    ("ときどきの方", "middle_days"),
    ("ゆるやかな方", "outer_days"),
    ("お返事を待つお休み", "unanswered_once_days"),
)


def paces() -> list[Pace]:
    """The days of each row for the three comforts, in the order in which they are offered."""
    tunings = [tuned(SHIPPED, Knob(comfort)) for comfort in Comfort.values]
    return [Pace(name, tuple(getattr(tuning, row) for tuning in tunings)) for name, row in SHOWN]
