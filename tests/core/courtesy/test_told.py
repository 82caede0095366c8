"""Seasons in the user's own words, every year or once, of one person or of a trade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yorisoi import data
from yorisoi.core.courtesy import JST, Channel, Override, Verdict, YearlyOverride, day_notes, earliest, may_write

Ask = Callable[..., Verdict]
At = Callable[[str], datetime]
TABLE = data.courtesy_table()

DECEMBER = YearlyOverride.parse("12-01", "12-31", 3, "この方は12月が忙しいと伺っています。")
CALM_TAX_SEASON = YearlyOverride.parse("02-16", "03-15", 0, "申告は人に任せているとのことです。")
OF_THE_TRADE = YearlyOverride.parse("12-01", "12-20", 2, "この業界は12月が立て込みます。", personal=False)


# Silence first.


@pytest.mark.parametrize("day", ["2026-11-18", "2027-01-13", "2026-06-10"])
def test_outside_its_days_a_season_of_theirs_says_nothing(ask: Ask, day: str) -> None:
    with_it, without = (ask(f"{day} 10:30", overrides=told) for told in ((DECEMBER,), ()))
    assert (with_it.level, with_it.notes) == (without.level, without.notes)


def test_another_season_leaves_the_trades_own_alone(ask: Ask) -> None:
    assert ask("2026-02-18 10:30", profession="zeirishi", overrides=(DECEMBER,)).level == 3


# Every year.


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2035])
def test_this_person_is_busy_in_december_every_year(ask: Ask, year: int) -> None:
    for day in (1, 15, 31):
        verdict = ask(f"{year}-12-{day:02d} 10:30", overrides=(DECEMBER,))
        assert not verdict.allowed
        note = next(note for note in verdict.notes if note.code == "override")
        assert (note.from_, note.until) == (date(year, 12, 1), date(year, 12, 31))


def test_it_opens_after_the_season_and_after_new_year(opens: Ask, at: At) -> None:
    assert opens("2026-12-02 10:30", overrides=(DECEMBER,)).next_ok == at("2027-01-08 10:00")


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2026-12-19", None),
        ("2026-12-20", ("2026-12-20", "2027-01-20")),
        ("2026-12-31", ("2026-12-20", "2027-01-20")),
        ("2027-01-01", ("2026-12-20", "2027-01-20")),
        ("2027-01-20", ("2026-12-20", "2027-01-20")),
        ("2027-01-21", None),
    ],
)
def test_a_season_may_reach_over_new_year(day: str, held: tuple[str, str] | None) -> None:
    season = YearlyOverride.parse("12-20", "01-20", 3, "")
    found = season.holding(date.fromisoformat(day))
    assert found == (held and tuple(date.fromisoformat(text) for text in held))


def test_the_last_of_february_is_the_last_of_february() -> None:
    season = YearlyOverride.parse("02-01", "02-29", 1, "")
    assert season.holding(date(2027, 2, 28)) == (date(2027, 2, 1), date(2027, 2, 28))
    assert season.holding(date(2028, 2, 29)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert season.holding(date(2027, 3, 1)) is None


@pytest.mark.parametrize(("first", "last"), [("13-01", "12-01"), ("12-01", "02-30"), ("x", "12-01"), ("", "")])
def test_days_that_no_year_has_are_refused(first: str, last: str) -> None:
    with pytest.raises(ValueError):
        YearlyOverride.parse(first, last, 3, "")


def test_a_user_may_know_that_the_tax_season_does_not_hold_for_one_person(ask: Ask) -> None:
    verdict = ask("2027-02-17 10:30", profession="zeirishi", overrides=(CALM_TAX_SEASON,))
    assert verdict.allowed
    assert verdict.level == 0
    assert verdict.notes[0].code == "override"


def test_the_day_after_the_deadline_moved_is_the_trades_again(ask: Ask) -> None:
    """In 2026 the deadline is Monday the 16th; what the user said ends on the 15th."""
    verdict = ask("2026-03-16 10:30", profession="zeirishi", overrides=(CALM_TAX_SEASON,))
    assert verdict.level == 3
    assert verdict.notes[0].code == "season.zeirishi"


def test_nothing_lifts_new_year_and_days_off(ask: Ask) -> None:
    free = YearlyOverride.parse("01-01", "12-31", 0, "いつでも大丈夫とのことです。")
    assert not ask("2026-12-30 10:30", profession="zeirishi", overrides=(free,)).allowed
    assert ask("2026-11-21 10:30", profession="zeirishi", overrides=(free,)).level == 2
    assert not ask("2026-11-18 22:30", profession="zeirishi", overrides=(free,)).allowed


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_each_level_says_what_it_says(ask: Ask, level: int) -> None:
    season = YearlyOverride.parse("10-01", "10-31", level, "10月はこうです。")
    verdict = ask("2026-10-14 10:30", overrides=(season,))
    assert verdict.level == level
    assert verdict.allowed is (level < 3)
    assert [note.text for note in verdict.notes] == ["10月はこうです。"]


def test_a_level_two_of_theirs_asks_to_be_brief_and_does_not_wait(opens: Ask, at: At) -> None:
    season = YearlyOverride.parse("10-01", "10-31", 2, "10月は立て込みます。")
    assert opens("2026-10-14 10:30", overrides=(season,)).next_ok == at("2026-10-14 10:30")


def test_a_whole_year_of_level_three_never_opens(opens: Ask) -> None:
    verdict = opens("2026-10-14 10:30", overrides=(YearlyOverride.parse("01-01", "12-31", 3, "x"),))
    assert not verdict.allowed


# The person before the trade.


def test_what_is_said_of_the_trade_holds_where_nothing_is_said_of_the_person(ask: Ask) -> None:
    verdict = ask("2026-12-09 10:30", profession="bengoshi", overrides=(OF_THE_TRADE,))
    assert [note.code for note in verdict.notes] == ["override.trade"]
    assert verdict.level == 2


def test_what_is_said_of_the_person_stands_before_what_is_said_of_the_trade(ask: Ask) -> None:
    calm = YearlyOverride.parse("12-05", "12-10", 0, "この週は空いているとのことです。")
    for told in ((OF_THE_TRADE, calm), (calm, OF_THE_TRADE)):
        within = ask("2026-12-09 10:30", profession="bengoshi", overrides=told)
        assert [note.code for note in within.notes] == ["override"]
        assert within.level == 0
        after = ask("2026-12-14 10:30", profession="bengoshi", overrides=told)
        assert [note.code for note in after.notes if note.level == 2] == ["override.trade"]


def test_an_opening_is_found_inside_a_season_of_the_trade_that_the_person_lifts(opens: Ask, at: At) -> None:
    closed = YearlyOverride.parse("11-01", "12-20", 3, "11月から忙しい業界です。", personal=False)
    calm = YearlyOverride.parse("11-18", "11-20", 0, "この三日は空いています。")
    assert opens("2026-11-02 10:30", overrides=(closed, calm)).next_ok == at("2026-11-18 10:00")
    assert opens("2026-11-02 10:30", overrides=(closed,)).next_ok == at("2026-12-21 10:00")


def test_two_seasons_of_one_person_are_both_told(ask: Ask) -> None:
    other = YearlyOverride.parse("12-10", "12-20", 1, "引っ越しもあるとのことです。")
    verdict = ask("2026-12-15 10:30", overrides=(DECEMBER, other))
    assert [note.level for note in verdict.notes if note.code == "override"] == [3, 1]


def test_one_that_is_meant_once_and_one_of_every_year_go_together(ask: Ask) -> None:
    once = Override(date(2026, 10, 1), date(2026, 10, 31), 3, "今年の10月は移転です。")
    assert ask("2026-10-14 10:30", overrides=(once, DECEMBER)).level == 3
    assert ask("2027-10-13 10:30", overrides=(once, DECEMBER)).level == 0
    assert once.holding(date(2026, 11, 1)) is None
    assert once.holding(date(2026, 10, 31)) == (date(2026, 10, 1), date(2026, 10, 31))


# Properties.

month_days = st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda t: f"{t[0]:02d}-{t[1]:02d}")
seasons = st.builds(
    YearlyOverride.parse, month_days, month_days, st.integers(0, 3), st.just("と伺っています。"), personal=st.booleans()
)
moments = st.integers(0, 9 * 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=JST) + timedelta(minutes=n))
trades = st.one_of(st.none(), st.sampled_from(sorted(TABLE.professions)))


@settings(max_examples=150, deadline=None)
@given(seasons, st.dates(date(2026, 1, 1), date(2034, 12, 31)))
def test_a_season_holds_exactly_the_days_between_its_ends(season: YearlyOverride, day: date) -> None:
    held = season.holding(day)
    first, last = season.span.first, season.span.last
    now = (day.month, day.day)
    inside = first <= now <= last if first <= last else now >= first or now <= last
    assert (held is not None) is inside
    if held:
        assert held[0] <= day <= held[1]
        assert ((held[0].month, held[0].day), (held[1].month, held[1].day)) == (first, last)


@settings(max_examples=150, deadline=None)
@given(moments, trades, st.lists(seasons, max_size=3).map(tuple))
def test_their_own_words_never_lead_into_the_past_or_into_a_closed_day(
    at: datetime, trade: str | None, told: tuple[YearlyOverride, ...]
) -> None:
    verdict = earliest(at, channel=Channel.EMAIL, profession=trade, table=TABLE, overrides=told)
    assert verdict.next_ok >= at
    if verdict.allowed:
        assert may_write(verdict.next_ok, channel=Channel.EMAIL, profession=trade, table=TABLE, overrides=told).allowed
    else:  # closed throughout the year, as only whole-year seasons are
        assert any(season.level == 3 for season in told)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), trades, st.lists(seasons, max_size=3).map(tuple))
def test_no_season_of_the_trade_is_told_beside_one_of_the_user(
    day: date, trade: str | None, told: tuple[YearlyOverride, ...]
) -> None:
    notes = day_notes(day, channel=Channel.EMAIL, profession=trade, table=TABLE, overrides=told)
    codes = {note.code for note in notes}
    if codes & {"override", "override.trade"}:
        assert not [code for code in codes if code.startswith(("season.", "quiet."))]
        assert not {"override", "override.trade"} <= codes
