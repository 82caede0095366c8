"""The plain-float replay must be the fold, number for number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, Touch, TouchKind, Tuning, replay
from yorisoi.core.distance.codes import CODE, code
from yorisoi.core.distance.lean import follow
from yorisoi.core.distance.state import Tie, start

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOURS = st.integers(min_value=0, max_value=24 * 90)
TIMELINES = st.lists(
    st.builds(
        lambda hours, kind, recipients, thanks: Touch(
            at=EPOCH + timedelta(hours=hours), kind=kind, recipients=recipients, thanks=thanks
        ),
        HOURS,
        st.sampled_from(TouchKind) | st.sampled_from([TouchKind.MY_MESSAGE, TouchKind.THEIR_MESSAGE]),
        st.integers(min_value=1, max_value=12),
        st.booleans(),
    ),
    max_size=40,
).map(lambda timeline: sorted(timeline, key=lambda touch: touch.at))
TUNINGS = st.sampled_from([SHIPPED, replace(SHIPPED, learn_silence=0.0), replace(SHIPPED, d=0.8, H=30.0, var_me=0.0)])
END = EPOCH + timedelta(days=90)


def rows(timeline: list[Touch]) -> list[tuple[float, int, int]]:
    return [(touch.at.timestamp(), code(touch), touch.recipients) for touch in timeline]


def assert_same(found: Tie, wanted: Tie) -> None:
    assert found.at == wanted.at
    numbers = [found.strength, found.pressure, *found.offsets, *(number for ask in found.asks for number in ask)]
    expected = [wanted.strength, wanted.pressure, *wanted.offsets, *(number for ask in wanted.asks for number in ask)]
    assert numbers == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(timeline=TIMELINES, tuning=TUNINGS, cut=st.integers(min_value=0, max_value=40))
def test_it_is_the_fold(timeline: list[Touch], tuning: Tuning, cut: int) -> None:
    half = follow(rows(timeline[:cut]), tuning)
    assert_same(follow(rows(timeline[cut:]), tuning, half), replay(timeline, END, tuning=tuning).tie)


def test_nothing_happened() -> None:
    assert follow([]) == start().tie


def test_time_only_runs_forward() -> None:
    message = CODE[TouchKind.THEIR_MESSAGE]
    with pytest.raises(ValueError, match="older than the last"):
        follow([(10.0, message, 1), (9.0, message, 1)])
