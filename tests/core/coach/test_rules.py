"""Every rule carries its own examples and its own reasons."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report, Rule, Severity, rules
from yorisoi.core.coach import rules as rules_function
from yorisoi.core.coach.rule import Example
from yorisoi.kit.discover import modules

LEAST = 4
IDS = (
    "bad_timing",
    "chasing",
    "hidden_agenda",
    "hollow",
    "ignores_choice",
    "impersonal",
    "long_winded",
    "piling",
    "premature_ask",
    "pressing",
    "reply_burden",
    "self_centered",
)
PASSING = [(rule, case) for rule in rules() for case in rule.passing]
FLAGGED = [(rule, case) for rule in rules() for case in rule.flagged]


def _name(value: object) -> str:
    if isinstance(value, Rule):
        return value.id
    return value.draft.body[:16] if isinstance(value, Example) else str(value)


def test_the_twelve_are_found() -> None:
    assert tuple(rule.id for rule in rules()) == IDS


def test_they_are_found_once() -> None:
    assert rules_function() is rules()


@pytest.mark.parametrize(("rule", "case"), PASSING, ids=_name)
def test_passing_examples_stay_silent(rule: Rule, case: Example, judge: Callable[[Example], Report]) -> None:
    assert rule.id not in judge(case).labels


@pytest.mark.parametrize(("rule", "case"), FLAGGED, ids=_name)
def test_flagged_examples_are_heard(rule: Rule, case: Example, judge: Callable[[Example], Report]) -> None:
    report = judge(case)
    assert rule.id in report.labels
    (finding,) = [f for f in report.findings if f.rule == rule.id]
    assert finding.name == rule.name
    assert finding.what.endswith("。")
    assert finding.why.endswith(("。", ")"))
    assert finding.gentler
    assert finding.source
    assert finding.severity in {Severity.STOP, Severity.MEND}


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_silence_is_tested_at_least_as_much(rule: Rule) -> None:
    assert len(rule.flagged) >= LEAST
    assert len(rule.passing) >= LEAST
    assert len(rule.passing) >= len(rule.flagged)


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_the_docstring_says_all_four_things(rule: Rule) -> None:
    for heading in ("何を:", "なぜ:", "代わりに:", "出典:"):
        assert heading in rule.summary


def test_weights_differ() -> None:
    weights = [rule.weight for rule in rules()]
    assert len(set(weights)) == len(weights)


@pytest.mark.parametrize("rule", rules(), ids=_name)
def test_no_finding_scolds(rule: Rule, judge: Callable[[Example], Report]) -> None:
    for case in rule.flagged:
        for finding in judge(case).findings:
            words = finding.what + finding.why + finding.gentler
            assert not any(hard in words for hard in ("ダメ", "禁止です", "してはいけません", "迷惑です", "やめなさい"))


def test_a_rule_module_needs_its_parts() -> None:
    for module in modules(importlib.import_module("yorisoi.core.coach.rules")):
        assert inspect.isfunction(module.check)
        assert module.NAME
        assert module.SOURCE
