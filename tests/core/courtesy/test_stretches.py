"""The calendar over many days: equal days joined, each reason told once, and what a day is like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi import data
from yorisoi.core.courtesy import (
    Channel,
    Hold,
    HoldKind,
    Note,
    Table,
    Weather,
    YearlyOverride,
    day_notes,
    is_day_off,
    lasting,
    periods,
    stretches,
)

TABLE = data.courtesy_table()
NotesOf = Callable[[date], tuple[Note, ...]]


def of(profession: str | None, channel: str = "email", **told: object) -> NotesOf:
    return lambda day: day_notes(day, channel=Channel(channel), profession=profession, table=TABLE, **told)  # type: ignore[arg-type]


def told(first: str, days: int, notes_of: NotesOf) -> list[tuple[str, str, str]]:
    return [
        (f"{run.first:%m-%d}", f"{run.last:%m-%d}", run.weather.value)
        for run in stretches(date.fromisoformat(first), days, notes_of)
    ]


# Silence first.


def test_plain_days_are_one_run_of_which_nothing_is_said() -> None:
    (run,) = stretches(date(2026, 10, 14), 3, of(None))
    assert (run.first, run.last, run.weather, run.notes) == (date(2026, 10, 14), date(2026, 10, 16), Weather.OPEN, ())


def test_only_what_lasts_is_silent_on_weekends_and_at_the_end_of_the_month() -> None:
    (run,) = stretches(date(2026, 10, 1), 31, lasting(of(None)))
    assert run.weather is Weather.OPEN


@pytest.mark.parametrize("days", [0, -1])
def test_no_days_are_no_calendar(days: int) -> None:
    for walk in (stretches, periods):
        with pytest.raises(ValueError, match="one day"):
            walk(date(2026, 10, 1), days, of(None))


# Day by day, by hand.


def test_december_of_a_tax_accountant() -> None:
    assert told("2026-12-01", 31, of("zeirishi")) == [
        ("12-01", "12-03", "brief"),  # three business days: closing and paying is their trade
        ("12-04", "12-04", "open"),
        ("12-05", "12-06", "short"),  # a weekend
        ("12-07", "12-09", "open"),
        ("12-10", "12-11", "short"),  # the year-end adjustment
        ("12-12", "12-13", "short"),
        ("12-14", "12-18", "short"),
        ("12-19", "12-20", "short"),
        ("12-21", "12-23", "short"),
        ("12-24", "12-25", "short"),  # the end of the month besides
        ("12-26", "12-26", "short"),
        ("12-27", "12-27", "hold"),  # New Year begins on a Sunday
        ("12-28", "12-28", "hold"),
        ("12-29", "12-31", "hold"),
    ]


def test_late_march_of_a_lawyer() -> None:
    assert told("2027-03-18", 16, of("bengoshi")) == [
        ("03-18", "03-18", "short"),
        ("03-19", "03-19", "short"),  # the eve of three days off
        ("03-20", "03-20", "short"),
        ("03-21", "03-22", "short"),  # the equinox on a Sunday, and its substitute
        ("03-23", "03-23", "brief"),
        ("03-24", "03-26", "calm"),  # judges move: they are calm, although the year of the country changes
        ("03-27", "03-28", "short"),
        ("03-29", "04-02", "calm"),
    ]


def test_golden_week_of_nobody_in_particular() -> None:
    assert told("2026-04-27", 12, of(None)) == [
        ("04-27", "04-27", "open"),
        ("04-28", "04-28", "brief"),
        ("04-29", "04-29", "short"),
        ("04-30", "04-30", "short"),  # a working day inside the run, and the last one of the month
        ("05-01", "05-01", "short"),
        ("05-02", "05-06", "short"),
        ("05-07", "05-07", "brief"),
        ("05-08", "05-08", "open"),
    ]


def test_a_year_of_seasons_alone() -> None:
    assert told("2027-01-01", 365, lasting(of("sharoshi"))) == [
        ("01-01", "01-05", "hold"),
        ("01-06", "01-20", "short"),
        ("01-21", "01-31", "open"),
        ("02-01", "02-28", "calm"),
        ("03-01", "03-19", "open"),
        ("03-20", "04-10", "short"),
        ("04-11", "04-28", "short"),
        ("04-29", "04-30", "short"),
        ("05-01", "05-05", "short"),
        ("05-06", "05-31", "open"),
        ("06-01", "07-12", "hold"),  # 10 July is a Saturday
        ("07-13", "07-25", "brief"),
        ("07-26", "07-31", "open"),
        ("08-01", "08-09", "calm"),
        ("08-10", "08-17", "short"),
        ("08-18", "08-31", "calm"),
        ("09-01", "11-30", "open"),
        ("12-01", "12-26", "short"),
        ("12-27", "12-31", "hold"),
    ]


def test_days_off_in_a_row_are_named_together() -> None:
    run = next(run for run in stretches(date(2026, 9, 19), 5, of(None)))
    text = next(note.text for note in run.notes if note.code == "day_off")
    assert text == "お休みの日です(土曜日・日曜日・敬老の日・国民の休日・秋分の日)。急ぎでなければ、次の営業日に。"
    note = next(note for note in run.notes if note.code == "day_off")
    assert (note.from_, note.until) == (date(2026, 9, 19), date(2026, 9, 23))


def test_a_letter_has_no_weekends() -> None:
    assert told("2026-10-01", 31, of(None, "letter")) == [("10-01", "10-31", "open")]


# Reasons, each once.


def reasons(first: str, days: int, notes_of: NotesOf) -> list[tuple[str, str, str]]:
    return [
        (f"{each.first:%Y-%m-%d}", f"{each.last:%Y-%m-%d}", each.notes[0].code)
        for each in periods(date.fromisoformat(first), days, lasting(notes_of))
    ]


def test_each_reason_of_a_year_is_told_once() -> None:
    assert reasons("2027-01-01", 365, of("bengoshi")) == [
        ("2026-12-27", "2027-01-05", "national.nenmatsu_nenshi"),
        ("2027-01-06", "2027-01-25", "quiet.bengoshi"),
        ("2027-02-20", "2027-03-20", "season.bengoshi"),
        ("2027-03-20", "2027-03-20", "national.nendo_kawari"),  # from the 21st on they are calm
        ("2027-03-21", "2027-04-12", "quiet.bengoshi"),
        ("2027-04-29", "2027-05-05", "national.gw"),
        ("2027-05-08", "2027-07-15", "season.bengoshi"),
        ("2027-07-21", "2027-08-31", "quiet.bengoshi"),
        ("2027-08-10", "2027-08-17", "national.obon"),
        ("2027-09-01", "2027-09-30", "season.bengoshi"),
        ("2027-12-01", "2027-12-27", "season.bengoshi"),
        ("2027-12-27", "2028-01-05", "national.nenmatsu_nenshi"),
    ]


def test_a_season_that_a_person_interrupts_is_told_in_parts() -> None:
    trip = YearlyOverride.parse("06-20", "06-30", 0, "この頃は空いています。")
    found = reasons("2026-06-01", 40, of("sharoshi", overrides=(trip,)))
    assert found == [
        ("2026-06-01", "2026-06-19", "season.sharoshi"),
        ("2026-06-20", "2026-06-30", "override"),
        ("2026-07-01", "2026-07-10", "season.sharoshi"),
    ]


def test_what_they_told_us_is_told_first() -> None:
    hold = Hold(HoldKind.BUSY_UNTIL, date(2026, 12, 1), date(2026, 12, 20), "監査")
    found = reasons("2026-12-01", 20, of("zeirishi", holds=(hold,)))
    assert found[0] == ("2026-12-01", "2026-12-20", "hold.busy_until")
    assert found[1] == ("2026-12-10", "2027-02-01", "season.zeirishi")


# What a day is like.


@pytest.mark.parametrize(
    ("profession", "day", "weather", "word"),
    [
        (None, "2026-10-14", Weather.OPEN, "ふだんどおり"),
        ("bengoshi", "2027-03-25", Weather.CALM, "落ち着いている"),
        (None, "2026-12-16", Weather.BRIEF, "短めに"),
        ("zeirishi", "2026-12-16", Weather.SHORT, "ひとことだけ"),
        ("zeirishi", "2027-02-17", Weather.HOLD, "そっと待つ"),
        ("zeirishi", "2026-12-30", Weather.HOLD, "そっと待つ"),
    ],
)
def test_the_weather_of_a_day(profession: str | None, day: str, weather: Weather, word: str) -> None:
    (run,) = stretches(date.fromisoformat(day), 1, of(profession))
    assert (run.weather, run.weather.word) == (weather, word)


def test_every_weather_has_its_own_word() -> None:
    assert len({weather.word for weather in Weather}) == len(Weather)


# Properties.

starts = st.dates(date(2025, 6, 1), date(2030, 6, 1))
trades = st.one_of(st.none(), st.sampled_from(sorted(TABLE.professions)))
lengths = st.integers(1, 120)
channels = st.sampled_from(["email", "line", "phone", "letter"])


@settings(max_examples=80, deadline=None)
@given(starts, lengths, trades, channels)
def test_runs_cover_every_day_once_and_differ_from_their_neighbours(
    first: date, days: int, trade: str | None, channel: str
) -> None:
    notes_of = of(trade, channel)
    runs = stretches(first, days, notes_of)
    assert runs[0].first == first
    assert runs[-1].last == first + timedelta(days=days - 1)
    for before, after in pairwise(runs):
        assert after.first == before.last + timedelta(days=1)
        said = [[(n.code, n.level, n.until) for n in run.notes] for run in (before, after)]
        assert said[0] != said[1]
    for run in runs:
        for day in (run.first, run.last):
            notes = notes_of(day)
            assert [(n.code, n.level) for n in notes] == [(n.code, n.level) for n in run.notes]
            assert run.level == max((n.level for n in notes), default=0)


@settings(max_examples=80, deadline=None)
@given(starts, lengths, trades)
def test_a_part_of_a_calendar_says_the_same_as_the_whole(first: date, days: int, trade: str | None) -> None:
    notes_of = of(trade)
    whole = {run_day: run.weather for run in stretches(first, days, notes_of) for run_day in _days(run.first, run.last)}
    part = stretches(first + timedelta(days=days // 2), max(1, days // 2), notes_of)
    for run in part:
        for day in _days(run.first, run.last):
            if day in whole:
                assert whole[day] is run.weather


@settings(max_examples=60, deadline=None)
@given(starts, lengths, trades)
def test_every_day_of_a_reason_has_it_and_every_other_has_not(first: date, days: int, trade: str | None) -> None:
    notes_of = lasting(of(trade))
    found = periods(first, days, notes_of)
    last = first + timedelta(days=days - 1)
    for day in _days(first, last):
        expected = {(note.code, note.text) for note in notes_of(day)}
        given_then = {(each.notes[0].code, each.notes[0].text) for each in found if each.first <= day <= each.last}
        assert given_then == expected, day
    assert [each.first for each in found] == sorted(each.first for each in found)


@settings(max_examples=60, deadline=None)
@given(starts, lengths)
def test_a_day_off_is_never_a_usual_day_for_a_mail(first: date, days: int) -> None:
    for run in stretches(first, days, of(None)):
        for day in _days(run.first, run.last):
            assert is_day_off(day) is ("day_off" in {note.code for note in run.notes})


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_the_shipped_table_is_the_one_that_is_asked(table: Table) -> None:
    assert table is TABLE
