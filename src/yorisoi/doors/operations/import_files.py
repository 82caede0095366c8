"""Bring people and the past in from files: show what would happen, and with ``--apply`` let it happen.

Every file is read before the first is brought in, so that one unreadable file leaves everything as it was. Each file
is then planned on what the ones before it brought, is one transaction, and can be taken back as one in the web app.
Photographs of cards, whether named one by one, in a folder or in a zip, are read together and make one plan, the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from yorisoi.doors import drawer
from yorisoi.doors.operation import Argument, House, Needs, Option, RefusedError

if TYPE_CHECKING:
    from yorisoi.apps.exchange.format import Options
    from yorisoi.apps.exchange.models import ImportBatch

NAME = "import"
SUMMARY = "連絡先・トーク履歴・名刺の写真を読み、取り込みの計画を見せます。--apply で取り込みます。"
NEEDS = Needs.MEMORY

ANSWERS = {
    "who_is_me": "トーク履歴のどちらがご自分か、--me お名前 で教えてください",
    "columns": "どの列が何かを、ウェブの取り込みの画面で選んでください",
    "date_order": "日付の並び(日/月か月/日か)を、ウェブの取り込みの画面で選んでください",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which files, and what is to be known about them."""

    files: Annotated[
        tuple[Path, ...], Argument("vCard・CSV・LINEのトーク履歴、名刺の写真・そのフォルダー・zip。", "FILE…")
    ]
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
    """Plan file after file, and bring each in before the next is planned when asked to.

    Raises:
        RefusedError: a file cannot be read (nothing was brought in), or something about one must be decided first.
    """
    options = _options(question, house)
    photographs, files = drawer.parted(question.files)
    if question.apply and len(files) > 1:
        _refuse_unreadable(files, options, house)
    plans: list[Plan] = []
    for path in files:
        try:
            plans.append(_one(path, question, options, house))
        except RefusedError as error:
            before = f"(その前の{len(plans)}つのファイルは取り込みました)" if question.apply and plans else ""
            raise RefusedError(f"{error}{before}") from error
    if photographs:
        plans.append(_photographs(photographs, question, house))
    return Answer(files=plans)


def render(answer: Answer) -> str:
    """Put the plan and its result into words."""
    return "\n".join(line for plan in answer.files for line in worded(plan))


def _options(question: Question, house: House) -> Options:
    from yorisoi.apps.exchange import services

    usual = services.default_options(house.owner)
    return replace(
        usual, me=tuple(dict.fromkeys((*question.me, *usual.me))), keep_bodies=question.keep_bodies or usual.keep_bodies
    )


def _refuse_unreadable(files: Sequence[Path], options: Options, house: House) -> None:
    """Read every file once before the first is brought in: one that cannot be read leaves all as it was."""
    from yorisoi.apps.exchange.format import Unreadable, read_file

    for path in files:
        try:
            read_file(path.name, path, options, now=house.now)
        except Unreadable as error:
            raise RefusedError(f"{path.name}: {error}") from error


def _one(path: Path, question: Question, options: Options, house: House) -> Plan:
    from yorisoi.apps.exchange import services
    from yorisoi.apps.exchange.format import Unreadable

    try:
        with path.open("rb") as stream:
            batch = services.plan_file(owner=house.owner, name=path.name, stream=stream, options=options, now=house.now)
    except Unreadable as error:
        raise RefusedError(f"{path.name}: {error}") from error
    if question.apply and not batch.question:
        return _bring_in(batch, house)
    told = _told(batch, None)
    services.abandon(owner=house.owner, batch=batch, now=house.now)  # shown; the command line keeps no plan waiting
    if question.apply:
        raise RefusedError(f"{path.name}: {ANSWERS.get(told.question, '先に決めていただくことがあります')}。")
    return told


def _photographs(paths: Sequence[Path], question: Question, house: House) -> Plan:
    from yorisoi.apps.exchange import services

    batch, refused = drawer.read(paths, house)
    if question.apply:
        told = _bring_in(batch, house)
    else:
        told = _told(batch, None)
        services.abandon(owner=house.owner, batch=batch, now=house.now)  # its pictures go, too
    return replace(told, problems=[*told.problems, *({"line": None, "text": text} for text in refused)])


def _bring_in(batch: ImportBatch, house: House) -> Plan:
    from yorisoi.apps.exchange import services

    def progress(done: int, total: int) -> None:
        house.progress(f"{batch.file_name} を取り込んでいます", done, total)

    try:
        done = services.apply(owner=house.owner, batch=batch, now=house.now, progress=progress)
    except services.AlreadyRunningError as error:
        raise RefusedError("いま別のところで取り込みが進んでいます。終わってから、もう一度お試しください。") from error
    except services.PlanChangedError as error:
        raise RefusedError("計画のあいだに住所録が変わりました。もう一度お試しください。") from error
    batch.refresh_from_db()
    return _told(batch, done.as_dict())


def _told(batch: ImportBatch, applied: dict[str, int] | None) -> Plan:
    return Plan(
        file=batch.file_name,
        format=batch.format,
        label=batch.label,
        question=batch.question,
        counts={row: count for row, count in batch.counts.items() if isinstance(count, int)},
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


def worded(plan: Plan, shown: int = SHOWN) -> list[str]:
    """Put one file's plan and result into lines, with the first rows by name."""
    from yorisoi.apps.exchange.models import Verdict

    lines = [f"{plan.file}({plan.label})"]
    told = {verdict: sum(row.verdict == verdict for row in plan.rows) for verdict in Verdict}
    lines.append("  計画: " + "、".join(f"{verdict.label} {told[verdict]}人" for verdict in Verdict if told[verdict]))
    lines += [f"  {Verdict(row.verdict).label}: {row.name} … {row.reason}" for row in plan.rows[:shown]]
    lines += _more(len(plan.rows) - shown)
    lines += [f"  ! {problem.get('text', '')}" for problem in plan.problems]
    if plan.question:
        lines.append(f"  ? {ANSWERS.get(plan.question, plan.question)}。")
    if plan.applied is not None:
        lines.append(_result(plan.applied))
    return lines


def _more(rest: int) -> list[str]:
    return [f"  ほか {rest} 人"] if rest > 0 else []


def _result(applied: dict[str, int]) -> str:
    left = f"、見送り {applied['left']}人" if applied.get("left") else ""
    return (
        f"  結果: 新しく {applied['created']}人、足した方 {applied['merged']}人、変わらず {applied['unchanged']}人{left}、"
        f"やり取り {applied['interactions']:,}件"
    )
