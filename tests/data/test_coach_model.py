"""The evidence model as shipped: small, quick to load, sound, and kind to ordinary letters."""

from __future__ import annotations

import time
from importlib.resources import files

import numpy as np
import pytest

from yorisoi import data
from yorisoi.core.coach import lint, rules
from yorisoi.core.coach.rule import example

LARGEST = 20_000_000  # bytes
LONGEST = 0.5  # seconds to load here; 0.15 on a machine at rest
SIZE, SLOWEST = 5000, 0.2  # characters and seconds


def test_it_is_small_and_loads_quickly() -> None:
    assert len(files("yorisoi.data").joinpath(data.COACH_MODEL).read_bytes()) <= LARGEST
    data.coach_model.cache_clear()
    began = time.perf_counter()
    data.coach_model()
    assert time.perf_counter() - began <= LONGEST


def test_it_knows_every_rule_and_its_tables_fit() -> None:
    weights = data.coach_model().weights
    count = len(rules())
    assert weights.labels == tuple(rule.id for rule in rules())
    assert weights.sentence.shape == (len(weights.vocabulary), count)
    assert weights.draft.shape == (len(weights.vocabulary), count + 1)
    assert weights.fact.shape == (len(weights.fact_rows), count + 1)
    assert weights.pooled.shape == (3 * count, count + 1)
    assert set(weights.least) == set(weights.labels)
    assert 0 < weights.gate < 1
    for table in (weights.rarity, weights.sentence, weights.draft, weights.fact, weights.pooled, weights.bias):
        assert np.isfinite(table).all()


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("昨日はありがとうございました。金継ぎのお話、忘れません。", {"stage": "met_once", "known_facts": ("金継ぎ",)}),
        (
            "来週の集合は9時に変わりました。西口でお待ちしています。",
            {"stage": "warm", "exchanges": 20, "last_incoming_days_ago": 0, "last_outgoing_days_ago": 0},
        ),
        ("ご入学おめでとうございます。桜が残っていてよかったですね。", {"stage": "warm", "exchanges": 12}),
        ("お聞きになっていた図書館の開館時間です。平日は20時までだそうです。", {"exchanges": 5}),
    ],
)
def test_kind_letters_pass(body: str, facts: dict[str, object]) -> None:
    case = example(body, **facts)
    assert lint(case.draft, case.situation, data.lexicon(), evidence=data.coach_model()).labels == []


def test_a_plain_push_is_named() -> None:
    case = example(
        "先日の見積りの件、その後ご検討状況はいかがでしょうか。今週中にお返事をいただけますか。",
        stage="considering",
        exchanges=3,
        last_outgoing_days_ago=9,
        last_incoming_days_ago=12,
        unanswered_in_a_row=1,
        product_of_sender="外壁塗装",
    )
    report = lint(case.draft, case.situation, data.lexicon(), evidence=data.coach_model())
    assert {"pressing", "chasing"} & set(report.labels)


@pytest.mark.parametrize(
    "body", ["", " \n", "👍" * 300, "ｶﾞ" * 2500, "あ" * SIZE, "\u202e左から右\u202c" * 400, "、" * SIZE]
)
def test_hard_text_is_no_trouble(body: str) -> None:
    case = example(body[:SIZE])
    began = time.perf_counter()
    report = lint(case.draft, case.situation, data.lexicon(), evidence=data.coach_model())
    assert time.perf_counter() - began <= SLOWEST
    for finding in report.findings:
        for span in finding.spans:
            assert body[span.start : span.end] == span.text
