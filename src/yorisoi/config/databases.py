"""Which database, with the options that keep every acknowledged write.

SQLite runs WAL + synchronous=FULL + IMMEDIATE: measured, it is the only WAL setting that loses nothing at a power cut
and never answers "database is locked" to four writers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

BUSY_TIMEOUT_SECONDS = 20  # a writer waits this long for another; SQLite's wait is unfair, so it must be generous
KEEP_CONNECTION_SECONDS = 600  # a connection is cheap to keep and costs PRAGMAs to open
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000;"  # 256 MiB mapped, 32 MB of page cache
)
FORMS = (
    "YORISOI_DATABASE_URL(なければ DATABASE_URL)は、postgres://ユーザー:パスワード@ホスト/名前 か sqlite:///ファイル の"
    "形で書いてください(PostgreSQLは15以上)。空にすると、データフォルダーのSQLiteを使います。"
)


def from_url(url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's settings for one database.

    ``url`` empty means SQLite in ``data_dir``; otherwise ``sqlite:///…`` or ``postgres://…``.

    Raises:
        ValueError: the URL cannot be read, or names a database that Yorisoi is not tested on. The sentence, for people,
            names the setting and its forms, never the URL, which may hold a password.
    """
    if not url:
        return _sqlite(data_dir / "yorisoi.sqlite3")
    try:
        parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=KEEP_CONNECTION_SECONDS))
    except ValueError as error:
        raise ValueError(FORMS) from error
    engine = str(parsed["ENGINE"])
    if engine.endswith("sqlite3"):
        return _sqlite(parsed["NAME"])
    if engine.endswith("postgresql"):
        parsed["CONN_HEALTH_CHECKS"] = True
        return parsed
    raise ValueError(FORMS)


def _sqlite(path: Path | str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_TIMEOUT_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }
