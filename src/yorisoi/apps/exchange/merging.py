"""What happens when a record meets a person: field by field, who wins and why. Pure; nothing is read or written here.

A newer card wins for display and what it replaces is kept as a dated note. What the owner wrote by hand is never
overwritten; what the file says instead is kept as a note too. A refusal only ever closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone

from yorisoi import data
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.contacts.seasons import MOST_SEASONS
from yorisoi.apps.exchange.matching import normal_of
from yorisoi.apps.exchange.record import FactNote, Happening, Person, Point, Season, plain

HAND = "手入力"
# Fields a newer card may replace, and those it may only fill: a first meeting does not happen twice.
REPLACED = (
    "family",
    "given",
    "family_kana",
    "given_kana",
    "organisation",
    "department",
    "title",
    "profession",
    "birthday",
)
FILLED = ("met_on", "met_where", "met_how")
NAMES = frozenset({"family", "given", "family_kana", "given_kana"})
_UNTOLD = frozenset({"family_kana", "given_kana"})  # an older reading tells nobody anything

LABELS = {column.name: str(column.verbose_name) for column in Contact._meta.concrete_fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMerge:
    """One field that differs: what stands now, what the file says, which is shown from now on, and why."""

    field: str
    now: str
    file: str
    wins: Literal["now", "file"]
    why: str

    def as_dict(self) -> dict[str, str]:
        """Return it as the plan stores it."""
        return {"field": self.field, "label": LABELS[self.field], "now": self.now, "file": self.file,
                "wins": self.wins, "why": self.why}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Held:
    """What is already stored of one person, as far as a merge needs to know."""

    contact: Contact
    points: set[tuple[str, str]] = field(default_factory=set)  # (kind for matching, normal)
    tags: set[str] = field(default_factory=set)
    facts: set[tuple[str, str, date | None]] = field(default_factory=set)  # (kind, plain text, day; None for any day)
    seasons: set[tuple[str, str, int, str]] = field(default_factory=set)  # first, last, level, text
    next_position: int = 0


@dataclass(slots=True, kw_only=True)
class Merge:
    """What a record adds to a person."""

    fields: list[FieldMerge] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)  # columns to set
    points: list[Point] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    facts: list[FactNote] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    touches: list[Happening] = field(default_factory=list)
    stays_closed: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything at all would be written."""
        return bool(self.values or self.points or self.tags or self.facts or self.seasons or self.touches)

    def gains(self) -> dict[str, int]:
        """Return how much would be added, by kind, without the zeros."""
        counts = {"fields": len([f for f in self.fields if f.wins == "file"]), "points": len(self.points),
                  "tags": len(self.tags), "facts": len(self.facts), "seasons": len(self.seasons),
                  "touches": len(self.touches)}  # fmt: skip
        return {name: count for name, count in counts.items() if count}


def point_key(kind: str, normal: str) -> tuple[str, str]:
    """A telephone is the same telephone whether a file calls it phone or mobile."""
    return ("phone" if kind in ("phone", "mobile") else kind, normal)


def merge(held: Held, person: Person, *, source: str, today: date) -> Merge:
    """Return what ``person``, read from ``source`` on ``today``, changes about ``held``. Touches are the caller's."""
    result = Merge()
    _merge_fields(held.contact, person, result, source=source, today=today)
    _merge_closing(held.contact, person, result)
    result.points = _new_points(held.points, person.points)
    result.tags = [tag for tag in dict.fromkeys(person.tags) if tag not in held.tags]
    result.seasons = _new_seasons(held.seasons, person.seasons)
    result.facts = _new_facts(held.facts, [*person.facts, *result.facts], today)
    return result


def _merge_fields(contact: Contact, person: Person, result: Merge, *, source: str, today: date) -> None:
    same_name = _joined(contact, "family", "given") == _joined(person, "family", "given")
    same_kana = _joined(contact, "family_kana", "given_kana") == _joined(person, "family_kana", "given_kana")
    for name in (*REPLACED, *FILLED):
        if (same_name and name in ("family", "given")) or (same_kana and name in ("family_kana", "given_kana")):
            continue
        now, new = getattr(contact, name), getattr(person, name)
        if not new or plain(str(now or "")) == plain(str(new)):
            continue
        wins, why = _winner(contact, name, now, person, today)
        if wins == "file":
            result.values[name] = new
            if now and name not in _UNTOLD:
                result.facts.append(
                    _note(f"以前の{LABELS[name]}は「{shown(name, now)}」でした。", origin(contact, name)[0])
                )
        elif name not in _UNTOLD and name not in FILLED:
            result.facts.append(_note(f"取り込んだ記録では、{LABELS[name]}は「{shown(name, new)}」でした。", source))
        result.fields.append(FieldMerge(field=name, now=shown(name, now), file=shown(name, new), wins=wins, why=why))


def shown(name: str, value: Any) -> str:
    """Return a field's value as a reader knows it: a profession by its name, never by its id."""
    text = str(value or "")
    return data.professions().label(text) if name == "profession" else text


def _winner(contact: Contact, name: str, now: Any, person: Person, today: date) -> tuple[Literal["now", "file"], str]:
    if not now:
        return "file", "まだ空いていたところに入れます"
    if name in FILLED:
        return "now", "今の内容を残します"
    if name == "birthday" and now[-5:] == str(person.birthday)[-5:]:
        # The same day, once with its year and once without: the fuller one tells more.
        return ("file", "年まで分かりました") if now.startswith("--") else ("now", "今の内容を残します")
    source, known_on = origin(contact, name)
    if source == HAND:
        return "now", "ご自分で書かれた内容なので、今の内容を残します"
    said_on = person.on or today
    if known_on is not None and said_on <= known_on:
        return "now", "今の内容のほうが新しいので、今の内容を残します"
    return "file", "新しい記録の内容にします(以前の内容は覚え書きに残します)"


def _merge_closing(contact: Contact, person: Person, result: Merge) -> None:
    if contact.closed_at is not None:
        result.stays_closed = True
    elif person.closed_at is not None:
        result.values["closed_at"] = person.closed_at
        result.values["closed_because"] = closing_reason(person)
        result.fields.append(
            FieldMerge(field="closed_at", now="", file=timezone.localdate(person.closed_at).isoformat(),
                       wins="file", why="そっとしておくとの記録があるので、そのようにします")
        )  # fmt: skip


def closing_reason(person: Person) -> str:
    """Return why a tie is closed, in the tables' words; an unknown reason is taken as the stronger wish."""
    return person.closed_because if person.closed_because in ("declined", "asked_to_stop") else "asked_to_stop"


def origin(contact: Contact, name: str) -> tuple[str, date | None]:
    """Return where a field's value came from, and when it was known."""
    entry = contact.provenance.get(name)
    if entry is None:
        return contact.source, timezone.localdate(contact.created_at) if contact.created_at else None
    day = entry.get("on")
    return entry.get("source", ""), date.fromisoformat(day) if day else None


def _new_points(known: set[tuple[str, str]], points: Iterable[Point]) -> list[Point]:
    seen = set(known)
    fresh = []
    for point in points:
        key = point_key(point.kind, normal_of(point.kind, point.value))
        if point.value and key not in seen:
            seen.add(key)
            fresh.append(point)
    return fresh


def _new_facts(known: set[tuple[str, str, date | None]], facts: Iterable[FactNote], today: date) -> list[FactNote]:
    seen = set(known)
    fresh = []
    for fact in facts:
        if not fact.text.strip():
            continue
        key = (fact.kind, plain(fact.text), fact.on)
        if key not in seen:
            seen |= {key, (fact.kind, key[1], None), (fact.kind, key[1], fact.on or today)}
            fresh.append(fact)
    return fresh


def _new_seasons(known: set[tuple[str, str, int, str]], seasons: Sequence[Season]) -> list[Season]:
    fresh = [one for one in seasons if (one.first, one.last, one.level, one.text) not in known]
    return fresh[: max(0, MOST_SEASONS - len(known))]


def _note(text: str, source: str) -> FactNote:
    return FactNote(kind="note", text=text, source=source)


def _joined(thing: Any, first: str, second: str) -> str:
    return plain(getattr(thing, first) + getattr(thing, second))


def combine(first: Person, second: Person) -> Person:
    """Return one record of two that one file holds of the same person. The newer wins, then the later in the file."""
    older, newer = (second, first) if (first.on or date.min) > (second.on or date.min) else (first, second)
    changes: dict[str, Any] = {}
    notes: list[FactNote] = []
    for name in (*REPLACED, *FILLED, "uid", "on", "closeness", "comfort", "source", "learning_from"):
        old, new = getattr(older, name), getattr(newer, name)
        if old and not new:
            changes[name] = old
        elif name in REPLACED and name not in NAMES and old and plain(old) != plain(new):
            notes.append(
                FactNote(kind="note", text=f"以前の{LABELS[name]}は「{shown(name, old)}」でした。", on=older.on)
            )
    changes["where"] = f"{first.where}、{second.where}"[:100]
    changes["points"] = tuple(_new_points(set(), [*newer.points, *older.points]))
    changes["tags"] = tuple(dict.fromkeys((*first.tags, *second.tags)))
    changes["facts"] = tuple(_distinct([*first.facts, *second.facts, *notes]))
    changes["touches"] = tuple({touch.key: touch for touch in (*first.touches, *second.touches)}.values())
    changes["warnings"] = tuple(dict.fromkeys((*first.warnings, *second.warnings)))
    changes["seasons"] = tuple(dict.fromkeys((*first.seasons, *second.seasons)))
    changes["origins"] = newer.origins or older.origins
    changes["never_suggest"] = first.never_suggest or second.never_suggest
    closings = [p for p in (first, second) if p.closed_at is not None]
    if closings:
        earliest = min(closings, key=_closed)
        changes["closed_at"], changes["closed_because"] = earliest.closed_at, earliest.closed_because
    return replace(newer, **changes)


def _closed(person: Person) -> datetime:
    assert person.closed_at is not None  # noqa: S101  (only people with a closing are compared)
    return person.closed_at


def _distinct(facts: Iterable[FactNote]) -> list[FactNote]:
    return list({(fact.kind, plain(fact.text), fact.on): fact for fact in facts}.values())
