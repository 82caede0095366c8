"""How fast the coach is: loading what it knows, and one draft of 400 and of 5,000 characters (p50, p95) on one core.

Usage: ``python bench/coach_speed.py``. The drafts of ``corpus/`` are joined to these lengths, so the text is real and not a
repeated word. Rules alone stand beside rules and evidence, in one run.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any

from yorisoi import data
from yorisoi.core.coach import Draft, Situation, lint

CORPUS = Path(__file__).parents[1] / "corpus"
SIZES = ((400, 1000), (5000, 60))  # characters, and rounds: enough for a p95 that rests on some drafts


def main() -> None:
    """Measure and print."""
    began = time.perf_counter()
    lexicon = data.lexicon()
    between = time.perf_counter()
    model = data.coach_model()
    loaded = time.perf_counter()
    print(f"load: the phrase book {(between - began) * 1000:.0f} ms, the evidence {(loaded - between) * 1000:.0f} ms")
    rows = [
        json.loads(line)
        for path in sorted(CORPUS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    text = "\n".join(row["body"] for row in rows)
    situations = [Situation.from_mapping(row["context"]) for row in rows]
    lint(Draft(body=text[:400]), situations[0], lexicon, evidence=model)  # what is made once, is made
    for size, rounds in SIZES:
        plain = _times(text, situations, size, rounds, lexicon=lexicon)
        weighed = _times(text, situations, size, rounds, lexicon=lexicon, evidence=model)
        print(f"{size} characters: rules alone {_line(plain)}; rules and evidence {_line(weighed)}; "
              f"{statistics.median(weighed) / statistics.median(plain):.1f} times the rules alone")  # fmt: skip


def _times(text: str, situations: list[Situation], size: int, rounds: int, *, lexicon: Any, **more: Any) -> list[float]:
    times = []
    for turn in range(rounds):
        start = turn * size % (len(text) - size)
        draft = Draft(body=text[start : start + size])
        began = time.perf_counter()
        lint(draft, situations[turn % len(situations)], lexicon, **more)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def _line(times: list[float]) -> str:
    return (
        f"p50 {statistics.median(times):.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms, worst {times[-1]:.1f} ms"
    )


if __name__ == "__main__":
    main()
