"""A ceiling: gradient-boosted trees on thirty things one could know when writing."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from _distance.data import DAY, WEEK, TouchSet
from _distance.engine import logits, unlearning
from _distance.rivals import before, received, unanswered_count, usual_pause
from _distance.score import losses
from yorisoi.core.distance import SHIPPED

Column = np.ndarray

HELD_BACK = 0.25  # latest share of the teaching rows on which the number of trees is chosen
MOST_TREES = 250
SPANS = (7, 30, 90)  # days back in which touches are counted


def boosted(data: TouchSet, features: Column, train: Column) -> Column:
    """Chance of every tested row. How many trees to grow is tried on the latest quarter of the teaching rows."""
    rows = np.flatnonzero(train)
    rows = rows[np.argsort(data.column["t_s"][rows], kind="stable")]
    early, late = np.split(rows, [int(len(rows) * (1 - HELD_BACK))])
    stages = _trees(MOST_TREES).fit(features[early], data.y[early]).staged_predict_proba(features[late])
    lost = [losses(data.y[late], chance[:, 1]).mean() for chance in stages]
    trees = _trees(int(np.argmin(lost)) + 1).fit(features[rows], data.y[rows])
    found = np.full(len(data.pair), np.nan)
    found[data.test] = trees.predict_proba(features[data.test])[:, 1]
    return found


def _trees(number: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=0.04,
        max_iter=number,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    )


def features(data: TouchSet) -> Column:
    """One row a touch, one column a thing known just before it."""
    column = data.column
    out = column["out"] == 1
    mine, theirs = before(data, out.astype(float)), before(data, (~out).astype(float))
    shipped = unlearning(SHIPPED)
    columns = [
        data.silence,
        _since(data, out),
        _since(data, ~out),
        mine,
        theirs,
        received(data),
        before(data, np.where(out, column["n_msgs"], 0)),
        theirs / (mine + theirs + 1),
        unanswered_count(data),
        _run(data, out),
        np.r_[0, column["out"][:-1]],
        np.r_[0, column["n_msgs"][:-1]],
        np.r_[0, column["nrec"][:-1]],
        np.r_[0.0, data.silence[:-1]],
        usual_pause(data),
        data.silence / usual_pause(data),
        column["nrec"],
        column["kind"],
        logits(data, shipped),
        logits(data, SHIPPED),
        *_rates(data, data.pair),
        *_rates(data, column["ego"]),
    ]
    for days in SPANS:
        columns += [_lately(data, out, days), _lately(data, ~out, days)]
    return np.column_stack([np.where(np.isfinite(one), one, np.nan) for one in columns])


def _since(data: TouchSet, which: Column) -> Column:
    """Days since the tie's latest earlier touch of one side."""
    place = np.where(which, np.arange(len(which)), -1)
    latest = np.r_[-1, np.maximum.accumulate(place)[:-1]]
    begin = np.flatnonzero(data.first)[data.pair]
    days = (data.column["t_s"] - data.column["t_last_s"][latest]) / DAY
    return np.where(latest >= begin, days, np.nan)


def _run(data: TouchSet, out: Column) -> Column:
    """Length of the run of one side that the row would continue or break."""
    place = np.arange(len(out))
    turned = data.first | np.r_[True, out[1:] != out[:-1]]
    begin = np.maximum.accumulate(np.where(turned, place, 0))
    return np.r_[0, (place - begin + 1)[:-1]]


def _lately(data: TouchSet, which: Column, days: int) -> Column:
    """Touches of one side in the days before each row."""
    at, count = data.column["t_s"].astype(np.int64), np.cumsum(which)
    key = data.pair.astype(np.int64) * 2**32 + at
    begin = np.searchsorted(key, key - days * DAY)
    begin = np.maximum(begin, np.flatnonzero(data.first)[data.pair])
    return np.r_[0, count][np.arange(len(at))] - np.r_[0, count][begin]


def _rates(data: TouchSet, who: Column) -> tuple[Column, Column]:
    """Re-openings of a tie (or an ego) known a week before each row: how many, and the share answered."""
    at = data.column["t_s"].astype(np.int64)
    key = who.astype(np.int64) * 2**32 + at
    asks = np.flatnonzero(data.target)
    asks = asks[np.argsort(key[asks], kind="stable")]
    answered = np.r_[0, np.cumsum(data.y[asks])]
    begin = np.searchsorted(key[asks], who.astype(np.int64) * 2**32)
    end = np.maximum(np.searchsorted(key[asks], key - WEEK), begin)
    number = end - begin
    return number, (answered[end] - answered[begin] + 1) / (number + 2)
