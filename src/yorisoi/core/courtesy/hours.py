"""Hours of a channel: when a message may land, when it is better a little later, and when never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .span import WEEKDAYS, Clock, minute_of, minutes
from .verdict import BRIEF, HOLD, Channel, Note

_NIGHT = {
    Channel.PHONE: "お電話は、夜9時から朝8時までは控えましょう。",
    Channel.EMAIL: "夜のメールは、下書きのまま置いておきましょう。翌朝のほうが気持ちよく届きます。",
}
_NIGHT_MESSAGE = "夜のメッセージは、下書きのまま置いておきましょう。通知で休む時間を妨げずにすみます。"


@dataclass(frozen=True, slots=True)
class Hours:
    """The clock of one channel. ``day_off`` is the level on weekends and holidays (0 = no matter)."""

    best: tuple[Clock, ...]
    ok: tuple[Clock, ...]
    avoid: tuple[Clock, ...]
    never: tuple[Clock, ...]
    day_off: int
    source: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any], sources: Mapping[str, str]) -> Hours:
        """Read one row of ``hours``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        best, ok, avoid, never = (
            tuple(Clock.parse(text) for text in row.get(name, ())) for name in ("best", "ok", "avoid", "never")
        )
        if not best:
            raise ValueError("a channel needs at least one best time")
        source = "; ".join(sources[key] for key in row.get("sources", ()))
        return cls(best, ok, avoid, never, int(row["day_off"]), source)

    def notes(self, at: datetime, channel: Channel) -> Iterator[Note]:
        """What the clock says about ``at`` (Japanese time); nothing when the hour is fine."""
        minute = minute_of(at)
        if any(minute in clock for clock in self.never):
            yield Note("hours.night", _NIGHT.get(channel, _NIGHT_MESSAGE), HOLD, None, None, self.source)
        elif any(minute in clock for clock in self.avoid):
            yield Note("hours.avoid", _avoid_text(minute, channel), BRIEF, None, None, self.source)
        elif not any(minute in clock for clock in self.ok):
            text = "日中の時間帯なら、より気持ちよく受け取っていただけそうです。"
            yield Note("hours.outside", text, BRIEF, None, None, self.source)


def _avoid_text(minute: int, channel: Channel) -> str:
    if 11 * 60 + 30 <= minute < 13 * 60:
        return "お昼どきです。午後になってからがよさそうです。"
    if minute < 10 * 60:
        return "始業まもない時間です。10時を過ぎてからがよさそうです。"
    end = "お電話は明日の日中に。" if channel is Channel.PHONE else "明日の朝でも遅くはなさそうです。"
    return f"一日の終わりの時間です。{end}"


@dataclass(frozen=True, slots=True)
class WeekdayHours:
    """Hours of certain weekdays (0 is Monday) that are busy for nearly everyone."""

    id: str
    weekdays: frozenset[int]
    clock: Clock
    level: int
    why: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> WeekdayHours:
        """Read one row of ``weekday_hours``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        weekdays = frozenset(WEEKDAYS.index(day) for day in row["days"])
        return cls(row["id"], weekdays, Clock(minutes(row["from"]), minutes(row["to"])), int(row["level"]), row["why"])

    def note(self, at: datetime) -> Note | None:
        """The note for ``at`` (Japanese time), if it falls inside."""
        if at.weekday() in self.weekdays and minute_of(at) in self.clock:
            return Note(f"hours.{self.id}", self.why, self.level, None, None, "")
        return None
