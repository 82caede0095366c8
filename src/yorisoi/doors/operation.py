"""What an operation is: a typed question, a typed answer, and the one function between them.

An operation is a module in ``operations/``. Its docstring says in English what it does; ``NAME`` is how it is called,
``SUMMARY`` its Japanese help, ``NEEDS`` what must stand before it can run (one ``Needs``, or a function of the
question). ``Question`` and ``Answer`` are dataclasses
whose annotations carry the help of each field, ``run(question, house)`` answers, ``render(answer)`` puts the answer into words.
Every door (command line now, others later) is built from these and adds nothing of its own.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yorisoi.doors import operations as package
from yorisoi.kit.discover import modules

if TYPE_CHECKING:
    from yorisoi.apps.accounts.models import Owner

# Days that a person can mean: someone's birth, and plans beyond every lifetime. The calendars compute within them.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class RefusedError(Exception):
    """The question cannot be answered; ``str()`` is one Japanese sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Option:
    """A part of the question given by name. ``words`` help in Japanese, ``label`` names the value in the help.

    ``within`` holds the least and the greatest whole number; every number asked for has them.
    """

    words: str
    label: str | None = None
    within: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A part of the question given by its place."""

    words: str
    label: str


@dataclass(frozen=True, slots=True)
class StandardInput:
    """The part of the question that comes in through standard input, as text."""

    words: str


Part = Option | Argument | StandardInput


class Needs(Enum):
    """What must stand before an operation runs."""

    NOTHING = "nothing"
    """Neither a data folder nor a database: plain computation."""
    SETTINGS = "settings"
    """The data folder and its settings; the database is not opened beforehand."""
    MEMORY = "memory"
    """An open database with its tables in place, and an owner."""


Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done and how many there are (0: not known)."""


def quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def nobody() -> Owner:
    """Stand in for the owner where an operation runs without a memory."""
    raise RefusedError("この操作には、持ち主の決まったデータフォルダーが必要です。")


@dataclass(frozen=True)
class House:
    """Where an operation runs: whose memory it is, and the moment, taken once at the door.

    ``now`` is aware. ``find_owner`` is called at the first use of ``owner``.
    """

    now: datetime
    find_owner: Callable[[], Owner] = nobody
    progress: Progress = quiet

    @cached_property
    def owner(self) -> Owner:
        """Whose rows these are.

        Raises:
            RefusedError: this house has no memory.
        """
        return self.find_owner()


@dataclass(frozen=True, slots=True)
class Operation:
    """One discovered operation. ``each`` answers one line of a stream, where the operation can work through many."""

    id: str
    name: str
    summary: str
    story: str
    needs: Callable[[Any], Needs]
    question: type[Any]
    answer: type[Any]
    run: Callable[[Any, House], Any]
    render: Callable[[Any], str]
    each: Callable[[str], Any] | None
    each_answer: type[Any] | None


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation, in order of name.

    Raises:
        AttributeError: a module lacks one of its parts; it is not passed over in silence.
    """
    found = [
        Operation(
            id=module.__name__.rpartition(".")[2],
            name=module.NAME,
            summary=module.SUMMARY,
            story=(module.__doc__ or "").strip(),
            needs=_always(module.NEEDS) if isinstance(module.NEEDS, Needs) else module.NEEDS,
            question=module.Question,
            answer=module.Answer,
            run=module.run,
            render=module.render,
            each=getattr(module, "each", None),
            each_answer=getattr(module, "EachAnswer", None),
        )
        for module in modules(package)
    ]
    return tuple(sorted(found, key=lambda operation: operation.name))


def _always(needs: Needs) -> Callable[[Any], Needs]:
    return lambda question: needs


def parts(question: type[Any]) -> tuple[tuple[str, Any, Part, Any], ...]:
    """Return the parts of a question: name, type, how it is given, and its default (``MISSING`` for none)."""
    hints = typing.get_type_hints(question, include_extras=True)
    found = []
    for field in dataclasses.fields(question):
        kind, part = typing.get_args(hints[field.name])
        found.append((field.name, kind, part, field.default))
    return tuple(found)


def plain(value: Any) -> Any:
    """Return ``value`` as JSON knows it: dates in ISO 8601, dataclasses as objects, paths and enumerations as text.

    Raises:
        TypeError: there is no plain form for it.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    raise TypeError(f"no plain form for {type(value).__name__}")
