"""Measure the distance of one timeline given as JSON; no data folder and no database.

The input is ``{"now": ISO 8601, "touches": [{"kind", "at", "recipients"?}], "tuning"?: {}}``; kinds are
``their_message``, ``my_message``, ``conversation``, ``in_person``, ``give``, ``newsletter`` and ``their_broadcast``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from yorisoi.doors.operation import House, Needs, RefusedError, StandardInput
from yorisoi.doors.reading import from_json

NAME = "distance"
SUMMARY = "やり取りの並び(JSON)から、間合いを計算します。"
NEEDS = Needs.NOTHING


@dataclass(frozen=True, kw_only=True)
class Question:
    """A timeline."""

    timeline: Annotated[str, StandardInput("やり取りの並び(JSON)。")] = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The figures of the engine; the equations' own letters name them."""

    A: Annotated[float, "つながりの強さ(いま)。"]
    P: Annotated[float, "相手の負担(いま)。"]
    A_last: Annotated[float, "最後のやり取り直後の強さ。"]
    P_last: Annotated[float, "最後のやり取り直後の負担。"]
    silence_days: Annotated[float | None, "最後のやり取りからの日数。"]
    reply_odds: Annotated[float, "いま送ったら一週間以内に返事がある見込み(0から1)。"]
    spontaneous_odds: Annotated[float, "一週間以内に相手から連絡がある見込み(0から1)。"]
    uplift: Annotated[float, "いま送ることで連絡がつく見込みがどれだけ増えるか。"]
    presence: Annotated[float, "心に残っている度合い(0から1)。"]
    b: Annotated[float, "この人の偏り(ロジット)。"]
    v: Annotated[float, "その分散。"]
    b_me: Annotated[float, "自分の偏り(ロジット)。"]
    v_me: Annotated[float, "その分散。"]
    opens: Annotated[str | None, "モデルだけで見た、ひらく日時。"]
    closes: Annotated[str | None, "モデルだけで見た、とじる日時。"]
    advice: Annotated[str, "reach・wait・rest・let_go のどれか。"]
    until: Annotated[str | None, "その助言の終わり。"]
    reply_owed: Annotated[str | None, "まだお返事していない相手の連絡の日時。"]
    unanswered: Annotated[int, "続けて返事のない数。"]
    reasons: Annotated[list[dict[str, Any]], "理由(code・text・on・assumption)。重い順。"]


def run(question: Question, house: House) -> Answer:
    """Measure.

    Raises:
        RefusedError: the timeline is not JSON of that form.
    """
    from yorisoi.core.distance.measure import measure

    if not question.timeline.strip():
        raise RefusedError("入力が空でした。`yorisoi distance --json < timeline.json` のように渡してください。")
    payload = from_json(question.timeline)
    if not isinstance(payload, Mapping):
        raise RefusedError('{"now": …, "touches": […]} の形で渡してください。')
    try:
        figures: dict[str, Any] = measure(payload)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    return Answer(**figures)


def render(answer: Answer) -> str:
    """Put the advice and its reasons first, then the figures that carry it."""
    words = {"reach": "連絡してよいころです", "wait": "まだ少し早いようです", "rest": "いまはお休みです"}
    lines = [words.get(answer.advice, "そっとしておきましょう")]
    lines += [f"  {reason['text']}" for reason in answer.reasons]
    lines.append(
        f"  心に残っている度合い {answer.presence:.2f}・負担 {answer.P:.2f}・返事の見込み {answer.reply_odds:.0%}"
    )
    return "\n".join(lines)
