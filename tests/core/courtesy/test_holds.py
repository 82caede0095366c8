"""What a person told us of their own time stands above every calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from yorisoi.core.courtesy import Hold, HoldKind, Override, Verdict

Ask = Callable[..., Verdict]
At = Callable[[str], datetime]

DAY = date.fromisoformat


def test_a_hold_that_has_passed_is_silent(ask: Ask) -> None:
    over = Hold(HoldKind.BUSY_UNTIL, DAY("2026-09-01"), DAY("2026-10-13"))
    coming = Hold(HoldKind.BUSY_UNTIL, DAY("2026-10-15"), DAY("2026-10-20"))
    assert ask("2026-10-14 10:30", holds=(over, coming)).notes == ()


@pytest.mark.parametrize(
    ("hold", "next_ok", "words"),
    [
        (Hold(HoldKind.MOURNING, DAY("2026-10-01")), "2026-11-19 10:00", "11月18日ごろまで"),
        (Hold(HoldKind.DISASTER, DAY("2026-10-10")), "2026-10-20 10:00", "10月19日ごろまで"),
        (Hold(HoldKind.BUSY_UNTIL, DAY("2026-10-01"), DAY("2026-10-23")), "2026-10-26 10:00", "10月23日まで"),
        (Hold(HoldKind.NOT_BEFORE, DAY("2026-10-01"), DAY("2027-02-28")), "2027-03-01 10:00", "3月1日以降"),
    ],
)
def test_a_hold_moves_to_the_first_business_day_after_it(
    ask: Ask, opens: Ask, at: At, hold: Hold, next_ok: str, words: str
) -> None:
    verdict = ask("2026-10-14 10:30", holds=(hold,))
    assert not verdict.allowed
    assert verdict.next_ok == at(next_ok)
    assert words in verdict.notes[0].text
    assert verdict.notes[0].code == f"hold.{hold.kind}"
    assert opens("2026-10-14 10:30", holds=(hold,)).next_ok == at(next_ok)


@pytest.mark.parametrize("channel", ["email", "line", "phone", "letter", "in_person"])
def test_a_hold_counts_on_every_channel(ask: Ask, channel: str) -> None:
    hold = Hold(HoldKind.MOURNING, DAY("2026-10-01"))
    assert ask("2026-10-14 10:30", channel, holds=(hold,)).level == 3


def test_a_hold_that_ends_in_a_busy_season_waits_for_its_end_too(ask: Ask, at: At) -> None:
    hold = Hold(HoldKind.NOT_BEFORE, DAY("2026-10-01"), DAY("2027-02-28"))
    assert ask("2026-10-14 10:30", profession="zeirishi", holds=(hold,)).next_ok == at("2027-03-16 10:00")


def test_a_slip_of_the_year_still_ends() -> None:
    assert Hold(HoldKind.BUSY_UNTIL, DAY("2026-10-01"), date.max).last_day.year == 2036
    assert Hold(HoldKind.BUSY_UNTIL, DAY("2026-10-01"), DAY("2020-01-01")).last_day == DAY("2026-10-01")
    assert Override(DAY("2026-10-01"), date.max, 3, "").last_day.year == 2036
    assert Override(DAY("2026-10-01"), DAY("2020-01-01"), 3, "").last_day == DAY("2026-10-01")


def test_a_long_hold_is_answered(ask: Ask) -> None:
    verdict = ask("2026-10-14 10:30", holds=(Hold(HoldKind.BUSY_UNTIL, DAY("2026-10-01"), date.max),))
    assert verdict.next_ok.year == 2036


def test_what_they_said_of_their_season_stands_in_place_of_the_trade(ask: Ask, at: At) -> None:
    calm = Override(DAY("2026-02-01"), DAY("2026-03-31"), 0, "今年は引き継ぎが済み、時間があるとのことです。")
    verdict = ask("2026-02-18 10:30", profession="zeirishi", overrides=(calm,))
    assert verdict.allowed
    assert verdict.level == 0
    assert [note.code for note in verdict.notes] == ["override"]


def test_an_override_lifts_a_season_only_on_its_days(ask: Ask, opens: Ask, at: At) -> None:
    calm = Override(DAY("2026-02-25"), DAY("2026-02-27"), 0, "この三日は空いているとのことです。")
    assert not ask("2026-02-18 10:30", profession="zeirishi", overrides=(calm,)).allowed
    assert opens("2026-02-18 10:30", profession="zeirishi", overrides=(calm,)).next_ok == at("2026-02-25 10:00")
    assert opens("2026-02-28 10:30", profession="zeirishi", overrides=(calm,)).next_ok == at("2026-03-17 10:00")


def test_an_override_can_close_a_calm_month(ask: Ask, at: At) -> None:
    busy = Override(DAY("2026-08-01"), DAY("2026-08-31"), 3, "8月は移転の準備とのことです。")
    verdict = ask("2026-08-05 10:30", profession="bengoshi", overrides=(busy,))
    assert not verdict.allowed
    assert verdict.next_ok == at("2026-09-01 10:00")
    assert verdict.notes[0].text == "8月は移転の準備とのことです。"


def test_an_override_does_not_open_the_night(ask: Ask) -> None:
    calm = Override(DAY("2026-02-01"), DAY("2026-03-31"), 0, "時間があるとのことです。")
    assert not ask("2026-02-18 23:30", profession="zeirishi", overrides=(calm,)).allowed
