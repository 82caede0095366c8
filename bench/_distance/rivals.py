"""What else could be asked: nothing at all, a fixed cadence, the person's own rhythm, a count.

Each gives every tested row a chance; whatever it needs to know is fitted on the rows that may teach.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from _distance.data import FOLDS, TouchSet
from _distance.logit import fit, sigma, with_one
from _distance.score import losses

Column = np.ndarray
Fitter = Callable[[TouchSet, Column], Column]

INTERVALS = (3, 7, 14, 30, 60, 90, 180, 365)  # days: the eight cadences such tools offer
SHORTEST = 1e-3  # days (a minute and a half); a pause of nothing has no logarithm
A_MONTH = 30.0  # days
MOST = 3  # unanswered messages counted one by one up to here


def by_fold(data: TouchSet, fitter: Fitter) -> Column:
    """Chance of each tested row from what ``fitter`` learns for its quarter."""
    found = np.full(len(data.pair), np.nan)
    for fold in range(FOLDS):
        rows = data.test & (data.fold == fold)
        found[rows] = fitter(data, data.train[fold])[rows]
    return found


def constant(data: TouchSet, train: Column) -> Column:
    """The same chance for everybody."""
    return np.full(len(data.pair), data.y[train].mean())


def fixed_cadence(data: TouchSet, train: Column) -> Column:
    """Due or not yet due by a fixed interval; the best of eight."""
    tries = [_rates(data.silence >= days, data, train) for days in INTERVALS]
    return min(tries, key=lambda p: float(losses(data.y[train], p[train]).mean()))


def own_rhythm(data: TouchSet, train: Column) -> Column:
    """How far the silence is from the person's own usual pause, as a share of it."""
    late = np.log(np.maximum(np.where(data.first, 1.0, data.silence), SHORTEST) / usual_pause(data))
    design = with_one(late, late**2)
    return sigma(design @ fit(design[train], data.y[train]))


def unanswered(data: TouchSet, train: Column) -> Column:
    """How many of my messages in a row had no answer."""
    return _rates(np.minimum(unanswered_count(data), MOST), data, train)


def most_received(data: TouchSet, train: Column) -> Column:
    """How many messages they ever sent me."""
    design = with_one(np.log1p(received(data)))
    return sigma(design @ fit(design[train], data.y[train]))


def received(data: TouchSet) -> Column:
    """Messages they had sent before each row."""
    return before(data, np.where(data.column["out"] == 0, data.column["n_msgs"], 0))


def before(data: TouchSet, values: Column) -> Column:
    """Sum of a column over the earlier rows of the same tie."""
    total = np.cumsum(values) - values
    return total - total[data.first][data.pair]


def unanswered_count(data: TouchSet) -> Column:
    """My touches since their last one, before each row."""
    out = data.column["out"] == 1
    place = np.arange(len(out))
    reset = np.maximum.accumulate(np.where(data.first | np.r_[False, ~out[:-1]], place, 0))
    return place - reset


def usual_pause(data: TouchSet) -> Column:
    """Days of the tie's usual pause before each row: the mean (of logarithms) of all before; a month before any."""
    counts = np.isfinite(data.silence)
    number = before(data, counts.astype(float))
    logs = np.log(np.maximum(np.where(counts, data.silence, 1.0), SHORTEST))
    total = before(data, np.where(counts, logs, 0.0))
    return np.exp(np.where(number > 0, total / np.maximum(number, 1), np.log(A_MONTH)))


def _rates(group: Column, data: TouchSet, train: Column) -> Column:
    """The rate of answers of each group, one answer and one silence added so that no group is certain."""
    place = group.astype(int)
    size = np.bincount(place[train], minlength=place.max() + 1)
    answered = np.bincount(place[train], weights=data.y[train], minlength=place.max() + 1)
    return ((answered + 1) / (size + 2))[place]
