"""The coach on writers it has not read, beside what each half of its evidence does alone."""

from __future__ import annotations

from pathlib import Path

from _coach import learning
from _coach.table import Score, score


def show(folder: Path) -> None:
    """Learn without each writer in turn, judge that writer, and print."""
    corpus = learning.read(learning.lines(folder))
    clean = int((corpus.gold[:, -1] == 0).sum())
    print(f"{len(corpus.rows)} drafts of {len(set(corpus.writer))} writers, {clean} clean; each judged unread")
    chances = learning.by_writer(corpus)
    joined = learning.crossed_decisions(corpus, chances)
    ways = {"rules and evidence": joined, "rules only": corpus.said}
    for use in ("text", "situation"):
        ways[f"{use} only"] = learning.crossed_decisions(corpus, learning.by_writer(corpus, use), bare=True)
    scores = {name: score(corpus.gold, said) for name, said in ways.items()}
    _labels(scores["rules and evidence"])
    print(f"\n  {'':22s} macro-F1  clean flagged  problem flagged")
    for name, one in scores.items():
        print(_line(name, one))
    print("\n  rules and evidence, by writer")
    for writer in sorted(set(corpus.writer)):
        own = corpus.writer == writer
        print(_line(f"{writer} ({int(own.sum())})", score(corpus.gold[own], joined[own])))


def _labels(one: Score) -> None:
    for name, cell in one.labels.items():
        print(f"  {name:15s} P {cell.precision:.2f}  R {cell.recall:.2f}  F1 {cell.f1:.2f}")


def _line(name: str, one: Score) -> str:
    return f"  {name:22s} {one.macro:8.3f}  {one.clean:13.1%}  {one.problem:15.1%}"
