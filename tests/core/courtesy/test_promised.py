"""A day that they named themselves: only days off, hours, and what holds everything may move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi import data
from yorisoi.core.courtesy import (
    JST,
    Channel,
    Hold,
    HoldKind,
    Verdict,
    YearlyOverride,
    earliest,
    is_day_off,
    may_write,
)

Ask = Callable[..., Verdict]
At = Callable[[str], datetime]
TABLE = data.courtesy_table()


@pytest.mark.parametrize(
    ("asked", "profession", "promised", "usual"),
    [
        # "Write after 3/1": the bookkeeper's first five business days do not push it on.
        ("2027-03-01 00:00", "keiri", "2027-03-01 10:00", "2027-03-08 10:00"),
        ("2027-07-01 00:00", "keiri", "2027-07-01 10:00", "2027-07-08 10:00"),
        ("2027-06-25 00:00", "keiri", "2027-06-25 10:00", "2027-07-08 10:00"),
        # Their own Wednesday is theirs to name.
        ("2026-06-10 00:00", "fudosan", "2026-06-10 10:00", "2026-06-11 10:00"),
        ("2026-06-12 00:00", "inshoku", "2026-06-12 10:00", "2026-06-15 10:00"),
        # The working day between the holidays, and the days of the summer festival.
        ("2026-04-30 00:00", None, "2026-04-30 10:00", "2026-05-07 10:00"),
        ("2026-05-01 00:00", None, "2026-05-01 10:00", "2026-05-07 10:00"),
        ("2026-08-12 00:00", None, "2026-08-12 10:00", "2026-08-18 10:00"),
        # The days after New Year, once the fifth is over.
        ("2027-01-06 00:00", None, "2027-01-06 10:00", "2027-01-08 10:00"),
        # Days off still move it.
        ("2026-03-01 00:00", None, "2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-08-11 00:00", None, "2026-08-12 10:00", "2026-08-18 10:00"),
        ("2026-05-03 00:00", None, "2026-05-07 10:00", "2026-05-07 10:00"),
        # What holds everything moves it, too.
        ("2027-03-01 00:00", "zeirishi", "2027-03-16 10:00", "2027-03-16 10:00"),
        ("2027-01-04 00:00", None, "2027-01-06 10:00", "2027-01-08 10:00"),
        ("2026-12-28 00:00", None, "2027-01-06 10:00", "2027-01-08 10:00"),
        ("2026-12-10 00:00", "inshoku", "2027-01-06 10:00", "2027-01-12 10:00"),
        # Seasons of level 2 do neither.
        ("2026-12-15 00:00", "zeirishi", "2026-12-15 10:00", "2026-12-15 10:00"),
    ],
)
def test_a_day_they_named_is_moved_only_as_it_must(
    opens: Ask, at: At, asked: str, profession: str | None, promised: str, usual: str
) -> None:
    assert opens(asked, profession=profession, promised=True).next_ok == at(promised)
    assert opens(asked, profession=profession).next_ok == at(usual)


@pytest.mark.parametrize("profession", [None, "keiri", "kinyu", "hoken", "bengoshi", "sharoshi", "fudosan"])
def test_the_first_of_march_stays_the_first_of_march(opens: Ask, at: At, profession: str | None) -> None:
    if profession == "fudosan":  # the season of removals holds everything until the end of March
        assert opens("2027-03-01 00:00", profession=profession, promised=True).next_ok == at("2027-04-01 10:00")
        return
    assert opens("2027-03-01 00:00", profession=profession, promised=True).next_ok == at("2027-03-01 10:00")


@pytest.mark.parametrize(
    ("asked", "channel", "expected"),
    [
        ("2027-03-01 07:00", "email", "2027-03-01 10:00"),
        ("2027-03-01 12:15", "email", "2027-03-01 13:30"),
        ("2027-03-01 22:00", "email", "2027-03-02 10:00"),
        ("2027-03-01 22:00", "line", "2027-03-02 10:00"),
        ("2027-03-01 11:45", "phone", "2027-03-01 14:00"),
        ("2027-03-06 10:30", "phone", "2027-03-08 10:00"),
        ("2027-03-06 10:30", "letter", "2027-03-06 10:30"),
    ],
)
def test_hours_move_it_within_the_day(opens: Ask, at: At, asked: str, channel: str, expected: str) -> None:
    assert opens(asked, channel, promised=True).next_ok == at(expected)


def test_a_restaurant_is_called_between_the_meals_even_on_its_day(opens: Ask, at: At) -> None:
    assert opens("2026-06-10 11:30", "phone", profession="inshoku", promised=True).next_ok == at("2026-06-10 14:00")


def test_mourning_and_disaster_hold_a_promise_too(opens: Ask, at: At) -> None:
    for kind, expected in ((HoldKind.MOURNING, "2026-11-19 10:00"), (HoldKind.DISASTER, "2026-10-13 10:00")):
        hold = Hold(kind, date(2026, 10, 1))
        assert opens("2026-10-05 00:00", promised=True, holds=(hold,)).next_ok == at(expected)


def test_a_season_of_theirs_holds_a_promise_only_at_its_heaviest(opens: Ask, at: At) -> None:
    heavy, light = (YearlyOverride.parse("10-01", "10-20", level, "と伺っています。") for level in (3, 2))
    assert opens("2026-10-14 00:00", promised=True, overrides=(heavy,)).next_ok == at("2026-10-21 10:00")
    assert opens("2026-10-14 00:00", promised=True, overrides=(light,)).next_ok == at("2026-10-14 10:00")


def test_a_calm_word_of_theirs_frees_the_promise_from_the_season(opens: Ask, at: At) -> None:
    calm = YearlyOverride.parse("02-16", "03-15", 0, "時間があるとのことです。")
    found = opens("2027-03-01 00:00", profession="zeirishi", promised=True, overrides=(calm,))
    assert found.next_ok == at("2027-03-01 10:00")


def test_what_moved_it_is_told(opens: Ask) -> None:
    codes = [note.code for note in opens("2026-05-03 00:00", promised=True).notes]
    assert "day_off" in codes
    assert "national.gw" not in codes
    assert opens("2027-03-01 10:30", promised=True).notes == ()


moments = st.integers(0, 6 * 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=JST) + timedelta(minutes=n))
trades = st.one_of(st.none(), st.sampled_from(sorted(TABLE.professions)))
channels = st.sampled_from(list(Channel))


@settings(max_examples=200, deadline=None)
@given(moments, channels, trades)
def test_a_promise_is_never_later_than_a_message_of_ones_own_accord(
    at: datetime, channel: Channel, trade: str | None
) -> None:
    promised = earliest(at, channel=channel, profession=trade, table=TABLE, promised=True)
    usual = earliest(at, channel=channel, profession=trade, table=TABLE)
    assert at <= promised.next_ok <= usual.next_ok
    assert promised.allowed
    assert may_write(promised.next_ok, channel=channel, profession=trade, table=TABLE).allowed
    again = earliest(promised.next_ok, channel=channel, profession=trade, table=TABLE, promised=True)
    assert again.next_ok == promised.next_ok
    if channel not in (Channel.LETTER, Channel.IN_PERSON):
        assert not is_day_off(promised.next_ok.astimezone(JST).date())
