"""The plain facts about one relationship that a rule may know, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

CHANNELS = ("email", "line", "messenger", "sms", "letter")
STAGES = ("met_once", "acquainted", "warm", "considering", "client", "declined")
MODES = ("normal", "mlm", "lawyer")
MODE_NAMES = {"連鎖販売": "mlm", "弁護士": "lawyer", "通常": "normal"}
"""Words a person may use for a mode, besides the identifiers themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtesyNote:
    """What the courtesy calendar says about the moment of sending, in plain values.

    ``level`` grows with the care the season asks for (0: none); ``next_ok`` is the next moment that suits.
    """

    level: int
    allowed: bool
    reason: str
    next_ok: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One dated line of the timeline that a finding may cite."""

    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One relationship at one moment.

    Days are whole days before ``sent_at``; ``None`` means it never happened. ``unanswered_in_a_row`` counts my messages
    since theirs, ``exchanges`` the times a message got an answer, ``today_outgoing`` my messages of the last two days.
    ``closed`` says that they asked for no further contact. ``ask_from`` is the first day on which the courtesies of the
    distance let a request be natural; ``None`` where they name none.
    """

    channel: str
    sent_at: datetime
    stage: str = "acquainted"
    first_met_days_ago: int | None = None
    last_outgoing_days_ago: int | None = None
    last_incoming_days_ago: int | None = None
    unanswered_in_a_row: int = 0
    exchanges: int = 0
    their_profession: str = ""
    known_facts: tuple[str, ...] = ()
    their_requests: tuple[str, ...] = ()
    product_of_sender: str = ""
    courtesy: CourtesyNote | None = None
    mode: str = "normal"
    closed: bool = False
    evidence: tuple[TimelineLine, ...] = ()
    contact_name: str = ""
    today_outgoing: int = 0
    is_newsletter: bool = False
    consent_recorded: bool = True
    ask_from: date | None = None

    def __post_init__(self) -> None:
        """Refuse values no rule could reason about."""
        if self.sent_at.tzinfo is None:
            raise ValueError("送る日時には時差(+09:00 など)を付けてください。")
        _one_of("channel", self.channel, CHANNELS)
        _one_of("stage", self.stage, STAGES)
        _one_of("mode", self.mode, MODES)

    @property
    def silence_days(self) -> int | None:
        """Days since anything went either way; ``None`` when nothing ever did."""
        days = [d for d in (self.last_outgoing_days_ago, self.last_incoming_days_ago) if d is not None]
        return min(days) if days else None

    @classmethod
    def from_mapping(cls, context: Mapping[str, Any]) -> Situation:
        """Read the plain mapping used by scripts and by labelled messages.

        Missing fields take their defaults; ``sent_at`` (ISO 8601 with offset) and ``channel`` are needed.

        Raises:
            ValueError: a field cannot be read; the message is a Japanese sentence naming the field.
        """
        if not isinstance(context, Mapping):
            raise ValueError("状況は「名前: 値」の組で書いてください。")
        return cls(
            channel=_text(context, "channel", "email"),
            sent_at=_moment(context, "sent_at"),
            stage=_text(context, "stage", "acquainted"),
            first_met_days_ago=_days(context, "first_met_days_ago"),
            last_outgoing_days_ago=_days(context, "last_outgoing_days_ago"),
            last_incoming_days_ago=_days(context, "last_incoming_days_ago"),
            unanswered_in_a_row=_count(context, "unanswered_in_a_row"),
            exchanges=_count(context, "exchanges"),
            their_profession=_text(context, "their_profession", ""),
            known_facts=_texts(context, "known_facts"),
            their_requests=_texts(context, "their_requests"),
            product_of_sender=_text(context, "product_of_sender", ""),
            courtesy=_courtesy(context),
            mode=MODE_NAMES.get(mode := _text(context, "mode", "normal"), mode),
            closed=_flag(context, "closed", default=False),
            evidence=_evidence(context),
            contact_name=_text(context, "contact_name", ""),
            today_outgoing=_count(context, "today_outgoing"),
            is_newsletter=_flag(context, "is_newsletter", default=False),
            consent_recorded=_flag(context, "consent_recorded", default=True),
            ask_from=_date(context, "ask_from"),
        )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} は {'・'.join(allowed)} のどれかにしてください({value!r} は読めません)。")


def _text(context: Mapping[str, Any], name: str, default: str) -> str:
    value = context.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise ValueError(f"{name} は文字で書いてください。")
    return value


def _texts(context: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = context.get(name)
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise ValueError(f"{name} は文字の並びにしてください。")
    return tuple(value)


def _days(context: Mapping[str, Any], name: str) -> int | None:
    value = context.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} は0以上の日数にしてください。")
    return value


def _count(context: Mapping[str, Any], name: str) -> int:
    value = context.get(name)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} は0以上の整数にしてください。")
    return value


def _flag(context: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = context.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise ValueError(f"{name} は true か false にしてください。")
    return value


def _moment(context: Mapping[str, Any], name: str) -> datetime:
    value = context.get(name)
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{name}(送る日時)がありません。")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{name}(送る日時)を読めません: {value!r}") from error


def _date(context: Mapping[str, Any], name: str) -> date | None:
    value = context.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} は 2026-11-21 のような日付にしてください。")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{name} は 2026-11-21 のような日付にしてください({value!r} は読めません)。") from error


def _courtesy(context: Mapping[str, Any]) -> CourtesyNote | None:
    value = context.get("courtesy")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError("courtesy は「名前: 値」の組で書いてください。")
    return CourtesyNote(
        level=_count(value, "level"),
        allowed=_flag(value, "allowed", default=True),
        reason=_text(value, "reason", ""),
        next_ok=_moment(value, "next_ok") if value.get("next_ok") is not None else None,
    )


def _evidence(context: Mapping[str, Any]) -> tuple[TimelineLine, ...]:
    value = context.get("evidence")
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ValueError("evidence は {on, text} の並びにしてください。")
    lines = []
    for line in value:
        if not isinstance(line, Mapping) or not isinstance(line.get("on"), str):
            raise ValueError("evidence は {on, text} の並びにしてください。")
        try:
            on = date.fromisoformat(line["on"])
        except ValueError as error:
            raise ValueError(f"evidence の日付を読めません: {line['on']!r}") from error
        lines.append(TimelineLine(on=on, text=_text(line, "text", "")))
    return tuple(lines)
