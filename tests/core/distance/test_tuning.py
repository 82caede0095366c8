"""Every number has one home, can be replaced by name, and is refused when it makes no sense."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import pytest

from yorisoi.core.distance import SHIPPED, Tuning
from yorisoi.core.distance import tuning as tuning_module

PUBLISHED = {
    "b0": -0.034,
    "bA": 1.116,
    "eps": 0.424,
    "S": 6.87,
    "d": 0.5,
    "bP": 0.325,
    "tau": 365,
    "bN": 0.178,
    "var_person": 0.3,
    "var_me": 0.1,
    "a0": -0.267,
    "aA": 1.090,
    "aP": 0.186,
    "c0": -1.288,
    "cA": 1.082,
    "cw": 0.485,
    "H": 7,
    "or_star": 5,
    "rho": 0.5,
}

COURTESIES = {
    "thanks_business_days": 3,
    "thanks_limit_days": 7,
    "first_gift_days": 14,
    "first_gift_until_days": 60,
    "close_days": 30,
    "middle_days": 90,
    "outer_days": 180,
    "slowest_days": 365,
    "one_sided_ratio": 4,
    "unanswered_once_days": 60,
    "unanswered_twice_days": 180,
    "let_go_after": 3,
    "thinking_days": 60,
    "mourning_days": 49,
    "disaster_days": 10,
    "reply_lapses_days": 14,
    "dormant_days": 1095,
}


@pytest.mark.parametrize(("name", "value"), PUBLISHED.items())
def test_the_constants_are_the_published_ones(name: str, value: float) -> None:
    assert getattr(SHIPPED, name) == value


@pytest.mark.parametrize(("name", "value"), COURTESIES.items())
def test_the_courtesies_are_the_rows_of_the_table(name: str, value: float) -> None:
    assert getattr(SHIPPED, name) == value


def test_what_touches_weigh() -> None:
    assert SHIPPED.gain_answer == 1
    assert SHIPPED.gain_broadcast == 0.75
    assert SHIPPED.load_ask == 1
    assert SHIPPED.load_give == 0.3
    assert SHIPPED.load_newsletter == 0.2


@pytest.mark.parametrize("name", [*PUBLISHED, *COURTESIES])
def test_every_constant_can_be_replaced_by_name(name: str) -> None:
    value = getattr(SHIPPED, name) * 0.5 if name not in COURTESIES else getattr(SHIPPED, name) + 1
    changed = Tuning.from_mapping({name: value})
    assert getattr(changed, name) == value
    assert replace(changed, **{name: getattr(SHIPPED, name)}) == SHIPPED


def test_no_override_is_the_shipped_tuning() -> None:
    assert Tuning.from_mapping({}) == SHIPPED


def test_an_unknown_name_is_named() -> None:
    with pytest.raises(ValueError, match="bQ"):
        Tuning.from_mapping({"bQ": 1.0})


def test_names_are_case_sensitive() -> None:
    with pytest.raises(ValueError, match="ba"):
        Tuning.from_mapping({"ba": 1.0})


@pytest.mark.parametrize("value", ["1", None, True, [], math.nan, math.inf])
def test_a_value_that_is_no_number_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="b0"):
        Tuning.from_mapping({"b0": value})


@pytest.mark.parametrize("value", [2.5, math.nan, math.inf, "3"])
def test_whole_days_are_whole(value: object) -> None:
    with pytest.raises(ValueError, match="close_days"):
        Tuning.from_mapping({"close_days": value})


def test_a_whole_number_written_as_a_float_is_fine() -> None:
    assert Tuning.from_mapping({"close_days": 45.0}).close_days == 45


@pytest.mark.parametrize("name", ["eps", "S", "d", "tau", "H", "cw", "or_star", "rho", "let_go_after", "horizon"])
@pytest.mark.parametrize("value", [0, -1])
def test_what_must_be_positive_is(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=name):
        Tuning.from_mapping({name: value})


@pytest.mark.parametrize("name", ["close_days", "load_give", "var_person", "var_me", "burst_hours", "learn_silence"])
def test_what_must_not_be_negative_is_not(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Tuning.from_mapping({name: -1})


@pytest.mark.parametrize("value", [1, 1.5])
def test_a_window_that_never_closes_by_fading_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="rho"):
        Tuning.from_mapping({"rho": value})


@pytest.mark.parametrize("value", ["Mars/Olympus", "", "../../etc/passwd", 9])
def test_an_unknown_time_zone_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="time_zone"):
        Tuning.from_mapping({"time_zone": value})


def test_another_time_zone_is_fine() -> None:
    assert Tuning.from_mapping({"time_zone": "Europe/Berlin"}).zone.key == "Europe/Berlin"


def test_the_day_is_that_of_tokyo() -> None:
    assert SHIPPED.zone.key == "Asia/Tokyo"


def test_every_number_says_its_reason() -> None:
    lines = Path(tuning_module.__file__).read_text(encoding="utf-8").splitlines()
    for field in fields(Tuning):
        [line] = [line for line in lines if line.startswith(f"    {field.name}: ")]
        said = line.partition("#")[2].replace("noqa: N815 -", "").strip()
        assert said or field.name == "time_zone", field.name
