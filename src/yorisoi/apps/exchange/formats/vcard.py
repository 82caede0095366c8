"""vCard 2.1, 3.0 and 4.0 (.vcf): from telephones of every age, iPhone, Google, card apps, and out again as 3.0.

Kana come from the first of X-PHONETIC-LAST-NAME/-FIRST-NAME, SOUND;X-IRMC-N, N;SORT-AS, SORT-STRING, X-KANA. Pictures
are dropped and nothing is ever fetched. Sources: RFC 6350, RFC 2426, versit vCard 2.1, what AOSP and iOS write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from yorisoi.apps.exchange.format import Head, Options, Source
from yorisoi.apps.exchange.formats import _own, _text, _vcard_write
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.formats._names import split_name
from yorisoi.apps.exchange.formats._vcard_lines import Card, Line, cards, components, unescaped
from yorisoi.apps.exchange.record import FactNote, Person, Point, PointKind, Reading
from yorisoi.apps.exchange.source import MAX_PEOPLE, Unreadable

name = "vcard"
label = "連絡先カード(vCard)"
extensions = ("vcf", "vcard")
media_type = "text/vcard; charset=utf-8"

_SOURCE = "連絡先カード"
_URL_TYPES = {"URL", "X-URL"}
_SOCIAL = {"X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"}
_GROUP_KINDS = {"group"}


def identify(head: Head) -> float:
    """Certain when a card begins in the first lines."""
    if any(line.strip().upper() == "BEGIN:VCARD" for line in head.lines):
        return 1.0
    return 0.3 if head.name.lower().endswith(".vcf") else 0.0


def read(source: Source, options: Options) -> Reading:
    """Every card as a person; cards with nothing to know anyone by are passed over with a word."""
    doubts = Doubts()
    people: list[Person] = []
    for card in cards(source.decoded.lines(), doubts):
        person = _person(card, doubts)
        if person is not None:
            people.append(person)
        if len(people) > MAX_PEOPLE:
            raise Unreadable(
                f"1つのファイルで読めるのは{MAX_PEOPLE:,}人までです。いくつかに分けてお試しください。", card.line
            )
    return Reading(format=name, label=label, people=tuple(people), problems=doubts.problems)


def write(people: Iterable[Person]) -> bytes:
    """vCard 3.0 that an iPhone, Google and Android read, and that reads back here as the same people."""
    return _vcard_write.written(people)


@dataclass(slots=True)
class _Gathered:
    """What the lines of one card add up to."""

    texts: dict[str, str] = field(default_factory=dict)
    name_parts: list[str] = field(default_factory=list)
    sort_as: str = ""
    sound: list[str] = field(default_factory=list)
    organisation: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    reach: list[tuple[Point, str]] = field(default_factory=list)  # each with the group its label belongs to
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    family: list[tuple[str, str, str]] = field(default_factory=list)  # group, relation, name
    birthday: str = ""
    on: date | None = None
    own: list[tuple[str, str]] = field(default_factory=list)
    far: list[str] = field(default_factory=list)  # a sentence for each day too far away to keep


def _person(card: Card, doubts: Doubts) -> Person | None:
    got = _Gathered()
    for line in card.lines:
        _gather(line, got)
    if got.texts.get("KIND", "").lower() in _GROUP_KINDS:
        return None  # a list of people, not a person
    family, given = _names(got)
    family_kana, given_kana = _kana(got)
    organisation = _text.tidy(got.organisation[0]) if got.organisation else ""
    points = _text.distinct(_labelled(point, group, got.labels) for point, group in got.reach)
    if not (family or given or organisation or points or got.own):
        doubts.add(f"{card.number}枚目のカードには、お名前も連絡先もないため飛ばしました。", card.line)
        return None
    facts = [FactNote(kind="note", text=text, on=got.on, source=_SOURCE) for text in got.notes]
    facts += [
        FactNote(kind="family", text=f"{relation}: {who}" if relation else who, on=got.on, source=_SOURCE)
        for relation, who in ((_text.label(got.labels.get(group, kind)), who) for group, kind, who in got.family)
    ]
    person = Person(
        where=f"{card.number}枚目のカード",
        uid=got.texts.get("UID", ""),
        family=family,
        given=given,
        family_kana=family_kana,
        given_kana=given_kana,
        organisation=organisation,
        department=" ".join(filter(None, map(_text.tidy, got.organisation[1:]))),
        title=got.texts.get("TITLE", ""),
        points=points,
        tags=_text.distinct_words(got.tags),
        birthday=got.birthday,
        facts=tuple(facts),
        on=got.on,
        warnings=(*(() if family or given else ("お名前のないカードです。",)), *got.far),
    )
    return _text.bounded(_own.restored(person, got.own) if got.own else person)


def _gather(line: Line, got: _Gathered) -> None:
    reader = _READERS.get(line.name)
    if reader is not None:
        reader(line, got)
        kind = line.params.get(_own.KIND_PARAM)
        if kind in _own.POINT_KINDS and got.reach:
            point, group = got.reach[-1]
            got.reach[-1] = (Point(kind=cast(PointKind, kind), label="", value=point.value), group)
    elif line.name.startswith(_own.PREFIX):
        got.own.append((line.name, line.value))


def _take_text(line: Line, got: _Gathered) -> None:
    got.texts.setdefault(line.name, _text.tidy(unescaped(line.value)))


def _take_name(line: Line, got: _Gathered) -> None:
    if not got.name_parts:
        got.name_parts = [_text.tidy(part) for part in components(line.value)]
        got.sort_as = line.params.get("SORT-AS", "")


def _take_sound(line: Line, got: _Gathered) -> None:
    if "X-IRMC-N" in line.types and not got.sound:
        got.sound = components(line.value)


def _take_organisation(line: Line, got: _Gathered) -> None:
    if not got.organisation:
        got.organisation = components(line.value)


def _take_phone(line: Line, got: _Gathered) -> None:
    value = _text.tidy(unescaped(line.value))
    if value[:4].lower() == "tel:":
        value = value[4:].partition(";")[0]
    types = line.types
    kind: PointKind = "phone"
    if "FAX" in types:
        kind = "fax"
    elif types & {"CELL", "MOBILE", "PCS", "IPHONE", "KEITAI"}:
        kind = "mobile"
    point = Point(kind=_text.phone_kind(value, kind), label=_type_label(types), value=value)
    got.reach.append((point, line.group))


def _take_mail(line: Line, got: _Gathered) -> None:
    value = _text.tidy(unescaped(line.value))
    value = value[7:] if value[:7].lower() == "mailto:" else value
    got.reach.append((Point(kind="mail", label=_type_label(line.types), value=value), line.group))


def _take_url(line: Line, got: _Gathered) -> None:
    got.reach.append(
        (Point(kind="url", label=_type_label(line.types), value=_text.tidy(unescaped(line.value))), line.group)
    )


def _take_social(line: Line, got: _Gathered) -> None:
    service = (line.params.get("X-SERVICE-TYPE") or line.params.get("SERVICE-TYPE") or "").strip()
    service = service or next(iter(sorted(line.types - {"", "PREF", "HOME", "WORK"})), "").lower()
    kind: PointKind = "line" if service.lower() == "line" else "other"
    value = _text.tidy(unescaped(line.value))
    got.reach.append((Point(kind=kind, label="" if kind == "line" else service, value=value), line.group))


def _take_address(line: Line, got: _Gathered) -> None:
    parts = [*components(line.value), "", "", "", "", "", "", ""]
    box, extra, street, city, region, postal, country = parts[:7]
    building = " ".join(part for part in (extra, box) if part)
    value = _text.japanese_address(
        postal=postal, region=region, city=city, street=street, building=building, country=country
    )
    got.reach.append((Point(kind="address", label=_type_label(line.types), value=value), line.group))


def _take_birthday(line: Line, got: _Gathered) -> None:
    got.far += _text.far_day(line.value)
    omitted = line.params.get("X-APPLE-OMIT-YEAR", "")
    got.birthday = got.birthday or _text.parse_birthday(
        line.value, year_unknown=bool(omitted) and line.value.strip().startswith(omitted)
    )


def _take_note(line: Line, got: _Gathered) -> None:
    text = _text.tidy_lines(unescaped(line.value))
    if text:
        got.notes.append(text)


def _take_nickname(line: Line, got: _Gathered) -> None:
    if text := _text.tidy(unescaped(line.value)):
        got.notes.append(f"呼び名: {text}")


def _take_tags(line: Line, got: _Gathered) -> None:
    got.tags += components(line.value, ",")


def _take_group_name(line: Line, got: _Gathered) -> None:
    got.tags.append(unescaped(line.value))


def _take_label(line: Line, got: _Gathered) -> None:
    if line.group:
        got.labels[line.group] = unescaped(line.value)


def _take_family(line: Line, got: _Gathered) -> None:
    who = _text.tidy(unescaped(line.value))
    if who and not who.startswith("urn:"):
        got.family.append((line.group, ",".join(sorted(line.types - {"", "PREF"})).lower(), who))


def _take_revision(line: Line, got: _Gathered) -> None:
    got.on = got.on or _text.parse_date(line.value)


_READERS = {
    "N": _take_name,
    "FN": _take_text,
    "SOUND": _take_sound,
    "SORT-STRING": _take_text,
    "X-PHONETIC-LAST-NAME": _take_text,
    "X-PHONETIC-FIRST-NAME": _take_text,
    "X-KANA": _take_text,
    "X-YOMI": _take_text,
    "ORG": _take_organisation,
    "TITLE": _take_text,
    "UID": _take_text,
    "KIND": _take_text,
    "TEL": _take_phone,
    "EMAIL": _take_mail,
    "ADR": _take_address,
    "BDAY": _take_birthday,
    "NOTE": _take_note,
    "NICKNAME": _take_nickname,
    "CATEGORIES": _take_tags,
    "X-GN": _take_group_name,
    "X-ABLABEL": _take_label,
    "X-ABRELATEDNAMES": _take_family,
    "RELATED": _take_family,
    "REV": _take_revision,
    **dict.fromkeys(_URL_TYPES, _take_url),
    **dict.fromkeys(_SOCIAL, _take_social),
}


def _type_label(types: frozenset[str]) -> str:
    if "WORK" in types:
        return "仕事"
    return "自宅" if "HOME" in types else ""


def _labelled(point: Point, group: str, labels: dict[str, str]) -> Point:
    said = labels.get(group) if group else None
    return Point(kind=point.kind, label=_text.label(said), value=point.value) if said else point


def _names(got: _Gathered) -> tuple[str, str]:
    parts = [*got.name_parts, "", "", ""]
    family, given, middle = parts[0], parts[1], parts[2]
    if family or given:
        if middle and not _text.is_japanese(family + given):
            given = f"{given} {middle}".strip()
        return family, given
    full = got.texts.get("FN", "")
    if full and got.organisation and _text.tidy(got.organisation[0]) == full:
        return "", ""  # a company's card: its display name is no person's
    return split_name(full) if full else ("", "")


def _kana(got: _Gathered) -> tuple[str, str]:
    last, first = got.texts.get("X-PHONETIC-LAST-NAME", ""), got.texts.get("X-PHONETIC-FIRST-NAME", "")
    if last or first:
        return _text.tidy_kana(last), _text.tidy_kana(first)
    sound = [*map(_text.tidy_kana, got.sound), "", ""]
    if sound[0] or sound[1]:
        # docomo's form puts the whole reading in the first component, others keep family and given apart.
        return (sound[0], sound[1]) if sound[1] else _split_kana(sound[0])
    if got.sort_as:
        family, _, given = got.sort_as.partition(",")
        return _text.tidy_kana(family), _text.tidy_kana(given)
    for key in ("SORT-STRING", "X-KANA", "X-YOMI"):
        if text := got.texts.get(key):
            return _split_kana(_text.tidy_kana(re.sub(r"[,;]", " ", text)))
    return "", ""


def _split_kana(text: str) -> tuple[str, str]:
    family, _, given = _text.tidy(text).partition(" ")
    return family, given
