"""中身のない挨拶: 長く空いたあとの、渡すもののない挨拶。

何を: 60日以上やり取りがないあとの、情報・共通の話題・実のある近況・具体的な思い出のどれもない挨拶。
なぜ: 間が空いた相手には、次に来る頼みごとを予感させる。
代わりに: 相手の話を一つ思い出し、それに触れる。なければ、送らないほうが親切なこともある。
出典: お礼を言われる追い方の原則「沈黙のあとに空の挨拶を送らない」。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.evidence import DORMANT_DAYS
from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import quoted, silence

NAME = "中身のない挨拶"
WEIGHT = 40
SOURCE = "沈黙のあとは、相手に渡すものが一つあるときだけ。"
EMPTY = 1
"""Concrete things at most in a greeting that gives nothing: a stray number or name is not a gift."""


def check(reading: Reading) -> Iterator[Finding]:
    """Hollow needs silence on both sides, a greeting, and nothing given."""
    situation = reading.situation
    days = situation.silence_days
    if days is None or days < DORMANT_DAYS or not reading.has("hello") or reading.requested:
        return
    if situation.stage == "declined":
        return  # after a refusal the wish itself is what matters
    if reading.facts_used or reading.substance > EMPTY:
        return
    if reading.has("offer", "decision_state", "own_need", "price", "final_notice", "withdraw"):
        return
    yield speak(reading, reading.hits("hello"))


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    situation = reading.situation
    fact = f"{quoted(situation.known_facts[0])}のお話が記録にあります。" if situation.known_facts else ""
    return noted(
        reading,
        "hollow",
        Severity.MEND,
        hits,
        name=NAME,
        what="久しぶりのご挨拶だけだと、何か用件があるのではと身構えさせてしまうかもしれません。",
        why=silence(situation) + fact,
        gentler="「○○を見て、以前伺った△△のお話を思い出しました。ご返信には及びません。」",
        source=SOURCE,
    )


FLAGGED = (
    example("お元気ですか?最近どうされているかなと思って。", last_outgoing_days_ago=190, last_incoming_days_ago=188),
    example("紅葉を見て懐かしくなり、お変わりないかとだけ。", last_outgoing_days_ago=200, last_incoming_days_ago=200),
    example(
        "元気?こっちは元気!また遊ぼ", channel="line", stage="warm", last_outgoing_days_ago=90, last_incoming_days_ago=90
    ),
    example(
        "ご無沙汰いたしております。今後とも変わらぬお付き合いのほどお願いいたします。",
        last_outgoing_days_ago=210,
        last_incoming_days_ago=209,
    ),
)
PASSING = (
    example("元気?", channel="line", stage="warm", last_outgoing_days_ago=3, last_incoming_days_ago=3, exchanges=40),
    example(
        "お久しぶりです。前に探していた絶版の文庫、神田で見かけました。",
        last_outgoing_days_ago=300,
        last_incoming_days_ago=300,
    ),
    example(
        "お元気ですか。先日、腱鞘炎に効くという体操を知り、思い出しました。",
        last_outgoing_days_ago=118,
        last_incoming_days_ago=117,
        known_facts=("右手の腱鞘炎",),
    ),
    example(
        "ご無沙汰しております。3年前の「断る理由を先に探さないで」という一言のおかげで11件お受けできました。",
        last_outgoing_days_ago=240,
        last_incoming_days_ago=238,
    ),
    example("お元気ですか。", first_met_days_ago=2),
)
