"""What the report promises to those who show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yorisoi.core.coach import Finding, Good, Lexicon, Report, Severity, TimelineLine, lint, rules
from yorisoi.core.coach.rule import example

EVERYTHING_WRONG = (
    "先日のメールはご覧いただけましたでしょうか。何度もすみません。\n"
    "ご検討状況はいかがでしょうか。在庫が残りわずかです。今なら半額のキャンペーンです。\n"
    "今月の目標にあと1件足りず困っています。お知り合いをご紹介いただけませんか。\n"
    "必ず今夜までにご返信ください。紹介したい人がいるので一度お会いできませんか。\n"
)
WRONG = {
    "stage": "considering",
    "exchanges": 1,
    "unanswered_in_a_row": 2,
    "last_outgoing_days_ago": 1,
    "last_incoming_days_ago": 20,
    "product_of_sender": "生命保険",
}


def finding(rule: str, severity: Severity, *, closes: bool = False) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        spans=(),
        what="何",
        why="理由",
        gentler="言い換え",
        source="出典",
        closes_box=closes,
    )


def test_shown_and_folded() -> None:
    report = Report(findings=tuple(finding(f"r{n}", Severity.MEND) for n in range(5)))
    assert [f.rule for f in report.shown] == ["r0", "r1", "r2"]
    assert [f.rule for f in report.folded] == ["r3", "r4"]


def test_labels_leave_notices_out_and_repeat_nothing() -> None:
    report = Report(
        findings=(
            finding("a", Severity.STOP),
            finding("a", Severity.MEND),
            finding("b", Severity.NOTICE),
            finding("c", Severity.MEND),
        )
    )
    assert report.labels == ["a", "c"]


def test_only_the_law_closes_the_box() -> None:
    assert not Report(findings=(finding("a", Severity.STOP),)).closes_box
    assert Report(findings=(finding("a", Severity.STOP, closes=True),)).closes_box
    assert not Report().closes_box


def test_at_most_three_things_to_mend(say: Callable[..., Report]) -> None:
    report = say(EVERYTHING_WRONG, **WRONG)
    assert len(report.labels) == 3
    assert len({f.rule for f in report.findings}) > 3
    assert [f.severity for f in report.shown] == [Severity.MEND] * 3
    assert all(f.severity is Severity.NOTICE for f in report.folded)


def test_the_weightiest_for_the_recipient_come_first(say: Callable[..., Report]) -> None:
    assert say(EVERYTHING_WRONG, **WRONG).labels == ["chasing", "pressing", "hidden_agenda"]


def test_a_stop_is_never_lowered(say: Callable[..., Report]) -> None:
    report = say(EVERYTHING_WRONG, **{**WRONG, "closed": True})
    assert report.findings[0].rule == "ignores_choice"
    assert report.findings[0].severity is Severity.STOP


@pytest.mark.parametrize("rule", [rule.id for rule in rules()])
def test_every_rule_can_be_switched_off(rule: str, lexicon: Lexicon) -> None:
    case = example(EVERYTHING_WRONG, **WRONG)
    report = lint(case.draft, case.situation, lexicon, off=frozenset({rule}))
    assert rule not in {f.rule for f in report.findings}


def test_the_newest_line_of_the_timeline_is_cited(say: Callable[..., Report]) -> None:
    evidence = (TimelineLine(date(2026, 5, 2), "お会いした"), TimelineLine(date(2026, 6, 7), "資料をお送りした"))
    report = say("ご検討状況はいかがでしょうか。", stage="considering", exchanges=3, evidence=evidence)
    assert "6月7日(日) 資料をお送りした" in report.findings[0].why


def test_the_same_question_has_the_same_answer(say: Callable[..., Report]) -> None:
    assert say(EVERYTHING_WRONG, **WRONG) == say(EVERYTHING_WRONG, **WRONG)


def test_good_points_are_places_too(say: Callable[..., Report]) -> None:
    body = "製麺機の件、門真で中古を見つけました。返信不要です。"
    report = say(body, known_facts=("製麺機を探している",), exchanges=3)
    kinds = {good.kind: good for good in report.good}
    assert isinstance(kinds["remembers"], Good)
    assert kinds["remembers"].spans[0].text == "製麺機"
    assert body[kinds["no_reply_asked"].spans[0].start :].startswith("返信不要")


def test_spans_of_one_finding_do_not_overlap(say: Callable[..., Report]) -> None:
    for found in say(EVERYTHING_WRONG, **WRONG).findings:
        for left, right in zip(found.spans, found.spans[1:], strict=False):
            assert left.end <= right.start


def test_the_package_says_only_what_it_means_to() -> None:
    import yorisoi.core.coach as coach

    assert set(coach.__all__) >= {"Draft", "Situation", "Lexicon", "lint", "Report", "rules"}
