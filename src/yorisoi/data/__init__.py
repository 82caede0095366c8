"""The facts that ship with the product, read once and turned into the types of the core.

Every file here has its source and licence in ``README.md`` beside it. All loaders are cached: the files never change
while the program runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.courtesy import Table


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


def _read(name: str) -> Any:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  (a safe loader, in C where it is built in)


@lru_cache(maxsize=1)
def courtesy_table() -> Table:
    """Busy seasons, quiet periods, greeting windows and channel hours of Japan."""
    return Table.from_mapping(_read("busy_seasons.yaml"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Wordings that feel like a push, with their exceptions and gentler ways."""
    return Lexicon.from_mapping(_read("phrases.yaml"))


@lru_cache(maxsize=1)
def professions() -> Mapping[str, Profession]:
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
        for row in _read("professions.yaml")["professions"]
    }
    return MappingProxyType(rows)


@lru_cache(maxsize=1)
def header_aliases() -> Mapping[str, tuple[str, ...]]:
    """Column names of contact files by the field they stand for, already normalised as the file's heading says."""
    rows = _read("header_aliases.yaml")
    return MappingProxyType({field: tuple(str(name) for name in names) for field, names in rows.items()})
