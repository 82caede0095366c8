"""The fields of a card beside those of the address book, and what a person calls each. Knows no database."""

from __future__ import annotations

from typing import NamedTuple

from yorisoi.core.cards.card import CardFields

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


class Doubted(NamedTuple):
    """One field to look at: its name on the card and to a person, what was read, why, and whether there is a spot."""

    field: str
    label: str
    text: str
    why: str
    has_spot: bool


def doubted(card: CardFields) -> list[Doubted]:
    """Return what a person should look at, in the order of the reading."""
    return [
        Doubted(one.field, LABELS.get(one.field, ""), _text_of(card, one.field), one.why, one.box is not None)
        for one in card.doubts
    ]


def _text_of(card: CardFields, name: str) -> str:
    value = getattr(card, name, "") if name in LABELS else ""
    return "、".join(value) if isinstance(value, tuple) else str(value)


def plain_fields(card: CardFields) -> dict[str, str]:
    """Return what the card says under the names of the address book; what it does not say is left out.

    A name that could not be told apart stands whole in ``family``, and its reading in ``family_kana``.
    """
    found = {name: str(getattr(card, source)) for name, source in _FROM.items()}
    if not (card.family or card.given):
        found["family"] = card.name
    if not (card.family_kana or card.given_kana):
        found["family_kana"] = card.kana
    return {name: text for name, text in found.items() if text}


def ways(card: CardFields) -> list[tuple[str, str]]:
    """Return the ways to reach the person as (kind, value); postal code and address are one."""
    address = f"〒{card.zip} {card.address}".strip() if card.zip else card.address
    found = [*((kind, str(getattr(card, source))) for kind, source in _POINTS), ("address", address)]
    return [(kind, value) for kind, value in found if value]
