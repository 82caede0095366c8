"""全体の景色: every tie at once, by how far they still have me in mind and what weighs on them, grouped by closeness.

Read from the cached standings alone, faded to now over whole columns. There is no order of merit: within a group people
are listed by their reading. Those who are left in peace are not drawn; they are a number at the edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from numpy.typing import NDArray

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Closeness, Contact
from yorisoi.apps.interactions import planting
from yorisoi.apps.interactions.course import FADING, HEAVY, LIGHT, WELL_REMEMBERED
from yorisoi.apps.interactions.curve import height_of
from yorisoi.apps.interactions.models import Standing
from yorisoi.core.distance import SHIPPED, Tuning
from yorisoi.core.distance.population import Population
from yorisoi.core.distance.population_window import presence

MOST_DOTS = 400  # people drawn one by one; more are heaped, and nobody can read so many names anyway
ORDER = (Closeness.CLOSE, Closeness.MIDDLE, Closeness.OUTER, Closeness.REMEMBER)  # the nearest first
SECONDS = 19  # signs of a moment down to the second: 2026-11-18 10:00:00, in UTC on either database
WIDEST_NAME = 3.0  # signs of a name under a dot; a Latin letter takes about half of one
LATIN = 0.55
SOIL_EDGE = 6  # user units of ground above and below the dots


class State(StrEnum):
    """How somebody is drawn."""

    OPEN = "open"
    WAIT = "wait"
    REST = "rest"
    UNSEEN = "unseen"  # nothing happened yet: there is nothing to draw
    LET_GO = "let_go"


STATES = {State.OPEN: "ひらいている", State.WAIT: "もう少し待つ", State.REST: "お休み・予定なし"}
MINDS = ("よく心に残っている", "薄れてきたころ", "静かな間")
LOADS = ("負担はほとんどない", "こちらからの連絡が少し残っている", "こちらからの連絡が重なっている")


@dataclass(frozen=True, slots=True)
class Dot:
    """One person on a bed. ``name`` is empty where there is no room for it."""

    x: float
    y: float
    state: str
    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Disc:
    """Many people of one cell: the outer disc is all of them, the inner one those who do not rest."""

    x: float
    y: float
    r: float
    inner: float
    title: str


@dataclass(frozen=True, slots=True)
class LaneName:
    """A lane of one weight of pressure: its name, and where it begins and ends."""

    name: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the list below a bed."""

    name: str
    url: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Bed:
    """The people of one closeness: a picture, its words, and the list."""

    label: str
    url: str
    count: int
    unseen: int
    words: tuple[str, ...]
    lanes: tuple[LaneName, ...] = ()
    dots: tuple[Dot, ...] = ()
    discs: tuple[Disc, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def soil(self) -> int:
        """Height of the ground, in user units."""
        return round(max((lane.bottom for lane in self.lanes), default=0.0)) + SOIL_EDGE

    @property
    def axis(self) -> int:
        """Where the words below the ground stand."""
        return self.soil + 13

    @property
    def box(self) -> int:
        """Height of the whole picture."""
        return self.soil + 22


@dataclass(frozen=True, slots=True)
class Garden:
    """The whole page. ``drawn`` people stand on the beds; ``let_go`` are left in peace."""

    beds: tuple[Bed, ...]
    drawn: int
    unseen: int
    let_go: int
    heaped: bool


@dataclass(frozen=True, slots=True)
class _Ties:
    """Columns of everyone who is drawn, one row a person."""

    id: NDArray[np.int64]
    bed: NDArray[np.intp]  # place in ORDER
    rests: NDArray[np.bool_]
    state: list[str]
    presence: NDArray[np.float64]
    pressure: NDArray[np.float64]

    def part(self, bed: int) -> list[int]:
        """The rows of one bed."""
        rows: list[int] = np.flatnonzero(self.bed == bed).tolist()
        return rows


def look(owner: Owner, *, now: datetime, tuning: Tuning = SHIPPED) -> Garden:
    """Return the owner's garden at ``now``, in at most two queries whatever the number of people."""
    rows = list(_standings(owner, now))
    drawn = [row for row in rows if row[2] not in (State.UNSEEN, State.LET_GO)]
    unseen = Counter(row[1] for row in rows if row[2] == State.UNSEEN)
    ties = _faded(drawn, now, tuning)
    heaped = len(drawn) > MOST_DOTS
    # An owner of many is asked for nobody's name; the second query then finds nothing.
    ids = [] if heaped else ties.id.tolist()
    names = Contact.objects.filter(owner=owner, pk__in=ids).only(
        "family", "given", "organisation", "family_kana", "given_kana"
    )
    known = {contact.pk: contact for contact in names.order_by("family_kana", "given_kana", "pk")}
    beds = [_bed(place, ties, known, unseen[closeness], tuning) for place, closeness in enumerate(ORDER)]
    return Garden(
        beds=tuple(bed for bed in beds if bed.count or bed.unseen),
        drawn=len(drawn),
        unseen=unseen.total(),
        let_go=len(rows) - len(drawn) - unseen.total(),
        heaped=heaped,
    )


def _standings(owner: Owner, now: datetime) -> QuerySet[Standing, tuple[int, str, str, float, float, str]]:
    """(id, closeness, state, strength, pressure, time of the last touch as text) of everyone.

    The time comes as text, since turning a hundred thousand of them into objects would take longer than all the rest.
    """
    closed = Q(lets_go=True) | Q(contact__closed_at__isnull=False)
    state = Case(
        When(closed, then=Value(State.LET_GO)),
        When(touched_at__isnull=True, then=Value(State.UNSEEN)),
        When(opens_at__lte=now, then=Value(State.OPEN)),
        When(rests=True, then=Value(State.REST)),
        When(opens_at__isnull=True, then=Value(State.REST)),
        default=Value(State.WAIT),
        output_field=CharField(),
    )
    return (
        Standing.objects.filter(owner=owner)
        .annotate(state=state, seen=Cast("touched_at", CharField()))
        .values_list("contact_id", "contact__closeness", "state", "strength", "pressure", "seen")
    )


def _faded(rows: Sequence[tuple[int, str, str, float, float, str]], now: datetime, tuning: Tuning) -> _Ties:
    """Everyone's presence and pressure at ``now``."""
    people = Population.start(len(rows), tuning)
    place = {closeness.value: number for number, closeness in enumerate(ORDER)}
    people.strength[:] = [row[3] for row in rows]
    people.pressure[:] = [row[4] for row in rows]
    seen = np.array([row[5][:SECONDS] for row in rows], dtype="datetime64[s]")
    people.at[:] = seen.astype(np.int64)
    _, strength, pressure = people.faded(now.timestamp(), tuning)
    return _Ties(
        id=np.array([row[0] for row in rows], np.int64),
        bed=np.array([place[row[1]] for row in rows], np.intp),
        rests=np.array([row[2] == State.REST for row in rows], np.bool_),
        state=[row[2] for row in rows],
        presence=presence(strength, tuning),
        pressure=pressure,
    )


def _bed(place: int, ties: _Ties, known: dict[int, Contact], unseen: int, tuning: Tuning) -> Bed:
    closeness, rows = ORDER[place], ties.part(place)
    url = f"{reverse('people')}?closeness={closeness.value}"
    across = {row: height_of(ties.presence[row], tuning) for row in rows}
    by_load = {load: [row for row in rows if _load(ties.pressure[row]) == load] for load in range(len(LOADS))}
    loads = [load for load, inside in by_load.items() if inside]
    words = tuple(_words(ties, rows))
    bed = Bed(closeness.label, url, len(rows), unseen, words)
    if not known or len(rows) > planting.MOST_SMALL:
        field = planting.HEAPED
        cells = [{row: (planting.column_of(field, across[row]), 0) for row in by_load[load]} for load in loads]
        stacked = list(planting.lanes(field, cells))
        return replace(bed, lanes=_named(loads, stacked), discs=tuple(_discs(ties, stacked)))
    field = planting.NAMED if len(rows) <= planting.MOST_NAMED else planting.SMALL
    cells = [planting.plant(field, [(row, across[row]) for row in by_load[load]]) for load in loads]
    stacked = list(planting.lanes(field, cells))
    spots = {row: planting.middle(field, lane, cell) for lane in stacked for row, cell in lane.cells.items()}
    reading = {pk: number for number, pk in enumerate(known)}
    ordered = sorted(rows, key=lambda row: reading[int(ties.id[row])])
    people = [(row, known[int(ties.id[row])]) for row in ordered]
    return replace(
        bed,
        lanes=_named(loads, stacked),
        dots=tuple(_dot(ties, row, contact, spots[row], named=field is planting.NAMED) for row, contact in people),
        people=tuple(
            Person(contact.name, _page(contact), STATES[State(ties.state[row])], _told(ties, row))
            for row, contact in people
        ),
    )


def _named(loads: Iterable[int], stacked: Iterable[planting.Lane]) -> tuple[LaneName, ...]:
    return tuple(LaneName(LOADS[load], lane.top, lane.bottom) for load, lane in zip(loads, stacked, strict=True))


def _dot(ties: _Ties, row: int, contact: Contact, spot: tuple[float, float], *, named: bool) -> Dot:
    state = ties.state[row]
    title = f"{contact.name}:{_told(ties, row)}、{STATES[State(state)]}"
    return Dot(*spot, state, _short(contact) if named else "", title, _page(contact))


def _page(contact: Contact) -> str:
    return reverse("person", args=[contact.pk])


def _discs(ties: _Ties, stacked: Sequence[planting.Lane]) -> Iterable[Disc]:
    """Everyone of a cell as one disc."""
    field = planting.HEAPED
    heaps = [(lane, Counter(lane.cells.values())) for lane in stacked]
    most = max((count for _, heap in heaps for count in heap.values()), default=1)
    for lane, heap in heaps:
        awake = Counter(cell for row, cell in lane.cells.items() if not ties.rests[row])
        example = {cell: row for row, cell in lane.cells.items()}
        for cell, count in sorted(heap.items()):
            inner = planting.disc(awake[cell], most) if awake[cell] else 0.0
            title = f"{_told(ties, example[cell])}のあたり:{count}名"
            yield Disc(*planting.middle(field, lane, cell), planting.disc(count, most), inner, title)


def _told(ties: _Ties, row: int) -> str:
    """Where somebody stands, in words."""
    return _told_of(ties.presence[row], ties.pressure[row])


def _told_of(mind: float, load: float) -> str:
    return f"{MINDS[_mind(mind)]}、{LOADS[_load(load)]}"


def _mind(value: float) -> int:
    return 0 if value >= WELL_REMEMBERED else 1 if value >= FADING else 2


def _load(value: float) -> int:
    return 0 if value < LIGHT else 1 if value < HEAVY else 2


def _words(ties: _Ties, rows: Sequence[int]) -> Iterable[str]:
    """The bed in two sentences."""
    if not rows:
        return
    minds = Counter(_mind(value) for value in ties.presence[list(rows)].tolist())
    yield "、".join(f"{name}方が{minds[number]}名" for number, name in enumerate(_MIND_OF) if minds[number]) + "。"
    states = Counter(ties.state[row] for row in rows)
    yield "、".join(f"{name}方が{states[state]}名" for state, name in _STATE_OF.items() if states[state]) + "。"


_MIND_OF = ("よく心に残っている", "少しずつ薄れてきたころの", "静かに間があいている")
_STATE_OF = {State.OPEN: "いまひらいている", State.WAIT: "もう少し待つ", State.REST: "お休み・予定なしの"}


def _short(contact: Contact) -> str:
    """As much of the family name as fits under a dot."""
    name = contact.family or contact.given or contact.organisation
    width = 0.0
    for end, sign in enumerate(name):
        width += LATIN if sign.isascii() else 1.0
        if width > WIDEST_NAME:
            return f"{name[: max(end - 1, 1)]}…"
    return name
