"""Learn the coach's evidence model from ``corpus/`` and write it where the package reads it; same bytes each time.

Usage: ``python scripts/train_coach.py [CORPUS]`` (needs the ``bench`` extra). About two minutes on one core.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench")]

from _coach import learning  # noqa: E402
from _coach.table import Score, score  # noqa: E402

from yorisoi.core.coach.model import Weights  # noqa: E402

DATA = ROOT / "src" / "yorisoi" / "data"


def main() -> None:
    """Read, learn, score on unread writers, write."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus"
    corpus = learning.read(learning.lines(folder), learning.lone_sentences(folder))
    chances = learning.by_writer(corpus)
    fair = learning.unseen_by_the_rules(corpus)
    reached = score(corpus.gold[fair], learning.crossed_decisions(corpus, chances)[fair])
    weights = learning.final(corpus, chances)
    figures = {"macro_f1": reached.macro, "clean_flagged": reached.clean, "problem_flagged": reached.problem}
    figures = {name: round(value, 3) for name, value in figures.items()}
    write(weights, {"corpus": learning.fingerprints(folder), "figures": figures})
    explain(weights, corpus, reached)
    print(f"{len(corpus.rows)} drafts, {len(weights.vocabulary)} letters, {len(weights.fact_rows)} facts; {figures}")


def write(weights: Weights, more: dict[str, object]) -> None:
    """One compressed file of arrays; half precision is ample for weights."""
    about = {"labels": weights.labels, "least": weights.least, "gate": weights.gate, **more}
    np.savez_compressed(
        DATA / "coach_model.npz",
        about=_bytes(json.dumps(about, ensure_ascii=False, sort_keys=True)),
        letters=_bytes("\0".join(weights.vocabulary)),
        names=_bytes("\0".join(weights.fact_rows)),
        rarity=weights.rarity.astype(np.float16),
        sentence=weights.sentence.astype(np.float16),
        sentence_bias=weights.sentence_bias,
        draft=weights.draft.astype(np.float16),
        fact=weights.fact,
        pooled=weights.pooled,
        bias=weights.bias,
    )


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def explain(weights: Weights, corpus: learning.Corpus, reached: Score) -> None:
    """Write the note beside the model."""
    writers = Counter(map(str, corpus.writer))
    rows = "\n".join(
        f"| {label} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {weights.least[label]:.2f} |"
        for label, one in reached.labels.items()
    )
    note = f"""# The evidence model (`coach_model.npz`)

Learned by `python scripts/train_coach.py` from the {len(corpus.rows)} labelled drafts of `corpus/`
({", ".join(f"{name} {count}" for name, count in sorted(writers.items()))}) and from {corpus.lone_gold.shape[0]} sentences
labelled by themselves, all written for this project. Licence: Apache-2.0, as the project. The same corpus and library
versions give the same bytes.

**What it is.** Two linear steps. Each sentence is weighed by its 1- to 5-letter stretches ({len(weights.vocabulary)} of
them); then the draft by its letters, by {len(weights.fact_rows)} named facts (situation, cues of the phrase book, what the
twelve rules said, and crossings of these) and by its strongest sentences. A finding at stop or mend needs the gate (chance
of any fault ≥ {weights.gate:.2f}) and the least chance of its own below. What the facts make impossible is never said, and
a legal stop is the rule's alone.

**Figures**, on drafts of writers the model had not read (leave one writer out; thresholds for each writer chosen on the
others' held-out chances; the drafts of `seed`, which lay open while the rules were written, are left out): macro-F1 {reached.macro:.3f}, clean drafts flagged {reached.clean:.1%}, problem drafts flagged
{reached.problem:.1%}.

| fault | precision | recall | F1 | least chance |
|---|---|---|---|---|
{rows}

Use it to advise the writer of a draft, not to judge people: the drafts are invented, and real letters differ.
"""
    (DATA / "coach_model.README.md").write_text(note, encoding="utf-8")


if __name__ == "__main__":
    main()
