"""意思の無視: wordings of many hands, and their harmless twins; silence first."""

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
    example(
        "先日の写真です。",
        stage="acquainted",
        their_requests=("平日の昼は電話しないでください",),
        channel="email",
    ),
    example(
        "紫陽花がきれいです。用事ではありません。",
        stage="acquainted",
        their_requests=("来月になったら連絡ください",),
        exchanges=4,
    ),
    example(
        "三線の発表会、客席から見ていました。二曲目で泣きました。",
        stage="declined",
        their_requests=("勧誘はお断りします",),
        product_of_sender="補整下着",
    ),
    example(
        "土曜にご連絡しました。図面のコピーです。",
        stage="considering",
        their_requests=("土日に連絡ください",),
        exchanges=4,
        sent_at=_at(day=13),
    ),
    example(
        "点検の結果です。異常はありませんでした。",
        stage="client",
        exchanges=9,
        their_requests=("電話は出られないのでメールで",),
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
    example(
        "明日の13時にお電話させていただきます。",
        stage="acquainted",
        their_requests=("平日の昼は電話しないでください",),
        channel="email",
    ),
    example(
        "税理士の先生は何とおっしゃっていましたか。法人保険の件、進めてもよろしいでしょうか。",
        stage="considering",
        their_requests=("税理士に相談してからこちらで返事します",),
        product_of_sender="法人保険",
    ),
    example(
        "夏に向けて浄水器の水質検査を無料で承っております。",
        stage="declined",
        their_requests=("うちには必要ないので、もう結構です",),
        product_of_sender="浄水器",
    ),
    example(
        "勧誘ではなくて、ただ試着してみてほしいだけなんです。",
        stage="declined",
        their_requests=("勧誘はお断りします",),
        product_of_sender="補整下着",
    ),
    example(
        "会計ソフトのご提案、いかがでしょうか。",
        stage="considering",
        their_requests=("決算が終わるまで待ってください",),
        product_of_sender="会計ソフト",
    ),
    example(
        "ご無沙汰しております。お変わりありませんか。",
        stage="acquainted",
        their_requests=("もうメールは送らないでください",),
    ),
    example(
        "明日の昼にお電話差し上げます。",
        stage="client",
        exchanges=9,
        their_requests=("電話は出られないのでメールで",),
        channel="email",
    ),
    example(
        "広告枠に急な空きが出ました。特別価格でご案内できます。",
        stage="declined",
        exchanges=4,
        their_requests=("広告の話はいりません",),
        product_of_sender="広告枠",
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


@pytest.mark.parametrize(
    "words",
    [
        "参加費は本日お振り込みしました。これで最後にします。ありがとうございました。",
        "ご依頼の領収書を再発行しました。ご連絡は以上で終わりといたします。",
        "停止のご希望、承りました。今後は何も送りません。",
    ],
)
def test_taking_leave_may_go(words: str, say: Callable[..., Report]) -> None:
    assert say(words, their_requests=("もう連絡しないでください",), stage="declined").labels == []


@pytest.mark.parametrize(
    "words",
    [
        "領収書を再発行しました。これで最後です。ただ、一つだけ。来年のプランは見てくださいね。",
        "停止のご希望、承りました。今後は何も送りません。「季節のたより」のほうへ移しました。",
    ],
)
def test_taking_leave_with_a_foot_in_the_door_may_not(words: str, say: Callable[..., Report]) -> None:
    assert say(words, their_requests=("もう連絡しないでください",), stage="declined").closes_box


def test_another_subject_after_a_declined_trade_leaves_the_box_open(say: Callable[..., Report]) -> None:
    words = "保険の話はしないお約束でしたね。今日は碁の話だけ。駅裏の碁会所に、打ち手が二、三人来ておられます。"
    report = say(words, their_requests=("保険の話はもうやめてください",), stage="declined", product_of_sender="保険")
    assert not report.closes_box


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
        sent_at=datetime(2026, 6, day, 10, tzinfo=JST),
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


def test_a_friend_who_declined_the_trade_is_no_closed_door(say: Callable[..., Report]) -> None:
    report = say("今度お茶でもしませんか?", stage="declined", exchanges=9, product_of_sender="化粧品")
    assert not report.closes_box
    trade = say("化粧品の新作、今なら半額です。", stage="declined", exchanges=9, product_of_sender="化粧品")
    assert trade.closes_box


def test_a_newsletter_word_in_a_letter_needs_consent_too(say: Callable[..., Report]) -> None:
    report = say("メルマガに登録させていただきました。", stage="met_once", consent_recorded=False)
    assert report.closes_box
    assert "3条" in report.findings[0].source


@pytest.mark.parametrize(
    ("wish", "quiet", "loud"),
    [
        ("夏になったら連絡ください", 7, 5),
        ("年明けにお願いします", 1, 12),
        ("9月に入ってからお願いします", 9, 7),
        ("お盆明けに連絡ください", 9, 8),
    ],
)
def test_the_season_they_named(wish: str, quiet: int, loud: int, say: Callable[..., Report]) -> None:
    facts = {"stage": "considering", "their_requests": (wish,), "exchanges": 4}
    words = "見積りの件でご連絡しました。"
    assert "ignores_choice" not in say(words, **facts, sent_at=datetime(2026, quiet, 20, 10, tzinfo=JST)).labels
    assert "ignores_choice" in say(words, **facts, sent_at=datetime(2026, loud, 3, 10, tzinfo=JST)).labels
