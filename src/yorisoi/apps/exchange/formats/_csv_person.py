"""One row of a contact table as a person, and several cards of one person as one person with a history."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from yorisoi.apps.exchange.formats import _text
from yorisoi.apps.exchange.formats._csv_rows import restored
from yorisoi.apps.exchange.formats._names import split_name
from yorisoi.apps.exchange.record import FactNote, Person, Point, PointKind, plain
from yorisoi.data import professions

DIALECTS = {
    "eight": "Eight",
    "sansan": "Sansan",
    "google": "Googleコンタクト",
    "outlook": "Outlook",
    "linkedin": "LinkedIn",
    "yorisoi": "寄り添い",
    "": "CSV",
}
# What the day in each app's list means. Eight's is the day the card was registered there, not always that of meeting.
_HOW_MET = {
    "eight": "Eightに登録した日（たぶん会った頃）",
    "sansan": "名刺交換",
    "linkedin": "LinkedInでつながった日",
}
_PHONES: dict[str, tuple[PointKind, str]] = {
    "phone_mobile": ("mobile", ""),
    "phone_office": ("phone", "仕事"),
    "phone_direct": ("phone", "直通"),
    "phone_home": ("phone", "自宅"),
    "fax": ("fax", ""),
}
_SEVERAL = " ::: "  # Google joins several values of one cell by this
_SYSTEM_GROUPS = frozenset({"mycontacts", "starred", "starredinandroid", "friends", "family", "coworkers"})
_MDY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Row:
    """The cells of one row by field, blanks left out."""

    def __init__(self, cells: list[str], fields: Mapping[int, str], date_order: str | None) -> None:
        self._by_field: dict[str, list[str]] = {}
        self._date_order = date_order
        for number, field in fields.items():
            if number < len(cells) and (cell := restored(cells[number].strip()).strip()):
                self._by_field.setdefault(field, []).append(cell)

    def one(self, field: str) -> str:
        """The first value in one line, "" when there is none."""
        values = self._by_field.get(field)
        return _text.tidy(values[0]) if values else ""

    def all(self, *fields: str) -> list[str]:
        """Every value of the fields, cells with several values taken apart."""
        return [
            part.strip() for field in fields for cell in self._by_field.get(field, ()) for part in cell.split(_SEVERAL)
        ]

    def groups(self, name: str) -> list[Mapping[str, str]]:
        """Google's numbered groups of one name, in order, each part by its name."""
        found: dict[int, dict[str, str]] = {}
        for field, values in self._by_field.items():
            if field.startswith(f"{name}#"):
                number, _, part = field.removeprefix(f"{name}#").partition(".")
                found.setdefault(int(number), {})[part] = values[0]
        return [found[number] for number in sorted(found)]

    def day(self, field: str) -> date | None:
        """A day; month before day in 5/12/1980 unless the owner said otherwise or it cannot be."""
        return _text.parse_date(self._ordered(self.one(field)))

    def birthday(self) -> str:
        """A birthday with or without its year."""
        return _text.parse_birthday(self._ordered(self.one("birthday")))

    def _ordered(self, text: str) -> str:
        found = _MDY.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None:
            return text
        first, second = int(found[1]), int(found[2])
        day_first = first > 12 or (self._date_order == "dmy" and second <= 12)
        month, day = (second, first) if day_first else (first, second)
        return f"{found[3]}-{month}-{day}"


def person(row: Row, dialect: str, where: str) -> Person | None:
    """The person of a row; None when it holds nothing to know anyone by."""
    family, given = _names(row)
    family_kana, given_kana = _kana(row)
    organisation = row.one("company") or _organisation(row, "name")
    points = _text.distinct((*_mails(row), *_phones(row), *_addresses(row), *_pages(row)))
    if not (family or given or organisation or points):
        return None
    on = row.day("met_on")
    profession, spare_title = _profession(row.one("profession"))
    return _text.bounded(
        Person(
            where=where,
            family=family,
            given=given,
            family_kana=family_kana,
            given_kana=given_kana,
            organisation=organisation,
            department=row.one("department") or _organisation(row, "department"),
            title=row.one("title") or _organisation(row, "title") or spare_title,
            profession=profession,
            points=points,
            tags=_tags(row),
            met_on=on,
            met_how=_HOW_MET.get(dialect, "") if on else "",
            birthday=row.birthday(),
            facts=tuple(_facts(row, dialect, on)),
            on=on,
            warnings=tuple(_warnings(row, family or given)),
        )
    )


def newest_first(people: Iterable[Person], label: str) -> tuple[Person, ...]:
    """One person for all cards of the same mail and name, or of the same organisation and name.

    The newest card is shown; older ones stay as dated facts. Without days the later row is the newer card.
    """
    cards: list[list[Person]] = []
    place: dict[tuple[str, str], int] = {}
    for one in people:
        keys = _same_person_keys(one)
        known = next((place[key] for key in keys if key in place), None)
        if known is None:
            known = len(cards)
            cards.append([])
        cards[known].append(one)
        for key in keys:
            place.setdefault(key, known)
    return tuple(_joined(same, label) for same in cards)


def _same_person_keys(one: Person) -> list[tuple[str, str]]:
    who = plain(one.family + one.given)
    mails = [(f"mail:{point.normal}", who) for point in one.points if point.kind == "mail"]
    if who and one.organisation:
        return [*mails, (f"office:{plain(one.organisation)}", who)]
    return mails


def _joined(cards: list[Person], label: str) -> Person:
    if len(cards) == 1:
        return cards[0]
    newest = max(enumerate(cards), key=lambda item: (item[1].on or date.min, item[0]))[1]
    older = [card for card in cards if card is not newest]
    facts = list(newest.facts)
    known = {fact.text for fact in facts}
    for card in sorted(older, key=lambda card: card.on or date.min, reverse=True):
        before = _card_text(card, newest)
        past = FactNote(kind="background", text=f"以前の名刺: {before}", on=card.on, source=label)
        for fact in (past, *card.facts) if before else card.facts:
            if fact.text not in known:
                known.add(fact.text)
                facts.append(fact)
    days = [card.met_on for card in cards if card.met_on]
    changes: dict[str, object] = {
        name: next((value for card in (newest, *older) if (value := getattr(card, name))), "")
        for name in ("family_kana", "given_kana", "birthday", "profession")
    }
    joined = replace(
        newest,
        **changes,  # type: ignore[arg-type]
        facts=tuple(facts),
        tags=_text.distinct_words(tag for card in (newest, *older) for tag in card.tags),
        met_on=min(days) if days else None,
    )
    return _text.bounded(joined)


def _card_text(card: Person, newest: Person) -> str:
    position = " ".join(part for part in (card.organisation, card.department, card.title) if part)
    same = position == " ".join(part for part in (newest.organisation, newest.department, newest.title) if part)
    now = {(point.kind, point.normal) for point in newest.points}
    gone = [point.value for point in card.points if (point.kind, point.normal) not in now]
    return "／".join(([] if same else [position]) + gone)


def _names(row: Row) -> tuple[str, str]:
    family, given = row.one("family_name"), row.one("given_name")
    if family or given:
        middle = row.one("middle_name")
        return family, f"{given} {middle}".strip() if middle and not _text.is_japanese(family + given) else given
    full = row.one("full_name")
    return split_name(full) if full else ("", "")


def _kana(row: Row) -> tuple[str, str]:
    family, given = row.one("family_kana"), row.one("given_kana")
    if family or given:
        return _text.tidy_kana(family), _text.tidy_kana(given)
    family, _, given = _text.tidy_kana(row.one("full_kana")).partition(" ")
    return family, given


def _organisation(row: Row, part: str) -> str:
    return next((_text.tidy(group[part]) for group in row.groups("organization") if part in group), "")


def _mails(row: Row) -> list[Point]:
    cells = [(cell, "") for cell in row.all("email", "email_2")]
    cells += _labelled_values(row, "e-mail")
    return [
        Point(kind="mail", label=label, value=part)
        for cell, label in cells
        for part in (re.split(r"[;,\s、]+", cell) if cell.count("@") > 1 else [_text.tidy(cell)])
        if part
    ]


def _labelled_values(row: Row, name: str) -> list[tuple[str, str]]:
    return [
        (part.strip(), _text.label(group.get("label", group.get("type", ""))))
        for group in row.groups(name)
        for part in group.get("value", "").split(_SEVERAL)
        if part.strip()
    ]


def _phones(row: Row) -> list[Point]:
    points = []
    for field, (kind, label) in _PHONES.items():
        for cell in row.all(field):
            value = _text.tidy(cell)
            real = _text.phone_kind(value, kind)
            points.append(Point(kind=real, label="" if real == "mobile" else label, value=value))
    for group in row.groups("phone"):
        said = group.get("label", group.get("type", ""))
        wanted: PointKind = "fax" if "fax" in said.lower() else "mobile" if "mobile" in said.lower() else "phone"
        for part in group.get("value", "").split(_SEVERAL):
            if value := _text.tidy(part):
                points.append(Point(kind=_text.phone_kind(value, wanted), label=_text.label(said), value=value))
    return points


def _addresses(row: Row) -> list[Point]:
    whole = row.one("address")
    postal = _postal(row.one("postal_code"))
    value = (
        " ".join(part for part in (postal and f"〒{postal}", whole, row.one("building")) if part)
        if whole
        else _text.japanese_address(
            postal=postal,
            region=row.one("prefecture"),
            city=row.one("city"),
            street=row.one("street"),
            building=row.one("building"),
            country="",
        )
    )
    points = [Point(kind="address", label="", value=value)] if value else []
    for group in row.groups("address"):
        value = _text.japanese_address(
            postal=group.get("postalcode", ""),
            region=group.get("region", ""),
            city=group.get("city", ""),
            street=group.get("street", ""),
            building=group.get("extendedaddress", "") or group.get("pobox", ""),
            country=group.get("country", ""),
        )
        value = value or _text.tidy(group.get("formatted", ""))
        label = _text.label(group.get("label", group.get("type", "")))
        points.append(Point(kind="address", label=label, value=value))
    return points


def _postal(text: str) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else _text.tidy(text)


def _pages(row: Row) -> list[Point]:
    points = [Point(kind="url", label="", value=_text.tidy(cell)) for cell in row.all("url")]
    points += [Point(kind="url", label="LinkedIn", value=_text.tidy(cell)) for cell in row.all("profile_url")]
    points += [Point(kind="url", label=label, value=value) for value, label in _labelled_values(row, "website")]
    points += [Point(kind="other", label=label, value=value) for value, label in _labelled_values(row, "im")]
    return points


def _tags(row: Row) -> tuple[str, ...]:
    words = [
        part.strip().removeprefix("* ") for cell in row.all("tags") for part in re.split(r"[;,、\n]", cell) if part
    ]
    return _text.distinct_words(word for word in words if plain(word) not in _SYSTEM_GROUPS)


def _profession(said: str) -> tuple[str, str]:
    """The id of a profession, or else the words to keep as a title."""
    for profession in professions().values():
        if plain(said) in (plain(profession.id), plain(profession.name)):
            return profession.id, ""
    return "", said


def _facts(row: Row, dialect: str, on: date | None) -> list[FactNote]:
    source = DIALECTS[dialect]
    texts = [_text.tidy_lines(cell) for cell in row.all("note")]
    texts += [f"呼び名: {_text.tidy(cell)}" for cell in row.all("nickname")]
    texts += [f"{label}: {value}" if label else value for value, label in _labelled_values(row, "event")]
    texts += [f"{label}: {value}" if label else value for value, label in _labelled_values(row, "customfield")]
    facts = [FactNote(kind="note", text=text, on=on, source=source) for text in texts if text]
    return facts + [
        FactNote(kind="family", text=f"{label}: {value}" if label else value, on=on, source=source)
        for value, label in _labelled_values(row, "relation")
    ]


def _warnings(row: Row, name: str) -> list[str]:
    said = []
    if not name:
        said.append("お名前のない行です。")
    if row.all("quality_flags"):
        said.append("読み取れなかった文字が「?」になっている名刺かもしれません。お名前などを確かめてください。")
    if row.one("left_flag") not in ("", "0", "false", "FALSE"):
        said.append("退職された方のようです。")
    return said + [text for field in ("met_on", "birthday") for text in _text.far_day(row.one(field))]
