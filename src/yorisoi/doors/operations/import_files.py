"""Bring people and the past in from files: show what would happen, and with ``--apply`` let it happen.

Every file is read and planned before the first is brought in, so that one unreadable file leaves everything as it was.
Each file is then one transaction, and can be taken back as one in the web app.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from yorisoi.doors.operation import Argument, House, Needs, Option, RefusedError

if TYPE_CHECKING:
    from yorisoi.apps.exchange.models import ImportBatch

NAME = "import"
SUMMARY = "連絡先やトーク履歴のファイルを読み、取り込みの計画を見せます。--apply で取り込みます。"
NEEDS = Needs.MEMORY

ANSWERS = {
    "who_is_me": "トーク履歴のどちらがご自分か、--me お名前 で教えてください",
    "columns": "どの列が何かを、ウェブの取り込みの画面で選んでください",
    "date_order": "日付の並び(日/月か月/日か)を、ウェブの取り込みの画面で選んでください",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which files, and what is to be known about them."""

    files: Annotated[tuple[Path, ...], Argument("vCard・CSV・LINEのトーク履歴。", "FILE…")]
    apply: Annotated[bool, Option("計画のとおりに取り込みます。")] = False
    me: Annotated[tuple[str, ...], Option("トーク履歴でのご自分の名前(いくつでも)。", "名前")] = ()
    keep_bodies: Annotated[bool, Option("トークの本文も残します。")] = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is planned for one person of a file."""

    verdict: Annotated[str, "new・merge・doubtful・skip。"]
    name: Annotated[str, "お名前。"]
    where: Annotated[str, "ファイルのどこか。"]
    reason: Annotated[str, "そのわけ。"]
    fields: Annotated[list[dict[str, Any]], "変わる欄(field・now・file・wins・why)。"]
    gains: Annotated[dict[str, int], "増える数。"]
    candidates: Annotated[list[str], "同じ方かもしれない方。"]
    warnings: Annotated[list[str], "気をつけること。"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One file: its plan, and what came of it."""

    file: Annotated[str, "ファイルの名前。"]
    format: Annotated[str, "形式。"]
    label: Annotated[str, "形式の日本語の名前。"]
    question: Annotated[str, "先に決めていただくこと(なければ空)。"]
    counts: Annotated[dict[str, int], "計画の行数(new・merge・doubtful・skip)。"]
    rows: Annotated[list[Row], "一人ずつの計画。"]
    problems: Annotated[list[dict[str, Any]], "読めなかったところ(line・text)。"]
    applied: Annotated[dict[str, int] | None, "取り込んだ結果。計画だけなら null。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is planned, and with ``--apply`` done, file by file."""

    files: Annotated[list[Plan], "ファイルごとの計画と結果。"]


def run(question: Question, house: House) -> Answer:
    """Plan every file; then, if asked to, bring them in one after the other.

    Raises:
        RefusedError: a file cannot be read, or something about it must be decided first; nothing was brought in.
    """
    from yorisoi.apps.exchange import services

    batches = _plan_all(question, house)
    try:
        if not question.apply:
            return Answer(files=[_told(batch, None) for batch in batches])
        for batch in batches:
            if batch.question:
                raise RefusedError(
                    f"{batch.file_name}: {ANSWERS.get(batch.question, '先に決めていただくことがあります')}。"
                )
        return Answer(files=[_bring_in(batch, house) for batch in batches])
    finally:
        for batch in batches:
            batch.refresh_from_db()
            if batch.state == "planned":
                services.abandon(owner=house.owner, batch=batch, now=house.now)


def render(answer: Answer) -> str:
    """Put the plan and its result into words."""
    return "\n".join(line for plan in answer.files for line in _worded(plan))


def _plan_all(question: Question, house: House) -> list[ImportBatch]:
    from yorisoi.apps.exchange import services
    from yorisoi.apps.exchange.format import Options, Unreadable

    options = Options(me=question.me, keep_bodies=question.keep_bodies)
    batches: list[ImportBatch] = []
    try:
        for path in question.files:
            with path.open("rb") as stream:
                batches.append(
                    services.plan_file(owner=house.owner, name=path.name, stream=stream, options=options, now=house.now)
                )
    except (Unreadable, OSError) as error:
        for batch in batches:
            services.abandon(owner=house.owner, batch=batch, now=house.now)
        if isinstance(error, OSError):
            raise
        raise RefusedError(f"{path.name}: {error.text}") from error
    return batches


def _bring_in(batch: ImportBatch, house: House) -> Plan:
    from yorisoi.apps.exchange import services

    def progress(done: int, total: int) -> None:
        house.progress(f"{batch.file_name} を取り込んでいます", done, total)

    try:
        try:
            done = services.apply(owner=house.owner, batch=batch, now=house.now, progress=progress)
        except services.PlanChangedError:  # by the file before this one; the plan was made anew and is what is wanted
            batch.refresh_from_db()
            done = services.apply(owner=house.owner, batch=batch, now=house.now, progress=progress)
    except services.ExchangeError as error:
        raise RefusedError(f"{batch.file_name}: {error}") from error
    batch.refresh_from_db()
    return _told(batch, done.as_dict())


def _told(batch: ImportBatch, applied: dict[str, int] | None) -> Plan:
    return Plan(
        file=batch.file_name,
        format=batch.format,
        label=batch.label,
        question=batch.question,
        counts=dict(batch.counts),
        rows=[
            Row(
                verdict=row.verdict,
                name=row.name,
                where=row.where,
                reason=row.reason,
                fields=row.fields,
                gains=row.gains,
                candidates=[str(candidate.get("name", "")) for candidate in row.candidates],
                warnings=row.warnings,
            )
            for row in batch.rows.defer("record").order_by("rank", "position")
        ],
        problems=list(batch.problems),
        applied=applied,
    )


SHOWN = 12  # rows of a plan shown in words; --json has them all


def _worded(plan: Plan) -> list[str]:
    from yorisoi.apps.exchange.models import Verdict

    lines = [f"{plan.file}({plan.label})"]
    told = {verdict: sum(row.verdict == verdict for row in plan.rows) for verdict in Verdict}
    lines.append("  計画: " + "・".join(f"{verdict.label} {told[verdict]}" for verdict in Verdict))
    lines += [f"  {Verdict(row.verdict).label}: {row.name} … {row.reason}" for row in plan.rows[:SHOWN]]
    lines += _more(plan.rows)
    lines += [f"  ! {problem.get('text', '')}" for problem in plan.problems]
    if plan.question:
        lines.append(f"  ? {ANSWERS.get(plan.question, plan.question)}。")
    if plan.applied is not None:
        lines.append(_result(plan.applied))
    return lines


def _more(rows: Sequence[Row]) -> list[str]:
    rest = len(rows) - SHOWN
    return [f"  ほか {rest} 人"] if rest > 0 else []


def _result(applied: dict[str, int]) -> str:
    left = f"、見送り {applied['left']}人" if applied.get("left") else ""
    return (
        f"  結果: 新しく {applied['created']}人、足した方 {applied['merged']}人、変わらず {applied['unchanged']}人{left}、"
        f"やり取り {applied['interactions']:,}件"
    )
