"""The evidence model and how it joins the rules: silence first, then what it may add, and never against the facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from yorisoi.core.coach import Draft, EvidenceModel, Lexicon, Report, Severity, Situation, lint, rules
from yorisoi.core.coach.encoder import Answer, Reader
from yorisoi.core.coach.features import CIRCUMSTANCES, GRAM, facts, grams
from yorisoi.core.coach.joining import joined, possible
from yorisoi.core.coach.model import NOTHING, Blend, Weights, pooled, vector
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import example

LABELS = tuple(rule.id for rule in rules())
SURE, NEVER = 9.0, -9.0
PLAIN = "昨日はありがとうございました。庭の梅が咲きました。"


def model(
    leaning: dict[str, float] | None = None,
    *,
    words: dict[str, str] | None = None,
    facts_for: dict[str, tuple[str, float]] | None = None,
    any_fault: float = SURE,
    gate: float = 0.5,
    least: float = 0.5,
) -> EvidenceModel:
    """A model by hand: ``leaning`` is the bias of a label, ``words`` maps a stretch of letters to the label it speaks for."""
    words, facts_for, leaning = words or {}, facts_for or {}, leaning or {}
    count = len(LABELS)
    bias = np.array([leaning.get(label, NEVER) for label in LABELS] + [any_fault], dtype=np.float32)
    sentence = np.zeros((len(words), count), dtype=np.float32)
    for row, label in enumerate(words.values()):
        sentence[row, LABELS.index(label)] = SURE
    fact = np.zeros((len(facts_for), count + 1), dtype=np.float32)
    for row, (label, weight) in enumerate(facts_for.values()):
        fact[row, LABELS.index(label)] = weight
    return EvidenceModel(
        Weights(
            labels=LABELS,
            vocabulary={word: row for row, word in enumerate(words)},
            rarity=np.ones(len(words), dtype=np.float32),
            sentence=sentence,
            sentence_bias=np.full(count, -3.0, dtype=np.float32),
            draft=np.zeros((len(words), count + 1), dtype=np.float32),
            fact_rows={name: row for row, name in enumerate(facts_for)},
            fact=fact,
            pooled=np.zeros((3 * count, count + 1), dtype=np.float32),
            bias=bias,
            least=dict.fromkeys(LABELS, least),
            gate=gate,
        )
    )


@pytest.fixture
def ask(lexicon: Lexicon) -> Callable[..., Report]:
    """What the coach says with a model, about a body in a situation given by keywords."""

    def answer(evidence: EvidenceModel, body: str, *, subject: str | None = None, **more: object) -> Report:
        case = example(body, subject=subject, **more)
        return lint(case.draft, case.situation, lexicon, evidence=evidence)

    return answer


# --- silence


def test_a_model_that_sees_nothing_says_nothing(ask: Callable[..., Report]) -> None:
    assert ask(model(), PLAIN).findings == ()


def test_an_empty_draft_is_judged_too(ask: Callable[..., Report]) -> None:
    assert ask(model(), "").labels == []


def test_behind_a_closed_gate_nothing_is_named(ask: Callable[..., Report]) -> None:
    assert ask(model({"piling": 2.0}, any_fault=NEVER, gate=0.95), PLAIN).labels == []


def test_a_chance_under_the_least_is_not_named(ask: Callable[..., Report]) -> None:
    assert ask(model({"piling": 0.0}, least=0.6), PLAIN).labels == []


def test_a_rule_the_evidence_does_not_bear_out_is_silent(ask: Callable[..., Report]) -> None:
    body = "今月の枠が埋まりそうですので、お早めにご判断いただければと思います。"
    assert ask(model(), body, stage="considering", exchanges=3).labels == []


def test_a_rule_half_borne_out_is_a_notice(ask: Callable[..., Report]) -> None:
    body = "今月の枠が埋まりそうですので、お早めにご判断いただければと思います。"
    report = ask(model({"pressing": -1.0}), body, stage="considering", exchanges=3)
    assert report.labels == []
    assert [f.severity for f in report.findings if f.rule == "pressing"] == [Severity.NOTICE]


@pytest.mark.parametrize(
    ("label", "facts_given"),
    [
        ("chasing", {"unanswered_in_a_row": 0}),
        ("hollow", {"last_outgoing_days_ago": 59, "last_incoming_days_ago": 200}),
        ("hollow", {}),
        ("ignores_choice", {}),
    ],
)
def test_what_the_facts_rule_out_is_never_said(
    ask: Callable[..., Report], label: str, facts_given: dict[str, object]
) -> None:
    assert ask(model({label: SURE}), PLAIN, **facts_given).labels == []


# --- speaking


@pytest.mark.parametrize("label", LABELS)
def test_every_rule_has_words_when_only_the_evidence_finds(ask: Callable[..., Report], label: str) -> None:
    report = ask(
        model({label: SURE}),
        PLAIN,
        unanswered_in_a_row=1,
        last_outgoing_days_ago=70,
        last_incoming_days_ago=80,
        known_facts=("梅が好き",),
    )
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.closes_box) == (label, Severity.MEND, False)
    assert finding.name
    assert finding.what.endswith("。")
    assert finding.gentler
    assert finding.source
    for span in finding.spans:
        assert PLAIN[span.start : span.end] == span.text


@pytest.mark.parametrize("label", LABELS)
def test_every_rule_has_words_with_and_without_what_is_known(ask: Callable[..., Report], label: str) -> None:
    told = {"their_requests": ("また連絡してください",), "product_of_sender": "生命保険", "known_facts": ("梅が好き",)}
    for more in ({}, told):
        report = ask(
            model({label: SURE}),
            PLAIN,
            stage="declined" if label == "ignores_choice" and not more else "acquainted",
            unanswered_in_a_row=1,
            last_outgoing_days_ago=70,
            last_incoming_days_ago=80,
            **more,
        )
        assert report.labels == [label]


def test_a_rule_borne_out_keeps_its_own_words(ask: Callable[..., Report], lexicon: Lexicon) -> None:
    case = example("そろそろ結論をいただけますとありがたいです。", stage="considering", exchanges=2)
    alone = lint(case.draft, case.situation, lexicon).findings[0]
    with_model = lint(case.draft, case.situation, lexicon, evidence=model({"pressing": SURE})).findings[0]
    assert alone == with_model


def test_a_legal_stop_is_the_rules_alone(ask: Callable[..., Report]) -> None:
    report = ask(model(any_fault=NEVER), "新商品のご案内です。ぜひお試しください。", closed=True, stage="declined")
    assert report.closes_box
    assert report.findings[0].severity is Severity.STOP


def test_a_rule_switched_off_stays_off(lexicon: Lexicon) -> None:
    case = example(PLAIN)
    evidence = model({"piling": SURE})
    assert lint(case.draft, case.situation, lexicon, off=frozenset({"piling"}), evidence=evidence).labels == []


def test_at_most_three_are_to_mend(ask: Callable[..., Report]) -> None:
    report = ask(model(dict.fromkeys(("piling", "impersonal", "self_centered", "reply_burden"), SURE)), PLAIN)
    assert len(report.labels) == 3
    assert len(report.findings) == 4


def test_the_same_question_gets_the_same_answer(ask: Callable[..., Report]) -> None:
    evidence = model({"piling": 1.0}, words={"梅": "piling"})
    assert ask(evidence, PLAIN) == ask(evidence, PLAIN)


# --- places


def test_the_place_is_the_sentence_that_speaks(ask: Callable[..., Report]) -> None:
    report = ask(model({"piling": SURE}, words={"梅が": "piling"}), PLAIN)
    assert [span.text for span in report.findings[0].spans] == ["庭の梅が咲きました"]


def test_the_place_is_cut_to_the_clause(ask: Callable[..., Report]) -> None:
    body = "昨日は楽しかったです、梅が満開です、またいつか。"
    report = ask(model({"self_centered": SURE}, words={"満開": "self_centered"}), body)
    assert [span.text for span in report.findings[0].spans] == ["梅が満開です"]


def test_two_sentences_that_both_speak_are_both_shown(ask: Callable[..., Report]) -> None:
    body = "梅が満開です。お変わりありませんか。桃も満開です。"
    report = ask(model({"self_centered": SURE}, words={"満開": "self_centered"}), body)
    assert [span.text for span in report.findings[0].spans] == ["梅が満開です", "桃も満開です"]


def test_half_width_letters_are_found_where_they_were_typed(ask: Callable[..., Report]) -> None:
    body = "昨日はどうも。ｷｬﾝﾃﾞｨです。"
    report = ask(model({"self_centered": SURE}, words={"キャンデ": "self_centered"}), body)
    assert [span.text for span in report.findings[0].spans] == ["ｷｬﾝﾃﾞｨです"]


def test_a_draft_without_a_sentence_points_at_the_situation(ask: Callable[..., Report]) -> None:
    report = ask(model({"piling": SURE}), "")
    assert report.labels == ["piling"]
    assert report.findings[0].spans == ()


# --- numbers


def test_facts_move_the_chance(read: Callable[..., Reading]) -> None:
    evidence = model({"piling": 0.0}, facts_for={"stage:warm": ("piling", -2.0)})
    cold, warm = (evidence.judge(read(PLAIN, stage=stage), []) for stage in ("acquainted", "warm"))
    assert cold.chances["piling"] == pytest.approx(0.5)
    assert warm.chances["piling"] == pytest.approx(1 / (1 + np.exp(2.0)))


def test_chances_are_chances(read: Callable[..., Reading]) -> None:
    judged = model(dict.fromkeys(LABELS, 80.0)).judge(read(PLAIN), [])
    assert all(0 <= chance <= 1 for chance in judged.chances.values())
    assert 0 <= judged.any_fault <= 1


def test_the_gate_asks_outright_and_all_together(read: Callable[..., Reading]) -> None:
    judged = model({"piling": 0.0}, any_fault=0.0).judge(read(PLAIN), [])
    assert judged.any_fault == pytest.approx(0.5, abs=1e-2)
    assert not replace(judged, any_fault=0.49).open


def test_letters_are_of_length_one() -> None:
    rarity = np.array([1.0, 3.0], dtype=np.float32)
    held = vector(np.array([1, 0, 0]), rarity)
    assert held.rows.tolist() == [0, 1]
    assert float(held.weights @ held.weights) == pytest.approx(1.0)
    assert held.weights[1] / held.weights[0] == pytest.approx(3 / (1 + np.log(2)))  # once and rare, twice and common


def test_no_known_letter_is_no_weight() -> None:
    held = vector(np.zeros(0, dtype=np.intp), np.ones(1, dtype=np.float32))
    assert held.weights.tolist() == []


def test_pooling_takes_the_two_strongest() -> None:
    row = pooled(np.array([[1.0], [3.0], [2.0]], dtype=np.float32))
    assert (row[0], row[2]) == (3.0, 2.0)
    alone = pooled(np.array([[1.0]], dtype=np.float32))
    assert (alone[0], alone[2]) == (1.0, NOTHING)
    assert pooled(np.zeros((0, 1), dtype=np.float32))[0] == NOTHING


def test_grams_are_short_and_numbers_are_one_sign() -> None:
    assert grams("1234円") == ["0", "円", "0円"]
    assert max(len(gram) for gram in grams("とても長い文章です")) == GRAM
    assert grams("") == []


def test_facts_name_circumstances_and_what_rules_said(read: Callable[..., Reading]) -> None:
    reading = read("そろそろ結論をいただけますとありがたいです。", stage="considering", exchanges=0)
    findings = [finding for rule in rules() for finding in rule.check(reading)]
    named = facts(reading, findings)
    assert named["stage:considering"] == 1.0
    assert named["rule:pressing:mend"] == 1.0
    assert named["stage:considering&rule:pressing:mend"] == 1.0
    assert set(CIRCUMSTANCES) & set(named)


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_has_at_most_one_name(read: Callable[..., Reading], hour: int) -> None:
    at = example("").situation.sent_at.replace(hour=hour)
    named = facts(read(PLAIN, sent_at=at), [])
    assert sum(name in named for name in ("night", "evening", "morning")) == (hour < 9 or hour >= 20)


def test_a_holiday_is_a_rest_day(read: Callable[..., Reading]) -> None:
    at = example("").situation.sent_at
    assert "rest" not in facts(read(PLAIN, sent_at=at), [])
    assert "rest" in facts(read(PLAIN, sent_at=at.replace(month=5, day=5)), [])


def test_wishes_are_named(read: Callable[..., Reading]) -> None:
    named = facts(read(PLAIN, channel="line", their_requests=("連絡はメールだけにしてください",)), [])
    assert named["wrong_channel"] == 1.0
    assert named["has_request"] == 1.0


def test_possible_needs_the_facts(read: Callable[..., Reading]) -> None:
    assert not possible("chasing", read(PLAIN))
    assert possible("chasing", read(PLAIN, unanswered_in_a_row=1))
    assert possible("hollow", read(PLAIN, last_outgoing_days_ago=60))
    assert possible("ignores_choice", read(PLAIN, stage="declined"))
    assert possible("piling", read(""))


def test_joining_asks_every_rule_once(read: Callable[..., Reading]) -> None:
    found = joined(rules(), read(PLAIN), model({"piling": SURE}))
    assert [finding.rule for finding in found] == ["piling"]


def test_a_situation_without_anything_is_judged(lexicon: Lexicon) -> None:
    situation = Situation(channel="email", sent_at=example("").situation.sent_at)
    assert lint(Draft(body=PLAIN), situation, lexicon, evidence=model()).labels == []


# --- with a reader


class SaysPiling(Reader):
    """A reader made by hand: as sure of piling as it is told, and of nothing else."""

    def __init__(self, sure: float) -> None:
        self.sure = sure

    def read(self, reading: Reading) -> Answer:
        odds = np.array([self.sure if label == "piling" else NEVER for label in LABELS] + [self.sure], dtype=np.float32)
        pieces = np.full((1, len(LABELS)), NEVER, dtype=np.float32)
        return Answer(odds, pieces, ((0, 2),))


def blend(letters: float = 1.0, reader: float = 1.0, *, gate: float = 0.5, least: float = 0.5) -> Blend:
    each = np.ones(len(LABELS) + 1, dtype=np.float32)
    return Blend(
        letters=each * letters, reader=each * reader, bias=each * 0, least=dict.fromkeys(LABELS, least), gate=gate
    )


def with_reader(sure: float, by: Blend, leaning: dict[str, float] | None = None) -> EvidenceModel:
    return EvidenceModel(model(leaning, any_fault=0.0).weights, SaysPiling(sure), by)


def test_a_reader_that_hears_nothing_says_nothing(ask: Callable[..., Report]) -> None:
    assert ask(with_reader(NEVER, blend()), PLAIN).labels == []


def test_a_reader_may_find_what_letters_miss(ask: Callable[..., Report]) -> None:
    assert ask(with_reader(2 * SURE, blend()), PLAIN).labels == ["piling"]


def test_a_reader_may_quiet_what_letters_say(ask: Callable[..., Report]) -> None:
    assert ask(model({"piling": 1.0}), PLAIN).labels == ["piling"]
    assert ask(with_reader(NEVER, blend(), {"piling": 1.0}), PLAIN).labels == []


def test_a_blend_of_nothing_of_the_reader_is_the_letters(ask: Callable[..., Report]) -> None:
    assert ask(with_reader(2 * SURE, blend(reader=0.0)), PLAIN).labels == []


def test_the_thresholds_are_those_of_the_blend(ask: Callable[..., Report]) -> None:
    assert ask(with_reader(2 * SURE, blend(least=1.1)), PLAIN).labels == []
    assert ask(with_reader(2 * SURE, blend(gate=1.1)), PLAIN).labels == []


def test_a_reader_comes_with_its_blend() -> None:
    with pytest.raises(ValueError, match="together"):
        EvidenceModel(model().weights, SaysPiling(SURE))
