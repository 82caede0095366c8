"""Hours of the channels, and where a message that is moved lands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yorisoi.core.courtesy import Verdict

Ask = Callable[..., Verdict]
At = Callable[[str], datetime]

CALM_WEDNESDAY = "2026-10-14"


@pytest.mark.parametrize(
    ("hour", "channel"),
    [
        ("09:00", "email"),
        ("10:30", "email"),
        ("17:59", "email"),
        ("09:00", "line"),
        ("18:30", "line"),
        ("13:00", "messenger"),
        ("10:00", "phone"),
        ("14:30", "phone"),
        ("23:30", "letter"),
        ("03:00", "in_person"),
    ],
)
def test_good_hours_say_nothing(ask: Ask, at: At, hour: str, channel: str) -> None:
    verdict = ask(f"{CALM_WEDNESDAY} {hour}", channel)
    assert verdict == Verdict(True, 0, at(f"{CALM_WEDNESDAY} {hour}"), ())


@pytest.mark.parametrize(
    ("hour", "channel", "code"),
    [
        ("12:10", "email", "hours.avoid"),
        ("18:30", "email", "hours.avoid"),
        ("08:30", "email", "hours.outside"),
        ("19:30", "line", "hours.avoid"),
        ("09:10", "phone", "hours.avoid"),
        ("12:00", "phone", "hours.avoid"),
        ("17:30", "phone", "hours.avoid"),
        ("19:00", "phone", "hours.outside"),
    ],
)
def test_awkward_hours_are_allowed_but_told(ask: Ask, hour: str, channel: str, code: str) -> None:
    verdict = ask(f"{CALM_WEDNESDAY} {hour}", channel)
    assert verdict.allowed
    assert verdict.level == 1
    assert [note.code for note in verdict.notes] == [code]


@pytest.mark.parametrize(
    ("hour", "channel", "next_ok"),
    [
        ("21:00", "email", "2026-10-15 10:00"),
        ("23:50", "line", "2026-10-15 10:00"),
        ("21:30", "sms", "2026-10-15 10:00"),
        ("21:00", "phone", "2026-10-15 10:00"),
        ("07:59", "email", "2026-10-14 10:00"),
        ("08:59", "messenger", "2026-10-14 10:00"),
        ("07:00", "phone", "2026-10-14 10:00"),
        ("00:00", "email", "2026-10-14 10:00"),
    ],
)
def test_nights_wait_for_ten_o_clock(ask: Ask, at: At, hour: str, channel: str, next_ok: str) -> None:
    verdict = ask(f"{CALM_WEDNESDAY} {hour}", channel)
    assert not verdict.allowed
    assert verdict.level == 3
    assert verdict.notes[0].code == "hours.night"
    assert verdict.next_ok == at(next_ok)


@pytest.mark.parametrize(
    ("text", "channel", "expected", "moved_by"),
    [
        ("2026-10-14 10:17", "email", "2026-10-14 10:17", []),
        ("2026-10-14 12:10", "email", "2026-10-14 13:30", ["hours.avoid"]),
        ("2026-10-14 12:10", "phone", "2026-10-14 14:00", ["hours.avoid"]),
        ("2026-10-14 18:30", "email", "2026-10-15 10:00", ["hours.avoid"]),
        ("2026-10-16 22:00", "email", "2026-10-19 10:00", ["hours.night", "day_off"]),
        ("2026-10-17 11:00", "line", "2026-10-19 10:00", ["day_off"]),
        ("2026-11-21 11:00", "email", "2026-11-24 10:00", ["day_off"]),
        ("2026-10-17 11:00", "letter", "2026-10-17 11:00", []),
        ("2026-10-17 11:00", "in_person", "2026-10-17 11:00", []),
    ],
)
def test_the_first_courteous_moment_and_what_moved_it(
    opens: Ask, at: At, text: str, channel: str, expected: str, moved_by: list[str]
) -> None:
    verdict = opens(text, channel)
    assert verdict.next_ok == at(expected)
    assert [note.code for note in verdict.notes] == moved_by
    assert verdict.allowed


@pytest.mark.parametrize(
    ("text", "profession", "expected"),
    [
        ("2026-02-20 10:30", "zeirishi", "2026-03-17 10:00"),
        ("2027-02-19 10:30", "zeirishi", "2027-03-16 10:00"),
        ("2026-06-10 10:30", "sharoshi", "2026-07-13 10:00"),
        ("2027-06-10 10:30", "sharoshi", "2027-07-13 10:00"),
        ("2026-04-30 10:30", None, "2026-05-07 10:00"),
        ("2027-04-30 10:30", None, "2027-05-06 10:00"),
        ("2028-04-28 10:30", None, "2028-04-28 10:30"),
        ("2028-05-01 10:30", None, "2028-05-08 10:00"),
        ("2026-08-12 10:30", None, "2026-08-18 10:00"),
        ("2026-12-28 10:30", None, "2027-01-08 10:00"),
        ("2027-01-06 10:30", None, "2027-01-08 10:00"),
        ("2027-12-28 10:30", None, "2028-01-11 10:00"),  # the 8th is a Saturday, the 10th 成人の日
        ("2026-09-19 10:30", None, "2026-09-24 10:00"),
        ("2026-11-18 10:30", "fudosan", "2026-11-19 10:00"),  # 水曜定休
        ("2026-12-01 10:30", "inshoku", "2027-01-12 10:00"),  # 忘年会 runs into New Year
        ("2026-03-25 10:30", "bengoshi", "2026-03-25 10:30"),
        ("2026-12-15 10:30", "zeirishi", "2026-12-15 10:30"),  # level 2 asks for brevity, not for waiting
    ],
)
def test_the_first_courteous_day(opens: Ask, at: At, text: str, profession: str | None, expected: str) -> None:
    assert opens(text, profession=profession).next_ok == at(expected)


def test_a_refused_moment_is_moved_to_the_same_place(ask: Ask, opens: Ask) -> None:
    for text, profession in (("2026-02-20 10:30", "zeirishi"), ("2026-12-28 10:30", None), ("2026-11-20 23:00", None)):
        assert ask(text, profession=profession).next_ok == opens(text, profession=profession).next_ok


def test_days_off_allow_a_short_word_but_no_call(ask: Ask) -> None:
    assert ask("2026-11-23 10:30").level == 2
    assert ask("2026-11-23 10:30", "line").level == 2
    assert not ask("2026-11-23 10:30", "phone").allowed
    assert ask("2026-11-23 10:30", "letter").level == 0


def test_a_letter_waits_in_the_box_over_new_year(ask: Ask) -> None:
    assert ask("2027-01-02 10:30", "letter").level == 0
    assert not ask("2027-01-02 10:30", "email").allowed


def test_a_letter_still_respects_the_heaviest_season(ask: Ask) -> None:
    assert not ask("2026-03-04 10:30", "letter", "zeirishi").allowed


@pytest.mark.parametrize(
    ("hour", "channel", "profession", "level"),
    [
        ("11:30", "phone", "inshoku", 3),
        ("12:00", "line", "inshoku", 2),
        ("14:30", "phone", "inshoku", 0),
        ("12:30", "email", "inshoku", 1),  # a mail can wait for the kitchen to close: only the lunch hour of everyone
        ("10:30", "phone", "iryo", 2),
        ("10:30", "phone", "shihoshoshi", 2),
        ("14:00", "phone", "shihoshoshi", 0),
    ],
)
def test_the_hours_of_a_trade(ask: Ask, hour: str, channel: str, profession: str, level: int) -> None:
    assert ask(f"{CALM_WEDNESDAY} {hour}", channel, profession).level == level


def test_a_call_to_a_kitchen_lands_between_the_meals(opens: Ask, at: At) -> None:
    assert opens("2026-10-14 11:30", "phone", "inshoku").next_ok == at("2026-10-14 14:00")


@pytest.mark.parametrize(("text", "code"), [("2026-10-19 09:30", "hours.monday"), ("2026-10-16 15:30", "hours.friday")])
def test_monday_morning_and_friday_evening_ask_for_brevity(ask: Ask, opens: Ask, text: str, code: str) -> None:
    assert [(note.code, note.level) for note in ask(text).notes] == [(code, 1)]
    assert opens(text).notes == ()


def test_the_answer_keeps_the_clock_it_was_asked_in(ask: Ask, table: object) -> None:
    verdict = ask("2026-10-14 10:30")
    assert verdict.next_ok.utcoffset() is not None
    assert verdict.next_ok.isoformat() == "2026-10-14T10:30:00+09:00"
