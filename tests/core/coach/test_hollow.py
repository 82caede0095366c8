"""中身のない挨拶: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "ご無沙汰しております。娘さんの受験、もう終わられた頃でしょうか。春が待ち遠しいですね。",
        last_outgoing_days_ago=100,
        last_incoming_days_ago=99,
        known_facts=("娘さんが受験生",),
    ),
    example(
        "元気?",
        last_outgoing_days_ago=5,
        last_incoming_days_ago=4,
        channel="line",
        stage="warm",
        exchanges=30,
    ),
    example(
        "お久しぶりです。先週、会の二次会で行ったおでん屋さんに寄りましたら、店主が「あの時の笑い声の人は」と聞いてきました。",
        last_outgoing_days_ago=120,
        last_incoming_days_ago=121,
    ),
    example(
        "ご無沙汰しております。事務所を駅の東側に移しました。看板犬もおりますのでお近くの際は覗いてやってください。",
        last_outgoing_days_ago=200,
        last_incoming_days_ago=200,
    ),
    example(
        "ご無沙汰しております。ご契約の更新月が近づきましたので、変更点のお知らせです。保険料は据え置きです。",
        last_outgoing_days_ago=90,
        last_incoming_days_ago=90,
        stage="client",
        exchanges=10,
    ),
    example(
        "新年おめでとうございます。いただいた盆栽の本を見ながら、松の葉すかしに初めて挑みました。",
        last_outgoing_days_ago=365,
        last_incoming_days_ago=365,
        channel="letter",
        known_facts=("盆栽が趣味",),
    ),
    example(
        "お元気ですか。近所の神社の金魚市で出目金を二匹連れて帰りました。",
        last_outgoing_days_ago=70,
        last_incoming_days_ago=70,
        known_facts=("金魚を飼っている",),
    ),
    example(
        "はじめまして、ではなくなりましたね。昨日の会の森です。お元気そうな声が印象的でした。",
        first_met_days_ago=3,
    ),
    example(
        "ご無沙汰しております。『小さな会社の決算書』という本の四章が、前に話されていた在庫の悩みにそのまま当たると思いました。",
        last_outgoing_days_ago=80,
        last_incoming_days_ago=81,
    ),
    example(
        "ご無沙汰しております。母校の図書館が建て替わるそうで、あの螺旋階段も今月で見納めだそうです。",
        last_outgoing_days_ago=120,
        last_incoming_days_ago=110,
    ),
    example(
        "お久しぶりです。双子くんたち、もうランドセルですね。",
        last_outgoing_days_ago=300,
        last_incoming_days_ago=300,
        known_facts=("双子の男の子",),
    ),
    example(
        "ご無沙汰しております。以前伺った井戸、隣町でも掘り直しが始まったと回覧板にありました。",
        last_outgoing_days_ago=95,
        last_incoming_days_ago=95,
    ),
    example(
        "寒中お見舞い申し上げます。昨年教わった干し柿、今年は四十個吊るしまして、鳥に三つ分けました。",
        last_outgoing_days_ago=90,
        last_incoming_days_ago=92,
        channel="letter",
    ),
    example(
        "ご無沙汰しております。野球部、県大会でベスト8と新聞で知りました。おめでとうございます。",
        last_outgoing_days_ago=150,
        last_incoming_days_ago=150,
        known_facts=("野球部の監督",),
    ),
    example(
        "お変わりありませんか。",
        last_outgoing_days_ago=40,
        last_incoming_days_ago=40,
    ),
    example(
        "ご無沙汰しております。会場の件、市民館の二階が空いているそうです。",
        last_outgoing_days_ago=75,
        last_incoming_days_ago=75,
        their_requests=("秋の個展の会場を相談したい",),
    ),
    example(
        "ご無沙汰しております。このたび事務所を移転いたしました。地図を添えます。",
        last_outgoing_days_ago=180,
        last_incoming_days_ago=180,
    ),
)


HEARD = (
    example(
        "ご無沙汰しております。朝晩冷え込むようになりましたが、お元気でお過ごしでしょうか。",
        last_outgoing_days_ago=100,
        last_incoming_days_ago=99,
    ),
    example(
        "おひさ!生きてる〜?またそのうち!",
        last_outgoing_days_ago=130,
        last_incoming_days_ago=140,
        channel="line",
        stage="warm",
    ),
    example(
        "その後いかがお過ごしでしょうか。こちらは変わりなくやっております。",
        last_outgoing_days_ago=75,
        last_incoming_days_ago=80,
    ),
    example(
        "寒中お見舞い申し上げます。皆様のご健康を心よりお祈り申し上げます。",
        last_outgoing_days_ago=365,
        last_incoming_days_ago=365,
        channel="letter",
    ),
    example(
        "ふとタイムラインでお見かけして、懐かしくなってメッセージしました!お元気そうで何よりです。",
        last_outgoing_days_ago=200,
        last_incoming_days_ago=210,
        channel="messenger",
    ),
    example(
        "ご無沙汰してます、森山です。暑いですがお変わりないですか。",
        last_outgoing_days_ago=90,
        last_incoming_days_ago=95,
        channel="sms",
    ),
    example(
        "すっかりご無沙汰してしまい申し訳ございません。近いうちにご挨拶に伺えればと思っております。",
        last_outgoing_days_ago=150,
        last_incoming_days_ago=150,
    ),
    example(
        "元気してますかー!特に用はないです!",
        last_outgoing_days_ago=300,
        last_incoming_days_ago=300,
        channel="line",
    ),
    example(
        "年の瀬も押し迫ってまいりました。本年も大変お世話になりました。良いお年をお迎えください。",
        last_outgoing_days_ago=180,
        last_incoming_days_ago=170,
        channel="email",
    ),
    example(
        "どうしてるかな〜と思って。お仕事順調?",
        last_outgoing_days_ago=62,
        last_incoming_days_ago=61,
        channel="line",
    ),
    example(
        "久しぶり〜!最近なにしてる〜?",
        last_outgoing_days_ago=85,
        last_incoming_days_ago=90,
        channel="line",
    ),
    example(
        "すっかり春めいてまいりました。ご健勝にてお過ごしのことと拝察いたします。まずは略儀ながらご挨拶まで。",
        last_outgoing_days_ago=240,
        last_incoming_days_ago=250,
    ),
    example(
        "なんとなく思い出して連絡しちゃいました。元気ならそれでいいです笑",
        last_outgoing_days_ago=120,
        last_incoming_days_ago=110,
        channel="messenger",
    ),
    example(
        "ご無沙汰しております。梅雨入りしましたね。お身体を崩されていませんか。",
        last_outgoing_days_ago=95,
        last_incoming_days_ago=95,
    ),
    example(
        "誕生日の通知が来たので!おめでとうございます〜お元気ですか?",
        last_outgoing_days_ago=400,
        last_incoming_days_ago=400,
        channel="messenger",
    ),
    example(
        "日ごとに秋が深まってまいりました。お変わりなくご活躍のことと存じます。またお目にかかれる日を楽しみにしております。",
        last_outgoing_days_ago=110,
        last_incoming_days_ago=112,
    ),
    example(
        "元気かな〜と思って送ってみた!",
        last_outgoing_days_ago=70,
        last_incoming_days_ago=75,
        channel="line",
    ),
    example(
        "やっほー!どうしてるー?また遊ぼうね!",
        last_outgoing_days_ago=160,
        last_incoming_days_ago=161,
        channel="line",
    ),
    example(
        "風薫る季節となりました。皆様お変わりございませんでしょうか。略儀ながら書中にてご挨拶申し上げます。",
        last_outgoing_days_ago=100,
        last_incoming_days_ago=100,
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "hollow" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "hollow" in judge(case).labels


@pytest.mark.parametrize(("days", "heard"), [(0, False), (30, False), (59, False), (60, True), (61, True), (400, True)])
def test_hollow_needs_sixty_days_of_silence(days: int, heard: bool, say: Callable[..., Report]) -> None:
    report = say("お元気ですか。", last_outgoing_days_ago=days, last_incoming_days_ago=days, exchanges=3)
    assert ("hollow" in report.labels) is heard


def test_silence_is_counted_from_the_later_side(say: Callable[..., Report]) -> None:
    assert say("お元気ですか。", last_outgoing_days_ago=200, last_incoming_days_ago=5).labels == []


def test_the_reason_offers_a_known_fact(say: Callable[..., Report]) -> None:
    report = say(
        "お元気ですか。", last_outgoing_days_ago=100, last_incoming_days_ago=100, known_facts=("庭で蜂を飼っている",)
    )
    (finding,) = [f for f in report.findings if f.rule == "hollow"]
    assert "庭で蜂を飼っている" in finding.why
    assert "100日" in finding.why


def test_a_person_never_written_to_is_not_silent(say: Callable[..., Report]) -> None:
    assert "hollow" not in say("はじめまして。お元気でお過ごしでしょうか。", exchanges=0).labels
