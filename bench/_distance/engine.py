"""The engine on a set: its forecasts under a tuning, and its constants fitted on some rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from _distance.data import FOLDS, TouchSet
from _distance.logit import fit, sigma, with_one
from _distance.score import losses
from yorisoi.core.distance import SHIPPED, Tuning
from yorisoi.core.distance.population import Population, step

Column = np.ndarray

CHANCES = (0.01, 0.03, 0.1, 0.3)  # variances of the person's offset among which a fit chooses
ROUNDS = 3  # times the weights are fitted again beside the offsets they lead to
LOOKS = 120  # evaluations of the outer search: four numbers settle well before
# Where fading is looked for. A power above three over a year is an exponential in all but name; pressure that outlives
# ten years does not leak. On calls (reality) the fit runs into the bound of the power, whatever it is: with 1.5, 3 or 10
# there, log loss on the tested rows is .5031, .5027 or .5025, so its third place says nothing.
BOUNDS = {"eps": (0.05, 2.0), "S": (0.5, 365.0), "d": (0.2, 3.0), "tau": (30.0, 3650.0)}


def logits(data: TouchSet, tuning: Tuning, *, owner_learns: bool = False) -> Column:
    """Logit that the engine gave each row when it was sent; NaN where the engine asks nothing."""
    people = int(data.pair[-1]) + 1
    population = Population.start(people, tuning, v_me=None if owner_learns else 0.0)
    forecasts = step(population, data.touches, tuning)
    found = np.full(len(data.pair), np.nan)
    found[forecasts.row] = forecasts.logit
    return found


def unlearning(tuning: Tuning) -> Tuning:
    """The same constants, with nothing learned from anybody."""
    return replace(tuning, var_person=0.0, var_me=0.0)


def fitted(data: TouchSet) -> tuple[Column, list[Tuning]]:
    """Chance given to each tested row by constants fitted for its quarter, with a person's offset; and the constants."""
    found, tunings = np.full(len(data.pair), np.nan), []
    for fold in range(FOLDS):
        tuning = fit_constants(data, data.train[fold])
        rows = data.test & (data.fold == fold)
        found[rows] = sigma(logits(data, tuning)[rows])
        tunings.append(tuning)
    return found, tunings


def fit_constants(data: TouchSet, rows: Column) -> Tuning:
    """Constants that make the outcomes of ``rows`` most likely.

    Fading (ε, S, d, τ) is searched from the shipped values; for each try the weights follow from a logistic
    regression. Then the variance of the person's offset is chosen, with the weights fitted again beside the offsets.
    """
    y, names = data.y[rows], tuple(BOUNDS)
    many = -np.log(data.column["nrec"][rows])

    def design(logs: Column) -> tuple[Tuning, Column]:
        bare = replace(
            unlearning(SHIPPED), **dict(zip(names, np.exp(logs).tolist(), strict=True)), b0=0.0, bA=0.0, bP=0.0, bN=0.0
        )
        strength = logits(data, replace(bare, bA=1.0))[rows]
        pressure = logits(data, replace(bare, bP=1.0))[rows]
        return bare, with_one(strength, pressure, many)

    def loss(logs: Column) -> float:
        _, columns = design(logs)
        return float(losses(y, sigma(columns @ fit(columns, y))).mean())

    start = np.log([getattr(SHIPPED, name) for name in names])
    limits = np.log(list(BOUNDS.values()))
    options = {"maxfev": LOOKS, "xatol": 0.01, "fatol": 1e-6}
    best = minimize(loss, start, method="Nelder-Mead", bounds=limits, options=options)
    bare, columns = design(best.x)
    tries = [_with_offsets(data, rows, bare, columns, variance) for variance in CHANCES]
    return min(tries, key=lambda one: one[0])[1]


def _with_offsets(data: TouchSet, rows: Column, bare: Tuning, columns: Column, variance: float) -> tuple[float, Tuning]:
    """Log loss on ``rows`` and the constants, with a person's offset of that variance."""
    y, offset = data.y[rows], np.zeros(int(rows.sum()))
    best = np.inf, bare
    for _ in range(ROUNDS):
        weights = fit(columns, y, offset)
        b0, strength, pressure, many = weights.tolist()
        tuning = replace(bare, b0=b0, bA=strength, bP=pressure, bN=many, var_person=variance)
        logit = logits(data, tuning)[rows]
        best = min(best, (float(losses(y, sigma(logit)).mean()), tuning), key=lambda one: one[0])
        offset = logit - columns @ weights
    return best
