"""早すぎる頼み: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "お言葉に甘えて、来週の午後に伺ってもよろしいでしょうか。",
        stage="met_once",
        exchanges=1,
        known_facts=("「今度工房を見においで」と言ってくれた",),
    ),
    example(
        "昨日はお時間をいただきありがとうございました。発酵のお話、面白かったです。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "来週30分くらい時間もらえない?文化祭の段取り決めたい",
        stage="warm",
        exchanges=22,
        channel="line",
    ),
    example(
        "来月の例会でまたお会いできたら嬉しいです。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "もしご入り用でしたら、司法書士の知人をご紹介できます。必要なときだけ仰ってください。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "ご依頼ありがとうございます。見積りに伺う日ですが、木曜の午後はいかがでしょうか。",
        stage="met_once",
        exchanges=1,
        their_requests=("一度見積りに来てほしい",),
    ),
    example(
        "ご紹介くださった本屋さんに行ってきました。二階の洋書の棚、教えていただいた通りでした。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "定期点検に伺います。14日の10時でよろしいでしょうか。",
        stage="client",
        exchanges=20,
        first_met_days_ago=800,
    ),
    example(
        "駅前の広場で古本市があるそうです。雨なら中止とのこと。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "ご近所なのですね。駅前のパン屋さん、私もよく行きます。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "ご希望のチラシ、一部お送りします。",
        stage="acquainted",
        exchanges=2,
        their_requests=("今度チラシを見せてください",),
    ),
    example(
        "教えてくださった工房、来月の公開日に行ってみます。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "ご紹介いただいた税理士の先生に、無事お会いできました。ありがとうございました。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "お近くの図書館で、星を見る会があるそうです。お子さんと覗かれてはいかがでしょう。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "体験談を聞かせていただき、ありがとうございました。胸に残っています。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "おすすめの映画、土曜に観てきました。最後の場面でしばらく立てませんでした。",
        stage="met_once",
        exchanges=2,
    ),
    example(
        "お誘いの畑、来週の土曜に伺ってもよろしいでしょうか。",
        stage="acquainted",
        exchanges=1,
        known_facts=("「今度うちの畑に来て」と言ってくれた",),
    ),
)


HEARD = (
    example(
        "先日名刺交換をさせていただいた者です。ぜひ一度御社にお伺いして、ご挨拶させていただけませんでしょうか。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "今度ゆっくりお茶しませんか?いろいろ聞かせてほしいです!",
        stage="met_once",
        exchanges=1,
        channel="line",
    ),
    example(
        "もしお知り合いで相続にお困りの方がいらっしゃいましたら、ぜひご紹介ください。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "来週火曜か水曜に、Zoomで20分ほどお時間をいただけますと幸いです。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "初回限定で無料カウンセリングを行っております。ぜひ一度お試しください。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "うちの商品、モニターになってもらえないでしょうか?",
        stage="acquainted",
        exchanges=1,
        channel="messenger",
    ),
    example(
        "何か翻訳のお仕事がございましたら、ぜひ私にお声がけください。まずは一件お任せいただけませんか。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "先日お会いした建材の西です。明日近くに行くので少し寄らせてもらってもいいですか?",
        stage="met_once",
        exchanges=0,
        channel="sms",
    ),
    example(
        "ご成約ありがとうございます。つきましては、ご友人をお二人ほどご紹介いただけますと助かります。",
        stage="client",
        first_met_days_ago=40,
        exchanges=6,
    ),
    example(
        "御社の顧問先の皆様に、弊社のセミナーをご案内いただくことは可能でしょうか。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "一回うちのジム体験しに来てくださいよ!絶対ハマります",
        stage="acquainted",
        exchanges=2,
        channel="line",
    ),
    example(
        "ご提案の機会をいただきたく、ご都合を伺えますでしょうか。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "つきましては、御社の採用ご担当者様をご紹介いただけないでしょうか。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "来週ランチどうですか?お店予約しときます!",
        stage="met_once",
        exchanges=1,
        channel="line",
    ),
    example(
        "貴院の待合室に弊社のチラシを置かせていただくことは可能でしょうか。",
        stage="acquainted",
        exchanges=1,
    ),
    example(
        "一度お電話でお話しできればと存じますが、ご都合はいかがでしょうか。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "不躾ながら、貴社の社内報に弊社の記事を載せていただくことはできませんでしょうか。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "お願いがあるんですけど、お店の常連さんに一声かけてもらえません?",
        stage="met_once",
        exchanges=1,
        channel="line",
    ),
    example(
        "弊社倉庫を一度ご覧いただきたく、見学にお越し願えませんでしょうか。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "弊社のショールームへぜひ一度お越しください。担当者がご案内いたします。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "知り合いで家探してる人いたら紹介してください!!",
        stage="met_once",
        exchanges=1,
        channel="line",
    ),
    example(
        "よろしければ御社のサイトの診断をさせていただけないでしょうか。費用はかかりません。",
        stage="acquainted",
        exchanges=1,
    ),
    example(
        "無料体験レッスンにぜひお越しください。お席をご用意してお待ちしております。",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "まずは小さな案件からで結構ですので、お仕事をいただけないでしょうか。",
        stage="acquainted",
        exchanges=2,
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "premature_ask" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "premature_ask" in judge(case).labels


@pytest.mark.parametrize(("exchanges", "heard"), [(0, True), (1, True), (2, True), (3, False), (12, False)])
def test_an_ask_is_early_up_to_two_exchanges(exchanges: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say("一度お会いできませんか。", exchanges=exchanges, last_outgoing_days_ago=5, last_incoming_days_ago=5)
    assert ("premature_ask" in report.labels) is heard


@pytest.mark.parametrize(("days", "heard"), [(10, True), (90, True), (91, False), (700, False)])
def test_referrals_right_after_a_contract(days: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say(
        "お知り合いをご紹介いただけませんか。",
        stage="client",
        first_met_days_ago=days,
        exchanges=9,
    )
    assert ("premature_ask" in report.labels) is heard


def test_the_reason_tells_when_they_met(say: Callable[..., Report]) -> None:
    report = say("一度お会いできませんか。", stage="met_once", first_met_days_ago=2)
    (finding,) = [f for f in report.findings if f.rule == "premature_ask"]
    assert "6月14日(日)" in finding.why
    assert finding.spans[0].text in "一度お会いできませんか。"


def test_a_lawyer_is_warned_of_referral_fees(say: Callable[..., Report]) -> None:
    words = "ご紹介いただければ紹介料をお支払いします。"
    assert any("紹介料" in s.text for f in say(words, mode="lawyer", exchanges=2).findings for s in f.spans)


def test_the_day_from_which_a_request_is_natural_is_named(say: Callable[..., Report]) -> None:
    report = say("一度お会いできませんか。", stage="met_once", first_met_days_ago=2, ask_from=date(2026, 8, 13))
    (finding,) = [f for f in report.findings if f.rule == "premature_ask"]
    assert "8月13日(木)ごろからなら" in finding.why


def test_a_day_of_another_year_is_named_with_it(say: Callable[..., Report]) -> None:
    report = say("一度お会いできませんか。", stage="met_once", first_met_days_ago=2, ask_from=date(2027, 1, 12))
    (finding,) = [f for f in report.findings if f.rule == "premature_ask"]
    assert "2027年1月12日(火)ごろからなら" in finding.why


@pytest.mark.parametrize("ask_from", [None, date(2026, 6, 16), date(2025, 1, 1)])
def test_a_day_that_is_past_or_unknown_is_not_named(ask_from: date | None, say: Callable[..., Report]) -> None:
    report = say("一度お会いできませんか。", stage="acquainted", exchanges=1, ask_from=ask_from)
    (finding,) = [f for f in report.findings if f.rule == "premature_ask"]
    assert "ごろからなら" not in finding.why
