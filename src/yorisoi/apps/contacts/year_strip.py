"""A year of the courtesy calendar as a drawing: one row a month, one step a day, taller the more it asks to wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yorisoi.core.courtesy import Stretch, Weather

WIDTH = 340.0  # user units; a phone shows them nearly one to one
LABEL = 34.0  # room for 「12月」
MONTH_HEIGHT = 21.0
DAYS_A_ROW = 31
STEP = (WIDTH - LABEL) / DAYS_A_ROW
FOOT = 17.0  # room below for the numbers of the days
# How tall a day stands: form says it, too, not colour alone. A calm day lies as a broad line, a usual one is bare ground.
HEIGHTS = {Weather.HOLD: 15.0, Weather.SHORT: 10.0, Weather.BRIEF: 5.0, Weather.CALM: 2.5}
DROP = 4.0  # below the numbers: the drop of their last line
NUMBERED = (1, 10, 20, 30)  # days whose numbers stand below


@dataclass(frozen=True, slots=True)
class Bar:
    """Days of one month that are alike."""

    x: float
    y: float
    width: float
    height: float
    weather: Weather


@dataclass(frozen=True, slots=True)
class Row:
    """A month: its name, its ground line, its bars."""

    label: str
    ground: float
    right: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """What the template draws, and the same in words. Coordinates are SVG user units."""

    height: float
    rows: tuple[Row, ...]
    numbers: tuple[tuple[int, float], ...]
    today: tuple[float, float] | None
    words: str

    @property
    def foot(self) -> float:
        """Where the numbers of the days stand."""
        return self.height - DROP


def draw(stretches: Sequence[Stretch], *, today: date) -> Strip:
    """Draw runs of days; they begin on the first of a month and end on the last of one."""
    stretches = _alike(stretches)
    first, last = stretches[0].first, stretches[-1].last
    months = list(_months(first, last))
    rows = tuple(_row(number, month, stretches) for number, month in enumerate(months))
    mark = None
    if first <= today <= last:
        number = months.index(today.replace(day=1))
        mark = (round(_x(today.day) + STEP / 2, 1), _ground(number))
    return Strip(
        height=_ground(len(months) - 1) + FOOT,
        rows=rows,
        numbers=tuple((day, round(_x(day) + STEP / 2, 1)) for day in NUMBERED),
        today=mark,
        words=_words(stretches),
    )


def _alike(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours of the same weather, whatever their reasons."""
    joined: list[Stretch] = []
    for run in stretches:
        if joined and joined[-1].weather is run.weather:
            joined[-1] = Stretch(joined[-1].first, run.last, run.notes)
        else:
            joined.append(run)
    return joined


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _row(number: int, month: date, stretches: Sequence[Stretch]) -> Row:
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    ground = _ground(number)
    bars = []
    for run in stretches:
        if run.last < month or run.first > end or run.weather not in HEIGHTS:
            continue
        left, right = max(run.first, month).day, min(run.last, end).day
        height = HEIGHTS[run.weather]
        width = round((right - left + 1) * STEP, 1)
        bars.append(Bar(round(_x(left), 1), ground - height, width, height, run.weather))
    label = f"{month.month}月"
    return Row(label, ground, round(_x(end.day) + STEP, 1), tuple(bars))


def _x(day: int) -> float:
    return LABEL + (day - 1) * STEP


def _ground(number: int) -> float:
    return MONTH_HEIGHT * (number + 1)


def _words(stretches: Sequence[Stretch]) -> str:
    """The whole year in two or three sentences; the year itself stands above the drawing."""
    told = []
    for weather, begin in ((Weather.HOLD, "そっと待つ時期は"), (Weather.CALM, "落ち着いている時期は")):
        spans = [_span(run) for run in stretches if run.weather is weather]
        if spans:
            told.append(f"{begin}、{'、'.join(spans)}です。")
    return "".join(told) or "とくにお忙しい時期は知られていません。"


def _span(run: Stretch) -> str:
    first, last = (f"{day.month}月{day.day}日" for day in (run.first, run.last))
    return first if run.first == run.last else f"{first}〜{last}"
