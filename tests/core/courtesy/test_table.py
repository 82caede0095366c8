"""Reading the table: free text finds its trade, and a broken file is refused with a reason."""

from __future__ import annotations

import copy
from importlib.resources import files
from typing import Any

import pytest
import yaml

from yorisoi.core.courtesy import Channel, Table
from yorisoi.core.courtesy.span import Clock, Span, minutes, month_day


@pytest.fixture
def parsed() -> dict[str, Any]:
    text = files("yorisoi.data").joinpath("busy_seasons.yaml").read_text(encoding="utf-8")
    return copy.deepcopy(yaml.safe_load(text))


@pytest.mark.parametrize("text", [None, "", "会社員", "主婦", "陶芸家", "音楽教室の講師", "高校の同級生"])
def test_the_unknown_take_the_general_row(table: Table, text: str | None) -> None:
    assert table.resolve(text) == "general"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("zeirishi", "zeirishi"),
        ("税理士", "zeirishi"),
        ("代表税理士", "zeirishi"),
        ("社労士", "sharoshi"),
        ("特定社会保険労務士", "sharoshi"),  # holds the word 保険 too: the longer word wins
        ("不動産鑑定士", "kanteishi"),  # and this one 不動産
        ("不動産会社の営業", "fudosan"),
        ("保険の事務をする会社員", "hoken"),
        ("工務店社長", "kensetsu"),
        ("雑穀カフェ店主", "inshoku"),
        ("学習塾経営", "kyoiku"),
        ("kenchikushi", "kensetsu"),
        ("web", "it"),
        ("koshonin", "general"),
    ],
)
def test_free_text_finds_its_trade(table: Table, text: str, row: str) -> None:
    assert table.resolve(text) == row


def test_every_channel_has_hours(table: Table) -> None:
    assert set(table.hours) == set(Channel)


def test_two_rows_may_not_claim_one_profession(parsed: dict[str, Any]) -> None:
    parsed["professions"][0]["covers"] = ["web"]
    with pytest.raises(ValueError, match="web"):
        Table.from_mapping(parsed)


def test_the_fallback_must_exist(parsed: dict[str, Any]) -> None:
    parsed["defaults"]["unknown_profession"] = "nobody"
    with pytest.raises(ValueError, match="nobody"):
        Table.from_mapping(parsed)


@pytest.mark.parametrize("level", [0, 4, "2", None])
def test_a_busy_level_is_one_to_three(parsed: dict[str, Any], level: object) -> None:
    parsed["professions"][0]["busy"][0]["level"] = level
    with pytest.raises(ValueError, match="level"):
        Table.from_mapping(parsed)


def test_an_unknown_rule_is_refused(parsed: dict[str, Any]) -> None:
    parsed["national_quiet"][1]["compute"] = "guess"
    with pytest.raises(ValueError, match="guess"):
        Table.from_mapping(parsed)


def test_a_channel_without_a_best_time_is_refused(parsed: dict[str, Any]) -> None:
    parsed["hours"]["email"]["best"] = []
    with pytest.raises(ValueError, match="best"):
        Table.from_mapping(parsed)


def test_a_source_that_is_not_listed_is_refused(parsed: dict[str, Any]) -> None:
    parsed["professions"][0]["sources"] = ["S999"]
    with pytest.raises(KeyError):
        Table.from_mapping(parsed)


@pytest.mark.parametrize("text", ["02-30", "13-01", "00-10", "1231"])
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        month_day(text)


@pytest.mark.parametrize("text", ["24:01", "10:60", "-1:00", "noon"])
def test_times_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        minutes(text)


def test_a_clock_range_may_pass_midnight() -> None:
    night = Clock.parse("21:00-08:00")
    assert minutes("23:00") in night
    assert minutes("00:00") in night
    assert minutes("08:00") not in night
    assert minutes("12:00") not in night


def test_the_last_of_february_follows_the_leap_year() -> None:
    february = Span(month_day("02-01"), month_day("02-29"))
    assert [last.day for last in (february.starting_in(y)[1] for y in (2026, 2028, 2100))] == [28, 29, 28]
