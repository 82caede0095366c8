"""The days of a repeating gathering, held against dateutil, and bounded where dateutil would walk to the year 9999."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.apps.events import recurrence

WEEKDAYS = list(recurrence.WEEKDAYS)
START = st.dates(date(2020, 1, 1), date(2027, 6, 30))


def parts_of(text: str) -> dict[str, Any]:
    return {name: value.split(",") for name, value in (part.split("=") for part in text.split(";"))}


def ours(text: str, start: date, first: date, last: date) -> list[date]:
    return recurrence.days(recurrence.parse(parts_of(text)), start, first=first, last=last, most=1000)


def theirs(text: str, start: date, first: date, last: date) -> list[date]:
    rule = rrule.rrulestr(text, dtstart=datetime.combine(start, datetime.min.time()))
    begin, end = (datetime.combine(day, datetime.min.time()) for day in (first, last))
    return [moment.date() for moment in rule.between(begin, end, inc=True)]


GATHERINGS = [
    "FREQ=MONTHLY;BYDAY=3FR",
    "FREQ=MONTHLY;BYDAY=-1WE",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=2",
    "FREQ=MONTHLY;COUNT=7",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU",
    "FREQ=WEEKLY;COUNT=10;BYDAY=MO,FR",
    "FREQ=DAILY;INTERVAL=10",
    "FREQ=DAILY;COUNT=4",
    "FREQ=DAILY;BYDAY=SA;BYMONTH=1,7",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=4,10;BYDAY=1SA",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
]


@pytest.mark.parametrize("text", GATHERINGS)
@given(start=START, ahead=st.integers(-400, 1200))
def test_the_same_days_as_dateutil(text: str, start: date, ahead: int) -> None:
    first = max(date(2019, 1, 1), start + timedelta(days=ahead))
    last = first + timedelta(days=400)
    assert ours(text, start, first, last) == theirs(text, start, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=99",
        "FREQ=DAILY;COUNT=999999999",
    ],
)
def test_what_never_comes_ends_soon(text: str) -> None:
    began = perf_counter()
    start = date(1900, 1, 2)  # a Tuesday
    assert ours(text, start, date(2026, 11, 1), date(2027, 11, 1)) == []
    assert perf_counter() - began < 1.0  # seconds; far more than five thousand steps take


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=DAILY;BYYEARDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=45",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYDAY=MO",
        "COUNT=3",
    ],
)
def test_rules_that_are_no_gathering(text: str) -> None:
    with pytest.raises(recurrence.UnknownRuleError):
        recurrence.parse(parts_of(text))


def test_the_end_of_the_calendar() -> None:
    assert ours("FREQ=YEARLY", date(9998, 5, 1), date(9998, 1, 1), date(9999, 12, 31)) == [
        date(9998, 5, 1),
        date(9999, 5, 1),
    ]
