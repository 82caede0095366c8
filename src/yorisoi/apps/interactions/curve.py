"""A small picture of a tie: presence and pressure over the timeline, its touches, the open window, and today.

The points are reckoned here and drawn by the server as SVG; the same is said in words for those who listen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from yorisoi.core.distance import SHIPPED, Distance, State, Touch, TouchKind, advance, odds_at, start
from yorisoi.kit import japanese_date

WIDTH, HEIGHT = 340.0, 120.0  # user units; a phone shows them one to one
TOP, BOTTOM = 10.0, 100.0  # the curves live between these; dates stand below
SAMPLES = 96  # points of a curve: one every three or four pixels on a phone
LONGEST_PAST = timedelta(days=540)  # a year and a half: long enough to see a tie breathe, short enough to read
SHORTEST_PAST = timedelta(days=60)
AHEAD = timedelta(days=90)  # what comes if nothing is done
# Where the words change. Presence: likelier than not to be remembered, and half of that. Pressure: less than one gift
# of the last weeks, and more than one unanswered message. Chosen for reading; nothing is decided by them.
WELL_REMEMBERED, FADING = 0.5, 0.25
LIGHT, HEAVY = 0.2, 1.5
MINE = frozenset({TouchKind.MY_MESSAGE, TouchKind.GIVE, TouchKind.NEWSLETTER})


@dataclass(frozen=True, slots=True)
class Mark:
    """A touch on the time line."""

    x: float
    side: str  # mine, theirs, mutual


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template draws. Coordinates are SVG user units."""

    presence: str  # points of a polyline
    pressure: str
    marks: tuple[Mark, ...]
    today: float
    window: tuple[float, float] | None  # x and width of the open band
    first: str
    last: str
    words: str  # the picture in one or two sentences


def draw(touches: Sequence[Touch], distance: Distance, *, now: datetime) -> Curve | None:
    """Return the picture, or None when there is nothing to draw yet. ``touches`` are oldest first."""
    past = [touch for touch in touches if touch.at <= now]
    if not past:
        return None
    begin = max(now - LONGEST_PAST, min(past[0].at - timedelta(days=3), now - SHORTEST_PAST))
    end = now + AHEAD
    moments = [begin + (end - begin) * i / (SAMPLES - 1) for i in range(SAMPLES)]
    samples = _sample(past, moments)
    span = (end - begin).total_seconds()

    def x(at: datetime) -> float:
        return round(WIDTH * (at - begin).total_seconds() / span, 1)

    return Curve(
        presence=_points([(x(at), p) for at, p, _ in samples]),
        pressure=_points([(x(at), q / (1.0 + q)) for at, _, q in samples]),
        marks=tuple(Mark(x(t.at), _side(t)) for t in past if t.at >= begin),
        today=x(now),
        window=_window(distance, begin, end, x),
        first=japanese_date.day(timezone.localtime(begin).date()),
        last=japanese_date.day(timezone.localtime(end).date()),
        words=_words(distance),
    )


def _sample(touches: Sequence[Touch], moments: Sequence[datetime]) -> list[tuple[datetime, float, float]]:
    """Walk once along the timeline and read the two values at each moment."""
    state: State = start(SHIPPED)
    waiting = list(reversed(touches))
    samples = []
    for at in moments:
        while waiting and waiting[-1].at <= at:
            state = advance(state, waiting.pop(), SHIPPED)
        figures = odds_at(state, at)
        # Before the first touch nobody has anybody in mind, whatever the formula's floor says.
        presence = figures.presence if state.tie.at is not None else 0.0
        samples.append((at, presence, figures.pressure))
    return samples


def _points(values: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{BOTTOM - (BOTTOM - TOP) * min(max(value, 0.0), 1.0):.1f}" for x, value in values)


def _side(touch: Touch) -> str:
    if touch.kind in MINE:
        return "mine"
    return "mutual" if touch.kind in (TouchKind.CONVERSATION, TouchKind.IN_PERSON) else "theirs"


def _window(
    distance: Distance, begin: datetime, end: datetime, x: Callable[[datetime], float]
) -> tuple[float, float] | None:
    if distance.opens is None or distance.opens >= end:
        return None
    left = max(distance.opens, begin)
    right = min(distance.closes or end, end)
    return (x(left), round(x(right) - x(left), 1)) if right > left else None


def _words(distance: Distance) -> str:
    if distance.presence >= WELL_REMEMBERED:
        mind = "まだよく心に残っているころです"
    elif distance.presence >= FADING:
        mind = "少しずつ薄れてきたころです"
    else:
        mind = "静かに間があいています"
    if distance.pressure < LIGHT:
        load = "負担はかかっていません"
    elif distance.pressure < HEAVY:
        load = "こちらからの連絡が少し残っています"
    else:
        load = "こちらからの連絡が重なっています"
    return f"{mind}。{load}。"
