"""The phrase book: every pattern hits its example, every trap stays silent, and mistakes in it are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from yorisoi.core.coach import Draft, Lexicon, Situation
from yorisoi.core.coach.evidence import applies, phrase_evidence
from yorisoi.core.coach.rule import example
from yorisoi.core.coach.text import Text

BOOK = yaml.safe_load((Path(__file__).parents[3] / "src/yorisoi/data/phrases.yaml").read_text(encoding="utf-8"))
PHRASES = [entry for entry in BOOK["rules"] if "re" in entry]
TRAPS = [entry for entry in BOOK["false_positive_traps"] if entry.get("not")]
CUES = sorted(BOOK["cues"])
IN_FORCE: dict[str, dict[str, Any]] = {
    "always": {},
    "relation": {},
    "unanswered": {"unanswered_in_a_row": 1, "last_outgoing_days_ago": 5},
    "dormant": {"last_outgoing_days_ago": 90, "last_incoming_days_ago": 90},
    "no_consent": {"consent_recorded": False},
    "mlm": {"mode": "mlm"},
    "shigyo": {"mode": "lawyer"},
    "first_thankyou": {"stage": "met_once", "exchanges": 0},
    "chat": {"channel": "line"},
}
EVERYTHING: dict[str, Any] = {
    "stage": "met_once",
    "exchanges": 0,
    "unanswered_in_a_row": 1,
    "last_outgoing_days_ago": 90,
    "last_incoming_days_ago": 90,
    "consent_recorded": False,
    "channel": "line",
}


def ids(text: str, situation: Situation, lexicon: Lexicon) -> set[str]:
    return {evidence.phrase.id for evidence in phrase_evidence(Text(Draft(body=text)), situation, lexicon)}


def test_the_book_holds_all_its_phrases(lexicon: Lexicon) -> None:
    assert len(lexicon.phrases) == 58
    assert len({phrase.id for phrase in lexicon.phrases}) == 58
    assert len(BOOK["false_positive_traps"]) == 25


@pytest.mark.parametrize("trap", TRAPS, ids=lambda t: t["text"][:16])
@pytest.mark.parametrize("mode", ["normal", "mlm", "lawyer"])
def test_traps_stay_silent(trap: dict[str, Any], mode: str, lexicon: Lexicon) -> None:
    facts = {} if trap.get("ctx_note") else EVERYTHING
    situation = example("", mode=mode, **facts).situation
    assert not ids(trap["text"], situation, lexicon) & set(trap["not"])


@pytest.mark.parametrize("trap", BOOK["false_positive_traps"], ids=lambda t: t["text"][:16])
def test_traps_are_not_worth_mending(trap: dict[str, Any], lexicon: Lexicon) -> None:
    from yorisoi.core.coach import lint

    case = example(trap["text"], stage="client", exchanges=12)
    assert lint(case.draft, case.situation, lexicon).labels == []


@pytest.mark.parametrize("entry", PHRASES, ids=lambda e: e["id"])
def test_examples_are_met_when_their_condition_holds(entry: dict[str, Any], lexicon: Lexicon) -> None:
    situation = example("", **IN_FORCE[entry["ctx"]]).situation
    assert entry["id"] in ids(entry["ex"], situation, lexicon)


@pytest.mark.parametrize("entry", [e for e in PHRASES if e["ctx"] not in {"always", "relation"}], ids=lambda e: e["id"])
def test_examples_are_silent_when_it_does_not(entry: dict[str, Any], lexicon: Lexicon) -> None:
    situation = example("", stage="acquainted", exchanges=5).situation
    assert entry["id"] not in ids(entry["ex"], situation, lexicon)


@pytest.mark.parametrize("entry", PHRASES, ids=lambda e: e["id"])
def test_phrases_speak_for_a_rule_that_exists(entry: dict[str, Any]) -> None:
    from yorisoi.core.coach import rules

    assert entry["rule"] in {rule.id for rule in rules()}
    assert entry["why"]
    assert entry["alt"]


@pytest.mark.parametrize("name", CUES)
def test_cues_meet_their_examples(name: str, lexicon: Lexicon) -> None:
    cue = lexicon.cues[name]
    assert cue.examples
    for text in cue.examples:
        assert cue.pattern.search(text), text
        assert not (cue.unless and cue.unless.search(text)), text


@pytest.mark.parametrize("name", CUES)
def test_cues_pass_their_traps(name: str, lexicon: Lexicon) -> None:
    cue = lexicon.cues[name]
    assert cue.traps
    for text in cue.traps:
        assert not cue.pattern.search(text) or (cue.unless and cue.unless.search(text)), text


def test_conditions_nobody_knows_never_hold() -> None:
    assert not applies("when pigs fly", example("").situation)


def test_an_exception_may_look_at_the_whole_message(lexicon: Lexicon) -> None:
    situation = example("").situation
    assert "imadake" in ids("残り10日です。", situation, lexicon)
    assert "imadake" not in ids("申告期限は3月16日です。残り10日です。", situation, lexicon)


def test_a_pattern_that_does_not_compile_is_named() -> None:
    with pytest.raises(ValueError, match="broken"):
        Lexicon.from_mapping({"rules": [{"id": "broken", "re": "("}]})
    with pytest.raises(ValueError, match="torn"):
        Lexicon.from_mapping({"cues": {"torn": {"re": ["["]}}})


def test_a_phrase_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="without an id"):
        Lexicon.from_mapping({"rules": [{"re": "x"}]})


def test_an_empty_book_says_nothing() -> None:
    from yorisoi.core.coach import lint

    case = example("ご検討状況はいかがでしょうか。", stage="considering")
    assert lint(case.draft, case.situation, Lexicon.from_mapping({})).findings == ()


def test_the_book_offers_kind_words(lexicon: Lexicon) -> None:
    assert ("返信の重荷を外す", "ご返信には及びません。") in lexicon.safe
