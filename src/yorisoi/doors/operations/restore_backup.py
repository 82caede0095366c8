"""Put a backup back: refuse a newer or damaged one, migrate an older one, compare every table, then let it in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from yorisoi.doors.operation import Argument, House, Needs, Option

NAME = "restore"
SUMMARY = "控えのファイルから、すべてを元に戻します。"
NEEDS = Needs.SETTINGS


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which file, and whether it may take the place of what is there."""

    file: Annotated[Path, Argument("控えのファイル。", "FILE")]
    replace: Annotated[bool, Option("今あるデータと置き換えます(今あるものは safety フォルダーに残します)。")] = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was put back."""

    made_at: Annotated[str, "控えを作った日時。"]
    version: Annotated[str, "控えを作った版。"]
    tables: Annotated[dict[str, int], "確かめた表と行数。"]
    migrated: Annotated[list[str], "この版に合わせた変更(アプリ.名前)。"]
    kept: Annotated[Path | None, "置き換える前のデータの控え。"]


def run(question: Question, house: House) -> Answer:
    """Put it back, or change nothing."""
    from yorisoi.doors import backup

    manifest, done = backup.restore(
        question.file.expanduser().absolute(), replace=question.replace, now=house.now, progress=house.progress
    )
    return Answer(
        made_at=manifest.made_at,
        version=manifest.version,
        tables={name: table.rows for name, table in manifest.tables.items()},
        migrated=list(done.applied),
        kept=done.kept,
    )


def render(answer: Answer) -> str:
    """Say what is back, and where the earlier data lie."""
    people = answer.tables.get("contacts_contact", 0)
    touches = answer.tables.get("interactions_interaction", 0)
    lines = [
        f"元に戻しました({people:,}人、やり取り{touches:,}件)。"
        f"{len(answer.tables)}の表すべてで、行数と内容が控えと合うことを確かめました。"
    ]
    if answer.migrated:
        lines.append(f"この版に合わせました({len(answer.migrated)}件の変更)。")
    if answer.kept:
        lines.append(f"置き換える前のデータは {answer.kept} にあります。")
    return "\n".join(lines)
