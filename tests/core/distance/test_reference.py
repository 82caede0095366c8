"""The engine against the published equations, on any timeline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.reference import run
from tests.core.distance.timeline import days_after, on, seen, touch
from yorisoi.core.distance import TouchKind, measure

KINDS = [kind.value for kind in TouchKind]
# Steps of three hours are eighths of a day and exact in binary, so that the edge of a week is the same edge in both.
HOURS = st.integers(min_value=0, max_value=8 * 900).map(lambda eighths: eighths * 3)
ROWS = st.lists(st.tuples(HOURS, st.sampled_from(KINDS), st.integers(min_value=1, max_value=40)), max_size=40)


def close(value: object, wanted: object) -> bool:
    if wanted is None or value is None:
        return value is wanted
    return value == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(rows=ROWS, after=st.integers(min_value=0, max_value=24 * 400))
def test_every_figure_is_that_of_the_equations(rows: list[tuple[int, str, int]], after: int) -> None:
    rows = sorted(rows, key=lambda row: row[0])
    now = ((rows[-1][0] if rows else 0) + after) / 24
    wanted = run([(hours / 24, kind, n) for hours, kind, n in rows], now)
    found = seen([touch(hours / 24, TouchKind(kind), recipients=n) for hours, kind, n in rows], now)
    assert close(found.strength, wanted["A"])
    assert close(found.pressure, wanted["P"])
    assert close(found.A, wanted["A_last"])
    assert close(found.P, wanted["P_last"])
    assert close(found.reply_odds, wanted["reply_odds"])
    assert close(found.presence, wanted["presence"])
    for name in ("b", "v", "b_me", "v_me"):
        assert close(getattr(found, name), wanted[name]), name
    if rows:
        assert close(found.spontaneous_odds, wanted["spontaneous_odds"])
        assert close(found.uplift, wanted["uplift"])
        assert days_after(found.measured_opens) == pytest.approx(wanted["opens"], abs=1e-6)
        if wanted["closes"] is None or wanted["closes"] > 36_500:
            assert found.measured_closes is None
        else:
            assert days_after(found.measured_closes) == pytest.approx(wanted["closes"], rel=1e-6)


@given(rows=ROWS)
def test_the_command_line_gives_the_same_figures(rows: list[tuple[int, str, int]]) -> None:
    now = 24 * 1000
    payload = {
        "now": on(now / 24).isoformat(),
        "touches": [{"kind": kind, "at": on(hours / 24).isoformat(), "recipients": n} for hours, kind, n in rows],
    }
    found = measure(payload)
    wanted = run([(hours / 24, kind, n) for hours, kind, n in sorted(rows, key=lambda row: row[0])], now / 24)
    for name in ("A", "P", "A_last", "P_last", "reply_odds", "presence", "b", "v", "b_me", "v_me"):
        assert close(found[name], wanted[name]), name


def test_other_constants_reach_the_equations() -> None:
    from tests.core.distance.reference import C

    changed = {"b0": 0.2, "bA": 0.9, "eps": 0.6, "S": 10, "d": 0.7, "bP": 0.5, "tau": 100, "bN": 0.3, "cw": 0.6, "H": 3}
    rows = [(0.0, "their_message", 1), (3.0, "my_message", 4), (5.0, "their_message", 1), (9.0, "my_message", 1)]
    found = measure(
        {
            "now": on(20).isoformat(),
            "touches": [{"kind": kind, "at": on(at).isoformat(), "recipients": n} for at, kind, n in rows],
            "tuning": changed,
        }
    )
    wanted = run(rows, 20.0, {**C, **changed})
    for name in ("A", "P", "reply_odds", "spontaneous_odds", "uplift", "presence", "b", "v"):
        assert close(found[name], wanted[name]), name
