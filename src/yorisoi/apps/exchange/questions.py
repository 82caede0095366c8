"""What a file leaves open, as the question page shows it, and the owner's answers as a plan keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yorisoi.apps.exchange.format import Options
from yorisoi.apps.exchange.record import UNKNOWN_SPEAKER, Reading

# Enough to recognise oneself, or a column, on a phone's screen.
SPEAKERS_SHOWN = 20
ROWS_SHOWN = 5
CELL_SHOWN = 60  # characters


def material(reading: Reading) -> dict[str, Any]:
    """Return what the page of the reading's question shows."""
    if reading.columns is not None:
        columns = reading.columns
        return {
            "headers": [header[:CELL_SHOWN] for header in columns.headers],
            "rows": [[cell[:CELL_SHOWN] for cell in row] for row in columns.rows[:ROWS_SHOWN]],
            "guessed": {str(number): name for number, name in columns.guessed.items()},
            "choices": [list(choice) for choice in columns.choices],
            "line": columns.line,
        }
    if reading.question == "who_is_me":
        talk = reading.conversations[0]
        names = sorted((n for n in talk.speakers if n != UNKNOWN_SPEAKER), key=lambda n: -talk.speakers[n])
        return {
            "speakers": [{"name": n, "lines": talk.speakers[n]} for n in names[:SPEAKERS_SHOWN]],
            "guess": talk.me_guess,
            "title": talk.title or talk.partner,
        }
    return {}


def dump_options(options: Options) -> dict[str, Any]:
    """Return the answers as JSON; what the reader is told besides (names in the book, the hour) is not an answer."""
    answers: dict[str, Any] = {"me": list(options.me), "keep_bodies": options.keep_bodies}
    if options.columns is not None:
        answers["columns"] = {str(number): name for number, name in options.columns.items()}
    if options.format:
        answers["format"] = options.format
    if options.date_order:
        answers["date_order"] = options.date_order
    return answers


def load_options(answers: Mapping[str, Any]) -> Options:
    """Return the answers that ``dump_options`` packed."""
    columns = answers.get("columns")
    return Options(
        me=tuple(answers.get("me", ())),
        keep_bodies=bool(answers.get("keep_bodies")),
        columns={int(number): name for number, name in columns.items()} if columns is not None else None,
        format=answers.get("format"),
        date_order=answers.get("date_order"),
    )
