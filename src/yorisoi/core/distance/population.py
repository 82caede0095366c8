"""The engine over a whole population: the same equations as the fold, for everyone at once.

A population is a handful of columns, five floats a person (40 bytes), and a short list of the asks still open. ``step``
carries it over a batch of touches: the first touch of everyone, then the second of everyone, and so on, so that each
pass meets each person once. What comes out is what folding each timeline alone gives, to within rounding (1e-9).

Here, unlike in the rest of the engine, things are changed in place: that is what the columns are for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.population_learning import Asks, Chains, Learned, Spans, asking, chains, learn
from yorisoi.core.distance.population_passes import descending, grouped, rows_of, widths_of
from yorisoi.core.distance.population_touches import Floats, Rows, Touches, Weights
from yorisoi.core.distance.population_window import base_logit, windows
from yorisoi.core.distance.tuning import SHIPPED, Tuning

SHARE = 262_144  # touches in the share of the people that is finished before the next is begun
PEOPLE = 8_192  # people carried side by side; their columns fit the second cache

NEVER = -np.inf
"""The time of the last touch of somebody with whom there was none."""


@dataclass(slots=True)
class Population:
    """The state of many ties, one row a person.

    Attributes:
        strength, pressure: A and P right after the last touch.
        at: Time of the last touch in seconds; NEVER before the first.
        b, v: The person's offset in logits and its variance.
        b_me, v_me: The owner's offset and its variance as each timeline carries them. When the owner's offset does not
            learn (``v_me`` = 0 at the start) they are one number shown as a column, and take no room.
        asks: Asks whose outcome is open.
    """

    strength: Floats
    pressure: Floats
    at: Floats
    b: Floats
    v: Floats
    b_me: Floats
    v_me: Floats
    asks: Asks = field(default_factory=Asks.none)

    @classmethod
    def start(
        cls, people: int, tuning: Tuning = SHIPPED, *, b_me: float = 0.0, v_me: float | None = None
    ) -> Population:
        """Everyone before the first touch. The owner's offset learned elsewhere can be handed in (logits, logits²)."""
        owner_v = tuning.var_me if v_me is None else v_me
        if owner_v:
            owner = np.full(people, b_me, np.float64), np.full(people, owner_v, np.float64)
        else:
            owner = np.broadcast_to(float(b_me), people), np.broadcast_to(0.0, people)
        return cls(
            np.zeros(people),
            np.zeros(people),
            np.full(people, NEVER),
            np.zeros(people),
            np.full(people, tuning.var_person, np.float64),
            *owner,
        )

    def __len__(self) -> int:
        return len(self.strength)

    def part(self, low: int, high: int) -> Population:
        """The people from row ``low`` to ``high`` (not included), seen in place; their open asks are a copy."""
        begin, end = np.searchsorted(self.asks.person, [low, high])
        asks = Asks(self.asks.person[begin:end] - low, self.asks.asked_at[begin:end], self.asks.logit[begin:end])
        people = slice(low, high)
        return Population(
            self.strength[people],
            self.pressure[people],
            self.at[people],
            self.b[people],
            self.v[people],
            self.b_me[people],
            self.v_me[people],
            asks,
        )

    @property
    def nbytes(self) -> int:
        """Bytes held: the five columns, the owner's two if they learn, and the open asks."""
        columns = (self.strength, self.pressure, self.at, self.b, self.v, self.b_me, self.v_me, *self.asks)
        return sum(column.nbytes for column in columns if column.strides != (0,))

    def faded(self, now: Floats | float, tuning: Tuning = SHIPPED) -> tuple[Floats, Floats, Floats]:
        """Days of silence, strength and pressure at ``now`` (seconds; one for all or one a person).

        Silence is infinite, and both values 0, for those with whom there was no touch.
        """
        days = np.maximum(now - self.at, 0.0) / DAY
        return (
            days,
            self.strength * np.power(1.0 + days / tuning.S, -tuning.d),
            self.pressure * np.exp(-days / tuning.tau),
        )

    def windows(self, tuning: Tuning = SHIPPED) -> tuple[Floats, Floats]:
        """When each measured window opens and closes, in seconds; NaN where there is no such moment."""
        opens, closes = windows(self.strength, self.pressure, tuning)
        at = np.where(self.at == NEVER, np.nan, self.at)
        return at + opens * DAY, at + closes * DAY


class Forecasts(NamedTuple):
    """What was predicted for the asks of a batch, by person and then by time.

    Attributes:
        row: Which of the touches handed in it was.
        logit: Logit of the chance of an answer, as it was when the ask was sent.
        outcome: 1 answered in time, 0 not, OPEN when the batch does not tell.
    """

    row: Rows
    logit: Floats
    outcome: NDArray[np.int8]


def step(population: Population, touches: Touches, tuning: Tuning = SHIPPED) -> Forecasts:
    """Carry the population over a batch of touches, in place, and tell what it predicted on the way.

    Raises:
        ValueError: a person is not in the population, or a touch is older than that person's last one. Nothing has
            been changed then.
    """
    count = np.bincount(touches.person, minlength=len(population))
    if len(count) > len(population):
        raise ValueError("a touch of somebody who is not in the population")
    end = np.cumsum(count)
    some = np.flatnonzero(count)
    if np.any(touches.at.take(end.take(some) - count.take(some)) < population.at.take(some)):
        raise ValueError("a touch older than the last one: fold the whole timeline again")
    edges = np.searchsorted(end, np.arange(SHARE, len(touches.at), SHARE)).tolist()
    left: list[Asks] = []
    found: list[Forecasts] = []
    for low, high in pairwise(dict.fromkeys([0, *edges, len(population)])):
        part = population.part(low, high)
        begin = int(end[low - 1]) if low else 0
        forecasts = _step(part, touches.part(begin, int(end[high - 1]), low), tuning)
        found.append(forecasts._replace(row=forecasts.row + begin))
        left.append(part.asks._replace(person=part.asks.person + low))
    if not found:
        return Forecasts(np.empty(0, np.intp), np.empty(0), np.empty(0, np.int8))
    population.asks = Asks(*(np.concatenate(column) for column in zip(*left, strict=True)))
    row, logit, outcome = (np.concatenate(column) for column in zip(*found, strict=True))
    return Forecasts(row if touches.origin is None else touches.origin.take(row), logit, outcome)


def _step(population: Population, touches: Touches, tuning: Tuning) -> Forecasts:
    """``step`` for a share of the people that fits the cache."""
    count = np.bincount(touches.person, minlength=len(population))
    end = np.cumsum(count)
    spans, people = Spans(end - count, end), descending(count)[: np.count_nonzero(count)]
    days = _silences(population, touches, spans, people)
    fresh = asking(touches, days, tuning)
    base = _flow(population, touches, spans, people, days, tuning).take(fresh)
    base -= tuning.bN * np.log(touches.recipients.take(fresh))
    found = chains(touches, spans, fresh, base, population.asks, tuning)
    logit, waiting = learn(_learned(population), found)
    older = len(population.asks.person)
    population.asks = found.asks._replace(logit=logit).at(waiting)
    if not older:
        return Forecasts(found.row, logit, found.outcome)
    sent = np.flatnonzero(found.row >= 0)
    return Forecasts(found.row.take(sent), logit.take(sent), found.outcome.take(sent))


def settle(population: Population, now: float, tuning: Tuning = SHIPPED) -> None:
    """Resolve as unanswered, oldest first and in place, every ask whose H days were over before ``now`` (seconds)."""
    over = population.asks.asked_at < now - tuning.H * DAY
    asks = population.asks.at(np.flatnonzero(over))
    size = len(asks.person)
    found = Chains(np.full(size, -1, np.intp), asks, np.zeros(size, np.intp), np.zeros(size, np.int8))
    learn(_learned(population), found)
    population.asks = population.asks.at(np.flatnonzero(~over))


def _learned(population: Population) -> Learned:
    """The offsets to be changed; those of the owner only if they learn."""
    if population.b_me.flags.writeable:
        return Learned(population.b, population.v, population.b_me, population.v_me, 0.0)
    owner = float(population.b_me[0]) if len(population) else 0.0
    return Learned(population.b, population.v, None, None, owner)


def _silences(population: Population, touches: Touches, spans: Spans, people: Rows) -> Floats:
    """Days of silence before each touch; infinite before a first contact."""
    days = np.empty(len(touches.at))
    np.subtract(touches.at[1:], touches.at[:-1], out=days[1:])
    opening = spans.start.take(people)
    days[opening] = touches.at.take(opening) - population.at.take(people)
    days /= DAY
    return days


def _flow(population: Population, touches: Touches, spans: Spans, people: Rows, days: Floats, tuning: Tuning) -> Floats:
    """Carry strength and pressure over the batch; the logit of a reply just before each touch, without any offset."""
    weights, logit = Weights.of(tuning), np.empty(len(days))
    for begin in range(0, len(people), PEOPLE):
        who = people[begin : begin + PEOPLE]
        first = spans.start.take(who)
        strength, pressure = population.strength.take(who), population.pressure.take(who)
        done = 0
        for widths in grouped(widths_of(spans.end.take(who) - first)):
            row = rows_of(first, widths, done)
            done += len(widths)
            logit[row] = _meet(strength, pressure, widths, days.take(row), touches.kind.take(row), weights, tuning)
        population.strength[who], population.pressure[who] = strength, pressure
    population.at[people] = touches.at.take(spans.end.take(people) - 1)
    return logit


def _meet(
    strength: Floats,
    pressure: Floats,
    widths: list[int],
    days: Floats,
    kind: NDArray[np.uint8],
    weights: Weights,
    tuning: Tuning,
) -> Floats:
    """A few passes, one touch each of the first ``width`` people; strength and pressure are changed in place."""
    before = days / tuning.S
    before += 1.0
    np.power(before, -tuning.d, out=before)  # how much of the strength is left by then
    load_before = np.divide(days, -tuning.tau, out=days)
    np.exp(load_before, out=load_before)  # and of the pressure
    place = kind.astype(np.intp)
    gain, keep, load = weights.gain.take(place), weights.keep.take(place), weights.load.take(place)
    begin = 0
    for width in widths:
        here = slice(begin, begin + width)
        begin += width
        faded, leaked = before[here], load_before[here]
        faded *= strength[:width]
        np.add(faded, gain[here], out=strength[:width])
        leaked *= pressure[:width]
        np.multiply(leaked, keep[here], out=pressure[:width])
        pressure[:width] += load[here]
    return base_logit(before, load_before, tuning)
