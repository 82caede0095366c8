"""Bring the tables of the data folder up to date. Other commands do this by themselves; this one says what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from yorisoi.doors.operation import House, Needs

NAME = "migrate"
SUMMARY = "データベースの形を、この版に合わせます。"
NEEDS = Needs.SETTINGS


@dataclass(frozen=True, kw_only=True)
class Question:
    """Nothing needs to be said."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was applied."""

    applied: Annotated[list[str], "今回あてた変更(アプリ.名前)。"]


def run(question: Question, house: House) -> Answer:
    """Apply what is missing; nothing when all is in place."""
    from yorisoi.doors.house import bring_up_to_date

    return Answer(applied=bring_up_to_date())


def render(answer: Answer) -> str:
    """Say how many changes were applied."""
    if not answer.applied:
        return "データベースは、もうこの版に合っています。"
    return f"データベースをこの版に合わせました({len(answer.applied)}件の変更)。"
