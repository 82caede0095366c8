"""A drawer of photographed cards at the command line: found in files, folders and zips, and read while one waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from yorisoi.doors.operation import House, RefusedError

if TYPE_CHECKING:
    from yorisoi.apps.exchange.models import ImportBatch


def parted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Part photographs (with those in folders, and zips that hold some) from other files, each in the order given.

    Raises:
        RefusedError: a folder holds no photograph, or a zip is too large to look into.
    """
    photographs: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if one.is_file() and _holds_photos(one)]
            if not inside:
                raise RefusedError(
                    f"「{path}」に名刺の写真が見つかりませんでした。ほかのファイルは、一つずつ選んでください。"
                )
            photographs += inside
        else:
            (photographs if _holds_photos(path) else others).append(path)
    return photographs, others


def _holds_photos(path: Path) -> bool:
    from yorisoi.apps.exchange import photos
    from yorisoi.apps.exchange.format import Unreadable

    try:
        with path.open("rb") as stream:
            return photos.holds_photos(stream)
    except OSError:
        return False  # the usual way says what is wrong with it
    except Unreadable as error:
        raise RefusedError(f"{path.name}: {error}") from error


def _opened(paths: Sequence[Path]) -> Iterator[tuple[str, BinaryIO]]:
    """Open one file after the other: a drawer holds more than a process may have open."""
    for path in paths:
        with path.open("rb") as stream:
            yield path.name, stream


def read(paths: Sequence[Path], house: House) -> tuple[ImportBatch, list[str]]:
    """Keep the photographs, read them all, and plan. Returns the import and a sentence for each that was refused.

    Raises:
        RefusedError: there are too many, or none of them can be taken.
    """
    from yorisoi.apps.exchange import photos

    if len(paths) > photos.MOST_PHOTOS:
        raise RefusedError(f"一度に読み取れるのは{photos.MOST_PHOTOS}枚までです。いくつかに分けてお試しください。")
    called = photos.title([path.name for path in paths])
    received = photos.receive(owner=house.owner, files=_opened(paths), called=called, now=house.now)
    if received.batch is None:
        raise RefusedError(" ".join(received.refused) or "写真が見つかりませんでした。")

    def progress(done: int, total: int) -> None:
        house.progress("名刺を読み取っています", done, total)

    return photos.read_now(received.batch, now=house.now, progress=progress), received.refused
