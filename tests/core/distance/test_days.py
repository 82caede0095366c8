"""Days: which one a moment belongs to, and which are business days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, Tuning, weekend
from yorisoi.core.distance.days import business_day_after, local_day, midnight, moment, plus_days

FRIDAY = date(2026, 6, 5)
SECONDS = st.floats(min_value=-6e10, max_value=2.5e11)


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-06-05T23:59:59+09:00", date(2026, 6, 5)),
        ("2026-06-06T00:00:00+09:00", date(2026, 6, 6)),
        ("2026-06-05T15:00:00+00:00", date(2026, 6, 6)),
        ("2026-06-05T14:59:59+00:00", date(2026, 6, 5)),
        ("2025-12-31T15:00:00+00:00", date(2026, 1, 1)),
        ("2028-02-28T16:00:00+00:00", date(2028, 2, 29)),
    ],
)
def test_the_day_is_that_of_tokyo(at: str, day: date) -> None:
    assert local_day(seconds(at), SHIPPED) == day


def test_another_zone_has_other_days() -> None:
    berlin = Tuning(time_zone="Europe/Berlin")
    assert local_day(seconds("2026-06-05T22:30:00+00:00"), berlin) == date(2026, 6, 6)
    assert local_day(seconds("2026-06-05T21:30:00+00:00"), berlin) == date(2026, 6, 5)


def test_midnight_begins_the_day() -> None:
    assert midnight(date(2026, 6, 6), SHIPPED) == seconds("2026-06-06T00:00:00+09:00")


@given(day=st.dates(min_value=date(1, 1, 5), max_value=date(9999, 12, 25)))
def test_midnight_lies_in_its_own_day(day: date) -> None:
    assert local_day(midnight(day, SHIPPED), SHIPPED) == day
    assert local_day(midnight(day, SHIPPED) - 1, SHIPPED) == day - timedelta(days=1)


@given(at=SECONDS)
def test_a_moment_knows_its_zone_and_keeps_its_time(at: float) -> None:
    found = moment(at, SHIPPED)
    assert found.utcoffset() is not None
    assert found.timestamp() == pytest.approx(at, abs=1e-3)


@pytest.mark.parametrize("at", [1e18, -1e18])
def test_a_moment_beyond_the_calendar_is_held_at_its_end(at: float) -> None:
    assert moment(at, SHIPPED).year in (1, 9999)


@pytest.mark.parametrize(("day", "off"), [(0, False), (4, False), (5, True), (6, True), (7, False)])
def test_weekends_are_off(day: int, off: bool) -> None:
    monday = date(2026, 6, 1)
    assert weekend(monday + timedelta(days=day)) is off


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (1, date(2026, 6, 8)),
        (2, date(2026, 6, 9)),
        (3, date(2026, 6, 10)),
        (5, date(2026, 6, 12)),
        (6, date(2026, 6, 15)),
    ],
)
def test_business_days_skip_the_weekend(count: int, found: date) -> None:
    assert business_day_after(FRIDAY, count, weekend) == found


def test_business_days_from_a_day_off() -> None:
    assert business_day_after(date(2026, 6, 6), 1, weekend) == date(2026, 6, 8)


def test_no_business_days_is_the_day_itself() -> None:
    assert business_day_after(FRIDAY, 0, weekend) == FRIDAY


def test_holidays_are_handed_in() -> None:
    holidays = {date(2026, 6, 8), date(2026, 6, 9)}
    assert business_day_after(FRIDAY, 1, lambda day: weekend(day) or day in holidays) == date(2026, 6, 10)


def test_a_calendar_of_nothing_but_holidays_ends() -> None:
    assert business_day_after(FRIDAY, 2, lambda day: True) == FRIDAY + timedelta(days=120)


@given(day=st.dates(), count=st.integers(min_value=1, max_value=5))
def test_a_business_day_is_later_and_no_day_off(day: date, count: int) -> None:
    found = business_day_after(day, count, weekend)
    if found < date.max:
        assert found > day
        assert not weekend(found)


def test_days_end_with_the_calendar() -> None:
    assert plus_days(date.max, 5) == date.max
    assert plus_days(date(9999, 12, 30), 1) == date.max


def test_leap_days_are_days() -> None:
    assert plus_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert plus_days(date(2027, 2, 28), 1) == date(2027, 3, 1)
    assert datetime.fromtimestamp(midnight(date(2028, 2, 29), SHIPPED), UTC).day == 28
