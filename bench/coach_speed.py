"""How fast the coach is, beside textlint with its Japanese presets on the same messages, in one run, on one core.

Usage: ``python bench/coach_speed.py``. Loading, drafts of 400 and of 5,000 characters (p50, p95), the slowest of many hostile
drafts, and the first 1,000 messages of ``corpus/`` one after another, warm. The drafts of ``corpus/`` are joined to these
lengths, so the text is real and not a repeated word. textlint needs node and ``npm ci`` in ``bench/textlint``; where it is
missing, the rest is measured all the same.

textlint looks at the style of technical writing and knows nothing of the person written to; that its findings say little
about the labels is no fault of it, and printed only for what it is.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from yorisoi import data
from yorisoi.core.coach import Draft, Situation, lint
from yorisoi.data import encoder

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
TEXTLINT = Path(__file__).parent / "textlint"
MESSAGES = 1_000  # the first of the corpus in the order of its files
SIZES = ((400, 1000), (5000, 60))  # characters, and rounds: enough for a p95 that rests on some drafts
HOSTILE = 5_000  # characters
HOSTILE_SIGNS = ("お", "。", "\n", "\u200b", "\u3099", "ｶﾞ", "😀", "か?", "「", "一", "…", "㌀", "\ud800", "0", "\u202e")
PATIENCE = 1_200  # seconds for textlint
LIMIT = 200  # ms: what is promised for a hostile draft
# Unanswered, silent, considering, with a wish and a product: every rule has reason to look.
WATCHED = Situation.from_mapping(
    {
        "channel": "email",
        "sent_at": "2026-06-16T10:00:00+09:00",
        "stage": "considering",
        "first_met_days_ago": 200,
        "last_outgoing_days_ago": 3,
        "last_incoming_days_ago": 90,
        "unanswered_in_a_row": 2,
        "known_facts": ["製麺機を探していた"],
        "their_requests": ["夜は苦手なのでメールだけでお願いします"],
        "product_of_sender": "外壁塗装",
    }
)


def main() -> None:
    """Measure and print."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})  # one core, for textlint below, too
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
    _hostile(lexicon, model)
    _side_by_side(rows[:MESSAGES], situations, lexicon, model)
    _reader(text, situations, lexicon, cores)


def _reader(text: str, situations: list[Situation], lexicon: Any, cores: set[int]) -> None:
    """The same lengths with the reader, on the cores it takes when it serves."""
    if not encoder.available():
        print("\nthe reader: not measured; it needs onnxruntime")
        return
    if cores:
        os.sched_setaffinity(0, cores)
    before = _most_memory()
    began = time.perf_counter()
    whole = data.coach_evidence()
    print(f"\nwith the reader, on {min(encoder.THREADS, len(cores) or encoder.THREADS)} cores; "
          f"load {(time.perf_counter() - began) * 1000:.0f} ms more")  # fmt: skip
    for size, rounds in SIZES:
        print(f"{size} characters: {_line(_times(text, situations, size, rounds, lexicon=lexicon, evidence=whole))}")
    _hostile(lexicon, whole)
    print(f"the reader and all it read took {_most_memory() - before:.0f} MB more at most")


def _most_memory() -> float:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


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
    return f"p50 {statistics.median(times):.2f} ms, p95 {_p95(times):.2f} ms, worst {max(times):.1f} ms"


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _hostile(lexicon: Any, model: Any) -> None:
    """One sign, and the beginning of every phrase, over and over: the best of two, since the promise is about the work."""
    nearly = [phrase.example for phrase in lexicon.phrases if phrase.example]
    nearly += [text for cue in lexicon.cues.values() for text in cue.examples[:1]]
    halves = [text[: max(1, len(text) // 2 + more)] for text in nearly for more in (0, 1)]
    parts = [*HOSTILE_SIGNS, *nearly, *(text.rstrip("。?!")[:-1] for text in nearly), *halves]
    slowest: list[tuple[float, str]] = []
    for part in dict.fromkeys(filter(None, parts)):
        draft = Draft(body=(part * HOSTILE)[:HOSTILE])
        times = []
        for _ in range(2):
            began = time.perf_counter()
            lint(draft, WATCHED, lexicon, evidence=model)
            times.append((time.perf_counter() - began) * 1000)
        slowest.append((min(times), part))
    part = max(slowest)[1]
    print(f"{len(slowest)} hostile drafts of {HOSTILE} characters: {_line([ms for ms, _ in slowest])} ({part!r} over and over), "
          f"{sum(ms > LIMIT for ms, _ in slowest)} above {LIMIT} ms")  # fmt: skip


def _side_by_side(rows: list[dict[str, Any]], situations: list[Situation], lexicon: Any, model: Any) -> None:
    ours = []
    flagged = []
    began = time.perf_counter()
    for row, situation in zip(rows, situations, strict=False):
        at = time.perf_counter()
        report = lint(Draft(body=row["body"], subject=row.get("subject")), situation, lexicon, evidence=model)
        ours.append((time.perf_counter() - at) * 1000)
        flagged.append(bool(report.labels))
    rate = len(rows) / (time.perf_counter() - began)
    typical = statistics.median(len(row["body"]) for row in rows)
    print(f"\nthe first {len(rows)} messages of the corpus (median {typical:.0f} characters), warm, one core")
    _row("yorisoi", ours, rate, 0)
    theirs = _textlint(rows)
    if theirs is None:
        print("textlint: not measured; it needs node, and `npm ci` in bench/textlint")
        return
    found, load = theirs
    times = [row["ms"] for row in found]
    their_rate = len(times) / (sum(times) / 1000)
    _row("textlint", times, their_rate, load)
    print(f"textlint takes {statistics.median(times) / statistics.median(ours):.1f} times as long at p50, "
          f"{_p95(times) / _p95(ours):.1f} times at p95; yorisoi reads {rate / their_rate:.1f} times as many drafts a second")  # fmt: skip
    gold = [bool(row["labels"]) for row in rows]
    print(f'\n"anything found" against "any label" ({sum(gold)} of {len(gold)} messages have one)')
    _agreement("textlint", gold, [bool(row["rules"]) for row in found])
    _agreement("yorisoi, which learned from these messages", gold, flagged)


def _row(name: str, times: list[float], rate: float, load: float) -> None:
    after = f"; ready after {load:.0f} ms" if load else ""
    print(f"{name:9} {_line(times)}, {rate:.0f} drafts/s{after}")


def _textlint(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], float] | None:
    """What textlint found and how long each took (ms), and what it took to get ready (ms); None where it is missing."""
    node = shutil.which("node")
    if node is None or not (TEXTLINT / "node_modules").exists():
        return None
    sent = "".join(json.dumps({"id": row["id"], "text": row["body"]}, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run(
        [node, str(TEXTLINT / "lint.mjs")],
        input=sent, capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=TEXTLINT,
    )  # fmt: skip
    if done.returncode:
        print(f"textlint failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    *found, last = (json.loads(line) for line in done.stdout.splitlines())
    return found, last["load_ms"]


def _agreement(name: str, gold: list[bool], said: list[bool]) -> None:
    both = sum(g and s for g, s in zip(gold, said, strict=True))
    clean = len(gold) - sum(gold)
    print(f"{name}: precision {both / max(1, sum(said)):.2f}, recall {both / max(1, sum(gold)):.2f}, "
          f"clean messages flagged {(sum(said) - both) / max(1, clean):.0%}")  # fmt: skip


if __name__ == "__main__":
    main()
