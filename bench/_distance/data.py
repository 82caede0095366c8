"""The public touches, as the protocol reads them.

The task is "re-openings": I write after at least a day of silence to somebody I know; do they write within a week?
Users are split in four; what is fitted is fitted on the early touches of the other three quarters (neither end of the
touch in the tested one), and tested on the later touches of the fourth. States run online through everything.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from yorisoi.core.distance.codes import CODE
from yorisoi.core.distance.population_touches import Touches
from yorisoi.core.distance.touch import TouchKind

NAMES = ("college", "enron", "reality")
VARIABLE = "YORISOI_TOUCHES"
DAY = 86_400
WEEK = 7 * DAY  # an answer within a week counts
MANY = 5  # recipients; above, a mail of mine is no target and one of theirs is a broadcast
FOLDS = 4
EARLY = 0.6  # quantile of the times of all targets at which the past ends and the test begins

Column = np.ndarray


@dataclass(frozen=True)
class TouchSet:
    """One data set, rows ordered by ego, alt and time.

    Attributes:
        name: Of the file.
        column: The columns as in the file.
        pair: Number of the tie (ego, alt), from 0.
        first: Whether the row is the first of its tie.
        silence: Days since the end of the tie's previous touch; infinite at the first.
        target: Whether the row is a re-opening.
        test: Whether it is a late one.
        fold: The quarter ego belongs to; a row is tested there.
        train: For each quarter, the rows that may teach what is tested there.
        touches: The same rows as the engine reads them.
    """

    name: str
    column: dict[str, Column]
    pair: Column
    first: Column
    silence: Column
    target: Column
    test: Column
    fold: Column
    train: tuple[Column, ...]
    touches: Touches

    @property
    def y(self) -> Column:
        """Whether they wrote within a week."""
        return self.column["y"]


def folder() -> Path | None:
    """Where the files are: the first argument that is no option, or the variable. None when there are none."""
    named = [word for word in sys.argv[1:] if not word.startswith("-")] or [os.environ.get(VARIABLE, "")]
    place = Path(named[0])
    return place if named[0] and all((place / f"{name}_touches.parquet").exists() for name in NAMES) else None


def load(place: Path, name: str) -> TouchSet:
    """Read one set and mark its rows by the protocol."""
    table = parquet.read_table(place / f"{name}_touches.parquet")
    raw = {column: table[column].to_numpy() for column in table.column_names}
    order = np.lexsort((raw["t_s"], raw["alt"], raw["ego"]))
    column = {key: values[order] for key, values in raw.items()}
    ego, alt, begin, end = column["ego"], column["alt"], column["t_s"], column["t_last_s"]
    first = np.r_[True, (ego[1:] != ego[:-1]) | (alt[1:] != alt[:-1])]
    silence = np.where(first, np.inf, (begin - np.r_[0, end[:-1]]) / DAY)
    target = (column["out"] == 1) & ~first & (silence >= 1) & (column["nrec"] <= MANY) & column["ok"]
    quarter = np.random.default_rng(0).integers(0, FOLDS, max(ego.max(), alt.max()) + 1)
    turn = np.quantile(begin[target], EARLY)
    early = target & (begin + WEEK < turn)
    return TouchSet(
        name=name,
        column=column,
        pair=np.cumsum(first) - 1,
        first=first,
        silence=silence,
        target=target,
        test=target & (begin > turn),
        fold=quarter[ego],
        train=tuple(early & (quarter[ego] != fold) & (quarter[alt] != fold) for fold in range(FOLDS)),
        touches=_touches(column, np.cumsum(first) - 1),
    )


def _touches(column: dict[str, Column], pair: Column) -> Touches:
    theirs = np.where(column["nrec"] > MANY, CODE[TouchKind.THEIR_BROADCAST], CODE[TouchKind.THEIR_MESSAGE])
    kind = np.where(column["out"] == 1, CODE[TouchKind.MY_MESSAGE], theirs)
    return Touches.of(pair, column["t_s"], kind, column["nrec"])
