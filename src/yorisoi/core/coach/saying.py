"""How findings speak: dated facts of the timeline in short, polite Japanese."""

from __future__ import annotations

from datetime import date, timedelta

from yorisoi.core.coach.situation import Situation

_WEEKDAYS = "月火水木金土日"
_STAGES = {
    "met_once": "一度お会いしたところ",
    "acquainted": "お知り合いになったところ",
    "warm": "親しい間柄",
    "considering": "ご検討の途中",
    "client": "ご契約をいただいている間柄",
    "declined": "お断りをいただいた間柄",
}


def day(on: date) -> str:
    """A date as people write it: 11月21日(土)."""
    return f"{on.month}月{on.day}日({_WEEKDAYS[on.weekday()]})"


def ago(situation: Situation, days: int) -> str:
    """The date some days before sending; the year is added once it is another one."""
    try:
        on = situation.sent_at.date() - timedelta(days=days)
    except OverflowError:
        return f"{days}日前"
    return dated(situation, on)


def dated(situation: Situation, on: date) -> str:
    """A date; the year is added once it is another one than that of sending."""
    year = f"{on.year}年" if on.year != situation.sent_at.year else ""
    return f"{year}{day(on)}"


def unanswered(situation: Situation) -> str:
    """How many of my messages wait, and since when."""
    count = situation.unanswered_in_a_row
    days = situation.last_outgoing_days_ago
    since = f"、最後は{ago(situation, days)}です" if days is not None else "あります"
    return f"お返事を待っている連絡が{count}通{'あり' if days is not None else ''}{since}。"


def silence(situation: Situation) -> str:
    """Since when neither side has written."""
    days = situation.silence_days
    if days is None:
        return "まだやり取りがありません。"
    return f"最後のやり取りは{ago(situation, days)}で、{days}日空いています。"


def depth(situation: Situation) -> str:
    """How far the relationship has come."""
    met = situation.first_met_days_ago
    since = f"{ago(situation, met)}に知り合い、" if met is not None else ""
    return f"{since}お返事のあったやり取りは{situation.exchanges}回です。"


def stage(situation: Situation) -> str:
    """The stage in words."""
    return _STAGES[situation.stage]


def moment(situation: Situation) -> str:
    """The moment of sending: 11月21日(土)21時40分."""
    at = situation.sent_at
    return f"{day(at.date())}{at.hour}時{at.minute:02d}分"


def cited(situation: Situation, sentence: str) -> str:
    """A reason followed by the newest line of the timeline, where one is given."""
    if not situation.evidence:
        return sentence
    line = max(situation.evidence, key=lambda e: e.on)
    return f"{sentence}(記録: {day(line.on)} {line.text})"


def quoted(words: str, most: int = 24) -> str:
    """Words in Japanese quotes, shortened for a phone."""
    short = " ".join(words.split())
    return f"「{short if len(short) <= most else short[: most - 1] + '…'}」"
