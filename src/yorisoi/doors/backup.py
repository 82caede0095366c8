"""One file to keep, and its way back: what was packed is compared row by row before it is let in."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from yorisoi import __version__
from yorisoi.doors import archive
from yorisoi.doors.archive import Manifest
from yorisoi.doors.operation import Progress, RefusedError
from yorisoi.doors.store import Restored, Snapshot, Store, compare, store_of

SAFETY = "safety"  # folder inside the data folder: what a restore took the place of


def backup(target: Path, *, now: datetime, progress: Progress) -> tuple[Manifest, Path | None]:
    """Write a backup and return its manifest, and where the file now is whose name it took.

    Raises:
        RefusedError: there is nothing to back up, or the copy is not sound.
        OSError: it cannot be written there.
    """
    if target.is_dir():
        raise RefusedError(f"「{target}」はフォルダーです。ファイルの名前まで書いてください。")
    if not target.parent.is_dir():
        raise RefusedError(f"「{target.parent}」というフォルダーがありません。")
    store = _store()
    with tempfile.TemporaryDirectory(prefix=".yorisoi-backup-", dir=target.parent) as folder:
        payload = Path(folder) / store.PAYLOAD
        held = store.snapshot(payload, progress)
        manifest = Manifest(
            format=archive.FORMAT,
            version=__version__,
            made_at=now.isoformat(),
            engine=store.ENGINE,
            payload=store.PAYLOAD,
            payload_bytes=payload.stat().st_size,
            payload_sha256=archive.hash_of(payload),
            migrations=held.migrations,
            tables=held.tables,
        )
        return manifest, archive.pack(target, payload, manifest)


def restore(source: Path, *, replace: bool, now: datetime, progress: Progress) -> tuple[Manifest, Restored]:
    """Put a backup in place of the data folder's database, or change nothing at all.

    Raises:
        RefusedError: the file is damaged, foreign, newer, or of another database; or the folder is lived in.
        OSError: a file cannot be read or written.
    """
    from django.conf import settings

    folder = Path(settings.DATA_DIR)
    with archive.opened(source) as (packed, manifest):
        store = _store()
        _refuse_other_engine(manifest, store)
        _refuse_newer(manifest)
        if store.is_lived_in() and not replace:
            raise RefusedError(
                f"データフォルダー「{folder}」には、もうデータがあります。置き換えるときは --replace を付けてください"
                "(今あるものは控えに残します)。"
            )
        from yorisoi.doors.stores.sqlite import staging

        with staging(folder) as place:
            payload = place / store.PAYLOAD
            archive.unpack(packed, manifest, payload)
            keep_at = folder / SAFETY / f"{now:%Y%m%d-%H%M%S}-{store.PAYLOAD}"
            done = store.put_back(
                payload,
                check=lambda found: _check(manifest, found),
                keep_at=keep_at if replace else None,
                progress=progress,
            )
    return manifest, done


def _store() -> Store:
    from django.db import connection

    return store_of(connection.vendor)


def _check(manifest: Manifest, found: Snapshot) -> None:
    compare(manifest.tables, found.tables)
    if set(manifest.migrations) != set(found.migrations):
        raise RefusedError(archive.DAMAGED)


def _refuse_other_engine(manifest: Manifest, store: Store) -> None:
    if manifest.engine != store.ENGINE or manifest.payload != store.PAYLOAD:
        raise RefusedError(
            f"このバックアップは {manifest.engine} のものです。今の設定は {store.ENGINE} なので戻せません。何も変えていません。"
        )


def _refuse_newer(manifest: Manifest) -> None:
    """Refuse a schema this version does not know, by the name of what is unknown."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for migration in loader.disk_migrations.values() for app, name in migration.replaces}
    strange = [name for name in manifest.migrations if name not in known]
    if strange:
        raise RefusedError(
            f"このバックアップは、より新しい版(yorisoi {manifest.version}、{strange[0]})で作られています。"
            "yorisoi を新しくしてから戻してください。何も変えていません。"
        )
