"""The command line as a whole: what it offers, how it refuses, how quickly it stands."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import typing
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from yorisoi.doors.operation import Operation, operations, parts, plain

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def test_every_promised_command_is_there(yorisoi: Callable[..., Result]) -> None:
    listed = yorisoi("--help").output
    for name in (
        "import", "today", "show", "record", "check", "distance", "export", "backup", "restore", "rebuild", "link",
        "serve", "migrate", "demo",
    ):  # fmt: skip
        assert re.search(rf"^  {name} ", listed, re.MULTILINE), name


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
def test_an_operation_explains_itself(operation: Operation) -> None:
    assert JAPANESE.search(operation.summary)
    assert operation.story
    for name, _, part, _ in parts(operation.question):
        assert JAPANESE.search(part.words), name
    hints = typing.get_type_hints(operation.answer, include_extras=True)
    for field in dataclasses.fields(operation.answer):
        words = typing.get_args(hints[field.name])[-1]
        assert isinstance(words, str), field.name
        assert JAPANESE.search(words), field.name


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
def test_every_command_has_help_and_json(operation: Operation, yorisoi: Callable[..., Result]) -> None:
    result = yorisoi(operation.name, "--help")
    assert result.exit_code == 0
    assert "--json" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fly"], "'fly' という命令はありません"),
        (["today", "--no"], "--no という選択肢はありません"),
        (["show"], "NAME|ID が足りません"),
        (["record", "佐藤"], "--kind が足りません"),
        (["record", "佐藤", "--kind", "gossip"], "message・ask"),
        (["link", "--port", "many"], "数で書いてください"),
        (["today", "--on", "きのう"], "2026-11-21 の形で"),
        (["distance", "extra"], "書き方が合っていないようです"),
        (["serve", "--port", "70000"], "65535"),
    ],
)
def test_a_slip_is_told_in_one_line(refused: Callable[..., str], arguments: list[str], says: str) -> None:
    assert says in refused(*arguments)


def test_a_clock_that_cannot_be_read_is_named(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YORISOI_NOW", "tomorrow")
    assert "YORISOI_NOW" in refused("distance", stdin="{}")
    monkeypatch.setenv("YORISOI_TIME_ZONE", "Moon/Crater")
    assert "YORISOI_TIME_ZONE" in refused("distance", stdin="{}")


def test_drafts_and_timelines_need_no_framework_and_no_folder(tmp_path: Path) -> None:
    """``check`` and ``distance`` run where nothing was ever set up, and leave nothing behind."""
    script = (
        "import sys\n"
        "from yorisoi.doors.cli import build\n"
        "try:\n"
        "    build().main(sys.argv[1:])\n"
        "except SystemExit as leave:\n"
        "    assert leave.code == 0, leave.code\n"
        "assert 'django' not in sys.modules and 'allauth' not in sys.modules\n"
    )
    line = '{"body": "こんにちは", "context": {"channel": "line", "sent_at": "2026-11-18T10:00:00+09:00"}}\n'
    timeline = '{"now": "2026-11-18T10:00:00+09:00", "touches": []}'
    for arguments, stdin in (
        (["check", "--jsonl"], line),
        (["distance", "--json"], timeline),
        (["check"], "こんにちは"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            input=stdin,
            text=True,
            capture_output=True,
            check=False,
            env={"YORISOI_DATA": str(tmp_path / "never"), "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout
    assert not (tmp_path / "never").exists()


def test_a_setting_that_cannot_be_read_is_told_in_one_line(in_house: Callable[..., Any]) -> None:
    done = in_house("migrate", YORISOI_DEBUG="perhaps")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "DEBUG" in done.stderr


def test_answers_become_plain_json() -> None:
    @dataclasses.dataclass
    class Small:
        at: datetime
        where: Path

    moment = datetime.fromisoformat("2026-11-18T10:00:00+09:00")
    told = plain({"one": Small(moment, Path("a/b")), "many": (1, None, True, 0.5)})
    assert told == {"one": {"at": "2026-11-18T10:00:00+09:00", "where": "a/b"}, "many": [1, None, True, 0.5]}
    with pytest.raises(TypeError):
        plain(object())
