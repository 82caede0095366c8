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
from yorisoi.apps.interactions.curve import FULL_MIND, ground_of
from yorisoi.apps.interactions.models import Standing
from yorisoi.core.distance import SHIPPED, Tuning
from yorisoi.core.distance.population import Population
from yorisoi.core.distance.population_window import presence

MOST_DOTS = 400  # people drawn one by one; more are heaped, and nobody can read so many names anyway
ORDER = (Closeness.CLOSE, Closeness.MIDDLE, Closeness.OUTER, Closeness.REMEMBER)  # the nearest first
SECONDS = 19  # signs of a moment down to the second: 2026-11-18 10:00:00, in UTC on either database
WIDEST_NAME = 3.0  # signs of a name under a dot; a Latin letter takes about half of one
LATIN = 0.55
Numbers = NDArray[np.int64]
SOIL_EDGE = 6  # user units of ground above and below the dots


class State(StrEnum):
    """How somebody is drawn."""

    OPEN = "open"
    WAIT = "wait"
    REST = "rest"
    UNSEEN = "unseen"  # nothing happened yet: there is nothing to draw
    LET_GO = "let_go"


STATE = tuple(State)
STATES = {State.OPEN: "ひらいている", State.WAIT: "もう少し待つ", State.REST: "お休み・予定なし"}
DRAWN = frozenset(STATES)
STATE_OF = {State.OPEN: "いまひらいている", State.WAIT: "もう少し待つ", State.REST: "お休み・予定なしの"}
MIND_OF = ("よく心に残っている", "少しずつ薄れてきたころの", "静かに間があいている")
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


Row = tuple[int, int, int, float, float, str | None]
"""Id, place in ORDER, place in State, strength, pressure, and the time of the last touch as text."""


@dataclass(frozen=True, slots=True)
class _Ties:
    """Columns of everyone who is drawn, one row a person."""

    id: Numbers
    bed: Numbers  # place in ORDER
    state: Numbers  # place in State
    across: NDArray[np.float64]  # presence as a share of the way, 0–1
    mind: Numbers  # place in MINDS
    load: Numbers  # place in LOADS


def look(owner: Owner, *, now: datetime, tuning: Tuning = SHIPPED) -> Garden:
    """Return the owner's garden at ``now``, in at most two queries whatever the number of people."""
    rows = list(_standings(owner, now))
    drawn = [row for row in rows if STATE[row[2]] in DRAWN]
    unseen = Counter(row[1] for row in rows if STATE[row[2]] is State.UNSEEN)
    ties = _faded(drawn, now, tuning)
    heaped = len(drawn) > MOST_DOTS
    # An owner of many is asked for nobody's name; the second query then finds nothing.
    names = Contact.objects.filter(owner=owner, pk__in=[] if heaped else ties.id.tolist()).only(
        "family", "given", "organisation", "family_kana", "given_kana"
    )
    known = {contact.pk: contact for contact in names.order_by("family_kana", "given_kana", "pk")}
    beds = [_bed(place, ties, known, unseen[place]) for place in range(len(ORDER))]
    return Garden(
        beds=tuple(bed for bed in beds if bed.count or bed.unseen),
        drawn=len(drawn),
        unseen=unseen.total(),
        let_go=len(rows) - len(drawn) - unseen.total(),
        heaped=heaped,
    )


def _standings(owner: Owner, now: datetime) -> QuerySet[Standing, Row]:
    """Everyone. The time comes as text: to make a hundred thousand of them into objects would take longer than the rest."""
    closed = Q(lets_go=True) | Q(contact__closed_at__isnull=False)
    rests = Q(rests=True) | Q(opens_at__isnull=True)
    state = Case(
        When(closed, then=_place(State.LET_GO)),
        When(touched_at__isnull=True, then=_place(State.UNSEEN)),
        When(opens_at__lte=now, then=_place(State.OPEN)),
        When(rests, then=_place(State.REST)),
        default=_place(State.WAIT),
    )
    bed = Case(
        *(When(contact__closeness=closeness, then=Value(place)) for place, closeness in enumerate(ORDER)),
        default=Value(len(ORDER) - 1),
    )
    return (
        Standing.objects.filter(owner=owner)
        .annotate(bed=bed, state=state, seen=Cast("touched_at", CharField()))
        .values_list("contact_id", "bed", "state", "strength", "pressure", "seen")
    )


def _place(state: State) -> Value:
    return Value(STATE.index(state))


def _faded(rows: Sequence[Row], now: datetime, tuning: Tuning) -> _Ties:
    """Everyone's presence and pressure at ``now``, and what that is called."""
    ids, beds, states, strengths, pressures, seen = zip(*rows, strict=True) if rows else ((),) * 6
    people = Population.start(len(rows), tuning)
    people.strength[:], people.pressure[:] = strengths, pressures
    people.at[:] = np.array([text[:SECONDS] for text in seen], dtype="datetime64[s]").astype(np.int64)
    _, strength, pressure = people.faded(now.timestamp(), tuning)
    mind = presence(strength, tuning)
    return _Ties(
        id=np.array(ids, np.int64),
        bed=np.array(beds, np.int64),
        state=np.array(states, np.int64),
        across=np.interp(mind, (ground_of(tuning), FULL_MIND), (0.0, 1.0)),
        mind=2 - (mind >= WELL_REMEMBERED).astype(np.int64) - (mind >= FADING),
        load=(pressure >= LIGHT).astype(np.int64) + (pressure >= HEAVY),
    )


def _bed(place: int, ties: _Ties, known: dict[int, Contact], unseen: int) -> Bed:
    closeness, rows = ORDER[place], np.flatnonzero(ties.bed == place)
    url = f"{reverse('people')}?closeness={closeness.value}"
    bed = Bed(closeness.label, url, len(rows), unseen, tuple(_words(ties, rows)))
    by_load = {load: inside for load in range(len(LOADS)) if len(inside := rows[ties.load[rows] == load])}
    if not known or len(rows) > planting.MOST_SMALL:
        lanes = list(planting.lanes(planting.HEAPED, [1] * len(by_load)))
        most = max((int(_columns(ties, inside)[0].max()) for inside in by_load.values()), default=1)
        discs = [
            disc
            for lane, inside in zip(lanes, by_load.values(), strict=True)
            for disc in _discs(ties, inside, lane, most)
        ]
        return replace(bed, lanes=_named(by_load, lanes), discs=tuple(discs))
    field = planting.NAMED if len(rows) <= planting.MOST_NAMED else planting.SMALL
    planted = [
        planting.plant(field, zip(inside.tolist(), ties.across[inside].tolist(), strict=True))
        for inside in by_load.values()
    ]
    lanes = list(planting.lanes(field, map(planting.rows_in, planted)))
    spots = {
        row: planting.middle(field, lane, *cell)
        for lane, cells in zip(lanes, planted, strict=True)
        for row, cell in cells.items()
    }
    reading = {pk: number for number, pk in enumerate(known)}
    ordered = sorted(rows.tolist(), key=lambda row: reading[int(ties.id[row])])
    people = [(row, known[int(ties.id[row])]) for row in ordered]
    return replace(
        bed,
        lanes=_named(by_load, lanes),
        dots=tuple(_dot(ties, row, contact, spots[row], named=field is planting.NAMED) for row, contact in people),
        people=tuple(
            Person(contact.name, _page(contact), STATES[STATE[ties.state[row]]], _told(ties.mind[row], ties.load[row]))
            for row, contact in people
        ),
    )


def _named(loads: Iterable[int], lanes: Iterable[planting.Lane]) -> tuple[LaneName, ...]:
    return tuple(LaneName(LOADS[load], lane.top, lane.bottom) for load, lane in zip(loads, lanes, strict=True))


def _dot(ties: _Ties, row: int, contact: Contact, spot: tuple[float, float], *, named: bool) -> Dot:
    state = STATE[ties.state[row]]
    title = f"{contact.name}:{_told(ties.mind[row], ties.load[row])}、{STATES[state]}"
    return Dot(*spot, state, _short(contact) if named else "", title, _page(contact))


def _page(contact: Contact) -> str:
    return reverse("person", args=[contact.pk])


def _columns(ties: _Ties, rows: Numbers) -> tuple[Numbers, Numbers]:
    """How many stand in each column of a heap, and in which column each stands."""
    wide = planting.HEAPED.across
    columns = np.minimum((ties.across[rows] * wide).astype(np.int64), wide - 1)
    return np.bincount(columns, minlength=wide), columns


def _discs(ties: _Ties, rows: Numbers, lane: planting.Lane, most: int) -> Iterable[Disc]:
    """Everyone of a column as one disc."""
    counts, columns = _columns(ties, rows)
    awake = np.bincount(columns[ties.state[rows] != STATE.index(State.REST)], minlength=len(counts))
    for column in np.flatnonzero(counts).tolist():
        count, up = int(counts[column]), int(awake[column])
        mostly = int(np.bincount(ties.mind[rows[columns == column]]).argmax())
        title = f"{_told(mostly, ties.load[rows[0]])}のあたり:{count}名"
        inner = planting.disc(up, most) if up else 0.0
        yield Disc(*planting.middle(planting.HEAPED, lane, column), planting.disc(count, most), inner, title)


def _told(mind: int, load: int) -> str:
    """Where somebody stands, in words."""
    return f"{MINDS[mind]}、{LOADS[load]}"


def _words(ties: _Ties, rows: Numbers) -> Iterable[str]:
    """The bed in two sentences."""
    if not len(rows):
        return
    minds = np.bincount(ties.mind[rows], minlength=len(MINDS)).tolist()
    yield "、".join(f"{name}方が{count}名" for name, count in zip(MIND_OF, minds, strict=True) if count) + "。"
    states = np.bincount(ties.state[rows], minlength=len(STATE)).tolist()
    yield (
        "、".join(
            f"{name}方が{states[STATE.index(state)]}名"
            for state, name in STATE_OF.items()
            if states[STATE.index(state)]
        )
        + "。"
    )


def _short(contact: Contact) -> str:
    """As much of the family name as fits under a dot."""
    name = contact.family or contact.given or contact.organisation
    width = 0.0
    for end, sign in enumerate(name):
        width += LATIN if sign.isascii() else 1.0
        if width > WIDEST_NAME:
            return f"{name[: max(end - 1, 1)]}…"
    return name
