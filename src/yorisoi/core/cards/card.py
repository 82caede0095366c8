"""What was read on a business card: lines first, then fields."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something stands on the picture, as shares of its width and height (0–1) from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of print as it was read. ``score``: the reader's own confidence, 0–1.

    ``level``: the same place after the card was turned level and upright, in widths of the picture both ways; sizes and
    neighbours are judged by it. None where nobody turned anything: then ``box`` serves.
    """

    text: str
    score: float
    box: Box
    level: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One field that a person should look at: the field's name, why, and where it stands on the picture.

    ``why`` is a short Japanese sentence; ``box`` is None when the field stands nowhere in particular.
    """

    field: str
    why: str
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFields:
    """The fields of one card. An empty text means that the card says nothing of it.

    ``name`` is the name as printed, with one space between ``family`` and ``given`` where they can be told apart;
    ``zip`` is seven digits with a hyphen; ``address`` is one line, as printed, without the postal code; ``qualification``
    is an id of the professions table when the title names one; ``extra`` holds further lines worth keeping as a note.
    """

    name: str = ""
    family: str = ""
    given: str = ""
    kana: str = ""
    family_kana: str = ""
    given_kana: str = ""
    company: str = ""
    department: str = ""
    title: str = ""
    qualification: str = ""
    email: str = ""
    url: str = ""
    tel: str = ""
    fax: str = ""
    mobile: str = ""
    zip: str = ""
    address: str = ""
    extra: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """Everything one picture said: the fields, the lines they came from, and the text of its QR code, if any."""

    fields: CardFields
    lines: tuple[Line, ...] = field(default=())
    qr: str = ""
