"""Writes of the exchange: plan a file, answer its question, accept, take back, let go.

Each is one transaction. Planning writes the plan and nothing else; only ``apply`` touches people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.exchange.format import Options
from yorisoi.apps.exchange.models import ImportBatch

# Called with (done, total) as the work goes on; both count people.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an accepted plan did, in rows."""

    created: int = 0  # people added
    merged: int = 0  # people who gained something
    unchanged: int = 0  # rows of the file that were there already
    left: int = 0  # doubtful rows left out, or never decided
    points: int = 0
    facts: int = 0
    tags: int = 0
    interactions: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts, ready for JSON."""
        return asdict(self)


class ExchangeError(Exception):
    """Something the owner should know; ``str()`` is one kind Japanese sentence."""


class QuestionOpenError(ExchangeError):
    """The plan waits for an answer (``batch.question``) before it can be accepted."""


class PlanChangedError(ExchangeError):
    """The address book changed since the plan was shown. It has been planned anew and waits for another look."""


class NotPlannedError(ExchangeError):
    """The import is in another state than this needs."""


class AlreadyRunningError(ExchangeError):
    """The same import is being applied right now, here or in another process."""


class EditedSinceError(ExchangeError):
    """Some people were edited after the import; ``names`` says who. Nothing was undone."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("取り込みのあとで手を入れた方がいます: " + "、".join(names))
        self.names = names


def plan_file(*, owner: Owner, name: str, stream: BinaryIO, options: Options, now: datetime) -> ImportBatch:
    """Read a file and store what bringing it in would do. Raises ``Unreadable``; then nothing is stored."""
    raise NotImplementedError


def answer(*, owner: Owner, batch: ImportBatch, options: Options, now: datetime) -> ImportBatch:
    """Plan the file again with the owner's answer to its question."""
    raise NotImplementedError


def choose(*, owner: Owner, batch: ImportBatch, choices: dict[int, str]) -> int:
    """Note answers to doubtful rows by row id: ``same:<candidate number>``, ``new``, ``leave`` or empty."""
    raise NotImplementedError


def apply(*, owner: Owner, batch: ImportBatch, now: datetime, progress: Progress | None = None) -> Summary:
    """Do what the plan says, in one transaction. A second call returns the same summary and does nothing."""
    raise NotImplementedError


def undo(*, owner: Owner, batch: ImportBatch, now: datetime, keep_edited: bool = False) -> int:
    """Take an import back exactly. Returns the number of people restored or removed."""
    raise NotImplementedError


def abandon(*, owner: Owner, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Let a plan go; nothing was written, and the kept copy of the file is removed."""
    raise NotImplementedError
