"""What the other person asked for in their own words, read into something a rule can hold a draft against."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

HALF_YEAR = 183
"""Days: a month named without a year means the nearest one, before or after."""
NAMED_DAY_GRACE = 7
"""Days after a day they named on which writing still answers it; a week slips by for anyone."""


class WishKind(StrEnum):
    """The kinds of wish a person states."""

    NO_CONTACT = "no_contact"
    NO_PITCH = "no_pitch"
    CHANNEL = "channel"
    NOT_BEFORE = "not_before"
    ON_DATE = "on_date"
    THEY_WRITE = "they_write"
    HOURS = "hours"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: its kind, their words, and what it allows.

    ``channels``: the only ones welcome (CHANNEL); ``barred``: those unwelcome; ``opens``: first day that suits
    (NOT_BEFORE, ON_DATE), ``None`` when they named no day.
    """

    kind: WishKind
    text: str
    channels: frozenset[str] = field(default_factory=frozenset)
    barred: frozenset[str] = field(default_factory=frozenset)
    opens: date | None = None


_TOPIC = (
    r"(?:商品|製品|勧誘|営業|セールス|売り込み|宣伝|広告|投資|保険|ビジネス|副業|サプリ|化粧品|契約|リフォーム|工事|"
    r"キャンペーン|案内|その(?:手の)?話|この(?:手の)?(?:話|件)|あの話|そういう話|ご提案|提案)"
)
_STOP = (
    r"(?:いりません|要りません|いらない|要らない|いらん|不要|しないで|してこないで|控えて|やめて|止めて|結構|遠慮|お断り|無用|"
    r"もうええ|もういい|興味(?:が|は)?な|勘弁|しんどい|困(?:る|ります)|送らないで|来ないで|かけてこないで)"
)
_NO_PITCH = re.compile(rf"{_TOPIC}[^。\n]{{0,14}}{_STOP}")
_NO_CONTACT = re.compile(
    r"(?:連絡|LINE|メッセージ|メール|手紙|便り|接触|コンタクト)[^。\n]{0,10}"
    r"(?:いりません|要りません|不要|いらない|要らない|いらん|しないで|してこないで|控えて|やめて|止めて|結構|遠慮|お断り|無用|"
    r"送らないで|よこさないで|ほしくない|欲しくない)"
    r"|もう(?:送|連絡|電話|かけ|書)[^。\n]{0,6}ないで|もう結構|二度と[^。\n]{0,6}(?:来|連絡|電話|かけ|送)|放っておいて|そっとしておいて|関わらないで|縁を切|ブロック|電話も訪問も|来ないで"
    r"|配信[^。\n]{0,6}(?:停止|止め|不要|やめ|解除)"
)
_ONE_MATTER = re.compile(
    r"(?:の|その|この|あの)(?:話|件|こと|お話)(?:は|を|なら|について|に関)[^。\n]{0,12}(?:もう|結構|連絡|決め)|(?:飲み|誘い|検討|営業|勧誘)の(?:ご?連絡|ご?案内|話)"
)
"""Words that refuse one matter and leave the person free to be written to about others."""
_ALL = re.compile(r"二度と|一切|もう(?:ご?連絡|何も)|今後(?:の|は)?ご?連絡")
_UNTIL = re.compile(r"まで[^。\n]{0,14}(?:連絡|案内|話)[^。\n]{0,6}(?:いらない|要らない|不要|止め|やめ|控え|待)")
"""A refusal with an end is a rest, see :func:`_opening` and ``_VAGUE``."""
_IF = re.compile(r"(?:なら|場合|でしたら|の(?:話|件|こと)で)(?:は|の|、|ば)?[^。\n]{0,10}(?:連絡|メール|LINE)")
_REPLY_ONLY = re.compile(r"(?:返信|返事|お返し)[^。\n]{0,6}(?:不要|いりません|いらない|結構|無用)")
_CHANNEL_WORDS = (
    ("email", r"(?:E|e)?-?メール(?!マガジン|の?配信)"),
    ("line", r"(?:LINE|ライン)(?!ナップ)"),
    ("messenger", r"(?:メッセンジャー|Messenger|DM|チャット)"),
    ("sms", r"(?:SMS|ショートメール|ショートメッセージ)"),
    ("letter", r"(?:手紙|郵便|葉書|はがき|ハガキ|郵送)"),
    ("phone", r"電話"),
)
_ONLY = r"(?:だけ|のみ|(?:の方|のほう)?で(?:お願い|連絡|くださ|もら|ほし|だと助か|が助か|送って|$|[。、,])|に(?:して|限)|(?:の方|のほう)?が(?:いい|良い|助か|楽))"
_NOT_BY = r"(?:は|を|も)?[^。\n]{0,8}(?:しないで|送らないで|やめて|控えて|困|苦手|出られ|出ない|見ない|見て(?:い)?ない|使っていない|不要|遠慮)"
_THEY = re.compile(
    r"(?:こちら|自分|私|僕|当方|うち|俺|わたし)(?:の(?:ほう|方))?(?:から|で)(?:また)?[^。\n]{0,14}(?:連絡|声|電話|問い合わせ|返事|お願い|相談)"
    r"|(?:必要|気が向|落ち着|決ま|その気)[^。\n]{0,10}(?:たら|れば)[^。\n]{0,10}(?:連絡(?:します|する|いたし|させ)|声をかけます|電話します|お願いします)"
    r"|(?:連絡|返事)(?:を)?(?:する|します|いたします)(?:ので|から|まで)[^。\n]{0,8}(?:待|お待)|待って(?:いて|て)?(?:くださ|ほしい|もら|ね|欲しい)"
)
_NIGHT = re.compile(
    r"夜(?:の|に|は|が|なら|間|中)?[^。\n]{0,8}(?:助か|いい|良い|都合|連絡|OK|大丈夫|話聞)|何時でも|24時間"
)
_ASK = re.compile(
    r"教えて|知りたい|ください|下さい|ほしい|欲しい|もらえ|頂け|いただけ|頂戴|ちょうだい|助かる|お願い|送って|見せて|聞かせて|頼み|まとめて|見てもら|相談"
)
_DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})日(?!間|前|後|中)|(\d{1,2})/(\d{1,2})")
_CALL = re.compile(
    r"声をかけ|連絡(?:を)?(?:くだ|ちょうだい|下さ|もら|ほし|お願い|して|くれ)|電話(?:を)?(?:くだ|ちょうだい)|思い出させ|リマインド"
)
_MONTH_OPENS = re.compile(
    r"(\d{1,2})月(?:中旬|下旬|末|頃|ごろ|に)?(?:に入|にな|以降|から|過ぎ|を過|明け|に[^。\n]{0,6}(?:連絡|声|電話)|頃|ごろ)"
)
_MONTH_BLOCKED = re.compile(
    r"(\d{1,2})月(?:いっぱい|末|中|中旬)?(?:まで|は)[^。\n]{0,12}(?:無理|忙|難し|動け|待|控え|余裕|手一杯|厳し)"
)
_NAMED = (
    (re.compile(r"年(?:が)?明け|来年|新年"), (1, 1)),
    (re.compile(r"(?:GW|ゴールデンウィーク|(?:5月の)?連休)[^。\n]{0,3}(?:明|後|過|終)"), (5, 7)),
    (re.compile(r"お盆[^。\n]{0,3}(?:明|後|過|終)"), (8, 17)),
    (re.compile(r"(?:年度(?:が)?明け|新年度|春(?:にな|以降|頃|ごろ|先))"), (4, 1)),
    (re.compile(r"夏(?:にな|以降|頃|ごろ|休み明け)"), (7, 1)),
    (re.compile(r"(?:秋(?:にな|以降|頃|ごろ|口)|夏休み明け)"), (9, 1)),
    (re.compile(r"(?:冬(?:にな|以降)|年末(?:にな|頃))"), (12, 1)),
)
_VAGUE = re.compile(
    r"(?:落ち着|終わ|済(?:む|ん)|しばらく|当分|当面)[^。\n]{0,10}(?:まで|から|てから|たら|は)[^。\n]{0,12}(?:待|控え|連絡|無理|余裕|声)"
)


def wishes(requests: tuple[str, ...], sent_on: date) -> tuple[Wish, ...]:
    """Every wish in their requests, seen from the day of sending."""
    found: list[Wish] = []
    for raw in requests:
        found.extend(_read(raw, unicodedata.normalize("NFKC", raw), sent_on))
    return tuple(found)


def _read(raw: str, text: str, today: date) -> list[Wish]:
    found: list[Wish] = []
    if refusal := _refusal(raw, text):
        found.append(refusal)
    if (channel := _channel(raw, text)) and not any(w.kind is WishKind.NO_CONTACT for w in found):
        found.append(channel)
    named = _named_day(text, today)
    if named and _CALL.search(text) and "以降" not in text:
        found.append(Wish(WishKind.ON_DATE, raw, opens=named))
    elif (
        opens := named if named and re.search(r"以降|過ぎ|まで|から|明け", text) else _opening(text, today)
    ) is not None:
        found.append(Wish(WishKind.NOT_BEFORE, raw, opens=opens))
    elif _VAGUE.search(text):
        found.append(Wish(WishKind.NOT_BEFORE, raw))
    if _THEY.search(text):
        found.append(Wish(WishKind.THEY_WRITE, raw))
    if _NIGHT.search(text):
        found.append(Wish(WishKind.HOURS, raw))
    if (not found or found[0].kind is WishKind.HOURS) and _ASK.search(text):
        found.append(Wish(WishKind.REQUEST, raw))
    return found


def _refusal(raw: str, text: str) -> Wish | None:
    if _REPLY_ONLY.search(text):
        return None
    if _NO_PITCH.search(text) and not re.search(r"二度と|もう連絡", text):
        return Wish(WishKind.NO_PITCH, raw)
    if _NO_CONTACT.search(text):
        only_one_way = re.search(r"電話(?:は|を)", text) and not re.search(r"二度と|連絡", text)
        if only_one_way or _channel(raw, text) is not None or (_UNTIL.search(text) and not _ALL.search(text)):
            return None
        limited = _IF.search(text) or (_ONE_MATTER.search(text) and not _ALL.search(text))
        return Wish(WishKind.NO_PITCH if limited else WishKind.NO_CONTACT, raw)
    return None


def _channel(raw: str, text: str) -> Wish | None:
    only = frozenset(name for name, word in _CHANNEL_WORDS if re.search(word + _ONLY, text))
    barred = frozenset(name for name, word in _CHANNEL_WORDS if re.search(word + _NOT_BY, text))
    if "配信" in text or "電話も訪問も" in text or not (only or barred):
        return None
    if barred and not only and re.search(r"(?:連絡|もう)[^。\n]{0,4}(?:LINE|メール)", text):
        return None
    return Wish(WishKind.CHANNEL, raw, channels=only, barred=barred)


def nearest(month: int, day: int, today: date) -> date | None:
    """The date with this month and day that is nearest to ``today``; ``None`` when the calendar has no such day."""
    best: date | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if abs((candidate - today).days) <= HALF_YEAR and (best is None or abs(candidate - today) < abs(best - today)):
            best = candidate
    return best


def _named_day(text: str, today: date) -> date | None:
    match = _DAY.search(text)
    if match is None:
        return None
    month = match.group(1) or match.group(3)
    day = int(match.group(2) or match.group(4))
    if month:
        return nearest(int(month), day, today)
    return min(
        (d for d in (_in_month(today, day, shift) for shift in (-1, 0, 1)) if d),
        key=lambda d: abs((d - today).days),
        default=None,
    )


def _in_month(today: date, day: int, shift: int) -> date | None:
    month = today.month + shift
    year = today.year + (month > 12) - (month < 1)
    try:
        return date(year, (month - 1) % 12 + 1, day)
    except ValueError:
        return None


def _opening(text: str, today: date) -> date | None:
    if match := _MONTH_OPENS.search(text):
        return nearest(int(match.group(1)), 1, today)
    if match := _MONTH_BLOCKED.search(text):
        first = nearest(int(match.group(1)), 1, today)
        return (first + timedelta(days=32)).replace(day=1) if first else None
    for pattern, (month, day) in _NAMED:
        if pattern.search(text):
            return nearest(month, day, today)
    return None
