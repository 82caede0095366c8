"""The words by which a card is understood, as the core takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a postal code lies. ``town`` may be empty."""

    prefecture: str
    city: str
    town: str = ""


PostalBook = Callable[[str], Place | None]
"""From a postal code of seven digits to its place; None when it is not known."""


def no_book(code: str) -> Place | None:
    """Know no postal code."""
    return None


@dataclass(frozen=True, kw_only=True)
class CardTables:
    """Words of cards. All are written in full width for Japanese and lower case for Latin.

    ``signs``: a foreign shape of a kanji and the Japanese one. ``words``: the same for whole words. ``forms``: legal forms
    of organisations; ``organisations``, ``departments``, ``titles``, ``katakana_titles``: endings; ``qualifications``:
    a word of a title and the id of its profession; ``surnames``: family names and their readings in hiragana.
    """

    signs: Mapping[str, str]
    words: Mapping[str, str]
    forms: tuple[str, ...]
    latin_forms: frozenset[str]
    organisations: tuple[str, ...]
    departments: tuple[str, ...]
    titles: tuple[str, ...]
    katakana_titles: tuple[str, ...]
    latin_titles: frozenset[str]
    qualifications: Mapping[str, str]
    prefectures: tuple[str, ...]
    buildings: tuple[str, ...]
    surnames: Mapping[str, tuple[str, ...]]

    @cached_property
    def signs_by_code(self) -> dict[int, str]:
        """``signs`` as ``str.translate`` takes them."""
        return {ord(foreign): own for foreign, own in self.signs.items()}

    @cached_property
    def titles_longest_first(self) -> tuple[str, ...]:
        """Titles that may stand at the head of a line, the longest first; single signs only end a word."""
        return tuple(sorted((word for word in self.titles if len(word) > 1), key=len, reverse=True))

    @cached_property
    def longest_surname(self) -> int:
        """Signs of the longest family name known."""
        return max((len(name) for name in self.surnames), default=0)

    def surname_of(self, name: str) -> str:
        """Return the longest known family name that ``name`` begins with and does not end with, or the empty text."""
        for length in range(min(self.longest_surname, len(name) - 1), 0, -1):
            if name[:length] in self.surnames:
                return name[:length]
        return ""
