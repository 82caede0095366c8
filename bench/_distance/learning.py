"""What learning from one user's own outcomes does to the forecasts of that user's later messages.

Every ask is told beforehand in several ways: by the shipped constants; with the offsets of the person and of the user,
learned from what was known when it was sent; with two numbers on top of that; and by the rule of the product, which
uses either only once it has proved itself on that user's own outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from _distance.data import WEEK, TouchSet
from _distance.engine import logits, unlearning
from _distance.logit import sigma
from _distance.score import losses
from yorisoi.core.distance import SHIPPED
from yorisoi.core.distance.history import Asked
from yorisoi.core.distance.pooling import Forecast, forecasts
from yorisoi.core.distance.recalibration import judge

Column = np.ndarray

AGAIN = 25  # outcomes after which a user's learning is judged again
FROM = (20, 50, 100, 200, 300)  # outcomes from which it may be judged at all
ENOUGH = 20  # later messages a user must have to be counted


@dataclass(frozen=True)
class User:
    """One user's asks in order of time: the rows, when they were sent, and what was said of each."""

    rows: Column
    at: Column
    said: list[Forecast]


@dataclass(frozen=True)
class Later:
    """Mean log loss on the messages after the first ``outcomes`` outcomes, in the ways a message can be told."""

    outcomes: int
    users: int = 0
    messages: int = 0
    shipped: float = 0.0
    learned: float = 0.0
    numbers: float = 0.0
    rule: float = 0.0
    better: int = 0
    worse: int = 0


def users(data: TouchSet) -> list[User]:
    """Every user with any ask, each ask told from what was known before it."""
    logit, over = logits(data, unlearning(SHIPPED)), _known_at(data)
    rows = np.flatnonzero(data.target)
    order = np.lexsort((data.column["t_s"][rows], data.column["ego"][rows]))
    rows = rows[order]
    found = []
    for mine in np.split(rows, np.flatnonzero(np.diff(data.column["ego"][rows])) + 1):
        ties: dict[int, list[Asked]] = {}
        places: dict[int, list[int]] = {}
        for row in mine.tolist():
            ask = Asked(float(data.column["t_s"][row]), float(over[row]), int(data.y[row]), float(logit[row]))
            ties.setdefault(int(data.pair[row]), []).append(ask)
            places.setdefault(int(data.pair[row]), []).append(row)
        said = forecasts(list(ties.values()), float(over.max() + WEEK + 1))
        sent = sorted((asks[k].at, tie, k) for tie, asks in enumerate(ties.values()) for k in range(len(asks)))
        where = list(places.values())
        kept = np.array([where[tie][k] for _, tie, k in sent])
        found.append(User(kept, data.column["t_s"][kept].astype(float), said))
    return found


def learned(data: TouchSet, everyone: list[User]) -> Column:
    """Logit of each row with the offsets of person and user."""
    found = np.full(len(data.pair), np.nan)
    for user in everyone:
        found[user.rows] = [one.learned for one in user.said]
    return found


def by_rule(data: TouchSet, everyone: list[User], start: int) -> Column:
    """Logit of each row as the product would give it, judging from ``start`` outcomes on."""
    found = logits(data, unlearning(SHIPPED))
    for user in everyone:
        for sent, _, ruled in _stretches(user, start):
            found[user.rows[sent]] = ruled
    return found


def later(data: TouchSet, everyone: list[User], start: int) -> Later:
    """How each way of telling does on the messages after a user's first ``start`` outcomes."""
    tables = []
    for user in everyone:
        stretches = list(_stretches(user, start))
        if not stretches or sum(len(sent) for sent, _, _ in stretches) < ENOUGH:
            continue
        sent = np.concatenate([one[0] for one in stretches])
        numbers, ruled = (np.concatenate([one[part] for one in stretches]) for part in (1, 2))
        shipped = np.array([user.said[k].shipped for k in sent])
        offsets = np.array([user.said[k].learned for k in sent])
        y = data.y[user.rows[sent]]
        tables.append(np.column_stack([losses(y, sigma(logit)) for logit in (shipped, offsets, numbers, ruled)]))
    if not tables:
        return Later(start)
    change = [float(table[:, 3].mean() - table[:, 0].mean()) for table in tables]
    every = np.concatenate(tables)
    better, worse = sum(one < -1e-9 for one in change), sum(one > 1e-9 for one in change)
    shipped_loss, learned_loss, numbers_loss, rule_loss = every.mean(0).tolist()
    return Later(
        start, len(tables), len(every), shipped_loss, learned_loss, numbers_loss, rule_loss, better=better, worse=worse
    )


def _stretches(user: User, start: int) -> Iterator[tuple[Column, Column, Column]]:
    """(asks sent, their logits with two numbers whatever they prove, and by the rule) between one judging and the next."""
    known = np.searchsorted(user.at, user.at - WEEK)  # how many outcomes were known when each was sent
    tuning = replace(SHIPPED, calibrate_from=start)
    for count in range(start, len(user.at), AGAIN):
        sent = np.flatnonzero((known >= count) & (known < count + AGAIN))
        if not len(sent):
            continue
        verdict = judge(user.said[:count], tuning=tuning)
        said = [user.said[k] for k in sent]
        base = np.array([one.learned if verdict.offsets.kept else one.shipped for one in said])
        a, b = verdict.calibration
        yield sent, verdict.tried.intercept + verdict.tried.slope * base, a + b * base


def _known_at(data: TouchSet) -> Column:
    """When the outcome of each row was known: their next message, or a week later."""
    at = data.column["t_s"].astype(np.int64)
    place = np.where(data.column["out"] == 0, np.arange(len(at)), len(at) - 1)
    following = np.minimum.accumulate(place[::-1])[::-1]
    return np.where(data.y == 1, np.minimum(np.maximum(at[following], at), at + WEEK), at + WEEK)
