"""A photograph of a business card (JPEG, PNG, WebP, TIFF, GIF, HEIC), read on this machine.

What the reader was not sure of is said with the person. Many photographs at once are read behind the pages and planned
together; see ``exchange.photos``.
"""

from __future__ import annotations

from typing import Any, cast

from yorisoi.apps.cards.labels import LABELS, plain_fields, ways
from yorisoi.apps.cards.picture import NotAPictureError, open_picture
from yorisoi.apps.exchange.format import Head, Options, Source
from yorisoi.apps.exchange.record import FactNote, Person, Point, PointKind, Reading
from yorisoi.apps.exchange.source import Unreadable
from yorisoi.core.cards.card import CardReading

name = "card_photo"
label = "名刺の写真"
extensions = ("jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff", "gif")

NO_READER = "この機械には名刺を読み取る部品が入っていません。yorisoi[ocr] を入れると、写真から読み取れます。"
NO_WORDS = "名刺の文字が見つかりませんでした。明るいところで、真上から撮り直してみてください。"
SOURCE = "名刺"


def identify(head: Head) -> float:
    """Certain of every photograph: nothing else is brought in as one."""
    return 1.0 if head.is_photo else 0.0


def read(source: Source, options: Options) -> Reading:
    """Everything that stands on the card, as one person."""
    # The reader's libraries are large: they are loaded by who reads.
    from yorisoi.apps.cards import reading
    from yorisoi.apps.cards.ocr import ReaderMissingError

    try:
        said = reading.read_card(open_picture(source.decoded.data, source.name).jpeg)
    except NotAPictureError as error:
        raise Unreadable(str(error)) from error
    except ReaderMissingError as error:
        raise Unreadable(NO_READER) from error
    person = person_of(said, where="写真")
    if not (person.name or person.points):
        raise Unreadable(NO_WORDS)
    return Reading(format=name, label=label, people=(person,))


def person_of(said: CardReading, *, where: str, photo: str = "") -> Person:
    """Return what a card said as a record. ``photo``: the number of the picture, when it is kept."""
    fields: Any = plain_fields(said.fields)
    notes = "、".join(line for line in said.fields.extra if line)
    return Person(
        where=where,
        photo=photo,
        points=tuple(Point(kind=cast(PointKind, kind), value=value) for kind, value in ways(said.fields)),
        facts=(FactNote(kind="note", text=f"名刺より: {notes}", source=SOURCE),) if notes else (),
        warnings=tuple(
            f"ご確認ください({LABELS.get(doubt.field, 'そのほか')}): {doubt.why}" for doubt in said.fields.doubts
        ),
        **fields,
    )
