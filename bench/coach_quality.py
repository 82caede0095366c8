"""How well the coach agrees with labelled drafts: precision, recall and F1 per label, macro-F1, and false alarms.

Usage: ``python bench/coach_quality.py [--by-writer corpus/]`` learns the evidence model without each part of the
writers in turn and judges that part's drafts, then joins the reader on the writers it has not read. ``python bench/coach_quality.py FOLDER [--errors] [--rules-only]`` scores the shipped coach on
a set of its own: FOLDER holds ``messages.jsonl`` and, optionally, ``ambiguous.json`` (cells a careful reader may call
either way); such a set is not part of the project.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from _coach import by_writer

from yorisoi import data
from yorisoi.core.coach import Draft, Report, Situation, lint, rules

CORPUS = Path(__file__).parents[1] / "corpus"


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--by-writer", type=Path, metavar="CORPUS", help="judge writers by models that have not read them"
    )
    parser.add_argument("--errors", action="store_true", help="print every disagreement")
    parser.add_argument("--rules-only", action="store_true", help="without the evidence model")
    args = parser.parse_args()
    if args.by_writer or not args.folder:
        by_writer.show(args.by_writer or CORPUS)
        return
    evidence = None if args.rules_only else data.coach_evidence()
    rows = [
        json.loads(line) for line in (args.folder / "messages.jsonl").read_text(encoding="utf-8").splitlines() if line
    ]
    unsure_file = args.folder / "ambiguous.json"
    unsure = json.loads(unsure_file.read_text(encoding="utf-8")) if unsure_file.exists() else {}
    reports = [
        lint(
            Draft(body=r["body"], subject=r.get("subject")),
            Situation.from_mapping(r["context"]),
            data.lexicon(),
            evidence=evidence,
        )
        for r in rows
    ]
    if args.errors:
        disagreements(rows, reports, unsure)
    print(f"{len(rows)} drafts, all cells")
    table(rows, reports, {})
    if unsure:
        print("\nwithout ambiguous cells")
        table(rows, reports, unsure)
    alarms(rows, reports)
    overlaps(rows, reports)


def cells(row: dict[str, Any], unsure: dict[str, Any]) -> frozenset[str]:
    """Labels of this draft left out of the score."""
    entry = unsure.get(row["id"]) or {}
    return frozenset(entry.get("maybe_also", [])) | frozenset(entry.get("maybe_not", []))


def table(rows: list[dict[str, Any]], reports: list[Report], unsure: dict[str, Any]) -> None:
    """Per label and macro."""
    total = 0.0
    names = [rule.id for rule in rules()]
    for name in names:
        hit = miss = extra = 0
        for row, report in zip(rows, reports, strict=True):
            if name in cells(row, unsure):
                continue
            gold, said = name in row["labels"], name in report.labels
            hit += gold and said
            miss += gold and not said
            extra += said and not gold
        precision, recall = hit / max(1, hit + extra), hit / max(1, hit + miss)
        f1 = 2 * hit / max(1, 2 * hit + miss + extra)
        total += f1
        print(f"  {name:15s} P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  (hit {hit}, missed {miss}, extra {extra})")
    print(f"  macro-F1 {total / len(names):.3f}")


def alarms(rows: list[dict[str, Any]], reports: list[Report]) -> None:
    """Clean drafts flagged, problem drafts flagged."""
    clean = [bool(rep.labels) for row, rep in zip(rows, reports, strict=True) if not row["labels"]]
    problem = [bool(rep.labels) for row, rep in zip(rows, reports, strict=True) if row["labels"]]
    print(f"\nclean drafts flagged at stop/mend: {sum(clean)}/{len(clean)} = {sum(clean) / max(1, len(clean)):.1%}")
    print(f"problem drafts flagged: {sum(problem)}/{len(problem)} = {sum(problem) / max(1, len(problem)):.1%}")


def overlaps(rows: list[dict[str, Any]], reports: list[Report]) -> None:
    """Of labels found, how many point at a place that overlaps the marked one."""
    agreed = touched = 0
    for row, report in zip(rows, reports, strict=True):
        for label in set(row["labels"]) & set(report.labels):
            marked = [s["text"] for s in row.get("spans", []) if s["label"] == label]
            shown = [s for f in report.findings if f.rule == label for s in f.spans]
            if marked and shown:
                agreed += 1
                touched += any(_overlap(row, m, s) for m in marked for s in shown)
    print(f"places that overlap the marked ones: {touched}/{agreed} = {touched / max(1, agreed):.1%}")


def _overlap(row: dict[str, Any], marked: str, span: Any) -> bool:
    text = row["body"] if span.field == "body" else row.get("subject") or ""
    at = text.find(marked)
    return at >= 0 and span.start < at + len(marked) and at < span.end


def disagreements(rows: list[dict[str, Any]], reports: list[Report], unsure: dict[str, Any]) -> None:
    """Every draft where the two differ, with what was seen."""
    for row, report in zip(rows, reports, strict=True):
        missed = [x for x in row["labels"] if x not in report.labels and x not in cells(row, unsure)]
        extra = [x for x in report.labels if x not in row["labels"] and x not in cells(row, unsure)]
        if missed or extra:
            places = {f.rule: [s.text for s in f.spans] for f in report.findings if f.rule in extra}
            print(f"{row['id']} gold {row['labels']} missed {missed} extra {places}\n    {row['body'][:160]!r}")


if __name__ == "__main__":
    main()
