"""The gatherings: those to come soonest first, then the past ones latest first; and who may come to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from yorisoi.doors.operation import House, Needs, Option

if TYPE_CHECKING:
    from yorisoi.apps.events.models import Event as Row

NAME = "events"
SUMMARY = "交流会の予定と、次の会にいらっしゃりそうな方を見ます。"
NEEDS = Needs.MEMORY


@dataclass(frozen=True, kw_only=True)
class Question:
    """How many of either kind."""

    most: Annotated[
        int, Option("これからの会と、これまでの会を、それぞれ何件まで見るか。", "件数", within=(1, 500))
    ] = 10


@dataclass(frozen=True, kw_only=True)
class Event:
    """One gathering."""

    id: Annotated[int, "番号。"]
    name: Annotated[str, "名前。"]
    when: Annotated[str, "日時。読むための書き方。"]
    starts_at: Annotated[datetime, "始まり。"]
    ends_at: Annotated[datetime | None, "終わり。決まっていなければ null。"]
    all_day: Annotated[bool, "終日か。"]
    place: Annotated[str, "場所。"]
    series: Annotated[str, "定例の会の名前(なければ空)。"]
    met: Annotated[int, "お会いした人数。"]
    expected: Annotated[int, "いらっしゃる予定の人数。"]


@dataclass(frozen=True, kw_only=True)
class MayCome:
    """Somebody who may come to the next gathering."""

    contact: Annotated[int, "番号。"]
    name: Annotated[str, "お名前。"]
    word: Annotated[str, "どのような方か、ひとことで。"]
    reason: Annotated[str, "わけと日付。"]
    last: Annotated[date | None, "この会に最後にいらした日。"]
    closed: Annotated[bool, "そっとしておく方か。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The list."""

    as_of: Annotated[datetime, "いつの時点で見たか。"]
    upcoming: Annotated[list[Event], "これからの会。近い順。"]
    past: Annotated[list[Event], "これまでの会。新しい順。"]
    may_come: Annotated[list[MayCome], "いちばん近い会にいらっしゃりそうな方。"]


def run(question: Question, house: House) -> Answer:
    """Read the gatherings."""
    from yorisoi.apps.events import selectors
    from yorisoi.apps.events.likely import likely

    coming = list(selectors.upcoming(house.owner, house.now)[: question.most])
    found = likely(house.owner, coming[0], now=house.now) if coming else []
    return Answer(
        as_of=house.now,
        upcoming=[_event(row, house.now) for row in coming],
        past=[_event(row, house.now) for row in selectors.past(house.owner, house.now)[: question.most]],
        may_come=[
            MayCome(
                contact=each.contact.pk,
                name=each.contact.name,
                word=each.word,
                reason=each.reason,
                last=each.last,
                closed=each.contact.is_closed,
            )
            for each in found
        ],
    )


def render(answer: Answer) -> str:
    """Put the list into words."""
    if not answer.upcoming and not answer.past:
        return "交流会は、まだ書きとめていません。"
    lines = ["これからの会"] if answer.upcoming else ["これからの会は、まだありません。"]
    for number, event in enumerate(answer.upcoming):
        lines.append(f"  {_worded(event)}")
        if number == 0:
            lines += [f"    {each.name}さん({_who(each)}): {each.reason}" for each in answer.may_come]
    if answer.past:
        lines.append("これまでの会")
        lines += [f"  {_worded(event)} お会いした方{event.met}人" for event in answer.past]
    return "\n".join(lines)


def _who(each: MayCome) -> str:
    return "そっとしておく方" if each.closed else each.word


def _worded(event: Event) -> str:
    return " ".join(part for part in (event.when, event.name, event.place) if part)


def _event(row: Row, now: datetime) -> Event:
    from django.utils import timezone

    from yorisoi.apps.events import selectors

    return Event(
        id=row.pk,
        name=row.name,
        when=selectors.when(row, now=now),
        starts_at=timezone.localtime(row.starts_at),
        ends_at=timezone.localtime(row.ends_at) if row.ends_at else None,
        all_day=row.all_day,
        place=row.place,
        series=row.series.name if row.series else "",
        met=getattr(row, "met", 0),
        expected=getattr(row, "expected", 0),
    )
