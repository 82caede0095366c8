"""Presence fades by a power law and grows only by what they take part in."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, TouchKind, Tuning
from yorisoi.core.distance.presence import faded, gain, log_strength, logistic, presence

STRENGTH = st.floats(min_value=0, max_value=1e4)
DAYS = st.floats(min_value=0, max_value=40_000)


@pytest.mark.parametrize(
    ("strength", "days", "left"),
    [
        (1.0, 0.0, 1.0),
        (1.0, 6.87, 1 / math.sqrt(2)),
        (1.0, 3 * 6.87, 0.5),
        (4.0, 3 * 6.87, 2.0),
        (1.0, 99 * 6.87, 0.1),
        (0.0, 10.0, 0.0),
    ],
)
def test_strength_fades_by_the_square_root(strength: float, days: float, left: float) -> None:
    assert faded(strength, days, SHIPPED) == pytest.approx(left)


def test_time_before_the_touch_does_not_strengthen() -> None:
    assert faded(1.0, -5.0, SHIPPED) == 1.0


def test_fading_follows_its_scale_and_power() -> None:
    assert faded(8.0, 7.0, Tuning(S=1.0, d=1.0)) == pytest.approx(1.0)


@given(strength=STRENGTH, days=DAYS, more=DAYS)
def test_fading_never_turns_back(strength: float, days: float, more: float) -> None:
    assert 0 <= faded(strength, days + more, SHIPPED) <= faded(strength, days, SHIPPED) <= strength


def test_a_power_law_forgets_ever_more_slowly() -> None:
    first_week = faded(1, 0, SHIPPED) - faded(1, 7, SHIPPED)
    tenth_week = faded(1, 63, SHIPPED) - faded(1, 70, SHIPPED)
    assert tenth_week < first_week / 10


@pytest.mark.parametrize(
    ("kind", "added"),
    [
        (TouchKind.THEIR_MESSAGE, 1.0),
        (TouchKind.CONVERSATION, 1.0),
        (TouchKind.IN_PERSON, 1.0),
        (TouchKind.THEIR_BROADCAST, 0.75),
        (TouchKind.MY_MESSAGE, 0.0),
        (TouchKind.GIVE, 0.0),
        (TouchKind.NEWSLETTER, 0.0),
    ],
)
def test_only_what_they_take_part_in_builds_presence(kind: TouchKind, added: float) -> None:
    assert gain(kind, SHIPPED) == added


def test_a_stranger_has_a_logarithm() -> None:
    assert log_strength(0.0, SHIPPED) == pytest.approx(math.log(0.424))


@pytest.mark.parametrize(("strength", "shown"), [(0.0, 0.2706), (1.0, 0.5890), (3.0, 0.7924), (10.0, 0.9297)])
def test_presence_shown(strength: float, shown: float) -> None:
    assert presence(strength, SHIPPED) == pytest.approx(shown, abs=5e-4)


@given(strength=STRENGTH, more=STRENGTH)
def test_presence_lies_between_nothing_and_one_and_grows_with_strength(strength: float, more: float) -> None:
    assert 0 < presence(strength, SHIPPED) <= presence(strength + more, SHIPPED) <= 1


@pytest.mark.parametrize(
    ("logit", "p"), [(0.0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (800.0, 1.0), (-800.0, 0.0)]
)
def test_logistic(logit: float, p: float) -> None:
    assert logistic(logit) == pytest.approx(p)


@pytest.mark.parametrize(("logit", "p"), [(math.inf, 1.0), (-math.inf, 0.0), (1e308, 1.0), (-1e308, 0.0)])
def test_logistic_is_safe_at_both_ends(logit: float, p: float) -> None:
    assert logistic(logit) == p


@given(logit=st.floats(min_value=-30, max_value=30))
def test_logistic_is_symmetric(logit: float) -> None:
    assert logistic(logit) + logistic(-logit) == pytest.approx(1.0)
