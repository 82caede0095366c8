"""The ``.yorisoi`` file: a zip of exactly two members, the manifest and the copy of a database.

It is written beside its place and renamed, so that a half-written one never carries the name; and it is read as if
someone wished us ill.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from yorisoi.doors.operation import RefusedError
from yorisoi.doors.store import TableSum

FORMAT = 1  # grows when an older Yorisoi could no longer read the file
MANIFEST = "manifest.json"
MANIFEST_BYTES = 1024 * 1024  # a manifest names some forty tables; far below this
BLOCK_BYTES = 1024 * 1024  # read and written at once
PREVIOUS = ".previous"  # after the name of the file that a new one of the same name took the place of
LEVEL = 3  # of deflate: nearly as small as the default at twice the speed
SPARE_BYTES = 64 * 1024 * 1024  # kept free on the disk: the migration and the log need room too
DAMAGED = (
    "バックアップのファイルが途中で切れているか、壊れています。何も変えていません。別のバックアップをお試しください。"
)
FOREIGN = (
    "寄り添いのバックアップではないようです。何も変えていません。`yorisoi backup` で作ったファイルを選んでください。"
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself. ``made_at`` is ISO 8601; ``payload_sha256`` is of the unpacked copy."""

    format: int
    version: str
    made_at: str
    engine: str
    payload: str
    payload_bytes: int
    payload_sha256: str
    migrations: tuple[str, ...]
    tables: Mapping[str, TableSum]

    def as_bytes(self) -> bytes:
        """Return the manifest as a JSON file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def pack(target: Path, payload: Path, manifest: Manifest) -> Path | None:
    """Write the archive, readable by its owner only; it has its name once it is safely on the disk.

    A file that had this name becomes ``NAME.previous``, which is returned; one of that name makes room.
    """
    previous = target.with_name(target.name + PREVIOUS) if os.path.lexists(target) else None
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
                archive.writestr(MANIFEST, manifest.as_bytes())
                archive.write(payload, manifest.payload)
            file.flush()
            os.fsync(file.fileno())
        if previous is not None:
            os.replace(target, previous)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    sync_folder(target.parent)
    return previous


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open an archive and read its manifest.

    Raises:
        RefusedError: it is damaged, something else, or of a newer kind.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OverflowError) as error:
            file.seek(0)
            raise RefusedError(DAMAGED if file.read(4) == b"PK\x03\x04" else FOREIGN) from error
        with archive:
            yield archive, _manifest(archive)


def unpack(archive: zipfile.ZipFile, manifest: Manifest, target: Path) -> None:
    """Write the copy to ``target``, never more of it than the manifest says, and compare its hash.

    Raises:
        RefusedError: there is no room, or the bytes are not those that were packed.
    """
    if shutil.disk_usage(target.parent).free < manifest.payload_bytes * 2 + SPARE_BYTES:
        raise RefusedError("ディスクの空きが足りません。空きを作ってから、もう一度お試しください。何も変えていません。")
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(manifest.payload) as packed, target.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            while block := packed.read(BLOCK_BYTES):
                size += len(block)
                if size > manifest.payload_bytes:
                    raise RefusedError(DAMAGED)
                digest.update(block)
                file.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError(DAMAGED) from error
    if size != manifest.payload_bytes or digest.hexdigest() != manifest.payload_sha256:
        raise RefusedError(DAMAGED)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Wait until the file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the names in the folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    members = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in members or len(archive.infolist()) != 2:
        raise RefusedError(FOREIGN)
    if members[MANIFEST].file_size > MANIFEST_BYTES:
        raise RefusedError(FOREIGN)
    try:
        with archive.open(MANIFEST) as file:
            text = file.read(MANIFEST_BYTES + 1)
        told = json.loads(text)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError(DAMAGED) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(FOREIGN) from error
    manifest = _read(told)
    if set(members) != {MANIFEST, manifest.payload}:
        raise RefusedError(FOREIGN)
    return manifest


def _read(told: Any) -> Manifest:
    if not isinstance(told, Mapping) or not isinstance(told.get("format"), int):
        raise RefusedError(FOREIGN)
    if told["format"] > FORMAT:
        raise RefusedError(
            f"このバックアップは新しい形式({told['format']})です。yorisoi を新しくしてから戻してください。何も変えていません。"
        )
    try:
        return Manifest(
            format=told["format"],
            version=_typed(told["version"], str),
            made_at=_typed(told["made_at"], str),
            engine=_typed(told["engine"], str),
            payload=_typed(told["payload"], str),
            payload_bytes=_typed(told["payload_bytes"], int),
            payload_sha256=_typed(told["payload_sha256"], str),
            migrations=tuple(_typed(name, str) for name in _typed(told["migrations"], list)),
            tables={
                _typed(name, str): TableSum(rows=_typed(table["rows"], int), sum=_typed(table["sum"], str))
                for name, table in _typed(told["tables"], dict).items()
            },
        )
    except (KeyError, TypeError) as error:
        raise RefusedError(FOREIGN) from error


def _typed(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}")
    return value
