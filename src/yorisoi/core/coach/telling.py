"""A situation told in a few plain words, so that an encoder can read it before the draft itself."""

from __future__ import annotations

from yorisoi.core.coach.situation import Situation

CHANNEL = {"email": "メール", "line": "LINE", "messenger": "メッセンジャー", "sms": "SMS", "letter": "手紙"}
STAGE = {
    "met_once": "一度会っただけ",
    "acquainted": "知り合い",
    "warm": "親しい",
    "considering": "検討中",
    "client": "お客様",
    "declined": "断られた",
}
WEEKDAYS = "月火水木金土日"


def told(situation: Situation, size: int) -> str:
    """The facts an encoder learns with, in an order that never changes; ``size`` is the length of the draft in characters."""
    s, at = situation, situation.sent_at
    moment = f"{at.month}月{at.day}日({WEEKDAYS[at.weekday()]}){at.hour}時{at.minute:02d}分"
    times = (
        f"出会い{_ago(s.first_met_days_ago)} こちらから{_ago(s.last_outgoing_days_ago)} "
        f"先方から{_ago(s.last_incoming_days_ago)}"
    )
    counts = f"未返信{s.unanswered_in_a_row} やりとり{s.exchanges}回 文字数{size}"
    return (
        f"{CHANNEL[s.channel]} {moment} {STAGE[s.stage]} {times} {counts}\n"
        f"要望:{_listed(s.their_requests)}\n職業:{s.their_profession}\n"
        f"知っていること:{_listed(s.known_facts)}\n商品:{s.product_of_sender or 'なし'}\n"
    )


def _ago(days: int | None) -> str:
    return "なし" if days is None else f"{days}日前"


def _listed(words: tuple[str, ...]) -> str:
    return "、".join(words) or "なし"
