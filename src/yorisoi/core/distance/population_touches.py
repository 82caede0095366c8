"""Touches of many people as columns: what the vectorised engine reads.

One row is one touch. The kinds are small numbers, so that a column of them costs one byte a touch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yorisoi.core.distance.codes import ANSWER_CODES, THANKS, code, weights
from yorisoi.core.distance.touch import Touch
from yorisoi.core.distance.tuning import Tuning

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class Touches(NamedTuple):
    """Columns of equal length, ordered by person and then by time; equal times keep the order they came in.

    Attributes:
        person: Row of the person in the population, 0 and up.
        at: End of the touch, seconds since 1970 (or since any other moment, the same for all).
        kind: Code of the kind: the place in ``KINDS``, or ``THANKS``.
        recipients: How many people my message went to, at least 1.
        origin: Where each row stood among those handed in; None when they came in order.
    """

    person: NDArray[np.intp]
    at: Floats
    kind: NDArray[np.uint8]
    recipients: NDArray[np.int64]
    origin: Rows | None

    @classmethod
    def of(cls, person: ArrayLike, at: ArrayLike, kind: ArrayLike, recipients: ArrayLike = 1) -> Touches:
        """Check the columns and put them in order. A single number stands for a whole column of it.

        Raises:
            ValueError: the lengths differ, a time is not finite, a code is unknown, a person is below 0,
                or a message goes to nobody.
        """
        who = np.asarray(person, dtype=np.intp)
        columns = np.broadcast_arrays(
            who, np.asarray(at, np.float64), np.asarray(kind, np.int64), np.asarray(recipients, np.int64)
        )
        who, when, what, many = (np.atleast_1d(column) for column in columns)
        if who.ndim != 1:
            raise ValueError("touches are columns, one row a touch")
        if len(who):
            if not np.isfinite(when).all():
                raise ValueError("every touch has a time")
            if what.min() < 0 or what.max() > THANKS:
                raise ValueError("a kind is a place in KINDS, or THANKS")
            if who.min() < 0 or many.min() < 1:
                raise ValueError("persons count from 0 and recipients from 1")
        kinds = what.astype(np.uint8)
        if _in_order(who, when):
            return cls(who, when, kinds, many, None)
        order = np.lexsort((when, who))
        return cls(who[order], when[order], kinds[order], many[order], order)

    def part(self, begin: int, end: int, person: int) -> Touches:
        """The rows ``begin`` to ``end`` (not included), with the people counted from ``person``."""
        rows = slice(begin, end)
        return Touches(self.person[rows] - person, self.at[rows], self.kind[rows], self.recipients[rows], None)

    @classmethod
    def of_timelines(cls, timelines: Iterable[Iterable[Touch]]) -> Touches:
        """The touches of one timeline a person, in any order of time."""
        rows = [(person, touch) for person, timeline in enumerate(timelines) for touch in timeline]
        return cls.of(
            np.array([person for person, _ in rows], dtype=np.intp),
            np.array([touch.at.timestamp() for _, touch in rows], dtype=np.float64),
            np.array([code(touch) for _, touch in rows], dtype=np.int64),
            np.array([touch.recipients for _, touch in rows], dtype=np.int64),
        )


class Weights(NamedTuple):
    """What each code does to the two values: strength is added to; pressure is kept or cleared, then added to."""

    gain: Floats
    keep: Floats
    load: Floats

    @classmethod
    def of(cls, tuning: Tuning) -> Weights:
        """The weights under a tuning."""
        gains, loads = zip(*weights(tuning), strict=True)
        return cls(np.array(gains), np.where(np.arange(len(gains)) < ANSWER_CODES, 0.0, 1.0), np.array(loads))


def _in_order(person: Rows, at: Floats) -> bool:
    later = person[1:] > person[:-1]
    return bool(np.all(later | ((person[1:] == person[:-1]) & (at[1:] >= at[:-1]))))
