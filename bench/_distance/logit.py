"""Logistic regression by Newton's method: small, exact and the same on every run."""

from __future__ import annotations

import numpy as np

STEPS = 50  # a fit of a few numbers settles in fewer than ten
RIDGE = 1e-3  # keeps a column without variance from dividing by nothing
SETTLED = 1e-9

Column = np.ndarray


def sigma(logit: Column) -> Column:
    """σ."""
    return 1 / (1 + np.exp(-logit))


def with_one(*columns: Column) -> Column:
    """A design of the columns after a column of ones."""
    return np.column_stack([np.ones(len(columns[0])), *columns])


def fit(design: Column, y: Column, offset: Column | float = 0.0) -> Column:
    """Weights that make ``y`` most likely, beside a fixed ``offset`` in logits."""
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = sigma(design @ weights + offset)
        slope = design.T @ (y - p) - RIDGE * weights
        curve = (design * (p * (1 - p))[:, None]).T @ design + RIDGE * np.eye(len(weights))
        move = np.linalg.solve(curve, slope)
        weights += move
        if np.abs(move).max() < SETTLED:
            break
    return weights
