"""The owner's import folder: a file kept while a question is open, and the progress of work in one transaction.

Progress cannot be a row: until the commit nobody else sees it, and SQLite has one writer. It is a small file, locked
by whoever works; the lock ends with the process, however it ends, so a locked file means "at work" and a file left
unlocked means "stopped, and nothing was written".
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yorisoi.apps.exchange.errors import AlreadyRunningError, ExchangeError
from yorisoi.apps.exchange.source import MAX_BYTES

_BLOCK = 1024 * 1024  # bytes copied at a time
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Kept:
    """A file taken in: where it lies, what it is, how large."""

    path: Path
    sha256: str
    size: int  # bytes


def folder() -> Path:
    """Return the import folder inside the data folder, made for the owner's eyes only."""
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(uid: uuid.UUID, stream: BinaryIO) -> Kept:
    """Copy ``stream`` aside. One byte beyond the bound is enough for the reader to refuse it; no more is copied."""
    path = kept_file(uid)
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "wb") as out:
        while size <= MAX_BYTES and (block := stream.read(min(_BLOCK, MAX_BYTES + 1 - size))):
            digest.update(block)
            size += len(block)
            out.write(block)
    return Kept(path, digest.hexdigest(), size)


def kept_file(uid: uuid.UUID) -> Path:
    """Return where the copy of an import's file lies, if it was kept."""
    return folder() / f"{uid}.file"


def forget(uid: uuid.UUID) -> None:
    """Remove everything kept for an import."""
    kept_file(uid).unlink(missing_ok=True)
    _progress_file(uid).unlink(missing_ok=True)


def older_than(moment: datetime) -> list[uuid.UUID]:
    """Return the imports whose kept copy was written before ``moment``."""
    bound = moment.timestamp()
    return [uuid.UUID(path.stem) for path in folder().glob("*.file") if path.stat().st_mtime < bound]


@contextmanager
def at_work(uid: uuid.UUID) -> Iterator[Callable[[int, int], None]]:
    """Hold an import for this worker, and give it a function to tell (done, total) with.

    Raises:
        AlreadyRunningError: another worker holds it.
    """
    path = _progress_file(uid)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError from error
        _tell(handle, 0, 0)
        try:
            yield lambda done, total: _tell(handle, done, total)
        except ExchangeError:
            path.unlink(missing_ok=True)
            raise
        path.unlink(missing_ok=True)  # after any other error it stays, and says that the work stopped
    finally:
        os.close(handle)


def progress(uid: uuid.UUID) -> tuple[int, int] | None:
    """Return (done, total) of an import at work; None when nobody works on it."""
    return _look(uid)[1]


def stopped(uid: uuid.UUID) -> bool:
    """Say whether work on an import ended before its time. Nothing was written then."""
    exists, working = _look(uid)
    return exists and working is None


def _look(uid: uuid.UUID) -> tuple[bool, tuple[int, int] | None]:
    try:
        handle = os.open(_progress_file(uid), os.O_RDWR)
    except FileNotFoundError:
        return False, None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True, _told(handle)
        return True, None
    finally:
        os.close(handle)


def _told(handle: int) -> tuple[int, int]:
    text = os.pread(handle, 100, 0).decode().strip("\0 \n")
    done, total = json.loads(text) if text.endswith("]") else (0, 0)  # read between two writes: still at the start
    return done, total


def _tell(handle: int, done: int, total: int) -> None:
    # Padded to one length: a reader never sees the tail of a longer earlier line.
    os.pwrite(handle, json.dumps([done, total]).ljust(40).encode(), 0)


def _progress_file(uid: uuid.UUID) -> Path:
    return folder() / f"{uid}.progress"
