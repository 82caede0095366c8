"""Every file under tests/samples reads as the ``.expected.json`` beside it says: truth side by side.

A case may name ``options``. It expects ``people``, ``conversations``, ``problems``, ``question`` and ``columns``, or,
for a file nothing can be read from, ``unreadable`` with the sentence and its line.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from yorisoi.apps.exchange.format import Options, Unreadable, formats, read_file
from yorisoi.apps.exchange.record import Reading

SAMPLES = Path(__file__).parents[3] / "samples"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# Other folders hold samples of other readers (calendars, the print of cards), tested with those.
FOLDERS = ("bad", *(each.name for each in formats()))
CASES = sorted(
    path for path in SAMPLES.glob("*/*") if path.parent.name in FOLDERS and not path.name.endswith(".expected.json")
)


def plain_form(value: Any) -> Any:
    """A record as JSON, without what is as it would be anyway."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {}
        for field in dataclasses.fields(value):
            if field.name == "choices":  # the same for every table
                continue
            said = getattr(value, field.name)
            if field.default is dataclasses.MISSING or said != field.default:
                told[field.name] = plain_form(said)
        return told
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain_form(item) for item in value]
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): plain_form(item) for key, item in value.items()}
    return value


def told(path: Path, said: dict[str, Any]) -> dict[str, Any]:
    """What reading the file says, in the form of the expectation."""
    options = dict(said)
    if "columns" in options:
        options["columns"] = {int(number): field for number, field in options["columns"].items()}
    for name in ("me", "known_names"):
        if name in options:
            options[name] = tuple(options[name])
    try:
        reading: Reading = read_file(path.name, path, Options(**options), now=NOW)
    except Unreadable as error:
        return {"unreadable": {"text": error.text, "line": error.line}}
    form: dict[str, Any] = plain_form(reading)
    return form


def expected_of(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    return expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_reads_as_expected(path: Path) -> None:
    expected = expected_of(path)
    options = expected.pop("options", {})
    assert told(path, options) == expected


def test_every_format_has_samples() -> None:
    with_samples = {path.parent.name for path in CASES}
    assert {each.name for each in formats()} <= with_samples


def test_no_expectation_stands_without_its_sample() -> None:
    stems = {(path.parent, path.stem) for path in CASES}
    for path in (path for name in FOLDERS for path in (SAMPLES / name).glob("*.expected.json")):
        assert (path.parent, path.name.removesuffix(".expected.json")) in stems
