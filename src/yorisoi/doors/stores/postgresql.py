"""PostgreSQL: copied by pg_dump from one snapshot; put back beside the schema in use, which gives way last.

pg_dump and pg_restore must be at least as new as the server; they come with its client package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yorisoi.doors.operation import Progress, RefusedError
from yorisoi.doors.store import Check, Restored, Snapshot, TableSum, sum_of

ENGINE = "postgresql"
PAYLOAD = "yorisoi.pgdump"

HOME = "public"  # the schema Django writes to
ASIDE = "yorisoi_before_restore"  # its name while it waits until the restored tables have been checked
ROWS_AT_ONCE = 5000  # fetched from the server in one go; a few megabytes
PICTURES_AT_ONCE = 16  # likewise of rows with a picture, each up to three megabytes as text


def snapshot(target: Path, progress: Progress) -> Snapshot:
    """Dump and count from one exported snapshot, so that both are of the same moment whatever is written meanwhile.

    Raises:
        RefusedError: there is no database yet, or pg_dump is missing or fails.
    """
    program = _program("pg_dump")
    with _connected() as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            if not _tables(cursor):
                raise RefusedError("まだデータがありません。`yorisoi serve` か `yorisoi import` から始められます。")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
            _run([program, "--format=custom", "--no-owner", "--no-privileges", f"--schema={HOME}",
                  f"--snapshot={name}", f"--file={target}"])  # fmt: skip
            return _read(connection, progress)
        finally:
            cursor.execute("ROLLBACK")


def is_lived_in() -> bool:
    """Say whether the database holds tables."""
    with _connected() as connection, connection.cursor() as cursor:
        return bool(_tables(cursor))


def put_back(payload: Path, *, check: Check, keep_at: Path | None, progress: Progress) -> Restored:
    """Set the schema in use aside, restore, check, migrate; whatever fails, it comes back as it was."""
    from yorisoi.doors.house import bring_up_to_date

    program = _program("pg_restore")
    kept = _keep(keep_at)
    with _connected() as connection, connection.cursor() as cursor:
        _set_aside(cursor)
        try:
            _run([program, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
                  f"--dbname={connection.settings_dict['NAME']}", f"--schema={HOME}", str(payload)])  # fmt: skip
            check(_read(connection, progress))
            applied = bring_up_to_date()
        except BaseException:
            _take_back(cursor)
            raise
        cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")
    return Restored(applied=tuple(applied), kept=kept)


def _keep(keep_at: Path | None) -> Path | None:
    if keep_at is None or not is_lived_in():
        return None
    keep_at.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    snapshot(keep_at, lambda what, done, total: None)
    keep_at.chmod(0o600)
    return keep_at


def _read(connection: Any, progress: Progress) -> Snapshot:
    with connection.cursor() as cursor:
        names = _tables(cursor)
    tables: dict[str, TableSum] = {}
    for done, name in enumerate(names, start=1):
        tables[name] = sum_of(_rows(connection, name))
        progress("確かめています", done, len(names))
    if "django_migrations" not in tables:
        raise RefusedError("寄り添いのデータベースではないようです。何も変えていません。")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {HOME}.django_migrations ORDER BY id")  # noqa: S608  (a constant)
        return Snapshot(tables=tables, migrations=tuple(f"{app}.{name}" for app, name in cursor.fetchall()))


def _rows(connection: Any, name: str) -> Iterator[bytes]:
    """Yield every row of a table as the server writes it, a few megabytes at a time."""
    at_once = PICTURES_AT_ONCE if _holds_bytes(connection, name) else ROWS_AT_ONCE
    with connection.chunked_cursor() as cursor:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"SELECT t::text FROM {HOME}.{quoted} AS t")  # noqa: S608  (quoted)
        while rows := cursor.fetchmany(at_once):
            for (text,) in rows:
                yield text.encode()


def _holds_bytes(connection: Any, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s AND data_type = 'bytea' LIMIT 1",
            [HOME, name],
        )
        return cursor.fetchone() is not None


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [HOME])
    return [name for (name,) in cursor.fetchall()]


def _set_aside(cursor: Any) -> None:
    """Give the schema in use another name, with all that stands in it, and make an empty one.

    Raises:
        RefusedError: an earlier restore was cut off and what it set aside still waits.
    """
    cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ASIDE])
    if cursor.fetchone() is not None:
        raise RefusedError(
            f"前の復元が途中で止まったようです。元の表はスキーマ {ASIDE} にあります。確かめてから名前を {HOME} に戻してください。"
        )
    cursor.execute(f"BEGIN; ALTER SCHEMA {HOME} RENAME TO {ASIDE}; CREATE SCHEMA {HOME}; COMMIT")


def _take_back(cursor: Any) -> None:
    """Undo ``_set_aside``."""
    cursor.execute(f"BEGIN; DROP SCHEMA {HOME} CASCADE; ALTER SCHEMA {ASIDE} RENAME TO {HOME}; COMMIT")


@contextmanager
def _connected() -> Iterator[Any]:
    from django.db import connection

    connection.ensure_connection()
    yield connection


def _program(name: str) -> str:
    """Return the path of a PostgreSQL program.

    Raises:
        RefusedError: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise RefusedError(f"{name} が見つかりません。PostgreSQLのクライアント(postgresql-client)を入れてください。")
    return found


def _run(command: list[str]) -> None:
    """Run a PostgreSQL program; the password goes by the environment, never by the command line."""
    from django.db import connection

    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    surroundings = {**os.environ, **{ours: str(told[theirs]) for ours, theirs in names.items() if told.get(theirs)}}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "")
        raise RefusedError(f"{Path(command[0]).name} がうまくいきませんでした({last})。何も変えていません。")
