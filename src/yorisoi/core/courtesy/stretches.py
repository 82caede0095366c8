"""The calendar read over many days: runs of equal days with their reasons, for reading and for drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from .days import day_off_name, day_off_text, is_day_off
from .greeting import Greeting
from .span import days_between
from .table import Table
from .verdict import BRIEF, FREE, HOLD, NO_REPLY_ONLY, Note

NotesOf = Callable[[date], tuple[Note, ...]]
"""The notes of a day, weightiest first, as ``day_notes`` gives them."""

_LASTING = ("season.", "quiet.", "national.", "override", "hold.")


class Weather(StrEnum):
    """What a day is like for a message that nobody waits for."""

    HOLD = "hold"
    SHORT = "short"
    BRIEF = "brief"
    OPEN = "open"
    CALM = "calm"

    @property
    def word(self) -> str:
        """What to do on such a day, in a few signs."""
        return _WORDS[self]


_WORDS = {
    Weather.HOLD: "そっと待つ",
    Weather.SHORT: "ひとことだけ",
    Weather.BRIEF: "短めに",
    Weather.OPEN: "ふだんどおり",
    Weather.CALM: "落ち着いている",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Successive days of which the calendar says the same. Both days are inclusive; notes come weightiest first."""

    first: date
    last: date
    notes: tuple[Note, ...]

    @property
    def level(self) -> int:
        """0 to 3, as in ``Verdict``."""
        return max((note.level for note in self.notes), default=FREE)

    @property
    def weather(self) -> Weather:
        """The heaviest thing said; calm only where the trade is known to be calm and nothing else is said."""
        if self.level == FREE:
            return Weather.CALM if self.notes else Weather.OPEN
        return {BRIEF: Weather.BRIEF, NO_REPLY_ONLY: Weather.SHORT, HOLD: Weather.HOLD}[self.level]


def stretches(first: date, days: int, notes_of: NotesOf) -> tuple[Stretch, ...]:
    """``days`` days from ``first`` on, runs of equal days joined.

    Days are equal when the same things are said of them with the same weight and, for what lasts, until the same day.

    Raises:
        ValueError: ``days`` is less than one.
    """
    if days < 1:
        raise ValueError("a calendar shows at least one day")
    told = ((day, notes_of(day)) for day in days_between(first, first + timedelta(days=days - 1)))
    found = []
    for _, group in groupby(told, key=lambda item: tuple(_same(note) for note in item[1])):
        run = list(group)
        found.append(Stretch(run[0][0], run[-1][0], _joined([day for day, _ in run], run[0][1])))
    return tuple(found)


def periods(first: date, days: int, notes_of: NotesOf) -> tuple[Stretch, ...]:
    """Each reason by itself, with the days on which it is given: from the earliest on, the heavier ones first.

    A period that reaches beyond the days asked about is told whole; one that something else interrupts is told in parts.

    Raises:
        ValueError: ``days`` is less than one.
    """
    runs = stretches(first, days, notes_of)
    found: list[Stretch] = []
    running: dict[tuple[object, ...], Stretch] = {}
    for run in runs:
        now: dict[tuple[object, ...], Stretch] = {}
        for note in run.notes:
            before = running.pop(_same(note), None)
            now[_same(note)] = Stretch(before.first if before else run.first, run.last, (note,))
        found += running.values()
        running = now
    whole = [_beyond(period, runs[0].first, runs[-1].last) for period in (*found, *running.values())]
    return tuple(sorted(whole, key=lambda period: (period.first, -period.level, period.last)))


def _beyond(period: Stretch, first: date, last: date) -> Stretch:
    note = period.notes[0]
    begins = note.from_ if period.first == first and note.from_ else period.first
    ends = note.until if period.last == last and note.until else period.last
    return Stretch(min(begins, period.first), max(ends, period.last), period.notes)


def lasting(notes_of: NotesOf) -> NotesOf:
    """Only what lasts for a season or a period: without single days off, holiday neighbours and the rhythm of the month."""

    def only(day: date) -> tuple[Note, ...]:
        return tuple(note for note in notes_of(day) if note.code.startswith(_LASTING))

    return only


def greetings_between(first: date, days: int, table: Table, *, tags: tuple[str, ...] = ()) -> tuple[Greeting, ...]:
    """The seasonal greetings that may be sent on some of these days, in order; the notice of mourning is not one."""
    customs = table.trade(None, tags).customs
    last = first + timedelta(days=days - 1)
    return tuple(sorted(_windows(first, last, table, customs), key=lambda greeting: greeting.from_))


def _windows(first: date, last: date, table: Table, customs: frozenset[str]) -> Iterator[Greeting]:
    for window in table.greetings:
        if window.id == "mochu" or not window.kept(customs):
            continue
        for year in range(first.year - 1, last.year + 1):
            begin, end = window.span.starting_in(year)
            if begin <= last and end >= first:
                yield Greeting(window.id, window.label, begin, end, window.note)


def _same(note: Note) -> tuple[object, ...]:
    single = note.from_ == note.until
    return note.code, note.level, None if single else note.until, "" if note.code == "day_off" else note.text


def _joined(days: list[date], notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes of the first day, said for all of them."""
    names = [day_off_name(day) for day in days if is_day_off(day)]
    return tuple(
        replace(
            note,
            from_=days[0] if note.from_ == note.until else note.from_,
            until=days[-1] if note.from_ == note.until else note.until,
            text=day_off_text(names) if note.code == "day_off" else note.text,
        )
        for note in notes
    )
