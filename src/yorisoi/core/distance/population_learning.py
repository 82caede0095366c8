"""Learning of a whole population at once.

Strength and pressure never depend on what was learned, so the two can be worked out first and learning after them.
The asks of one person are resolved in the order in which they were sent (whatever ends the later one ends the earlier
one too), so learning is one chain a person: ask after ask. Which link an ask's own prediction hangs on is known from
the times alone. All chains are then forged side by side: the first link of everyone, the second of everyone, and so on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yorisoi.core.distance.codes import ANSWER_CODES, ASK
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.population_passes import descending, grouped, rows_of, widths_of
from yorisoi.core.distance.population_touches import Floats, Rows, Touches
from yorisoi.core.distance.population_window import logistic
from yorisoi.core.distance.tuning import Tuning

OPEN = -1  # outcome of an ask whose week is not over and that nothing answered yet
CHAINS = 8_192  # people whose chains are forged side by side; their offsets fit the cache

Outcomes = NDArray[np.int8]


class Asks(NamedTuple):
    """Asks as columns, by person and then by time.

    Attributes:
        person: Row of the person.
        asked_at: Seconds.
        logit: Logit of the chance that was given to it when it was sent.
    """

    person: Rows
    asked_at: Floats
    logit: Floats

    @classmethod
    def none(cls) -> Asks:
        """No asks."""
        return cls(np.empty(0, np.intp), np.empty(0), np.empty(0))

    def at(self, place: Rows) -> Asks:
        """Those asks alone."""
        return Asks(self.person.take(place), self.asked_at.take(place), self.logit.take(place))


class Learned(NamedTuple):
    """The offsets, one row a person; changed in place. ``b_me`` and ``v_me`` are None when the owner's does not learn."""

    b: Floats
    v: Floats
    b_me: Floats | None
    v_me: Floats | None
    owner: float


class Spans(NamedTuple):
    """Where the touches of each person lie: rows ``start`` to ``end`` (not included), one entry a person."""

    start: Rows
    end: Rows


class Chains(NamedTuple):
    """All asks that concern a batch, and what is known of each before anything is learned.

    Attributes:
        row: Row of the touch that is the ask; −1 when it was open before the batch.
        asks: The asks; ``logit`` has no offset in it yet where ``row`` is not −1.
        still_open: How many earlier asks of the person were unresolved when it was sent.
        outcome: 1, 0 or OPEN.
    """

    row: Rows
    asks: Asks
    still_open: Rows
    outcome: Outcomes


def asking(touches: Touches, days: Floats, tuning: Tuning) -> Rows:
    """Rows of the touches that teach: my messages after ``days`` of silence, never a first contact."""
    return np.flatnonzero((touches.kind == ASK) & (days >= tuning.learn_silence) & (days < np.inf))


def chains(touches: Touches, spans: Spans, fresh: Rows, logit: Floats, still: Asks, tuning: Tuning) -> Chains:
    """The asks sent in the batch (rows ``fresh``, logits without offset) after those still open before it."""
    asks, row = Asks(touches.person.take(fresh), touches.at.take(fresh), logit), fresh
    is_answer = touches.kind < ANSWER_CODES
    answers_to = np.cumsum(is_answer, dtype=np.int32)  # answers up to and with each row
    if len(still.person):
        order = np.argsort(np.concatenate([still.person, asks.person]), kind="stable")
        asks = Asks(*(np.concatenate([old, new]).take(order) for old, new in zip(still, asks, strict=True)))
        row = np.concatenate([np.full(len(still.person), -1, np.intp), fresh]).take(order)
        # An older ask can be answered from the person's first row on: it stands, as it were, just before that.
        anchor = np.where(row >= 0, row, spans.start[asks.person] - 1)
        ended = np.append(answers_to, np.int32(0))[anchor]  # row −1 is the appended 0
    else:
        ended = answers_to.take(row)
    answers = np.append(np.flatnonzero(is_answer), len(touches.at))
    outcome = _outcomes(touches, spans, asks, answers.take(ended), tuning)
    return Chains(row, asks, _still_open(asks, ended, tuning), outcome)


def _still_open(asks: Asks, ended: NDArray[np.int32], tuning: Tuning) -> Rows:
    """How many asks of the same person were open when each was sent. They can only be the few latest before it."""
    count = np.zeros(len(ended), np.intp)
    limit = asks.asked_at - tuning.H * DAY
    look, lag = slice(1, None), 1
    later, earlier = slice(1, None), slice(None, -1)
    is_open = (
        (asks.person[earlier] == asks.person[later])
        & (ended[earlier] == ended[later])
        & (asks.asked_at[earlier] >= limit[later])
    )
    count[look] += is_open
    place = np.flatnonzero(is_open) + 1
    while len(place):
        lag += 1
        place = place[place >= lag]
        before = place - lag
        is_open = (
            (asks.person.take(before) == asks.person.take(place))
            & (ended.take(before) == ended.take(place))
            & (asks.asked_at.take(before) >= limit.take(place))
        )
        place = place.compress(is_open)
        count[place] += 1
    return count


def _outcomes(touches: Touches, spans: Spans, asks: Asks, answer: Rows, tuning: Tuning) -> Outcomes:
    """What came of each ask, from the row of the next answer of anybody and the person's own last row."""
    end = spans.end.take(asks.person)
    answered = answer < end
    over = np.minimum(answer, end - 1)  # the row at which it ends, if its week is over by then
    limit = np.append(touches.at, -np.inf).take(over) - tuning.H * DAY if len(over) else np.empty(0)
    limit[spans.start.take(asks.person) == end] = -np.inf  # nothing happened with that person
    outcome = answered.astype(np.int8)
    outcome *= 2
    outcome -= 1
    outcome *= asks.asked_at >= limit
    return outcome


def learn(learned: Learned, found: Chains) -> tuple[Floats, Rows]:
    """Forge all chains: change ``learned`` in place; the logit of every ask with its offset, and the asks still open."""
    person, logit = found.asks.person, found.asks.logit.copy()
    waiting = np.flatnonzero(found.outcome == OPEN)
    if not len(logit):
        return logit, waiting
    is_first = np.empty(len(person), np.bool_)
    is_first[0] = True
    np.not_equal(person[1:], person[:-1], out=is_first[1:])
    first = np.flatnonzero(is_first)
    rank = np.cumsum(is_first) - 1  # which person, counted among those with any ask
    people = person.take(first)
    resolved = np.diff(first, append=len(person)) - np.bincount(rank.take(waiting), minlength=len(first))
    # A person's offsets after 0, 1, 2 … resolved asks stand in a row; they have one place more than asks.
    slot = first + np.arange(len(first))
    offset = np.zeros(len(person) + len(first) + 1)
    offset[slot] = learned.b.take(people) + (learned.owner if learned.b_me is None else learned.b_me.take(people))
    hangs_on = np.arange(len(person)) + rank - found.still_open
    hangs_on[found.row < 0] = len(offset) - 1  # the last place stays 0: such an ask has its offset already
    order = descending(resolved)
    order = order[: np.count_nonzero(resolved)]
    for begin in range(0, len(order), CHAINS):
        block = order[begin : begin + CHAINS]
        forge = _Forge(people.take(block), first.take(block), slot.take(block), resolved.take(block))
        forge.run(learned, found.outcome, logit, offset, hangs_on)
    logit[waiting] += offset.take(hangs_on.take(waiting))
    return logit, waiting


class _Forge(NamedTuple):
    """Some people whose chains are forged side by side, longest chain first.

    ``first`` is the place of a person's first ask, ``slot`` that of the offset before it, ``links`` how many to forge.
    """

    people: Rows
    first: Rows
    slot: Rows
    links: Rows

    def run(self, learned: Learned, outcome: Outcomes, logit: Floats, offset: Floats, hangs_on: Rows) -> None:
        b, v = learned.b.take(self.people), learned.v.take(self.people)
        both = learned.b_me is not None and learned.v_me is not None
        b_me = learned.b_me.take(self.people) if learned.b_me is not None else np.full(len(b), learned.owner)
        v_me = learned.v_me.take(self.people) if learned.v_me is not None else v
        done = 0
        for widths in grouped(widths_of(self.links)):
            ask = rows_of(self.first, widths, done)
            came, base, hang = outcome.take(ask).astype(np.float64), logit.take(ask), hangs_on.take(ask)
            begin = 0
            for width in widths:
                here = slice(begin, begin + width)
                begin, done = begin + width, done + 1
                base[here] += offset.take(hang[here])
                p = logistic(base[here])
                information = 1.0 - p
                information *= p
                error = np.subtract(came[here], p, out=p)
                k = information * (v[:width] + v_me[:width] if both else v[:width])
                k += 1.0
                error /= k
                information /= k
                b[:width] += v[:width] * error
                v[:width] -= v[:width] * v[:width] * information
                if both:
                    b_me[:width] += v_me[:width] * error
                    v_me[:width] -= v_me[:width] * v_me[:width] * information
                offset[self.slot[:width] + done] = b[:width] + b_me[:width]
            logit[ask] = base
        learned.b[self.people], learned.v[self.people] = b, v
        if learned.b_me is not None and learned.v_me is not None:
            learned.b_me[self.people], learned.v_me[self.people] = b_me, v_me
