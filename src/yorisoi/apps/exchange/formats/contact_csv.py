"""Contact tables (CSV, TSV): Eight, Sansan, Google, Outlook, LinkedIn, and any other by its column names.

The header is looked for in the first rows and its names in the alias table. A table from no app we know is read by the
best guess and comes with the question which column is what. Several cards of one person become one person, the newest
shown, the older ones kept as history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from yorisoi.apps.exchange.format import Head, Options, Source
from yorisoi.apps.exchange.formats import _csv_own
from yorisoi.apps.exchange.formats._csv_columns import (
    CHOICES,
    MAX_COLUMNS,
    PREVIEW_ROWS,
    Sheet,
    chosen,
    found_sheet,
    guess_for_chooser,
    unknown_sheet,
)
from yorisoi.apps.exchange.formats._csv_person import DIALECTS, Row, newest_first, person
from yorisoi.apps.exchange.formats._csv_rows import rows
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.formats._text import tidy
from yorisoi.apps.exchange.record import Columns, Person, Reading
from yorisoi.apps.exchange.source import HEAD_LINES, MAX_PEOPLE, Unreadable

name = "contact_csv"
label = "連絡先の一覧(CSV)"
extensions = ("csv", "tsv", "txt")
media_type = "text/csv; charset=utf-8"

_PREVIEW_WIDTH = 60  # characters of one cell in the column chooser


def identify(head: Head) -> float:
    """Sure with the header of an app we know, less with some column names we know, hardly by the file's ending."""
    sheet = found_sheet(head.lines)
    if sheet is not None:
        return 0.9 if sheet.dialect else 0.6
    if head.name.lower().endswith((".csv", ".tsv")) and unknown_sheet(head.lines) is not None:
        return 0.3
    return 0.0


def read(source: Source, options: Options) -> Reading:
    """Every row as a person, cards of one person joined.

    Raises:
        Unreadable: no table is found, a quote is never closed, or more rows than anyone knows people.
    """
    first = list(islice(source.lines(), HEAD_LINES))
    sheet = found_sheet(first) or unknown_sheet(first)
    if sheet is None:
        raise Unreadable(
            "表の形が分かりませんでした。1行目に「氏名」「会社名」などの列名がある表にしてお試しください。"
        )
    if next(_rows(source, sheet), None) is None:
        raise Unreadable(
            "見出しの行だけで、お名前の行がありませんでした。書き出し直してお試しください。", sheet.header_line
        )
    doubts = Doubts()
    if sheet.dialect == "yorisoi":
        found = tuple(_csv_own.people(_rows(source, sheet), sheet.header, doubts))
        return Reading(format=name, label=f"{label} — {DIALECTS['yorisoi']}", people=found, problems=doubts.problems)
    fields = chosen(options.columns) if options.columns is not None else dict(sheet.fields)
    people = newest_first(_people(source, sheet, fields, options, doubts), DIALECTS[sheet.dialect])
    asks = not sheet.dialect and options.columns is None
    return Reading(
        format=name,
        label=f"{label} — {DIALECTS[sheet.dialect]}" if sheet.dialect else label,
        people=people,
        problems=doubts.problems,
        question="columns" if asks else None,
        columns=_columns(source, sheet, fields) if not sheet.dialect else None,
    )


def write(people: Iterable[Person]) -> bytes:
    """A table that Excel opens as it is, runs nothing of, and that reads back here as the same people."""
    return _csv_own.written(people)


def _rows(source: Source, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    for count, (line, row) in enumerate(rows(source.lines(), sheet.delimiter)):
        if count > MAX_PEOPLE:
            raise Unreadable(
                f"1つのファイルで読めるのは{MAX_PEOPLE:,}人までです。いくつかに分けてお試しください。", line
            )
        if line > sheet.header_line:
            yield line, row


def _people(source: Source, sheet: Sheet, fields: dict[int, str], options: Options, doubts: Doubts) -> Iterator[Person]:
    width = len(sheet.header)
    cut = 0
    for line, cells in _rows(source, sheet):
        if any(cell.strip() for cell in cells[width:]):
            doubts.add(f"{line}行目は列の数が見出しより多いため、余った分は読みませんでした。", line)
        row = Row(cells, fields, options.date_order)
        found = person(row, sheet.dialect, f"{line}行目")
        if found is not None:
            cut += bool(found.given and found.given in row.one("full_name") and " " not in row.one("full_name"))
            yield found
        elif (
            fields and sheet.dialect != "linkedin" and any(cell.strip() for cell in cells)
        ):  # LinkedIn blanks who has left
            doubts.add(f"{line}行目には、お名前も連絡先もないため飛ばしました。", line)
    if cut:
        doubts.add(f"氏名に姓と名の区切りがないため、{cut}人のお名前は推定で分けました。取り込む前に見てください。")


def _columns(source: Source, sheet: Sheet, fields: dict[int, str]) -> Columns:
    first = islice(_rows(source, sheet), PREVIEW_ROWS)
    return Columns(
        headers=tuple(tidy(cell)[:_PREVIEW_WIDTH] for cell in sheet.header),
        rows=tuple(tuple(tidy(cell)[:_PREVIEW_WIDTH] for cell in row[:MAX_COLUMNS]) for _, row in first),
        guessed=guess_for_chooser(fields),
        choices=CHOICES,
        line=sheet.header_line,
    )
