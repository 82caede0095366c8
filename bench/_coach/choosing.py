"""Choosing from which chance a fault is named, and deciding by it, on held-out chances of labelled drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from _coach.learning import LABELS, Corpus, unseen_by_the_rules

CLEAN_FLAGGED = 0.027
"""Share of clean drafts that may be flagged when thresholds are chosen: a little under the 3 % promised."""
FLOOR = 0.10
"""No fault is named below this chance, however rare it is."""


def decided(corpus: Corpus | _Part, chances: np.ndarray, gate: float, least: np.ndarray) -> np.ndarray:
    """What the coach would name: behind the gate, likely enough and possible; legal stops always."""
    behind = (chances[:, -1] >= gate)[:, None]
    return corpus.closed | (corpus.can & behind & (chances[:, :-1] >= least))


def thresholds(corpus: Corpus, chances: np.ndarray, use: np.ndarray) -> tuple[float, np.ndarray]:
    """The gate and the least chance of each fault, for the best macro-F1 within the share of clean drafts allowed."""
    use = use & unseen_by_the_rules(corpus)
    gold = corpus.gold[use, :-1].astype(bool)
    clean = ~gold.any(axis=1)
    grid = np.arange(FLOOR, 0.81, 0.02)
    best = (-1.0, 1.0, np.full(len(LABELS), 0.5))
    part = _part(corpus, use)
    for gate in np.unique(np.quantile(chances[use][clean, -1], np.arange(0.90, 0.9995, 0.0025))):
        open_ = chances[use, -1] >= gate
        least = np.zeros(len(LABELS))
        for j in range(len(LABELS)):
            ok = open_ & part.can[:, j]
            scores = [_f1(gold[:, j], part.closed[:, j] | (ok & (chances[use, j] >= t))) for t in grid]
            smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
            least[j] = grid[int(np.argmax(smooth))]
        said = decided(part, chances[use], gate, least)
        flagged = said[clean].any(axis=1).mean()
        score = np.mean([_f1(gold[:, j], said[:, j]) for j in range(len(LABELS))])
        if flagged <= CLEAN_FLAGGED and score > best[0]:
            best = (float(score), float(gate), least)
    return best[1], best[2]


@dataclass
class _Part:
    closed: np.ndarray
    can: np.ndarray


def _part(corpus: Corpus, use: np.ndarray) -> _Part:
    return _Part(corpus.closed[use], corpus.can[use])


def _f1(gold: np.ndarray, said: np.ndarray) -> float:
    return float(2 * (gold & said).sum() / max(1, gold.sum() + said.sum()))


def crossed_decisions(corpus: Corpus, chances: np.ndarray, *, bare: bool = False) -> np.ndarray:
    """Decisions on each part of the writers with thresholds chosen on the other parts' held-out chances.

    ``bare`` leaves out what rules and facts add, to show what the chances do alone.
    """
    if bare:
        corpus = replace(corpus, closed=np.zeros_like(corpus.closed), can=np.ones_like(corpus.can))
    out = np.zeros((len(corpus.rows), len(LABELS)), dtype=bool)
    for part in sorted(set(map(int, corpus.part))):
        own = corpus.part == part
        gate, least = thresholds(corpus, chances, ~own)
        out[own] = decided(corpus, chances, gate, least)[own]
    return out
