"""Learn the coach's evidence model from ``corpus/`` and write it where the package reads it; same bytes each time.

Usage: ``python scripts/train_coach.py [CORPUS]`` (needs the extras ``bench`` and ``reader``; some minutes on two cores).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench")]

from _coach import blending, choosing, learning  # noqa: E402
from _coach.table import Score, score  # noqa: E402

from yorisoi.core.coach.model import Weights  # noqa: E402

DATA = ROOT / "src" / "yorisoi" / "data"


def main() -> None:
    """Read, learn, score on unread writers, write."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus"
    corpus = learning.read(learning.lines(folder), learning.lone_sentences(folder))
    raw = learning.by_writer(corpus)
    chances = learning.gated(raw)
    fair = learning.unseen_by_the_rules(corpus)
    reached = score(corpus.gold[fair], choosing.crossed_decisions(corpus, chances)[fair])
    weights = learning.final(corpus, *choosing.thresholds(corpus, chances, np.ones(len(corpus.rows), dtype=bool)))
    new = blending.unread(corpus)
    few = blending.only(corpus, new)
    odds, heard = blending.logits(raw[new]), blending.heard(few)
    both = score(few.gold, blending.unread_decisions(few, odds, heard))
    alone = score(few.gold, choosing.crossed_decisions(corpus, chances)[new])
    by = blending.blend(odds, heard, few.gold)
    gate, least = choosing.thresholds(few, blending.blended(by, odds, heard), np.ones(len(few.rows), dtype=bool))
    figures = {"letters": figure(reached), "with_reader": figure(both), "letters_there": figure(alone)}
    blend = {"gate": round(gate, 4), "least": learning.rounded(least)}
    write(weights, by, {"blend": blend, "corpus": learning.fingerprints(folder), "figures": figures})
    (DATA / "coach_model.README.md").write_text(note(weights, corpus, reached, both, alone, few), encoding="utf-8")
    print(f"{len(corpus.rows)} drafts, {len(weights.vocabulary)} letters, {len(weights.fact_rows)} facts")
    print(json.dumps(figures, indent=1))


def figure(reached: Score) -> dict[str, float]:
    """The three figures of a score, as they are kept."""
    named = {"macro_f1": reached.macro, "clean_flagged": reached.clean, "problem_flagged": reached.problem}
    return {name: round(value, 3) for name, value in named.items()}


def write(weights: Weights, blend: dict[str, np.ndarray], more: dict[str, object]) -> None:
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
        **{f"blend_{name}": part.astype(np.float32) for name, part in blend.items()},
    )


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def note(
    weights: Weights, corpus: learning.Corpus, reached: Score, both: Score, alone: Score, few: learning.Corpus
) -> str:
    """The note beside the model."""
    writers = ", ".join(f"{name} {count}" for name, count in sorted(Counter(map(str, corpus.writer)).items()))
    rows = "\n".join(
        f"| {label} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {weights.least[label]:.2f} "
        f"| {both.labels[label].precision:.2f} | {both.labels[label].recall:.2f} | {both.labels[label].f1:.2f} |"
        for label, one in reached.labels.items()
    )
    unread = sorted(set(map(str, few.writer)))
    return f"""# The evidence model (`coach_model.npz`)

Learned by `python scripts/train_coach.py` from the {len(corpus.rows)} labelled drafts of `corpus/` ({writers}) and from
{corpus.lone_gold.shape[0]} sentences labelled by themselves, all written for this project. Licence: Apache-2.0, as the project.
The same corpus and library versions give the same bytes.

**What it is.** Two linear steps. Each sentence is weighed by its 1- to 5-letter stretches ({len(weights.vocabulary)} of
them); then the draft by its letters, by {len(weights.fact_rows)} named facts (situation, cues of the phrase book, what the
twelve rules said, and crossings of these) and by its strongest sentences. A finding at stop or mend needs the gate (chance
of any fault ≥ {weights.gate:.2f}) and the least chance of its own below. What the facts make impossible is never said, and
a legal stop is the rule's alone. Where the reader (`coach_reader.README.md`) can run, its log odds are blended in, with
thresholds of their own.

**Figures of letters and facts**, on writers the model had not read: the writers are dealt into {learning.GROUPS} parts, each
part is judged by a model of the others, with thresholds chosen on the others' held-out chances (the drafts of `seed`, which
lay open while the rules were written, are left out): macro-F1 {reached.macro:.3f}, clean drafts flagged {reached.clean:.1%},
problem drafts flagged {reached.problem:.1%}.

**With the reader**, on the {len(few.rows)} drafts of the {len(unread)} writers ({", ".join(unread)}) that the reader has not
read either, blend and thresholds learned on the others of them: macro-F1 {both.macro:.3f}, clean {both.clean:.1%}, problem
{both.problem:.1%}. Letters and facts alone on the same drafts: {alone.macro:.3f}, {alone.clean:.1%}, {alone.problem:.1%}.

| fault | precision | recall | F1 | least chance | with the reader: precision | recall | F1 |
|---|---|---|---|---|---|---|---|
{rows}

Use it to advise the writer of a draft, not to judge people: the drafts are invented, and real letters differ.
"""


if __name__ == "__main__":
    main()
