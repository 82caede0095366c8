"""The day: whom to write to and why, or nobody; answers owed; people just met; and those who rest, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

from yorisoi.doors.operation import House, Needs, Option

if TYPE_CHECKING:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.today.suggest import Suggestion

NAME = "today"
SUMMARY = "今日、声をかけたい方とそのわけ、そっとしておく方を見ます。"
NEEDS = Needs.MEMORY


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which day."""

    on: Annotated[date | None, Option("いつの日か(例: 2026-11-21。なければ今日)。", "日付")] = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The stored fact a suggestion rests on."""

    id: Annotated[int, "番号。"]
    kind: Annotated[str, "種類。"]
    text: Annotated[str, "内容。"]
    on: Annotated[date, "いつ。"]
    source: Annotated[str, "どこで。"]


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """One person, with a reason they would accept themselves."""

    contact: Annotated[int, "番号。"]
    name: Annotated[str, "お名前。"]
    why: Annotated[str, "何から(named・gift・closing・open)。"]
    reason: Annotated[str, "わけ。もとになった事実と日付。"]
    fact: Annotated[Evidence | None, "もとになった事実。やり取りそのものがもとなら null。"]
    technique: Annotated[str, "技術(なければ空)。"]
    technique_name: Annotated[str, "技術の日本語の名前。"]
    start: Annotated[str, "書き出し。"]
    hints: Annotated[tuple[str, ...], "続けて書くこと。"]
    mind: Annotated[tuple[str, ...], "気をつけること。"]
    closes: Annotated[date | None, "とじる日。"]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """Somebody who waits for an answer."""

    contact: Annotated[int, "番号。"]
    name: Annotated[str, "お名前。"]
    since: Annotated[datetime, "ご連絡をいただいた日時。"]
    reason: Annotated[str, "わけ。"]


@dataclass(frozen=True, kw_only=True)
class Thank:
    """Somebody just met."""

    contact: Annotated[int, "番号。"]
    name: Annotated[str, "お名前。"]
    met: Annotated[date, "お会いした日。"]
    until: Annotated[date, "お礼が自然な最後の日。"]
    reason: Annotated[str, "わけ。"]
    start: Annotated[str, "書き出し。"]


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Somebody who needs nothing now."""

    contact: Annotated[int, "番号。"]
    name: Annotated[str, "お名前。"]
    reason: Annotated[str, "わけ。"]
    until: Annotated[date, "お休みの終わり。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The day's page."""

    as_of: Annotated[datetime, "いつの時点で見たか。"]
    day: Annotated[date, "日付。"]
    quiet: Annotated[bool, "何もしなくてよい日か。"]
    suggestions: Annotated[list[Suggested], "おすすめ。順番どおり。"]
    replies: Annotated[list[Reply], "お返事がまだの方。古い順。"]
    replies_more: Annotated[int, "ほかにお返事がまだの人数。"]
    thanks: Annotated[list[Thank], "お礼を伝えたい方。"]
    thanks_more: Annotated[int, "ほかにお礼を伝えたい人数。"]
    resting: Annotated[list[Rest], "お休み中の方。終わりの近い順。"]
    resting_more: Annotated[int, "ほかにお休み中の人数。"]
    relief: Annotated[tuple[str, ...], "考えなくてよいこと。"]
    notes: Annotated[tuple[str, ...], "暦のことば。"]


def run(question: Question, house: House) -> Answer:
    """Read the day."""
    from yorisoi.apps.today import selectors

    today = selectors.list_today(house.owner, _moment(question.on, house.now))
    return Answer(
        as_of=house.now,
        day=today.day,
        quiet=today.quiet,
        suggestions=[_suggested(each) for each in today.suggestions],
        replies=[Reply(**_named(each.contact), since=each.since, reason=each.reason) for each in today.replies],
        replies_more=today.replies_more,
        thanks=[
            Thank(**_named(each.contact), met=each.met, until=each.until, reason=each.reason, start=each.start)
            for each in today.thanks
        ],
        thanks_more=today.thanks_more,
        resting=[Rest(**_named(each.contact), reason=each.reason, until=each.until) for each in today.resting],
        resting_more=today.resting_more,
        relief=tuple(today.relief),
        notes=tuple(today.notes),
    )


def render(answer: Answer) -> str:
    """Put the day into words."""
    from yorisoi.kit import japanese_date

    lines = [
        f"今日 {japanese_date.day(answer.day, today=answer.as_of.date())}",
        *(f"  {note}" for note in answer.notes),
    ]
    if answer.quiet:
        lines.append("今日は何もしなくて大丈夫です。")
    lines += [f"  {sentence}" for sentence in answer.relief]
    for reply in answer.replies:
        lines.append(f"◇ {reply.name}さん(お返事): {reply.reason}")
    for thank in answer.thanks:
        lines.append(f"◇ {thank.name}さん(お礼): {thank.reason}")
    for each in answer.suggestions:
        lines += _worded(each)
    if answer.resting:
        lines.append(f"お休み中({len(answer.resting) + answer.resting_more}人)")
        lines += [
            f"  {rest.name}さん {japanese_date.day(rest.until, today=answer.day)}まで: {rest.reason}"
            for rest in answer.resting
        ]
    if answer.resting_more:
        lines.append(f"  ほか {answer.resting_more}人")
    return "\n".join(lines)


def _worded(each: Suggested) -> list[str]:
    how = f"({each.technique_name})" if each.technique_name else ""
    lines = [f"◆ {each.name}さん{how}", f"  わけ: {each.reason}"]
    lines += [f"  書き出し: {each.start}".replace("\n", "\n    ")] if each.start else []
    lines += [f"  気をつけること: {mind}" for mind in each.mind]
    return lines


def _moment(on: date | None, now: datetime) -> datetime:
    """Return the moment asked about: now, or the morning of another day."""
    if on is None or on == now.date():
        return now
    return datetime.combine(on, time(9), tzinfo=now.tzinfo)  # nine o'clock: when a working day is planned


def _suggested(each: Suggestion) -> Suggested:
    fact = each.fact
    return Suggested(
        **_named(each.contact),
        why=each.why.value,
        reason=each.reason,
        fact=Evidence(id=fact.pk, kind=fact.kind, text=fact.text, on=fact.on, source=fact.source) if fact else None,
        technique=each.technique.id if each.technique else "",
        technique_name=each.technique.label if each.technique else "",
        start=each.start,
        hints=tuple(each.hints),
        mind=tuple(each.mind),
        closes=each.closes,
    )


def _named(contact: Contact) -> dict[str, Any]:
    return {"contact": contact.pk, "name": contact.name}
