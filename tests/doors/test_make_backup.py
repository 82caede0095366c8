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


def test_pictures_of_cards_come_back_byte_by_byte(
    house: Path, in_house: Callable[..., Any], tmp_path: Path, fresh_house: Path
) -> None:
    """They lie in the database, so the one file holds them too."""
    import contextlib
    import hashlib
    import shutil
    import sqlite3

    def pictures(folder: Path) -> list[tuple[int, str]]:
        with contextlib.closing(sqlite3.connect(folder / "yorisoi.sqlite3")) as connection:
            rows = connection.execute(
                "SELECT card.contact_id, image.jpeg FROM cards_card AS card"
                " JOIN cards_cardimage AS image ON image.card_id = card.id"
            )
            return [(contact, hashlib.sha256(jpeg).hexdigest()) for contact, jpeg in rows]

    photograph = Path(__file__).parents[1] / "samples" / "card_photo" / "code.png"
    done = in_house("import", photograph, "--apply", "--json")
    assert done.returncode == 0, done.stderr
    kept = pictures(house)
    assert len(kept) == 1
    assert in_house("backup", tmp_path / "book.yorisoi").returncode == 0
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(fresh_house, elsewhere)
    done = in_house("restore", tmp_path / "book.yorisoi", "--replace", YORISOI_DATA=str(elsewhere))
    assert done.returncode == 0, done.stderr
    assert pictures(elsewhere) == kept
