"""What only this product knows of a person, carried by formats that have no place for it, so that nothing is lost.

Each thing is one (name, value) pair: ``X-YORISOI-…`` in a vCard. Values are escaped as vCard text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from yorisoi.apps.contacts.plausible import FIRST_DAY, is_plausible
from yorisoi.apps.exchange.formats._text import LAST_YEAR, ROOM_SOURCE, tidy, tidy_lines
from yorisoi.apps.exchange.formats._vcard_lines import components, unescaped
from yorisoi.apps.exchange.record import TOKYO, FactKind, FactNote, Person, PointKind

PREFIX = "X-YORISOI-"
KIND_PARAM = "X-YORISOI-KIND"  # says the kind of a way to reach someone where vCard's own words would lose it
CLOSENESS = ("remember", "outer", "middle", "close")
COMFORT = ("wider", "nearer")  # as usual is not said
CLOSED_BECAUSE = ("declined", "asked_to_stop")
WISHES = (
    "not_before",
    "busy_until",
    "thinking",
    "no_contact",
    "mail_only",
    "no_product",
    "mourning",
    "disaster",
    "rest",
)
CHANNELS = ("email", "line", "messenger", "sms", "phone", "letter", "in_person")
KINDS = ("message", "ask", "gift", "meeting", "call", "letter")
REACTIONS = ("", "replied", "thanked", "read_only", "no_answer", "declined", "asked_to_stop")
POINT_KINDS: tuple[str, ...] = get_args(PointKind)
FACT_KINDS: tuple[str, ...] = get_args(FactKind)


def escaped(value: str) -> str:
    """``value`` as vCard text."""
    for sign, mark in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
        value = value.replace(sign, mark)
    return value


def iso_day(text: str) -> date | None:
    """A day as this product writes it, None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_plausible(day) else None


def iso_moment(text: str) -> datetime | None:
    """An aware moment as this product writes it (Tokyo when it names no zone), None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_DAY.year <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def pairs(person: Person) -> list[tuple[str, str]]:
    """Everything of ``person`` that vCard has no word for; times and touches are not among them."""
    plain = (
        ("PROFESSION", person.profession),
        ("MET-ON", person.met_on.isoformat() if person.met_on else ""),
        ("MET-WHERE", person.met_where),
        ("MET-HOW", person.met_how),
        ("CLOSENESS", person.closeness or ""),
        ("NEVER-SUGGEST", "1" if person.never_suggest else ""),
        ("COMFORT", person.comfort),
        ("CLOSED-AT", person.closed_at.isoformat() if person.closed_at else ""),
        ("CLOSED-BECAUSE", person.closed_because),
    )
    said = [(PREFIX + key, escaped(value)) for key, value in plain if value]
    return said + [(PREFIX + "FACT", ";".join(map(escaped, fact_parts(fact)))) for fact in person.facts]


def fact_parts(fact: FactNote) -> tuple[str, ...]:
    """A fact as texts: kind, text, day, source, state, until, wish."""
    return (
        fact.kind,
        fact.text,
        fact.on.isoformat() if fact.on else "",
        fact.source,
        fact.state or "",
        fact.until.isoformat() if fact.until else "",
        fact.wish or "",
    )


def fact_of(parts: Iterable[str]) -> FactNote | None:
    """The fact that ``fact_parts`` gave; None when there is no text, a note when the kind is unknown."""
    kind, text, on, source, state, until, wish = [*parts, "", "", "", "", "", "", ""][:7]
    text = tidy_lines(text)
    if not text:
        return None
    return FactNote(
        kind=cast(FactKind, kind if kind in FACT_KINDS else "note"),
        text=text,
        on=iso_day(on),
        source=tidy(source)[:ROOM_SOURCE],
        state=cast(Literal["open", "solved"], state) if state in ("open", "solved") else None,
        until=iso_day(until),
        wish=wish if wish in WISHES else None,
    )


_PLAIN: dict[str, tuple[str, Callable[[str], Any]]] = {
    "PROFESSION": ("profession", str),
    "MET-ON": ("met_on", iso_day),
    "MET-WHERE": ("met_where", str),
    "MET-HOW": ("met_how", str),
    "CLOSENESS": ("closeness", lambda text: text if text in CLOSENESS else None),
    "NEVER-SUGGEST": ("never_suggest", lambda text: text == "1"),
    "COMFORT": ("comfort", lambda text: text if text in COMFORT else ""),
    "CLOSED-AT": ("closed_at", iso_moment),
    "CLOSED-BECAUSE": ("closed_because", lambda text: text if text in CLOSED_BECAUSE else ""),
}


def restored(person: Person, said: Iterable[tuple[str, str]]) -> Person:
    """``person`` with what ``pairs`` carried. Facts carried here stand for the notes, which only repeat them."""
    changes: dict[str, Any] = {}
    facts: list[FactNote] = []
    for name, value in said:
        key = name.removeprefix(PREFIX)
        if key == "FACT":
            if (fact := fact_of(components(value))) is not None:
                facts.append(fact)
        elif key in _PLAIN:
            field, read = _PLAIN[key]
            changes[field] = read(unescaped(value))
    if facts:
        changes["facts"] = tuple(facts)
    return replace(person, **changes)
