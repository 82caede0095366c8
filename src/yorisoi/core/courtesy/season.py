"""The year of a profession: busy and quiet seasons, the rhythm of its month, week and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .days import business_day_from_end, business_day_from_start
from .span import WEEKDAYS, Clock, Span, minutes
from .verdict import BRIEF, FREE, HOLD, NO_REPLY_ONLY, Channel, Note

_ASK_THEM = "ご本人に伺えると、より確かです。"


@dataclass(frozen=True, slots=True)
class Season:
    """One busy (level 1–3) or quiet (level 0) range of a profession's year."""

    span: Span
    level: int
    why: str


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
class Profession:
    """One row of the calendar. ``name`` is how the trade is spoken of; empty for the general row."""

    id: str
    name: str
    words: tuple[str, ...]
    covers: tuple[str, ...]
    seasons: tuple[Season, ...]
    monthly: tuple[MonthRule, ...]
    weekly: tuple[WeekRule, ...]
    daily: tuple[DayRule, ...]
    certain: bool
    source: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], sources: Mapping[str, str]) -> Profession:
        """Read one row of ``professions``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        seasons = [Season(Span.from_mapping(r), _level(r["level"]), r["why"]) for r in row.get("busy", [])]
        seasons += [Season(Span.from_mapping(r), FREE, r["why"]) for r in row.get("quiet", [])]
        return cls(
            id=row["id"],
            name=row["label"],
            words=tuple(row.get("words", ())),
            covers=tuple(row.get("covers", ())),
            seasons=tuple(seasons),
            monthly=tuple(_month_rule(r) for r in row.get("monthly", [])),
            weekly=tuple(_week_rule(r) for r in row.get("weekly", [])),
            daily=tuple(_day_rule(r) for r in row.get("daily", [])),
            certain=row["confidence"] != "low",
            source="; ".join(sources[key] for key in row["sources"]),
        )

    def season_notes(self, day: date) -> Iterator[Note]:
        """What the trade's year says about ``day``. Where seasons overlap, only the heaviest is worth saying."""
        found = [(season, held) for season in self.seasons if (held := season.span.holding(day))]
        heaviest = max((season.level for season, _ in found), default=FREE)
        for season, held in found:
            if season.level == heaviest:
                code = f"season.{self.id}" if season.level else f"quiet.{self.id}"
                yield Note(code, self._say(season, held[1]), season.level, *held, self.source)

    def rhythm_notes(self, day: date) -> Iterator[Note]:
        """What the trade's month and week say about ``day``."""
        for month in self.monthly:
            if month.applies(day):
                text = f"{self.name}の方は、{month.why}で慌ただしい日かもしれません。"
                yield Note(f"month.{self.id}", text, month.level, day, day, self.source)
        for week in self.weekly:
            if day.weekday() in week.weekdays:
                yield Note(f"week.{self.id}", week.why, week.level, day, day, self.source)

    def _say(self, season: Season, last: date) -> str:
        who = f"{self.name}の方は、" if self.name else ""
        end = f"{last.month}月{last.day}日ごろまで"
        text = {
            FREE: f"{who}{season.why}で、比較的落ち着いている時期です。",
            BRIEF: f"{who}{season.why}で少し慌ただしい時期です({end})。ひとこと短めに。",
            NO_REPLY_ONLY: f"{who}{season.why}で立て込む時期です({end})。送るなら、返信のいらない短いひとことを。",
            HOLD: f"{who}{season.why}でとてもお忙しい時期です({end})。頼まれたこと以外は、そっと待ちましょう。",
        }[season.level]
        return text if self.certain or season.level == FREE else text + _ASK_THEM


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
