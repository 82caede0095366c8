"""The courtesy calendar of a profession, day by day with its reasons; no data folder and no database.

Runs of days of which the same is said are joined. What an owner knows better of a person is not asked here: the page
of the calendar shows that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from yorisoi.doors.operation import House, Needs, Option

if TYPE_CHECKING:
    from yorisoi.core.courtesy import Note, Stretch

NAME = "courtesy"
SUMMARY = "職業ごとの心づかいの暦を、わけとともに日を追って見ます。"
NEEDS = Needs.NOTHING
LONGEST_DAYS = 800  # a little more than two years: what a page of text can still be read for
ChannelName = Literal["email", "line", "messenger", "sms", "phone", "letter", "in_person"]
CHANNELS = {
    "email": "メール", "line": "LINE", "messenger": "メッセンジャー", "sms": "SMS", "phone": "電話", "letter": "手紙",
    "in_person": "対面",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whose calendar, from when, for how long."""

    profession: Annotated[str, Option("職業(例: 税理士。番号の zeirishi でも。なければ職業を決めずに)。", "職業")] = ""
    from_: Annotated[date | None, Option("いつから(例: 2026-12-01。なければ今日)。", "日付")] = None
    days: Annotated[int, Option("何日分か。", "日数", within=(1, LONGEST_DAYS))] = 90
    channel: Annotated[ChannelName, Option("連絡の手段。", "手段")] = "email"
    tag: Annotated[tuple[str, ...], Option("分野や地域のタグ(例: 相続、12月決算、関西)。何度でも。", "タグ")] = ()


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason the calendar gives."""

    code: Annotated[str, "わけの種類。"]
    level: Annotated[int, "0(さまたげなし)から3(そっと待つ)まで。"]
    text: Annotated[str, "わけ。"]
    first: Annotated[date | None, "その時期の初めの日。"]
    last: Annotated[date | None, "その時期の終わりの日。"]
    source: Annotated[str, "もとにした資料。"]


@dataclass(frozen=True, kw_only=True)
class Days:
    """Successive days of which the same is said."""

    first: Annotated[date, "初めの日。"]
    last: Annotated[date, "終わりの日。"]
    level: Annotated[int, "いちばん重いわけの重さ。"]
    weather: Annotated[str, "hold・short・brief・open・calm のどれか。"]
    reasons: Annotated[list[Reason], "わけ。重い順。"]


@dataclass(frozen=True, kw_only=True)
class Season:
    """A seasonal greeting that may be sent on some of the days."""

    id: Annotated[str, "種類。"]
    name: Annotated[str, "名前。"]
    first: Annotated[date, "初めの日。"]
    last: Annotated[date, "終わりの日。"]
    note: Annotated[str, "ひとこと。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The calendar."""

    profession: Annotated[str, "暦の職業。番号。"]
    name: Annotated[str, "職業の名前。決めなければ空。"]
    fields: Annotated[tuple[str, ...], "タグで分かった分野。"]
    channel: Annotated[str, "連絡の手段。"]
    first: Annotated[date, "初めの日。"]
    last: Annotated[date, "終わりの日。"]
    days: Annotated[list[Days], "日の並び。同じ日が続くところはまとめてあります。"]
    greetings: Annotated[list[Season], "そのあいだの季節のごあいさつ。"]
    notes: Annotated[tuple[str, ...], "その職業について知っておくこと。"]


def run(question: Question, house: House) -> Answer:
    """Read the calendar."""
    from yorisoi import data
    from yorisoi.core import courtesy

    table = data.courtesy_table()
    profession = question.profession.strip()
    trade = table.trade(profession or None, question.tag)
    channel = courtesy.Channel(question.channel)
    first = question.from_ or courtesy.in_japan(house.now).date()

    def notes_of(day: date) -> tuple[Note, ...]:
        return courtesy.day_notes(day, channel=channel, profession=profession or None, table=table, tags=question.tag)

    runs = courtesy.stretches(first, question.days, notes_of)
    greetings = courtesy.greetings_between(first, question.days, table, tags=question.tag)
    unknown = profession and trade.row == table.fallback and profession != table.fallback
    told = (f"「{profession}」は暦にない職業です。どなたにも当てはまることだけをお見せしています。",) if unknown else ()
    return Answer(
        profession=trade.row,
        name=trade.name,
        fields=trade.fields,
        channel=question.channel,
        first=first,
        last=runs[-1].last,
        days=[_days(run) for run in runs],
        greetings=[
            Season(id=each.id, name=each.label, first=each.from_, last=each.until, note=each.note) for each in greetings
        ],
        notes=(*told, *trade.notes),
    )


def render(answer: Answer) -> str:
    """Put the calendar into words, one run of days after the other."""
    from yorisoi.core.courtesy import Weather
    from yorisoi.kit import japanese_date

    whose = answer.name or "職業を決めない方"
    fields = f"({'・'.join(answer.fields)})" if answer.fields else ""
    span = japanese_date.span(answer.first, answer.last)
    year = "" if answer.first.year != answer.last.year else f"{answer.first.year}年"
    lines = [f"{whose}{fields}の暦 {year}{span} {CHANNELS[answer.channel]}"]
    shown = answer.first.year
    before: set[str] = set()
    for days in answer.days:
        if days.first.year != shown:
            shown = days.first.year
            lines.append(f"── {shown}年 ──")
        lines.append(f"{_short(days.first, days.last)}  {Weather(days.weather).word}")
        texts = list(dict.fromkeys(reason.text for reason in days.reasons))
        # What was said of the days before is said again in a few signs only.
        lines += [f"    〃 {text.partition('です')[0]}" if text in before else f"    {text}" for text in texts]
        before = set(texts)
    for greeting in answer.greetings:
        lines.append(f"◇ {greeting.name} {japanese_date.span(greeting.first, greeting.last)}: {greeting.note}")
    lines += [f"※ {note}" for note in answer.notes]
    return "\n".join(lines)


def _short(first: date, last: date) -> str:
    """Both days in full, but without the year, which stands in a line of its own."""
    from yorisoi.kit import japanese_date

    if first.year != last.year:
        return f"{japanese_date.day(first)}〜{japanese_date.day(last)}"
    return japanese_date.span(first, last)


def _days(run: Stretch) -> Days:
    reasons = [
        Reason(code=n.code, level=n.level, text=n.text, first=n.from_, last=n.until, source=n.source) for n in run.notes
    ]
    return Days(first=run.first, last=run.last, level=run.level, weather=run.weather.value, reasons=reasons)
