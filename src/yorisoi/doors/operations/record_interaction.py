"""Write one interaction into the timeline. With ``--once`` the same event is recorded once, however often it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from yorisoi.doors.operation import Argument, House, Needs, Option, RefusedError

NAME = "record"
SUMMARY = "やり取りを一つ書きとめます。"
NEEDS = Needs.MEMORY

MOST_RECIPIENTS = 10_000  # a large newsletter; what the timeline holds goes a little further

Kind = Literal["message", "ask", "gift", "meeting", "call", "letter"]
Direction = Literal["mine", "theirs", "mutual"]
Channel = Literal["email", "line", "messenger", "sms", "phone", "letter", "in_person"]
Reaction = Literal["replied", "thanked", "read_only", "no_answer", "declined", "asked_to_stop"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What happened, with whom."""

    who: Annotated[str, Argument("お名前か番号。", "NAME|ID")]
    kind: Annotated[Kind, Option("何を(連絡・お願い・贈りもの・会った・話した・便り)。")]
    direction: Annotated[Direction, Option("どちらから(こちら・相手・お互い)。")]
    channel: Annotated[Channel, Option("手段。")]
    at: Annotated[datetime | None, Option("いつ(例: 2026-11-21T10:30。なければ今)。", "日時")] = None
    text: Annotated[str, Option("本文。", "文")] = ""
    reaction: Annotated[Reaction | None, Option("どう返ってきたか。")] = None
    asks_reply: Annotated[bool, Option("返事をお願いした。")] = False
    thanks: Annotated[bool, Option("出会いのお礼。")] = False
    technique: Annotated[str, Option("使った技術。", "名")] = ""
    recipients: Annotated[int, Option("宛先の人数。", "人数", within=(1, MOST_RECIPIENTS))] = 1
    once: Annotated[str | None, Option("同じ合い言葉では一度しか書きとめません。", "合い言葉")] = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What stands in the timeline now."""

    as_of: Annotated[datetime, "書きとめた時点。"]
    id: Annotated[int, "やり取りの番号。"]
    contact: Annotated[int, "相手の番号。"]
    name: Annotated[str, "相手のお名前。"]
    at: Annotated[datetime, "いつ。"]
    kind: Annotated[str, "内容の種類。"]
    direction: Annotated[str, "どちらから。"]
    channel: Annotated[str, "手段。"]
    reaction: Annotated[str, "返ってきたこと。"]
    advice: Annotated[str, "書きとめたあとの助言(reach・wait・rest・let_go)。"]
    reason: Annotated[str, "そのわけ。"]


def run(question: Question, house: House) -> Answer:
    """Write the row and fold the person again.

    Raises:
        RefusedError: the person is not known, or a value is not one the timeline knows.
    """
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from yorisoi.apps.interactions import selectors, services
    from yorisoi.doors.people import the_person

    contact = the_person(question.who, house, by_name=True)
    try:
        row = services.record(
            owner=house.owner,
            contact=contact,
            at=question.at or house.now,
            direction=question.direction,
            channel=question.channel,
            kind=question.kind,
            asks_reply=question.asks_reply,
            thanks=question.thanks,
            technique=question.technique,
            text=question.text,
            recipients=question.recipients,
            reaction=question.reaction or "",
            once_key=question.once,
            now=house.now,
        )
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    contact.refresh_from_db()
    distance = selectors.distance_of(house.owner, contact, now=house.now)
    return Answer(
        as_of=house.now,
        id=row.pk,
        contact=row.contact_id,
        name=contact.name,
        at=timezone.localtime(row.at),
        kind=row.kind,
        direction=row.direction,
        channel=row.channel,
        reaction=row.reaction,
        advice=distance.advice.value,
        reason=distance.reasons[0].text if distance.reasons else "",
    )


def render(answer: Answer) -> str:
    """Say what was written down, and what follows from it."""
    from yorisoi.apps.interactions.models import Kind as Kinds
    from yorisoi.kit import japanese_date

    said = f"{answer.name}さん {japanese_date.moment(answer.at, today=answer.as_of.date())} {Kinds(answer.kind).label}: 書きとめました。"
    return f"{said}\n  {answer.reason}" if answer.reason else said
