"""誰にでも送れる: 宛名を替えれば、そのまま誰にでも送れる文面。

何を: 相手のことを知っているのに、一言もそれに触れない挨拶・礼・自己紹介・近況・招待・宣伝。差し込みの残り。
なぜ: その他大勢として扱われたと分かると、寂しい気持ちになる。
代わりに: 会った場面と、その方が話したことを一行。
出典: 交流会の主催者が語る落胆の例(一斉の文面)。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.evidence import DORMANT_DAYS
from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import quoted

NAME = "誰にでも送れる"
WEIGHT = 45
SOURCE = "会った場面と、その方が話したことを一行。"
EMPTY = 1
"""Concrete things at most in a thanks that could go to anyone."""
PERSONAL = 2
"""Known facts taken up from which even a mass salutation carries a personal word."""
FIRST = 1
"""Answered messages up to which a thanks is the first one."""
BOASTS = 3
"""Boasts from which one shared word of trade is no personal touch."""
LONG_SELF = 300
"""Characters of talk about oneself from which the absence of the other is felt."""

_THANKS = re.compile(r"ありがとう|有難う|御礼|お礼|感謝|よろしくお願い|お願い申し上げ|ご挨拶")


def check(reading: Reading) -> Iterator[Finding]:
    """Signs of a mass mailing count at once; a generic text counts when something is known and nothing is used."""
    situation = reading.situation
    if situation.is_newsletter or _needed(reading):
        return
    mass = reading.hits("mass")
    if mass and len(reading.facts_used) < PERSONAL and (not reading.agreed or reading.has("offer", "pride", "hello")):
        yield _finding(reading, Severity.MEND, mass + reading.hits("flattery"))
    elif _generic(reading):
        yield _finding(reading, Severity.MEND, reading.hits("flattery"))
    elif hints := reading.phrased("impersonal", 1):
        yield _finding(reading, Severity.NOTICE, hints)


def _needed(reading: Reading) -> bool:
    """Organisers' notices, settled matters and live talk may go out in any words."""
    if reading.requested or (reading.live and reading.close):
        return True
    business = bool(reading.asking) or reading.has("offer", "ask_event", "own_need", "pride", "hello", "brochure")
    return (reading.agreed or reading.has("logistics")) and not business and not reading.has("flattery")


def _generic(reading: Reading) -> bool:
    situation = reading.situation
    if not situation.known_facts or situation.unanswered_in_a_row or reading.agreed:
        return False
    if len(reading.hits("pride")) >= BOASTS and len(reading.text.body) >= LONG_SELF:
        return True
    if reading.facts_used:
        return False
    silent = situation.silence_days is not None and situation.silence_days >= DORMANT_DAYS
    if reading.has("flattery") and not silent and reading.substance <= EMPTY + 2:
        return True
    if (reading.has("pride") or situation.stage == "met_once") and len(reading.text.body) >= LONG_SELF:
        return True
    first = situation.stage == "met_once" and situation.exchanges <= FIRST and situation.last_incoming_days_ago != 0
    bare = reading.substance == 0 and not reading.agenda and not reading.questions
    return first and bare and not silent and bool(_THANKS.search(reading.text.norm)) and not _reply(reading)


def _reply(reading: Reading) -> bool:
    """A thanks for their message is part of a talk, not a greeting."""
    return bool(re.search(r"ご?(?:返信|連絡|返事|回答)[^。\n]{0,6}(?:ありがとう|感謝)", reading.text.norm))


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    facts = reading.situation.known_facts
    known = f"{quoted(facts[0])}とうかがっています。" if facts else "お相手のお話が、文面に出てきていません。"
    return noted(
        reading,
        "impersonal",
        severity,
        hits,
        name=NAME,
        what="どなたにも送れる文面に見えて、少し寂しく感じられるかもしれません。",
        why=known,
        gentler="会った場面と、お相手の話を一行。「○○の会で伺った△△のお話が、心に残っています。」",
        source=SOURCE,
    )


FLAGGED = (
    example(
        "お取引先各位 平素は格別のお引き立てを賜り厚く御礼申し上げます。",
        known_facts=("待合室の空調音を気にしていた",),
        exchanges=1,
    ),
    example(
        "昨日は有意義な時間をありがとうございました。今後ともよろしくお願いいたします。",
        stage="met_once",
        known_facts=("金継ぎが趣味",),
    ),
    example("貴社の素晴らしい理念に深く感銘を受けました。", stage="met_once", known_facts=("苔庭の手入れが得意",)),
    example("○○様、先日はありがとうございました。", stage="met_once", known_facts=("藍を育てている",)),
)
PASSING = (
    example("昨日はありがとうございました。金継ぎの話、忘れません。", stage="met_once", known_facts=("金継ぎが趣味",)),
    example("会員各位 次回は18日です。", known_facts=("研究会の会員同士",), exchanges=6),
    example(
        "写真ありがとう!給水フィルターの詰まりっぽいです。",
        channel="line",
        stage="warm",
        exchanges=26,
        last_incoming_days_ago=0,
        known_facts=("夜型",),
    ),
    example(
        "塩パン、並んで2個買えました!", channel="line", stage="warm", known_facts=("新作の塩パンが人気",), exchanges=12
    ),
)
