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
from dataclasses import dataclass, field
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
SEEN = 5
"""Drafts of the training writers a stretch of letters or a fact must be met in to be learned."""
LETTERS, FACTS, CROSSED, POOLED = 5.0, 0.5, 0.2, 0.15
"""How large each family of features stands before the penalty: the larger, the more freely it is learned."""
SENTENCE_C, DRAFT_C = 8.0, 1.0
"""Inverse strength of the penalty on weights."""
GROUPS = 9
"""Parts the writers are dealt into. A draft is judged by a model that has read nobody of its writer's part; to leave out
each writer alone, and each two, would take some ten times as long and change little."""
IN_VIEW = ("seed",)
"""Writers whose drafts lay open while rules and phrases were written: learned from, never a measure."""


@dataclass
class Corpus:
    """Labelled drafts as numbers: ``gold`` (drafts × labels + any), ``counts`` of letters by sentence and by draft."""

    rows: list[dict[str, Any]]
    writer: np.ndarray
    part: np.ndarray
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
    strengths: dict[frozenset[int], np.ndarray] = field(default_factory=dict)


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
    writer = np.array([row["writer"] for row in rows])
    return Corpus(
        rows=rows,
        writer=writer,
        part=np.unique(writer, return_inverse=True)[1] % GROUPS,
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
    """Reckon on all cores the strengths that :func:`by_writer` asks for: without each part, and without each two."""
    parts = sorted(set(map(int, corpus.part)))
    wanted = [frozenset({one, other}) for at, one in enumerate(parts) for other in parts[at:]]
    _SHARED.append(corpus)  # read by the forked workers, never changed there
    try:
        with multiprocessing.get_context("fork").Pool() as pool:
            corpus.strengths.update(zip(wanted, pool.map(_without, wanted, chunksize=1), strict=True))
    finally:
        _SHARED.clear()


_SHARED: list[Corpus] = []


def _without(parts: frozenset[int]) -> np.ndarray:
    return strengths(_SHARED[0], parts)


def strengths(corpus: Corpus, without: frozenset[int]) -> np.ndarray:
    """Pooled sentence strengths of every draft, from a model that has not read these parts."""
    if without not in corpus.strengths:
        weights, bias, rare = sentence_fit(corpus, ~np.isin(corpus.part, sorted(without)))
        each = vectors(corpus.sentence_counts, rare) @ weights + bias
        corpus.strengths[without] = pool(corpus, each)
    return corpus.strengths[without]


def pool(corpus: Corpus, each: np.ndarray) -> np.ndarray:
    """The sentences of each draft as one row."""
    starts = np.searchsorted(corpus.owner, np.arange(len(corpus.rows) + 1))
    return np.array([pooled(each[a:b].astype(np.float32)) for a, b in itertools.pairwise(starts)])


def unread(corpus: Corpus, outer: frozenset[int]) -> np.ndarray:
    """Strengths of every draft by a model that has read neither its own part nor the outer one."""
    out = np.zeros((len(corpus.rows), 3 * len(LABELS)), dtype=np.float32)
    for part in sorted(set(map(int, corpus.part))):
        own = corpus.part == part
        out[own] = strengths(corpus, outer | {part})[own]
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
    """Chances (drafts × labels + any) given by models that have not read the writer of the draft; see :func:`gated`."""
    out = np.zeros(corpus.gold.shape)
    if use != "situation" and not corpus.strengths:
        prepare(corpus)
    for part in sorted(set(map(int, corpus.part))):
        outer = frozenset({part})
        train = corpus.part != part
        rare = rarity(corpus, train)
        strong = unread(corpus, outer) if use != "situation" else np.zeros((len(corpus.rows), 1))
        x = families(corpus, rare, strong, use)
        weights, bias = fit(x[train], corpus.gold[train], DRAFT_C)
        out[~train] = 1 / (1 + np.exp(-(x[~train] @ weights + bias)))
    return out


def gated(chances: np.ndarray) -> np.ndarray:
    """The chance of any fault as the model reckons it: asked outright, and as the faults taken together."""
    out = chances.copy()
    out[:, -1] = (out[:, -1] + 1 - np.prod(1 - out[:, :-1], axis=1)) / 2
    return out


def rounded(least: np.ndarray) -> dict[str, float]:
    """Thresholds as they are written down."""
    return {label: round(float(chance), 4) for label, chance in zip(LABELS, least, strict=True)}


def final(corpus: Corpus, gate: float, least: np.ndarray) -> Weights:
    """The model of all writers, with these thresholds."""
    everyone = np.ones(len(corpus.rows), dtype=bool)
    weights, bias, rare = sentence_fit(corpus, everyone)
    x = families(corpus, rare, unread(corpus, frozenset()), "all")
    draft, draft_bias = fit(x, corpus.gold, DRAFT_C)
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
        least=rounded(least),
        gate=round(gate, 4),
    )
