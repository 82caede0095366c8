"""J11, it is mine: a backup under load, its way back row by row, and everything that must be refused."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "yorisoi.sqlite3"
SECONDS = 60  # a command that takes longer hangs
ROWS = 3000  # rows a writer adds while the backup runs: several seconds of commits


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample network in it."""
    folder = tmp_path_factory.mktemp("lived") / "house"
    done = yorisoi("demo", "--no-serve", data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def kept(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("kept") / "house.yorisoi"
    assert yorisoi("backup", file, data=lived_in).returncode == 0
    return file


def yorisoi(*arguments: Any, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder, on SQLite whatever the other tests use."""
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YORISOI_", "DJANGO_", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "-m", "yorisoi", *map(str, arguments)],
        env={**outside, "PYTHONPATH": str(ROOT / "src"), "YORISOI_DATA": str(data), **more},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def rows_of(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, read without Yorisoi."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        ).fetchall()
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}


def state_of(folder: Path) -> dict[str, str]:
    """Return the content of every file of a data folder, to see that nothing changed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line with which a command was refused."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def changed(source: Path, target: Path, **manifest: Any) -> Path:
    """Copy a backup with some of its manifest said otherwise."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        told = json.loads(old.read("manifest.json"))
        new.writestr("manifest.json", json.dumps({**told, **manifest}))
        new.writestr(DATABASE, old.read(DATABASE))
    return target


@contextlib.contextmanager
def writing(database: Path) -> Iterator[Callable[[], int]]:
    """Write rows as fast as they are acknowledged; yields the count so far. Each row is its own transaction."""
    written = 0
    stop = threading.Event()

    def write() -> None:
        nonlocal written
        with contextlib.closing(sqlite3.connect(database, timeout=20)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            while not stop.is_set() and written < ROWS:
                with connection:
                    connection.execute(
                        "INSERT INTO contacts_tag (owner_id, contact_id, name)"
                        " SELECT owner_id, id, ? FROM contacts_contact LIMIT 1",
                        (f"load-{written}",),
                    )
                written += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: written
    finally:
        stop.set()
        thread.join()


def test_a_backup_comes_back_row_by_row(lived_in: Path, kept: Path, tmp_path: Path) -> None:
    done = yorisoi("restore", kept, "--json", data=tmp_path / "house")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["tables"]["contacts_contact"] >= 30
    assert answer["migrated"] == []
    assert answer["kept"] is None
    assert rows_of(tmp_path / "house" / DATABASE) == rows_of(lived_in / DATABASE)
    found = yorisoi("show", "相沢 沙織", "--json", data=tmp_path / "house")
    assert json.loads(found.stdout)["timeline"]


def test_a_backup_is_its_owners_only_and_says_what_it_holds(lived_in: Path, kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    with zipfile.ZipFile(kept) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", DATABASE]
        manifest = json.loads(archive.read("manifest.json"))
        copy = archive.read(DATABASE)
    assert manifest["payload_sha256"] == hashlib.sha256(copy).hexdigest()
    assert "contacts.0001_initial" in manifest["migrations"]
    rows = rows_of(lived_in / DATABASE)
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == {
        name: len(found) for name, found in rows.items()
    }
    assert (lived_in / "secret_key").read_bytes() not in copy


def test_a_backup_under_load_is_of_one_moment(lived_in: Path, tmp_path: Path) -> None:
    house, file = tmp_path / "house", tmp_path / "load.yorisoi"
    assert yorisoi("backup", file, data=lived_in).returncode == 0
    assert yorisoi("restore", file, data=house).returncode == 0
    with writing(house / DATABASE) as written:
        while written() < 20:
            time.sleep(0.01)
        before = written()
        done = yorisoi("backup", file, data=house)
        after = written()
    assert done.returncode == 0, done.stderr
    assert yorisoi("restore", file, data=tmp_path / "back").returncode == 0
    tags = [row[-1] for row in rows_of(tmp_path / "back" / DATABASE)["contacts_tag"] if "load-" in str(row)]
    count = len([row for row in rows_of(tmp_path / "back" / DATABASE)["contacts_tag"] if "load-" in str(row)])
    assert before <= count <= after
    assert tags
    names = {part for row in rows_of(tmp_path / "back" / DATABASE)["contacts_tag"] for part in row}
    assert {f"load-{number}" for number in range(count)} <= names  # every acknowledged row up to that moment


def test_a_house_that_is_lived_in_is_not_overwritten(lived_in: Path, kept: Path, tmp_path: Path) -> None:
    before = state_of(lived_in)
    assert "--replace" in refused(yorisoi("restore", kept, data=lived_in))
    assert state_of(lived_in) == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "diary.txt").write_text("mine", encoding="utf-8")
    assert "--replace" in refused(yorisoi("restore", kept, data=tmp_path / "other"))


def test_replacing_keeps_what_was_there(kept: Path, tmp_path: Path) -> None:
    house = tmp_path / "house"
    assert yorisoi("migrate", data=house).returncode == 0
    before = rows_of(house / DATABASE)
    done = yorisoi("restore", kept, "--replace", "--json", data=house)
    assert done.returncode == 0, done.stderr
    safety = Path(json.loads(done.stdout)["kept"])
    assert safety.parent == house / "safety"
    assert rows_of(safety) == before
    assert rows_of(house / DATABASE)["contacts_contact"]


def test_replacing_mends_a_broken_database(kept: Path, tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / DATABASE).write_bytes(b"not a database at all" * 1000)
    assert yorisoi("restore", kept, "--replace", data=house).returncode == 0
    assert rows_of(house / DATABASE)["contacts_contact"]
    assert [path.read_bytes()[:21] for path in (house / "safety").iterdir()] == [b"not a database at all"]


def test_a_server_that_holds_the_database_is_not_robbed_of_it(kept: Path, tmp_path: Path) -> None:
    house = tmp_path / "house"
    assert yorisoi("migrate", data=house).returncode == 0
    with contextlib.closing(sqlite3.connect(house / DATABASE)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("SELECT count(*) FROM contacts_contact").fetchone()
        assert "サーバーがまだ動いている" in refused(yorisoi("restore", kept, "--replace", data=house))
    assert rows_of(house / DATABASE)["contacts_contact"] == []


def test_a_newer_schema_is_refused_by_name(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        known = json.loads(archive.read("manifest.json"))["migrations"]
    newer = changed(kept, tmp_path / "newer", migrations=[*known, "contacts.0999_tomorrow"], version="9.9")
    told = refused(yorisoi("restore", newer, data=tmp_path / "house"))
    assert "contacts.0999_tomorrow" in told
    assert "9.9" in told
    assert not (tmp_path / "house" / DATABASE).exists()
    assert "新しい形式" in refused(
        yorisoi("restore", changed(kept, tmp_path / "form", format=2), data=tmp_path / "house")
    )


def test_an_older_schema_is_brought_up_to_date(kept: Path, tmp_path: Path) -> None:
    """Take the last migration of the day's page back, as a backup of an earlier version would be."""
    house, file = tmp_path / "house", tmp_path / "older.yorisoi"
    assert yorisoi("restore", kept, data=house).returncode == 0
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("YORISOI_", "DATABASE_URL"))}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "axes", "0008", "--verbosity", "0"],
        env={
            **outside, "PYTHONPATH": str(ROOT / "src"), "YORISOI_DATA": str(house),
            "DJANGO_SETTINGS_MODULE": "yorisoi.config.settings",
        },
        check=True,
        timeout=SECONDS,
    )  # fmt: skip
    assert yorisoi("backup", file, data=house).returncode == 0
    done = yorisoi("restore", file, "--json", data=tmp_path / "back")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["migrated"]
    assert all(name.startswith("axes.") for name in answer["migrated"])
    assert rows_of(tmp_path / "back" / DATABASE)["contacts_contact"] == rows_of(house / DATABASE)["contacts_contact"]
    assert yorisoi("today", data=tmp_path / "back").returncode == 0


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95, 0.999])
def test_half_a_file_changes_nothing(lived_in: Path, kept: Path, tmp_path: Path, share: float) -> None:
    whole = kept.read_bytes()
    (tmp_path / "half").write_bytes(whole[: int(len(whole) * share)])
    before = state_of(lived_in)
    told = refused(yorisoi("restore", tmp_path / "half", "--replace", data=lived_in))
    assert "途中で切れているか、壊れています" in told
    assert state_of(lived_in) == before


def test_a_flipped_byte_changes_nothing(lived_in: Path, kept: Path, tmp_path: Path) -> None:
    whole = bytearray(kept.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    (tmp_path / "flipped").write_bytes(whole)
    before = state_of(lived_in)
    assert "壊れています" in refused(yorisoi("restore", tmp_path / "flipped", "--replace", data=lived_in))
    assert state_of(lived_in) == before


def test_rows_other_than_those_packed_are_refused(kept: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    tables["contacts_contact"]["rows"] += 1
    liar = changed(kept, tmp_path / "liar", tables=tables)
    assert "contacts_contact" in refused(yorisoi("restore", liar, data=tmp_path / "house"))
    assert not (tmp_path / "house" / DATABASE).exists()


def hostile(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files someone might hand us."""

    def packed(name: str, *members: tuple[str, bytes]) -> tuple[str, Path]:
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                archive.writestr(member, content)
        return name, path

    def plain(name: str, content: bytes) -> tuple[str, Path]:
        (folder / name).write_bytes(content)
        return name, folder / name

    yield plain("empty", b"")
    yield plain("text", "ただの文章です".encode())
    yield packed("no-manifest", ("a", b""), ("b", b""))
    yield packed("no-json", ("manifest.json", b"{"), (DATABASE, b""))
    yield packed("deep", ("manifest.json", b"[" * 500_000), (DATABASE, b""))
    yield packed("other-json", ("manifest.json", b"[1]"), (DATABASE, b""))
    yield packed("bomb", ("manifest.json", b" " * 50_000_000), (DATABASE, b""))
    good = {
        "format": 1, "version": "1", "made_at": "", "engine": "sqlite", "payload": DATABASE, "payload_bytes": 10,
        "payload_sha256": "", "migrations": [], "tables": {},
    }  # fmt: skip
    slip = json.dumps({**good, "payload": "../../slip"}).encode()
    yield packed("slip", ("manifest.json", slip), ("../../slip", b"x"))
    yield packed("larger", ("manifest.json", json.dumps(good).encode()), (DATABASE, b"x" * 5_000_000))
    yield packed("types", ("manifest.json", json.dumps({**good, "migrations": [1]}).encode()), (DATABASE, b"x"))
    junk = b"SQLite format 3\x00" + b"\x01" * 4096
    told = {**good, "payload_bytes": len(junk), "payload_sha256": hashlib.sha256(junk).hexdigest()}
    yield packed("junk", ("manifest.json", json.dumps(told).encode()), (DATABASE, junk))
    huge = json.dumps({**good, "payload_bytes": 10**18}).encode()
    yield packed("huge", ("manifest.json", huge), (DATABASE, b"x"))


def test_files_of_ill_will_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, path in hostile(tmp_path / "in"):
        told = refused(yorisoi("restore", path, data=tmp_path / "deep" / "er" / "house"))
        assert any("ぁ" <= sign <= "ん" for sign in told), name
        assert not (tmp_path / "deep" / "er" / "house" / DATABASE).exists(), name
    assert not list(tmp_path.rglob("slip"))[1:]
    assert not list(tmp_path.rglob(".restore-*"))


def test_a_place_that_cannot_be_written_is_told(lived_in: Path, tmp_path: Path) -> None:
    assert "フォルダーがありません" in refused(yorisoi("backup", tmp_path / "no" / "file", data=lived_in))
    assert "フォルダーです" in refused(yorisoi("backup", tmp_path, data=lived_in))
    assert "まだデータがありません" in refused(yorisoi("backup", tmp_path / "file", data=tmp_path / "fresh"))
    assert "見つかりません" in refused(yorisoi("restore", tmp_path / "none", data=tmp_path / "fresh"))


def test_what_a_killed_restore_left_is_cleared_away(kept: Path, tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / ".restore-abc").mkdir(parents=True)
    (house / ".restore-abc" / DATABASE).write_bytes(b"half")
    assert yorisoi("restore", kept, data=house).returncode == 0
    assert sorted(path.name for path in house.iterdir() if path.name.startswith(".restore")) == []
