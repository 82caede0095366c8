"""The words by which a business card is understood, as the core takes them."""

from __future__ import annotations

from functools import lru_cache

from yorisoi import data
from yorisoi.core.cards.tables import CardTables


@lru_cache(maxsize=1)
def card_tables() -> CardTables:
    """Words of cards and family names with their readings."""
    rows = data.read_yaml("card_words.yaml")
    return CardTables(
        signs={pair[0]: pair[1] for pair in rows["signs"].split()},
        words=rows["words"],
        forms=tuple(sorted(rows["forms"], key=len, reverse=True)),
        latin_forms=frozenset(rows["latin_forms"]),
        organisations=tuple(rows["organisations"]),
        departments=tuple(rows["departments"]),
        titles=tuple(rows["titles"]),
        katakana_titles=tuple(rows["katakana_titles"]),
        latin_titles=frozenset(rows["latin_titles"]),
        qualifications=rows["qualifications"],
        prefectures=tuple(rows["prefectures"]),
        buildings=tuple(rows["buildings"]),
        surnames=_surnames(),
    )


def _surnames() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in data.read_yaml("surnames.yaml")["readings"].splitlines():
        reading, *ways = line.split()
        for way in ways:
            found[way] = (*found.get(way, ()), reading)
    return found
