"""Words of a person's tags: which fields of a trade they work in, which local customs they keep, which month they close."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_CLOSING_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:期)?決算")
"""「12月決算」「3月期決算」: the month in which a company closes its books."""


@dataclass(frozen=True, slots=True)
class Custom:
    """A custom that some regions keep on other days. ``words``: tags by which a person is known to keep it."""

    id: str
    label: str
    words: tuple[str, ...]

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Custom:
        """Read one row of ``customs``.

        Raises:
            KeyError: a field is missing.
        """
        return cls(row["id"], row["label"], folded_words(row["words"]))


def folded(text: str) -> str:
    """One form of a tag: full and half width, capital and small letters are the same word."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def folded_words(words: Iterable[str]) -> tuple[str, ...]:
    """The same for the words of a row.

    Raises:
        ValueError: an empty word, which would be found in every tag.
    """
    found = tuple(folded(word) for word in words)
    if not found or not all(found):
        raise ValueError("a field or a custom is known by at least one word")
    return found


def found_in(words: Iterable[str], tags: Iterable[str]) -> bool:
    """Whether one of the words stands in one of the tags. Both already folded."""
    return any(word in tag for tag in tags for word in words)


def closing_months(tags: Iterable[str]) -> tuple[int, ...]:
    """Months (1 to 12) in which the books are closed, as the tags tell, each once and in order. Tags already folded."""
    return tuple(sorted({int(match[1]) for tag in tags for match in _CLOSING_MONTH.finditer(tag)}))
