"""Postal code and address: found by the code, by the names of places, and by what stands next to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yorisoi.core.cards import numerals, words
from yorisoi.core.cards.labels import Label, Piece
from yorisoi.core.cards.layout import follows, same_size
from yorisoi.core.cards.tables import CardTables, Place, PostalBook

_CODE = re.compile(r"(?:^|(?<=[\s〒TtF平干〠「]))[〒TtF平干〠「]?\s?(\d{3})\s?[-‐–—―ー−]\s?(\d{4})(?![\d-])\s*")
_MARKED_CODE = re.compile(r"^〒?\s?(\d{3})\s?[-‐–—―ー−]?\s?(\d{4})(?!\d)(?!\s?-)\s*")
_CITY = re.compile(r"[一-龠々ぁ-んァ-ヶ]{1,7}?[市区郡町村]")
_HOUSE = re.compile(
    r"\d+\s?[-‐−–]\s?\d+|丁目|番地|番町?|[一二三四五六七八九十]+条|[上下]ル|[上下]る|東入|西入|大字|字\S|\d号|地割|線\d|区\S{1,8}\d"
)
_FLOOR = re.compile(r"\d+\s?[FfＦ階]|[BＢ]\d+|\d+\s?号|#\d+|^\d[\d-]*$|Bldg|Building|Floor", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"登録|許可|免許|第\d{3,}|第\d+号|会員|所属|年創業|https?:|@")
_GAP = 1.1  # thicknesses of print between two lines of one address
_SIZE = 0.62  # least share of the smaller print in the larger within one address
_MOST_LINES = 4
_BEGINS = 3.0  # what a beginning of an address must weigh at least
_LIKE = 0.5  # share of signs that must agree before a name of a place is put right


@dataclass(slots=True)
class Address:
    """What was found. ``put_right``: the postal code's own place replaced signs of the print.

    ``place``: where the postal code lies, where that is known.
    """

    zip: str = ""
    text: str = ""
    zip_piece: Piece | None = None
    pieces: list[Piece] = field(default_factory=list)
    put_right: bool = False
    place: Place | None = None
    spare: list[str] = field(default_factory=list)


def address_of(pieces: Sequence[Piece], tables: CardTables, book: PostalBook) -> Address:
    """Find the first postal code and address, and claim their pieces. Further ones are kept as ``spare``."""
    found = Address()
    remains = _find_codes(pieces, found)
    found.place = place = book(found.zip.replace("-", "")) if found.zip else None
    first = _first_line(pieces, remains, found, tables, place)
    if first is None:
        return found
    first.taken = "address"
    found.pieces = [first]
    texts = [remains.get(id(first), first.text)]
    while len(found.pieces) < _MOST_LINES:
        last = found.pieces[-1]
        after = [each for each in pieces if not each.taken and _may_go_on(last, each, tables)]
        if not after:
            break
        nearest = min(after, key=lambda each: abs(each.source.y - last.source.y) + abs(each.source.x - last.source.x))
        nearest.taken = "address"
        found.pieces.append(nearest)
        texts.append(nearest.text)
    texts[0], found.put_right = put_right(texts[0], place)
    found.text = " ".join(text for text in texts if text)
    for piece in pieces:
        if not piece.taken and weight(remains.get(id(piece), piece.text), piece, tables, None) >= _BEGINS:
            piece.taken = "spare"
            found.spare.append(remains.get(id(piece), piece.text))
    return found


def agrees(found: Address) -> bool | None:
    """Say whether the address lies where its postal code does; None when that cannot be told."""
    if found.place is None or not found.text or found.text.isascii():
        return None
    # The county and the city before its ward may be left out in print.
    short = found.place.city.rpartition("郡")[2].rpartition("市")
    return (short[2] or short[0]) in found.text or bool(found.place.town and found.place.town in found.text)


def is_vouched(found: Address) -> bool:
    """Say whether the very town of the postal code is printed: then its digits are right, however they look."""
    return found.place is not None and bool(found.place.town) and found.place.town in found.text


def _find_codes(pieces: Sequence[Piece], found: Address) -> dict[int, str]:
    """Take the postal codes off their lines. Returns what remains of each such line, by the id of its piece."""
    remains: dict[int, str] = {}
    for piece in pieces:
        if piece.taken or piece.label not in (Label.NONE, Label.ADDRESS):
            continue
        if numerals.is_kanji_number(piece.text):
            code, rest = numerals.postal_code(piece.text), ""
        else:
            match = _MARKED_CODE.match(piece.text) if piece.label is Label.ADDRESS else None
            match = match or _CODE.search(piece.text)
            code = match[1] + match[2] if match else ""
            rest = (piece.text[: match.start()] + " " + piece.text[match.end() :]).strip() if match else ""
        if not code:
            continue
        remains[id(piece)] = rest
        if not found.zip:
            found.zip, found.zip_piece = f"{code[:3]}-{code[3:]}", piece
        if not rest:
            piece.taken = "zip"
    return remains


def _first_line(
    pieces: Sequence[Piece], remains: dict[int, str], found: Address, tables: CardTables, place: Place | None
) -> Piece | None:
    open_ones = [piece for piece in pieces if not piece.taken]
    own = found.zip_piece
    if own is not None and remains.get(id(own)):
        return own
    weighed = [(weight(remains.get(id(piece), piece.text), piece, tables, place), piece) for piece in open_ones]
    if own is not None:
        # Beside its code even a line that names no place is an address.
        weighed = [
            (amount + (1.5 if follows(own.source, piece.source, gap=_GAP) else 0), piece) for amount, piece in weighed
        ]
    amount, best = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    return best if amount >= _BEGINS else None


def weight(text: str, piece: Piece, tables: CardTables, place: Place | None) -> float:
    """Say how much a line looks like the beginning of an address; from three on it is one."""
    if piece.label not in (Label.NONE, Label.ADDRESS) or _is_no_address(text) or not text:
        return 0.0
    amount = 3.0 if piece.label is Label.ADDRESS and len(text) > 3 else 0.0
    rest = text
    prefecture = next((each for each in tables.prefectures if text.startswith(each)), "")
    if prefecture:
        amount += 2.0
        rest = text[len(prefecture) :]
    if _CITY.match(rest):
        amount += 1.5
    if _HOUSE.search(rest) or re.search(r"\d", rest):
        amount += 1.5
    if place is not None and (place.city in text or (place.town and place.town in text)):
        amount += 3.0
    if any(form in text for form in tables.forms):
        amount -= 3.0
    return amount


def _is_no_address(text: str) -> bool:
    return bool(_NO_ADDRESS.search(text)) or words.tells_hours(text)


def _may_go_on(last: Piece, other: Piece, tables: CardTables) -> bool:
    if other.label is not Label.NONE or _is_no_address(other.text):
        return False
    if not follows(last.source, other.source, gap=_GAP) or not same_size(last.source, other.source, _SIZE):
        return False
    if any(form in other.text for form in tables.forms):
        return False
    if _FLOOR.search(other.text) or _HOUSE.search(other.text) or any(word in other.text for word in tables.buildings):
        return True
    # A building may have any name; it begins where the line above it begins.
    area, above = other.source.area, last.source.area
    if other.source.upright:
        return abs(area.top - above.top) < other.size
    return abs(area.left - above.left) < other.size and not other.text.isascii()


def put_right(text: str, place: Place | None) -> tuple[str, bool]:
    """Put right the names of places in an address by what its postal code says. Returns the text and whether it changed.

    A name is put right only where it stands at its own spot, has the same length and at least half of the same signs: an
    address that says something else is left alone. The prefecture is compared only where one is printed, since 大阪市 is
    no misread 大阪府.
    """
    if place is None:
        return text, False
    at, changed = 0, False
    for name, must in ((place.prefecture, True), (place.city, False), (place.town, False)):
        if not name:
            continue
        there = text[at : at + len(name)]
        if there == name:
            at += len(name)
        elif must and there[-1:] != name[-1:]:
            continue
        elif len(there) == len(name) and _alike(there, name):
            text = text[:at] + name + text[at + len(name) :]
            at += len(name)
            changed = True
        elif not must:
            # The city may be printed without its county; from here on spots are not to be trusted.
            short = name.rpartition("郡")[2]
            if text[at:].startswith(short):
                at += len(short)
                continue
            break
    return text, changed


def _alike(one: str, other: str) -> bool:
    same = sum(a == b for a, b in zip(one, other, strict=True))
    if any(a.isdigit() for a in one) or " " in one:
        return False
    return same >= len(one) * _LIKE and len(one) - same <= max(1, len(one) // 3)
