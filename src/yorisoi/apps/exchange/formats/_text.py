"""Small readings that every format needs: tidy text, names, dates, kinds of phone, and bounds for hostile records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice

from yorisoi.apps.exchange.record import FactNote, Person, Point, PointKind

# Characters kept of each field: what the address book has room for. The rest of an honest card is far shorter.
ROOM = {
    "uid": 200,
    "family": 80,
    "given": 80,
    "family_kana": 120,
    "given_kana": 120,
    "organisation": 200,
    "department": 200,
    "title": 120,
    "profession": 40,
    "met_where": 200,
    "met_how": 300,
}
FIELD_NAMES = {
    "uid": "番号",
    "family": "姓",
    "given": "名",
    "family_kana": "姓のよみ",
    "given_kana": "名のよみ",
    "organisation": "会社・事務所",
    "department": "部署",
    "title": "肩書き",
    "profession": "職業",
    "met_where": "出会った場所",
    "met_how": "出会ったきっかけ",
}
ROOM_POINT, ROOM_LABEL, ROOM_TAG, ROOM_FACT, ROOM_SOURCE = 500, 40, 60, 2000, 200
# Ways to reach one person, words to sort them by, things known of them: more than this is no card of one person.
MAX_POINTS, MAX_TAGS, MAX_FACTS = 60, 60, 500

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_MOBILE = re.compile(r"(?:\+?81\D{0,3}0?|0)[789]0")
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T　].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")
_DMONY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PAGE = re.compile(r"https?://|[^:/?#]+(?:[/?#]|:\d|$)", re.IGNORECASE)
_NO_YEAR = re.compile(r"--?(\d{2})-?(\d{2})(?:T.*)?|(\d{1,2})月(\d{1,2})日|(\d{1,2})/(\d{1,2})")
# Excel and Outlook write "no date" as the first day they know.
FIRST_YEAR = 1901
LAST_YEAR = 2200  # a later day is a slip of the hand, and breaks sums of days
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆\U00020000-\U0002ffff]")
_LEAP = 2000  # a leap year, so that 29 February is a day when the year is not known


def tidy(text: str) -> str:
    """One line, without control and invisible signs and with single spaces. Otherwise as the file writes it."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def tidy_lines(text: str) -> str:
    """As ``tidy``, but line ends stay."""
    lines = (
        re.sub(r"[ \t\u3000]+$", "", line)
        for line in _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return "\n".join(lines).strip()


def tidy_kana(text: str) -> str:
    """A reading: half-width katakana become full-width ones; hiragana stay hiragana."""
    return text if not text else tidy(unicodedata.normalize("NFKC", text))


def is_japanese(text: str) -> bool:
    """Whether ``text`` holds kana or kanji."""
    return _JAPANESE.search(text) is not None


def parse_date(text: str) -> date | None:
    """A day with a year, in the forms that address books write; None for anything else and for "no date" of Excel."""
    text = unicodedata.normalize("NFKC", text).strip()
    if (found := _YMD.fullmatch(text)) or (found := _COMPACT.fullmatch(text)):
        year, month, day = (int(part) for part in found.groups())
    elif (found := _DMONY.fullmatch(text)) and found[2].lower() in _MONTHS:
        year, month, day = int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1])
    else:
        return None
    return _day(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None


def parse_birthday(text: str, *, year_unknown: bool = False) -> str:
    """``YYYY-MM-DD``, or ``--MM-DD`` when the year is not told; "" when it is no day at all."""
    text = unicodedata.normalize("NFKC", text).strip()
    if year_unknown and (full := _YMD.fullmatch(text) or _COMPACT.fullmatch(text)):
        text = f"--{int(full[2]):02}-{int(full[3]):02}"
    elif (day := parse_date(text)) is not None:
        return day.isoformat()
    found = _NO_YEAR.fullmatch(text)
    if found is None:
        return ""
    month, number = (int(part) for part in found.groups() if part is not None)
    yearless = _day(_LEAP, month, number)
    return f"--{yearless:%m-%d}" if yearless else ""


def far_day(text: str) -> tuple[str, ...]:
    """A sentence for a day that is written as one and lies too far away to keep; nothing for any other text."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _YMD.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None or int(found[1]) <= LAST_YEAR:
        return ()  # of long ago: how address books write "no date"
    return (f"「{tidy(text)[:20]}」は日付として遠すぎるため、その日付は入れずにおきます。",)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def phone_kind(value: str, said: PointKind = "phone") -> PointKind:
    """Mobile numbers are told by their first digits (070, 080, 090), whatever the file calls them; a fax stays a fax."""
    if said == "phone" and _MOBILE.match(unicodedata.normalize("NFKC", value).lstrip("( ")):
        return "mobile"
    return said


def japanese_address(*, postal: str, region: str, city: str, street: str, building: str, country: str) -> str:
    """An address in one line, Japanese order when any of it is Japanese."""
    postal, region, city, street, building, country = map(tidy, (postal, region, city, street, building, country))
    if is_japanese(region + city + street) or country.upper() in ("JP", "JPN", "JAPAN", "日本"):
        place = f"{region}{city}{street}"
        mark = f"〒{postal.lstrip('〒')}" if postal else ""
        return " ".join(part for part in (mark, place, building) if part)
    return ", ".join(part for part in (street, building, city, f"{region} {postal}".strip(), country) if part)


@lru_cache(maxsize=256)
def label(raw: str) -> str:
    """A label as a Japanese reader knows it: ``WORK`` and ``_$!<Work>!$_`` are 仕事; own words stay."""
    text = tidy(re.sub(r"^_\$!<(.*)>!\$_$", r"\1", raw)).removeprefix("* ")
    return _LABELS.get(text.lower(), text)[:ROOM_LABEL]


_LABELS = {
    "work": "仕事",
    "business": "仕事",
    "home": "自宅",
    "other": "その他",
    "main": "代表",
    "mobile": "",
    "cell": "",
    "homepage": "ホームページ",
    "home page": "ホームページ",
    "blog": "ブログ",
    "profile": "プロフィール",
    "school": "学校",
    "anniversary": "記念日",
    "spouse": "配偶者",
    "child": "お子さん",
    "son": "息子さん",
    "daughter": "娘さん",
    "mother": "お母さま",
    "father": "お父さま",
    "parent": "ご両親",
    "brother": "ご兄弟",
    "sister": "ご姉妹",
    "partner": "パートナー",
    "friend": "ご友人",
    "assistant": "アシスタント",
    "manager": "上司",
    "workfax": "仕事",
    "work fax": "仕事",
    "homefax": "自宅",
    "home fax": "自宅",
}


def distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points without blanks and without the same one twice; the first of two stays."""
    seen: set[tuple[str, str]] = set()
    kept: list[Point] = []
    for point in islice(points, 2 * MAX_POINTS):  # a hostile card is not worth the normalising of thousands
        if point.kind == "url" and not _PAGE.match(point.value):
            point = replace(point, kind="other")  # javascript:, data: and the like are words here, never a link
        if point.value and (mark := (point.kind, point.normal)) not in seen:
            seen.add(mark)
            kept.append(point)
    return tuple(kept)


def distinct_words(words: Iterable[str]) -> tuple[str, ...]:
    """Tags without blanks and repeats, in order."""
    return tuple(dict.fromkeys(word for word in map(tidy, words) if word))


def bounded(person: Person) -> Person:
    """``person`` cut to what the address book has room for, with a warning for every cut."""
    changes: dict[str, object] = {}
    cut: list[str] = []
    for name, room in ROOM.items():
        value = getattr(person, name)
        if len(value) > room:
            changes[name] = value[:room]
            cut.append(FIELD_NAMES[name])
    points = tuple(_bounded_point(point) for point in person.points[:MAX_POINTS])
    tags = tuple(tag[:ROOM_TAG] for tag in person.tags[:MAX_TAGS])
    facts = tuple(_bounded_fact(fact) for fact in person.facts[:MAX_FACTS])
    for name, new, old, title in (
        ("points", points, person.points, "連絡先"),
        ("tags", tags, person.tags, "タグ"),
        ("facts", facts, person.facts, "覚え書き"),
    ):
        if new != old:
            changes[name] = new
            cut.append(title)
    if not cut:
        return person
    warning = f"{'・'.join(cut)}が長すぎたため、途中までにしました。"
    return replace(person, **changes, warnings=(*person.warnings, warning))  # type: ignore[arg-type]


def _bounded_point(point: Point) -> Point:
    if len(point.value) <= ROOM_POINT and len(point.label) <= ROOM_LABEL:
        return point
    return replace(point, value=point.value[:ROOM_POINT], label=point.label[:ROOM_LABEL])


def _bounded_fact(fact: FactNote) -> FactNote:
    return fact if len(fact.text) <= ROOM_FACT else replace(fact, text=fact.text[:ROOM_FACT])
