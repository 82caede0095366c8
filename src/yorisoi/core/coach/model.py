"""The evidence model: one small linear model per fault over letters, situation and what the rules said.

It is learned from labelled drafts (``scripts/train_coach.py``) and only reads arrays here. Two steps, both linear:
each sentence is weighed by its letters, then the draft as a whole by its letters, by named facts and by the strongest
sentences. A last column asks whether anything at all is wrong; it opens the gate behind which single faults are named.
Where a reader (:mod:`encoder`) is at hand, its log odds are blended with these.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yorisoi.core.coach.encoder import Reader
from yorisoi.core.coach.features import facts, grams
from yorisoi.core.coach.finding import Finding
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.text import Sentence

Floats = NDArray[np.float32]

NOTHING = -6.0
"""Log odds given to a sentence that is not there: far below any that is."""
CLAUSE = "、,・…"
"""Signs at which a clause ends."""
MOST_SPANS = 2
"""Places shown for one fault: the strongest sentence, and one more that speaks for itself."""
SPEAKS = 0.0
"""Log odds from which a second sentence speaks for itself: more likely than not."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A text as rows of the vocabulary with their weights, of length one as a vector."""

    rows: NDArray[np.intp]
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The learned numbers; a column for each of ``labels`` and, where noted, one more for any fault at all.

    ``vocabulary`` maps letters to rows of ``rarity`` (inverse document frequency), ``sentence`` (labels) and ``draft``
    (labels + 1). ``fact_rows`` maps names of facts to rows of ``fact`` (labels + 1). ``pooled`` weighs for each label
    the strongest sentence, the log of their summed chances, and the second strongest (3 × labels, labels + 1).
    """

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    rarity: Floats
    sentence: Floats
    sentence_bias: Floats
    draft: Floats
    fact_rows: Mapping[str, int]
    fact: Floats
    pooled: Floats
    bias: Floats
    least: Mapping[str, float]
    gate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """How log odds are joined, a number for each label and last for any fault: ``letters`` and ``reader`` weigh the two,
    ``bias`` is added; and the thresholds that hold for what comes out."""

    letters: Floats
    reader: Floats
    bias: Floats
    least: Mapping[str, float]
    gate: float


@dataclass(frozen=True)
class Judgement:
    """What the model says of one draft: a chance (0–1) per fault, and of any fault.

    ``least`` and ``gate`` are the chances from which a fault is named, and from which anything is said.
    """

    weights: Weights
    least: Mapping[str, float]
    gate: float
    sentences: tuple[Sentence, ...]
    strengths: Floats
    letters: tuple[Letters, ...]
    chances: Mapping[str, float]
    any_fault: float

    @cached_property
    def open(self) -> bool:
        """Whether anything is likely enough wrong to speak at all."""
        return self.any_fault >= self.gate

    def finds(self, label: str) -> bool:
        """Whether the fault is likely enough to be named."""
        return self.open and self.chances[label] >= self.least[label]

    def places(self, label: str) -> tuple[Hit, ...]:
        """The clauses the fault rests on, strongest sentence first; empty for a draft without sentences."""
        column = self.weights.labels.index(label)
        order = sorted(range(len(self.sentences)), key=lambda i: (-self.strengths[i, column], i))
        kept = [i for n, i in enumerate(order[:MOST_SPANS]) if n == 0 or self.strengths[i, column] > SPEAKS]
        return tuple(self._clauses(self.sentences[i], column) for i in kept)

    def _clauses(self, sentence: Sentence, column: int) -> Hit:
        """The stretch of a sentence from the first to the last clause that speaks for the fault."""
        edges = [0, *(i + 1 for i, sign in enumerate(sentence.text[:-1]) if sign in CLAUSE), len(sentence.text)]
        pulls = [self._pull(sentence.text[a:b], column) for a, b in itertools.pairwise(edges)]
        strong = [i for i, pull in enumerate(pulls) if pull > 0]
        first, last = (strong[0], strong[-1]) if strong else (0, len(pulls) - 1)
        start, end = sentence.start + edges[first], sentence.start + edges[last + 1]
        text = sentence.text[edges[first] : edges[last + 1]]
        end -= len(text) - len(text.rstrip(CLAUSE + "。 "))
        return Hit(start, max(end, start + 1), text, sentence.text)

    def _pull(self, clause: str, column: int) -> float:
        weights = self.weights
        rows = [row for gram in grams(clause) if (row := weights.vocabulary.get(gram)) is not None]
        return float(weights.rarity[rows] @ weights.sentence[rows, column]) if rows else 0.0


class EvidenceModel:
    """Weights that can be asked about a draft. Build it once and share it: it never changes."""

    def __init__(self, weights: Weights, reader: Reader | None = None, blend: Blend | None = None) -> None:
        """Hold the weights, and a reader with the way it is blended in, where there is one."""
        if (reader is None) != (blend is None):
            raise ValueError("a reader and its blend come together")
        self.weights = weights
        self._reader, self._blend = reader, blend

    def judge(self, reading: Reading, findings: Iterable[Finding]) -> Judgement:
        """Weigh a draft, given what the rules alone found in it."""
        weights = self.weights
        sentences = reading.text.sentences
        rows = [self._rows(sentence.text) for sentence in sentences]
        letters = tuple(vector(each, weights.rarity) for each in rows)
        strengths = np.zeros((len(sentences), len(weights.labels)), dtype=np.float32)
        for i, one in enumerate(letters):
            strengths[i] = one.weights @ weights.sentence[one.rows] + weights.sentence_bias
        draft = vector(np.concatenate(rows) if rows else _NO_ROWS, weights.rarity)
        total = weights.bias + draft.weights @ weights.draft[draft.rows] + pooled(strengths) @ weights.pooled
        met = [
            (row, value)
            for name, value in facts(reading, findings).items()
            if (row := weights.fact_rows.get(name)) is not None
        ]
        if met:
            total = total + np.array([value for _, value in met]) @ weights.fact[[row for row, _ in met]]
        if self._reader is not None and self._blend is not None:
            answer = self._reader.read(reading)
            total = total * self._blend.letters + answer.odds * self._blend.reader + self._blend.bias
            strengths = strengths + answer.within([(sentence.start, sentence.end) for sentence in sentences])
        held = self._blend or weights
        chances = 1 / (1 + np.exp(-np.clip(total.astype(np.float64), -30, 30)))
        some = 1 - float(np.prod(1 - chances[:-1]))
        return Judgement(
            weights=weights,
            least=held.least,
            gate=held.gate,
            sentences=sentences,
            strengths=strengths,
            letters=letters,
            chances=dict(zip(weights.labels, map(float, chances), strict=False)),
            any_fault=(float(chances[-1]) + some) / 2,  # asked outright, and as the faults taken together
        )

    def _rows(self, text: str) -> NDArray[np.intp]:
        """Rows of all stretches of a text that the vocabulary knows, with repeats."""
        row_of = self.weights.vocabulary.get
        return np.array([row for gram in grams(text) if (row := row_of(gram)) is not None], dtype=np.intp)


_NO_ROWS = np.zeros(0, dtype=np.intp)


def vector(rows: NDArray[np.intp], rarity: Floats) -> Letters:
    """Rows with repeats as a vector: damped counts times rarity, scaled to length one."""
    known, counts = np.unique(rows, return_counts=True)
    weights = (1.0 + np.log(counts)).astype(np.float32) * rarity[known]
    length = float(np.sqrt(weights @ weights))
    return Letters(known, weights / length if length else weights)


def pooled(strengths: Floats) -> Floats:
    """Sentences of one draft as one row: per label the strongest, the log of summed chances, the second strongest."""
    labels = strengths.shape[1]
    padded = np.full((max(2, len(strengths)), labels), NOTHING, dtype=np.float32)
    padded[: len(strengths)] = strengths
    ordered = np.sort(padded, axis=0)[::-1]
    chances = 1 / (1 + np.exp(-np.clip(padded, -30, 30)))
    return np.concatenate([ordered[0], np.log1p(chances.sum(axis=0)), ordered[1]]).astype(np.float32)
