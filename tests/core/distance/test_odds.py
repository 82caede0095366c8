"""The three chances, by figures worked out by hand and by how they must lean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED
from yorisoi.core.distance.odds import (
    reply_logit,
    reply_odds,
    spontaneous_logit,
    spontaneous_odds,
    uplift,
)

STRENGTH = st.floats(min_value=0, max_value=200)
PRESSURE = st.floats(min_value=0, max_value=50)
DAYS = st.floats(min_value=0, max_value=4000)
MORE = st.floats(min_value=0.01, max_value=50)


def test_reply_logit_by_hand() -> None:
    # −.034 + 1.116·ln 1.424 = .360; −.325·ln 3 = −.357; −.178·ln 5 = −.286; offset .2
    assert reply_logit(1.0, 2.0, 0.2, 5, SHIPPED) == pytest.approx(0.3604 - 0.3571 - 0.2865 + 0.2, abs=3e-4)


@pytest.mark.parametrize(
    ("strength", "pressure", "recipients", "p"),
    [
        (0.0, 0.0, 1, 0.2706),
        (1.0, 0.0, 1, 0.5891),
        (1.0, 1.0, 1, 0.5337),
        (1.0, 3.0, 1, 0.4774),
        (1.0, 0.0, 10, 0.4876),
    ],
)
def test_reply_odds(strength: float, pressure: float, recipients: int, p: float) -> None:
    assert reply_odds(strength, pressure, 0.0, recipients, SHIPPED) == pytest.approx(p, abs=2e-3)


def test_an_offset_is_added_in_logits() -> None:
    plain = reply_odds(1.0, 0.0, 0.0, 1, SHIPPED)
    lifted = reply_odds(1.0, 0.0, 1.0, 1, SHIPPED)
    assert math.log(lifted / (1 - lifted)) - math.log(plain / (1 - plain)) == pytest.approx(1.0)


def test_spontaneous_logit_by_hand() -> None:
    # −1.288 + 1.082·ln 1.424 − .485·ln 8
    assert spontaneous_logit(1.0, 7.0, SHIPPED) == pytest.approx(-1.288 + 0.3825 - 1.0085, abs=3e-4)


def test_nobody_comes_who_was_never_there() -> None:
    assert spontaneous_odds(0.0, math.inf, SHIPPED) == 0.0


def test_uplift_by_hand() -> None:
    # .118 + … : σ(−.267 + 1.09·.35347) − σ(−1.288 + 1.082·.35347 − .485·ln 8)
    first = 1 / (1 + math.exp(-(-0.267 + 1.09 * 0.35347)))
    second = 1 / (1 + math.exp(-(-1.288 + 1.082 * 0.35347 - 0.485 * math.log(8))))
    assert uplift(1.0, 0.0, 7.0, 0.0, SHIPPED) == pytest.approx(first - second, abs=1e-4)


@given(strength=STRENGTH, pressure=PRESSURE, more=MORE)
def test_the_stronger_the_tie_the_likelier_the_answer(strength: float, pressure: float, more: float) -> None:
    assert reply_odds(strength + more, pressure, 0, 1, SHIPPED) > reply_odds(strength, pressure, 0, 1, SHIPPED)


@given(strength=STRENGTH, pressure=PRESSURE, more=MORE)
def test_asks_in_a_row_devalue_the_next(strength: float, pressure: float, more: float) -> None:
    assert reply_odds(strength, pressure + more, 0, 1, SHIPPED) < reply_odds(strength, pressure, 0, 1, SHIPPED)


@given(strength=STRENGTH, recipients=st.integers(min_value=1, max_value=500))
def test_a_message_to_many_is_nobodys_to_answer(strength: float, recipients: int) -> None:
    assert reply_odds(strength, 0, 0, recipients + 1, SHIPPED) < reply_odds(strength, 0, 0, recipients, SHIPPED)


@given(strength=STRENGTH, days=DAYS, more=MORE)
def test_the_longer_the_silence_the_less_they_come(strength: float, days: float, more: float) -> None:
    assert spontaneous_odds(strength, days + more, SHIPPED) < spontaneous_odds(strength, days, SHIPPED)


@given(strength=STRENGTH, pressure=PRESSURE, days=DAYS, offset=st.floats(min_value=-3, max_value=3))
def test_uplift_is_a_difference_of_chances(strength: float, pressure: float, days: float, offset: float) -> None:
    assert -1 <= uplift(strength, pressure, days, offset, SHIPPED) <= 1


@given(strength=STRENGTH, pressure=PRESSURE)
def test_waiting_a_week_adds_value_to_writing(strength: float, pressure: float) -> None:
    assert uplift(strength, pressure, 7, 0, SHIPPED) > uplift(strength, pressure, 0, 0, SHIPPED)
