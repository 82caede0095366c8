"""The draft made comparable: one normalised text, its sentences, and the way back to the characters as typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.finding import Span

_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f\u00ad"
)
"""Zero-width and direction marks and variation selectors: they may split a word for a pattern but not for an eye."""
_INVISIBLE |= frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),  # grapheme joiner
        (0x061C, 0x061C),  # Arabic letter mark
        (0x115F, 0x1160),  # Hangul fillers
        (0x180B, 0x180F),  # Mongolian selectors
        (0x206A, 0x206F),  # deprecated format marks
        (0x2800, 0x2800),  # empty Braille cell
        (0x3164, 0x3164),  # Hangul filler
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFFF9, 0xFFFB),  # interlinear marks
        (0xE0000, 0xE0FFF),  # tags and further variation selectors
    )
    for code in range(first, last + 1)
)
_SPREAD = re.compile(r"(?<![^\W\d_a-zA-Z])(?:[ぁ-ゖァ-ヺー一-鿿々][ \t]){3,}[ぁ-ゖァ-ヺー一-鿿々](?![^\W\d_a-zA-Z])")
"""Four Japanese letters or more with a space after each: spread for the eye, one word for the reader."""
_VOICING = "\uff9e\uff9f\u3099\u309a"
_SENTENCE = re.compile(r"[^。!?\n]*(?:[。!?]+|\n|$)")
_EDGE = " \t\r\n\u3000"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the normalised text, end excluded, without white space at its edges."""

    start: int
    end: int
    text: str


class Text:
    """Subject and body as one NFKC text in which patterns are sought, with every place traceable to the raw draft."""

    def __init__(self, draft: Draft) -> None:
        """Normalise the draft; the subject, where there is one, becomes the first line."""
        self._subject = draft.subject or ""
        self._body = draft.body
        self._head = len(self._subject) + 1 if self._subject else 0
        self.raw = f"{self._subject}\n{self._body}" if self._subject else self._body
        self.norm, self._starts, self._ends = _normalised(self.raw)
        self.body_start = (
            next((i for i, at in enumerate(self._starts) if at >= self._head), len(self.norm)) if self._head else 0
        )

    @property
    def body(self) -> str:
        """The normalised body."""
        return self.norm[self.body_start :]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of subject and body in order; a line break always ends one."""
        found = []
        for match in _SENTENCE.finditer(self.norm):
            text = match.group()
            start = match.start() + len(text) - len(text.lstrip(_EDGE))
            text = text.strip(_EDGE)
            if text:
                found.append(Sentence(start, start + len(text), text))
        return tuple(found)

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that covers a position of the normalised text."""
        for sentence in self.sentences:
            if sentence.start <= position < sentence.end:
                return sentence
        return None

    def span(self, start: int, end: int) -> Span:
        """The raw place of a stretch of the normalised text; a stretch over both parts is cut to the part it starts in."""
        if not self.norm or start >= end:
            return Span(0, 0, "")
        first, last = self._starts[start], self._ends[end - 1]
        if first < self._head:
            last = min(last, len(self._subject))
            first = min(first, last)
            return Span(first, last, self._subject[first:last], "subject")
        first, last = first - self._head, last - self._head
        return Span(first, last, self._body[first:last])


def _normalised(raw: str) -> tuple[str, list[int], list[int]]:
    """NFKC text with the raw start and end of each of its characters."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    index, size = 0, len(raw)
    while index < size:
        stop = index + 1
        while stop < size and (raw[stop] in _VOICING or unicodedata.combining(raw[stop])):
            stop += 1
        cluster = raw[index:stop]
        if cluster == "\r" and raw[stop : stop + 1] == "\n":  # a form sends both; they are one line end
            index = stop
            continue
        plain = "\n" if cluster == "\r" else unicodedata.normalize("NFKC", cluster)
        for char in plain:
            if char not in _INVISIBLE and not unicodedata.combining(char):
                out.append(char)
                starts.append(index)
                ends.append(stop)
        index = stop
    norm = "".join(out)
    gaps = {at for m in _SPREAD.finditer(norm) for at in range(m.start(), m.end()) if norm[at] in " \t"}
    if gaps:
        keep = [at for at in range(len(norm)) if at not in gaps]
        return "".join(norm[at] for at in keep), [starts[at] for at in keep], [ends[at] for at in keep]
    return norm, starts, ends
