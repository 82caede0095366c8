"""返信の負担: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "お読みいただければ十分です。ご返信はお気遣いなく。",
        exchanges=3,
    ),
    example(
        "年末調整の書類を11月20日までにお送りください。",
        stage="client",
        exchanges=30,
    ),
    example(
        "それ何時から?車で行く?お昼は向こうで食べる?",
        stage="warm",
        exchanges=25,
        channel="line",
        last_incoming_days_ago=0,
    ),
    example(
        "集合は9時です。遅れそうなら当日の朝までにお知らせください。",
        exchanges=4,
        known_facts=("来週の見学会に一緒に参加する約束",),
    ),
    example(
        "ご不明な点がございましたらお知らせください。",
        exchanges=2,
    ),
    example(
        "お返事ありがとうございました。読み返してはにやにやしています。",
        exchanges=3,
    ),
    example(
        "興味がなければ読み捨ててください。",
        exchanges=2,
    ),
    example(
        "候補は12日か14日です。ご都合のよいほうをお知らせください。",
        exchanges=5,
        their_requests=("面談の候補日を教えてください",),
    ),
    example(
        "お返事は気が向いたときにでも。なくても、もちろん大丈夫です。",
        exchanges=2,
    ),
    example(
        "源泉の納期は10日です。それまでに残高の確認をお願いします。",
        stage="client",
        exchanges=15,
    ),
    example(
        "読んで忘れてくださって構いません。",
        exchanges=3,
    ),
    example(
        "お手元の鍵は、退去の日までにご返却ください。",
        stage="client",
        exchanges=8,
    ),
    example(
        "お返事のいらない話を一つ。庭に狸が来ました。",
        exchanges=4,
    ),
    example(
        "土曜と日曜どっちがいい?",
        stage="warm",
        exchanges=15,
        channel="line",
        last_incoming_days_ago=0,
    ),
    example(
        "ご感想などはどうぞお気遣いなく。",
        exchanges=4,
    ),
    example(
        "明日、何時がいい?",
        stage="warm",
        exchanges=30,
        channel="line",
        last_incoming_days_ago=1,
    ),
)


HEARD = (
    example(
        "お手数ですが、受信のご確認だけでも折り返しお願いいたします。",
        exchanges=2,
    ),
    example(
        "明日の朝までにイエスかノーかだけLINEちょうだい!",
        exchanges=3,
        channel="line",
    ),
    example(
        "ご都合のよろしいお日にちを第三希望までお知らせください。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "感想聞かせてくださいね!楽しみに待ってます!!",
        exchanges=1,
        channel="messenger",
    ),
    example(
        "添付のシートに必要事項をご記入のうえ、今月末までにご返送ください。",
        exchanges=2,
    ),
    example(
        "どんなお仕事をされているのですか?お休みの日は何を?好きな食べ物は?",
        exchanges=1,
        last_incoming_days_ago=20,
    ),
    example(
        "AプランとBプラン、どちらになさいますか。本日中にお返事をお願いします。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "見たら絶対返信してね",
        exchanges=2,
        channel="line",
    ),
    example(
        "誠に恐縮ですが、ご出席の可否を折り返しご一報くださいますようお願い申し上げます。",
        exchanges=2,
    ),
    example(
        "お返事をいただくまで、お席は確保しておきます。お早めのご返信をお待ちしております。",
        exchanges=3,
    ),
    example(
        "このメールを読まれましたら、必ず一度ご返信をお願いいたします。",
        exchanges=2,
    ),
    example(
        "来る?来ない?人数確定したいから今日の夜まで!",
        exchanges=3,
        channel="line",
    ),
    example(
        "ご興味の度合いを、高・中・低のいずれかでお知らせください。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "お手数ですが、添付の表の空欄をすべて埋めてお戻しください。",
        exchanges=2,
    ),
    example(
        "ご多用中恐れ入りますが、ご一読のうえ、ご意見を三点ほどお寄せください。",
        exchanges=2,
    ),
    example(
        "出る?出ない?5分以内に返信して!",
        exchanges=3,
        channel="line",
    ),
    example(
        "ご都合の良いお時間帯に丸をつけて、ファックスでご返送ください。",
        exchanges=2,
    ),
    example(
        "返事は今日中でお願いね!",
        exchanges=3,
        channel="line",
    ),
    example(
        "お忙しいところ恐れ入りますが、至急ご返答くださいますようお願いいたします。",
        exchanges=2,
    ),
    example(
        "ご確認いただけましたら、その旨必ずご返信ください。",
        exchanges=2,
    ),
    example(
        "以下の質問にお答えください。現在の契約先は?月々の金額は?更新の時期は?",
        stage="considering",
        exchanges=3,
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "reply_burden" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "reply_burden" in judge(case).labels


@pytest.mark.parametrize(("count", "heard"), [(1, False), (2, False), (3, True), (5, True)])
def test_three_questions_are_homework(count: int, heard: bool, say: Callable[..., Report]) -> None:
    body = "".join(f"{thing}はお好きですか?" for thing in ("山", "海", "川", "本", "猫")[:count])
    report = say(body, exchanges=3, last_incoming_days_ago=20, last_outgoing_days_ago=20)
    assert ("reply_burden" in report.labels) is heard


def test_a_deadline_belongs_to_a_settled_matter(say: Callable[..., Report]) -> None:
    words = "金曜日までにご回答をお願いいたします。"
    assert "reply_burden" in say(words, exchanges=3).labels
    assert say(words, stage="client", exchanges=20).labels == []
    assert say(words, exchanges=3, known_facts=("28日の見学会に参加予定",)).labels == []


def test_saying_that_no_reply_is_needed_counts_as_good(say: Callable[..., Report]) -> None:
    report = say("読み終えた本をお送りします。ご返信には及びません。", exchanges=3)
    assert report.labels == []
    assert "no_reply_asked" in {good.kind for good in report.good}
