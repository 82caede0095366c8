"""Windows of whole columns: the same days as one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, TouchKind, Tuning
from yorisoi.core.distance.codes import CODE
from yorisoi.core.distance.population import Population, step
from yorisoi.core.distance.population_touches import Touches
from yorisoi.core.distance.population_window import windows
from yorisoi.core.distance.window import closes_after, opens_after

DAY = 86_400.0
VALUES = st.lists(
    st.tuples(st.floats(min_value=0.0, max_value=60.0), st.floats(min_value=0.0, max_value=60.0)), max_size=12
)
TUNINGS = st.sampled_from(
    [
        SHIPPED,
        replace(SHIPPED, d=0.8, rho=0.3),
        replace(SHIPPED, aP=3.0),  # opens beyond any horizon
        replace(SHIPPED, or_star=0.01),  # opens at once: the least gap counts
    ]
)


@given(values=VALUES, tuning=TUNINGS)
def test_the_same_days_as_one_by_one(values: list[tuple[float, float]], tuning: Tuning) -> None:
    strength, pressure = (np.array(column) for column in zip(*values, strict=True)) if values else (np.empty(0),) * 2
    opens, closes = windows(strength, pressure, tuning)
    for (a, p), opening, closing in zip(values, opens, closes, strict=True):
        assert opening == pytest.approx(opens_after(a, p, tuning), rel=1e-9)
        wanted = closes_after(a, tuning)
        if wanted is None:
            assert np.isnan(closing)
        else:
            assert closing == pytest.approx(wanted, rel=1e-9)


def test_the_published_examples() -> None:
    opens, closes = windows(np.array([1.0, 1.0, 3.0, 0.3]), np.array([0.0, 3.0, 0.0, 0.0]), SHIPPED)
    assert opens.round(1).tolist() == [2.3, 4.7, 2.3, 2.4]
    assert closes[:3].round().tolist() == [76, 76, 30]
    assert np.isnan(closes[3])


def test_more_rows_than_fit_in_one_piece() -> None:
    strength, pressure = np.linspace(0, 9, 10_001), np.linspace(3, 0, 10_001)
    opens, closes = windows(strength, pressure, SHIPPED)
    for row in (0, 4095, 4096, 10_000):
        assert opens[row] == pytest.approx(opens_after(strength[row], pressure[row], SHIPPED), rel=1e-12)
    assert closes[10_000] == pytest.approx(closes_after(9.0, SHIPPED), rel=1e-12)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        windows(np.ones(3), np.ones(1), SHIPPED)


def test_nobody_waits_for_a_stranger() -> None:
    population = Population.start(2)
    step(population, Touches.of([1], [10 * DAY], [CODE[TouchKind.THEIR_MESSAGE]]))
    opens, closes = population.windows()
    assert np.isnan(opens[0])
    assert np.isnan(closes[0])
    assert (opens[1] / DAY - 10).round(1) == 2.3
    assert (closes[1] / DAY - 10).round() == 76
