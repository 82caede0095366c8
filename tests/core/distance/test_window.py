"""The measured window, against its published figures and against the odds it is solved from."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, Tuning
from yorisoi.core.distance.presence import faded, log_strength
from yorisoi.core.distance.window import closes_after, opens_after

STRENGTH = st.floats(min_value=0, max_value=500)
PRESSURE = st.floats(min_value=0, max_value=100)


@pytest.mark.parametrize(
    ("strength", "pressure", "opens", "closes"),
    [(1.0, 0.0, 2.3, 76.0), (1.0, 3.0, 4.7, 76.0), (3.0, 0.0, 2.3, 30.0), (0.3, 0.0, 2.4, None)],
)
def test_the_published_examples(strength: float, pressure: float, opens: float, closes: float | None) -> None:
    assert round(opens_after(strength, pressure, SHIPPED), 1) == opens
    found = closes_after(strength, SHIPPED)
    assert (None if found is None else round(found)) == closes


@given(strength=STRENGTH, pressure=PRESSURE)
def test_at_the_opening_the_odds_ratio_is_the_wanted_one(strength: float, pressure: float) -> None:
    days = opens_after(strength, pressure, SHIPPED)
    c = SHIPPED
    written = c.a0 + c.aA * log_strength(strength, c) - c.aP * math.log1p(pressure)
    waited = c.c0 + c.cA * log_strength(strength, c) - c.cw * math.log1p(days)
    assert math.exp(written - waited) == pytest.approx(5.0) or days == c.min_gap


@given(strength=STRENGTH, pressure=PRESSURE)
def test_nothing_opens_within_a_day(strength: float, pressure: float) -> None:
    assert opens_after(strength, pressure, SHIPPED) >= 1.0


@given(strength=STRENGTH, pressure=PRESSURE, more=st.floats(min_value=0, max_value=50))
def test_pressure_never_opens_earlier(strength: float, pressure: float, more: float) -> None:
    assert opens_after(strength, pressure + more, SHIPPED) >= opens_after(strength, pressure, SHIPPED)


def test_an_easy_threshold_still_waits_a_day() -> None:
    assert opens_after(1.0, 0.0, Tuning(or_star=1.0)) == 1.0


def test_an_impossible_threshold_does_not_overflow() -> None:
    assert opens_after(1.0, 0.0, Tuning(cw=1e-6)) == SHIPPED.horizon


@given(strength=STRENGTH)
def test_at_the_close_presence_has_halved(strength: float) -> None:
    days = closes_after(strength, SHIPPED)
    if days is not None:
        left = faded(strength, days, SHIPPED)
        assert SHIPPED.eps + left == pytest.approx(0.5 * (SHIPPED.eps + strength), rel=1e-6)


@pytest.mark.parametrize("strength", [0.0, 0.1, 0.3, 0.424])
def test_a_dim_tie_has_no_deadline(strength: float) -> None:
    assert closes_after(strength, SHIPPED) is None


@pytest.mark.parametrize("strength", [0.4240001, 0.424000000001, 0.43])
def test_a_deadline_beyond_a_century_is_none(strength: float) -> None:
    assert closes_after(strength, SHIPPED) is None


@given(strength=st.floats(min_value=0.6, max_value=500), more=st.floats(min_value=0, max_value=100))
def test_the_brighter_a_tie_the_sooner_it_halves(strength: float, more: float) -> None:
    first, second = closes_after(strength, SHIPPED), closes_after(strength + more, SHIPPED)
    assert first is not None
    assert second is not None
    assert second <= first * (1 + 1e-12)
