"""The messages the product began with, judged as the desk judges them: three bad habits, the panic, five good ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from yorisoi import data
from yorisoi.core.coach import Draft, Report, Situation, lint

MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Wednesday
KNOWN = ("登山が好きで、高尾によく行く", "事業承継を気にしている", "娘さんが春に小学校へ上がる")


def judged(body: str, **facts: Any) -> Report:
    situation = {
        "channel": "email",
        "sent_at": MORNING,
        "stage": "acquainted",
        "first_met_days_ago": 120,
        "last_outgoing_days_ago": 40,
        "last_incoming_days_ago": 41,
        "exchanges": 2,
        "known_facts": KNOWN,
        "product_of_sender": "相続の相談・顧問契約",
        **facts,
    }
    return lint(Draft(body=body), Situation(**situation), data.lexicon(), evidence=data.coach_model())


@pytest.mark.parametrize(
    "body",
    [
        "先日ご案内した顧問契約の件、その後いかがでしょうか。ご検討状況をお聞かせください。",
        "お世話になっております。ご提案のお返事、お気持ちは固まりましたか。",
        "ご検討いただけましたでしょうか。社内でも決まったかと気にしております。お返事をお待ちしております。",
    ],
)
def test_asking_how_the_decision_stands(body: str) -> None:
    labels = judged(
        body, stage="considering", unanswered_in_a_row=1, last_outgoing_days_ago=10, last_incoming_days_ago=30
    ).labels
    assert {"pressing", "chasing"} & set(labels)


@pytest.mark.parametrize(
    "body",
    [
        "さらに今月はこんなキャンペーンも始まりました。今だけ顧問料が2割引きです。資料もお付けします。",
        "新しいプランができましたので、料金表をお送りします。先着10名様の特典もございます。ぜひご覧ください。",
    ],
)
def test_piling_information_on(body: str) -> None:
    assert judged(body, unanswered_in_a_row=1, last_outgoing_days_ago=8, last_incoming_days_ago=60).labels


@pytest.mark.parametrize(
    "body", ["ご無沙汰しております。お元気ですか。", "お久しぶりです。最近いかがお過ごしですか。またお会いしましょう。"]
)
def test_an_empty_hello_after_silence(body: str) -> None:
    assert "hollow" in judged(body, last_outgoing_days_ago=200, last_incoming_days_ago=210).labels


def test_the_panic_sequence() -> None:
    """A message, a worry two days later, another the same evening: each is heavier than the one before."""
    second = judged(
        "先日のメールはご覧いただけましたでしょうか。届いているか心配で。",
        unanswered_in_a_row=1, last_outgoing_days_ago=2, last_incoming_days_ago=20, today_outgoing=1,
    )  # fmt: skip
    third = judged(
        "何度もすみません。何か失礼がありましたでしょうか。一言だけでもお返事ください。",
        unanswered_in_a_row=2, last_outgoing_days_ago=0, last_incoming_days_ago=20, today_outgoing=2,
        sent_at=MORNING + timedelta(hours=12),
    )  # fmt: skip
    assert "chasing" in second.labels
    assert "chasing" in third.labels
    assert len(third.labels) >= len(second.labels)


@pytest.mark.parametrize(
    "body",
    [
        "佐藤様\n\n事業承継を気にされていると伺ったのを思い出し、県の相談窓口の一覧を添えます。2枚目だけで十分です。ご返信には及びません。\n\n堀田",
        "佐藤様\n\n高尾の紅葉が今年は遅いという記事を読み、登山のお話を思い出しました。それだけのお便りです。ご返信はお気遣いなく。\n\n堀田",
        "佐藤様\n\n12月5日に市民ホールで山の写真展があります。どなたでも入れて、仕事の話はありません。お気が向いたらで、ご返信は不要です。\n\n堀田",
        "佐藤様\n\n先日教わった高尾の裏道を、娘と歩いてきました。沢の音がよくて、佐藤様のお話のおかげです。お礼だけ申し上げたくて。ご返信には及びません。\n\n堀田",
        "佐藤様\n\n事業承継の件は急ぐものではありませんので、こちらからのご連絡は控えます。必要になったときだけ、いつでもお声がけください。\n\n堀田",
    ],
)
def test_five_good_ways_are_left_in_peace(body: str) -> None:
    assert judged(body).labels == []
