"""A scaffold: a few lines to begin from, which hold the person's own fact and leave room for one true sentence.

Each technique composes its own (``techniques/``). Nothing is composed without a stored fact: what could go to anybody
is no help on an empty page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

OPEN, CLOSE = "〔", "〕"
"""Marks of the place that is the writer's own; not used in ordinary letters."""
_PLACE = re.compile(f"{OPEN}[^{CLOSE}\n]*{CLOSE}")
QUOTED = 40
"""Characters of a fact shown in a line: one line and a half on a phone."""


class About(StrEnum):
    """What the stored fact is to the person."""

    INTEREST = "interest"
    CONCERN = "concern"
    STRENGTH = "strength"
    VALUE = "value"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a scaffold may be made of.

    Attributes:
        fact: Something they told, in stored words.
        about: What that is to them.
        heard: When it was heard, as the reader would say it (10月3日に); empty to leave it out.
        name: How the letter addresses them, with the honorific; empty in a chat.
        own_news: The writer's own news in a sentence; empty for none.
        easy: Whether the tie is warm enough for plain words.
    """

    fact: str
    about: About
    heard: str = ""
    name: str = ""
    own_news: str = ""
    easy: bool = False

    @property
    def quote(self) -> str:
        """The fact as a quotation fits into a line."""
        line = " ".join(self.fact.split()).rstrip("。. ").translate(str.maketrans("「」〔〕", "『』[]"))
        return f"「{line if len(line) <= QUOTED else line[: QUOTED - 1] + '…'}」"

    @property
    def recalled(self) -> str:
        """The opening that shows what was heard, by what it is to them."""
        said = {
            About.INTEREST: f"{self.quote}がお好きとうかがったこと",
            About.CONCERN: f"{self.quote}とおっしゃっていたこと",
            About.STRENGTH: f"{self.quote}がお得意とうかがったこと",
            About.VALUE: f"{self.quote}を大切にされているとうかがったこと",
            About.BACKGROUND: f"{self.quote}というお話",
        }[self.about]
        return f"{self.heard}{said}"


def place(text: str) -> str:
    """The place for the writer's own sentence, with a word on what it may hold."""
    return f"{OPEN}{text}{CLOSE}"


def places(body: str) -> tuple[str, ...]:
    """The places in a draft that still wait for the writer's own words."""
    return tuple(match.group() for match in _PLACE.finditer(body))


def written(lines: tuple[str, ...], material: Material) -> str:
    """Lines as the sheet shows them: the name first where there is one."""
    return "\n".join(line for line in (material.name, *lines) if line)
