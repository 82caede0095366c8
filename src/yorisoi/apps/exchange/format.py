"""What a format is, and how a file finds its own.

A format is a module in ``formats/`` with a ``name``, a ``label`` to show, its usual ``extensions``, ``identify`` and
``read``; with ``write`` too when people can be taken out that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, cast, runtime_checkable

from yorisoi.apps.exchange import formats as _formats
from yorisoi.apps.exchange.record import Person, Reading
from yorisoi.apps.exchange.source import MAX_BYTES, Head, Source, Unreadable, load
from yorisoi.kit.discover import modules

__all__ = [
    "MAX_BYTES",
    "Format",
    "Head",
    "Options",
    "Source",
    "Unreadable",
    "Writer",
    "formats",
    "read_file",
    "writers",
]

# Below this no format is sure enough to try: better one clear sentence than a wild guess.
SURE_ENOUGH = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the owner has answered about a file.

    ``me``: names that are the owner's. ``keep_bodies``: keep what was written, not only that it was. ``columns``:
    field by column number (from 0), "" or "ignore" for none. ``format``: the name of a format, when the file should
    not choose. ``date_order``: for dates like 3/2/2026. ``known_names``: people already in the book, to tell names
    from words where a file separates them by spaces only. ``now``: the moment of reading, given by ``read_file``.
    """

    me: tuple[str, ...] = ()
    keep_bodies: bool = False
    columns: Mapping[int, str] | None = None
    format: str | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    known_names: tuple[str, ...] = field(default=())
    now: datetime | None = None


class Format(Protocol):
    """One file type that people or the past come in by."""

    name: str
    label: str
    extensions: tuple[str, ...]

    def identify(self, head: Head) -> float:
        """How sure this format is that the file is its own: 0 not at all … 1 certain."""

    def read(self, source: Source, options: Options) -> Reading:
        """Everything the file says.

        Raises:
            Unreadable: the file is broken in a way that would lose people or messages in silence.
        """


@runtime_checkable
class Writer(Protocol):
    """A format that people can be taken out by."""

    name: str
    label: str
    extensions: tuple[str, ...]
    media_type: str

    def write(self, people: Iterable[Person]) -> bytes:
        """The whole file."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format, in order of name."""
    return tuple(cast(Format, module) for module in modules(_formats))


def writers() -> tuple[Writer, ...]:
    """Every format that can write."""
    return tuple(cast(Writer, module) for module in modules(_formats) if hasattr(module, "write"))


def read_file(
    name: str, file: BinaryIO | Path, options: Options | None = None, *, now: datetime, max_bytes: int = MAX_BYTES
) -> Reading:
    """Read ``file``, called ``name``, by the format that knows it best.

    ``now`` is the aware moment of reading: files that leave out the year or the zone are understood from it.

    Raises:
        Unreadable: nothing could be read; its text is a Japanese sentence for the owner, ``line`` the place if known.
    """
    options = replace(options or Options(), now=now)
    source = load(name, file, max_bytes)
    head = source.head
    best = _named(options.format) if options.format else _recognised(head)
    try:
        reading = best.read(source, options)
    except RecursionError as error:
        raise Unreadable("入れ子が深すぎて読めませんでした。元のアプリからもう一度書き出してみてください。") from error
    told = reading.people or reading.conversations or reading.household
    if not told and reading.question is None:
        raise Unreadable(
            f"{best.label}として開きましたが、取り込めるものがありませんでした。別のファイルをお試しください。"
        )
    return replace(reading, problems=(*source.problems, *reading.problems))


def _named(name: str) -> Format:
    for each in formats():
        if each.name == name:
            return each
    raise Unreadable("選ばれた種類では読めません。ファイルの種類を選び直してください。")


def _recognised(head: Head) -> Format:
    best = max(formats(), key=lambda each: each.identify(head))
    if best.identify(head) < SURE_ENOUGH:
        raise Unreadable(
            "何のファイルか分かりませんでした。連絡先はvCard(.vcf)かCSV、LINEはトーク履歴のテキスト(.txt)を選んでください。"
        )
    return best
