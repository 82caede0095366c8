"""Calendars (RFC 5545) in and out: the gatherings of a file, and a file of gatherings. No database here.

Files come from anywhere, so everything is bounded: bytes, parts, entries, repetitions, lengths. Time zones are resolved by
their names (those of Windows included); a zone that only the file itself describes counts with its standard offset.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed_zone
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from yorisoi.apps.contacts.plausible import is_plausible, straight
from yorisoi.apps.events import recurrence
from yorisoi.apps.events.models import Event

PRODUCT = "-//Yorisoi//Yorisoi//JA"
MOST_BYTES = 1024 * 1024  # some five thousand entries: ten years of a full calendar; read within a second or two
MOST_PARTS = 5000  # of a file: what a calendar of that size holds, and a bound for nested ones
MOST_ENTRIES = 400  # gatherings of one file, repetitions included: a plan that a person can still look over
MOST_REPEATS = 60  # of one rule: every week of a year, and some
PAST_REPEATS = 3  # of these, times that are past: the last ones of a monthly meeting, not two months of a daily one
AHEAD = timedelta(days=366)  # repetitions are written a year ahead; the next file brings the next year
BACK = timedelta(days=62)  # and two months back, so that the last meetings can be filled in
LONGEST_NOTE = 1000  # characters of a description that are kept: what an announcement says
LONGEST = {"name": 200, "place": 300, "url": 500, "host": 200}
LONGEST_UID = 255
UNNAMED = "名前のない予定"
ONE_DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60
# What the library raises at lines that are none; OSError at a zone named like a folder of its zones (「Asia」).
REFUSALS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)

_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)")
_FOLD = re.compile(rb"\r?\n[ \t]")
# Signs no text needs; line breaks and tabs stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class UnreadableError(Exception):
    """The file cannot be read as a calendar; ``str()`` is one Japanese sentence that says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One gathering as a file tells it. ``group`` is the same for all repetitions of one rule."""

    uid: str
    group: str
    name: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    place: str = ""
    url: str = ""
    host: str = ""
    note: str = ""
    series: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. ``left_out`` says in sentences what was not taken, and why."""

    entries: list[Entry]
    left_out: list[str] = field(default_factory=list)


def read(content: bytes, *, now: datetime) -> Reading:
    """Read the gatherings of a calendar file; repetitions are written out from two months back to a year ahead.

    Raises:
        UnreadableError: not a calendar, in another encoding, or too large.
    """
    text, zones = _without_zones(_text(content))
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except REFUSALS:
        raise UnreadableError(
            "カレンダーの中に読めない行がありました。もう一度書き出したファイルでお試しください。"
        ) from None
    found: list[Entry] = []
    left_out: list[str] = []
    for calendar in calendars:
        gone = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for entry in _entries(calendar.walk("VEVENT"), zones, left_out, now=now):
            found.append(replace(entry, cancelled=entry.cancelled or gone))
    merged = list({entry.uid: entry for entry in found}.values())
    merged.sort(key=lambda entry: (entry.starts_at, entry.uid))
    if len(merged) > MOST_ENTRIES:
        # What lies ahead matters more than what is long past.
        left_out.append(f"一度に取り込めるのは{MOST_ENTRIES}件までです。先の予定から{MOST_ENTRIES}件を読みました。")
        merged = merged[-MOST_ENTRIES:]
    return Reading(merged, list(dict.fromkeys(left_out)))


def write(events: Iterable[Event], *, now: datetime) -> bytes:
    """Return a calendar file of these gatherings: what was announced of them, and nothing about anybody who comes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        part = icalendar.Event()
        part.add("uid", event.uid)
        part.add("dtstamp", now.astimezone(UTC))
        part.add("last-modified", event.updated_at.astimezone(UTC))
        part.add("summary", event.name)
        start, end = event.starts_at, event.ends_at
        if event.all_day:
            part.add("dtstart", timezone.localdate(start))
            part.add("dtend", timezone.localdate(end) if end else timezone.localdate(start) + ONE_DAY)
        else:
            part.add("dtstart", start.astimezone(UTC))
            if end:
                part.add("dtend", end.astimezone(UTC))
        for name, value in (("location", event.place), ("url", event.url)):
            if value:
                part.add(name, value)
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise UnreadableError("ファイルが大きすぎます(1MBまで)。期間をしぼって書き出すと、取り込めます。")
    try:
        # Some programs fold in the middle of a sign: the bytes are joined before they are read.
        text = _FOLD.sub(b"", content).decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = (
            "文字コードがUTF-8ではないようです。カレンダーのアプリから、UTF-8で書き出したファイルをお選びください。"
        )
        raise UnreadableError(sentence) from None
    if "BEGIN:VCALENDAR" not in text.upper():
        raise UnreadableError(
            "カレンダーのファイル(.ics)ではないようです。カレンダーのアプリから書き出したファイルをお選びください。"
        )
    if text.upper().count("BEGIN:") > MOST_PARTS:
        raise UnreadableError("予定が多すぎるようです。期間をしぼって書き出すと、取り込めます。")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _without_zones(text: str) -> tuple[str, dict[str, tzinfo]]:
    """Take the zones' own descriptions out: their rules may be endless, and their names and offsets are enough."""
    kept: list[str] = []
    zones: dict[str, tzinfo] = {}
    name, inside, standard = "", False, False
    for line in text.split("\n"):
        word, _, value = line.strip().partition(":")
        mark = (word.upper(), value.upper())
        if mark == ("BEGIN", "VTIMEZONE"):
            name, inside, standard = "", True, False
        elif mark == ("END", "VTIMEZONE"):
            inside = False
        elif not inside:
            kept.append(line)
        elif mark[0] == "BEGIN":
            standard = mark[1] == "STANDARD"
        elif mark[0].partition(";")[0] == "TZID":
            name = value.strip().strip('"')
        elif standard and mark[0] == "TZOFFSETTO" and (offset := _offset(value)) is not None:
            zones[name] = offset
    return "\n".join(kept), zones


def _offset(text: str) -> tzinfo | None:
    found = _OFFSET.match(text.strip())
    if found is None:
        return None
    minutes = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1)
    return fixed_zone(timedelta(minutes=minutes)) if abs(minutes) < MINUTES_A_DAY else None


def _entries(parts: Iterable[Any], zones: dict[str, tzinfo], left_out: list[str], *, now: datetime) -> Iterator[Entry]:
    singles: list[tuple[Any, Entry]] = []
    moved: dict[str, set[Any]] = {}
    for part in parts:
        entry = _entry(part, zones, left_out)
        if entry is None:
            continue
        singles.append((part, entry))
        if (instance := _moment(_first(part, "RECURRENCE-ID"), zones)) is not None:
            moved.setdefault(entry.group, set()).add(_mark(instance[0], entry.all_day))
    series = {entry.group: entry.name for part, entry in singles if "RRULE" in part or "RDATE" in part}
    for part, entry in singles:
        instance = _moment(_first(part, "RECURRENCE-ID"), zones)
        if instance is not None:
            uid = _instance_uid(entry.group, _mark(instance[0], entry.all_day))
            yield replace(entry, uid=uid, series=series.get(entry.group, entry.name))
        elif "RRULE" in part or "RDATE" in part:
            yield from _repeats(part, entry, zones, moved.get(entry.group, set()), left_out, now=now)
        else:
            yield entry


def _entry(part: Any, zones: dict[str, tzinfo], left_out: list[str]) -> Entry | None:
    name = _line(part, "SUMMARY", "name") or UNNAMED
    start = _moment(_first(part, "DTSTART"), zones)
    if start is None or not is_plausible(start[0].date()):
        left_out.append(f"「{name}」は、日時が読めないため取り込みません。")
        return None
    starts_at, all_day = start
    uid = _clean(str(_first(part, "UID") or "")).strip()
    if not uid:
        uid = hashlib.sha256(f"{name}|{starts_at.isoformat()}".encode()).hexdigest()
    url = _line(part, "URL", "url")
    organiser = _first(part, "ORGANIZER")
    host = str(organiser.params.get("CN", "")) if organiser is not None and hasattr(organiser, "params") else ""
    return Entry(
        uid=_bounded(uid),
        group=_bounded(uid),
        name=name,
        starts_at=starts_at,
        ends_at=_end(part, starts_at, all_day, zones),
        all_day=all_day,
        place=_line(part, "LOCATION", "place"),
        url=url if _is_page(url) else "",
        host=" ".join(_clean(host).split())[: LONGEST["host"]],
        note=_clean(str(_first(part, "DESCRIPTION") or "")).strip()[:LONGEST_NOTE],
        cancelled=str(_first(part, "STATUS") or "").upper() == "CANCELLED",
    )


def _is_page(url: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        return False
    return True


def _end(part: Any, starts_at: datetime, all_day: bool, zones: dict[str, tzinfo]) -> datetime | None:
    """The end; None where there is none, or it lies before the start. One day alone has none either."""
    told = _moment(_first(part, "DTEND"), zones)
    end = told[0] if told else None
    if end is None and isinstance(length := _value(_first(part, "DURATION")), timedelta):
        try:
            end = starts_at + length
        except OverflowError:
            return None
    if end is None or end <= starts_at or not is_plausible(end.date()):
        return None
    return None if all_day and end - starts_at <= ONE_DAY else end


def _repeats(
    part: Any, entry: Entry, zones: dict[str, tzinfo], moved: set[str], left_out: list[str], *, now: datetime
) -> Iterator[Entry]:
    """Each time of a repeating gathering, without those left out or moved; each is an entry with a UID of its own."""
    local = timezone.localtime(entry.starts_at) if entry.all_day else entry.starts_at
    length = entry.ends_at - entry.starts_at if entry.ends_at else None
    gone = moved | {_mark(moment, entry.all_day) for moment in _moments(part, "EXDATE", zones)}
    times = _times(part, entry, local, left_out, now=now) if "RRULE" in part else [local]
    times += [moment for moment in _moments(part, "RDATE", zones) if now - BACK <= moment <= now + AHEAD]
    past = sorted({moment for moment in times if moment <= now})[-PAST_REPEATS:]
    coming = sorted({moment for moment in times if moment > now})[: MOST_REPEATS - len(past)]
    for moment in (*past, *coming):
        mark = _mark(moment, entry.all_day)
        if mark in gone:
            continue
        end = moment + length if length else None
        yield replace(entry, uid=_instance_uid(entry.group, mark), starts_at=moment, ends_at=end, series=entry.name)


def _times(part: Any, entry: Entry, local: datetime, left_out: list[str], *, now: datetime) -> list[datetime]:
    rules = part.get("RRULE")
    try:
        rule = recurrence.parse(dict(rules if not isinstance(rules, list) else rules[0]))
    except (recurrence.UnknownRuleError, AttributeError, TypeError, ValueError):
        left_out.append(f"「{entry.name}」は、くり返しの決まりが読みきれなかったので、はじめの一回だけ取り込みます。")
        return [local]
    found = recurrence.days(
        rule, local.date(), first=(now - BACK).date(), last=(now + AHEAD).date(), most=(BACK + AHEAD).days + 1
    )
    until = _as_moment(rule.until, local) if rule.until is not None else None
    times = [datetime.combine(day, local.time(), tzinfo=local.tzinfo) for day in found]
    return [moment for moment in times if until is None or moment <= until]


def _as_moment(value: date | datetime, local: datetime) -> datetime:
    """UNTIL as a moment: a day counts to its end, a time without a zone is the gathering's."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max, tzinfo=local.tzinfo)
    return value if value.tzinfo else value.replace(tzinfo=local.tzinfo)


def _moments(part: Any, name: str, zones: dict[str, tzinfo]) -> list[datetime]:
    told = part.get(name, [])
    found = []
    for one in told if isinstance(told, list) else [told]:
        for value in getattr(one, "dts", ()) if "dts" in getattr(one, "__dict__", {}) else ():
            if (moment := _moment(value, zones, one)) is not None:
                found.append(moment[0])
    return found


def _moment(told: Any, zones: dict[str, tzinfo], whole: Any = None) -> tuple[datetime, bool] | None:
    """An aware moment, and whether it is a whole day; None for what is neither."""
    value = _value(told)
    here = timezone.get_current_timezone()
    if isinstance(value, datetime):
        if value.tzinfo is None or _zone_name(told, whole):
            value = value.replace(tzinfo=_zone(_zone_name(told, whole), zones) or value.tzinfo or here)
        try:
            value.astimezone(UTC)
        except (OverflowError, ValueError):
            return None
        return value, False
    if isinstance(value, date):
        return datetime.combine(value, time(0), tzinfo=here), True
    return None


def _zone_name(told: Any, whole: Any) -> str:
    for one in (told, whole):
        if one is not None and (name := getattr(one, "params", {}).get("TZID")):
            return str(name)
    return ""


def _zone(name: str, zones: dict[str, tzinfo]) -> tzinfo | None:
    """The zone of that name: of the world, of Windows, or as the file described it."""
    if not name:
        return None
    tail = "/".join(name.strip("/").split("/")[-2:])  # some programs write a path of their own before Asia/Tokyo
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), tail):
        if re.fullmatch(r"[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*", candidate or ""):
            try:
                return ZoneInfo(candidate)
            except (KeyError, ValueError, OSError):
                continue
    return zones.get(name)


def _value(told: Any) -> Any:
    """The Python value of a property; None for a broken one."""
    if told is None or type(told).__name__ == "vBroken":
        return None
    return getattr(told, "dt", None)


def _first(part: Any, name: str) -> Any:
    told = part.get(name)
    if isinstance(told, list):
        told = told[0] if told else None
    return None if type(told).__name__ == "vBroken" else told


def _line(part: Any, name: str, bound: str) -> str:
    return " ".join(_clean(str(_first(part, name) or "")).split())[: LONGEST[bound]]


def _clean(text: str) -> str:
    return _CONTROLS.sub("", straight(text))


def _mark(moment: datetime, all_day: bool) -> str:
    return f"{timezone.localdate(moment):%Y%m%d}" if all_day else f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _instance_uid(group: str, mark: str) -> str:
    return _bounded(f"{group}#{mark}")


def _bounded(uid: str) -> str:
    """A UID the table holds; a longer one is shortened in a way that stays the same."""
    return uid if len(uid) <= LONGEST_UID else f"{uid[:100]}{hashlib.sha256(uid.encode()).hexdigest()}"
