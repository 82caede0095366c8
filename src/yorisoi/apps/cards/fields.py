"""What a card said, as the address book takes it."""

from __future__ import annotations

from yorisoi.apps.contacts.models import Contact, Point
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.contacts.services import NewPoint
from yorisoi.core.cards.card import CardFields, CardReading

# A field of the address book, and the field of a card that it is filled from.
_FROM = {
    "family": "family",
    "given": "given",
    "family_kana": "family_kana",
    "given_kana": "given_kana",
    "organisation": "company",
    "department": "department",
    "title": "title",
    "profession": "qualification",
}
_POINTS = (("mail", "email"), ("phone", "tel"), ("mobile", "mobile"), ("fax", "fax"), ("url", "url"))
# What a person calls each field of a card.
LABELS = {
    "name": "お名前",
    "family": "姓",
    "given": "名",
    "kana": "よみ",
    "family_kana": "姓のよみ",
    "given_kana": "名のよみ",
    "company": "会社・事務所",
    "department": "部署",
    "title": "肩書き",
    "qualification": "職業",
    "email": "メール",
    "url": "ウェブ",
    "tel": "電話",
    "fax": "FAX",
    "mobile": "携帯",
    "zip": "郵便番号",
    "address": "住所",
    "extra": "そのほか",
}


def contact_fields(reading: CardReading) -> tuple[dict[str, str], list[NewPoint]]:
    """Return a reading as the keyword arguments and the points of ``contacts.services.create``.

    Only what the card says is in them. A name that could not be told apart stands whole in ``family``. Everything fits
    the tables.
    """
    card = reading.fields
    found = {name: getattr(card, source) for name, source in _FROM.items()}
    if not (card.family or card.given):
        found["family"] = card.name
    if not (card.family_kana or card.given_kana):
        found["family_kana"] = card.kana
    fitted = {name: straight(text)[: _room(Contact, name)] for name, text in found.items()}
    points = [NewPoint(kind, getattr(card, source)) for kind, source in _POINTS]
    points.append(NewPoint("address", _address(card)))
    room = _room(Point, "value")
    return (
        {name: text for name, text in fitted.items() if text},
        [point._replace(value=straight(point.value)[:room]) for point in points if point.value],
    )


def _address(card: CardFields) -> str:
    return f"〒{card.zip} {card.address}".strip() if card.zip else card.address


def _room(model: type[Contact] | type[Point], name: str) -> int:
    return int(model._meta.get_field(name).max_length or 0)
