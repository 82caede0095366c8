"""The engine for scripts: a plain mapping in, a plain mapping out.

``opens`` and ``closes`` are the *measured* window, the closed form of the model from the last touch, so that they can
be checked against the equations; the courtesies (unanswered asks, just met …) speak in ``advice`` and ``reasons``.
``A`` and ``P`` are faded to ``now``, being the values from which the odds beside them come; ``A_last`` and ``P_last``
are those right after the last touch, from which the window comes. No closeness is set, so no pace holds anything
back. ``reply_owed`` stands beside the advice, which speaks of writing of one's own accord only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from yorisoi.core.distance.advice import Distance
from yorisoi.core.distance.fold import fold
from yorisoi.core.distance.relation import Relation
from yorisoi.core.distance.touch import Touch, TouchKind
from yorisoi.core.distance.tuning import SHIPPED, Tuning

_KINDS = "、".join(TouchKind)
_UNSORTED = Relation(closeness=None)


def measure(payload: Mapping[str, object]) -> dict[str, object]:
    """``{"now": ISO, "touches": [{"kind", "at", "recipients"?, "thanks"?}], "tuning"?: {}}`` → figures as JSON types.

    Moments are ISO strings with their offset, or None. Touches after ``now`` are left out.

    Raises:
        ValueError: the input is not of that form; the message is one Japanese sentence saying what to mend.
    """
    if not isinstance(payload, Mapping):
        raise ValueError('入力は {"now": …, "touches": […]} の形にしてください。')
    if "now" not in payload:
        raise ValueError("now(いまの日時)がありません。")
    now = _moment(payload["now"], "now")
    rows = payload.get("touches", [])
    if not isinstance(rows, list | tuple):
        raise ValueError("touches は並び([ … ])にしてください。")
    touches = [_touch(row, number) for number, row in enumerate(rows, start=1)]
    return _plain(fold(touches, now, relation=_UNSORTED, tuning=_tuning(payload.get("tuning"))))


def _plain(distance: Distance) -> dict[str, object]:
    return {
        "A": distance.strength,
        "P": distance.pressure,
        "A_last": distance.A,
        "P_last": distance.P,
        "silence_days": distance.silence_days,
        "reply_odds": distance.reply_odds,
        "spontaneous_odds": distance.spontaneous_odds,
        "uplift": distance.uplift,
        "presence": distance.presence,
        "b": distance.b,
        "v": distance.v,
        "b_me": distance.b_me,
        "v_me": distance.v_me,
        "opens": _iso(distance.measured_opens),
        "closes": _iso(distance.measured_closes),
        "advice": distance.advice.value,
        "until": _iso(distance.until),
        "reply_owed": _iso(distance.reply_owed),
        "unanswered": distance.unanswered,
        "reasons": [
            {
                "code": reason.code,
                "text": reason.text,
                "on": None if reason.on is None else reason.on.isoformat(),
                "assumption": reason.assumption,
            }
            for reason in distance.reasons
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _touch(row: object, number: int) -> Touch:
    place = f"touches の{number}件目"
    if not isinstance(row, Mapping):
        raise ValueError(f'{place}は {{"kind": …, "at": …}} の形にしてください。')
    kind = row.get("kind")
    if kind not in list(TouchKind):
        raise ValueError(f"{place}の kind がわかりません: {kind!r}。使えるのは {_KINDS} です。")
    if "at" not in row:
        raise ValueError(f"{place}に at(日時)がありません。")
    recipients = row.get("recipients", 1)
    if isinstance(recipients, bool) or not isinstance(recipients, int) or recipients < 1:
        raise ValueError(f"{place}の recipients は1以上の整数にしてください。")
    thanks = row.get("thanks", False)
    if not isinstance(thanks, bool):
        raise ValueError(f"{place}の thanks は true か false にしてください。")
    return Touch(at=_moment(row["at"], f"{place}の at"), kind=TouchKind(kind), recipients=recipients, thanks=thanks)


def _moment(value: object, place: str) -> datetime:
    if not isinstance(value, str):
        raise ValueError(f"{place}は 2026-11-21T09:00:00+09:00 のような日時の文字列にしてください。")
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"{place}の日時が読めません: {value!r}。例: 2026-11-21T09:00:00+09:00") from None
    if at.tzinfo is None:
        raise ValueError(f"{place}に時差がありません: {value!r}。例: 2026-11-21T09:00:00+09:00")
    return at


def _tuning(value: object) -> Tuning:
    if value is None:
        return SHIPPED
    if not isinstance(value, Mapping):
        raise ValueError('tuning は {"名前": 値} の形にしてください。')
    try:
        return Tuning.from_mapping({str(name): number for name, number in value.items()})
    except ValueError as error:
        raise ValueError(f"tuning に使えない値があります: {error}") from error
