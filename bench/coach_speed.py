"""How fast the coach is: loading the phrase book, and one draft of 400 characters (p50, p95) on one core.

Usage: ``python bench/coach_speed.py FOLDER`` where FOLDER holds ``messages.jsonl``; its drafts are joined to 400 and
5,000 characters, so the text is real and not a repeated word.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

import yaml

from yorisoi.core.coach import Draft, Lexicon, Situation, lint

PHRASES = Path(__file__).parents[1] / "src" / "yorisoi" / "data" / "phrases.yaml"
ROUNDS = 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    began = time.perf_counter()
    lexicon = Lexicon.from_mapping(yaml.load(PHRASES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    print(f"load the phrase book: {(time.perf_counter() - began) * 1000:.0f} ms")
    rows = [json.loads(line) for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines() if line]
    text = "\n".join(row["body"] for row in rows)
    situations = [Situation.from_mapping(row["context"]) for row in rows]
    for size, rounds in ((400, ROUNDS), (5000, 60)):
        times = []
        for turn in range(rounds):
            start = turn * size % (len(text) - size)
            draft = Draft(body=text[start : start + size])
            began = time.perf_counter()
            lint(draft, situations[turn % len(situations)], lexicon)
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        print(
            f"{size} characters: p50 {statistics.median(times):.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms, worst {times[-1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
