"""What the evidence model looks at: letters of each sentence, and named facts of the situation and of the wording.

A feature is a name and a number, so a weight can always be read back as words. Nothing here judges.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

import jpholiday

from yorisoi.core.coach.finding import Finding
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.tokens import tokens
from yorisoi.core.coach.wish import WishKind

GRAM = 5
"""Letters of the longest n-gram: most Japanese verb endings with their stem fit."""
DAYS = (0, 1, 3, 7, 14, 30, 59, 120, 365)
"""Upper edges, in days, of the spans of time people speak of: today, this week, a fortnight, two months, a year."""
EXCHANGES = (0, 1, 2, 4, 8, 20)
"""Upper edges of answered messages: none, the first few, acquainted, familiar."""
LENGTHS = (60, 100, 150, 200, 250, 300, 400)
"""Upper edges, in characters, of the length of a body."""
EVENING, NIGHT, MORNING, OFFICE = 20.0, 21.5, 7.0, 9.0
"""Hours of the day at which writing begins to feel late, disturbs, no longer disturbs, and is usual."""
SATURDAY, SUNDAY = 5, 6
MANY = 3
"""Counts above this many say nothing more."""
RARE = "more"

CIRCUMSTANCES = (
    "night", "evening", "rest", "busy", "requested", "live", "agreed", "invited", "close", "on_their_day", "agenda",
    "channel:letter", "stage:warm", "stage:met_once", "stage:considering", "stage:client", "stage:declined",
    "unanswered:0", "unanswered:1", "unanswered:2", "unanswered:3", "wish:no_pitch", "wish:no_contact",
    "wish:they_write", "wrong_channel", "too_early", "exchanges:0", "facts:0", "product:0",
)  # fmt: skip
"""Facts that change what the same words mean: each is crossed with the others, with every cue and with every rule."""

_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")


def grams(sentence: str) -> list[str]:
    """All 1- to ``GRAM``-letter stretches of a sentence, numbers made one sign, with repeats."""
    text = _BLANKS.sub(" ", _DIGITS.sub("0", sentence)).lower()
    size = len(text)
    return [text[i : i + n] for n in range(1, GRAM + 1) for i in range(size - n + 1)]


def facts(reading: Reading, findings: Iterable[Finding]) -> dict[str, float]:
    """Named features of a draft in its situation, what the rules said among them."""
    plain = _situation(reading) | _shape(reading) | _wishes(reading)
    said = _cues(reading) | {f"rule:{finding.rule}:{finding.severity.value}": 1.0 for finding in findings}
    return plain | said | _crossed(plain, said)


def _step(value: int | None, edges: tuple[int, ...]) -> str:
    if value is None:
        return "never"
    return next((str(edge) for edge in edges if value <= edge), RARE)


def _situation(reading: Reading) -> dict[str, float]:
    s = reading.situation
    names = [f"channel:{s.channel}", f"stage:{s.stage}", f"month:{s.sent_at.month}"]
    sizes: dict[str, float] = {"exchanges~": math.log1p(s.exchanges) / 3}
    for name, days in (
        ("met", s.first_met_days_ago),
        ("out", s.last_outgoing_days_ago),
        ("in", s.last_incoming_days_ago),
        ("silence", s.silence_days),
    ):
        names.append(f"{name}:{_step(days, DAYS)}")
        if days is not None:
            sizes[f"{name}~"] = math.log1p(days) / 5
    names += [f"unanswered:{min(MANY, s.unanswered_in_a_row)}", f"exchanges:{_step(s.exchanges, EXCHANGES)}"]
    names += _hour(reading)
    names += [
        name
        for name in ("requested", "on_their_day", "live", "close", "agreed", "invited", "agenda", "eases", "busy")
        if getattr(reading, name)
    ]
    return sizes | dict.fromkeys(names, 1.0)


def _hour(reading: Reading) -> list[str]:
    at = reading.situation.sent_at
    hour = at.hour + at.minute / 60
    names = []
    if hour >= NIGHT or hour < MORNING:
        names.append("night")
    elif hour >= EVENING:
        names.append("evening")
    elif hour < OFFICE:
        names.append("morning")
    holiday = bool(jpholiday.is_holiday(at.date()))
    if at.weekday() == SATURDAY:
        names.append("saturday")
    if holiday or at.weekday() == SUNDAY:
        names.append("rest")
    return names


def _shape(reading: Reading) -> dict[str, float]:
    size = len(reading.text.body)
    stage = reading.situation.stage
    names = [
        f"length:{_step(size, LENGTHS)}",
        f"length:{_step(size, LENGTHS[3::2])}:{stage}",
        f"questions:{min(MANY + 1, len(reading.questions))}",
        f"facts:{min(MANY, len(reading.facts_used))}",
        f"known:{min(MANY, len(reading.situation.known_facts))}",
        f"product:{min(MANY, len(reading.product_hits))}",
        f"substance:{min(MANY + 1, reading.substance)}",
    ]
    return dict.fromkeys(names, 1.0) | {
        "length~": size / 200,
        "sentences~": len(reading.text.sentences) / 8,
        "lines~": reading.text.norm.count("\n") / 10,
        "substance~": min(8, reading.substance) / 4,
    }


def _wishes(reading: Reading) -> dict[str, float]:
    situation = reading.situation
    today = situation.sent_at.date()
    names = []
    for wish in reading.wishes:
        names.append(f"wish:{wish.kind.value}")
        if wish.kind is WishKind.CHANNEL and (
            (wish.channels and situation.channel not in wish.channels) or situation.channel in wish.barred
        ):
            names.append("wrong_channel")
        if wish.opens is not None:
            names.append("too_early" if today < wish.opens else "open_now")
    asked = [word for request in situation.their_requests for word in tokens(request)]
    shared = sum(word in reading.text.norm for word in asked)
    found = dict.fromkeys(names, 1.0)
    if situation.their_requests:
        found["has_request"] = 1.0
    if shared:
        found |= {"takes_up_request": 1.0, "takes_up_request~": shared / len(asked)}
    return found


def _cues(reading: Reading) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in reading.lexicon.cues:
        count = len(reading.hits(name))
        if count:
            found[f"cue:{name}"] = 1.0
        if count > 1:
            found[f"cue:{name}:again"] = 1.0
    for evidence in reading.phrases:
        found[f"phrase:{evidence.rule}"] = 1.0
        found[f"phrase:{evidence.phrase.id}"] = 1.0
    return found


def _crossed(plain: Mapping[str, float], said: Mapping[str, float]) -> dict[str, float]:
    here = [name for name in CIRCUMSTANCES if name in plain]
    pairs = {f"{one}&{two}": 1.0 for i, one in enumerate(here) for two in here[i + 1 :]}
    words = [name for name in said if name.startswith(("cue:", "rule:")) and not name.endswith(":again")]
    return pairs | {f"{one}&{word}": 1.0 for one in here for word in words}
