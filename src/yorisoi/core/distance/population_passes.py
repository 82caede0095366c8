"""Chains of unequal length worked through side by side: the first link of every chain, then every second, and so on.

With the longest chain first, the people who still have a link at some pass are the first so many, and a pass is a plain
slice. Passes are taken in groups that fit the processor's cache together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from yorisoi.core.distance.population_touches import Rows

GROUP = 16_384  # links in one group of passes: a dozen columns of them fit the second cache


def descending(count: Rows) -> Rows:
    """Places in order of falling count; equal counts keep their order."""
    if not len(count):
        return np.empty(0, np.intp)
    top = int(count.max())
    fall = top - count
    # Numbers of sixteen bits are sorted by counting, many times quicker than by comparing.
    return np.argsort(fall.astype(np.uint16) if top <= np.iinfo(np.uint16).max else fall, kind="stable")


def widths_of(count: Rows) -> list[int]:
    """How many chains reach each pass, from falling counts of at least 1."""
    widths: list[int] = np.searchsorted(-count, -np.arange(count[0]), side="left").tolist()
    return widths


def grouped(widths: list[int]) -> Iterator[list[int]]:
    """The passes in groups of about GROUP links."""
    group: list[int] = []
    size = 0
    for width in widths:
        group.append(width)
        size += width
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def rows_of(first: Rows, widths: list[int], done: int) -> Rows:
    """The row of each link of a group, pass after pass; ``first`` is each chain's first row, ``done`` passes came before."""
    return np.concatenate([first[:width] + (done + place) for place, width in enumerate(widths)])
