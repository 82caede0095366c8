"""Drop the cached distances and fold every timeline again. The timeline itself is not touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from yorisoi.doors.operation import House, Needs

NAME = "rebuild"
SUMMARY = "間合いの控えを捨てて、やり取りの記録から計算し直します。"
NEEDS = Needs.MEMORY


@dataclass(frozen=True, kw_only=True)
class Question:
    """Nothing needs to be said."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How much was folded."""

    people: Annotated[int, "計算し直した人数。"]


def run(question: Question, house: House) -> Answer:
    """Fold all of the owner's people again, in batches; what was interrupted goes on where it ended."""
    from yorisoi.apps.interactions import services

    people = services.rebuild_all(
        owner=house.owner,
        now=house.now,
        progress=lambda done, total: house.progress("計算しています", done, total),
    )
    return Answer(people=people)


def render(answer: Answer) -> str:
    """Say for how many people."""
    return f"{answer.people:,}人の間合いを計算し直しました。"
