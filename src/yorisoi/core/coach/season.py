"""When the other person said they are busy or at rest, read from the facts known about them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from yorisoi.core.coach.wish import nearest

EVENING = 18
"""Hour from which 「夜」 is meant."""
BEFORE_AN_EVENT = 10
"""Days before an exam, a stage or an opening in which nobody has a free head."""
AFTER_BIRTH = 45
"""Days after a birth, an operation or a funeral in which people rest."""
A_SEASON = 61
"""Days meant by 「11月から…」 when no end is named."""

_BUSY = re.compile(
    r"忙し(?!くな)|多忙|繁忙|慌ただし|手一杯|手いっぱい|徹夜|締め?切|納期|仕込み|泊まり込|書き入れ|決算|監査|入試|試験|受験|検定|出産|産後|"
    r"里帰|帰省|旅行|ハワイ|連休|休み|休暇|休業|本番|周年|成績|法要|忌|喪|葬|入院|手術|療養|棚卸|申告|収穫|稲刈|田植|刈り入れ|引っ越|移転|余裕がな|"
    r"動けな|連絡(?:が)?(?:取れ|つか)|無理|バタバタ|ピーク|追い込み|大詰め|リリース|発表会|展示会|大会|講習|年末調整|工期|合宿|不在|留守|"
    r"過ごす|過ごして|寝かしつけ|寝て|寝る|就寝|付き添|サッカー|釣り|出張|忘年会|仕入れ|入学|卒業|開店|オープン|イベント|個展|公演|議会|詰ま|重なって"
)
_REST_AFTER = re.compile(r"出産|手術|入院|葬|亡く|逝去|産後|開店|オープン")
_IDLE = re.compile(r"忙しくな|暇|落ち着い|余裕(?:が)?ある|終わった|終えた|済んだ")
_RANGE = re.compile(r"(\d{1,2})[/月](\d{1,2})日?\s*(?:から|[~〜\-–])\s*(?:(\d{1,2})[/月])?(\d{1,2})日?")
_POINT = re.compile(r"(\d{1,2})(?:/|月)(\d{1,2})日?")
_MONTH = re.compile(r"(\d{1,2})(?:[~〜\-・、と](\d{1,2}))?月(上旬|中旬|下旬|末|半ば|前半|後半)?(から|以降|まで)?")
_THIRDS = {
    "上旬": (1, 10),
    "前半": (1, 15),
    "中旬": (11, 20),
    "半ば": (10, 20),
    "下旬": (21, 31),
    "後半": (16, 31),
    "末": (24, 31),
}
_NAMED = (
    (re.compile(r"GW|ゴールデンウィーク|連休"), (4, 28), (5, 6)),
    (re.compile(r"お盆"), (8, 10), (8, 16)),
    (re.compile(r"年末年始|正月"), (12, 28), (1, 5)),
    (re.compile(r"年度末"), (3, 8), (3, 31)),
    (re.compile(r"年末(?!調整|年始)|師走|忘年会"), (12, 8), (12, 31)),
    (re.compile(r"クリスマス"), (12, 18), (12, 25)),
    (re.compile(r"夏休み"), (7, 20), (8, 31)),
    (re.compile(r"確定申告"), (2, 16), (3, 15)),
)
_NOW = re.compile(
    r"(?:入院|里帰り|旅行|出張|療養|休暇|休業|喪|忌|帰省|育休|産休)中|徹夜続き|今週は(?:早番|夜勤|忙|出張|休)"
)
_BED = re.compile(r"(\d{1,2})時(?:半)?(?:頃|ごろ)?(?:に|には)?(?:は)?(?:もう)?(?:寝|就寝|床)")
_EVENINGS = re.compile(r"(月|火|水|木|金|土|日)曜?(?:の|は)?夜")
_DAYS_OFF = re.compile(
    r"(?:休みの日|休日|週末|土日|日曜)(?:は|の|に|も)[^。]{0,10}(?:子ども|子供|家族|サッカー|野球|付き添|試合|休|釣|過ご|山|静か)"
)
_WEEKDAYS = "月火水木金土日"


def busy_fact(facts: tuple[str, ...], moment: datetime) -> str | None:
    """The first known fact that says this moment is a busy or resting one for them."""
    for raw in facts:
        text = unicodedata.normalize("NFKC", raw)
        if not _IDLE.search(text) and (_season(text, moment.date()) or _habit(text, moment)):
            return raw
    return None


def _season(text: str, today: date) -> bool:
    if not _BUSY.search(text):
        return False
    if match := _RANGE.search(text):
        first = nearest(int(match.group(1)), int(match.group(2)), today)
        last = nearest(int(match.group(3) or match.group(1)), int(match.group(4)), today)
        return first is not None and last is not None and first <= today <= last
    if match := _POINT.search(text):
        day = nearest(int(match.group(1)), int(match.group(2)), today)
        if day is None:
            return False
        after = AFTER_BIRTH if _REST_AFTER.search(text) else 0
        before = 0 if re.search(r"出産(?!予定)|亡く|逝去", text) else BEFORE_AN_EVENT
        return day - timedelta(days=before) <= today <= day + timedelta(days=after)
    if match := _MONTH.search(text):
        return _in_months(match, today)
    return any(pattern.search(text) and _between(today, *edges) for pattern, *edges in _NAMED) or bool(
        _NOW.search(text)
    )


def _in_months(match: re.Match[str], today: date) -> bool:
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return False
    if match.group(4) in {"から", "以降"}:
        start = nearest(first, 1, today)
        return start is not None and start <= today < start + timedelta(days=A_SEASON)
    if match.group(4) == "まで":
        end = nearest(last, 28, today)
        return end is not None and today <= end
    if match.group(3):
        begin, finish = _THIRDS[match.group(3)]
        return today.month == first and begin <= today.day <= finish
    return (today.month - first) % 12 <= (last - first) % 12


def _between(today: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    now = (today.month, today.day)
    return first <= now <= last if first <= last else now >= first or now <= last


def _habit(text: str, moment: datetime) -> bool:
    if match := _BED.search(text):
        hour = int(match.group(1))
        bed = hour + 12 if 7 <= hour < 12 else hour
        return moment.hour >= bed or moment.hour < 5
    if match := _EVENINGS.search(text):
        return _WEEKDAYS[moment.weekday()] == match.group(1) and moment.hour >= EVENING
    return bool(_DAYS_OFF.search(text)) and moment.weekday() >= 5
