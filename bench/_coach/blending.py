"""Joining the odds of letters and facts with those of the reader, on writers that neither has read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from _coach import choosing
from _coach.learning import LABELS, Corpus, gated
from yorisoi import data
from yorisoi.core.coach import Draft, Situation
from yorisoi.core.coach.reading import Reading
from yorisoi.data import encoder

BLEND_C = 1.0
"""Inverse strength of the penalty on the two weights of a label."""
EDGE = 1e-6
"""Chances nearer to 0 or 1 than this are taken as this far off."""


def unread(corpus: Corpus) -> np.ndarray:
    """Which drafts are by writers the shipped reader has not read."""
    return ~np.isin(corpus.writer, sorted(encoder.writers_read()))


def heard(corpus: Corpus) -> np.ndarray:
    """Log odds (drafts × labels + any) the shipped reader gives."""
    reader, lexicon = encoder.coach_reader(), data.lexicon()
    found = [
        reader.read(
            Reading(Draft(body=r["body"], subject=r.get("subject")), Situation.from_mapping(r["context"]), lexicon)
        ).odds
        for r in corpus.rows
    ]
    return np.array(found, dtype=np.float64)


def logits(chances: np.ndarray) -> np.ndarray:
    """Log odds of chances."""
    held = np.clip(chances, EDGE, 1 - EDGE)
    return np.log(held / (1 - held))


def blend(letters: np.ndarray, reader: np.ndarray, gold: np.ndarray) -> dict[str, np.ndarray]:
    """Weights of the two log odds and a bias for each label and for any (arrays of labels + 1)."""
    found = np.zeros((3, gold.shape[1]))
    for j in range(gold.shape[1]):
        x = np.column_stack([letters[:, j], reader[:, j]])
        model = LogisticRegression(C=BLEND_C, solver="liblinear").fit(x, gold[:, j])
        found[:, j] = (*model.coef_[0], float(model.intercept_[0]))
    return dict(zip(("letters", "reader", "bias"), found, strict=True))


def blended(by: dict[str, np.ndarray], letters: np.ndarray, reader: np.ndarray) -> np.ndarray:
    """Chances as the model reckons them with a reader."""
    odds = letters * by["letters"] + reader * by["reader"] + by["bias"]
    return gated(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def only(corpus: Corpus, use: np.ndarray) -> Corpus:
    """Those drafts alone, as far as choosing thresholds and scoring need them."""
    parts: dict[str, Any] = {
        name: getattr(corpus, name)[use] for name in ("writer", "part", "gold", "said", "closed", "can")
    }
    return replace(corpus, rows=[row for row, kept in zip(corpus.rows, use, strict=True) if kept], **parts)


def unread_decisions(corpus: Corpus, letters: np.ndarray, reader: np.ndarray) -> np.ndarray:
    """Decisions on each writer with blend and thresholds learned on the other writers; all of them unread by the reader."""
    out = np.zeros((len(corpus.rows), len(LABELS)), dtype=bool)
    for writer in sorted(set(corpus.writer)):
        own = corpus.writer == writer
        by = blend(letters[~own], reader[~own], corpus.gold[~own])
        chances = blended(by, letters, reader)
        gate, least = choosing.thresholds(corpus, chances, ~own)
        out[own] = choosing.decided(corpus, chances, gate, least)[own]
    return out
