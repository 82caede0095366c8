"""A power cut in the middle of an import leaves all of it or nothing, and the next one works."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PEOPLE = 1500
SHARES = (0.45, 0.6, 0.75, 0.9, 0.98)  # of a whole import's time: while reading, planning, writing, folding
TABLES = ("contacts_contact", "contacts_point", "contacts_searchkey", "interactions_standing", "exchange_undoentry")


def counts(house: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(house / "yorisoi.sqlite3", timeout=20)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


@pytest.mark.slow
def test_a_killed_import_leaves_all_or_nothing(
    house: Path, in_house: Callable[..., Any], surroundings: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "".join(
            f"BEGIN:VCARD\nVERSION:3.0\nN:佐藤;花子{number};;;\nFN:佐藤 花子{number}\n"
            f"EMAIL:hanako{number}@example.jp\nEND:VCARD\n"
            for number in range(PEOPLE)
        ),
        encoding="utf-8",
    )
    began = time.monotonic()
    assert in_house("import", cards).returncode == 0  # the plan alone: the accepted one takes about twice as long
    whole = 2 * (time.monotonic() - began)
    nothing = counts(house)
    assert set(nothing.values()) == {0}
    for share in SHARES:
        process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi", "import", str(cards), "--apply"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings(),
        )  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = counts(house)
        assert left["contacts_contact"] in (0, PEOPLE), left
        assert len({left[table] for table in TABLES}) == 1, left
        assert json.loads(in_house("today", "--json").stdout)["day"]
    done = in_house("import", cards, "--apply", "--json")
    assert done.returncode == 0, done.stderr
    assert counts(house)["contacts_contact"] == PEOPLE
