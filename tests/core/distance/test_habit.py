"""What is said of how somebody answers. First: nothing, when there is nothing to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import Habit, Sureness, habit
from yorisoi.core.distance.habit import FEWEST
from yorisoi.core.distance.tuning import SHIPPED


def test_of_a_stranger_nothing_is_said() -> None:
    told = habit(0.0, SHIPPED.var_person, 0)
    assert (told.habit, told.sure) == (Habit.UNKNOWN, Sureness.NONE)
    assert told.sentence == "まだよくわかりません。"


@pytest.mark.parametrize("outcomes", range(FEWEST))
def test_of_one_or_two_outcomes_nothing_is_said_however_clear(outcomes: int) -> None:
    assert habit(-5.0, 0.01, outcomes).habit is Habit.UNKNOWN


def test_a_slight_lean_is_no_habit() -> None:
    assert habit(-0.3, 0.25, 5).habit is Habit.UNKNOWN


@pytest.mark.parametrize(
    ("mean", "variance", "found", "sure", "ending"),
    [
        (-0.4, 0.25, Habit.SLOW, Sureness.HINT, "間のある方かもしれません。"),
        (-0.6, 0.16, Habit.SLOW, Sureness.LIKELY, "間のある方のようです。"),
        (-0.8, 0.12, Habit.SLOW, Sureness.SURE, "間のある方です。"),
        (0.4, 0.25, Habit.QUICK, Sureness.HINT, "早い方かもしれません。"),
        (0.8, 0.12, Habit.QUICK, Sureness.SURE, "早い方です。"),
    ],
)
def test_surer_words_for_surer_knowledge(
    mean: float, variance: float, found: Habit, sure: Sureness, ending: str
) -> None:
    told = habit(mean, variance, 10)
    assert (told.habit, told.sure) == (found, sure)
    assert told.sentence.startswith("この方は、お返事")
    assert told.sentence.endswith(ending)


def test_like_others_is_said_only_when_it_is_known() -> None:
    assert habit(0.05, 0.1, 20).habit is Habit.ALIKE
    assert habit(0.05, 0.25, 4).habit is Habit.UNKNOWN


@given(st.floats(-3, 3), st.floats(0.001, 0.3), st.integers(0, 500))
def test_no_figure_and_no_score_is_ever_shown(mean: float, variance: float, outcomes: int) -> None:
    told = habit(mean, variance, outcomes)
    for text in (told.sentence, told.rests_on):
        assert text.endswith("。")
        assert not any(sign.isdigit() for sign in text)
        assert not any(word in text for word in ("%", "点", "率", "悪い", "遅い", "冷た"))


@given(st.floats(0.0, 3), st.floats(0.001, 0.3), st.integers(FEWEST, 50))
def test_quick_and_slow_are_told_alike(mean: float, variance: float, outcomes: int) -> None:
    warm, cool = habit(mean, variance, outcomes), habit(-mean, variance, outcomes)
    assert warm.sure is cool.sure
    assert (warm.habit is Habit.QUICK) == (cool.habit is Habit.SLOW or (mean == 0.0 and warm.habit is Habit.QUICK))
