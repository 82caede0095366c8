"""The coach on writers it has not read, beside what each half of its evidence does alone and what a second reader does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from _coach import blending, choosing, learning
from _coach.table import Score, score
from yorisoi.data import encoder


def show(folder: Path) -> None:
    """Learn without each part of the writers in turn, judge that part, and print."""
    corpus = learning.read(learning.lines(folder), learning.lone_sentences(folder))
    fair = learning.unseen_by_the_rules(corpus)
    clean = int((corpus.gold[fair, -1] == 0).sum())
    print(
        f"{int(fair.sum())} drafts of {len(set(corpus.writer[fair]))} writers, {clean} clean; each judged unread,"
        f" with {corpus.lone_gold.shape[0]} sentences labelled by themselves to learn from besides"
    )
    chances = learning.by_writer(corpus)
    joined = choosing.crossed_decisions(corpus, learning.gated(chances))
    ways = {"rules and letters": joined, "rules only": corpus.said}
    for use in ("text", "situation"):
        ways[f"{use} only"] = choosing.crossed_decisions(
            corpus, learning.gated(learning.by_writer(corpus, use)), bare=True
        )
    scores = {name: score(corpus.gold[fair], said[fair]) for name, said in ways.items()}
    _labels(scores["rules and letters"])
    print(f"\n  {'':26s} macro-F1  clean flagged  problem flagged")
    for name, one in scores.items():
        print(_line(name, one))
    _twice_read(folder, corpus, "rules and letters", joined)
    if encoder.available():
        new = blending.unread(corpus)
        few = blending.only(corpus, new)
        said = blending.unread_decisions(few, blending.logits(chances[new]), blending.heard(few))
        _with_reader(few, said, joined[new])
        _twice_read(folder, few, "rules, letters and reader", said)
    else:
        print("\n  the reader: not measured; it needs onnxruntime")
    print("\n  rules and letters, by writer")
    for writer in sorted(set(corpus.writer)):
        own = corpus.writer == writer
        name = f"{writer} ({int(own.sum())})" + ("" if fair[own].all() else " *")
        print(_line(name, score(corpus.gold[own], joined[own])))
    print("  * the rules and phrases were written with these in view: no measure, and in no figure above")


def _with_reader(few: learning.Corpus, said: np.ndarray, letters: np.ndarray) -> None:
    """The reader joined in, on the writers it has not read: blend and thresholds learned on the others of them."""
    print(f"\n  the {len(few.rows)} drafts of the {len(set(few.writer))} writers the reader has not read")
    both = score(few.gold, said)
    print(_line("rules, letters and reader", both))
    print(_line("rules and letters", score(few.gold, letters)))
    print(_line("rules only", score(few.gold, few.said)))
    _labels(both)
    for writer in sorted(set(few.writer)):
        own = few.writer == writer
        print(_line(f"  with the reader, {writer}", score(few.gold[own], said[own])))


def _twice_read(folder: Path, corpus: learning.Corpus, name: str, said: np.ndarray) -> None:
    """Those of the drafts that a second reader labelled blind: that reader, the coach, and both without the cells in doubt."""
    second = {row["id"]: row for row in map(json.loads, _rows(folder / "readings" / "second_reader.jsonl"))}
    at = [i for i, row in enumerate(corpus.rows) if row["id"] in second]
    read = [second[corpus.rows[i]["id"]] for i in at]
    gold = corpus.gold[at]
    theirs = np.array([[label in row["labels"] for label in learning.LABELS] for row in read])
    doubt = np.array([[label in row["maybe"] for label in learning.LABELS] for row in read])
    print(f"\n  the {len(at)} of these drafts read twice (cells in doubt: {int(doubt.sum())})")
    print(_line("a second reader", score(gold, theirs)))
    sure = np.column_stack([np.where(doubt, 0, gold[:, :-1]), gold[:, -1]])
    print(_line("  without cells in doubt", score(sure, theirs & ~doubt)))
    print(_line(name, score(gold, said[at])))
    print(_line("  without cells in doubt", score(sure, said[at] & ~doubt)))


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _labels(one: Score) -> None:
    for name, cell in one.labels.items():
        print(f"  {name:15s} P {cell.precision:.2f}  R {cell.recall:.2f}  F1 {cell.f1:.2f}")


def _line(name: str, one: Score) -> str:
    return f"  {name:26s} {one.macro:8.3f}  {one.clean:13.1%}  {one.problem:15.1%}"
