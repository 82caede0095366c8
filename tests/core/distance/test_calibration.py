"""An owner's two numbers: none before a few hundred outcomes, then towards what really came back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import i_asked, i_gave, on, they_wrote
from yorisoi.core.distance import Calibration, Outcome, Tuning, fit, fold, outcomes, replay
from yorisoi.core.distance.calibration import AS_SHIPPED
from yorisoi.core.distance.presence import logistic


def seen(intercept: float, slope: float, count: int = 4000) -> list[Outcome]:
    """Outcomes that follow a calibration exactly: of those with one logit, just that share answered."""
    found = []
    for logit in (-2.0, -1.0, 0.0, 1.0, 2.0):
        answered = round(logistic(intercept + slope * logit) * count / 5)
        found += [Outcome(logit, int(number < answered)) for number in range(count // 5)]
    return found


def test_no_change_below_a_few_hundred() -> None:
    assert fit([]) == AS_SHIPPED
    assert fit(seen(1.0, 0.5)[:299]) == AS_SHIPPED


@pytest.mark.parametrize(("intercept", "slope"), [(0.0, 1.0), (0.8, 1.0), (-0.6, 0.5), (0.2, 1.6)])
def test_it_finds_the_two_numbers(intercept: float, slope: float) -> None:
    found = fit(seen(intercept, slope))
    assert found.intercept == pytest.approx(intercept, abs=0.03)
    assert found.slope == pytest.approx(slope, abs=0.03)


@pytest.mark.parametrize("answered", [0, 1])
def test_one_sided_outcomes_do_not_run_away(answered: int) -> None:
    found = fit([Outcome(0.3, answered)] * 400)
    assert all(math.isfinite(value) for value in found)
    assert abs(found.intercept) < 8
    assert (logistic(found.apply(0.3)) > 0.9) is bool(answered)


def test_the_threshold_can_be_tuned() -> None:
    assert fit(seen(1.0, 1.0, 50), tuning=Tuning(calibrate_from=50)) != AS_SHIPPED


def test_it_changes_the_odds_shown_and_nothing_else() -> None:
    rows = [they_wrote(0), i_asked(2)]
    plain = fold(rows, on(4))
    moved = fold(rows, on(4), calibration=Calibration(1.0, 1.0))
    assert moved.reply_odds > plain.reply_odds
    for name in ("A", "P", "b", "v", "uplift", "spontaneous_odds", "presence", "measured_opens", "advice", "reasons"):
        assert getattr(moved, name) == getattr(plain, name)


def test_no_change_is_no_change() -> None:
    rows = [they_wrote(0), i_asked(2)]
    assert fold(rows, on(4), calibration=AS_SHIPPED) == fold(rows, on(4))


def test_outcomes_are_those_that_teach() -> None:
    rows = [i_asked(-5), they_wrote(0), i_asked(0.5), i_asked(2), they_wrote(4), i_asked(10), i_gave(12)]
    [ask] = replay(rows[:4], on(2)).tie.asks
    found = outcomes(rows, on(40))
    assert [one.answered for one in found] == [1, 0]
    assert logistic(found[0].logit) == pytest.approx(ask.p)


def test_a_tuning_of_extremes_has_logits_too() -> None:
    for b0 in (-1e6, 1e6):
        [one] = outcomes([they_wrote(0), i_asked(2)], on(20), tuning=Tuning(b0=b0))
        assert math.isfinite(one.logit)


def test_an_open_ask_is_no_outcome_yet() -> None:
    assert outcomes([they_wrote(0), i_asked(2)], on(9)) == []
    assert len(outcomes([they_wrote(0), i_asked(2)], on(9.1))) == 1


def test_the_future_brings_no_outcome() -> None:
    assert outcomes([they_wrote(0), i_asked(2), they_wrote(4)], on(3)) == []


@given(st.lists(st.tuples(st.integers(min_value=0, max_value=300), st.booleans()), max_size=30))
def test_as_many_outcomes_as_steps_of_learning(rows: list[tuple[int, bool]]) -> None:
    touches = [they_wrote(day) if theirs else i_asked(day) for day, theirs in rows]
    found = outcomes(touches, on(400))
    assert len(found) <= sum(not theirs for _, theirs in rows)
    learned = fold(touches, on(400)).v < 0.3
    assert learned is bool(found)
