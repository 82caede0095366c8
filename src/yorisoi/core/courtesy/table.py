"""The facts of the courtesy calendar, read once from the data file and asked many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from .customs import Custom, closing_months, folded, found_in
from .days import day_off_name, day_off_text, is_day_off
from .greeting import GreetingWindow
from .hours import Hours, WeekdayHours
from .national import Quiet, beside_long_run
from .season import MonthRule, Profession
from .trade import Trade, TradeKey, merged
from .tuning import DAY_CACHE_SIZE, TRADE_CACHE_SIZE
from .verdict import BRIEF, FREE, HOLD, NO_REPLY_ONLY, Channel, Note

DayNotes = tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """What the calendar says about one day, for one trade on one channel.

    ``blocks`` are the notes for which a courteous sender would wait, even where a short word is still allowed; ``firm``
    are those among them for which even a day that they named themselves waits: a day off, and whatever holds all.
    """

    notes: DayNotes
    blocks: DayNotes
    firm: DayNotes


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
    customs: tuple[Custom, ...]
    _alias: Mapping[str, str]
    _view: Callable[[Trade, Channel, date], DayView] = field(init=False, repr=False)
    _known: Callable[[str, tuple[str, ...]], Trade] = field(init=False, repr=False)
    _merged: Callable[[TradeKey], Trade] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_view", lru_cache(maxsize=DAY_CACHE_SIZE)(self._look))
        object.__setattr__(self, "_known", lru_cache(maxsize=TRADE_CACHE_SIZE)(self._recognise))
        object.__setattr__(self, "_merged", lru_cache(maxsize=TRADE_CACHE_SIZE)(self._merge))

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Table:
        """Read the parsed ``busy_seasons.yaml``.

        Raises:
            KeyError, ValueError: a field is missing, a number is out of range, two rows claim one profession, or a row
                names another that is not there.
        """
        sources = data["sources"]
        professions = {row["id"]: Profession.from_mapping(row, sources) for row in data["professions"]}
        fallback = data["defaults"]["unknown_profession"]
        if fallback not in professions:
            raise ValueError(f"no row for the fallback profession {fallback!r}")
        quiets = tuple(Quiet.from_mapping(row) for row in data["national_quiet"])
        customs = tuple(Custom.from_mapping(row) for row in data["customs"])
        _check_names(professions, quiets, customs, data["greeting_windows"])
        return cls(
            professions=professions,
            fallback=fallback,
            quiets=quiets,
            greetings=tuple(GreetingWindow.from_mapping(row) for row in data["greeting_windows"]),
            hours=_hours(data["hours"], sources),
            weekday_hours=tuple(WeekdayHours.from_mapping(row) for row in data["weekday_hours"]),
            settling=_settling(data["defaults"], professions),
            customs=customs,
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

    def trade(self, profession: str | None, tags: tuple[str, ...] = ()) -> Trade:
        """Whose calendar this is: the row of the profession, with the fields and customs that the tags tell of.

        Free text about the profession is read like a tag, too. The same answer is the same object, within bounds.
        """
        return self._known(profession or "", tags)

    def _recognise(self, profession: str, tags: tuple[str, ...]) -> Trade:
        row = self.resolve(profession)
        said = tuple(folded(text) for text in (*tags, *(() if profession in self._alias else (profession,))))
        key = TradeKey(
            row=row,
            fields=tuple(each.id for each in self.professions[row].fields if found_in(each.words, said)),
            customs=tuple(custom.id for custom in self.customs if found_in(custom.words, said)),
            months=closing_months(said) if self.professions[row].fiscal else (),
        )
        return self._merged(key)

    def _merge(self, key: TradeKey) -> Trade:
        return merged(key, self.professions)

    def view(self, trade: Trade, channel: Channel, day: date) -> DayView:
        """What the calendar says about ``day``. Remembered, within bounds."""
        return self._view(trade, channel, day)

    def _look(self, trade: Trade, channel: Channel, day: date) -> DayView:
        seasons = tuple(trade.season_notes(day))
        calm = any(note.level == FREE for note in seasons) and not any(note.level > BRIEF for note in seasons)
        national, waiting = self._national(day, channel, trade, calm)
        rest = tuple(self._rest_notes(day, channel, trade, calm, bool(national)))
        notes = (*seasons, *national, *rest)
        blocks = (*(note for note in notes if note.level >= NO_REPLY_ONLY and not _season(note)), *waiting)
        firm = tuple(note for note in blocks if note.level >= HOLD or note.code == "day_off")
        return DayView(tuple(sorted(notes, key=lambda note: -note.level)), blocks, firm)

    def _national(self, day: date, channel: Channel, trade: Trade, calm: bool) -> tuple[DayNotes, DayNotes]:
        """Notes of the quiet periods, and those of the days of catching up after them."""
        notes, waiting = [], []
        for quiet in self.quiets:
            if channel in quiet.spares or quiet.id in trade.open_in or (quiet.yields_to_quiet and calm):
                continue
            if quiet.custom and quiet.custom not in trade.customs:
                continue
            held = quiet.holding(day)
            if held:
                notes.append(Note(f"national.{quiet.id}", quiet.text, quiet.level, *held, quiet.source))
            elif recovering := quiet.recovering(day):
                waiting.append(Note(f"national.{quiet.id}", quiet.text, BRIEF, *recovering, quiet.source))
        return tuple(notes), tuple(waiting)

    def _rest_notes(self, day: date, channel: Channel, trade: Trade, calm: bool, told: bool) -> Iterator[Note]:
        """Days off, the days beside a holiday run, and the rhythm of month and week."""
        level = self.hours[channel].day_off
        if level == FREE:
            return
        yield from trade.rhythm_notes(day)
        if is_day_off(day):
            source = "国民の祝日に関する法律・行政機関の休日に関する法律"
            yield Note("day_off", day_off_text([day_off_name(day)]), level, day, day, source)
            return
        if not told and beside_long_run(day):
            yield Note("long_weekend", "連休の前後です。新しい話は少し待つとよさそうです。", BRIEF, day, day, "")
        if calm:
            return
        for rule in self.settling[trade.row]:
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


def _check_names(
    professions: Mapping[str, Profession],
    quiets: tuple[Quiet, ...],
    customs: tuple[Custom, ...],
    greetings: Iterable[Mapping[str, Any]],
) -> None:
    """A row that names a profession, a quiet period or a custom must name one that is there."""
    known_customs = {"", *(custom.id for custom in customs)}
    told = [quiet.custom for quiet in quiets]
    told += [row.get(word, "") for row in greetings for word in ("custom", "unless")]
    strange = set(told) - known_customs
    for row in professions.values():
        strange |= {each.also for each in row.fields} - {"", *professions}
        strange |= {name for each in row.fields for name in each.open_in} - {quiet.id for quiet in quiets}
    if strange:
        raise ValueError(f"named but not there: {', '.join(sorted(strange))}")
