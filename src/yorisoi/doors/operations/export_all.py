"""Take everything out: people as vCard and CSV for other programs, and all there is as JSON, for coming back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from yorisoi.doors.operation import Argument, House, Needs, RefusedError

NAME = "export"
SUMMARY = "すべてを書き出します(vCard・CSV・JSON)。"
NEEDS = Needs.MEMORY


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where to."""

    folder: Annotated[Path, Argument("書き出す先のフォルダー(なければ作ります)。", "DIR")]


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
        RefusedError: the place is a file.
        OSError: it cannot be written.
    """
    from yorisoi.apps.exchange import export

    folder = question.folder.expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"「{folder}」はフォルダーではありません。")
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
