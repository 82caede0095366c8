"""What must hold for every moment, channel, trade and wish."""

from __future__ import annotations

import copy
import time
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi import data
from yorisoi.core.courtesy import (
    JST,
    Channel,
    Hold,
    HoldKind,
    Override,
    Table,
    day_notes,
    earliest,
    is_day_off,
    may_write,
)

TABLE = data.courtesy_table()
moments = st.integers(0, 20 * 365 * 24 * 60).map(lambda n: datetime(2020, 1, 1, tzinfo=JST) + timedelta(minutes=n))
around_the_year_end = st.tuples(st.integers(2020, 2040), st.integers(-15, 15), st.integers(0, 1439)).map(
    lambda t: datetime(t[0], 1, 1, tzinfo=JST) + timedelta(days=t[1], minutes=t[2])
)
leap_days = st.tuples(st.sampled_from([2024, 2028, 2032]), st.integers(-2, 2), st.integers(0, 1439)).map(
    lambda t: datetime(t[0], 2, 29, tzinfo=JST) + timedelta(days=t[1], minutes=t[2])
)
any_moment = st.one_of(moments, around_the_year_end, leap_days)
channels = st.sampled_from(list(Channel))
trades = st.one_of(st.none(), st.sampled_from(sorted(TABLE.professions)), st.sampled_from(["税理士", "画家", "web"]))
days = st.dates(date(2019, 1, 1), date(2041, 12, 31))
holds = st.lists(st.builds(Hold, st.sampled_from(list(HoldKind)), days, st.one_of(st.none(), days)), max_size=3).map(
    tuple
)
overrides = st.lists(st.builds(Override, days, days, st.integers(0, 3), st.just("と伺っています。")), max_size=3).map(
    tuple
)


@settings(max_examples=300, deadline=None)
@given(any_moment, channels, trades, holds, overrides)
def test_the_next_good_moment_is_good_and_never_in_the_past(
    at: datetime, channel: Channel, trade: str | None, held: tuple[Hold, ...], told: tuple[Override, ...]
) -> None:
    case: dict[str, Any] = {"channel": channel, "profession": trade, "table": TABLE, "holds": held, "overrides": told}
    verdict = may_write(at, **case)
    assert verdict.allowed is (verdict.level < 3)
    assert (verdict.next_ok == at) if verdict.allowed else (verdict.next_ok > at)
    assert may_write(verdict.next_ok, **case).allowed
    first = earliest(at, **case)
    assert first.next_ok >= at
    assert first.allowed
    assert may_write(first.next_ok, **case).allowed
    assert (first.notes == ()) is (first.next_ok == at)
    again = earliest(first.next_ok, **case)
    assert again.next_ok == first.next_ok


@settings(max_examples=200, deadline=None)
@given(
    any_moment, trades, st.sampled_from([Channel.EMAIL, Channel.LINE, Channel.MESSENGER, Channel.SMS, Channel.PHONE])
)
def test_the_first_courteous_moment_is_in_the_daytime_of_a_business_day(
    at: datetime, trade: str | None, channel: Channel
) -> None:
    found = earliest(at, channel=channel, profession=trade, table=TABLE).next_ok.astimezone(JST)
    assert not is_day_off(found.date())
    assert 9 <= found.hour < 19


@settings(max_examples=100, deadline=None)
@given(any_moment, channels, trades)
def test_the_clock_of_the_question_does_not_matter(at: datetime, channel: Channel, trade: str | None) -> None:
    here = may_write(at, channel=channel, profession=trade, table=TABLE)
    there = may_write(
        at.astimezone(datetime.fromisoformat("2026-01-01T00:00:00-08:00").tzinfo),
        channel=channel,
        profession=trade,
        table=TABLE,
    )
    assert (here.level, here.notes, here.next_ok) == (there.level, there.notes, there.next_ok)


@settings(max_examples=100, deadline=None)
@given(days, channels, trades)
def test_notes_come_weightiest_first(day: date, channel: Channel, trade: str | None) -> None:
    levels = [note.level for note in day_notes(day, channel=channel, profession=trade, table=TABLE)]
    assert levels == sorted(levels, reverse=True)


def test_a_calendar_closed_all_year_still_answers() -> None:
    text = files("yorisoi.data").joinpath("busy_seasons.yaml").read_text(encoding="utf-8")
    parsed = copy.deepcopy(yaml.safe_load(text))
    parsed["professions"][0]["busy"] = [{"from": "01-01", "to": "12-31", "level": 3, "why": "いつも"}]
    closed = Table.from_mapping(parsed)
    at = datetime(2026, 10, 14, 10, tzinfo=JST)
    verdict = earliest(at, channel=Channel.EMAIL, profession="zeirishi", table=closed)
    assert not verdict.allowed
    assert verdict.next_ok > at


def test_a_moment_without_a_zone_is_refused() -> None:
    for ask in (may_write, earliest):
        with pytest.raises(ValueError, match="time zone"):
            ask(datetime.fromisoformat("2026-10-14T10:00"), channel=Channel.EMAIL, profession=None, table=TABLE)


def test_a_warm_question_is_answered_within_200_microseconds() -> None:
    cases = [
        (datetime(2026, 1, 1, 9, 30, tzinfo=JST) + timedelta(days=day), trade)
        for day in range(0, 365, 3)
        for trade in ("zeirishi", "bengoshi", None)
    ]

    def round_of_questions() -> float:
        start = time.perf_counter()
        for at, trade in cases:
            earliest(at, channel=Channel.EMAIL, profession=trade, table=TABLE)
        return (time.perf_counter() - start) / len(cases)

    assert min(round_of_questions() for _ in range(4)) < 200e-6
