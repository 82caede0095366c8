"""What a whole export of this product says of gatherings: events, who was there, who was caught and still waits.

Each list is read up to a bound; what an honest house holds lies far below it, and a word is said where a file goes beyond.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from yorisoi.apps.exchange.formats import _own, _text
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.record import Attended, Captured, Gathering

PRESENCES = ("came", "present", "expected", "away")
# Rows of a kind: two gatherings a week for forty years, twenty people known at each. The plan is held in memory.
MOST_SERIES, MOST_EVENTS, MOST_ATTENDANCES = 500, 5_000, 100_000
MOST_CAPTURES = 2_000  # waiting for a debrief; an evening brings ten
MOST_PAIRS = 5_000  # of people who are not one
# Characters, as the tables hold them.
_ROOM_UID, _ROOM_NAME, _ROOM_PLACE, _ROOM_URL, _ROOM_NOTE, _ROOM_SAID, _ROOM_KEY = 255, 200, 300, 500, 4000, 300, 80
_MORE = "{what}が多いため、はじめの{most:,}件まで読みました。"
_UNREAD = "{what}に読み取れないものが{n:,}件あり、飛ばしました。"
_NAMES = {
    "series": "定例の会",
    "events": "交流会",
    "attendances": "いらした方の記録",
    "captures": "ふりかえり待ちの控え",
    "not_same": "「別の方」のしるし",
}


def read(whole: Mapping[str, Any], doubts: Doubts) -> dict[str, tuple[Any, ...]]:
    """Return the lists of a ``Household`` that speak of gatherings, only those that hold anything."""
    found = {
        "series": _each(whole, "series", MOST_SERIES, doubts, _series),
        "events": _each(whole, "events", MOST_EVENTS, doubts, _event),
        "attendances": _each(whole, "attendances", MOST_ATTENDANCES, doubts, _attendance),
        "captures": _each(whole, "captures", MOST_CAPTURES, doubts, _capture),
        "not_same": _each(whole, "not_same", MOST_PAIRS, doubts, _pair),
    }
    return {key: rows for key, rows in found.items() if rows}


def _each(whole: Mapping[str, Any], key: str, most: int, doubts: Doubts, made: Callable[[Any], Any]) -> tuple[Any, ...]:
    raw = whole.get(key)
    if not isinstance(raw, list):
        return ()
    if len(raw) > most:
        doubts.add(_MORE.format(what=_NAMES[key], most=most))
    rows: dict[Any, None] = {}
    unread = 0
    for one in islice(raw, most):
        row = made(one)
        if row is None:
            unread += 1
        else:
            rows[row] = None
    if unread:
        doubts.add(_UNREAD.format(what=_NAMES[key], n=unread))
    return tuple(rows)


def _series(raw: Any) -> str | None:
    return (_text.tidy(raw)[:_ROOM_NAME] or None) if isinstance(raw, str) else None


def _event(raw: Any) -> Gathering | None:
    if not isinstance(raw, dict):
        return None
    uid, name = _line(raw, "uid", _ROOM_UID), _line(raw, "name", _ROOM_NAME)
    starts_at, ends_at = (_own.iso_moment(_said(raw, key)) for key in ("starts_at", "ends_at"))
    if not uid or not name or starts_at is None:
        return None
    url = _text.tidy(_said(raw, "url"))
    return Gathering(
        uid=uid,
        name=name,
        starts_at=starts_at,
        ends_at=ends_at if ends_at is not None and ends_at >= starts_at else None,
        all_day=raw.get("all_day") is True,
        series=_line(raw, "series", _ROOM_NAME),
        place=_line(raw, "place", _ROOM_PLACE),
        host=_line(raw, "host", _ROOM_NAME),
        url=url if len(url) <= _ROOM_URL and url.startswith(("https://", "http://")) else "",
        note=_text.tidy_lines(_said(raw, "note"))[:_ROOM_NOTE],
        source=_line(raw, "source", _text.ROOM_SOURCE),
    )


def _attendance(raw: Any) -> Attended | None:
    if not isinstance(raw, dict):
        return None
    event, person, presence = (_line(raw, key, _ROOM_UID) for key in ("event", "person", "presence"))
    if not event or not person or presence not in PRESENCES:
        return None
    said, meeting = _line(raw, "said", _ROOM_SAID), _line(raw, "meeting", _ROOM_KEY)
    return Attended(event=event, person=person, presence=presence, said=said, meeting=meeting)


def _capture(raw: Any) -> Captured | None:
    if not isinstance(raw, dict):
        return None
    captured_at = _own.iso_moment(_said(raw, "captured_at"))
    try:
        client_id = str(uuid.UUID(_said(raw, "client_id")))
    except ValueError:
        return None
    name = _line(raw, "name", _ROOM_NAME)
    note, code = (_text.tidy_lines(_said(raw, key))[:_ROOM_NOTE] for key in ("note", "code"))
    if captured_at is None or not (name or note or code):
        return None
    event = _line(raw, "event", _ROOM_UID)
    return Captured(client_id=client_id, captured_at=captured_at, event=event, name=name, note=note, code=code)


def _pair(raw: Any) -> tuple[str, str] | None:
    if not isinstance(raw, list) or len(raw) != 2 or not all(isinstance(one, str) for one in raw):
        return None
    one, other = sorted(_text.tidy(each)[:_ROOM_UID] for each in raw)
    return (one, other) if one and one != other else None


def _line(raw: Mapping[str, Any], key: str, room: int) -> str:
    return _text.tidy(_said(raw, key))[:room]


def _said(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""
