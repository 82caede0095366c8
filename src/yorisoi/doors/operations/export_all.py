"""Take everything out: people as vCard and CSV for other programs, and all there is as JSON, for coming back."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from yorisoi.doors.operation import Argument, House, Needs, Option, RefusedError

NAME = "export"
SUMMARY = "すべてを書き出します(vCard・CSV・JSON)。"
NEEDS = Needs.MEMORY
HEAD_BYTES = 4000  # of an export: its first words say what it is
FORMAT = re.compile(rb'"format"\s*:\s*"yorisoi"')


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where to, and whether an earlier export may be replaced."""

    folder: Annotated[Path, Argument("書き出す先のフォルダー(なければ作ります)。", "DIR")]
    replace: Annotated[bool, Option("前の書き出しを、新しいもので置き換えます。")] = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was written."""

    files: Annotated[list[Path], "書き出したファイル。"]
    contacts: Annotated[int, "人数。"]
    points: Annotated[int, "連絡先の数。"]
    tags: Annotated[int, "タグの数。"]
    facts: Annotated[int, "知っていることの数。"]
    interactions: Annotated[int, "やり取りの数。"]


def run(question: Question, house: House) -> Answer:
    """Write the files, each whole or not at all.

    Raises:
        RefusedError: the place is a file, holds something else, or holds an earlier export that may not be replaced.
        OSError: it cannot be written.
    """
    from yorisoi.apps.exchange import export

    folder = question.folder.expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"「{folder}」はフォルダーではありません。")
    _refuse_occupied(folder, (export.VCARD, export.CSV, export.JSON), replace=question.replace)
    done = export.write_all(house.owner, folder, house.now)
    return Answer(
        files=[folder / name for name in done.files],
        contacts=done.contacts,
        points=done.points,
        tags=done.tags,
        facts=done.facts,
        interactions=done.interactions,
    )


def render(answer: Answer) -> str:
    """Say what lies where."""
    files = "\n".join(f"  {path}" for path in answer.files)
    return f"書き出しました({answer.contacts:,}人、やり取り{answer.interactions:,}件)。\n{files}"


def _refuse_occupied(folder: Path, names: Collection[str], *, replace: bool) -> None:
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if not held:
        return
    strange = [name for name in held if name not in names]
    if strange or not _is_earlier(folder):
        raise RefusedError(
            f"「{folder}」には、ほかのもの({(strange or held)[0]})があります。空のフォルダーか、新しい名前を書いてください。"
        )
    if not replace:
        raise RefusedError(
            f"「{folder}」には、前の書き出しがあります。置き換えるときは --replace を付けてください。残すときは、別のフォルダーに。"
        )


def _is_earlier(folder: Path) -> bool:
    """Say whether the JSON there is an export of ours. It is written last: without it nothing tells whose files these are."""
    whole = folder / "yorisoi.json"
    if not whole.is_file():
        return False
    with whole.open("rb") as file:
        return FORMAT.search(file.read(HEAD_BYTES)) is not None
