"""The facts of the courtesy calendar, read once from the data file and asked many times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from .days import day_off_name, is_day_off
from .greeting import GreetingWindow
from .hours import Hours, WeekdayHours
from .national import Quiet, beside_long_run
from .season import MonthRule, Profession
from .tuning import DAY_CACHE_SIZE
from .verdict import BRIEF, FREE, NO_REPLY_ONLY, Channel, Note

DayNotes = tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """What the calendar says about one day, for one trade on one channel.

    ``blocks`` are the notes for which a courteous sender would wait, even where a short word is still allowed.
    """

    notes: DayNotes
    blocks: DayNotes


@dataclass(frozen=True, eq=False)
class Table:
    """Seasons, quiet periods, greetings and hours. Make it with :meth:`from_mapping`; it never changes."""

    professions: Mapping[str, Profession]
    fallback: str
    quiets: tuple[Quiet, ...]
    greetings: tuple[GreetingWindow, ...]
    hours: Mapping[Channel, Hours]
    weekday_hours: tuple[WeekdayHours, ...]
    settling: Mapping[str, tuple[MonthRule, ...]]
    _alias: Mapping[str, str]
    _view: Callable[[str, Channel, date], DayView] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_view", lru_cache(maxsize=DAY_CACHE_SIZE)(self._look))

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Table:
        """Read the parsed ``busy_seasons.yaml``.

        Raises:
            KeyError, ValueError: a field is missing, a number is out of range, or two rows claim one profession.
        """
        sources = data["sources"]
        professions = {row["id"]: Profession.from_mapping(row, sources) for row in data["professions"]}
        fallback = data["defaults"]["unknown_profession"]
        if fallback not in professions:
            raise ValueError(f"no row for the fallback profession {fallback!r}")
        return cls(
            professions=professions,
            fallback=fallback,
            quiets=tuple(Quiet.from_mapping(row) for row in data["national_quiet"]),
            greetings=tuple(GreetingWindow.from_mapping(row) for row in data["greeting_windows"]),
            hours=_hours(data["hours"], sources),
            weekday_hours=tuple(WeekdayHours.from_mapping(row) for row in data["weekday_hours"]),
            settling=_settling(data["defaults"], professions),
            _alias=_aliases(professions),
        )

    def resolve(self, profession: str | None) -> str:
        """The row of a profession: by id, by an id another row covers, or by the words of free text.

        Unknown and empty professions take the general row; the longest known word in a text wins.
        """
        if not profession:
            return self.fallback
        known = self._alias.get(profession)
        if known:
            return known
        found = [(len(word), row.id) for row in self.professions.values() for word in row.words if word in profession]
        return max(found)[1] if found else self.fallback

    def view(self, profession: str, channel: Channel, day: date) -> DayView:
        """What the calendar says about ``day``; ``profession`` is a row's id. Remembered, within bounds."""
        return self._view(profession, channel, day)

    def _look(self, profession: str, channel: Channel, day: date) -> DayView:
        row = self.professions[profession]
        seasons = tuple(row.season_notes(day))
        calm = any(note.level == FREE for note in seasons) and not any(note.level > BRIEF for note in seasons)
        national, waiting = self._national(day, channel, calm)
        rest = tuple(self._rest_notes(day, channel, row, calm, bool(national)))
        notes = (*seasons, *national, *rest)
        blocks = (*(note for note in notes if note.level >= NO_REPLY_ONLY and not _season(note)), *waiting)
        return DayView(tuple(sorted(notes, key=lambda note: -note.level)), blocks)

    def _national(self, day: date, channel: Channel, calm: bool) -> tuple[DayNotes, DayNotes]:
        """Notes of the quiet periods, and those of the days of catching up after them."""
        notes, waiting = [], []
        for quiet in self.quiets:
            if channel in quiet.spares or (quiet.yields_to_quiet and calm):
                continue
            held = quiet.holding(day)
            if held:
                notes.append(Note(f"national.{quiet.id}", quiet.text, quiet.level, *held, quiet.source))
            elif recovering := quiet.recovering(day):
                waiting.append(Note(f"national.{quiet.id}", quiet.text, BRIEF, *recovering, quiet.source))
        return tuple(notes), tuple(waiting)

    def _rest_notes(self, day: date, channel: Channel, row: Profession, calm: bool, told: bool) -> Iterator[Note]:
        """Days off, the days beside a holiday run, and the rhythm of month and week."""
        level = self.hours[channel].day_off
        if level == FREE:
            return
        yield from row.rhythm_notes(day)
        if is_day_off(day):
            text = f"お休みの日です({day_off_name(day)})。急ぎでなければ、次の営業日に。"
            yield Note("day_off", text, level, day, day, "国民の祝日に関する法律・行政機関の休日に関する法律")
            return
        if not told and beside_long_run(day):
            yield Note("long_weekend", "連休の前後です。新しい話は少し待つとよさそうです。", BRIEF, day, day, "")
        if calm:
            return
        for rule in self.settling[row.id]:
            if rule.applies(day):
                yield Note(
                    "month.settling", f"{rule.why}で慌ただしい頃です。ひとこと短めに。", rule.level, day, day, ""
                )


def _season(note: Note) -> bool:
    """A season of weeks below level 3 asks for brevity, not for waiting months on end."""
    return note.code.startswith("season.") and note.level <= NO_REPLY_ONLY


def _hours(rows: Mapping[str, Any], sources: Mapping[str, str]) -> dict[Channel, Hours]:
    return {channel: Hours.from_mapping(rows[rows[channel].get("like", channel)], sources) for channel in Channel}


def _settling(defaults: Mapping[str, Any], professions: Mapping[str, Profession]) -> dict[str, tuple[MonthRule, ...]]:
    usual = (int(defaults["month_start_business_days"]), int(defaults["month_end_business_days"]))
    closing = (int(defaults["settling_business_days"]),) * 2
    table: dict[str, tuple[MonthRule, ...]] = {}
    for key in professions:
        first, last = closing if key in defaults["settling_professions"] else usual
        start = MonthRule(BRIEF, "月初の締めや支払い", first=first)
        end = MonthRule(BRIEF, "月末の締めや支払い", last=last)
        table[key] = (start, end)
    return table


def _aliases(professions: Mapping[str, Profession]) -> dict[str, str]:
    alias = {key: key for key in professions}
    for row in professions.values():
        for covered in row.covers:
            if covered in alias:
                raise ValueError(f"two rows claim {covered!r}")
            alias[covered] = row.id
    return alias
