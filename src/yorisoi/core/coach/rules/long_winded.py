"""長すぎる: 関係の段階に対して、長い・詰め込みすぎ。

何を: 頼まれていない文でおおむね400字超(LINEやSMSは300字超)、または知り合って間もない相手への詰まった一覧。
なぜ: 読む時間も、相手からいただくもの。長さは好意でも重くなる。
代わりに: 一通に一つ、三行まで。残りは聞かれたときに。
出典: 交流のあとの便りの原則「短く、一つだけ」。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import depth

NAME = "長すぎる"
WEIGHT = 72
SOURCE = "一通に一つ、三行まで。"
LONG = 400
"""Characters of an unasked mail or letter from which it asks for patience."""
LONG_CHAT = 300
"""The same for a chat, which is read on a phone between other things."""
EARLY = 2
"""Answered messages up to which two people barely know each other."""
PACKED = 5
"""Items of a list that make it packed."""
PACKED_LENGTH = 220
"""Characters from which a list of that many items is more than a few dates."""

_ITEM = re.compile(
    r"^\s*(?:[・●■◆□◇▼→*\-]|【|\(?\d{1,2}[.)、:]|[①-⑳]|第[一二三四五六七八九十\d]+|STEP\s*\d|Q\d|導入事例)",
    re.MULTILINE,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Length counts only where nobody asked for it and it is no live talk between friends."""
    situation = reading.situation
    body = reading.text.body.strip()
    size = _size(reading)
    if situation.is_newsletter or reading.requested or (reading.close and reading.live):
        return
    limit = _limit(reading)
    items = len(_ITEM.findall(body))
    packed = items >= PACKED and size >= PACKED_LENGTH and situation.exchanges <= EARLY
    if size <= limit and not packed:
        return
    if situation.stage == "client" and reading.has("logistics") and not reading.has("offer", "own_need", "pride"):
        severity = Severity.NOTICE
    else:
        severity = Severity.MEND
    yield _finding(reading, severity, _longest(reading))


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, _longest(reading) or hits)


def _size(reading: Reading) -> int:
    """Characters of the body without white space."""
    return len(re.sub(r"\s", "", reading.text.body))


def _limit(reading: Reading) -> int:
    """Characters that feel usual on this channel."""
    return LONG_CHAT if reading.situation.channel in {"line", "messenger", "sms"} else LONG


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    situation = reading.situation
    size, limit = _size(reading), _limit(reading)
    asked = "" if reading.requested else "頼まれていない文で"
    guide = f"(目安は{limit}字)" if size > limit else ""
    return noted(
        reading,
        "long_winded",
        severity,
        hits,
        name=NAME,
        what="読み終えるまでに、少し力がいる長さかもしれません。",
        why=f"{asked}{size}字あります{guide}。{depth(situation)}",
        gentler="いちばん渡したい一つだけを三行で。残りは「よろしければ続きもお送りします」と相手に預ける。",
        source=SOURCE,
    )


def _longest(reading: Reading) -> tuple[Hit, ...]:
    """The paragraph that weighs most."""
    best = (0, 0)
    for match in re.finditer(r"(?:[^\n]+\n?)+", reading.text.norm):
        start = max(match.start(), reading.text.body_start)
        end = start + len(reading.text.norm[start : match.end()].rstrip())
        if end - start > best[1] - best[0]:
            best = (start, end)
    text = reading.text.norm[best[0] : best[1]]
    return (Hit(best[0], best[1], text, text),) if text else ()


FLAGGED = (
    example(
        "先日はありがとうございました。" + "私は瀬戸内の小さな島に生まれ、漁師の父と三人の兄のもとで育ちました。" * 12,
        stage="met_once",
    ),
    example("私が飲んでいるものは九種類の成分が入っていて、朝と夜に飲んでいます。" * 10, channel="line", exchanges=1),
    example(
        "御社の課題について考えました。" + "第一に、配属後の役割が見えにくい点が挙げられると思います。" * 16,
        exchanges=1,
    ),
    example(
        "\n".join(
            f"{n}. " + "サービスの内容を詳しくご説明する項目です。企画から分析まで全部そろえて承ります。"
            for n in range(1, 8)
        ),
        stage="met_once",
    ),
)
PASSING = (
    example(
        "手順を順番に書きます。" + "いまの規則のうち変えるのは二か所だけです。" * 25,
        stage="client",
        their_requests=("手順を全部書いて送ってほしい",),
    ),
    example(
        "それはきついわ。" + "あんたのせいやない、紙が二枚あるのが悪いんやと思うで。" * 14,
        channel="line",
        stage="warm",
        exchanges=80,
        last_incoming_days_ago=0,
    ),
    example("昨日はありがとうございました。金継ぎの話、忘れません。", stage="met_once"),
    example("・10日 14時\n・11日 10時\n・15日 16時\nいずれも伺えます。", exchanges=2),
)
