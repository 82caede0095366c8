"""The judgement: may I write to this person now on this channel, and if not, from when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from .days import in_japan
from .span import at_minute, minute_of
from .table import Table
from .tuning import HORIZON_DAYS
from .verdict import FREE, HOLD, NO_REPLY_ONLY, Channel, Hold, HoldKind, Note, Override, Verdict

_HOLD_TEXT = {
    HoldKind.MOURNING: "ご不幸があったとのこと。{until}ごろまでは、そっとお待ちしましょう。",
    HoldKind.DISASTER: "災害のあった地域です。{until}ごろまでは、お見舞いのほかは控えましょう。",
    HoldKind.BUSY_UNTIL: "{until}まではお忙しいと伺っています。それまでは、そっとお待ちしましょう。",
    HoldKind.NOT_BEFORE: "{after}以降にと伺っています。その日まで、安心してお待ちください。",
}


def may_write(
    at: datetime,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    overrides: tuple[Override, ...] = (),
    holds: tuple[Hold, ...] = (),
) -> Verdict:
    """Whether a message of one's own accord is courteous at ``at`` (aware), and if not, from when.

    What they asked for, and an answer to what they wrote, is always welcome: this judges only what nobody waits for.

    Raises:
        ValueError: ``at`` carries no time zone.
    """
    here = in_japan(at)
    row = table.resolve(profession)
    notes = _all_notes(here, channel, row, table, overrides, holds)
    level = max((note.level for note in notes), default=FREE)
    if level < HOLD:
        return Verdict(True, level, at, notes)
    opening, _ = _opening(here, channel, row, table, overrides, holds)
    return Verdict(False, level, opening, notes)


def earliest(
    at: datetime,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    overrides: tuple[Override, ...] = (),
    holds: tuple[Hold, ...] = (),
) -> Verdict:
    """The first moment from ``at`` on that is courteous without reserve.

    Stricter than :func:`may_write`: it also passes over weekends and holidays (for messages and calls), national quiet
    periods, a trade's closing days, and the hours that are better avoided. ``notes`` hold what moved the moment and are
    empty when ``next_ok == at``; ``level`` and ``allowed`` are those of ``next_ok``. Should a hand-edited calendar be
    closed throughout, the answer is the far end of the search and says ``allowed=False``.

    Raises:
        ValueError: ``at`` carries no time zone.
    """
    here = in_japan(at)
    row = table.resolve(profession)
    opening, moved_by = _opening(here, channel, row, table, overrides, holds)
    level = max((n.level for n in _all_notes(opening, channel, row, table, overrides, holds)), default=FREE)
    return Verdict(level < HOLD, level, at if opening == here else opening, moved_by)


def day_notes(
    day: date,
    *,
    channel: Channel,
    profession: str | None,
    table: Table,
    overrides: tuple[Override, ...] = (),
    holds: tuple[Hold, ...] = (),
) -> tuple[Note, ...]:
    """Everything the calendar says about ``day``, hours aside, weightiest first."""
    return _day_notes(day, channel, table.resolve(profession), table, overrides, holds)


def _all_notes(
    here: datetime, channel: Channel, row: str, table: Table, overrides: tuple[Override, ...], holds: tuple[Hold, ...]
) -> tuple[Note, ...]:
    notes = _day_notes(here.date(), channel, row, table, overrides, holds)
    hours = tuple(_hour_notes(here, channel, row, table))
    return tuple(sorted((*notes, *hours), key=lambda note: -note.level)) if hours else notes


def _day_notes(
    day: date, channel: Channel, row: str, table: Table, overrides: tuple[Override, ...], holds: tuple[Hold, ...]
) -> tuple[Note, ...]:
    notes = table.view(row, channel, day).notes
    if not overrides and not holds:
        return notes
    replaced = _replacements(day, overrides)
    if replaced:
        notes = tuple(note for note in notes if not _of_trade(note))
    return tuple(sorted((*_hold_notes(day, holds), *replaced, *notes), key=lambda note: -note.level))


def _of_trade(note: Note) -> bool:
    return note.code.startswith(("season.", "quiet."))


def _replacements(day: date, overrides: tuple[Override, ...]) -> tuple[Note, ...]:
    return tuple(
        Note("override", override.text, override.level, override.from_, override.last_day, "")
        for override in overrides
        if override.from_ <= day <= override.last_day
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


def _hour_notes(here: datetime, channel: Channel, row: str, table: Table) -> Iterator[Note]:
    hours = table.hours[channel]
    if hours.day_off == FREE:  # a letter or a meeting lands when the other is ready for it
        return
    yield from hours.notes(here, channel)
    minute = minute_of(here)
    for rule in table.professions[row].daily:
        if channel in rule.channels and minute in rule.clock:
            yield Note(f"hours.{row}", rule.why, rule.level, None, None, table.professions[row].source)
    for weekday in table.weekday_hours:
        note = weekday.note(here)
        if note:
            yield note


def _opening(
    here: datetime, channel: Channel, row: str, table: Table, overrides: tuple[Override, ...], holds: tuple[Hold, ...]
) -> tuple[datetime, tuple[Note, ...]]:
    """First courteous moment from ``here`` on, and what moved it there. Each turn of the loop goes at least a day on."""
    moved_by: dict[str, Note] = {}
    moment = here
    for _ in range(HORIZON_DAYS):
        day = moment.date()
        blocks = _blocks(day, channel, row, table, overrides, holds)
        if not blocks:
            found = _hour_on(day, moment if day == here.date() else None, channel, row, table, here)
            if found is not None:
                if found != moment and day == here.date():
                    _remember(moved_by, _hour_blocks(here, channel, row, table))
                return found, tuple(sorted(moved_by.values(), key=lambda note: -note.level))
            blocks = _hour_blocks(here, channel, row, table)
        _remember(moved_by, blocks)
        moment = at_minute(_last_day(blocks, day, bool(overrides)) + timedelta(days=1), 0, here)
    return moment, tuple(moved_by.values())


def _last_day(blocks: tuple[Note, ...], day: date, overridden: bool) -> date:
    """How far the blocks of ``day`` surely reach. A season may be lifted half-way by an override: then day by day."""
    sure = (note.until for note in blocks if note.until and not (overridden and _of_trade(note)))
    return max((until for until in sure if until > day), default=day)


def _remember(moved_by: dict[str, Note], notes: tuple[Note, ...]) -> None:
    for note in notes:
        moved_by.setdefault(note.code, note)


def _blocks(
    day: date, channel: Channel, row: str, table: Table, overrides: tuple[Override, ...], holds: tuple[Hold, ...]
) -> tuple[Note, ...]:
    """Notes of ``day`` that make one wait for another day."""
    blocks = table.view(row, channel, day).blocks
    if not overrides and not holds:
        return blocks
    replaced = _replacements(day, overrides)
    if replaced:
        held = tuple(note for note in replaced if note.level >= HOLD)
        blocks = (*held, *(note for note in blocks if not _of_trade(note)))
    return (*_hold_notes(day, holds), *blocks)


def _hour_blocks(here: datetime, channel: Channel, row: str, table: Table) -> tuple[Note, ...]:
    """Notes of the hour that make one wait: the channel's own hours, and the trade's from level 2."""
    channel_codes = ("hours.night", "hours.avoid", "hours.outside")
    return tuple(
        note
        for note in _hour_notes(here, channel, row, table)
        if note.level >= HOLD
        or note.code in channel_codes
        or (note.level >= NO_REPLY_ONLY and note.code == f"hours.{row}")
    )


def _hour_on(
    day: date, after: datetime | None, channel: Channel, row: str, table: Table, like: datetime
) -> datetime | None:
    """First good moment of ``day``, not before ``after``: ``after`` itself, else where a best time begins."""
    if after is not None and not _hour_blocks(after, channel, row, table):
        return after
    hours = table.hours[channel]
    ends = [rule.clock.end for rule in table.professions[row].daily if channel in rule.channels]
    starts = [clock.start for clock in hours.best]
    starts += [end for end in ends if any(end in clock for clock in hours.best)]
    for minute in sorted(starts):
        moment = at_minute(day, minute, like)
        if (after is None or moment > after) and not _hour_blocks(moment, channel, row, table):
            return moment
    return None
