"""What is known of a captured person before the debrief begins: the card as it was read, and the code as it was scanned."""

from __future__ import annotations

from dataclasses import dataclass

from yorisoi.apps.cards import selectors as cards
from yorisoi.apps.cards.fields import contact_fields
from yorisoi.apps.cards.models import State
from yorisoi.apps.contacts.services import NewPoint
from yorisoi.apps.events.models import Capture
from yorisoi.core.cards import CardFields, CardReading, fields_of_code

# Beside which field of the sheet a doubt about a field of the card stands.
_BESIDE = {
    "name": "family", "kana": "family_kana", "company": "organisation", "qualification": "profession", "email": "mail",
    "tel": "phone", "zip": "address",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Something on the card that a person should look at. ``field`` is the card's own name for it, ``has_crop`` whether
    the place on the picture is known."""

    beside: str
    field: str
    why: str
    has_crop: bool


def read_on(capture: Capture) -> tuple[dict[str, str], list[NewPoint]]:
    """The plain fields of a contact and the ways to reach them, as far as they were read; of a code first."""
    fields: dict[str, str] = {}
    points: list[NewPoint] = []
    for reading in _readings(capture):
        said, reached = contact_fields(reading)
        fields = said | fields
        there = {point.kind for point in points}
        points += [point for point in reached if point.kind not in there]
    return fields, points


def unread_code(capture: Capture) -> str:
    """The text of a code that says nothing of a person: it is kept as a note."""
    code = capture.code.strip()
    return code if code and fields_of_code(code) == CardFields() else ""


def looks_of(capture: Capture) -> dict[str, list[Look]]:
    """What a person should look at, by the field of the sheet it stands beside."""
    found: dict[str, list[Look]] = {}
    if capture.card is None or capture.card.state != State.READ:
        return found
    for doubt in cards.reading_of(capture.card).fields.doubts:
        beside = _BESIDE.get(doubt.field, doubt.field)
        found.setdefault(beside, []).append(Look(beside, doubt.field, doubt.why, doubt.box is not None))
    return found


def _readings(capture: Capture) -> list[CardReading]:
    found = []
    if capture.code.strip():
        found.append(CardReading(fields=fields_of_code(capture.code), qr=capture.code))
    if capture.card is not None and capture.card.state == State.READ:
        found.append(cards.reading_of(capture.card))
    return found
