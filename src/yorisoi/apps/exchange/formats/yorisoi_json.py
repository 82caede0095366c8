"""This product's own export: everything of every person, the timeline included, in one JSON file.

``{"format": "yorisoi", "version": 1, "contacts": [{…, "points": [], "facts": [], "interactions": []}]}``. Days are
``YYYY-MM-DD``, moments ISO 8601 with their zone. Unknown keys are passed over, so that an older program reads a newer
file of the same version.

Beside ``contacts``, a whole export says of the house: ``preferences``, ``seasons`` of whole professions, ``series`` (names of
meetings that come round), ``events`` (each with its iCalendar ``uid``), ``attendances`` (``event`` and ``person`` by their
uid), ``captures`` that still wait for a debrief, and ``not_same``, pairs of people who are not one. What is empty is left
out. Pictures and what two cards were before they became one do not travel; a backup holds them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from yorisoi.apps.exchange.format import Head, Options, Source
from yorisoi.apps.exchange.formats import _house, _own, _text
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.record import Direction, FactNote, Happening, Person, Point, PointKind, Reading, stable_key
from yorisoi.apps.exchange.source import MAX_MESSAGES, MAX_PEOPLE, Unreadable

name = "yorisoi_json"
label = "寄り添いの書き出し(JSON)"
extensions = ("json",)
media_type = "application/json"

VERSION = 1
# Lists and objects in one file. Each costs far more memory than its two signs, so they are counted before parsing.
MAX_PARTS = 3_000_000
_ROOM_BODY, _ROOM_KEY, _ROOM_WORD = 20_000, 80, 30  # characters the timeline has room for
_DIRECTIONS = ("mine", "theirs", "mutual")
_TEXTS = (
    "uid",
    "family",
    "given",
    "family_kana",
    "given_kana",
    "organisation",
    "department",
    "title",
    "profession",
    "met_where",
    "met_how",
)


def identify(head: Head) -> float:
    """Certain when the first signs say so, possible for any other JSON."""
    start = "".join(head.lines)[:4000].lstrip()
    if start.startswith("{") and re.search(r'"format"\s*:\s*"yorisoi"', start):
        return 1.0
    return 0.3 if start[:1] in ("{", "[") and head.name.lower().endswith(".json") else 0.0


def read(source: Source, options: Options) -> Reading:
    """Every contact with its timeline; a contact that is no object is passed over with a word.

    Raises:
        Unreadable: not JSON, cut short, not this product's, or of a newer version.
    """
    whole = _parsed(source.text)
    contacts = _contacts(whole)
    doubts = Doubts()
    people: list[Person] = []
    touches = 0
    for number, raw in enumerate(contacts, start=1):
        where = f"{number}人目"
        if not isinstance(raw, dict):
            doubts.add(f"{where}の形が読み取れないため飛ばしました。")
            continue
        person = _person(raw, where, doubts)
        touches += len(person.touches)
        if touches > MAX_MESSAGES:
            raise Unreadable(f"やり取りが{MAX_MESSAGES:,}件を超えています。いくつかに分けてお試しください。")
        people.append(person)
    household = _house.household(whole, doubts)
    return Reading(format=name, label=label, people=tuple(people), problems=doubts.problems, household=household)


def write(people: Iterable[Person]) -> bytes:
    """The whole file, readable by eye as well: UTF-8, two spaces."""
    whole = {"format": "yorisoi", "version": VERSION, "contacts": [_contact(person) for person in people]}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _parsed(text: str) -> Any:
    if text.count("[") + text.count("{") > MAX_PARTS:
        raise Unreadable("ファイルの中身が多すぎます。いくつかに分けてお試しください。")
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Unreadable(
                f"{error.lineno}行目のところで途切れています。もう一度書き出してみてください。", error.lineno
            ) from error
        raise Unreadable(
            f"{error.lineno}行目がJSONの形になっていません。書き出したままのファイルを選んでください。", error.lineno
        ) from error
    except ValueError as error:  # a number too long to be one
        raise Unreadable("読めない数が入っていました。書き出したままのファイルを選んでください。") from error


def _contacts(whole: Any) -> Sequence[Any]:
    if not isinstance(whole, dict) or whole.get("format") != "yorisoi":
        raise Unreadable("寄り添いから書き出したJSONではないようです。別の形式で書き出してお試しください。")
    version = whole.get("version")
    if not isinstance(version, int) or version < 1:
        raise Unreadable("書き出しの版が分かりませんでした。書き出したままのファイルを選んでください。")
    if version > VERSION:
        raise Unreadable("新しい版の寄り添いから書き出したファイルです。こちらを更新してから、もう一度お試しください。")
    contacts = whole.get("contacts")
    if not isinstance(contacts, list):
        raise Unreadable("連絡先が見つかりませんでした。書き出したままのファイルを選んでください。")
    if len(contacts) > MAX_PEOPLE:
        raise Unreadable(f"1つのファイルで読めるのは{MAX_PEOPLE:,}人までです。いくつかに分けてお試しください。")
    return contacts


def _person(raw: Mapping[str, Any], where: str, doubts: Doubts) -> Person:
    facts = [fact for one in _objects(raw, "facts", where, doubts) if (fact := _fact(one)) is not None]
    keys: Counter[str] = Counter()
    uid = _said(raw, "uid")
    touches = []
    for one in _objects(raw, "interactions", where, doubts):
        touch = _happening(one, uid or where, keys)
        if touch is None:
            doubts.add(f"{where}のやり取りに日時・向き・手段の読み取れないものがあり、飛ばしました。")
        else:
            touches.append(touch)
    closeness, because, comfort = _said(raw, "closeness"), _said(raw, "closed_because"), _said(raw, "comfort")
    person = Person(
        where=where,
        **{key: _text.tidy(_said(raw, key)) for key in _TEXTS},
        points=_text.distinct(_point(one) for one in _objects(raw, "points", where, doubts)),
        tags=_text.distinct_words(word for word in _list(raw, "tags") if isinstance(word, str)),
        met_on=_own.iso_day(_said(raw, "met_on")),
        birthday=_text.parse_birthday(_said(raw, "birthday")),
        closeness=closeness if closeness in _own.CLOSENESS else None,
        never_suggest=raw.get("never_suggest") is True,
        comfort=comfort if comfort in _own.COMFORT else "",
        closed_at=_own.iso_moment(_said(raw, "closed_at")),
        closed_because=because if because in _own.CLOSED_BECAUSE else "",
        facts=tuple(facts),
        touches=tuple(touches),
        on=_own.iso_day(_said(raw, "on")),
        source=_text.tidy(_said(raw, "source"))[: _text.ROOM_SOURCE],
        origins=_house.origins(raw.get("provenance")),
        seasons=_house.seasons(raw.get("seasons")),
        learning_from=_own.iso_moment(_said(raw, "learning_from")),
        warnings=_house.far_days(raw),
    )
    return _text.bounded(person)


def _said(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""


def _short(raw: Mapping[str, Any], key: str) -> str:
    return _text.tidy(_said(raw, key))[:_ROOM_WORD]


def _number(raw: Mapping[str, Any], key: str, least: int) -> int:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**31 else least


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else []


def _objects(raw: Mapping[str, Any], key: str, where: str, doubts: Doubts) -> list[Mapping[str, Any]]:
    items = _list(raw, key)
    kept: list[Mapping[str, Any]] = [item for item in items if isinstance(item, dict)]
    if len(kept) < len(items):
        doubts.add(f"{where}の「{key}」に読み取れないものがあり、飛ばしました。")
    return kept


def _point(raw: Mapping[str, Any]) -> Point:
    kind = _said(raw, "kind")
    return Point(
        kind=cast(PointKind, kind if kind in _own.POINT_KINDS else "other"),
        label=_text.tidy(_said(raw, "label")),
        value=_text.tidy(_said(raw, "value")),
        source=_text.tidy(_said(raw, "source"))[: _text.ROOM_SOURCE],
        on=_own.iso_day(_said(raw, "on")),
    )


def _fact(raw: Mapping[str, Any]) -> FactNote | None:
    keys = ("kind", "text", "on", "source", "state", "until", "wish")
    return _own.fact_of(_said(raw, key) for key in keys)


def _happening(raw: Mapping[str, Any], scope: str, keys: Counter[str]) -> Happening | None:
    at, direction = _own.iso_moment(_said(raw, "at")), _said(raw, "direction")
    channel, kind, reaction = _said(raw, "channel"), _said(raw, "kind"), _said(raw, "reaction")
    if at is None or direction not in _DIRECTIONS or channel not in _own.CHANNELS:
        return None
    base = f"{scope}|{at.isoformat()}|{direction}|{channel}|{kind}"
    keys[base] += 1
    text = _text.tidy_lines(_said(raw, "text"))[:_ROOM_BODY]
    return Happening(
        at=at,
        direction=cast(Direction, direction),
        channel=channel,
        kind=kind if kind in _own.KINDS else "message",
        form=_short(raw, "form") or "text",
        asks_reply=raw.get("asks_reply") is True,
        technique=_short(raw, "technique"),
        length=_number(raw, "length", 0) if "length" in raw else len(text),
        text=text or None,
        reaction=reaction if reaction in _own.REACTIONS else "",
        reaction_at=_own.iso_moment(_said(raw, "reaction_at")),
        thanks=raw.get("thanks") is True,
        recipients=_number(raw, "recipients", 1),
        no_answer_needed=raw.get("no_answer_needed") is True,
        source=_text.tidy(_said(raw, "source"))[: _text.ROOM_SOURCE],
        key=_text.tidy(_said(raw, "key"))[:_ROOM_KEY] or stable_key(base, keys[base]),
    )


def _contact(person: Person) -> dict[str, Any]:
    return {
        **{key: getattr(person, key) for key in _TEXTS},
        "met_on": _iso(person.met_on),
        "birthday": person.birthday,
        "closeness": person.closeness or "",
        "never_suggest": person.never_suggest,
        "comfort": person.comfort,
        "closed_at": _iso(person.closed_at),
        "closed_because": person.closed_because,
        "on": _iso(person.on),
        "tags": list(person.tags),
        "source": person.source,
        "provenance": {one.field: {"source": one.source, "on": _iso(one.on)} for one in person.origins},
        "seasons": [
            {"first": one.first, "last": one.last, "level": one.level, "text": one.text} for one in person.seasons
        ],
        "learning_from": _iso(person.learning_from),
        "points": [
            {
                "kind": point.kind,
                "label": point.label,
                "value": point.value,
                "source": point.source,
                "on": _iso(point.on),
            }
            for point in person.points
        ],
        "facts": [
            dict(zip(("kind", "text", "on", "source", "state", "until", "wish"), _own.fact_parts(fact), strict=True))
            for fact in person.facts
        ],
        "interactions": [_interaction(touch) for touch in person.touches],
    }


def _interaction(touch: Happening) -> dict[str, Any]:
    return {
        "at": touch.at.isoformat(),
        "direction": touch.direction,
        "channel": touch.channel,
        "kind": touch.kind,
        "form": touch.form,
        "asks_reply": touch.asks_reply,
        "technique": touch.technique,
        "length": touch.length,
        "text": touch.text,
        "reaction": touch.reaction,
        "reaction_at": _iso(touch.reaction_at),
        "thanks": touch.thanks,
        "recipients": touch.recipients,
        "no_answer_needed": touch.no_answer_needed,
        "source": touch.source,
        "key": touch.key,
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
