"""早すぎる頼み: まだ浅いご縁で、仕事・紹介・面談・体験を頼む。

何を: 往復二回以下、または一度会っただけで、相手から話が出ていないのに頼むこと。初めての契約の直後の紹介依頼も含む。
なぜ: 信頼ができる前の頼みは、品定めされている気持ちにさせる。紹介は、相手の信用を借りる行い。
代わりに: 頼まずに、覚えていただく。「○○のような場面なら私が役に立てます、と覚えていただければ十分です。」
出典: 士業交流会のあとの原則「聞いたことをすぐに使わない、頼まない」。弁護士職務基本規程13条(紹介料)。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import dated, depth
from yorisoi.core.coach.situation import Situation

NAME = "早すぎる頼み"
WEIGHT = 80
SOURCE = "ご縁が浅いうちは頼まない。覚えていただければ十分。"
SHALLOW = 2
"""Answered messages up to which a tie is shallow."""
FRESH_CONTRACT_DAYS = 90
"""Days since first meeting within which a client's contract is fresh."""


def check(reading: Reading) -> Iterator[Finding]:
    """An ask counts when the tie is shallow and the recipient did not open the subject."""
    situation = reading.situation
    if reading.invited or situation.is_newsletter or (reading.live and reading.has("their_opening")):
        return
    shallow = situation.exchanges <= SHALLOW or situation.stage == "met_once"
    referral = reading.hits("ask_referral")
    fresh = situation.stage == "client" and (situation.first_met_days_ago or 0) <= FRESH_CONTRACT_DAYS
    if situation.stage == "client" or reading.agreed:
        if referral and fresh:
            yield _finding(reading, Severity.MEND, referral)
        return
    if shallow and situation.stage != "declined" and reading.asking:
        yield _finding(reading, Severity.MEND, reading.asking)
        return
    hints = reading.phrased("premature_ask", 2) if shallow else referral if not reading.close else ()
    if hints:
        yield _finding(reading, Severity.NOTICE, hints)


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    return noted(
        reading,
        "premature_ask",
        severity,
        hits,
        name=NAME,
        what="まだお互いを知る途中なので、お願いごとは少し重く感じられるかもしれません。",
        why=f"{depth(reading.situation)}お相手からこのお話が出た記録はありません。{_from_when(reading.situation)}",
        gentler="お願いを外し、「○○のような場面なら私もお役に立てます、と覚えていただければ十分です。」",
        source=SOURCE,
    )


def _from_when(situation: Situation) -> str:
    """The day from which a request is natural, while it is still ahead."""
    if situation.ask_from is None or situation.ask_from <= situation.sent_at.date():
        return ""
    return f"お願いごとは、{dated(situation, situation.ask_from)}ごろからなら、受けとめていただきやすくなります。"


FLAGGED = (
    example("近くまで参りますので、5分だけお顔を拝見に伺ってもよろしいでしょうか。", stage="met_once"),
    example("先生のお客様に名刺を一枚置かせてください。", exchanges=1),
    example("一度オンラインで30分ほどお打ち合わせの機会を頂戴できますと幸いです。", stage="met_once"),
    example("まずは体験セッションを一度お受けいただけませんか。", exchanges=1),
    example(
        "ご契約ありがとうございました。お友だちを何人か紹介してもらえませんか?",
        stage="client",
        first_met_days_ago=35,
        exchanges=8,
    ),
)
PASSING = (
    example(
        "来週お茶でもとのお誘い、ぜひ。木曜なら空いています。",
        stage="met_once",
        their_requests=("来週お茶でもしましょう。空いている日を教えてください",),
    ),
    example("共催の件、30分ほど打ち合わせませんか。", stage="warm", exchanges=20),
    example("ご紹介いただきありがとうございました。鈴木様とお話しできました。", exchanges=1),
    example("またどこかの会でお目にかかれるのを楽しみにしております。", stage="met_once"),
    example("詳しい方がいますので、ご希望のときだけおつなぎします。", exchanges=2),
)
