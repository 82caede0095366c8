"""`yorisoi backup`: a file that is already there is kept."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_the_backup_before_is_kept_under_another_name(in_house: Callable[..., Any], tmp_path: Path) -> None:
    file, previous = tmp_path / "book.yorisoi", tmp_path / "book.yorisoi.previous"
    first = json.loads(in_house("backup", file, "--json").stdout)
    assert first["previous"] is None
    assert not previous.exists()
    assert first["bytes"] == file.stat().st_size
    before = file.read_bytes()
    told = in_house("backup", file)
    assert told.returncode == 0, told.stderr
    assert f"前のファイルは {previous} に残しました。" in told.stdout
    assert previous.read_bytes() == before
    assert zipfile.is_zipfile(file)
    third = json.loads(in_house("backup", file, "--json").stdout)
    assert third["previous"] == str(previous)
    assert sorted(path.name for path in tmp_path.glob("book*")) == [file.name, previous.name]
