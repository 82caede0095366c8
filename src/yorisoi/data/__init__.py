"""The facts that ship with the product, read once and turned into the types of the core.

Every file here has its source and licence in ``README.md`` beside it. All loaders are cached: the files never change
while the program runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import yaml

from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.model import Blend, EvidenceModel, Weights
from yorisoi.core.courtesy import Table
from yorisoi.data import encoder

COACH_MODEL = "coach_model.npz"
"""File of the evidence model; ``coach_model.README.md`` beside it tells where it comes from."""
_BETWEEN = "\0"
"""Stands between the names kept in one array of the model."""


@dataclass(frozen=True, slots=True)
class Profession:
    """A profession a person may have. ``season`` is the row of the courtesy calendar its year follows.

    ``exclusive`` tells in one line what only this profession may do (help text, no legal advice); empty for none.
    """

    id: str
    name: str
    good_at: tuple[str, ...]
    not_for: tuple[str, ...]
    law: str
    exclusive: str
    limits: str
    season: str


class Professions(Mapping[str, Profession]):
    """All professions by id, in the order people choose from. Read only."""

    def __init__(self, rows: Mapping[str, Profession]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, key: str) -> Profession:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def label(self, profession: str) -> str:
        """The Japanese name of an id. A text that is no id names itself, so free words can be kept too."""
        row = self._rows.get(profession)
        return row.name if row else profession

    def choices(self) -> list[tuple[str, str]]:
        """(id, name) of each, for a form."""
        return [(row.id, row.name) for row in self._rows.values()]


def read_yaml(name: str) -> Any:
    """Return what a YAML file of this folder holds."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  (a safe loader, in C where it is built in)


@lru_cache(maxsize=1)
def courtesy_table() -> Table:
    """Busy seasons, quiet periods, greeting windows and channel hours of Japan."""
    return Table.from_mapping(read_yaml("busy_seasons.yaml"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Wordings that feel like a push, with their exceptions and gentler ways."""
    return Lexicon.from_mapping(read_yaml("phrases.yaml"))


@lru_cache(maxsize=1)
def coach_model() -> EvidenceModel:
    """The evidence model of the coach by letters and facts, as learned from the labelled drafts of ``corpus/``."""
    return EvidenceModel(_coach_file()[0])


@lru_cache(maxsize=1)
def coach_evidence() -> EvidenceModel:
    """All the evidence this installation has: the model above, with the reader where it can run."""
    if not encoder.available():
        return coach_model()
    return EvidenceModel(coach_model().weights, encoder.coach_reader(), _coach_file()[1])


@lru_cache(maxsize=1)
def _coach_file() -> tuple[Weights, Blend]:
    with files(__name__).joinpath(COACH_MODEL).open("rb") as file, np.load(file, allow_pickle=False) as held:
        about = json.loads(held["about"].tobytes())
        letters = held["letters"].tobytes().decode("utf-8").split(_BETWEEN)
        names = held["names"].tobytes().decode("utf-8").split(_BETWEEN)
        numbers = {
            name: held[name].astype(np.float32)
            for name in ("rarity", "sentence", "sentence_bias", "draft", "fact", "pooled", "bias")
        }
        blend = Blend(**{name: held[f"blend_{name}"] for name in ("letters", "reader", "bias")}, **about["blend"])
    weights = Weights(
        labels=tuple(about["labels"]),
        vocabulary={letter: row for row, letter in enumerate(letters)},
        fact_rows={name: row for row, name in enumerate(names)},
        least=about["least"],
        gate=about["gate"],
        **numbers,
    )
    return weights, blend


@lru_cache(maxsize=1)
def professions() -> Professions:
    """Every profession by id, in the order people choose from."""
    table = courtesy_table()
    rows = {
        row["id"]: Profession(
            id=row["id"],
            name=row["name"],
            good_at=tuple(row.get("good_at", ())),
            not_for=tuple(row.get("not", ())),
            law=row.get("law", ""),
            exclusive=row.get("exclusive", ""),
            limits=row.get("limits", ""),
            season=table.resolve(row["id"]),
        )
        for row in read_yaml("professions.yaml")["professions"]
    }
    return Professions(rows)


@lru_cache(maxsize=1)
def header_aliases() -> Mapping[str, tuple[str, ...]]:
    """Column names of contact files by the field they stand for, already normalised as the file's heading says."""
    rows = read_yaml("header_aliases.yaml")
    return MappingProxyType({field: tuple(str(name) for name in names) for field, names in rows.items()})
