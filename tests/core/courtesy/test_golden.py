"""Three whole years against tables written by hand from the sources: every profession, every day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from yorisoi.core.courtesy import JST, Channel, Table, Verdict, day_notes, lasting
from yorisoi.core.courtesy.days import business_day_from_end, business_day_from_start, is_day_off

HERE = Path(__file__).parent / "golden"
YEARS = (2026, 2027, 2028)
RANGE = re.compile(r"(\d\d-\d\d)\.\.(\d\d-\d\d) (\S+)(?: (\S+))?")


@dataclass
class Row:
    """What a golden heading says of one year."""

    busy: list[tuple[date, date, int]] = field(default_factory=list)
    calm: list[tuple[date, date]] = field(default_factory=list)
    named: list[tuple[date, date, int, str]] = field(default_factory=list)

    def level(self, day: date) -> int:
        return max((level for first, last, level in self.busy if first <= day <= last), default=0)

    def is_calm(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.calm)


def lines_of(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text and not text.startswith("#"):
            yield text


def read_seasons() -> dict[tuple[str, int], Row]:
    rows: dict[tuple[str, int], Row] = {}
    heading: list[tuple[str, int]] = []
    for line in lines_of("seasons.txt"):
        if line.startswith("["):
            row, *years = line.strip("[]").split()
            heading = [(row, int(year)) for year in years]
            for key in heading:
                assert key not in rows, key
                rows[key] = Row()
            continue
        match = RANGE.fullmatch(line)
        assert match, line
        for key in heading:
            first, last = (date.fromisoformat(f"{key[1]}-{match[number]}") for number in (1, 2))
            assert first <= last, line
            if match[3] == "calm":
                rows[key].calm.append((first, last))
            else:
                rows[key].busy.append((first, last, int(match[3])))
    return rows


def read_country() -> dict[int, Row]:
    rows: dict[int, Row] = {}
    year = 0
    for line in lines_of("country.txt"):
        if line.startswith("["):
            year = int(line.strip("[]"))
            rows[year] = Row()
            continue
        match = RANGE.fullmatch(line)
        assert match, line
        first, last = (date.fromisoformat(f"{year}-{match[number]}") for number in (1, 2))
        rows[year].named.append((first, last, int(match[3]), match[4]))
    return rows


SEASONS, COUNTRY = read_seasons(), read_country()


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def expected(profession: str, day: date) -> tuple[int, bool]:
    """The heaviest level that the tables give the day, and whether it is a calm one."""
    row = SEASONS[profession, day.year]
    busy = row.level(day)
    # Calm and slightly busy at once: the busy season is what is told, and the change of the year is felt as usual.
    calm = row.is_calm(day) and busy == 0
    national = [
        level
        for first, last, level, name in COUNTRY[day.year].named
        if first <= day <= last and not (name == "nendo_kawari" and calm)
    ]
    return max([busy, *national]), calm and not national


def test_the_golden_tables_speak_of_every_profession_and_year(table: Table) -> None:
    assert set(SEASONS) == {(row, year) for row in table.professions for year in YEARS}
    assert set(COUNTRY) == set(YEARS)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("profession", sorted({row for row, _ in SEASONS}))
def test_every_day_of_the_year_is_as_busy_as_the_sources_say(table: Table, profession: str, year: int) -> None:
    notes_of = lasting(lambda day: day_notes(day, channel=Channel.EMAIL, profession=profession, table=table))
    wrong = []
    for day in days_of(year):
        notes = notes_of(day)
        found = max((note.level for note in notes), default=0)
        calm = found == 0 and any(note.code.startswith("quiet.") for note in notes)
        if (found, calm) != expected(profession, day):
            wrong.append(f"{day}: {found}, {calm}, not {expected(profession, day)}")
    assert not wrong, "\n".join(wrong[:10])


@pytest.mark.parametrize("year", YEARS)
def test_the_quiet_periods_of_the_country_begin_and_end_as_the_law_makes_them(table: Table, year: int) -> None:
    for first, last, level, name in COUNTRY[year].named:
        for day in (first, last):
            notes = day_notes(day, channel=Channel.EMAIL, profession=None, table=table)
            found = [note for note in notes if note.code == f"national.{name}"]
            assert [note.level for note in found] == [level], (name, day)
            if name != "nenmatsu_nenshi":  # which reaches over the year end
                assert (found[0].from_, found[0].until) == (first, last)
    inside = {
        (name, day) for first, last, _, name in COUNTRY[year].named for day in days_of(year) if first <= day <= last
    }
    for day in days_of(year):
        for note in day_notes(day, channel=Channel.EMAIL, profession=None, table=table):
            if note.code.startswith("national."):
                assert (note.code.partition(".")[2], day) in inside, (note.code, day)


def months() -> list[tuple[int, int, list[int], list[int]]]:
    found = []
    for line in lines_of("months.txt"):
        month, _, days = line.partition(": ")
        first, last = ([int(day) for day in part.split()] for part in days.split("|"))
        found.append((int(month[:4]), int(month[5:]), first, last))
    return found


@pytest.mark.parametrize(("year", "month", "first", "last"), months())
def test_the_ends_of_the_month_are_told(table: Table, year: int, month: int, first: list[int], last: list[int]) -> None:
    days = [day for day in days_of(year) if day.month == month]
    assert [day.day for day in days if (business_day_from_start(day) or 9) <= 2] == first
    assert [day.day for day in days if (business_day_from_end(day) or 9) <= 2] == last
    for day in days:
        notes = day_notes(day, channel=Channel.EMAIL, profession=None, table=table)
        assert ("month.settling" in {note.code for note in notes}) is (day.day in (*first, *last)), day


def openings() -> list[tuple[str | None, datetime, datetime]]:
    found = []
    for line in lines_of("openings.txt"):
        asked, _, answer = line.partition(" -> ")
        profession, when = asked.split(" ", 1)
        at, opens = (datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=JST) for text in (when, answer))
        found.append((None if profession == "-" else profession, at, opens))
    return found


@pytest.mark.parametrize(("profession", "at", "opening"), openings())
def test_a_message_of_ones_own_accord_goes_when_the_tables_say(
    opens: Callable[..., Verdict], profession: str | None, at: datetime, opening: datetime
) -> None:
    verdict = opens(f"{at:%Y-%m-%d %H:%M}", profession=profession)
    assert verdict.next_ok == opening
    assert (verdict.notes == ()) is (opening == at)
    assert not is_day_off(opening.date())
