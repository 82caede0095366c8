"""A person's own trade: the row of their profession, seen through their fields, their customs and their closing month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .season import Field, Profession, Rhythm, Season
from .span import Span
from .tuning import CLOSING_DAYS, FILING_MONTHS, ORDINARY_YEAR
from .verdict import FREE, Note


class TradeKey(NamedTuple):
    """What makes two people's calendars the same: the row, and ids of fields and customs, and months of closing."""

    row: str
    fields: tuple[str, ...] = ()
    customs: tuple[str, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Trade:
    """The year of one kind of people. ``notes`` are facts about them that no date can hold, in sentences."""

    key: TradeKey
    name: str
    fields: tuple[str, ...]
    seasons: tuple[Season, ...]
    rhythm: Rhythm
    open_in: frozenset[str]
    customs: frozenset[str]
    notes: tuple[str, ...]
    source: str

    @property
    def row(self) -> str:
        """Id of the profession's row."""
        return self.key.row

    def season_notes(self, day: date) -> Iterator[Note]:
        """What the trade's year says about ``day``. Where seasons overlap, only the heaviest is worth saying."""
        found = [(season, held) for season in self.seasons if (held := season.holding(day))]
        heaviest = max((season.level for season, _ in found), default=FREE)
        for season, held in found:
            if season.level == heaviest:
                code = f"season.{self.row}" if season.level else f"quiet.{self.row}"
                yield Note(code, season.say(held[1]), season.level, *held, season.source)

    def rhythm_notes(self, day: date) -> Iterator[Note]:
        """What the trade's month and week say about ``day``."""
        for month in self.rhythm.monthly:
            if month.applies(day):
                text = f"{self.name}の方は、{month.why}で慌ただしい日かもしれません。"
                yield Note(f"month.{self.row}", text, month.level, day, day, self.source)
        for week in self.rhythm.weekly:
            if day.weekday() in week.weekdays:
                yield Note(f"week.{self.row}", week.why, week.level, day, day, self.source)


def merged(key: TradeKey, professions: Mapping[str, Profession]) -> Trade:
    """The trade of a key: the row's seasons, or its fields' in their place or beside them."""
    row = professions[key.row]
    fields = tuple(field for field in row.fields if field.id in key.fields)
    seasons = tuple(_own_seasons(row, fields, key.months))
    rhythm = row.rhythm
    for field in fields:
        rhythm = rhythm + field.rhythm
        seasons += field.seasons
        if field.also:
            seasons += tuple(replace(s, who=f"{row.name}({field.label})") for s in professions[field.also].seasons)
    return Trade(
        key=key,
        name=row.name,
        fields=tuple(field.label for field in fields),
        seasons=seasons,
        rhythm=rhythm,
        open_in=frozenset().union(*(field.open_in for field in fields)),
        customs=frozenset(key.customs),
        notes=tuple(note for note in (row.note, *(field.note for field in fields)) if note),
        source=row.source,
    )


def _own_seasons(row: Profession, fields: tuple[Field, ...], months: tuple[int, ...]) -> Iterator[Season]:
    """The row's seasons that still hold, and those that follow the months in which the books are closed."""
    if any(not field.adds for field in fields):
        return
    told = row.fiscal is not None and months != ()
    for season in row.seasons:
        if not told or season.fiscal is None or season.fiscal in months:
            yield season
    if row.fiscal is None:
        return
    shipped = {season.fiscal for season in row.seasons}
    for month in months:
        if month not in shipped:
            yield replace(row.fiscal, span=_closing(month), why=f"{month}月{row.fiscal.why}")


def _closing(month: int) -> Span:
    """From the last week of the closing month to the end of the second month after it, when the filing is due."""
    first = monthrange(ORDINARY_YEAR, month)[1] - CLOSING_DAYS + 1
    due = (month + FILING_MONTHS - 1) % 12 + 1
    last = 29 if due == 2 else monthrange(ORDINARY_YEAR, due)[1]  # 02-29 stands for the last day of February
    return Span((month, first), (due, last), deadline=True)
