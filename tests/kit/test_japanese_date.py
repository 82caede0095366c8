"""Dates in the words of a Japanese reader."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from yorisoi.kit import japanese_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 21), "11月21日(土)"),
        (date(2026, 11, 22), "11月22日(日)"),
        (date(2027, 1, 4), "1月4日(月)"),
        (date(2028, 2, 29), "2月29日(火)"),
    ],
)
def test_a_day(day: date, text: str) -> None:
    assert japanese_date.day(day) == text


def test_every_weekday_has_its_sign() -> None:
    signs = [japanese_date.day(date(2026, 11, 16) + timedelta(days=n))[-2] for n in range(7)]
    assert "".join(signs) == "月火水木金土日"


def test_the_year_is_written_only_when_it_is_another() -> None:
    assert japanese_date.day(date(2026, 3, 2), today=TODAY) == "3月2日(月)"
    assert japanese_date.day(date(2025, 3, 2), today=TODAY) == "2025年3月2日(日)"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 21, 10, 30, tzinfo=UTC), "11月21日(土) 10:30"),
        (datetime(2026, 11, 21, 9, 5, tzinfo=UTC), "11月21日(土) 9:05"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), "11月21日(土) 0:00"),
    ],
)
def test_a_moment(moment: datetime, text: str) -> None:
    assert japanese_date.moment(moment) == text


def test_a_moment_of_another_year() -> None:
    assert japanese_date.moment(datetime(2025, 12, 1, 10, 0, tzinfo=UTC), today=TODAY) == "2025年12月1日(月) 10:00"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 21), date(2026, 11, 21), "11月21日(土)"),
        (date(2026, 11, 21), date(2026, 11, 23), "11月21日(土)〜23日(月)"),
        (date(2026, 11, 28), date(2026, 12, 2), "11月28日(土)〜12月2日(水)"),
        (date(2026, 12, 27), date(2027, 1, 5), "2026年12月27日(日)〜2027年1月5日(火)"),
    ],
)
def test_a_span_of_days(first: date, last: date, text: str) -> None:
    assert japanese_date.span(first, last) == text


def test_a_span_of_another_year_names_it_once() -> None:
    assert japanese_date.span(date(2027, 2, 16), date(2027, 3, 15), today=TODAY) == "2027年2月16日(火)〜3月15日(月)"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (
            datetime(2026, 11, 21, 18, 30, tzinfo=UTC),
            datetime(2026, 11, 21, 20, 0, tzinfo=UTC),
            "11月21日(土) 18:30〜20:00",
        ),
        (
            datetime(2026, 11, 21, 23, 0, tzinfo=UTC),
            datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
            "11月21日(土) 23:00〜11月22日(日) 1:00",
        ),
    ],
)
def test_a_span_of_hours(first: datetime, last: datetime, text: str) -> None:
    assert japanese_date.hours(first, last) == text
