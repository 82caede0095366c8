"""The judgement: may I write to this person now on this channel, and if not, from when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .days import in_japan
from .span import at_minute, minute_of
from .table import Table
from .told import Hold, HoldKind, OwnSeason
from .trade import Trade
from .tuning import HORIZON_DAYS
from .verdict import FREE, HOLD, NO_REPLY_ONLY, Channel, Note, Verdict

_HOLD_TEXT = {
    HoldKind.MOURNING: "ご不幸があったとのこと。{until}ごろまでは、そっとお待ちしましょう。",
    HoldKind.DISASTER: "災害のあった地域です。{until}ごろまでは、お見舞いのほかは控えましょう。",
    HoldKind.BUSY_UNTIL: "{until}まではお忙しいと伺っています。それまでは、そっとお待ちしましょう。",
    HoldKind.NOT_BEFORE: "{after}以降にと伺っています。その日まで、安心してお待ちください。",
}
_CHANNEL_HOURS = ("hours.night", "hours.avoid", "hours.outside")


@dataclass(frozen=True, slots=True)
class _Case:
    """Whom, how, and by which facts. ``promised``: the day is one that they named themselves."""

    channel: Channel
    trade: Trade
    table: Table
    overrides: tuple[OwnSeason, ...]
    holds: tuple[Hold, ...]
    promised: bool = False


def may_write(
    at: datetime,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    tags: tuple[str, ...] = (),
    overrides: tuple[OwnSeason, ...] = (),
    holds: tuple[Hold, ...] = (),
) -> Verdict:
    """Whether a message of one's own accord is courteous at ``at`` (aware), and if not, from when.

    What they asked for, and an answer to what they wrote, is always welcome: this judges only what nobody waits for.
    ``tags`` are the words the user sorts this person by; they choose the fields of a trade and local customs.

    Raises:
        ValueError: ``at`` carries no time zone.
    """
    here = in_japan(at)
    case = _Case(channel, table.trade(profession, tags), table, overrides, holds)
    notes = _all_notes(here, case)
    level = max((note.level for note in notes), default=FREE)
    if level < HOLD:
        return Verdict(True, level, at, notes)
    opening, _ = _opening(here, case)
    return Verdict(False, level, opening, notes)


def earliest(
    at: datetime,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    tags: tuple[str, ...] = (),
    overrides: tuple[OwnSeason, ...] = (),
    holds: tuple[Hold, ...] = (),
    promised: bool = False,
) -> Verdict:
    """The first moment from ``at`` on that is courteous without reserve.

    Stricter than :func:`may_write`: it also passes over weekends and holidays (for messages and calls), national quiet
    periods, a trade's closing days, and the hours that are better avoided. With ``promised`` (they named the day
    themselves) only days off, hours, holds and what holds everything (level 3) may move it. ``notes`` hold what moved
    the moment and are empty when ``next_ok == at``; ``level`` and ``allowed`` are those of ``next_ok``. Should a
    hand-edited calendar be closed throughout, the answer is the far end of the search and says ``allowed=False``.

    Raises:
        ValueError: ``at`` carries no time zone.
    """
    here = in_japan(at)
    case = _Case(channel, table.trade(profession, tags), table, overrides, holds, promised)
    opening, moved_by = _opening(here, case)
    level = max((note.level for note in _all_notes(opening, case)), default=FREE)
    return Verdict(level < HOLD, level, at if opening == here else opening, moved_by)


def day_notes(
    day: date,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    tags: tuple[str, ...] = (),
    overrides: tuple[OwnSeason, ...] = (),
    holds: tuple[Hold, ...] = (),
) -> tuple[Note, ...]:
    """Everything the calendar says about ``day``, hours aside, weightiest first."""
    return _day_notes(day, _Case(channel, table.trade(profession, tags), table, overrides, holds))


def _all_notes(here: datetime, case: _Case) -> tuple[Note, ...]:
    notes = _day_notes(here.date(), case)
    hours = tuple(_hour_notes(here, case))
    return tuple(sorted((*notes, *hours), key=lambda note: -note.level)) if hours else notes


def _day_notes(day: date, case: _Case) -> tuple[Note, ...]:
    notes = case.table.view(case.trade, case.channel, day).notes
    if not case.overrides and not case.holds:
        return notes
    replaced = _replacements(day, case.overrides)
    if replaced:
        notes = tuple(note for note in notes if not _of_trade(note))
    return tuple(sorted((*_hold_notes(day, case.holds), *replaced, *notes), key=lambda note: -note.level))


def _of_trade(note: Note) -> bool:
    return note.code.startswith(("season.", "quiet."))


def _replacements(day: date, overrides: tuple[OwnSeason, ...]) -> tuple[Note, ...]:
    """The user's own seasons on ``day``. What is said of the person stands before what is said of the trade."""
    found = [(override, held) for override in overrides if (held := override.holding(day))]
    personal = any(override.personal for override, _ in found)
    return tuple(
        Note("override" if override.personal else "override.trade", override.text, override.level, *held, "")
        for override, held in found
        if override.personal or not personal
    )


def _hold_notes(day: date, holds: tuple[Hold, ...]) -> Iterator[Note]:
    for hold in holds:
        last = hold.last_day
        if hold.since <= day <= last:
            after = last + timedelta(days=1)
            text = _HOLD_TEXT[hold.kind].format(
                until=f"{last.month}月{last.day}日", after=f"{after.month}月{after.day}日"
            )
            yield Note(f"hold.{hold.kind}", text, HOLD, hold.since, last, hold.told)


def _hour_notes(here: datetime, case: _Case) -> Iterator[Note]:
    hours = case.table.hours[case.channel]
    if hours.day_off == FREE:  # a letter or a meeting lands when the other is ready for it
        return
    yield from hours.notes(here, case.channel)
    minute = minute_of(here)
    for rule in case.trade.rhythm.daily:
        if case.channel in rule.channels and minute in rule.clock:
            yield Note(f"hours.{case.trade.row}", rule.why, rule.level, None, None, case.trade.source)
    for weekday in case.table.weekday_hours:
        note = weekday.note(here)
        if note:
            yield note


def _opening(here: datetime, case: _Case) -> tuple[datetime, tuple[Note, ...]]:
    """First courteous moment from ``here`` on, and what moved it there. Each turn of the loop goes at least a day on."""
    moved_by: dict[str, Note] = {}
    moment = here
    for _ in range(HORIZON_DAYS):
        day = moment.date()
        blocks = _blocks(day, case)
        if not blocks:
            found = _hour_on(day, moment if day == here.date() else None, case, here)
            if found is not None:
                if found != moment and day == here.date():
                    _remember(moved_by, _hour_blocks(here, case))
                return found, tuple(sorted(moved_by.values(), key=lambda note: -note.level))
            blocks = _hour_blocks(here, case)
        _remember(moved_by, blocks)
        moment = at_minute(_last_day(blocks, day, bool(case.overrides)) + timedelta(days=1), 0, here)
    return moment, tuple(moved_by.values())


def _last_day(blocks: tuple[Note, ...], day: date, overridden: bool) -> date:
    """How far the blocks of ``day`` surely reach. A season may be lifted half-way by an override: then day by day."""
    sure = (note.until for note in blocks if note.until and not (overridden and _liftable(note)))
    return max((until for until in sure if until > day), default=day)


def _liftable(note: Note) -> bool:
    """Whether a weightier word of the user may end it before its last day."""
    return _of_trade(note) or note.code == "override.trade"


def _remember(moved_by: dict[str, Note], notes: tuple[Note, ...]) -> None:
    for note in notes:
        moved_by.setdefault(note.code, note)


def _blocks(day: date, case: _Case) -> tuple[Note, ...]:
    """Notes of ``day`` that make one wait for another day."""
    view = case.table.view(case.trade, case.channel, day)
    blocks = view.firm if case.promised else view.blocks
    if not case.overrides and not case.holds:
        return blocks
    replaced = _replacements(day, case.overrides)
    if replaced:
        held = tuple(note for note in replaced if note.level >= HOLD)
        blocks = (*held, *(note for note in blocks if not _of_trade(note)))
    return (*_hold_notes(day, case.holds), *blocks)


def _hour_blocks(here: datetime, case: _Case) -> tuple[Note, ...]:
    """Notes of the hour that make one wait: the channel's own hours, and the trade's from level 2."""
    return tuple(
        note
        for note in _hour_notes(here, case)
        if note.level >= HOLD
        or note.code in _CHANNEL_HOURS
        or (note.level >= NO_REPLY_ONLY and note.code == f"hours.{case.trade.row}")
    )


def _hour_on(day: date, after: datetime | None, case: _Case, like: datetime) -> datetime | None:
    """First good moment of ``day``, not before ``after``: ``after`` itself, else where a best time begins."""
    if after is not None and not _hour_blocks(after, case):
        return after
    hours = case.table.hours[case.channel]
    ends = [rule.clock.end for rule in case.trade.rhythm.daily if case.channel in rule.channels]
    starts = [clock.start for clock in hours.best]
    starts += [end for end in ends if any(end in clock for clock in hours.best)]
    for minute in sorted(starts):
        moment = at_minute(day, minute, like)
        if (after is None or moment > after) and not _hour_blocks(moment, case):
            return moment
    return None
