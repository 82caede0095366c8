"""The command line, in this process and in one of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

SECONDS = 60  # a command that takes longer hangs


@pytest.fixture
def yorisoi(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in this process, on the test's own database: ``yorisoi("today", "--json")``."""
    monkeypatch.setenv("YORISOI_NOW", now.isoformat())

    def run(*arguments: Any, stdin: str | bytes = "") -> Result:
        from yorisoi.doors.cli import build

        result = CliRunner().invoke(build(), [str(each) for each in arguments], input=stdin, prog_name="yorisoi")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def refused(yorisoi: Callable[..., Result]) -> Callable[..., str]:
    """Run a command that must be refused, and return its one line on stderr."""

    def run(*arguments: Any, stdin: str | bytes = "") -> str:
        result = yorisoi(*arguments, stdin=stdin)
        assert result.exit_code == 2, result.output
        return one_line(result.stderr)

    return run


def one_line(stderr: str) -> str:
    """Return the only line on stderr."""
    assert stderr.endswith("\n")
    assert stderr.count("\n") == 1, stderr
    assert "Traceback" not in stderr
    return stderr.strip()


@pytest.fixture(scope="session")
def fresh_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("fresh") / "house"
    done = command("migrate", data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def house(fresh_house: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, on SQLite whatever database the other tests use."""
    return Path(shutil.copytree(fresh_house, tmp_path / "house"))


@pytest.fixture
def in_house(house: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in a process of its own, in the test's own data folder."""

    def run(*arguments: Any, **extra: Any) -> subprocess.CompletedProcess[str]:
        return command(*arguments, **{"data": house, **extra})

    return run


@pytest.fixture
def surroundings(house: Path) -> Callable[..., dict[str, str]]:
    """The environment in which a command finds the test's own data folder."""
    return lambda **more: environment(house, **more)


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return an environment that knows this data folder and no other setting."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YORISOI_", "DJANGO_", "DATABASE_URL"))
    }
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {**kept, "PYTHONPATH": source, "YORISOI_DATA": str(data), **more}


def command(*arguments: Any, data: Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m yorisoi`` and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", "yorisoi", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=environment(data, **more),
        check=False,
    )
