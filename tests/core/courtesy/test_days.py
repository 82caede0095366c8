"""Days off: weekends, holidays and the offices' New Year, against lists written by hand from the holiday law."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.courtesy import JST, is_day_off, next_business_day
from yorisoi.core.courtesy.days import (
    business_day_from_end,
    business_day_from_start,
    day_off_name,
    in_japan,
    run_of_days_off,
)

HOLIDAYS = {
    2026: "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23",
    2027: "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23",
    2028: "01-01 01-10 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-17 08-11 09-18 09-22 10-09 11-03 11-23",
}
NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize("year", HOLIDAYS)
def test_days_off_are_weekends_holidays_and_new_year_and_no_others(year: int) -> None:
    holidays = {date.fromisoformat(f"{year}-{text}") for text in HOLIDAYS[year].split()}
    day = date(year, 1, 1)
    while day.year == year:
        expected = day.weekday() >= 5 or day in holidays or (day.month, day.day) in NEW_YEAR
        assert is_day_off(day) is expected, day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day",
    ["2026-11-24", "2026-05-01", "2026-04-30", "2026-12-28", "2027-01-04", "2028-02-29", "2026-08-13", "2026-09-24"],
)
def test_working_days_are_left_alone(day: str) -> None:
    assert not is_day_off(date.fromisoformat(day))
    assert day_off_name(date.fromisoformat(day)) == ""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-23", "勤労感謝の日"),
        ("2026-05-06", "振替休日"),
        ("2026-09-22", "国民の休日"),
        ("2026-11-21", "土曜日"),
        ("2026-11-22", "日曜日"),
        ("2026-12-30", "年末年始のお休み"),
        ("2027-01-01", "元日"),
    ],
)
def test_a_day_off_has_a_name(day: str, name: str) -> None:
    assert day_off_name(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-11-20", 1, "2026-11-24"),  # over a three-day weekend
        ("2026-11-19", 1, "2026-11-20"),
        ("2026-11-20", 3, "2026-11-26"),
        ("2026-12-28", 1, "2027-01-04"),
        ("2026-05-01", 1, "2026-05-07"),
        ("2028-02-28", 1, "2028-02-29"),
        ("2026-11-21", 0, "2026-11-24"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_next_business_day(day: str, n: int, expected: str) -> None:
    assert next_business_day(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_business_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        next_business_day(date(2026, 11, 20), -1)


@given(days, st.integers(1, 12))
def test_the_next_business_day_is_a_business_day_after_the_day(day: date, n: int) -> None:
    found = next_business_day(day, n)
    assert found > day
    assert not is_day_off(found)
    between = [day + timedelta(days=k) for k in range(1, (found - day).days + 1)]
    assert sum(not is_day_off(d) for d in between) == n


@pytest.mark.parametrize(
    ("day", "run"),
    [
        ("2026-09-22", ("2026-09-19", "2026-09-23")),
        ("2026-11-23", ("2026-11-21", "2026-11-23")),
        ("2026-12-31", ("2026-12-29", "2027-01-03")),
        ("2027-01-02", ("2026-12-29", "2027-01-03")),
        ("2026-04-29", ("2026-04-29", "2026-04-29")),
    ],
)
def test_runs_of_days_off(day: str, run: tuple[str, str]) -> None:
    assert run_of_days_off(date.fromisoformat(day)) == tuple(date.fromisoformat(d) for d in run)


def test_a_business_day_is_in_no_run() -> None:
    assert run_of_days_off(date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("day", "from_start", "from_end"),
    [
        ("2026-11-02", 1, 19),  # the 1st is a Sunday
        ("2026-11-30", 19, 1),
        ("2026-12-28", 20, 1),  # offices close on the 29th
        ("2027-01-04", 1, 19),
        ("2026-11-21", None, None),
    ],
)
def test_business_days_of_the_month_are_counted_from_both_ends(
    day: str, from_start: int | None, from_end: int | None
) -> None:
    assert business_day_from_start(date.fromisoformat(day)) == from_start
    assert business_day_from_end(date.fromisoformat(day)) == from_end


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_japan(datetime.fromisoformat("2026-11-20T10:00"))


def test_a_foreign_clock_is_read_in_japan() -> None:
    assert in_japan(datetime.fromisoformat("2026-11-19T20:00:00-05:00")) == datetime(2026, 11, 20, 10, tzinfo=JST)
    assert in_japan(datetime.fromisoformat("2026-11-19T20:00:00-05:00")).hour == 10
