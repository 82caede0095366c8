"""Whole cards: what the reader of print made of made-up cards of many trades, and what is to be understood of each.

One card a file under ``read/``. The lines keep the reader's own mistakes; ``place`` is what a book of postal codes says.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from yorisoi.core.cards import Box, Line, Place, fields_of
from yorisoi.data.cards import card_tables

FOLDER = Path(__file__).parent / "read"
CARDS = sorted(FOLDER.glob("*.toml"))
SIDES = ("left", "top", "right", "bottom")


def held(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def lines_of(card: dict[str, Any]) -> list[Line]:
    return [
        Line(
            text=line["text"],
            score=line["score"],
            box=Box(**dict(zip(SIDES, line["box"], strict=True))),
            level=Box(**dict(zip(SIDES, line["level"], strict=True))),
        )
        for line in card["lines"]
    ]


def book_of(card: dict[str, Any]) -> Any:
    place = Place(**card["place"]) if "place" in card else None
    return lambda code: place if code == card["fields"]["zip"].replace("-", "") else None


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_is_understood(path: Path) -> None:
    card = held(path)
    found = fields_of(lines_of(card), card_tables(), postal=book_of(card))
    assert {name: text for name, text in asdict(found).items() if name in card["fields"]} == card["fields"]
    assert sorted(doubt.field for doubt in found.doubts) == card["doubts"]
    assert list(found.extra) == card["extra"]


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_the_order_of_the_lines_does_not_matter(path: Path) -> None:
    """The reader gives its lines in no order to rely on."""
    card = held(path)
    lines = lines_of(card)
    found = fields_of(lines, card_tables(), postal=book_of(card))
    assert fields_of(lines[::-1], card_tables(), postal=book_of(card)) == found
    assert fields_of(lines[1::2] + lines[::2], card_tables(), postal=book_of(card)) == found


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_smaller_picture_of_the_same_card_says_the_same(path: Path) -> None:
    card = held(path)
    half = [
        Line(
            text=line.text,
            score=line.score,
            box=line.box,
            level=Box(**{side: getattr(line.level, side) / 2 + 0.1 for side in SIDES}),
        )
        for line in lines_of(card)
    ]
    found = fields_of(half, card_tables(), postal=book_of(card))
    assert {name: getattr(found, name) for name in card["fields"]} == card["fields"]


def test_without_a_book_of_postal_codes_the_print_is_kept_as_it_is() -> None:
    card = held(FOLDER / "logo.toml")
    found = fields_of(lines_of(card), card_tables())
    assert found.zip == card["fields"]["zip"]
    assert found.address == card["fields"]["address"]
