"""意思の無視: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from yorisoi.core.coach import Report, Severity
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "この前のレシピ、お送りします。",
        stage="acquainted",
        channel="email",
        their_requests=("LINEは見ないのでメールでください",),
    ),
    example(
        "6月になりましたのでご連絡しました。急ぎませんのでお手すきのときに。",
        stage="considering",
        their_requests=("5月以降に連絡してください",),
    ),
    example(
        "お嬢さんのご入学、おめでとうございます。桜が間に合いましたね。",
        stage="declined",
        their_requests=("商品の案内は不要です",),
    ),
    example(
        "このたびはご丁寧なお返事をありがとうございました。ご判断、承知いたしました。ご案内は今日で終わりにします。",
        stage="declined",
        exchanges=5,
    ),
    example(
        "先日のお礼まで。金木犀が咲きました。",
        stage="acquainted",
        their_requests=("返信は不要です",),
    ),
    example(
        "ご依頼のカタログをお送りします。",
        stage="considering",
        their_requests=("カタログを送ってください",),
        channel="letter",
    ),
    example(
        "会場の候補、三つ見てきたよ。",
        stage="warm",
        exchanges=20,
        their_requests=("年明けに新年会の幹事をお願いします",),
    ),
    example(
        "猫ちゃんの手術、うまくいきますように。",
        stage="considering",
        their_requests=("こちらから連絡するまで待ってください",),
        known_facts=("猫が手術した",),
    ),
    example(
        "先日の写真をお送りします。",
        stage="acquainted",
        their_requests=("電話よりメールが助かります",),
        channel="email",
    ),
)


HEARD = (
    example(
        "お元気ですか。その節はお世話になりました。",
        stage="declined",
        their_requests=("今後の連絡はご遠慮ください",),
    ),
    example(
        "お電話つながりませんでしたのでショートメールいたしました。見積りの件です。",
        stage="considering",
        their_requests=("電話はやめてください。メールでお願いします",),
        channel="sms",
    ),
    example(
        "少し早いのですが、キッチンの新しい展示が始まりましたのでご覧になりませんか。",
        stage="considering",
        their_requests=("秋になったらこちらから連絡します",),
        product_of_sender="リフォーム",
    ),
    example(
        "保険の見直しだけでも一度お話しさせてください。",
        stage="declined",
        their_requests=("保険の話はもういいです",),
        product_of_sender="生命保険",
    ),
    example(
        "複合機のお見積りをお持ちします。ご都合はいかがでしょうか。",
        stage="considering",
        their_requests=("8月以降に連絡してください",),
        product_of_sender="複合機",
    ),
    example(
        "先日お断りいただきましたが、夏期講習だけでもお考え直しいただけませんか。",
        stage="declined",
        exchanges=5,
        product_of_sender="学習塾",
    ),
    example(
        "新しい健康食品が出たので、お試しだけでも使ってみてください!",
        stage="acquainted",
        their_requests=("勧誘は困ります",),
        product_of_sender="健康食品",
    ),
    example(
        "この前の件、こちらに送っておきますね!",
        stage="acquainted",
        channel="line",
        their_requests=("LINEは見ないのでメールでください",),
    ),
    example(
        "春の新講座のご案内です。",
        stage="declined",
        their_requests=("もう送ってこないでください",),
        product_of_sender="通信講座",
    ),
    example(
        "少しだけお時間よろしいでしょうか。リフォームの件です。",
        stage="considering",
        their_requests=("6月いっぱいは無理です、7月に入ってからお願いします",),
        product_of_sender="リフォーム",
    ),
    example(
        "お車の件、まだお待ちしたほうがよろしいでしょうか。",
        stage="considering",
        their_requests=("こちらから連絡するまで待ってください",),
        product_of_sender="中古車",
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "ignores_choice" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "ignores_choice" in judge(case).labels


def test_a_refusal_closes_the_box(say: Callable[..., Report]) -> None:
    report = say("良いお年をお迎えください。", their_requests=("連絡は要りません",), stage="declined")
    assert report.closes_box
    assert report.findings[0].severity is Severity.STOP
    assert "連絡は要りません" in report.findings[0].why


def test_a_closed_tie_closes_the_box_whatever_is_written(say: Callable[..., Report]) -> None:
    assert say("お誕生日おめでとうございます。", closed=True).closes_box
    assert say("", closed=True).closes_box


def test_the_last_necessary_notice_may_go(say: Callable[..., Report]) -> None:
    words = "お預かりした書類を返送しました。以後ご連絡はいたしません。ご返信は不要です。"
    report = say(words, their_requests=("もう連絡しないでください",), stage="declined")
    assert not report.closes_box
    assert report.labels == []
    assert [f.severity for f in report.findings if f.rule == "ignores_choice"] == [Severity.NOTICE]


def test_a_newsletter_needs_consent(say: Callable[..., Report]) -> None:
    assert say("今月の便りです。", is_newsletter=True, consent_recorded=False).closes_box
    assert not say("今月の便りです。", is_newsletter=True, consent_recorded=True).closes_box


def test_the_first_day_that_suits_is_named(say: Callable[..., Report]) -> None:
    report = say(
        "料金のご案内をお送りします。",
        stage="considering",
        their_requests=("7月に入ってから連絡ください",),
        product_of_sender="複合機",
    )
    (finding,) = [f for f in report.findings if f.rule == "ignores_choice"]
    assert "7月1日(水)" in finding.why
    assert not finding.closes_box


@pytest.mark.parametrize(
    ("day", "heard"),
    [(1, True), (15, True), (16, False), (20, False)],
)
def test_not_before_the_day_they_named(day: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say(
        "お見積りの件でご連絡しました。",
        stage="considering",
        sent_at=datetime(2026, 6, day, 10, tzinfo=timezone(timedelta(hours=9))),
        their_requests=("6月16日に声をかけてください",),
    )
    assert ("ignores_choice" in report.labels) is heard


@pytest.mark.parametrize(
    ("channel", "heard"),
    [("email", False), ("sms", True), ("line", True), ("messenger", True), ("letter", True)],
)
def test_only_the_channel_they_chose(channel: str, heard: bool, say: Callable[..., Report]) -> None:
    report = say("先日の写真です。", channel=channel, their_requests=("連絡はメールだけにしてください",))
    assert ("ignores_choice" in report.labels) is heard


def test_switching_the_rule_off_keeps_a_refusal(lexicon: object) -> None:
    from yorisoi.core.coach import Lexicon, lint

    assert isinstance(lexicon, Lexicon)
    case = example("こんにちは。", closed=True)
    assert lint(case.draft, case.situation, lexicon, off=frozenset({"ignores_choice"})).closes_box
