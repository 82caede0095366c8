"""The space between the parts of a name, which the reader of print sees but does not write down.

It reads 西方寺 誉 as 西方寺誉. Where the family name ends is then anybody's guess, while on the picture there is a gap.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np

Pixels = np.ndarray[Any, Any]

# Signs that are all of one width, few enough for a name or its reading.
_SIGNS = re.compile(r"[一-龠々〆㐀-䶵\uf900-\ufaffぁ-ゖァ-ヺー]{2,12}")
_EDGE = 0.12  # of the height above and below left out: the line above often reaches into the crop
_INK = 0.4  # of the darkest difference from the paper; less is grain and shadow
_DARKEST = 99.5  # hundredths of the differences; the few beyond are specks
_LEAST_INK = 40.0  # of 255; a crop with less difference holds no print to measure
_LEAST_GAP = 0.3  # widths of a sign; the parts of one sign (川, い) lie closer
_WIDER = 1.35  # times the next wider gap: letters spread evenly have no gap of their own
_LONE_GAP = 1.0  # widths of a sign: the least gap between two signs that stand alone, evenly spread or not
_BARE = "一ー"  # single strokes, which small print loses; the gap beside one is no measure
_SLIGHT = "っゃゅょッャュョヶ"  # signs that leave room around them by themselves
_WIDER_BESIDE_SLIGHT = 1.7  # times the next wider gap
_OFF = 0.27  # of a sign: how far the gap may lie from where a sign ends


def spaced(text: str, crop: Pixels) -> str:
    """Return ``text`` with one space where its picture has a gap wider than all others; else as it is.

    ``crop``: the line level, read from left to right (a line that runs downwards turned a quarter to the left), rows by
    columns by colours. Only short runs of kanji and kana are looked at.
    """
    if not _SIGNS.fullmatch(text):
        return text
    runs = _ink_runs(crop)
    gaps = sorted(((after[0] - before[1], before[1], after[0]) for before, after in pairwise(runs)), reverse=True)
    if not gaps:
        return text
    widest, left_end, right_start = gaps[0]
    left, right = left_end - runs[0][0], runs[-1][1] - right_start
    sign = (left + right) / len(text)
    next_gap = gaps[1][0] if len(gaps) > 1 else 0
    if widest < _LEAST_GAP * sign or widest < _WIDER * next_gap:
        return text
    at = left / sign
    cut = round(at)
    if abs(at - cut) > _OFF or not 0 < cut < len(text):
        return text
    beside = text[cut - 1 : cut + 1]
    if any(each in _BARE for each in beside) or (not next_gap and widest < _LONE_GAP * sign):
        return text
    if any(each in _SLIGHT for each in beside) and widest < _WIDER_BESIDE_SLIGHT * next_gap:
        return text
    return f"{text[:cut]} {text[cut:]}"


def _ink_runs(crop: Pixels) -> list[tuple[int, int]]:
    """Return the stretches of columns that hold ink, each from its first column to the one behind its last."""
    grey = crop.mean(axis=2)
    edge = int(grey.shape[0] * _EDGE)
    grey = grey[edge : grey.shape[0] - edge]
    if not grey.size:
        return []
    away = np.abs(grey - np.median(grey))
    darkest = float(np.percentile(away, _DARKEST))
    if darkest < _LEAST_INK:
        return []
    inked = np.concatenate(([False], (away > darkest * _INK).any(axis=0), [False]))
    turns = np.flatnonzero(inked[1:] != inked[:-1])
    return [(int(start), int(end)) for start, end in zip(turns[::2], turns[1::2], strict=True)]
