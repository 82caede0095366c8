"""A file as it came in: its name, its bytes within a bound, and its lines as text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from yorisoi.apps.exchange.decoding import Decoded, broken_euc_line, decode
from yorisoi.apps.exchange.record import Problem

# 50 MB holds twenty years of a lively talk room or ten thousand cards with small photos; larger is a mistake or an attack.
MAX_BYTES = 50 * 1024 * 1024
# Nobody has met more people; a file that says so is a mailing list or an attack.
MAX_PEOPLE = 50_000
# A lively room writes 50 messages a day: this is more than twenty years of it.
MAX_MESSAGES = 400_000
# Characters in one line. Only an embedded photo is longer, and that is dropped before it is measured.
MAX_LINE = 200_000
# Lines a format may look at to recognise a file: card apps put up to seven notes before the header.
HEAD_LINES = 60
_HEAD_WIDTH = 4000  # characters of each of them
_BLOCK = 1 << 20  # bytes read in one go

# First bytes of files that people hand in by mistake, and what to say.
_WRONG_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF", "PDFファイル"),
    (b"RIFF", "音声や動画のファイル"),
    (b"\xd0\xcf\x11\xe0", "ExcelやWordなどのファイル"),
    (b"MZ", "プログラムのファイル"),
    (b"\x7fELF", "プログラムのファイル"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"7z\xbc\xaf", "圧縮ファイル"),
    (b"Rar!", "圧縮ファイル"),
    (b"SQLite format 3", "データベースのファイル"),
)
_FILM = re.compile(rb"^....ftyp", re.DOTALL)
# Photographs, as telephones and scanners write them: JPEG, PNG, GIF, TIFF, WebP, HEIC.
_PHOTO = re.compile(
    rb"^(?:\xff\xd8\xff|\x89PNG\r\n|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP|....ftyp(?:hei|hev|mif1|msf1|avi[fs]))",
    re.DOTALL,
)
_OFFICE = {b"xl/": "Excelのファイル", b"word/": "Wordのファイル", b"ppt/": "PowerPointのファイル"}


class Unreadable(Exception):  # noqa: N818  (it is what happened to the file, and reads as such where it is raised)
    """The file cannot be read. ``str()`` is one kind Japanese sentence that says what to do; ``line`` counts from 1."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a format may look at to recognise a file: its name and the first lines, each cut to a bearable width.

    A photograph has no lines, and says that it is one.
    """

    name: str
    lines: tuple[str, ...]
    is_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A loaded file whose lines are decoded as they are read, as often as they are asked for."""

    name: str
    decoded: Decoded

    @property
    def is_photo(self) -> bool:
        """Whether this is a photograph: ``decoded.data`` are its bytes, and there are no lines."""
        return is_photo(self.decoded.data)

    @property
    def head(self) -> Head:
        """The first lines."""
        if self.is_photo:
            return Head(name=self.name, lines=(), is_photo=True)
        first = itertools.islice(self.decoded.lines(), HEAD_LINES)
        return Head(name=self.name, lines=tuple(line[:_HEAD_WIDTH] for line in first))

    @property
    def text(self) -> str:
        """The whole text at once, lines ended by ``\\n``: for formats that cannot be read by the line."""
        return "\n".join(self.decoded.lines())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What decoding has to say."""
        line = self.decoded.broken_line
        if line is None:
            return ()
        text = f"{line}行目に読み取れない文字がありました。�になっているところを、取り込む前に見てください。"
        return (Problem(line=line, text=text),)

    def lines(self) -> Iterator[str]:
        """Every line, without its end.

        Raises:
            Unreadable: a line is longer than any honest one.
        """
        for number, line in enumerate(self.decoded.lines(), start=1):
            if len(line) > MAX_LINE:
                raise too_long(number)
            yield line


def is_photo(start: bytes) -> bool:
    """Say whether a file that begins with ``start`` (a dozen bytes) is a photograph."""
    return _PHOTO.match(start) is not None


def too_long(line: int) -> Unreadable:
    """The line is longer than anybody writes."""
    return Unreadable(f"{line}行目が長すぎて読めませんでした。元のアプリからもう一度書き出してみてください。", line)


def load(name: str, file: BinaryIO | Path, max_bytes: int = MAX_BYTES) -> Source:
    """Read ``file`` into memory, but never more than ``max_bytes`` of it.

    Raises:
        Unreadable: empty, too large, or plainly another kind of file.
    """
    if isinstance(file, Path):
        try:
            if file.stat().st_size > max_bytes:
                raise _too_large(max_bytes)
            with file.open("rb") as stream:
                data = _bounded(stream, max_bytes)
        except OSError as error:
            raise Unreadable(f"「{name}」を開けませんでした。ファイルの場所と名前を確かめてください。") from error
    else:
        data = _bounded(file, max_bytes)
    if is_photo(data):
        return Source(name=name, decoded=Decoded(data=data, encoding="latin-1"))
    _refuse_other_types(data)
    decoded = decode(data)
    if (line := broken_euc_line(decoded)) is not None:
        raise Unreadable(
            f"文字コードがEUC-JPのようですが、{line}行目に読めない文字があります。UTF-8で保存し直してから、もう一度選んでください。",
            line,
        )
    if decoded.encoding in ("utf-8", "cp932", "euc_jp") and (at := decoded.data.find(b"\0")) >= 0:
        line = decoded.data.count(b"\n", 0, at) + 1
        raise Unreadable(
            f"{line}行目に文字ではないデータが入っていました。元のアプリからもう一度書き出してみてください。", line
        )
    return Source(name=name, decoded=decoded)


def _bounded(stream: BinaryIO, max_bytes: int) -> bytes:
    """All of ``stream``; a stream that goes on beyond the bound is given up there, not read to its end."""
    blocks: list[bytes] = []
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > max_bytes:
            raise _too_large(max_bytes)
        blocks.append(block)
    return b"".join(blocks)


def _too_large(max_bytes: int) -> Unreadable:
    megabytes = max(1, max_bytes // (1024 * 1024))
    return Unreadable(f"ファイルが大きすぎます。{megabytes}MBまで読めますので、いくつかに分けてお試しください。")


def _refuse_other_types(data: bytes) -> None:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Unreadable("ファイルが空でした。元のアプリから書き出し直して、もう一度選んでください。")
    kind = next((label for mark, label in _WRONG_TYPES if data.startswith(mark)), None)
    if kind == "zip":
        kind = next((label for part, label in _OFFICE.items() if part in data[:_BLOCK]), None)
        if kind is None:
            raise Unreadable(
                "zipの中に写真が見つかりませんでした。写真でなければ、中のファイルを取り出して選んでください。"
            )
    if kind is None and _FILM.match(data):
        kind = "動画のファイル"
    if kind is not None:
        raise Unreadable(
            f"{kind}のようです。連絡先はvCard(.vcf)かCSV、LINEはトーク履歴のテキスト(.txt)を選んでください。"
        )
