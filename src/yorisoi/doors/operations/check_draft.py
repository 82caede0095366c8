"""Read a draft in the light of one relationship and say what may feel like a push, why, and a gentler way.

The relationship is a person of the address book (``--contact``) or a file of plain facts (``--situation``); with
neither, the draft is read as a first mail to someone barely known. ``--jsonl`` needs no data folder: each line of
standard input is one object with ``body``, ``context`` (the facts), and perhaps ``subject`` and ``id``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from yorisoi.doors.operation import House, Needs, Option, RefusedError, StandardInput
from yorisoi.doors.reading import from_json

if TYPE_CHECKING:
    from yorisoi.core.coach import Finding, Report, Situation, Span

NAME = "check"
SUMMARY = "下書きを読み、相手の負担になりそうなところと、やわらかい言い方をお伝えします。"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A draft and whom it is for."""

    contact: Annotated[str | None, Option("相手(お名前か番号)。", "名前|番号")] = None
    situation: Annotated[Path | None, Option("相手との間柄を書いたファイル(JSONかYAML)。", "ファイル")] = None
    channel: Annotated[Literal["email", "line", "messenger", "sms", "letter"] | None, Option("送る手段。", "手段")] = (
        None
    )
    subject: Annotated[str | None, Option("件名。", "件名")] = None
    draft: Annotated[str, StandardInput("下書きの本文。")] = ""


def needs(question: Question) -> Needs:
    """Only a person of the address book needs a memory."""
    return Needs.MEMORY if question.contact else Needs.NOTHING


NEEDS = needs


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the draft, in characters, end excluded."""

    field: Annotated[str, "body(本文)か subject(件名)。"]
    start: Annotated[int, "始まりの文字の位置(0から)。"]
    end: Annotated[int, "終わりの次の文字の位置。"]
    text: Annotated[str, "その部分の言葉。"]


@dataclass(frozen=True, kw_only=True)
class Said:
    """One finding."""

    rule: Annotated[str, "指摘の種類。"]
    severity: Annotated[str, "stop(送る前に止まる)・mend(直すとよい)・notice(知っておくとよい)。"]
    spans: Annotated[tuple[Place, ...], "どの部分か。空なら、今の間柄そのもの。"]
    name: Annotated[str, "指摘の日本語の名前。"]
    what: Annotated[str, "何が。"]
    why: Annotated[str, "なぜ。やり取りの事実と日付。"]
    gentler: Annotated[str, "代わりの言い方。"]
    source: Annotated[str, "もとにした考え方。"]


@dataclass(frozen=True, kw_only=True)
class Praise:
    """Something the draft does well."""

    kind: Annotated[str, "技術や心づかいの種類。"]
    what: Annotated[str, "よいところ。"]
    spans: Annotated[tuple[Place, ...], "どの部分か。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that was seen, the weightiest for the recipient first."""

    labels: Annotated[list[str], "stop か mend の指摘の種類。"]
    closes_box: Annotated[bool, "法律のうえで送れない下書きかどうか。"]
    findings: Annotated[tuple[Said, ...], "指摘。相手にとって重い順。"]
    good: Annotated[tuple[Praise, ...], "よいところ。"]


@dataclass(frozen=True, kw_only=True)
class EachAnswer:
    """What is said of one line."""

    id: Annotated[str | int | None, "行にあった id。"]
    labels: Annotated[list[str], "stop か mend の指摘の種類。"]
    findings: Annotated[tuple[Said, ...], "指摘。"]


def run(question: Question, house: House) -> Answer:
    """Read the draft.

    Raises:
        RefusedError: there is no draft, or the relationship cannot be read or found.
    """
    from yorisoi.core.coach import Draft

    if question.contact and question.situation:
        raise RefusedError("--contact と --situation は、どちらか一つにしてください。")
    if not question.draft.strip():
        raise RefusedError("下書きが空でした。`yorisoi check < 下書き.txt` のように渡してください。")
    draft = Draft(body=question.draft, subject=question.subject)
    report = _for_contact(question, draft, house) if question.contact else _for_facts(question, draft, house)
    return Answer(labels=report.labels, closes_box=report.closes_box, findings=_findings(report), good=_good(report))


def each(line: str) -> EachAnswer:
    """Read one line of labelled or unlabelled drafts.

    Raises:
        RefusedError: the line is no such object; the sentence says what is missing.
    """
    from yorisoi import data
    from yorisoi.core.coach import Draft, Situation, lint

    message = from_json(line, one_line=True)
    if not isinstance(message, Mapping):
        raise RefusedError("{ } で囲んだ一通分ではありませんでした。")
    body, subject, context = message.get("body"), message.get("subject"), message.get("context")
    if not isinstance(body, str):
        raise RefusedError("body(本文)がありません。")
    if subject is not None and not isinstance(subject, str):
        raise RefusedError("subject(件名)は文字で書いてください。")
    if not isinstance(context, Mapping):
        raise RefusedError("context(相手との間柄)がありません。")
    known = message.get("id")
    if known is not None and not isinstance(known, str | int):
        raise RefusedError("id は文字か数で書いてください。")
    try:
        situation = Situation.from_mapping(context)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    report = lint(Draft(body=body, subject=subject), situation, data.lexicon(), evidence=data.coach_evidence())
    return EachAnswer(id=known, labels=report.labels, findings=_findings(report))


def render(answer: Answer) -> str:
    """Put the report into words: at most three findings in full, the rest by name."""
    if not answer.findings:
        good = "".join(f"\n  ○ {praise.what}" for praise in answer.good)
        return f"気になるところはありませんでした。{good}"
    from yorisoi.core.coach.finding import SHOWN_FIRST

    shown, folded = answer.findings[:SHOWN_FIRST], answer.findings[SHOWN_FIRST:]
    lines = [line for finding in shown for line in _worded(finding)]
    if folded:
        lines.append(f"ほかに {len(folded)} 件: {'・'.join(dict.fromkeys(f.name or f.rule for f in folded))}")
    lines += [f"○ {praise.what}" for praise in answer.good]
    return "\n".join(lines)


def _worded(finding: Said) -> list[str]:
    mark = {"stop": "■", "mend": "▲"}.get(finding.severity, "・")
    place = "".join(f"「{span.text}」" for span in finding.spans)
    lines = [f"{mark} {finding.name or finding.rule} {place}".rstrip(), f"  {finding.what}"]
    if finding.why:
        lines.append(f"  わけ: {finding.why}")
    if finding.gentler:
        lines.append(f"  たとえば: {finding.gentler}")
    return lines


def _for_contact(question: Question, draft: Any, house: House) -> Report:
    from yorisoi.apps.interactions import selectors
    from yorisoi.doors.people import the_person

    contact = the_person(question.contact or "", house)
    return selectors.review(house.owner, contact, draft, channel=question.channel or "email", now=house.now)


def _for_facts(question: Question, draft: Any, house: House) -> Report:
    from yorisoi import data
    from yorisoi.core.coach import lint

    return lint(draft, _situation(question, house), data.lexicon(), evidence=data.coach_evidence())


def _situation(question: Question, house: House) -> Situation:
    from yorisoi.core.coach import Situation

    facts: dict[str, Any] = {"sent_at": house.now.isoformat(), "stage": "met_once"}
    if question.situation:
        facts |= _read(question.situation)
    if question.channel:
        facts["channel"] = question.channel
    try:
        return Situation.from_mapping(facts)
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _read(path: Path) -> dict[str, Any]:
    """Read the facts, as JSON or YAML; dates stay text, which is how the facts are read."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {
            sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    text = path.read_text(encoding="utf-8-sig")
    try:
        facts = from_json(text) if text.lstrip().startswith("{") else yaml.load(text, Loader=Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, RefusedError) as error:
        raise RefusedError(f"「{path.name}」を読めませんでした。JSONかYAMLで書いてください。") from error
    if not isinstance(facts, dict):
        raise RefusedError(f"「{path.name}」は「名前: 値」の組で書いてください。")
    return facts


def _findings(report: Report) -> tuple[Said, ...]:
    return tuple(_one(finding) for finding in report.findings)


def _one(finding: Finding) -> Said:
    return Said(
        rule=finding.rule,
        severity=finding.severity.value,
        spans=_places(finding.spans),
        name=finding.name,
        what=finding.what,
        why=finding.why,
        gentler=finding.gentler,
        source=finding.source,
    )


def _good(report: Report) -> tuple[Praise, ...]:
    return tuple(Praise(kind=good.kind, what=good.what, spans=_places(good.spans)) for good in report.good)


def _places(spans: tuple[Span, ...]) -> tuple[Place, ...]:
    return tuple(Place(field=span.field, start=span.start, end=span.end, text=span.text) for span in spans)
