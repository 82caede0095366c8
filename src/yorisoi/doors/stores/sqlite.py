"""SQLite: copied by its online backup, while others write; put back by one rename."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from yorisoi.doors.archive import sync_file, sync_folder
from yorisoi.doors.operation import Progress, RefusedError
from yorisoi.doors.store import BOOKKEEPING, Check, Restored, Snapshot, TableSum, sum_of

ENGINE = "sqlite"
PAYLOAD = "yorisoi.sqlite3"

WAIT_SECONDS = 20.0  # as long as any writer of the house waits
OURS = frozenset({"secret_key", "static", "safety"})  # what a data folder may hold and still count as empty
STAGING = ".restore-"  # folders of a restore under way; one that was killed leaves such a folder behind
COMPANIONS = ("-wal", "-shm", "-journal")
BROKEN = "データベースの点検で壊れたところが見つかりました。何も変えていません。"


def snapshot(target: Path, progress: Progress) -> Snapshot:
    """Copy in one step: readers never hold up a writer in WAL mode, and the copy is of one moment.

    Raises:
        RefusedError: there is no database yet, or the copy does not pass SQLite's own check.
    """
    source = _place()
    if not source.exists():
        raise RefusedError("まだデータがありません。`yorisoi serve` か `yorisoi import` から始められます。")
    with _opened(source) as original, _opened(target, create=True) as copy:
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _check_integrity(copy)
        return _read(copy, progress)


def is_lived_in() -> bool:
    """Say whether the database is there, or anything else in the data folder that this house did not put there."""
    from django.conf import settings

    place = _place()
    if place.exists():
        return True
    folder = Path(settings.DATA_DIR)
    names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    return any(name not in OURS and not name.startswith((STAGING, ".secret_key-")) for name in names)


def put_back(payload: Path, *, check: Check, keep_at: Path | None, progress: Progress) -> Restored:
    """Check and migrate the copy where it lies, then let it take the database's place by one rename."""
    place = _place()
    _refuse_while_open(place)
    with _opened(payload) as copy:
        _check_integrity(copy)
        before = _read(copy, progress)
    check(before)
    applied = _migrate(payload)
    with _opened(payload) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        _check_integrity(copy)
        _check_nothing_lost(before, _read(copy, progress))
    sync_file(payload)
    kept = _keep(place, keep_at)
    os.replace(payload, place)
    for companion in COMPANIONS:
        place.with_name(place.name + companion).unlink(missing_ok=True)
    sync_folder(place.parent)
    return Restored(applied=tuple(applied), kept=kept)


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Make a private folder beside the database, clearing away what a killed restore left."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder) as name:
        yield Path(name)


def _place() -> Path:
    from django.db import connection

    return Path(str(connection.settings_dict["NAME"]))


@contextlib.contextmanager
def _opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=WAIT_SECONDS)
    connection.text_factory = bytes  # text is compared as it is stored, readable or not
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise RefusedError(f"データベースを読めませんでした({error})。何も変えていません。") from error
    finally:
        connection.close()


def _check_integrity(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check").fetchall() != [(b"ok",)]:
        raise RefusedError(BROKEN)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise RefusedError(BROKEN)


def _read(connection: sqlite3.Connection, progress: Progress) -> Snapshot:
    names = [
        name.decode()
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"  # what they hold lies in plain tables of their own
        )
    ]
    tables: dict[str, TableSum] = {}
    for done, name in enumerate(names, start=1):
        quoted = name.replace('"', '""')
        tables[name] = sum_of(repr(row).encode() for row in connection.execute(f'SELECT * FROM "{quoted}"'))  # noqa: S608
        progress("確かめています", done, len(names))
    if "django_migrations" not in tables:
        raise RefusedError("寄り添いのデータベースではないようです。何も変えていません。")
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return Snapshot(tables=tables, migrations=tuple(f"{app.decode()}.{name.decode()}" for app, name in rows))


def _migrate(path: Path) -> list[str]:
    """Bring the copy at ``path`` up to date through a connection of its own."""
    from django.db import connections

    from yorisoi.doors.house import bring_up_to_date

    alias = "restored"
    connections.settings[alias] = {**connections.settings["default"], "NAME": str(path)}
    try:
        return bring_up_to_date(alias)
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def _check_nothing_lost(before: Snapshot, after: Snapshot) -> None:
    """Hold every migration to its word: it may add, and it may leave out nothing of what people wrote."""
    from django.db import connection

    for name in set(connection.introspection.django_table_names()) - BOOKKEEPING:
        if name in before.tables and name in after.tables and after.tables[name].rows < before.tables[name].rows:
            raise RefusedError(f"版を合わせると減ってしまう行がありました({name})。何も変えていません。")


def _refuse_while_open(place: Path) -> None:
    """Refuse while a server has the database open: its next write would go to the file that was moved away.

    Leaving WAL mode needs the file to oneself, and writes everything back into the one file: both are wanted here.
    """
    if not place.exists():
        return
    connection = sqlite3.connect(place, timeout=1.0)  # seconds; a server holds it for longer than that
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise RefusedError("サーバーがまだ動いているようです。止めてから、もう一度お試しください。") from error
    except sqlite3.DatabaseError:
        return  # a broken file has no server; it is kept as it is
    finally:
        connection.close()


def _keep(place: Path, keep_at: Path | None) -> Path | None:
    """Keep what is there beside itself, linked and not moved: there is never a moment without a database."""
    if keep_at is None or not place.exists():
        return None
    keep_at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(place, keep_at)
    except OSError:
        shutil.copy2(place, keep_at)  # a file system without links
    for companion in COMPANIONS:
        beside = place.with_name(place.name + companion)
        if beside.exists():
            shutil.copy2(beside, keep_at.with_name(keep_at.name + companion))
    sync_folder(keep_at.parent)
    return keep_at
