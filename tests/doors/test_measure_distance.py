"""`yorisoi distance`: a timeline in, the engine's figures out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from click.testing import Result

NOW = datetime.fromisoformat("2026-11-18T10:00:00+09:00")
PROMISED = {
    "A", "P", "silence_days", "reply_odds", "spontaneous_odds", "uplift", "presence", "b", "v", "opens", "closes",
    "advice", "reasons",
}  # fmt: skip


def timeline(*touches: tuple[str, float], **more: object) -> str:
    rows = [{"kind": kind, "at": (NOW - timedelta(days=days)).isoformat()} for kind, days in touches]
    return json.dumps({"now": NOW.isoformat(), "touches": rows, **more})


def test_nothing_ever_passed_between_them(yorisoi: Callable[..., Result]) -> None:
    answer = json.loads(yorisoi("distance", "--json", stdin=timeline()).output)
    assert set(answer) >= PROMISED
    assert answer["A"] == answer["P"] == 0
    assert answer["silence_days"] is None


def test_the_figures_are_those_of_the_equations(yorisoi: Callable[..., Result]) -> None:
    answer = json.loads(yorisoi("distance", "--json", stdin=timeline(("their_message", 10.0))).output)
    strength = (1 + 10 / 6.87) ** -0.5
    assert math.isclose(answer["A"], strength, rel_tol=1e-9)
    assert answer["silence_days"] == 10.0
    presence = 1 / (1 + math.exp(-(-0.034 + 1.116 * math.log(0.424 + strength))))
    assert math.isclose(answer["presence"], presence, rel_tol=1e-9)
    opens = datetime.fromisoformat(answer["opens"]) - (NOW - timedelta(days=10))
    assert opens / timedelta(days=1) == pytest.approx(2.3, abs=0.05)


def test_a_constant_may_be_changed(yorisoi: Callable[..., Result]) -> None:
    slow = timeline(("their_message", 10.0), tuning={"S": 1000.0})
    assert json.loads(yorisoi("distance", "--json", stdin=slow).output)["A"] > 0.99


def test_the_advice_is_told_in_words(yorisoi: Callable[..., Result]) -> None:
    told = yorisoi("distance", stdin=timeline(("my_message", 3.0), ("my_message", 2.0), ("my_message", 1.0))).output
    assert told.startswith("そっとしておきましょう")
    assert "心に残っている度合い" in told


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "空でした"),
        ("{", "1行目2文字目"),
        ("[]", '{"now"'),
        ("{}", "now"),
        (timeline(("gossip", 1.0)), "1件目"),
        (timeline(tuning={"speed": 1}), "speed"),
        ('{"now": "2026-11-18T10:00:00", "touches": []}', "時差"),
        ('{"now": NaN}', "now"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_cannot_be_measured_is_told(refused: Callable[..., str], given: str, says: str) -> None:
    assert says in refused("distance", "--json", stdin=given)
