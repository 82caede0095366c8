"""What only a whole export of this product knows: preferences, seasons, gatherings, where each field came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from yorisoi.apps.exchange.formats import _gatherings, _own, _text
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.record import Household, Origin, Season

MOST_SEASONS = 500  # of all professions together; an owner knows a few dozen
MOST_SEASONS_OF_ONE = 24  # as many as the address book takes of one person
MOST_PREFERENCES = 50  # names; there are eleven
FIELDS_WITH_ORIGIN = frozenset((*_text.ROOM, "birthday", "met_on")) - {"uid"}
_ROOM_SEASON = 200  # characters of what is said of a season
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LEVELS = range(4)
_FAR = "「{said}」は日付として遠すぎるか読めないため、その日付は入れずにおきます。"
_DAYS = ("met_on", "birthday", "on", "closed_at", "learning_from")
_NESTED_DAYS = (("points", ("on",)), ("facts", ("on", "until")), ("interactions", ("reaction_at",)))
_SHOWN = 40  # characters of a day that is none
_MOST_WARNINGS = 5  # of one person; a file with more has one fault many times


def household(whole: Mapping[str, Any], doubts: Doubts) -> Household | None:
    """Return what the file says of the owner and of gatherings; None when it says nothing."""
    said = whole.get("preferences")
    preferences = dict(islice(said.items(), MOST_PREFERENCES)) if isinstance(said, dict) else {}
    of_trades = seasons(whole.get("seasons"), most=MOST_SEASONS, of_trades=True)
    gathered = _gatherings.read(whole, doubts)
    if not (preferences or of_trades or gathered):
        return None
    return Household(preferences=preferences, seasons=of_trades, **gathered)


def seasons(raw: Any, *, most: int = MOST_SEASONS_OF_ONE, of_trades: bool = False) -> tuple[Season, ...]:
    """Return the seasons that can be read; of trades only those that name one."""
    found: dict[Season, None] = {}
    for one in raw[:most] if isinstance(raw, list) else ():
        if not isinstance(one, dict):
            continue
        first, last, level = _line(one, "first", 5), _line(one, "last", 5), one.get("level")
        trade = _line(one, "profession", _text.ROOM["profession"]) if of_trades else ""
        if not (_is_day(first) and _is_day(last)) or bool(trade) is not of_trades:
            continue
        if isinstance(level, int) and not isinstance(level, bool) and level in _LEVELS:
            text = _line(one, "text", _ROOM_SEASON)
            found[Season(first=first, last=last, level=level, text=text, profession=trade)] = None
    return tuple(found)


def origins(raw: Any) -> tuple[Origin, ...]:
    """Return where the fields of a card came from."""
    if not isinstance(raw, dict):
        return ()
    return tuple(
        Origin(field=name, source=_line(entry, "source", _text.ROOM_SOURCE), on=_own.iso_day(str(entry.get("on"))))
        for name, entry in raw.items()
        if name in FIELDS_WITH_ORIGIN and isinstance(entry, dict)
    )


def far_days(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence for each day of a person that cannot be kept."""
    said = [raw.get(name) for name in _DAYS]
    for name, days in _NESTED_DAYS:
        items = raw.get(name)
        said += [
            one.get(day) for one in (items if isinstance(items, list) else ()) if isinstance(one, dict) for day in days
        ]
    lost = dict.fromkeys(text for text in said if isinstance(text, str) and text and not _is_kept(text))
    return tuple(_FAR.format(said=_text.tidy(text)[:_SHOWN]) for text in islice(lost, _MOST_WARNINGS))


def _is_kept(text: str) -> bool:
    return _own.iso_day(text) is not None or _own.iso_moment(text) is not None or bool(_text.parse_birthday(text))


def _is_day(text: str) -> bool:
    if not _MONTH_DAY.fullmatch(text):
        return False
    return bool(_text.parse_birthday(f"--{text}"))


def _line(raw: Mapping[str, Any], name: str, room: int) -> str:
    value = raw.get(name)
    return _text.tidy(value)[:room] if isinstance(value, str) else ""
