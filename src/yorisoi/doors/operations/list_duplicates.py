"""Who in the book may be there twice, pair by pair with the reason. Nothing is merged here: that is for the owner's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from yorisoi.doors.operation import House, Needs, Option

NAME = "duplicates"
SUMMARY = "同じ方かもしれない二枚を、わけと一緒に見ます(まとめるのは画面で)。"
NEEDS = Needs.MEMORY
MOST_PAIRS = 10_000  # more than anyone reads; a script takes them in one go


@dataclass(frozen=True, kw_only=True)
class Question:
    """How many."""

    most: Annotated[int, Option("何組まで見るか。", "組数", within=(1, MOST_PAIRS))] = 50


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two cards that may be one person's."""

    one: Annotated[int, "一枚目の番号。"]
    one_name: Annotated[str, "一枚目のお名前。"]
    other: Annotated[int, "もう一枚の番号。"]
    other_name: Annotated[str, "もう一枚のお名前。"]
    reason: Annotated[str, "わけ。"]
    sure: Annotated[bool, "たしかか。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found."""

    pairs: Annotated[list[Pair], "同じ方かもしれない組。"]
    more: Annotated[bool, "まだあるかもしれないか。"]


def run(question: Question, house: House) -> Answer:
    """Walk the book page by page."""
    from yorisoi.apps.contacts import pairs

    found: list[Pair] = []
    after, begun = "", False
    while (after or not begun) and len(found) < question.most:
        begun = True
        page = pairs.pairs(house.owner, after=after)
        after = page.after
        found += [
            Pair(
                one=pair.one.pk, one_name=pair.one.name, other=pair.other.pk, other_name=pair.other.name,
                reason=pair.reason, sure=pair.sure,
            )
            for pair in page.pairs
        ]  # fmt: skip
    return Answer(pairs=found[: question.most], more=bool(after) or len(found) > question.most)


def render(answer: Answer) -> str:
    """Put the pairs into words."""
    if not answer.pairs:
        return "同じ方らしい方は、見あたりません。"
    lines = [f"{pair.one_name}({pair.one}) と {pair.other_name}({pair.other}): {pair.reason}" for pair in answer.pairs]
    return "\n".join([*lines, *(["ほかにもあるかもしれません。"] if answer.more else [])])
