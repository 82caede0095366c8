"""From the lines of a card to the fields of a person, with a doubt wherever the print was not read for sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yorisoi.core.cards.address import Address, address_of, agrees, is_vouched
from yorisoi.core.cards.card import Box, CardFields, Doubt, Line
from yorisoi.core.cards.glyphs import SURE_SCORE, is_strange
from yorisoi.core.cards.labels import Label, Piece, pieces_of
from yorisoi.core.cards.layout import arranged, union
from yorisoi.core.cards.numerals import is_kanji_number
from yorisoi.core.cards.person import Person, person_of
from yorisoi.core.cards.reach import Reach, reach_of
from yorisoi.core.cards.tables import CardTables, PostalBook, no_book
from yorisoi.core.cards.words import qualification_of
from yorisoi.core.cards.work import Work, untangled, work_of

UNCLEAR = "文字がはっきり読めませんでした。ご確認ください。"
NOT_THAT_PLACE = "郵便番号と住所が合わないようです。ご確認ください。"
BY_POSTAL_CODE = "郵便番号をもとに地名を補いました。ご確認ください。"
MOST_LINES = 200  # lines of one picture; a page of a book is no card, and beyond this nothing of a person is found


def fields_of(lines: Iterable[Line], tables: CardTables, postal: PostalBook = no_book) -> CardFields:
    """Put the lines read on one card into fields. What no field is for is kept in ``extra``.

    ``postal`` tells where a postal code lies; misread names of places are put right by it, with a doubt.
    """
    prints = arranged(list(lines)[:MOST_LINES], tables)
    pieces = [piece for each in prints for piece in pieces_of(each)]
    _lend_labels(pieces, tables)
    reach = reach_of(pieces)
    address = address_of(pieces, tables, postal)
    pieces = untangled(pieces, tables)
    person = person_of(pieces, tables)
    work = work_of(pieces, person.piece, tables)
    fields = CardFields(
        name=person.name,
        family=person.family,
        given=person.given,
        kana=person.kana,
        family_kana=person.family_kana,
        given_kana=person.given_kana,
        company=work.company,
        department=work.department,
        title=work.title,
        qualification=qualification_of(work.title, tables),
        email=_text(reach.email),
        url=_text(reach.url),
        tel=_text(reach.tel),
        fax=_text(reach.fax),
        mobile=_text(reach.mobile),
        zip=address.zip,
        address=address.text,
        extra=_extra(pieces, reach, address, person),
    )
    return replace(fields, doubts=_doubts(fields, _places(reach, address, person, work), address))


def _lend_labels(pieces: Sequence[Piece], tables: CardTables) -> None:
    """A label that stands alone speaks for the piece behind it on the same row; 代表 alone is what somebody is."""
    for piece in pieces:
        if piece.text or piece.label in (Label.NONE, Label.NOTE):
            continue
        row = [
            other
            for other in pieces
            if other.label is Label.NONE
            and other.text
            and abs(other.source.y - piece.source.y) < piece.size * 0.6
            and other.source.area.left >= piece.source.area.right - piece.size
        ]
        nearest = min(row, key=lambda other: other.source.area.left, default=None)
        if nearest is not None:
            nearest.label = piece.label
        elif piece.source.text in tables.titles:
            piece.label, piece.text = Label.NONE, piece.source.text


def _text(found: tuple[str, Piece] | None) -> str:
    return found[0] if found else ""


def _extra(pieces: Sequence[Piece], reach: Reach, address: Address, person: Person) -> tuple[str, ...]:
    left = [
        f"LINE {piece.text}"
        if piece.label is Label.NOTE and piece.source.text.upper().startswith("LINE")
        else piece.text
        for piece in pieces
        if not piece.taken and piece.text
    ]
    more = [person.latin] if person.latin else []
    return tuple(dict.fromkeys([*more, *left, *address.spare, *reach.spare]))


def _places(reach: Reach, address: Address, person: Person, work: Work) -> dict[str, list[Piece]]:
    """Return the pieces each field was taken from."""
    places = {
        "name": [person.piece] if person.piece else [],
        "kana": [person.kana_piece] if person.kana_piece else [],
        "company": work.company_pieces,
        "department": work.department_pieces,
        "title": work.title_pieces,
        "zip": [address.zip_piece] if address.zip_piece else [],
        "address": address.pieces,
    }
    for name in ("email", "url", "tel", "fax", "mobile"):
        found: tuple[str, Piece] | None = getattr(reach, name)
        places[name] = [found[1]] if found else []
    return places


def _doubts(fields: CardFields, places: dict[str, list[Piece]], address: Address) -> tuple[Doubt, ...]:
    doubts = []
    for name, pieces in places.items():
        text = getattr(fields, name)
        if not text or not pieces:
            continue
        unclear = min(piece.score for piece in pieces) < SURE_SCORE or is_strange(text) or _is_in_kanji(name, pieces)
        if name == "zip" and agrees(address) is False:
            doubts.append(Doubt(field=name, why=NOT_THAT_PLACE, box=_around(pieces)))
        elif unclear and not (name == "zip" and is_vouched(address)):
            doubts.append(Doubt(field=name, why=UNCLEAR, box=_around(pieces)))
        elif name == "address" and address.put_right:
            doubts.append(Doubt(field=name, why=BY_POSTAL_CODE, box=_around(pieces)))
    return tuple(doubts)


def _is_in_kanji(name: str, pieces: Sequence[Piece]) -> bool:
    """Numbers in kanji are misread too easily to go without a second look: 二二 and 二三 run into one another."""
    return name in ("tel", "fax", "mobile", "zip") and any(is_kanji_number(piece.text) for piece in pieces)


def _around(pieces: Sequence[Piece]) -> Box:
    return union(*(piece.box for piece in pieces))
