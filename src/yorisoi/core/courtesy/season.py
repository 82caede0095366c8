"""The rows of the calendar: busy and quiet seasons of a profession and its fields, the rhythm of month, week and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .customs import folded_words
from .days import business_day_from_end, business_day_from_start
from .span import WEEKDAYS, Clock, Span, minutes
from .verdict import BRIEF, FREE, HOLD, NO_REPLY_ONLY, Channel

_ASK_THEM = "ご本人に伺えると、より確かです。"


@dataclass(frozen=True, slots=True)
class Season:
    """One busy (level 1–3) or quiet (level 0) range of the year.

    ``who`` is how a sentence names those it holds for (empty for everyone). ``every``: only in years that are a whole
    number of such periods away from a given year. ``fiscal``: the month whose closing of books it follows, if any.
    """

    span: Span
    level: int
    why: str
    who: str = ""
    certain: bool = True
    source: str = ""
    every: tuple[int, int] | None = None
    fiscal: int | None = None

    def holding(self, day: date) -> tuple[date, date] | None:
        """First and last day of the season if it holds ``day``, or ``None``."""
        held = self.span.holding(day)
        if held and self.every and (held[0].year - self.every[1]) % self.every[0]:
            return None
        return held

    def say(self, last: date) -> str:
        """The season in a sentence, with its last day and what to do."""
        who = f"{self.who}の方は、" if self.who else ""
        end = f"{last.month}月{last.day}日ごろまで"
        text = {
            FREE: f"{who}{self.why}で、比較的落ち着いている時期です。",
            BRIEF: f"{who}{self.why}で少し慌ただしい時期です({end})。ひとこと短めに。",
            NO_REPLY_ONLY: f"{who}{self.why}で立て込む時期です({end})。送るなら、返信のいらない短いひとことを。",
            HOLD: f"{who}{self.why}でとてもお忙しい時期です({end})。頼まれたこと以外は、そっと待ちましょう。",
        }[self.level]
        return text if self.certain or self.level == FREE else text + _ASK_THEM


@dataclass(frozen=True, slots=True)
class MonthRule:
    """Days of every month: a range of dates, the first or last business days, or multiples of a number."""

    level: int
    why: str
    dates: tuple[int, int] | None = None
    first: int = 0
    last: int = 0
    multiples_of: int = 0

    def applies(self, day: date) -> bool:
        """Whether ``day`` is one of them."""
        if self.dates and self.dates[0] <= day.day <= self.dates[1]:
            return True
        if self.multiples_of and day.day % self.multiples_of == 0:
            return True
        from_start = business_day_from_start(day) if self.first else None
        if from_start is not None and from_start <= self.first:
            return True
        from_end = business_day_from_end(day) if self.last else None
        return from_end is not None and from_end <= self.last


@dataclass(frozen=True, slots=True)
class WeekRule:
    """Weekdays (0 is Monday) on which a trade is hard to reach."""

    weekdays: frozenset[int]
    level: int
    why: str


@dataclass(frozen=True, slots=True)
class DayRule:
    """Hours of the day in which a trade should not be disturbed on certain channels."""

    clock: Clock
    level: int
    channels: frozenset[Channel]
    why: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The month, the week and the day of a trade."""

    monthly: tuple[MonthRule, ...]
    weekly: tuple[WeekRule, ...]
    daily: tuple[DayRule, ...]

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> Rhythm:
        """Read ``monthly``, ``weekly`` and ``daily`` of a row.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        return cls(
            tuple(_month_rule(r) for r in row.get("monthly", ())),
            tuple(_week_rule(r) for r in row.get("weekly", ())),
            tuple(_day_rule(r) for r in row.get("daily", ())),
        )

    def __add__(self, other: Rhythm) -> Rhythm:
        return Rhythm(self.monthly + other.monthly, self.weekly + other.weekly, self.daily + other.daily)


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a trade with a year of its own, known by a person's tags.

    ``adds``: its seasons come beside the trade's, otherwise in their place. ``also``: another profession whose seasons
    hold for these people too. ``open_in``: national quiet periods in which they work as usual.
    """

    id: str
    label: str
    words: tuple[str, ...]
    adds: bool
    seasons: tuple[Season, ...]
    rhythm: Rhythm
    also: str
    open_in: frozenset[str]
    note: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], trade: str, sources: Mapping[str, str]) -> Field:
        """Read one row of ``fields``; ``trade`` is how the profession is spoken of.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        return cls(
            id=row["id"],
            label=row["label"],
            words=folded_words(row["words"]),
            adds=bool(row.get("adds", False)),
            seasons=tuple(_seasons(row, f"{trade}({row['label']})", sources)),
            rhythm=Rhythm.from_mapping(row),
            also=row.get("also", ""),
            open_in=frozenset(row.get("open_in", ())),
            note=row.get("note", ""),
        )


@dataclass(frozen=True, slots=True)
class Profession:
    """One row of the calendar. ``name`` is how the trade is spoken of; empty for the general row.

    ``fiscal``: how busy the weeks after any closing of books are, where tags can name the month; ``None`` otherwise.
    """

    id: str
    name: str
    words: tuple[str, ...]
    covers: tuple[str, ...]
    seasons: tuple[Season, ...]
    rhythm: Rhythm
    fields: tuple[Field, ...]
    fiscal: Season | None
    note: str
    source: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], sources: Mapping[str, str]) -> Profession:
        """Read one row of ``professions``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        name = row["label"]
        rule = row.get("fiscal")
        anywhere = Span((1, 1), (1, 1), deadline=True)  # its days follow the month that a tag names
        return cls(
            id=row["id"],
            name=name,
            words=tuple(row.get("words", ())),
            covers=tuple(row.get("covers", ())),
            seasons=tuple(_seasons(row, name, sources)),
            rhythm=Rhythm.from_mapping(row),
            fields=tuple(Field.from_mapping(r, name, sources) for r in row.get("fields", ())),
            fiscal=Season(anywhere, _level(rule["level"]), rule["why"], name, source=rule["source"]) if rule else None,
            note=row.get("note", ""),
            source=_source(row, sources),
        )


def _seasons(row: Mapping[str, Any], who: str, sources: Mapping[str, str]) -> Iterator[Season]:
    certain, source = row["confidence"] != "low", _source(row, sources)
    for each in row.get("busy", ()):
        every = (int(each["every"]), int(each["since"])) if "every" in each else None
        fiscal = int(each["fiscal"]) if "fiscal" in each else None
        yield Season(Span.from_mapping(each), _level(each["level"]), each["why"], who, certain, source, every, fiscal)
    for each in row.get("quiet", ()):
        fiscal = int(each["fiscal"]) if "fiscal" in each else None
        yield Season(Span.from_mapping(each), FREE, each["why"], who, certain, source, fiscal=fiscal)


def _source(row: Mapping[str, Any], sources: Mapping[str, str]) -> str:
    return "; ".join(sources[key] for key in row["sources"])


def _level(value: Any) -> int:
    if value not in (BRIEF, NO_REPLY_ONLY, HOLD):
        raise ValueError(f"a level is 1, 2 or 3, not {value!r}")
    return int(value)


def _month_rule(row: Mapping[str, Any]) -> MonthRule:
    dates = row.get("days")
    return MonthRule(
        level=_level(row["level"]),
        why=row["why"],
        dates=(int(dates[0]), int(dates[1])) if dates else None,
        first=int(row.get("first", 0)),
        last=int(row.get("last", 0)),
        multiples_of=int(row.get("multiples_of", 0)),
    )


def _week_rule(row: Mapping[str, Any]) -> WeekRule:
    return WeekRule(frozenset(WEEKDAYS.index(d) for d in row["days"]), _level(row["level"]), row["why"])


def _day_rule(row: Mapping[str, Any]) -> DayRule:
    channels = frozenset(Channel(c) for c in row["channels"])
    clock = Clock(minutes(row["from"]), minutes(row["to"]))
    return DayRule(clock, _level(row["level"]), channels, row["why"])
