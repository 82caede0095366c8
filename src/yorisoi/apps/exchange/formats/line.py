"""LINE talk history (.txt), every layout that phones and the PC app have written, recognised from the lines themselves.

Phones separate by tabs, the PC app by spaces; days come as 2026/03/02(月), 2026.03.02 月曜日 or Mon, 03/02/2026; clocks
have 24 or 12 hours. One file is one room. Only that something was said is kept (when, by whom, what form, how long),
the words themselves only when the owner wishes. The file names no zone: its clock is taken for Tokyo's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from yorisoi.apps.exchange.format import Head, Options, Source
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.formats._line_days import Clock, Numbers, Order, clock, day_line, order_of, resolved
from yorisoi.apps.exchange.formats._line_marks import BOTS, is_notice, mark
from yorisoi.apps.exchange.formats._line_names import Names
from yorisoi.apps.exchange.formats._text import tidy
from yorisoi.apps.exchange.record import TOKYO, UNKNOWN_SPEAKER, Conversation, Reading, Spoken, plain
from yorisoi.apps.exchange.source import MAX_MESSAGES, Unreadable

name = "line"
label = "LINEのトーク履歴"
extensions = ("txt",)

_HEADERS = (
    (re.compile(r"(.+)とのトーク履歴"), False),
    (re.compile(r"(.+)のトーク(?:履歴)?"), True),
    (re.compile(r"Chat history with (.+)"), False),
    (re.compile(r"Chat history in (.+)"), True),
)
_FILE_NAME = re.compile(
    r"\[LINE\]\s*(.+?)(?:とのトーク(?:履歴)?|のトーク(?:履歴)?)?(?:\s?\(\d+\))?\.txt", re.IGNORECASE
)
_SAVED = re.compile(r"(?:保存日時|Saved on)\s*[:：]\s*(.*)")
_HEADER_LINES = 5  # the heading stands in the first lines or nowhere
_MOST_MENTIONED = 30  # speakers whose @name is looked for; a larger room is a public square
_MOST_SPEAKERS = 5_000  # names in one room: the largest open chat


@dataclass(slots=True)
class _Survey:
    """What a first pass over the file learns: heading, layout, names, and how days are written."""

    heading: str = ""
    group: bool = False
    saved_on: str = ""
    tabs: int = 0
    spaces: int = 0
    days: int = 0
    numbers: set[Numbers] = field(default_factory=set)
    speakers: Counter[str] = field(default_factory=Counter)
    names: Names = field(default_factory=lambda: Names(()))

    @property
    def by_tabs(self) -> bool:
        """Whether the lines are a phone's."""
        return self.tabs > 0 and self.tabs * 2 >= self.spaces


@dataclass(slots=True)
class _Message:
    """One message as its lines come in."""

    line: int
    day: date
    clock: Clock
    speaker: str
    lines: list[str]

    @property
    def open_quote(self) -> bool:
        """Whether a phone's quoted text has begun and not yet ended."""
        return self.lines[0].startswith('"') and not (len(self.lines) > 1 and _closes(self.lines[-1]))

    def body(self) -> str:
        """The words: quotes of a many-line text taken off, blank lines at the tail dropped."""
        text = "\n".join(self.lines).rstrip("\n ")
        if len(self.lines) > 1 and text.startswith('"') and len(text) > 1 and _closes(text):
            text = text[1:-1].replace('""', '"')
        return text.strip()


def identify(head: Head) -> float:
    """Nearly certain with LINE's heading; fairly so when a day line and timed lines follow each other."""
    if any(_heading(line) for line in head.lines[:_HEADER_LINES]):
        return 0.95
    day = next((place for place, line in enumerate(head.lines) if day_line(line.strip()) is not None), None)
    if day is None:
        return 0.0
    return 0.8 if any(clock(line) for line in head.lines[day + 1 :]) else 0.1


def read(source: Source, options: Options) -> Reading:
    """The one conversation of the file.

    Raises:
        Unreadable: no day or no message is found, or more messages than any room holds.
    """
    survey = _survey(source, options)
    order, certain = order_of(survey.numbers, survey.saved_on, options.date_order)
    doubts = Doubts()
    spoken = tuple(_spoken(source, survey, order, options, doubts))
    if not spoken:
        raise Unreadable(
            "LINEのトーク履歴のようですが、やり取りが見つかりませんでした。トークを書き出し直してみてください。"
        )
    room = _conversation(survey, spoken, options)
    question = None
    if not certain:
        question = "date_order"
    elif not room.me and not _only_partner(room):
        question = "who_is_me"
    return Reading(
        format=name,
        label=label,
        conversations=(room,),
        problems=doubts.problems,
        question=question,  # type: ignore[arg-type]
    )


def _heading(line: str) -> tuple[str, bool] | None:
    if not line.startswith("[LINE]"):
        return None
    for pattern, group in _HEADERS:
        if found := pattern.fullmatch(line[6:].strip()):
            return tidy(found[1]), group
    return None


def _survey(source: Source, options: Options) -> _Survey:
    survey = _Survey()
    from_name = _FILE_NAME.fullmatch(source.name)
    partner = tidy(from_name[1]) if from_name else ""
    survey.names = Names((partner, *options.me, *options.known_names))
    for number, line in enumerate(source.lines(), start=1):
        if number <= _HEADER_LINES and (found := _heading(line)):
            survey.heading, survey.group = found
        elif number <= _HEADER_LINES and (saved := _SAVED.match(line)):
            survey.saved_on = saved[1]
        elif (time := clock(line)) is not None:
            _learn(survey, time)
            if survey.tabs + survey.spaces > MAX_MESSAGES:
                raise Unreadable(
                    f"やり取りが{MAX_MESSAGES:,}件を超えています。期間を分けて書き出して、お試しください。", number
                )
        elif (day := day_line(line.strip())) is not None:
            survey.days += 1
            if isinstance(day, Numbers):
                survey.numbers.add(day)
    if not survey.days:
        raise Unreadable(
            "LINEのトーク履歴のようですが、日付の行が見つかりませんでした。トークを書き出し直してみてください。"
        )
    survey.heading = survey.heading or partner
    return survey


def _learn(survey: _Survey, time: Clock) -> None:
    if time.sign == "\t":
        survey.tabs += 1
        speaker, tab, _ = time.rest.partition("\t")
        if tab and speaker and len(survey.speakers) < _MOST_SPEAKERS:
            survey.speakers[tidy(speaker)] += 1
    else:
        survey.spaces += 1
        if not is_notice(time.rest):
            survey.names.feed(time.rest)


def _spoken(source: Source, survey: _Survey, order: Order, options: Options, doubts: Doubts) -> Iterator[Spoken]:
    moment: tuple[date, int, int] | None = None
    at = datetime.min.replace(tzinfo=TOKYO)
    room = list(dict.fromkeys((*options.me, *(who for who, _ in survey.speakers.most_common(_MOST_MENTIONED)))))
    for message in _messages(source, survey, order, doubts):
        body = message.body()
        told = mark(body, bare=not survey.by_tabs, keep=options.keep_bodies)
        if told is None or message.speaker in BOTS:
            continue
        now = (message.day, message.clock.hour, message.clock.minute)
        if now != moment:  # messages of one minute share one moment: it is most of their size
            moment = now
            at = datetime(now[0].year, now[0].month, now[0].day, message.clock.hour, message.clock.minute, tzinfo=TOKYO)
        yield Spoken(
            at=at,
            speaker=message.speaker,
            form=told.form,
            kind=told.kind,
            asks_reply=told.asks_reply,
            length=told.length,
            text=told.text,
            mentions=_mentions(body, room) if "@" in body else (),
        )


def _mentions(body: str, room: list[str]) -> tuple[str, ...]:
    if "@All" in body or "@全員" in body:
        return tuple(room)
    return tuple(who for who in room if f"@{who}" in body)


def _messages(source: Source, survey: _Survey, order: Order, doubts: Doubts) -> Iterator[_Message]:
    day: date | None = None
    current: _Message | None = None
    blank = True
    unknown = 0
    for number, line in enumerate(source.lines(), start=1):
        time = clock(line)
        if time is not None and (time.sign == "\t") == survey.by_tabs:
            speaker, body = _who(time, survey)
            if _is_continued(current, time, day, speaker, survey):
                current.lines.append(line)  # type: ignore[union-attr]
                continue
            if current is not None:
                yield current
            current = None
            if day is None:
                doubts.add(f"{number}行目より前に日付がないため、このやり取りは飛ばしました。", number)
            elif speaker:
                current = _Message(number, day, time, speaker, [body])
                unknown += speaker == UNKNOWN_SPEAKER
                if speaker == UNKNOWN_SPEAKER and unknown == 1:
                    doubts.add(
                        f"{number}行目などで、どなたの発言か分かりませんでした。お名前を教えてください。", number
                    )
        elif (found := day_line(line.strip())) is not None and not (current and current.open_quote and not blank):
            if current is not None:
                yield current
            current = None
            day = resolved(found, order)
            if day is None:
                doubts.add(f"{number}行目の日付は暦にない日のため、その日のやり取りは飛ばしました。", number)
        elif current is not None:
            current.lines.append(line)
        blank = not line.strip()
    if current is not None:
        yield current


def _who(time: Clock, survey: _Survey) -> tuple[str, str]:
    """Who speaks, and the words. No name means the room itself speaks."""
    if survey.by_tabs:
        speaker, tab, body = time.rest.partition("\t")
        return (tidy(speaker), body) if tab else ("", time.rest)
    split = survey.names.split(time.rest)
    if split is not None:
        return tidy(split[0]), split[1]
    return ("", time.rest) if is_notice(time.rest) else (UNKNOWN_SPEAKER, time.rest)


def _is_continued(current: _Message | None, time: Clock, day: date | None, speaker: str, survey: _Survey) -> bool:
    """In the PC layout a line of a schedule ("10:00 集合") looks like a message; one that goes back in time is not."""
    if current is None or survey.by_tabs or speaker != UNKNOWN_SPEAKER or current.day != day:
        return False
    return (time.hour, time.minute) < (current.clock.hour, current.clock.minute)


def _closes(line: str) -> bool:
    """Quotes inside a quoted text are doubled: only an odd run of them at the end closes it."""
    text = line.rstrip("\n ")
    return (len(text) - len(text.rstrip('"'))) % 2 == 1


def _conversation(survey: _Survey, spoken: tuple[Spoken, ...], options: Options) -> Conversation:
    speakers = Counter(one.speaker for one in spoken)
    named = [who for who, _ in speakers.most_common() if who != UNKNOWN_SPEAKER]
    mine = {plain(alias) for alias in options.me}
    me = next((who for who in named if plain(who) in mine), "")
    group = survey.group or len(named) > 2
    if group and not me and options.me:
        me = options.me[0]  # the owner has been named and only listened here
    partner = survey.heading
    others = [who for who in named if plain(who) not in (plain(partner), plain(me))]
    if not partner and me and len(others) == 1:
        partner = others[0]
    guess = others[0] if partner and len(others) == 1 and not group and not me else ""
    return Conversation(
        where="トーク全体",
        partner=partner,
        title=survey.heading,
        group=group,
        speakers=dict(speakers),
        me=me,
        me_guess=guess,
        spoken=spoken,
    )


def _only_partner(room: Conversation) -> bool:
    return not room.group and {plain(who) for who in room.speakers} == {plain(room.partner)}
