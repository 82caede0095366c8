"""The phrase book: pushy wordings with their exceptions and alternatives, compiled once and read only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pushy wording: ``level`` 1–3, the condition under which it counts, what cancels it, and kinder words."""

    id: str
    rule: str
    category: str
    level: int
    condition: str
    pattern: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    whole_message: bool
    why: str
    instead: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One named kind of wording the rules reason with (a question about a decision, a deadline, a release…)."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    examples: tuple[str, ...]
    traps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases and cues. Build it once with :meth:`from_mapping` and share it: it never changes."""

    phrases: tuple[Phrase, ...] = ()
    cues: Mapping[str, Cue] = field(default_factory=dict)
    safe: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_mapping(cls, parsed: Mapping[str, Any]) -> Lexicon:
        """Compile a parsed phrase book.

        Raises:
            ValueError: an entry lacks an id, or a pattern does not compile; the message names the entry.
        """
        words = {name: f"(?:{body})" for name, body in parsed.get("words", {}).items()}
        return cls(
            phrases=tuple(_phrase(entry) for entry in parsed.get("rules", ())),
            cues={name: _cue(name, entry, words) for name, entry in parsed.get("cues", {}).items()},
            safe=tuple((entry["use"], entry["text"]) for entry in parsed.get("safe_phrases", ())),
        )


def _phrase(entry: Mapping[str, Any]) -> Phrase:
    name = entry.get("id")
    if not isinstance(name, str):
        raise ValueError(f"phrase without an id: {entry!r}")
    return Phrase(
        id=name,
        rule=str(entry.get("rule", "")),
        category=str(entry.get("cat", "")),
        level=int(entry.get("sev", 1)),
        condition=str(entry.get("ctx", "always")),
        pattern=_compiled(name, entry["re"]) if "re" in entry else None,
        unless=_compiled(name, entry["unless"]) if "unless" in entry else None,
        whole_message=entry.get("scope") == "message",
        why=str(entry.get("why", "")),
        instead=tuple(entry.get("alt", ())),
        example=str(entry.get("ex", "")),
    )


def _cue(name: str, entry: Mapping[str, Any], words: Mapping[str, str]) -> Cue:
    return Cue(
        name=name,
        pattern=_compiled(name, "|".join(_spelled(line, words) for line in entry["re"])),
        unless=_compiled(name, "|".join(_spelled(line, words) for line in entry["unless"]))
        if "unless" in entry
        else None,
        examples=tuple(entry.get("ex", ())),
        traps=tuple(entry.get("not", ())),
    )


def _spelled(line: str, words: Mapping[str, str]) -> str:
    """Replace ``<name>`` by the shared word list of that name."""
    return re.sub(r"<([a-z_]+)>", lambda m: words[m.group(1)], line)


def _compiled(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise ValueError(f"pattern of {name!r} does not compile: {error}") from error
