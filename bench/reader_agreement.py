"""How well a second reader agrees with the first: per label, over the fifth of the corpus that was read blind.

Usage: ``python bench/reader_agreement.py [CORPUS]``. The second reader had the guideline and no labels. This is the ceiling a
judge of such drafts can be held against.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from _coach.table import score

from yorisoi.core.coach import rules

CORPUS = Path(__file__).parents[1] / "corpus"
LABELS = [rule.id for rule in rules()]


def main() -> None:
    """Read both, compare, print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    second = {row["id"]: row for row in lines(folder / "readings" / "second_reader.jsonl")}
    first = {row["id"]: row for path in sorted(folder.glob("*.jsonl")) for row in lines(path)}
    both = [name for name in second if name in first]
    gold, said = table(first, both), table(second, both)
    agreed = score(np.column_stack([gold, gold.any(axis=1)]).astype(int), said)
    print(
        f"{len(both)} of {len(first)} drafts ({len(both) / len(first):.0%}) were read twice; the first reading stands as gold"
    )
    for name, cell in agreed.labels.items():
        print(f"  {name:15s} P {cell.precision:.2f}  R {cell.recall:.2f}  F1 {cell.f1:.2f}")
    print(f"\n  macro-F1 {agreed.macro:.3f}, clean flagged {agreed.clean:.1%}, problem flagged {agreed.problem:.1%}")
    print(f"  the second reader was unsure of {sum(not row['sure'] for row in second.values())}")


def lines(path: Path) -> list[dict[str, object]]:
    """One JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(rows: dict[str, dict[str, object]], names: list[str]) -> np.ndarray:
    """Labels as truth values, drafts by labels."""
    return np.array([[label in rows[name]["labels"] for label in LABELS] for name in names])  # type: ignore[operator]


if __name__ == "__main__":
    main()
