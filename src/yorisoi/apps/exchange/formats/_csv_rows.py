"""Rows of a comma, tab or semicolon separated file, with the line each begins on, and cells made safe for spreadsheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from yorisoi.apps.exchange.source import Unreadable

DELIMITERS = (",", "\t", ";")
# Stands after the last line: were a quote still open there, it would be swallowed into a cell and not come back.
_END = "\ue000end of file\ue000"
# A cell that begins so is run by spreadsheets as a formula. Full-width signs too: Japanese Excel takes them for the same.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutral(cell: str) -> str:
    """``cell`` as a spreadsheet shows it and never runs it; ``restored`` gives it back unchanged."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What ``neutral`` was given. An apostrophe that guards no formula stays."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line it begins on; blank lines are passed over.

    Raises:
        Unreadable: a quote is opened and never closed.
    """
    reader = csv.reader(_ended(lines), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            if row and row[-1].endswith(_END):
                if row == [_END]:
                    return
                raise _never_closed(start)
            if any(row) or len(row) > 1:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise _never_closed(start) from error
    raise _never_closed(start)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line + "\n"
    yield _END


def _never_closed(line: int) -> Unreadable:
    return Unreadable(
        f'{line}行目から始まる「"」が閉じられていません。ファイルが途中で切れていないか確かめてください。', line
    )
