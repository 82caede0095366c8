"""A file as it came in: its name, its bytes within a bound, and its lines as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# 50 MB holds twenty years of a lively talk room or ten thousand cards with small photos; larger is a mistake or an attack.
MAX_BYTES = 50 * 1024 * 1024


class Unreadable(Exception):
    """The file cannot be read. ``str()`` is one kind Japanese sentence that says what to do; ``line`` counts from 1."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a format may look at to recognise a file: its name and the first lines."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A loaded file."""

    name: str
    data: bytes


def load(name: str, file: BinaryIO | Path, max_bytes: int = MAX_BYTES) -> Source:
    raise NotImplementedError
