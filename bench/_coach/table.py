"""Scores of decisions on labelled drafts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yorisoi.core.coach import rules


@dataclass(frozen=True)
class Cell:
    """One label: precision, recall, F1, each 0–1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Score:
    """All labels, and shares of clean and of problem drafts flagged."""

    labels: dict[str, Cell]
    macro: float
    clean: float
    problem: float


def score(gold: np.ndarray, said: np.ndarray) -> Score:
    """Score decisions (drafts × labels) against the gold (drafts × labels, a last column for any is left out)."""
    names = [rule.id for rule in rules()]
    gold, said = gold[:, : len(names)].astype(bool), said.astype(bool)
    cells = {}
    for j, name in enumerate(names):
        hit, named, true = (gold[:, j] & said[:, j]).sum(), said[:, j].sum(), gold[:, j].sum()
        cells[name] = Cell(hit / max(1, named), hit / max(1, true), 2 * hit / max(1, named + true))
    clean = ~gold.any(axis=1)
    flagged = said.any(axis=1)
    return Score(
        cells,
        float(np.mean([cell.f1 for cell in cells.values()])),
        float(flagged[clean].mean()),
        float(flagged[~clean].mean()),
    )
