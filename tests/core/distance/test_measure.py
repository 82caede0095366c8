"""The machine's door to the engine: plain mapping in, plain mapping out, and clear words about bad input."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import on
from yorisoi.core.distance import Tuning, measure

KEYS = {
    "A", "P", "silence_days", "reply_odds", "spontaneous_odds", "uplift", "presence", "b", "v", "opens", "closes",
    "advice", "reasons",
}  # fmt: skip
NOW = "2026-11-22T09:00:00+09:00"


def row(kind: str, days: float, **more: object) -> dict[str, object]:
    return {"kind": kind, "at": on(days).isoformat(), **more}


def ask(days: float, *rows: dict[str, object], **more: object) -> dict[str, object]:
    return measure({"now": on(days).isoformat(), "touches": list(rows), **more})


def days_of(text: object) -> float:
    assert isinstance(text, str)
    return (datetime.fromisoformat(text) - on(0)).total_seconds() / 86_400


def test_an_empty_timeline_has_figures_and_no_window() -> None:
    found = measure({"now": NOW, "touches": []})
    assert set(found) >= KEYS
    assert (found["A"], found["P"], found["silence_days"]) == (0.0, 0.0, None)
    assert found["opens"] is found["closes"] is None
    assert found["advice"] == "rest"
    assert found["reasons"]


def test_touches_may_be_left_out() -> None:
    assert measure({"now": NOW}) == measure({"now": NOW, "touches": []})


def test_the_answer_is_json() -> None:
    found = ask(5, row("in_person", 0), row("my_message", 2, recipients=3))
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("rows", "opens", "closes"),
    [
        ([("their_message", 1)], 2.3, 76),
        ([("their_message", 1), ("my_message", 3)], 4.7, 76),
        ([("their_message", 3)], 2.3, 30),
    ],
)
def test_the_published_windows(rows: list[tuple[str, int]], opens: float, closes: int) -> None:
    found = ask(1, *(row(kind, 0) for kind, times in rows for _ in range(times)))
    assert round(days_of(found["opens"]), 1) == opens
    assert round(days_of(found["closes"])) == closes


def test_a_dim_tie_has_no_deadline() -> None:
    found = ask(1, row("their_message", 0), tuning={"gain_answer": 0.3})
    assert round(days_of(found["opens"]), 1) == 2.4
    assert found["closes"] is None


def test_strength_is_todays_and_the_last_is_beside_it() -> None:
    found = ask(3 * 6.87, row("their_message", 0))
    assert found["A"] == pytest.approx(0.5)
    assert found["A_last"] == 1.0
    assert found["silence_days"] == pytest.approx(3 * 6.87)


def test_the_window_is_the_measured_one_and_courtesy_speaks_in_the_advice() -> None:
    found = ask(20, row("their_message", 0), row("my_message", 3))
    assert days_of(found["opens"]) < 8
    assert found["advice"] == "rest"
    assert found["unanswered"] == 1
    assert [reason["code"] for reason in found["reasons"]] == ["unanswered_1"]


@pytest.mark.parametrize(
    ("rows", "now", "advice"),
    [
        ([("their_message", 0)], 1, "wait"),
        ([("their_message", 0)], 3, "reach"),
        ([("their_message", 0), ("my_message", 3)], 20, "rest"),
        ([("their_message", 0), ("my_message", 3)], 64, "reach"),
        ([("my_message", 0), ("my_message", 70)], 100, "rest"),
        ([("my_message", 0), ("my_message", 70), ("my_message", 300)], 900, "let_go"),
        ([("my_message", 0), ("my_message", 70), ("my_message", 300), ("their_broadcast", 400)], 900, "let_go"),
        ([("my_message", 0), ("my_message", 70), ("my_message", 300), ("their_message", 400)], 410, "reach"),
        ([("in_person", 0)], 1, "reach"),
        ([("in_person", 0)], 10, "rest"),
    ],
)
def test_the_advice(rows: list[tuple[str, float]], now: float, advice: str) -> None:
    assert ask(now, *(row(kind, at) for kind, at in rows))["advice"] == advice


def test_a_reply_owed_stands_beside_the_advice() -> None:
    found = ask(1, row("their_message", 0))
    assert found["reply_owed"] is not None
    assert found["reasons"][0]["code"] == "reply_owed"  # type: ignore[index]


def test_reasons_are_whole() -> None:
    [reason] = ask(20, row("their_message", 0), row("my_message", 3))["reasons"]  # type: ignore[misc]
    assert set(reason) == {"code", "text", "on", "assumption"}
    assert reason["on"] == "2026-06-04"
    assert reason["assumption"] is False


def test_thanks_may_be_marked() -> None:
    found = ask(3, row("in_person", 0), row("my_message", 1, thanks=True))
    assert found["unanswered"] == 0
    assert found["P_last"] == 0.3


def test_tuning_is_taken() -> None:
    plain, tuned = ask(3, row("their_message", 0)), ask(3, row("their_message", 0), tuning={"b0": 1.0})
    assert tuned["reply_odds"] > plain["reply_odds"]  # type: ignore[operator]
    assert ask(3, row("their_message", 0), tuning=None) == ask(3, row("their_message", 0), tuning={}) == plain


@pytest.mark.parametrize("text", ["2026-11-22T00:00:00Z", "2026-11-22T09:00:00+09:00", " 2026-11-22 09:00+09:00 "])
def test_moments_in_any_iso_form(text: str) -> None:
    assert measure({"now": text, "touches": []})["advice"] == "rest"


GOOD = {"kind": "give", "at": NOW}


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ([], "now"),
        ("x", "now"),
        ({}, "now"),
        ({"touches": []}, "now"),
        ({"now": 5}, "now"),
        ({"now": "きょう"}, "now"),
        ({"now": "2026-11-22T09:00:00"}, "時差"),
        ({"now": NOW, "touches": {}}, "touches"),
        ({"now": NOW, "touches": "abc"}, "touches"),
        ({"now": NOW, "touches": [5]}, "1件目"),
        ({"now": NOW, "touches": [GOOD, {"at": NOW}]}, "2件目"),
        ({"now": NOW, "touches": [{"kind": "poke", "at": NOW}]}, "poke"),
        ({"now": NOW, "touches": [{"kind": ["give"], "at": NOW}]}, "kind"),
        ({"now": NOW, "touches": [{"kind": "give"}]}, "at"),
        ({"now": NOW, "touches": [{"kind": "give", "at": "2026-11-22T09:00:00"}]}, "1件目"),
        ({"now": NOW, "touches": [{"kind": "give", "at": "2026-13-01"}]}, "読めません"),
        ({"now": NOW, "touches": [{**GOOD, "recipients": 0}]}, "recipients"),
        ({"now": NOW, "touches": [{**GOOD, "recipients": 1.5}]}, "recipients"),
        ({"now": NOW, "touches": [{**GOOD, "recipients": True}]}, "recipients"),
        ({"now": NOW, "touches": [{**GOOD, "recipients": "2"}]}, "recipients"),
        ({"now": NOW, "touches": [{**GOOD, "thanks": "yes"}]}, "thanks"),
        ({"now": NOW, "tuning": 5}, "tuning"),
        ({"now": NOW, "tuning": {"nope": 1}}, "nope"),
        ({"now": NOW, "tuning": {"b0": "1"}}, "b0"),
        ({"now": NOW, "tuning": {"S": 0}}, "S"),
    ],
)
def test_bad_input_is_told_in_one_sentence(payload: object, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        measure(payload)  # type: ignore[arg-type]
    text = str(caught.value)
    assert "\n" not in text
    assert any("ぁ" <= letter <= "ん" for letter in text)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def words_of_refusal(payload: object) -> str:
    """Why the engine refuses, or nothing when it answers in full."""
    try:
        found = measure(payload)  # type: ignore[arg-type]
    except ValueError as error:
        return str(error) or "refused without a word"
    assert set(found) >= KEYS
    json.dumps(found, allow_nan=False)
    return ""


@given(now=ANY_JSON, touches=ANY_JSON, tuning=ANY_JSON)
def test_any_json_is_answered_or_refused_in_words(now: object, touches: object, tuning: object) -> None:
    for payload in (now, {"now": now}, {"now": NOW, "touches": touches}, {"now": NOW, "tuning": tuning}):
        assert words_of_refusal(payload) != "refused without a word"


@given(kind=ANY_JSON, at=ANY_JSON, recipients=ANY_JSON)
def test_any_row_is_answered_or_refused_in_words(kind: object, at: object, recipients: object) -> None:
    for one in ({"kind": kind, "at": NOW}, {**GOOD, "at": at}, {**GOOD, "recipients": recipients}):
        refusal = words_of_refusal({"now": NOW, "touches": [one]})
        assert refusal == "" or "1件目" in refusal


VALUES = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.floats(min_value=0, max_value=20)


@given(values=st.dictionaries(st.sampled_from(sorted(Tuning.__dataclass_fields__)), VALUES, max_size=6))
def test_any_tuning_is_answered_or_refused(values: dict[str, float]) -> None:
    rows = [row("their_message", 0), row("my_message", 3), row("in_person", 5), row("give", 6), row("my_message", 9)]
    payload = {"now": on(100).isoformat(), "touches": rows, "tuning": values}
    refusal = words_of_refusal(payload)
    assert refusal == "" or "tuning" in refusal
