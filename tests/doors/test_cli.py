"""The command line as a whole: what it offers, how it refuses, how quickly it stands."""

from __future__ import annotations

import dataclasses
import importlib
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

from yorisoi.doors.operation import Operation, Option, operations, parts, plain

ONE_LINE = re.compile(r"[^\n]+\n")
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
        (["show", "\udcff\udcfe"], "UTF-8で書いてください"),
        (["record", "1", "--text", "\udcff", "--kind", "call", "--direction", "mine", "--channel", "phone"], "UTF-8で"),
        (["link", "--port", "0"], "1から65535まで"),
        (["today", "--on", "9999-12-31"], "1900年から2200年まで"),
        (["today", "--on", "0001-01-01"], "1900年から2200年まで"),
        (["courtesy", "--from", "1899-12-31"], "1900年から2200年まで"),
        (["courtesy", "--days", "801"], "1から800まで"),
        (["record", "1", "--at", "2201-01-01T00:00"], "1900年から2200年まで"),
        (["record", "1", "--recipients", "0"], "1から10000まで"),
        (["show", "1", "--rows", "99999999999999999999"], "0から10000まで"),
        (["show", "1", "--rows", "-5"], "0から10000まで"),
    ],
)
def test_a_slip_is_told_in_one_line(refused: Callable[..., str], arguments: list[str], says: str) -> None:
    assert says in refused(*arguments)


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.name)
def test_every_number_asked_for_has_its_bounds(operation: Operation) -> None:
    for name, kind, part, _ in parts(operation.question):
        if int in (kind, *typing.get_args(kind)):
            assert isinstance(part, Option), name
            assert part.within is not None, name
            assert part.within[0] < part.within[1] < 2**31, name


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
@pytest.mark.parametrize("command", [("today", "--on"), ("courtesy", "--days", 800, "--from")])
def test_the_outermost_days_are_answered(
    yorisoi: Callable[..., Result], owner: Any, command: tuple[Any, ...], day: str
) -> None:
    assert yorisoi(*command, day, "--json").exit_code == 0


def test_what_nobody_foresaw_ends_in_one_line(yorisoi: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(payload: Any) -> Any:
        raise ArithmeticError("佐藤さんのこと")

    monkeypatch.setattr(importlib.import_module("yorisoi.core.distance.measure"), "measure", fail)
    monkeypatch.delenv("YORISOI_DEBUG", raising=False)
    result = yorisoi("distance", stdin="{}")
    assert result.exit_code == 1
    assert ONE_LINE.fullmatch(result.stderr)
    told = result.stderr.strip()
    assert "思いがけないこと" in told
    assert "ArithmeticError" in told
    assert "YORISOI_DEBUG" in told
    assert "佐藤" not in told
    monkeypatch.setenv("YORISOI_DEBUG", "1")
    shown = yorisoi("distance", stdin="{}")
    assert shown.exit_code == 1
    assert "Traceback" in shown.stderr
    assert shown.stderr.splitlines()[-1] == told


def test_a_clock_that_cannot_be_read_is_named(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YORISOI_NOW", "tomorrow")
    assert "YORISOI_NOW" in refused("distance", stdin="{}")
    monkeypatch.setenv("YORISOI_NOW", "9999-12-31")
    assert "2200年まで" in refused("distance", stdin="{}")
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
    assert "YORISOI_DEBUG" in done.stderr
    assert "Environment" not in done.stderr


@pytest.mark.parametrize("url", ["foo://minori:secret@x", "postgres://minori:secret@host:port/name", "mysql://x/y"])
def test_a_database_that_cannot_be_used_is_told_with_the_forms_that_can(in_house: Callable[..., Any], url: str) -> None:
    done = in_house("today", DATABASE_URL=url)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "DATABASE_URL" in done.stderr
    assert "postgres://" in done.stderr
    assert "sqlite:///" in done.stderr
    assert "secret" not in done.stderr


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
