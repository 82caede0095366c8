"""What a QR code on a card says: a vCard, a MECARD, or an address on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace

from yorisoi.core.cards.card import CardFields
from yorisoi.core.cards.labels import Label
from yorisoi.core.cards.reach import kind_of, national
from yorisoi.core.cards.tables import CardTables
from yorisoi.core.cards.words import qualification_of

_FOLDED = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_UNESCAPED_COMMA = re.compile(r"(?<!\\),")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_POSTAL_CODE = re.compile(r"〒?\s*(\d{3})-?(\d{4})")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def fields_of_code(text: str) -> CardFields:
    """Return what the text of a QR code says of a person; empty fields for a text that is no card."""
    plain = text.strip().lstrip("\ufeff")
    upper = plain[:12].upper()
    if upper.startswith("BEGIN:VCARD"):
        return _of_vcard(_FOLDED.sub("", plain))
    if upper.startswith("MECARD:"):
        return _of_mecard(plain[len("MECARD:") :])
    if _WEB.fullmatch(plain):
        return CardFields(url=plain)
    if upper.startswith("MAILTO:") and _MAIL.fullmatch(plain[7:].partition("?")[0]):
        return CardFields(email=plain[7:].partition("?")[0])
    if upper.startswith("TEL:"):
        return _with_number(CardFields(), plain[4:], Label.TEL)
    return CardFields()


def merged(said: CardFields, printed: CardFields, tables: CardTables) -> CardFields:
    """Return one card: what the code says goes before the print where it holds the field, and is not doubted.

    A name goes with its two parts, a reading likewise. A code that is nothing but an address on the web only fills a
    gap: many lead to a campaign and not to the home page.
    """
    if not any(getattr(said, field.name) for field in fields(said) if field.name != "url"):
        return replace(printed, url=printed.url or said.url)
    groups = (
        ("name", "family", "given"), ("kana", "family_kana", "given_kana"), ("company",), ("department",), ("title",),
        ("email",), ("url",), ("tel",), ("fax",), ("mobile",), ("zip",), ("address",),
    )  # fmt: skip
    won = [group for group in groups if getattr(said, group[0])]
    changes = {name: getattr(said, name) for group in won for name in group}
    settled = {group[0] for group in won}
    title = str(changes.get("title", printed.title))
    return replace(
        printed,
        **changes,
        qualification=qualification_of(title, tables) or printed.qualification,
        extra=(*printed.extra, *(each for each in said.extra if each not in printed.extra)),
        doubts=tuple(doubt for doubt in printed.doubts if doubt.field not in settled),
    )


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, parameters and value of each line of a vCard, the first two in capitals."""
    for line in text.splitlines():
        head, colon, value = line.partition(":")
        if colon:
            name, _, parameters = head.partition(";")
            yield name.rpartition(".")[2].strip().upper(), parameters.upper(), value.strip()


def _parts(value: str, split: re.Pattern[str]) -> list[str]:
    return [
        _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], part).strip() for part in split.split(value)
    ]


def _of_vcard(text: str) -> CardFields:
    card = CardFields()
    for name, parameters, value in _lines(text):
        parts = [*_parts(value, _UNESCAPED_SEMICOLON), *[""] * 7]
        whole = " ".join(part for part in parts if part)
        if name == "N" and not card.family:
            card = replace(card, family=parts[0], given=parts[1])
        elif name == "FN" and not card.name:
            card = replace(card, name=whole)
        elif name == "X-PHONETIC-LAST-NAME":
            card = replace(card, family_kana=whole)
        elif name == "X-PHONETIC-FIRST-NAME":
            card = replace(card, given_kana=whole)
        elif name in ("SORT-STRING", "SOUND") and not card.kana:
            card = replace(card, kana=" ".join(whole.replace(",", " ").split()))
        elif name == "ORG":
            card = replace(card, company=parts[0], department=" ".join(part for part in parts[1:] if part))
        elif name == "TITLE":
            card = replace(card, title=whole)
        elif name == "ADR" and not card.address:
            card = replace(card, zip=_postal_code(parts[5]), address=_joined(parts[4], parts[3], parts[2], parts[1]))
        elif name == "TEL":
            label = Label.FAX if "FAX" in parameters else Label.MOBILE if "CELL" in parameters else Label.TEL
            card = _with_number(card, value.removeprefix("tel:"), label)
        else:
            card = _with_plain(card, name, whole)
    return _finished(card)


def _of_mecard(text: str) -> CardFields:
    card = CardFields()
    for entry in _UNESCAPED_SEMICOLON.split(text):
        name, colon, value = entry.partition(":")
        name = name.strip().upper()
        parts = [*_parts(value, _UNESCAPED_COMMA), "", ""]
        whole = " ".join(part for part in parts if part)
        if not colon:
            continue
        if name == "N":
            card = replace(card, family=parts[0], given=parts[1])
        elif name == "SOUND":
            card = replace(card, family_kana=parts[0], given_kana=parts[1])
        elif name == "ORG":
            card = replace(card, company=whole)
        elif name == "TITLE":
            card = replace(card, title=whole)
        elif name == "ADR":
            code = _POSTAL_CODE.search(whole)
            rest = _POSTAL_CODE.sub("", whole).strip() if code else whole
            card = replace(card, zip=_postal_code(whole), address=" ".join(rest.split()))
        elif name.startswith("TEL"):
            card = _with_number(card, whole, Label.TEL)
        else:
            card = _with_plain(card, name, whole)
    return _finished(card)


def _with_plain(card: CardFields, name: str, value: str) -> CardFields:
    if name == "EMAIL" and not card.email and _MAIL.fullmatch(value):
        return replace(card, email=value)
    if name == "URL" and not card.url:
        return replace(card, url=value)
    if name in ("NOTE", "MEMO") and value:
        return replace(card, extra=(*card.extra, value))
    return card


def _with_number(card: CardFields, text: str, label: Label) -> CardFields:
    written = national(text, labelled=True)
    if not written:
        return card
    kind = kind_of(written, label)
    if kind == "fax":
        return replace(card, fax=card.fax or written)
    if kind == "mobile":
        return replace(card, mobile=card.mobile or written)
    return replace(card, tel=card.tel or written)


def _postal_code(text: str) -> str:
    match = _POSTAL_CODE.search(text)
    return f"{match[1]}-{match[2]}" if match else ""


def _joined(*parts: str) -> str:
    """Join region, city, street and building; Japanese is written without spaces until the building."""
    *body, building = parts
    text = "".join(body) if not "".join(body).isascii() else " ".join(part for part in body if part)
    return f"{text} {building}".strip()


def _finished(card: CardFields) -> CardFields:
    name = f"{card.family} {card.given}".strip() or card.name
    kana = f"{card.family_kana} {card.given_kana}".strip() or card.kana
    return replace(card, name=name, kana=kana)
