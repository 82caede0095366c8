"""Labelled drafts as an encoder reads them: rows of pieces, and for each piece the labels of the marked words it lies in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from _coach.learning import LABELS
from _coach.packed import Packed
from yorisoi import data
from yorisoi.core.coach import Draft, Situation
from yorisoi.core.coach.encoder import ROOM, laid
from yorisoi.core.coach.pieces import Pieces
from yorisoi.core.coach.reading import Reading
from yorisoi.data.encoder import BEGIN, END, STRANGE

WIDTHS = (32, 64, 128, 160, 192, 224, 256, 320, ROOM)
"""Pieces a batch is filled up to: few widths, so that few programs are compiled."""
BATCH = 3072
"""Pieces read in one step of learning."""

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-龠々〆]")
_PLAIN = re.compile(r"[\x21-\x7e]{1,2}")


@dataclass(frozen=True)
class Example:
    """One draft, or one sentence by itself (``whole`` false: its labels are of its strongest piece only)."""

    rows: tuple[int, ...]
    start: int
    end: int
    marks: list[tuple[int, int]]
    gold: np.ndarray
    whole: bool
    index: int


def kept(packed: Packed) -> list[int]:
    """Rows of the pieces Japanese letters need: signs first, then Japanese pieces, single signs, short Latin ones."""
    signs = [packed.begin, packed.end, packed.strange]
    found = [row for row, piece in enumerate(packed.pieces) if row not in signs and _needed(piece)]
    return signs + found


def _needed(piece: str) -> bool:
    bare = piece.lstrip("\u2581")
    if not bare:
        return piece == "\u2581"
    try:
        bare.encode("cp932")
    except UnicodeEncodeError:  # Chinese and other scripts; of their signs only pictures are met in Japanese letters
        return len(bare) == 1 and unicodedata.category(bare) == "So"
    return bool(_JAPANESE.search(bare)) or len(bare) == 1 or bool(_PLAIN.fullmatch(bare))


def pieces(packed: Packed, rows: Sequence[int]) -> Pieces:
    """The cutter over the kept rows, which are numbered anew in their order."""
    return Pieces(
        [packed.pieces[row] for row in rows], packed.chances[list(rows)], begin=BEGIN, end=END, strange=STRANGE
    )


def drafts(rows: Sequence[dict[str, Any]], cutter: Pieces) -> list[Example]:
    """Every labelled draft."""
    lexicon = data.lexicon()
    found = []
    for index, row in enumerate(rows):
        draft = Draft(body=row["body"], subject=row.get("subject"))
        reading = Reading(draft, Situation.from_mapping(row["context"]), lexicon)
        place = laid(reading, cutter)
        gold = np.array([label in row["labels"] for label in LABELS] + [bool(row["labels"])], dtype=np.float32)
        marks = _marks(row, reading.text.norm, place.places, place.start)
        found.append(Example(place.rows, place.start, place.end, marks, gold, True, index))
    return found


def _marks(row: dict[str, Any], text: str, places: Sequence[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """(piece, label) for every piece that touches marked words."""
    found = []
    for span in row.get("spans", []):
        words = unicodedata.normalize("NFKC", span["text"])
        at = text.find(words)
        if at >= 0 and span["label"] in LABELS:
            label = LABELS.index(span["label"])
            found += [(start + n, label) for n, (a, b) in enumerate(places) if a < at + len(words) and at < b]
    return found


def sentences(rows: Sequence[dict[str, Any]], cutter: Pieces) -> list[Example]:
    """Every sentence labelled by itself."""
    found = []
    for row in rows:
        cut = cutter.cut(unicodedata.normalize("NFKC", row["text"])).rows[: ROOM // 2]
        gold = np.array([label in row["labels"] for label in LABELS] + [False], dtype=np.float32)
        found.append(Example((cutter.begin, *cut, cutter.end), 1, 1 + len(cut), [], gold, False, -1))
    return found


def batches(examples: Sequence[Example], shuffle: np.random.Generator | None) -> list[dict[str, np.ndarray]]:
    """Examples of like length together, filled up; ``index`` is -1 for filling. Shuffled when learning."""
    by_width: dict[int, list[Example]] = {}
    for one in examples:
        by_width.setdefault(next(width for width in WIDTHS if len(one.rows) <= width), []).append(one)
    found = []
    for width, group in by_width.items():
        order = list(shuffle.permutation(len(group))) if shuffle else list(range(len(group)))
        size = max(4, BATCH // width)
        for at in range(0, len(order), size):
            chosen = [group[i] for i in order[at : at + size]]
            if shuffle:
                chosen += [group[order[i % len(order)]] for i in range(size - len(chosen))]
            found.append(_batch(chosen, size, width))
    return [found[i] for i in shuffle.permutation(len(found))] if shuffle else found


def _batch(chosen: Sequence[Example], size: int, width: int) -> dict[str, np.ndarray]:
    labels = len(LABELS)
    out = {
        "rows": np.zeros((size, width), dtype=np.int32),
        "there": np.zeros((size, width), dtype=np.float32),
        "draft": np.zeros((size, width), dtype=np.float32),
        "marks": np.zeros((size, width, labels), dtype=np.float32),
        "gold": np.zeros((size, labels + 1), dtype=np.float32),
        "whole": np.zeros(size, dtype=np.float32),
        "index": np.full(size, -1),
    }
    out["there"][:, 0] = 1
    for i, one in enumerate(chosen):
        out["rows"][i, : len(one.rows)] = one.rows
        out["there"][i, : len(one.rows)] = 1
        out["draft"][i, one.start : one.end] = 1
        for piece, label in one.marks:
            out["marks"][i, piece, label] = 1
        out["gold"][i], out["whole"][i], out["index"][i] = one.gold, one.whole, one.index
    return out
