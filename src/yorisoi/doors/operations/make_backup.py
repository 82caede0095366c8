"""Back everything up into one file, while the house goes on: a consistent copy, checked, with its own manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from yorisoi.doors.operation import Argument, House, Needs

NAME = "backup"
SUMMARY = "すべてを一つのファイルに控えます。使っている最中でも大丈夫です。"
NEEDS = Needs.SETTINGS


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where the file goes."""

    file: Annotated[Path, Argument("控えのファイル(例: yorisoi-2026-11-22.yorisoi)。", "FILE")]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was kept."""

    file: Annotated[Path, "控えのファイル。"]
    bytes: Annotated[int, "その大きさ。"]
    engine: Annotated[str, "データベースの種類。"]
    tables: Annotated[dict[str, int], "表ごとの行数。"]
    previous: Annotated[Path | None, "同じ名前だった前のファイルを、どこに残したか。"]


def run(question: Question, house: House) -> Answer:
    """Copy, check, pack, and only then give the file its name."""
    from yorisoi.doors import backup

    target = question.file.expanduser().absolute()
    manifest, previous = backup.backup(target, now=house.now, progress=house.progress)
    return Answer(
        file=target,
        bytes=target.stat().st_size,
        engine=manifest.engine,
        tables={name: table.rows for name, table in manifest.tables.items()},
        previous=previous,
    )


def render(answer: Answer) -> str:
    """Say what the file holds."""
    people = answer.tables.get("contacts_contact", 0)
    touches = answer.tables.get("interactions_interaction", 0)
    said = f"控えを作りました: {answer.file}({answer.bytes / 1_000_000:.1f} MB、{people:,}人、やり取り{touches:,}件)"
    return f"{said}\n前のファイルは {answer.previous} に残しました。" if answer.previous else said
