"""Pressure: an answer clears it, an ask adds most, and time heals it only in part."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, TouchKind
from yorisoi.core.distance.pressure import leaked, loaded

PRESSURE = st.floats(min_value=0, max_value=1e4)
KIND = st.sampled_from(TouchKind)


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (TouchKind.THEIR_MESSAGE, 0.0),
        (TouchKind.CONVERSATION, 0.0),
        (TouchKind.IN_PERSON, 0.0),
        (TouchKind.MY_MESSAGE, 3.0),
        (TouchKind.GIVE, 2.3),
        (TouchKind.NEWSLETTER, 2.2),
        (TouchKind.THEIR_BROADCAST, 2.0),
    ],
)
def test_what_a_touch_does_to_a_pressure_of_two(kind: TouchKind, after: float) -> None:
    assert loaded(2.0, kind, SHIPPED) == pytest.approx(after)


def test_a_thank_you_weighs_as_a_gift() -> None:
    assert loaded(0.0, TouchKind.MY_MESSAGE, SHIPPED, thanks=True) == pytest.approx(0.3)
    assert loaded(0.0, TouchKind.GIVE, SHIPPED, thanks=True) == pytest.approx(0.3)


@given(pressure=PRESSURE, kind=KIND)
def test_a_thank_you_never_weighs_more(pressure: float, kind: TouchKind) -> None:
    assert loaded(pressure, kind, SHIPPED, thanks=True) <= loaded(pressure, kind, SHIPPED)


@pytest.mark.parametrize(("days", "left"), [(0, 1.0), (365, 1 / math.e), (30, 0.9211), (730, 1 / math.e**2)])
def test_pressure_leaks_over_about_a_year(days: float, left: float) -> None:
    assert leaked(1.0, days, SHIPPED) == pytest.approx(left, abs=1e-4)


def test_time_before_the_touch_adds_nothing() -> None:
    assert leaked(1.0, -5, SHIPPED) == 1.0


@given(pressure=PRESSURE, days=st.floats(min_value=0, max_value=40_000))
def test_waiting_never_adds_pressure(pressure: float, days: float) -> None:
    assert 0 <= leaked(pressure, days, SHIPPED) <= pressure


@given(pressure=PRESSURE)
def test_a_reply_never_raises_pressure(pressure: float) -> None:
    assert loaded(pressure, TouchKind.THEIR_MESSAGE, SHIPPED) == 0.0


@given(pressure=PRESSURE, kind=KIND)
def test_nothing_of_theirs_adds_pressure(pressure: float, kind: TouchKind) -> None:
    after = loaded(pressure, kind, SHIPPED)
    assert after >= 0
    if kind not in (TouchKind.MY_MESSAGE, TouchKind.GIVE, TouchKind.NEWSLETTER):
        assert after <= pressure


def test_waiting_alone_heals_only_in_part() -> None:
    assert leaked(3.0, 90, SHIPPED) > 2.0
