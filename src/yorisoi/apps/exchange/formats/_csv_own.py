"""This product's own contact table: UTF-8 with mark and CRLF for Excel, no cell ever a formula, nothing lost on return.

Touches are not in it; they belong to the JSON export.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from yorisoi.apps.exchange.formats import _own, _text
from yorisoi.apps.exchange.formats._csv_rows import neutral, restored
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.record import FactNote, Person, Point, PointKind

_POINTS: tuple[tuple[str, str], ...] = (
    ("mail", "メール"),
    ("phone", "電話"),
    ("mobile", "携帯"),
    ("fax", "FAX"),
    ("address", "住所"),
    ("url", "ウェブ"),
    ("line", "LINE"),
    ("other", "その他の連絡先"),
)
_CLOSENESS = {"remember": "覚えておくだけ", "outer": "ゆるやかに", "middle": "ときどき", "close": "親しく"}
_COMFORT = {"wider": "もう少し間をあける", "nearer": "もう少し近く"}  # as usual is left empty
_BECAUSE = {"declined": "お断り", "asked_to_stop": "連絡はいらないとのこと"}
_FACTS = {
    "strength": "得意な場面",
    "interest": "関心",
    "concern": "気にかかっていること",
    "value": "大切にしていること",
    "background": "背景",
    "family": "ご家族",
    "avoid": "触れないこと",
    "request": "ご希望",
    "note": "覚え書き",
}
_BAR = "｜"  # between the parts of a fact; a bar within a part is escaped
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _reversed(names: dict[str, str]) -> dict[str, str]:
    return {shown: code for code, shown in names.items()}


# Column name, field, how it is written, how it is read.
_PLAIN: tuple[tuple[str, str, Callable[[Any], str], Callable[[str], Any]], ...] = (
    ("寄り添いID", "uid", str, str),
    ("姓", "family", str, str),
    ("名", "given", str, str),
    ("姓カナ", "family_kana", str, str),
    ("名カナ", "given_kana", str, str),
    ("会社名", "organisation", str, str),
    ("部署", "department", str, str),
    ("役職", "title", str, str),
    ("職業", "profession", str, str),
    ("誕生日", "birthday", str, _text.parse_birthday),
    ("出会った日", "met_on", _day, _text.parse_date),
    ("出会った場所", "met_where", str, str),
    ("出会ったきっかけ", "met_how", str, str),
    ("間柄", "closeness", lambda code: _CLOSENESS.get(code, ""), lambda text: _reversed(_CLOSENESS).get(text)),
    (
        "この方との間合い",
        "comfort",
        lambda code: _COMFORT.get(code, ""),
        lambda text: _reversed(_COMFORT).get(text, ""),
    ),
    ("おすすめに出さない", "never_suggest", lambda on: "1" if on else "", lambda text: text == "1"),
    ("そっとしておくことにした日", "closed_at", _day, _own.iso_moment),
    ("その理由", "closed_because", lambda code: _BECAUSE.get(code, ""), lambda text: _reversed(_BECAUSE).get(text, "")),
    ("名刺の日付", "on", _day, _text.parse_date),
)


def written(people: Iterable[Person]) -> bytes:
    """The whole table."""
    people = list(people)
    most = {kind: max((_count(person, kind) for person in people), default=0) for kind, _ in _POINTS}
    header = [column for column, *_ in _PLAIN]
    for kind, shown in _POINTS:
        for number in range(1, most[kind] + 1):
            header += [f"{shown}{number}", f"{shown}{number}の呼び名"]
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow([*header, "タグ", "覚え書き"])
    for person in people:
        sheet.writerow(map(neutral, _cells(person, most)))
    return out.getvalue().encode("utf-8-sig", "replace")


def people(rows: Iterable[tuple[int, list[str]]], header: Sequence[str], doubts: Doubts) -> Iterator[Person]:
    """The people of a table that ``written`` made, edited by hand or not."""
    columns = {_text.tidy(cell): number for number, cell in enumerate(header)}
    for line, row in rows:
        cells = {column: restored(row[number]) for column, number in columns.items() if number < len(row)}
        fields: dict[str, Any] = {
            field: read(cells[column].strip()) for column, field, _, read in _PLAIN if cells.get(column)
        }
        points = _text.distinct(_points(cells))
        if not fields and not points:
            doubts.add(f"{line}行目には、お名前も連絡先もないため飛ばしました。", line)
            continue
        yield _text.bounded(
            Person(
                where=f"{line}行目",
                **fields,
                points=points,
                tags=_text.distinct_words(cells.get("タグ", "").split("\n")),
                facts=tuple(_facts(cells.get("覚え書き", ""))),
                warnings=tuple(
                    text for column in ("誕生日", "出会った日") for text in _text.far_day(cells.get(column, ""))
                ),
            )
        )


def _count(person: Person, kind: str) -> int:
    return sum(point.kind == kind for point in person.points)


def _cells(person: Person, most: dict[str, int]) -> Iterator[str]:
    for _, field, write, _ in _PLAIN:
        yield write(getattr(person, field))
    for kind, _ in _POINTS:
        same = [point for point in person.points if point.kind == kind]
        for number in range(most[kind]):
            yield same[number].value if number < len(same) else ""
            yield same[number].label if number < len(same) else ""
    yield "\n".join(person.tags)
    yield "\n".join(map(_fact_line, person.facts))


def _points(cells: dict[str, str]) -> Iterator[Point]:
    for kind, shown in _POINTS:
        for number in range(1, _text.MAX_POINTS + 1):
            value = cells.get(f"{shown}{number}")
            if value is None:
                break
            label = _text.tidy(cells.get(f"{shown}{number}の呼び名", ""))
            yield Point(kind=cast(PointKind, kind), label=label, value=_text.tidy(value))


def _fact_line(fact: FactNote) -> str:
    kind, *parts = _own.fact_parts(fact)
    while not parts[-1]:
        parts.pop()
    return _BAR.join([_FACTS[kind], *(_escaped(part) for part in parts)])


def _facts(cell: str) -> Iterator[FactNote]:
    kinds = _reversed(_FACTS)
    for line in cell.split("\n"):
        if not line.strip():
            continue
        shown, *parts = [_unescaped(part) for part in re.split(rf"(?<!\\){_BAR}", line)]
        if parts and shown in kinds:
            fact = _own.fact_of((kinds[shown], *parts))
        else:  # a line somebody wrote by hand is a plain note
            fact = _own.fact_of(("note", line.strip()))
        if fact is not None:
            yield fact


def _escaped(text: str) -> str:
    return text.replace("\\", "\\/").replace("\n", "\\n").replace(_BAR, f"\\{_BAR}")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: {"n": "\n", "/": "\\"}.get(found[1], found[1]), text)
