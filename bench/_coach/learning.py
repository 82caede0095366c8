"""Learning the coach's evidence model from labelled drafts, and scoring it on writers it has not read.

Everything is deterministic: the order of the files and of their lines, and a solver without chance.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from yorisoi import data
from yorisoi.core.coach import Draft, Situation, rules
from yorisoi.core.coach.features import facts, grams
from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.joining import possible
from yorisoi.core.coach.model import Weights, pooled
from yorisoi.core.coach.reading import Reading

LABELS = tuple(rule.id for rule in rules())
SEEN = 3
"""Drafts of the training writers a stretch of letters or a fact must be met in to be learned."""
LETTERS, FACTS, CROSSED, POOLED = 5.0, 0.5, 0.2, 0.15
"""How large each family of features stands before the penalty: the larger, the more freely it is learned."""
SENTENCE_C, DRAFT_C = 8.0, 1.0
"""Inverse strength of the penalty on weights."""
CLEAN_FLAGGED = 0.027
"""Share of clean drafts that may be flagged when thresholds are chosen: a little under the 3 % promised."""
IN_VIEW = ("seed",)
"""Writers whose drafts lay open while rules and phrases were written: learned from, never a measure."""
FLOOR = 0.10
"""No fault is named below this chance, however rare it is."""


@dataclass
class Corpus:
    """Labelled drafts as numbers: ``gold`` (drafts × labels + any), ``counts`` of letters by sentence and by draft."""

    rows: list[dict[str, Any]]
    writer: np.ndarray
    gold: np.ndarray
    said: np.ndarray
    closed: np.ndarray
    can: np.ndarray
    grams: list[str]
    owner: np.ndarray
    sentence_counts: sparse.csr_matrix
    draft_counts: sparse.csr_matrix
    sentence_gold: np.ndarray
    names: list[str]
    facts: sparse.csr_matrix
    lone_counts: sparse.csr_matrix
    lone_gold: np.ndarray
    strengths: dict[frozenset[str], np.ndarray] = field(default_factory=dict)


def lines(folder: Path) -> list[dict[str, Any]]:
    """Every labelled draft of a folder, file by file in order of name; the writer stands on each."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.append({"writer": path.stem, **json.loads(line)})
    return found


def lone_sentences(folder: Path) -> list[dict[str, Any]]:
    """Sentences labelled by themselves, of ``sentences/``: they teach the sentence step and are never scored."""
    return lines(folder / "sentences")


def fingerprints(folder: Path) -> dict[str, str]:
    """File names of a corpus with the hash of each, so that a stale model is noticed."""
    found = [*sorted(folder.glob("*.jsonl")), *sorted(folder.glob("sentences/*.jsonl"))]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in found}


def unseen_by_the_rules(corpus: Corpus) -> np.ndarray:
    """Which drafts may be a measure."""
    return ~np.isin(corpus.writer, IN_VIEW)


def read(rows: list[dict[str, Any]], lone: list[dict[str, Any]] | None = None) -> Corpus:
    """Read every draft as the coach would; ``lone`` are sentences labelled by themselves."""
    lone = lone or []
    lexicon = data.lexicon()
    sentences: list[Counter[str]] = []
    owner: list[int] = []
    marked, named, found, can = [], [], [], []
    for index, row in enumerate(rows):
        reading = Reading(
            Draft(body=row["body"], subject=row.get("subject")), Situation.from_mapping(row["context"]), lexicon
        )
        findings = [finding for rule in rules() for finding in rule.check(reading)]
        named.append(facts(reading, findings))
        found.append(findings)
        can.append([possible(label, reading) for label in LABELS])
        sentences += [Counter(grams(sentence.text)) for sentence in reading.text.sentences]
        owner += [index] * len(reading.text.sentences)
        marked += _marked(row, reading)
    gold = np.array([[label in row["labels"] for label in LABELS] + [bool(row["labels"])] for row in rows], dtype=int)
    owners = np.array(owner)
    apart = [Counter(grams(unicodedata.normalize("NFKC", row["text"]))) for row in lone]
    letters, counted = _counted(sentences + apart, np.append(owners, len(rows) + np.arange(len(apart))))
    counts = counted[: len(owners)]
    belongs = sparse.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))), (len(rows), len(owners)))
    names, table = _facts(named)
    return Corpus(
        rows=rows,
        writer=np.array([row["writer"] for row in rows]),
        gold=gold,
        said=np.array([_said(findings) for findings in found]),
        closed=np.array([[any(f.closes_box and f.rule == x for f in fs) for x in LABELS] for fs in found]),
        can=np.array(can),
        grams=letters,
        owner=owners,
        sentence_counts=counts,
        draft_counts=(belongs @ counts).tocsr(),
        sentence_gold=np.array(marked, dtype=int),
        names=names,
        facts=table,
        lone_counts=counted[len(owners) :],
        lone_gold=np.array([[label in row["labels"] for label in LABELS] for row in lone], dtype=int).reshape(
            len(lone), len(LABELS)
        ),
    )


def _said(findings: list[Finding]) -> list[bool]:
    return [any(f.rule == label and f.severity is not Severity.NOTICE for f in findings) for label in LABELS]


def _marked(row: dict[str, Any], reading: Reading) -> list[list[bool]]:
    """For each sentence, the labels whose marked words touch it."""
    places = []
    for span in row.get("spans", []):
        words = unicodedata.normalize("NFKC", span["text"])
        at = reading.text.norm.find(words)
        if at >= 0:
            places.append((span["label"], at, at + len(words)))
    return [
        [any(name == label and a < s.end and s.start < b for name, a, b in places) for label in LABELS]
        for s in reading.text.sentences
    ]


def _counted(sentences: list[Counter[str]], owner: np.ndarray) -> tuple[list[str], sparse.csr_matrix]:
    """Letters met in enough drafts, and their counts by sentence."""
    met: dict[str, set[int]] = {}
    for counts, draft in zip(sentences, owner, strict=True):
        for gram in counts:
            met.setdefault(gram, set()).add(int(draft))
    letters = sorted(gram for gram, drafts in met.items() if len(drafts) >= SEEN)
    column = {gram: i for i, gram in enumerate(letters)}
    cells = [(i, column[g], n) for i, counts in enumerate(sentences) for g, n in counts.items() if g in column]
    at, to, count = (np.array(x) for x in zip(*cells, strict=True))
    shape = (len(sentences), len(letters))
    return letters, sparse.csr_matrix((count.astype(np.float64), (at, to)), shape)


def _facts(named: list[dict[str, float]]) -> tuple[list[str], sparse.csr_matrix]:
    seen = Counter(name for one in named for name in one)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    column = {name: i for i, name in enumerate(names)}
    cells = [(i, column[name], value) for i, one in enumerate(named) for name, value in one.items() if name in column]
    at, to, value = (np.array(x) for x in zip(*cells, strict=True))
    scale = np.array([CROSSED if "&" in name else FACTS for name in names])
    return names, sparse.csr_matrix((value * scale[to], (at, to)), (len(named), len(names)))


def rarity(corpus: Corpus, train: np.ndarray) -> np.ndarray:
    """Inverse document frequency of each stretch of letters among what is learned from; 0 where too rare."""
    met = np.asarray((corpus.draft_counts[train] > 0).sum(axis=0)).ravel()
    met = met + np.asarray((corpus.lone_counts > 0).sum(axis=0)).ravel()
    return np.where(met >= SEEN, np.log((1 + train.sum() + corpus.lone_counts.shape[0]) / (1 + met)) + 1, 0.0)


def vectors(counts: sparse.csr_matrix, rare: np.ndarray) -> sparse.csr_matrix:
    """Damped counts times rarity, each row of length one."""
    out = counts.copy()
    out.data = (1 + np.log(out.data)) * rare[out.indices]
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1)) @ out).tocsr()


def fit(x: sparse.csr_matrix, gold: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray]:
    """One logistic regression a column: weights (features × columns) and biases."""
    weights, biases = [], []
    for column in gold.T:
        if column.min() == column.max():
            weights.append(np.zeros(x.shape[1]))
            biases.append(-6.0 if column.max() == 0 else 6.0)
            continue
        model = LogisticRegression(C=c, solver="liblinear", max_iter=300, tol=1e-4).fit(x, column)
        weights.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    return np.array(weights).T, np.array(biases)


def sentence_fit(corpus: Corpus, train: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, biases and rarity of the sentence step."""
    rare = rarity(corpus, train)
    inside = train[corpus.owner]
    x = vectors(sparse.vstack([corpus.sentence_counts[inside], corpus.lone_counts]).tocsr(), rare)
    weights, bias = fit(x, np.vstack([corpus.sentence_gold[inside], corpus.lone_gold]), SENTENCE_C)
    return weights, bias, rare


def prepare(corpus: Corpus) -> None:
    """Reckon on all cores the strengths that :func:`by_writer` asks for: without each writer, and without each two."""
    writers = sorted(set(map(str, corpus.writer)))
    wanted = [frozenset({one, other}) for at, one in enumerate(writers) for other in writers[at:]]
    _SHARED.append(corpus)  # read by the forked workers, never changed there
    try:
        with multiprocessing.get_context("fork").Pool() as pool:
            corpus.strengths.update(zip(wanted, pool.map(_without, wanted, chunksize=1), strict=True))
    finally:
        _SHARED.clear()


_SHARED: list[Corpus] = []


def _without(writers: frozenset[str]) -> np.ndarray:
    return strengths(_SHARED[0], writers)


def strengths(corpus: Corpus, without: frozenset[str]) -> np.ndarray:
    """Pooled sentence strengths of every draft, from a model that has not read these writers."""
    if without not in corpus.strengths:
        weights, bias, rare = sentence_fit(corpus, ~np.isin(corpus.writer, sorted(without)))
        each = vectors(corpus.sentence_counts, rare) @ weights + bias
        corpus.strengths[without] = pool(corpus, each)
    return corpus.strengths[without]


def pool(corpus: Corpus, each: np.ndarray) -> np.ndarray:
    """The sentences of each draft as one row."""
    starts = np.searchsorted(corpus.owner, np.arange(len(corpus.rows) + 1))
    return np.array([pooled(each[a:b].astype(np.float32)) for a, b in itertools.pairwise(starts)])


def unread(corpus: Corpus, outer: frozenset[str]) -> np.ndarray:
    """Strengths of every draft by a model that has read neither its own writer nor the outer one."""
    out = np.zeros((len(corpus.rows), 3 * len(LABELS)), dtype=np.float32)
    for writer in sorted(set(corpus.writer)):
        own = corpus.writer == writer
        out[own] = strengths(corpus, outer | {writer})[own]
    return out


def families(corpus: Corpus, rare: np.ndarray, strong: np.ndarray, use: str) -> sparse.csr_matrix:
    """The features of the draft step: all, or only text or situation for comparison."""
    letters = vectors(corpus.draft_counts, rare) * LETTERS
    sentences = sparse.csr_matrix(strong * POOLED)
    if use == "text":
        return sparse.hstack([letters, sentences]).tocsr()
    if use == "situation":
        keep = [
            i
            for i, name in enumerate(corpus.names)
            if not name.startswith(("cue:", "phrase:", "rule:")) and _bare(name)
        ]
        return corpus.facts[:, keep].tocsr()
    return sparse.hstack([letters, corpus.facts, sentences]).tocsr()


def _bare(name: str) -> bool:
    """Whether a fact is known before a word is written."""
    written = (
        "length",
        "questions",
        "facts:",
        "product",
        "substance",
        "sentences",
        "lines",
        "takes_up",
        "agenda",
        "eases",
    )
    return not any(part.startswith((*written, "cue:", "rule:")) for part in name.split("&"))


def by_writer(corpus: Corpus, use: str = "all") -> np.ndarray:
    """Chances (drafts × labels + any) given by models that have not read the writer of the draft."""
    out = np.zeros(corpus.gold.shape)
    if use != "situation" and not corpus.strengths:
        prepare(corpus)
    for writer in sorted(set(corpus.writer)):
        outer = frozenset({writer})
        train = corpus.writer != writer
        rare = rarity(corpus, train)
        strong = unread(corpus, outer) if use != "situation" else np.zeros((len(corpus.rows), 1))
        x = families(corpus, rare, strong, use)
        weights, bias = fit(x[train], corpus.gold[train], DRAFT_C)
        out[~train] = 1 / (1 + np.exp(-(x[~train] @ weights + bias)))
    out[:, -1] = (out[:, -1] + 1 - np.prod(1 - out[:, :-1], axis=1)) / 2  # the gate, as the model reckons it
    return out


def decided(corpus: Corpus, chances: np.ndarray, gate: float, least: np.ndarray) -> np.ndarray:
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


def _part(corpus: Corpus, use: np.ndarray) -> Any:
    return _Part(corpus.closed[use], corpus.can[use])


def _f1(gold: np.ndarray, said: np.ndarray) -> float:
    return float(2 * (gold & said).sum() / max(1, gold.sum() + said.sum()))


def crossed_decisions(corpus: Corpus, chances: np.ndarray, *, bare: bool = False) -> np.ndarray:
    """Decisions on each writer with thresholds chosen on the other writers' held-out chances.

    ``bare`` leaves out what rules and facts add, to show what the chances do alone.
    """
    if bare:
        corpus = replace(corpus, closed=np.zeros_like(corpus.closed), can=np.ones_like(corpus.can))
    out = np.zeros((len(corpus.rows), len(LABELS)), dtype=bool)
    for writer in sorted(set(corpus.writer)):
        own = corpus.writer == writer
        gate, least = thresholds(corpus, chances, ~own)
        out[own] = decided(corpus, chances, gate, least)[own]
    return out


def final(corpus: Corpus, chances: np.ndarray) -> Weights:
    """The model of all writers, with thresholds from the held-out chances."""
    everyone = np.ones(len(corpus.rows), dtype=bool)
    weights, bias, rare = sentence_fit(corpus, everyone)
    x = families(corpus, rare, unread(corpus, frozenset()), "all")
    draft, draft_bias = fit(x, corpus.gold, DRAFT_C)
    gate, least = thresholds(corpus, chances, everyone)
    size, named = len(corpus.grams), len(corpus.names)
    scale = np.array([CROSSED if "&" in name else FACTS for name in corpus.names])
    return Weights(
        labels=LABELS,
        vocabulary={gram: i for i, gram in enumerate(corpus.grams)},
        rarity=rare.astype(np.float32),
        sentence=weights.astype(np.float32),
        sentence_bias=bias.astype(np.float32),
        draft=(draft[:size] * LETTERS).astype(np.float32),
        fact_rows={name: i for i, name in enumerate(corpus.names)},
        fact=(draft[size : size + named] * scale[:, None]).astype(np.float32),
        pooled=(draft[size + named :] * POOLED).astype(np.float32),
        bias=draft_bias.astype(np.float32),
        least={label: round(float(t), 4) for label, t in zip(LABELS, least, strict=True)},
        gate=round(gate, 4),
    )
