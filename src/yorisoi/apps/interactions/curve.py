"""The picture of a tie: presence above the ground, pressure below it, the touches on it, and what lies ahead.

Everything is reckoned here, in one walk along the timeline, and drawn by the server as SVG; the same is said in words
for those who listen. A curve is a reckoning by the engine's equations, not a measurement of this person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from yorisoi.apps.interactions.course import Course
from yorisoi.apps.interactions.marks import Marks, marks_of, shape
from yorisoi.apps.interactions.ticks import Tick, ticks
from yorisoi.apps.interactions.touch_words import SIDES, side_of
from yorisoi.core.distance import SHIPPED, State, Touch, Tuning, advance, start
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.presence import faded, presence
from yorisoi.core.distance.pressure import leaked


class Sheet(NamedTuple):
    """Where things stand, in user units; a phone shows them nearly one to one."""

    width: float
    height: float
    top: float  # presence 1 would reach this line
    upper: float  # presence 0; the marks stand between here
    lower: float  # and here, where pressure is 0
    bottom: float  # pressure of FULL_LOAD hangs down to this line
    mark: float  # half the width of a mark
    past: timedelta  # how far back at most
    ahead: timedelta  # how far on at least

    @property
    def deep(self) -> float:
        """Height of the bands, from the top to the bottom line."""
        return self.bottom - self.top


# A year and a half is long enough to see a tie breathe and short enough to read; three months on shows what comes.
PAGE = Sheet(340, 194, 20, 108, 138, 172, 4.2, timedelta(days=540), timedelta(days=90))
# Beside a suggestion: one year, and no words inside.
STRIP = Sheet(340, 68, 3, 30, 42, 52, 2.8, timedelta(days=365), timedelta(days=45))

STRIP_SAMPLES = 48  # of a strip: it is looked at, not read
SAMPLES = 110  # moments between the touches at which a curve is read: one every three pixels of a phone
COLUMN = 1.0  # user units; within one of them only the first and the last value of a curve are kept
SHORTEST_PAST = timedelta(days=60)
MARGIN = timedelta(days=20)  # room before the first touch shown and after the day something opens
FARTHEST = timedelta(days=400)  # a day further off than this is told in words and not drawn
FULL_MIND = 0.9  # presence; from here on a curve is at the top: half a dozen messages of theirs within a week or so
FULL_LOAD = 3.0  # asks: from here on the policy leaves it to them, so the picture needs no more room
LABEL_LETTER = 12.5  # user units a Japanese sign of a label takes
BESIDE_TODAY = 4.0  # user units a name keeps from the line of today
LANE_LABEL = 96.0  # user units from the left kept for the name of the upper lane


@dataclass(frozen=True, slots=True)
class Line:
    """One of the two curves as path data: what was, what will be if nothing is done, and the ground it covers."""

    past: str
    ahead: str
    area: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days: ``open``, ``late`` (open, past the preferred days) or ``rest``. Empty label: no room for it."""

    kind: str
    x: float
    width: float
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template draws. Coordinates are SVG user units on ``sheet``."""

    sheet: Sheet
    presence: Line
    pressure: Line
    marks: tuple[Marks, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    today: float
    today_label: float
    shown: tuple[Touch, ...]  # the touches in the picture, oldest first

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """(side, path data in a box of 14 by 14, name) of the marks that the picture holds."""
        return tuple((mark.side, shape(mark.side, 7, 7, 4.6), SIDES[mark.side]) for mark in self.marks)


def draw(
    touches: Sequence[Touch], course: Course, *, now: datetime, sheet: Sheet = PAGE, tuning: Tuning = SHIPPED
) -> Curve | None:
    """Return the picture, or None when nothing has happened yet. ``touches`` are oldest first; future ones are left out."""
    past = [touch for touch in touches if touch.at <= now]
    if not past:
        return None
    begin, end = _frame(past, course, now, sheet)
    unit = sheet.width / (end - begin).total_seconds()

    def x(at: datetime) -> float:
        return round((at - begin).total_seconds() * unit, 1)

    samples = _walk(past, begin, end, now, tuning, STRIP_SAMPLES if sheet is STRIP else SAMPLES)
    shown = tuple(touch for touch in past if touch.at >= begin)
    here = x(now)
    return Curve(
        sheet=sheet,
        presence=_line([(x(at), _up(up, sheet, tuning)) for at, up, _ in samples], here, sheet.upper),
        pressure=_line([(x(at), _down(down, sheet)) for at, _, down in samples], here, sheet.lower),
        marks=marks_of([(x(t.at), side_of(t)) for t in shown], sheet.upper, sheet.lower, sheet.mark),
        bands=tuple(_bands(course, begin, end, here, x, sheet)),
        ticks=ticks(begin, end, x, sheet.width),
        today=here,
        today_label=min(max(here, 14.0), sheet.width - 14.0),
        shown=shown,
    )


def ground_of(tuning: Tuning = SHIPPED) -> float:
    """The presence that stands on the ground: the figure itself starts at the odds a stranger has, a picture there, too."""
    return presence(0.0, tuning)


def height_of(value: float, tuning: Tuning = SHIPPED) -> float:
    """Presence as a share of the room a picture has for it, 0–1: "nobody in mind yet" is 0."""
    ground = ground_of(tuning)
    return min(max((value - ground) / (FULL_MIND - ground), 0.0), 1.0)


def _frame(past: Sequence[Touch], course: Course, now: datetime, sheet: Sheet) -> tuple[datetime, datetime]:
    """First and last moment of the picture: the last touch is always in it, and what opens next if it is not too far."""
    last = past[-1].at - MARGIN
    begin = min(max(now - sheet.past, past[0].at - MARGIN), now - SHORTEST_PAST, last)
    end = now + sheet.ahead
    for moment in (course.opens, course.rest_until):
        if moment is not None and end < moment + MARGIN and moment <= now + FARTHEST:
            end = moment + MARGIN
    return begin, end


def _walk(
    touches: Sequence[Touch], begin: datetime, end: datetime, now: datetime, tuning: Tuning, count: int
) -> list[tuple[datetime, float, float]]:
    """Walk once along the timeline; read strength and pressure on an even grid, and just before and after each touch."""
    step = (end - begin) / (count - 1)
    # Before the first touch there is no curve: nobody was known yet.
    moments = sorted(at for at in [*(begin + step * i for i in range(count)), now] if at >= touches[0].at)
    state = start(tuning)
    samples: list[tuple[datetime, float, float]] = []
    place = 0
    for touch in touches:
        while place < len(moments) and moments[place] < touch.at:
            samples.append(_values(state, moments[place], tuning))
            place += 1
        if touch.at >= begin:
            samples.append(_values(state, touch.at, tuning))
        state = advance(state, touch, tuning)
        if touch.at >= begin:
            samples.append(_values(state, touch.at, tuning))
    samples += [_values(state, at, tuning) for at in moments[place:]]
    return samples


def _values(state: State, at: datetime, tuning: Tuning) -> tuple[datetime, float, float]:
    tie = state.tie
    days = 0.0 if tie.at is None else (at.timestamp() - tie.at) / DAY
    return at, faded(tie.strength, days, tuning), leaked(tie.pressure, days, tuning)


def _up(strength: float, sheet: Sheet, tuning: Tuning) -> float:
    return sheet.upper - (sheet.upper - sheet.top) * height_of(presence(strength, tuning), tuning)


def _down(pressure: float, sheet: Sheet) -> float:
    return sheet.lower + (sheet.bottom - sheet.lower) * min(pressure / FULL_LOAD, 1.0)


def _line(points: Sequence[tuple[float, float]], today: float, ground: float) -> Line:
    thin = _thinned(points)
    past = [point for point in thin if point[0] <= today]
    ahead = [past[-1], *(point for point in thin if point[0] > today)]
    edge = f"L{thin[-1][0]:.1f} {ground:.1f}L{thin[0][0]:.1f} {ground:.1f}Z"
    return Line(_path(past), _path(ahead), _path(thin) + edge)


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Keep the first and the last point of every column: the steps stay, and five hundred touches stay small."""
    kept: list[tuple[float, float]] = []
    column, inside = -1, 0
    for point in points:
        here = int(point[0] / COLUMN)
        if here != column:
            column, inside = here, 1
            kept.append(point)
        elif inside == 1:
            inside = 2
            kept.append(point)
        else:
            kept[-1] = point
    return kept


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _bands(
    course: Course, begin: datetime, end: datetime, today: float, x: Callable[[datetime], float], sheet: Sheet
) -> list[Band]:
    bands: list[Band] = []

    def add(kind: str, since: datetime, until: datetime | None, label: str = "", named: float | None = None) -> None:
        left = x(max(since, begin))
        right = sheet.width if until is None else min(x(until), sheet.width)
        if right > left:
            place = _label_place(left, named or right, today, label)
            bands.append(Band(kind, left, round(right - left, 1), label if place else "", place))

    if course.rest_since is not None:
        add("rest", course.rest_since, course.rest_until, course.rest_label)
    if course.opens is not None and course.opens < end:
        last = course.closes if course.closes is not None and course.closes > course.opens else None
        add("open", course.opens, last, "ひらく時期", sheet.width)
        if last is not None:
            add("late", last, None)
    return bands


def _label_place(left: float, right: float, today: float, label: str) -> float:
    """The middle of the roomier side of today on which a band's name fits; 0 where it fits on none."""
    left = max(left, LANE_LABEL)
    sides = [(left, min(right, today - BESIDE_TODAY)), (max(left, today + BESIDE_TODAY), right)]
    start, end = max(sides, key=lambda side: side[1] - side[0])
    return round((start + end) / 2, 1) if end - start >= LABEL_LETTER * len(label) else 0.0
