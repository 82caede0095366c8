"""返信の負担: 返事を求める・期限を切る・選ばせる・手間をかけさせる。

何を: 合意した用件もないのに返事を当然とする、期限、二択や日程選び、三つ以上の質問、記入などの作業。
なぜ: 返す義務ができた瞬間に、便りは宿題になる。
代わりに: 「ご返信には及びません。」と添える。聞くなら一つだけ、いつでもよい形で。
出典: 交流のあとの便りの原則「返事を求めない」。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import depth

NAME = "返信の負担"
WEIGHT = 70
SOURCE = "返事を求めない。聞くなら一つ、いつでもよい形で。"
MANY = 3
"""Questions from which a message is homework."""


def check(reading: Reading) -> Iterator[Finding]:
    """Work and deadlines belong to settled matters; elsewhere they are a burden."""
    if reading.situation.is_newsletter:
        return
    settled = reading.agreed or reading.requested or reading.on_their_day
    work = reading.hits("homework") if reading.has("own_need") or not settled else ()
    demands = (
        () if settled else reading.hits("deadline_reply", "demand_reply", "choose") + reading.phrased("reply_burden", 3)
    )
    many = () if settled or reading.live else _many(reading)
    if reading.situation.stage == "warm" and (reading.live or not reading.has("deadline_reply", "demand_reply")):
        demands = ()  # between friends a choice is just a question
    found = demands + work + many
    if found and not (reading.has("release") and not reading.has("deadline_reply", "homework")):
        yield _finding(reading, Severity.MEND, found)
    elif not settled and (hints := reading.phrased("reply_burden", 2)):
        yield _finding(reading, Severity.NOTICE, hints)


def _many(reading: Reading) -> tuple[Hit, ...]:
    asked = reading.questions
    if len(asked) < MANY:
        return ()
    return tuple(Hit(s.start, s.end, s.text, s.text) for s in asked)


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    return noted(
        reading,
        "reply_burden",
        severity,
        hits,
        name=NAME,
        what="お返事や作業を当然と受け取られる書き方かもしれません。",
        why=f"期日や回答が必要な、お約束済みの用件は記録にありません。{depth(reading.situation)}",
        gentler="期限と選択を外し、「お読みいただければ十分です。ご返信はお気遣いなく。」",
        source=SOURCE,
    )


FLAGGED = (
    example("参加か不参加か、番号だけで結構ですので今夜までに返信ください。", exchanges=3),
    example("ご感想を心待ちにしております。", exchanges=2),
    example("以下の5点につきまして、今週金曜日までにご回答をお願いいたします。", exchanges=2),
    example("お仕事は順調ですか?ご家族はお元気ですか?次の展示はいつですか?", exchanges=1, last_incoming_days_ago=40),
    example("候補日を三つほどお知らせくださいませ。", stage="met_once", exchanges=1),
)
PASSING = (
    example(
        "アレルギーがあれば金曜までにお知らせください。なければ返信不要です。", known_facts=("25日の例会に参加予定",)
    ),
    example("あの曲、何版で弾いてますか?", channel="line", stage="warm", exchanges=12, last_incoming_days_ago=0),
    example("今すぐのお返事は不要です。", exchanges=1),
    example("4月24日までに通帳のコピーをお送りください。", stage="client", exchanges=60),
    example(
        "候補日をお送りします。ご都合のよい日をお知らせください。", their_requests=("打合せの候補日を3つください",)
    ),
)
