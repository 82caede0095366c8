"""What a card said, as the address book takes it."""

from __future__ import annotations

from typing import Any

from yorisoi.apps.cards.labels import plain_fields, ways
from yorisoi.apps.contacts.models import Contact, Point
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.contacts.services import NewPoint
from yorisoi.core.cards.card import CardReading


def contact_fields(reading: CardReading) -> tuple[dict[str, str], list[NewPoint]]:
    """Return a reading as the keyword arguments and the points of ``contacts.services.create``.

    Only what the card says is in them, and everything fits the tables.
    """
    fields = {name: straight(text)[: _room(Contact, name)] for name, text in plain_fields(reading.fields).items()}
    room = _room(Point, "value")
    return fields, [NewPoint(kind, straight(value)[:room]) for kind, value in ways(reading.fields)]


def _room(model: type[Contact] | type[Point], name: str) -> int:
    column: Any = model._meta.get_field(name)
    return int(column.max_length)
