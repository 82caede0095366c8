"""Records as JSON and back, for the plan that is stored until the owner accepts it.

What a record leaves empty is left out. ``fit`` trims a record to what the tables can hold, and says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from yorisoi.apps.contacts import models as contacts
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.exchange.record import (
    Attended,
    Captured,
    FactNote,
    Gathering,
    Happening,
    Origin,
    Person,
    Point,
    Season,
)

_DATES = frozenset({"on", "met_on", "until"})
_MOMENTS = frozenset({"at", "closed_at", "reaction_at", "learning_from", "starts_at", "ends_at", "captured_at"})
_FIELDS: dict[type[Any], tuple[tuple[str, Any], ...]] = {
    kind: tuple((field.name, field.default) for field in fields(kind))
    for kind in (Person, Point, FactNote, Happening, Origin, Season, Gathering, Attended, Captured)
}
_NESTED: dict[str, type[Any]] = {"points": Point, "facts": FactNote, "origins": Origin, "seasons": Season}
# Not part of what the card says: where it stood in the file, and what the reader thought of it.
_ABOUT_THE_READING = frozenset({"where", "warnings", "touches", "source", "origins", "photo"})


def dump(
    record: Person | Point | FactNote | Happening | Origin | Season | Gathering | Attended | Captured,
) -> dict[str, Any]:
    """Return ``record`` as plain JSON values; of a person, everything but the touches."""
    packed: dict[str, Any] = {}
    for name, default in _FIELDS[type(record)]:
        value = getattr(record, name)
        if value == default or name == "touches":
            continue
        if isinstance(value, date):
            packed[name] = value.isoformat()
        elif name in _NESTED:
            packed[name] = [dump(item) for item in value]
        else:
            packed[name] = list(value) if isinstance(value, tuple) else value
    return packed


def load_person(packed: Mapping[str, Any], touches: Sequence[Happening] = ()) -> Person:
    """Return the person that ``dump`` packed, with ``touches`` put back."""
    values = _unpack(packed)
    for name, kind in _NESTED.items():
        values[name] = tuple(kind(**_unpack(item)) for item in packed.get(name, ()))
    values["tags"] = tuple(packed.get("tags", ()))
    values["warnings"] = tuple(packed.get("warnings", ()))
    return Person(**values, touches=tuple(touches))


def load_touch(packed: Mapping[str, Any]) -> Happening:
    """Return the happening that ``dump`` packed."""
    return Happening(**_unpack(packed))


def load_gathering(packed: Mapping[str, Any]) -> Gathering:
    """Return the gathering that ``dump`` packed."""
    return Gathering(**_unpack(packed))


def load_captured(packed: Mapping[str, Any]) -> Captured:
    """Return the capture that ``dump`` packed."""
    return Captured(**_unpack(packed))


def digest(person: Person) -> str:
    """Return a hash of what the card says, the same whenever the same card is read again."""
    packed = {name: value for name, value in dump(person).items() if name not in _ABOUT_THE_READING}
    text = json.dumps(packed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def pages(touches: Sequence[Happening], size: int) -> Iterator[list[dict[str, Any]]]:
    """Yield the touches packed, ``size`` at a time."""
    for start in range(0, len(touches), size):
        yield [dump(touch) for touch in touches[start : start + size]]


def fit(person: Person) -> Person:
    """Return ``person`` as the tables can hold it. What had to be cut is named in the warnings."""
    changes: dict[str, Any] = {}
    cut: list[str] = []
    for name, limit, label in _limits(contacts.Contact):
        value = getattr(person, name, None)
        if isinstance(value, str) and (kept := _fitted(value, limit)) != value:
            changes[name] = kept
            if len(value) > limit:
                cut.append(label)
    points = tuple(_fit_each(person.points, _limits(contacts.Point), cut))
    facts = tuple(_fit_each(person.facts, _limits(contacts.Fact), cut))
    tags = tuple(dict.fromkeys(tag for tag in (_fitted(tag, 60) for tag in person.tags) if tag))
    if points != person.points:
        changes["points"] = points
    if facts != person.facts:
        changes["facts"] = facts
    if tags != person.tags:
        changes["tags"] = tags
    if cut:
        notes = tuple(f"{label}が長いため、入るところまで取り込みます。" for label in dict.fromkeys(cut))
        changes["warnings"] = (*person.warnings, *notes)
    return replace(person, **changes) if changes else person


def _fit_each(items: Iterable[Any], limits: tuple[tuple[str, int, str], ...], cut: list[str]) -> Iterator[Any]:
    for item in items:
        changes = {}
        for name, limit, label in limits:
            value = getattr(item, name, None)
            if isinstance(value, str) and (kept := _fitted(value, limit)) != value:
                changes[name] = kept
                if name != "label" and len(value) > limit:
                    cut.append(label)
        yield replace(item, **changes) if changes else item


def _fitted(value: str, limit: int) -> str:
    # PostgreSQL holds no NUL in text; no reader should let one through, and none may break an import half-way.
    return straight(value.replace("\x00", ""))[:limit]


def _unpack(packed: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(packed)
    for name, value in packed.items():
        if name in _MOMENTS and value:
            values[name] = datetime.fromisoformat(value)
        elif name in _DATES and value:
            values[name] = date.fromisoformat(value)
    return values


@cache
def _limits(model: type[Any]) -> tuple[tuple[str, int, str], ...]:
    """The text columns of ``model`` with their longest length and the name a reader knows them by."""
    found = []
    for column in model._meta.concrete_fields:
        if column.max_length and column.name not in ("uid", "normal"):
            found.append((column.name, cast(int, column.max_length), str(column.verbose_name)))
    return tuple(found)
