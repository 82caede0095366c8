"""間の悪さ: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from yorisoi.core.coach import Report, Severity
from yorisoi.core.coach.rule import Example, example

JST = timezone(timedelta(hours=9))


def _at(*, day: int = 16, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of June 2026 in Japan; the 14th is a Sunday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=JST)


QUIET = (
    example(
        "今日のライブ最高やったな",
        stage="warm",
        exchanges=40,
        channel="line",
        sent_at=_at(hour=23, minute=10),
    ),
    example(
        "お尋ねの件、鍵は裏のポストです。",
        stage="acquainted",
        exchanges=6,
        channel="line",
        known_facts=("バーを経営、深夜まで営業",),
        last_incoming_days_ago=0,
        sent_at=_at(hour=23, minute=0),
    ),
    example(
        "大雪のため、本日の工事は中止いたします。",
        stage="client",
        exchanges=20,
        channel="line",
        sent_at=_at(hour=6, minute=30),
    ),
    example(
        "見積りのお話、一度させてください。",
        stage="acquainted",
        exchanges=3,
        known_facts=("12月が繁忙期",),
    ),
    example(
        "決算の山場ですね。夜食にどうぞ、と言いたくなります。ご返信はいりません。",
        stage="acquainted",
        exchanges=3,
        known_facts=("6月は決算で忙しい",),
    ),
    example(
        "先日の看板の件、土曜も営業されているとのことでしたので。",
        stage="considering",
        exchanges=3,
        channel="line",
        sent_at=_at(day=13),
    ),
    example(
        "お便りをお送りします。庭の紫陽花が色づきました。",
        stage="considering",
        exchanges=3,
        channel="letter",
        sent_at=_at(hour=23),
    ),
    example(
        "公園の紫陽花咲いてた〜",
        stage="warm",
        exchanges=20,
        channel="line",
        sent_at=_at(day=14),
    ),
    example(
        "昨日の資料、面白かったです。",
        stage="acquainted",
        exchanges=3,
        sent_at=_at(hour=20),
    ),
    example(
        "設営は11時からに変わりました。駐車場は裏です。",
        stage="client",
        exchanges=12,
        known_facts=("今日の午後に一緒に出店する約束",),
        sent_at=_at(day=14),
    ),
    example(
        "寝れへんから月の写真送るわ",
        stage="warm",
        exchanges=30,
        channel="line",
        sent_at=_at(hour=22, minute=15),
    ),
    example(
        "展示会、盛況でありますように。お返事はいりません。",
        stage="acquainted",
        exchanges=4,
        known_facts=("6月は展示会の準備で忙しい",),
    ),
    example(
        "お見積りをお送りします。",
        stage="considering",
        exchanges=4,
        known_facts=("4月が繁忙期",),
    ),
    example(
        "おはようございます。昨日の朝顔、二輪咲きました。",
        stage="acquainted",
        exchanges=4,
        sent_at=_at(hour=7, minute=30),
    ),
    example(
        "本日の雨で工事は中止です。明日に順延いたします。",
        stage="client",
        exchanges=9,
        channel="line",
        sent_at=_at(day=14),
    ),
)


HEARD = (
    example(
        "お見積りを修正いたしました。ご確認をお願いいたします。",
        stage="considering",
        exchanges=4,
        sent_at=_at(hour=22, minute=40),
    ),
    example(
        "おはようございます。先日の保険の件でご説明に伺いたいです。",
        stage="met_once",
        exchanges=0,
        product_of_sender="保険",
        sent_at=_at(hour=5, minute=50),
    ),
    example(
        "日曜に失礼します。採用のご提案をさせてください。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="人材紹介",
        sent_at=_at(day=14),
    ),
    example(
        "お忙しいところ恐れ入ります。契約のお打ち合わせのお時間をいただけませんか。",
        stage="considering",
        exchanges=3,
        known_facts=("6月は田植えで手が離せない",),
    ),
    example(
        "新しいコースができました!今なら半額です!",
        stage="acquainted",
        exchanges=3,
        known_facts=("6/10から6/20まで北海道旅行",),
        channel="line",
    ),
    example(
        "試験前に恐縮ですが、プランのご提案をさせていただけませんか。",
        stage="considering",
        exchanges=4,
        known_facts=("6月20日に簿記の試験",),
    ),
    example(
        "あともう一つ言い忘れた!",
        channel="line",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=0,
    ),
    example(
        "追加でこれも送りますね!",
        channel="line",
        today_outgoing=3,
    ),
    example(
        "夜勤明けで寝てるとこごめん!新作の化粧品見てほしくて!",
        stage="acquainted",
        exchanges=3,
        channel="line",
        product_of_sender="化粧品",
    ),
    example(
        "すみません遅くに!さっきの見積りちょっと直しました",
        stage="considering",
        exchanges=3,
        channel="line",
        sent_at=_at(hour=23, minute=30),
    ),
    example(
        "お忙しい時期に恐縮ですが、新サービスのご説明をさせてください。",
        stage="acquainted",
        exchanges=3,
        known_facts=("6月は一年で一番忙しい",),
    ),
    example(
        "日曜だけど連絡しちゃった!体験来ない?",
        stage="met_once",
        exchanges=1,
        channel="line",
        product_of_sender="エステ",
        sent_at=_at(day=14),
    ),
    example(
        "お疲れさまです!プランの件、ちょっとだけお電話いいですか?",
        stage="considering",
        exchanges=3,
        known_facts=("6月中旬は棚卸しで徹夜",),
        channel="line",
    ),
    example(
        "採用のご提案書ができましたのでお送りします。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="人材紹介",
        sent_at=_at(hour=1, minute=15),
    ),
    example(
        "ご提案の件、一つだけ補足です!",
        stage="considering",
        exchanges=4,
        channel="line",
        sent_at=_at(hour=21, minute=45),
    ),
    example(
        "保険の給付のご案内で一度お話しさせてください。",
        stage="acquainted",
        exchanges=3,
        known_facts=("6/14から6/18まで入院",),
        product_of_sender="保険",
    ),
    example(
        "採点の最中と存じますが、ご提案の件でお時間をいただけませんか。",
        stage="considering",
        exchanges=4,
        known_facts=("6月中旬は期末試験の採点で手一杯",),
    ),
    example(
        "夜分にすみません。投資のご相談、一度いかがでしょうか。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="不動産投資",
        sent_at=_at(hour=22),
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "bad_timing" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "bad_timing" in judge(case).labels


@pytest.mark.parametrize(
    ("hour", "minute", "heard"),
    [(0, 0, True), (6, 59, True), (7, 0, False), (12, 0, False), (21, 29, False), (21, 30, True), (23, 59, True)],
)
def test_the_hours_of_business(hour: int, minute: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say("お見積書を添付いたします。", stage="considering", sent_at=_at(hour=hour, minute=minute), exchanges=4)
    assert ("bad_timing" in report.labels) is heard


def test_letters_have_no_hour(say: Callable[..., Report]) -> None:
    assert "bad_timing" not in say("お見積書です。", channel="letter", stage="considering", sent_at=_at(hour=23)).labels


@pytest.mark.parametrize(("day", "heard"), [(12, False), (13, False), (14, True), (15, False)])
def test_sunday_is_theirs(day: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say("お打ち合わせのお時間をいただけませんか。", stage="considering", sent_at=_at(day=day), exchanges=4)
    assert ("bad_timing" in report.labels) is heard


def test_the_courtesy_calendar_is_heard(say: Callable[..., Report]) -> None:
    from yorisoi.core.coach import CourtesyNote

    words = "お見積りのご説明の機会をいただけませんか。"
    closed = CourtesyNote(level=3, allowed=False, reason="決算の時期です。", next_ok=_at(day=30))
    report = say(words, stage="considering", exchanges=4, courtesy=closed)
    (finding,) = [f for f in report.findings if f.rule == "bad_timing"]
    assert finding.severity is Severity.MEND
    assert "決算の時期です。" in finding.why
    assert "6月30日(火)" in finding.why
    light = CourtesyNote(level=1, allowed=False, reason="月末です。")
    assert "bad_timing" not in say(words, stage="considering", exchanges=4, courtesy=light).labels
    open_ = CourtesyNote(level=0, allowed=True, reason="")
    assert all(f.rule != "bad_timing" for f in say(words, stage="considering", exchanges=4, courtesy=open_).findings)


@pytest.mark.parametrize(
    ("waiting", "days", "heard"), [(1, 1, False), (2, 1, True), (2, 2, True), (2, 3, False), (5, 0, True)]
)
def test_the_third_within_two_days(waiting: int, days: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say("もう一つだけ。", channel="line", unanswered_in_a_row=waiting, last_outgoing_days_ago=days)
    assert ("bad_timing" in report.labels) is heard
