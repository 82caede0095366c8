"""Phrases count only under their condition, and say where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yorisoi.core.coach import Draft, Lexicon, Report, Severity
from yorisoi.core.coach.evidence import DORMANT_DAYS, applies, phrase_evidence
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import example
from yorisoi.core.coach.text import Text


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        ("always", {}, True),
        ("relation", {}, True),
        ("unanswered", {}, False),
        ("unanswered", {"unanswered_in_a_row": 1}, True),
        ("dormant", {}, False),
        ("dormant", {"last_outgoing_days_ago": DORMANT_DAYS - 1}, False),
        ("dormant", {"last_outgoing_days_ago": DORMANT_DAYS}, True),
        ("no_consent", {}, False),
        ("no_consent", {"consent_recorded": False}, True),
        ("mlm", {}, False),
        ("mlm", {"mode": "mlm"}, True),
        ("shigyo", {"mode": "lawyer"}, True),
        ("shigyo", {"mode": "mlm"}, False),
        ("first_thankyou", {"stage": "met_once", "exchanges": 0}, True),
        ("first_thankyou", {"stage": "met_once", "exchanges": 1}, False),
        ("chat", {"channel": "line"}, True),
        ("chat", {"channel": "letter"}, False),
    ],
)
def test_conditions(condition: str, facts: dict[str, Any], holds: bool) -> None:
    assert applies(condition, example("", **facts).situation) is holds


def test_places_are_told(lexicon: Lexicon) -> None:
    text = Text(Draft(body="いつもどうも。ご検討状況はいかがでしょうか。"))
    (found,) = phrase_evidence(text, example("").situation, lexicon)
    assert found.rule == "pressing"
    assert text.norm[found.start : found.end] == "ご検討状況"
    assert found.phrase.instead


def test_an_exception_counts_in_its_own_sentence_only(lexicon: Lexicon) -> None:
    def met(body: str) -> set[str]:
        return {e.phrase.id for e in phrase_evidence(Text(Draft(body=body)), example("").situation, lexicon)}

    assert "sugu_ima" in met("今すぐご確認ください。事故の話ではありません。")
    assert "sugu_ima" not in met("事故がありましたので今すぐご確認ください。")


def test_light_phrases_are_notices(say: Callable[..., Report]) -> None:
    report = say("取り急ぎご連絡まで。", exchanges=4)
    assert report.labels == []
    assert {f.severity for f in report.findings} == {Severity.NOTICE}


def test_levels_are_asked_for(read: Callable[..., Reading]) -> None:
    reading = read("取り急ぎご連絡まで。")
    assert reading.phrased("impersonal", 1)
    assert reading.phrased("impersonal", 2) == ()
