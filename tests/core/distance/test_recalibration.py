"""What was learned is used where it proved itself, and nowhere else. First: where it must not be used."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import Forecast, Tuning, judge
from yorisoi.core.distance.calibration import AS_SHIPPED, HELD, Outcome, settled
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.recalibration import LEARN_FROM, compared, surprise

ENOUGH = Tuning().calibrate_from
AHEAD = 2000  # later outcomes, to see whether what was kept is good


def owner(count: int, truth: Callable[[float], tuple[float, float]], seed: int = 1) -> list[Forecast]:
    """Outcomes of an owner; ``truth`` gives the real intercept and slope for the share of the time that has passed."""
    dice, found = random.Random(seed), []
    for number in range(count):
        logit = dice.gauss(-0.2, 1.0)
        intercept, slope = truth(number / count)
        found.append(Forecast(logit, logit, int(dice.random() < logistic(intercept + slope * logit))))
    return found


def loss(seen: list[Forecast], numbers: Callable[[float], float]) -> float:
    return sum(surprise(numbers(one.shipped), one.answered) for one in seen) / len(seen)


@pytest.mark.parametrize("seed", range(8))
def test_a_contrary_owner_keeps_the_shipped_constants(seed: int) -> None:
    """Warm for two thirds of the time, cool after: what fits the past would tell the present worse."""
    seen = owner(600, lambda share: (0.9, 1.5) if share < 2 / 3 else (-0.9, 0.5), seed)
    found = judge(seen)
    assert found.numbers.after > found.numbers.before
    assert not found.numbers.kept
    assert found.calibration == AS_SHIPPED
    assert found.tried != AS_SHIPPED  # it was tried, and what was tried is told


def test_an_owner_like_everyone_loses_nothing_to_speak_of() -> None:
    lost = []
    for seed in range(20):
        seen = owner(ENOUGH, lambda _: (0.0, 1.0), seed)
        ahead = owner(AHEAD, lambda _: (0.0, 1.0), seed + 100)
        found = judge(seen)
        lost.append(loss(ahead, found.calibration.apply) - loss(ahead, AS_SHIPPED.apply))
    assert sum(value == 0.0 for value in lost) >= 14  # nearly all keep what was shipped
    assert sum(lost) / len(lost) < 0.001
    assert max(lost) < 0.01


@pytest.mark.parametrize("count", [0, 1, 2, LEARN_FROM - 1])
def test_too_few_to_tell(count: int) -> None:
    seen = owner(count, lambda _: (3.0, 1.0)) if count else []
    found = judge(seen)
    assert found.outcomes == count
    assert not found.offsets.kept
    assert not found.numbers.kept
    assert found.offsets.outcomes == 0
    assert found.calibration == AS_SHIPPED


def test_the_two_numbers_wait_for_a_few_hundred() -> None:
    seen = owner(ENOUGH, lambda _: (0.0, 0.3))
    assert judge(seen[:-1]).numbers.outcomes == 0
    assert judge(seen).numbers.outcomes == ENOUGH // 3


def test_a_threshold_of_nothing_still_needs_enough_to_judge() -> None:
    assert judge([], tuning=Tuning(calibrate_from=0)).numbers.outcomes == 0
    assert judge(owner(5, lambda _: (0.0, 1.0)), tuning=Tuning(calibrate_from=0)).numbers.outcomes == 0


def test_an_owner_whose_history_says_less_is_helped() -> None:
    won = []
    for seed in range(12):
        found = judge(owner(600, lambda _: (0.0, 0.4), seed))
        ahead = owner(AHEAD, lambda _: (0.0, 0.4), seed + 100)
        won.append(loss(ahead, AS_SHIPPED.apply) - loss(ahead, found.calibration.apply))
        if found.numbers.kept:
            assert found.tried.slope < 0.9
            assert found.numbers.after < found.numbers.before
    assert sum(value > 0.0 for value in won) >= 8
    assert min(won) >= 0.0
    assert sum(won) / len(won) > 0.004


def test_what_was_tested_is_what_is_used() -> None:
    """The numbers come from the earlier outcomes alone; the later ones only judge."""
    seen = owner(600, lambda _: (0.0, 0.4), 2)
    found = judge(seen)
    earlier = [Outcome(one.shipped, one.answered) for one in seen[:400]]
    assert found.tried == settled(earlier, HELD)
    flipped = [one._replace(answered=1 - one.answered) for one in seen[400:]]
    assert judge([*seen[:400], *flipped]).tried == found.tried


def test_learned_offsets_that_hurt_are_not_used() -> None:
    """Each forecast leaned the wrong way: the shipped constants stay, and the two numbers are tried on them."""
    seen = [one._replace(learned=one.shipped + (-1.0 if one.answered else 1.0)) for one in owner(400, lambda _: (0, 1))]
    found = judge(seen)
    assert not found.offsets.kept
    assert found.offsets.after > found.offsets.before
    assert found.numbers.before == pytest.approx(loss(seen[267:], AS_SHIPPED.apply))


def test_learned_offsets_that_help_are_used() -> None:
    seen = [one._replace(learned=one.shipped + (0.5 if one.answered else -0.5)) for one in owner(400, lambda _: (0, 1))]
    found = judge(seen)
    assert found.offsets.kept
    assert found.offsets.after < found.offsets.before
    expected = sum(surprise(one.learned, one.answered) for one in seen[267:]) / len(seen[267:])
    assert found.numbers.before == pytest.approx(expected)


def test_offsets_that_change_nothing_are_not_called_better() -> None:
    found = judge(owner(LEARN_FROM, lambda _: (0.0, 1.0)))
    assert found.offsets.outcomes == LEARN_FROM
    assert not found.offsets.kept


def test_better_by_less_than_its_own_spread_is_luck() -> None:
    same, won, lost = (0.0, 0.0, 1), (0.0, 3.0, 1), (0.0, 1.0, 0)
    assert not compared([same] * 100).kept
    assert not compared([*[same] * 98, won, lost]).kept
    assert compared([*[same] * 95, *[won] * 5]).kept


@given(st.floats(-30, 30), st.integers(0, 1))
def test_surprise_is_the_log_loss(logit: float, answered: int) -> None:
    chance = logistic(logit if answered else -logit)
    assert surprise(logit, answered) == pytest.approx(-math.log(chance), abs=1e-9)


@pytest.mark.parametrize("logit", [-800.0, 800.0])
def test_surprise_is_finite_at_the_ends(logit: float) -> None:
    assert surprise(logit, 1) + surprise(logit, 0) == pytest.approx(800.0)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.integers(0, 1)), min_size=1, max_size=20))
def test_any_forecasts_can_be_judged(few: list[tuple[float, float, int]]) -> None:
    rows = (few * LEARN_FROM)[:LEARN_FROM]
    found = judge([Forecast(*row) for row in rows], tuning=Tuning(calibrate_from=LEARN_FROM))
    assert found.outcomes == len(rows)
    for trial in (found.offsets, found.numbers):
        assert math.isfinite(trial.before)
        assert math.isfinite(trial.after)
        assert not trial.kept or trial.after < trial.before
    assert all(math.isfinite(value) for value in found.tried)


def test_held_numbers_stray_little_on_few_outcomes() -> None:
    strays = [
        settled([Outcome(o.shipped, o.answered) for o in owner(200, lambda _: (0, 1), seed)], HELD)
        for seed in range(30)
    ]
    assert max(abs(one.intercept) for one in strays) < 0.4
    assert max(abs(one.slope - 1.0) for one in strays) < 0.4
