"""Business cards: from the lines that were read on one to the fields of a person, with doubts said aloud."""

from yorisoi.core.cards.card import Box, CardFields, CardReading, Doubt, Line
from yorisoi.core.cards.code import fields_of_code, merged
from yorisoi.core.cards.fields import fields_of
from yorisoi.core.cards.tables import CardTables, Place, PostalBook

__all__ = [
    "Box",
    "CardFields",
    "CardReading",
    "CardTables",
    "Doubt",
    "Line",
    "Place",
    "PostalBook",
    "fields_of",
    "fields_of_code",
    "merged",
]
