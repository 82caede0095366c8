"""vCard 3.0 as iPhone, Google and Android read it: UTF-8, CRLF, folded at 75 bytes, kana in X-PHONETIC-*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yorisoi.apps.exchange.formats import _own, _text
from yorisoi.apps.exchange.formats._own import escaped
from yorisoi.apps.exchange.record import Person, Point

_WIDTH = 75  # bytes of one physical line, RFC 2426 §2.6
_POSTAL = re.compile(r"〒(\d{3}-?\d{4}) (.+)")
_PROPERTY = {
    "mail": "EMAIL;TYPE=INTERNET",
    "phone": "TEL;TYPE=VOICE",
    "mobile": "TEL;TYPE=CELL",
    "fax": "TEL;TYPE=FAX",
    "address": "ADR",
    "url": "URL",
    "line": "IMPP;X-SERVICE-TYPE=LINE",
    "other": "X-SOCIALPROFILE",
}


def written(people: Iterable[Person]) -> bytes:
    """The whole file."""
    return b"".join(_folded(line) for person in people for line in _lines(person))


def _lines(person: Person) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"N:{escaped(person.family)};{escaped(person.given)};;;"
    yield f"FN:{escaped(person.name or next((point.value for point in person.points), ''))}"
    plain = (
        ("X-PHONETIC-LAST-NAME", person.family_kana),
        ("X-PHONETIC-FIRST-NAME", person.given_kana),
        ("TITLE", person.title),
        ("UID", person.uid),
        ("REV", person.on.isoformat() if person.on else ""),
    )
    for key, value in plain:
        if value:
            yield f"{key}:{escaped(value)}"
    if person.organisation or person.department:
        yield f"ORG:{escaped(person.organisation)}" + (f";{escaped(person.department)}" if person.department else "")
    if person.birthday:
        yield _birthday(person.birthday)
    for number, point in enumerate(person.points, start=1):
        yield from _point(point, number)
    if person.tags:
        yield "CATEGORIES:" + ",".join(map(escaped, person.tags))
    notes = [fact.text for fact in person.facts if fact.kind == "note"]
    if notes:
        yield f"NOTE:{escaped(chr(10).join(notes))}"
    for key, value in _own.pairs(person):
        yield f"{key}:{value}"
    yield "END:VCARD"


def _birthday(day: str) -> str:
    # 3.0 has no day without a year; this is how Apple writes one, and the others have learned to read it.
    return f"BDAY;X-APPLE-OMIT-YEAR=1604:1604{day[1:]}" if day.startswith("--") else f"BDAY:{day}"


def _point(point: Point, number: int) -> Iterator[str]:
    key = _PROPERTY[point.kind]
    if point.kind == "other" or (point.kind == "phone" and _text.phone_kind(point.value) != "phone"):
        key += f";{_own.KIND_PARAM}={point.kind}"
    value = _address(point.value) if point.kind == "address" else escaped(point.value)
    if not point.label:
        yield f"{key}:{value}"
        return
    yield f"item{number}.{key}:{value}"
    yield f"item{number}.X-ABLabel:{escaped(point.label)}"


def _address(value: str) -> str:
    """The postal code in its own place when the address is Japanese; the rest is one line, as it is kept."""
    found = _POSTAL.fullmatch(value)
    if found and _text.is_japanese(found[2]):
        return f";;{escaped(found[2])};;;{found[1]};"
    return f";;{escaped(value)};;;;"


def _folded(line: str) -> bytes:
    """``line`` cut between signs, never inside one, into pieces of at most 75 bytes."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _WIDTH:
        return data + b"\r\n"
    pieces: list[bytes] = []
    start = 0
    while start < len(data):
        end = min(len(data), start + (_WIDTH if not pieces else _WIDTH - 1))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        start = end
    return b"\r\n ".join(pieces) + b"\r\n"
