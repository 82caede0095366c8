"""What a store is: one kind of database, able to give a consistent copy of itself and to take one back.

A store is a module in ``stores/`` with ``ENGINE`` (Django's word for the vendor), ``PAYLOAD`` (the name of its copy
inside a backup), ``snapshot``, ``is_lived_in`` and ``put_back``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from yorisoi.doors import stores as package
from yorisoi.doors.operation import Progress, RefusedError
from yorisoi.kit.discover import modules

# Django keeps its own books in these; a migration adds to them, so they are not compared after one.
BOOKKEEPING = frozenset({"django_migrations", "django_content_type", "auth_permission"})
_MODULUS = 1 << 256  # SHA-256 sums are added modulo this, so that rows count in any order


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table holds, and one figure for all that stands in them, whatever their order."""

    rows: int
    sum: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a copy holds: every table with its sum, and the migrations it has seen (``app.name``)."""

    tables: Mapping[str, TableSum]
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the migrations it applied on top, and where what was there before is kept."""

    applied: tuple[str, ...]
    kept: Path | None


# Told whether a snapshot holds what it should; raises RefusedError when it does not.
Check = Callable[[Snapshot], None]


class Store(Protocol):
    """One kind of database."""

    ENGINE: str
    PAYLOAD: str

    def snapshot(self, target: Path, progress: Progress) -> Snapshot:
        """Write a consistent copy to ``target`` (which does not exist yet) while others go on writing."""

    def is_lived_in(self) -> bool:
        """Say whether there is anything that a restore would take the place of."""

    def put_back(self, payload: Path, *, check: Check, keep_at: Path | None, progress: Progress) -> Restored:
        """Take the copy at ``payload`` back, all of it or nothing.

        ``check`` is asked before anything is in place. What stood there before is kept at ``keep_at``.
        """


def store_of(engine: str) -> Store:
    """Return the store for Django's vendor word.

    Raises:
        RefusedError: no store knows it.
    """
    for module in modules(package):
        if engine == module.ENGINE:
            return cast(Store, module)
    raise RefusedError(f"{engine} のバックアップには、まだ対応していません。")


def sum_of(rows: Iterable[bytes]) -> TableSum:
    """Return count and sum of rows, each given as the bytes of all its values."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(row).digest(), "big")
    return TableSum(rows=count, sum=f"{total % _MODULUS:064x}")


def compare(expected: Mapping[str, TableSum], found: Mapping[str, TableSum]) -> None:
    """Compare two sets of tables row by row.

    Raises:
        RefusedError: a table is missing, left over, or holds something else; the sentence names it.
    """
    for name in sorted(expected.keys() | found.keys()):
        before, after = expected.get(name), found.get(name)
        if before != after:
            rows = (before.rows if before else 0, after.rows if after else 0)
            raise RefusedError(
                f"バックアップの中身が控えと合いませんでした({name}: {rows[0]:,}行のはずが{rows[1]:,}行、または内容違い)。"
                "何も変えていません。別のバックアップをお試しください。"
            )
