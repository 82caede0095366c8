"""Show one person: what is known with its sources, the timeline, and the distance with today's advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from yorisoi.doors.operation import Argument, House, Needs, Option

if TYPE_CHECKING:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.interactions.models import Interaction
    from yorisoi.core.distance import Distance

NAME = "show"
SUMMARY = "一人について、知っていること・やり取り・間合いを見ます。"
NEEDS = Needs.MEMORY
MOST_ROWS = 10_000  # of a timeline: ten years of three a day


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whom to show."""

    who: Annotated[str, Argument("お名前か番号。", "NAME|ID")]
    rows: Annotated[int, Option("やり取りを新しい順に何件まで見るか。", "件数", within=(0, MOST_ROWS))] = 50


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to reach them."""

    kind: Annotated[str, "種類。"]
    label: Annotated[str, "呼び名。"]
    value: Annotated[str, "内容。"]
    source: Annotated[str, "もと。"]


@dataclass(frozen=True, kw_only=True)
class Known:
    """One thing known of them."""

    id: Annotated[int, "番号。"]
    kind: Annotated[str, "種類。"]
    text: Annotated[str, "内容。"]
    on: Annotated[date, "いつ。"]
    source: Annotated[str, "どこで。"]
    solved: Annotated[bool, "解決済みか(気にかかっていること)。"]
    wish: Annotated[str, "どんなご希望か(ご希望)。"]
    until: Annotated[date | None, "いつまで・いつから(ご希望)。"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the timeline."""

    id: Annotated[int, "番号。"]
    at: Annotated[datetime, "いつ。"]
    direction: Annotated[str, "mine・theirs・mutual。"]
    channel: Annotated[str, "手段。"]
    kind: Annotated[str, "内容の種類。"]
    sentence: Annotated[str, "一文で。"]
    text: Annotated[str, "本文(残してあれば)。"]
    length: Annotated[int, "字数。"]
    asks_reply: Annotated[bool, "返事をお願いしたか。"]
    technique: Annotated[str, "技術。"]
    reaction: Annotated[str, "返ってきたこと。"]
    source: Annotated[str, "もと。"]


@dataclass(frozen=True, kw_only=True)
class Ties:
    """The distance today."""

    advice: Annotated[str, "reach・wait・rest・let_go。"]
    until: Annotated[datetime | None, "その助言の終わり。"]
    presence: Annotated[float, "心に残っている度合い(0から1)。"]
    pressure: Annotated[float, "負担。"]
    opens: Annotated[datetime | None, "ひらく時期。"]
    closes: Annotated[datetime | None, "とじる時期。"]
    reply_owed: Annotated[datetime | None, "まだお返事していない連絡。"]
    unanswered: Annotated[int, "続けて返事のない数。"]
    reasons: Annotated[list[dict[str, Any]], "理由(code・text・on)。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A person, as the owner knows them."""

    as_of: Annotated[datetime, "いつの時点か。"]
    id: Annotated[int, "番号。"]
    uid: Annotated[str, "書き出しても変わらない番号。"]
    name: Annotated[str, "お名前。"]
    kana: Annotated[str, "よみ。"]
    organisation: Annotated[str, "会社・事務所。"]
    department: Annotated[str, "部署。"]
    title: Annotated[str, "肩書き。"]
    profession: Annotated[str, "職業(種類の名)。"]
    birthday: Annotated[str, "誕生日。"]
    met_on: Annotated[date | None, "出会った日。"]
    met_where: Annotated[str, "出会った場所。"]
    met_how: Annotated[str, "出会ったきっかけ。"]
    closeness: Annotated[str, "間柄。"]
    closed_at: Annotated[datetime | None, "そっとしておくことにした日。"]
    closed_because: Annotated[str, "そのわけ。"]
    never_suggest: Annotated[bool, "おすすめに出さないか。"]
    source: Annotated[str, "登録のもと。"]
    tags: Annotated[list[str], "タグ。"]
    points: Annotated[list[Way], "連絡先。"]
    facts: Annotated[list[Known], "知っていること。新しい順。"]
    distance: Annotated[Ties, "間合い。"]
    timeline: Annotated[list[Line], "やり取り。新しい順。"]


def run(question: Question, house: House) -> Answer:
    """Look the person up and put everything together.

    Raises:
        RefusedError: nobody, or several people, are meant.
    """
    from yorisoi.apps.contacts import selectors as contacts
    from yorisoi.apps.interactions import selectors as interactions
    from yorisoi.doors.people import the_person

    contact = the_person(question.who, house)
    known = contacts.known(house.owner, contact)
    distance = interactions.distance_of(house.owner, contact, now=house.now)
    rows = interactions.timeline(house.owner, contact, limit=question.rows)
    return Answer(
        as_of=house.now,
        **_plain_fields(contact),
        tags=[tag.name for tag in known.tags],
        points=[Way(kind=p.kind, label=p.label, value=p.value, source=p.source) for p in known.points],
        facts=[
            Known(
                id=f.pk, kind=f.kind, text=f.text, on=f.on, source=f.source, solved=f.solved, wish=f.wish, until=f.until
            )
            for f in known.facts
        ],
        distance=_ties(distance),
        timeline=[_line(row, interactions.sentence_of(row)) for row in rows],
    )


def render(answer: Answer) -> str:
    """Put the person into a page of words."""
    from yorisoi.apps.contacts.models import Closeness, FactKind
    from yorisoi.kit import japanese_date

    today = answer.as_of.date()
    head = " ".join(part for part in (answer.organisation, answer.department, answer.title) if part)
    lines = [f"{answer.name}({answer.kana})" if answer.kana else answer.name]
    lines += [f"  {head}"] if head else []
    lines.append(f"  間柄: {Closeness(answer.closeness).label}")
    lines += [f"  {reason['text']}" for reason in answer.distance.reasons[:1]]
    if answer.facts:
        lines.append("知っていること")
        lines += [
            f"  {FactKind(f.kind).label}: {f.text}({japanese_date.day(f.on, today=today)}{'、' + f.source if f.source else ''})"
            for f in answer.facts
        ]
    if answer.timeline:
        lines.append("やり取り")
        lines += [f"  {japanese_date.day(line.at.date(), today=today)} {line.sentence}" for line in answer.timeline]
    return "\n".join(lines)


def _plain_fields(contact: Contact) -> dict[str, Any]:
    names = (
        "name", "kana", "organisation", "department", "title", "profession", "birthday", "met_on", "met_where",
        "met_how", "closeness", "closed_at", "closed_because", "never_suggest", "source",
    )  # fmt: skip
    return {"id": contact.pk, "uid": str(contact.uid), **{name: getattr(contact, name) for name in names}}


def _ties(distance: Distance) -> Ties:
    return Ties(
        advice=distance.advice.value,
        until=distance.until,
        presence=distance.presence,
        pressure=distance.pressure,
        opens=distance.opens,
        closes=distance.closes,
        reply_owed=distance.reply_owed,
        unanswered=distance.unanswered,
        reasons=[{"code": reason.code, "text": reason.text, "on": reason.on} for reason in distance.reasons],
    )


def _line(row: Interaction, sentence: str) -> Line:
    from django.utils import timezone

    return Line(
        id=row.pk,
        at=timezone.localtime(row.at),
        direction=row.direction,
        channel=row.channel,
        kind=row.kind,
        sentence=sentence,
        text=row.text,
        length=row.length,
        asks_reply=row.asks_reply,
        technique=row.technique,
        reaction=row.reaction,
        source=row.source,
    )
