"""Scores of forecasts, with intervals from drawing whole users again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SURE = 1e-6  # no forecast is taken to be surer than this
BINS = 10  # equally wide bins of chance for the calibration error
WORST, BEST = 2.5, 97.5  # percentiles of a 95 % interval

Column = np.ndarray


@dataclass(frozen=True)
class Interval:
    """A value on all users, and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.value)} [{_short(self.low)} {_short(self.high)}]"


class Judge:
    """Scores forecasts of the same rows; all forecasts meet the same draws of users, so they can be compared."""

    def __init__(self, y: Column, user: Column, draws: int) -> None:
        self.y = y.astype(np.float64)
        _, self.user = np.unique(user, return_inverse=True)
        users = int(self.user.max()) + 1
        rng = np.random.default_rng(0)
        drawn = rng.multinomial(users, np.full(users, 1 / users), size=draws)
        self.weight = np.vstack([np.ones(users), drawn])  # the first row is everyone once

    def _by_user(self, values: Column) -> Column:
        """Sums of a column per user."""
        return np.bincount(self.user, weights=values, minlength=self.weight.shape[1])

    def mean(self, values: Column) -> Interval:
        """Mean over rows."""
        return _interval((self.weight @ self._by_user(values)) / (self.weight @ self._by_user(np.ones_like(values))))

    def log_loss(self, p: Column) -> Interval:
        """Mean negative logarithm of the chance given to what came."""
        return self.mean(losses(self.y, p))

    def brier(self, p: Column) -> Interval:
        """Mean squared difference between chance and outcome."""
        return self.mean((p - self.y) ** 2)

    def auc(self, p: Column) -> Interval:
        """Chance that of an answered and an unanswered row the answered one had the higher forecast; ties count half."""
        _, group = np.unique(p, return_inverse=True)
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        yes, user = self.y[order], self.user[order]
        found = []
        for weight in self.weight:
            w = weight[user]
            positive = np.add.reduceat(w * yes, starts)
            negative = np.add.reduceat(w * (1 - yes), starts)
            below = np.cumsum(negative) - negative / 2
            found.append((positive @ below) / max(positive.sum() * negative.sum(), 1))
        return _interval(np.array(found))

    def ece(self, p: Column) -> Interval:
        """Mean distance between forecast and frequency over equally wide bins."""
        place = np.minimum((p * BINS).astype(int), BINS - 1)
        gap = np.zeros(len(self.weight))
        for number in range(BINS):
            here = place == number
            gap += np.abs(self.weight @ self._by_user(np.where(here, p - self.y, 0.0)))
        return _interval(gap / (self.weight @ self._by_user(np.ones_like(p))))

    def picking(self, p: Column, when: Column) -> tuple[Interval, Column]:
        """Share answered among the better half (rounded down) of each user's messages, and which those are.

        Equal forecasts are taken in order of time.
        """
        order = np.lexsort((when, -p, self.user))
        user = self.user[order]
        starts = np.flatnonzero(np.diff(user, prepend=-1))
        size = np.diff(starts, append=len(user))
        rank = np.arange(len(user)) - np.repeat(starts, size)
        picked = np.zeros(len(user))
        picked[order] = rank < np.repeat(size // 2, size)
        return _interval(self._rate(picked)), picked

    def between(self, picked: Column, other: Column) -> Interval:
        """How much higher the share answered is among ``picked`` than among ``other``, on the same draws."""
        return _interval(self._rate(picked) - self._rate(other))

    def _rate(self, picked: Column) -> Column:
        return (self.weight @ self._by_user(picked * self.y)) / (self.weight @ self._by_user(picked))


def losses(y: Column, p: Column) -> Column:
    """Log loss of each row."""
    held = np.clip(p, SURE, 1 - SURE)
    return -(y * np.log(held) + (1 - y) * np.log1p(-held))


def _interval(values: Column) -> Interval:
    low, high = np.percentile(values[1:], [WORST, BEST])
    return Interval(float(values[0]), float(low), float(high))


def _short(value: float) -> str:
    text = f"{value:.3f}".replace("0.", ".", 1)
    return ".000" if text == "-.000" else text
