"""From the entries of a calendar file to the owner's gatherings: first a plan to look at, then one transaction.

Nothing is stored between the two: the plan travels with the page, signed. What is compared is compared again when it is
applied, so that a page left open overnight writes nothing stale. A blank in a file erases nothing that is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.events import services
from yorisoi.apps.events.checks import THERE
from yorisoi.apps.events.ics import Entry
from yorisoi.apps.events.models import Attendance, Event

TIMES = ("starts_at", "ends_at", "all_day")
TEXTS = ("name", "place", "url", "host", "note")
LABELS = {
    "name": "名前", "place": "場所", "url": "案内のページ", "host": "主催", "note": "覚え書き", "starts_at": "日時",
    "ends_at": "終わり", "all_day": "終日",
}  # fmt: skip
SALT = "yorisoi.events.calendar"
PLAN_HOLDS = timedelta(hours=12)  # a page left open over the day is still good; the comparison is made anew anyway


class Verdict(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    SAME = "same"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry and what becomes of it. ``words`` says what changes, or why nothing does."""

    entry: Entry
    verdict: Verdict
    event: Event | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one gathering, or of all the times of a repeating one: chosen together."""

    rows: Sequence[Row]

    @property
    def key(self) -> str:
        return self.rows[0].entry.group

    @property
    def writes(self) -> int:
        """How many of them would be written."""
        return sum(row.verdict in WRITES for row in self.rows)


WRITES = (Verdict.NEW, Verdict.CHANGED, Verdict.CANCELLED)


def plan(owner: Owner, entries: Iterable[Entry]) -> list[Row]:
    """Compare entries with what is written, in two queries. A repeated UID is an update, never a double."""
    told = list(entries)
    known = {event.uid: event for event in Event.objects.filter(owner=owner, uid__in=[entry.uid for entry in told])}
    met = set(
        Attendance.objects.filter(owner=owner, event__in=[event.pk for event in known.values()], presence__in=THERE)
        .order_by()
        .values_list("event_id", flat=True)
        .distinct()
    )
    return [_row(entry, known.get(entry.uid), met) for entry in told]


def groups(rows: Iterable[Row]) -> list[Group]:
    """The same rows, the times of one repeating gathering together, in the order of their first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.entry.group, []).append(row)
    return [Group(rows) for rows in found.values()]


@dataclass(frozen=True, slots=True)
class Applied:
    """How many gatherings were written, changed and taken away; and sentences about those that were not."""

    new: int
    changed: int
    removed: int
    left: tuple[str, ...]


@transaction.atomic
def apply(*, owner: Owner, entries: Iterable[Entry], chosen: Collection[str], now: datetime, source: str) -> Applied:
    """Write the chosen groups, all in one transaction. Done twice, the second time writes nothing."""
    counts = {Verdict.NEW: 0, Verdict.CHANGED: 0, Verdict.CANCELLED: 0}
    left: list[str] = []
    for row in plan(owner, [entry for entry in entries if entry.group in chosen]):
        if row.verdict not in counts:
            continue
        try:
            with transaction.atomic():
                _write(owner, row, now=now, source=source)
        except ValidationError as error:
            left.append(f"「{row.entry.name}」: {' '.join(error.messages)}")
        else:
            counts[row.verdict] += 1
    return Applied(counts[Verdict.NEW], counts[Verdict.CHANGED], counts[Verdict.CANCELLED], tuple(left))


def pack(owner: Owner, entries: Iterable[Entry], source: str) -> str:
    """Put a plan into signed text that only this house and this owner can use again."""
    rows = [
        {**asdict(e), "starts_at": e.starts_at.isoformat(), "ends_at": e.ends_at and e.ends_at.isoformat()}
        for e in entries
    ]
    return signing.dumps({"source": source, "entries": rows}, salt=f"{SALT}.{owner.pk}", compress=True)


def unpack(owner: Owner, text: str) -> tuple[list[Entry], str]:
    """Return what ``pack`` put away.

    Raises:
        signing.BadSignature: not this house's, not this owner's, or too long ago.
    """
    told: dict[str, Any] = signing.loads(text, salt=f"{SALT}.{owner.pk}", max_age=PLAN_HOLDS)
    return [_entry(row) for row in told["entries"]], str(told["source"])


def _entry(row: dict[str, Any]) -> Entry:
    moments = {name: row[name] and datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    return Entry(**{**row, **moments})


def _row(entry: Entry, event: Event | None, met: set[int]) -> Row:
    if entry.cancelled:
        if event is None:
            return Row(entry, Verdict.SKIP, None, "中止になった会なので、取り込みません。")
        if event.pk in met:
            return Row(entry, Verdict.SKIP, event, "中止とありますが、お会いした方がいるので、そのままにします。")
        return Row(entry, Verdict.CANCELLED, event, "中止になったので、予定から外します。")
    if event is None:
        return Row(entry, Verdict.NEW)
    changed = _changed(entry, event)
    if not changed:
        return Row(entry, Verdict.SAME, event)
    return Row(entry, Verdict.CHANGED, event, f"{'・'.join(LABELS[name] for name in changed)}が変わります。")


def _changed(entry: Entry, event: Event) -> list[str]:
    times = [name for name in TIMES if getattr(entry, name) != getattr(event, name)]
    if times == ["ends_at"] and entry.ends_at is None:
        times = []  # an end that the file does not know is no news
    return times + [name for name in TEXTS if getattr(entry, name) not in ("", getattr(event, name))]


def _write(owner: Owner, row: Row, *, now: datetime, source: str) -> None:
    entry = row.entry
    if row.verdict is Verdict.CANCELLED and row.event is not None:
        services.remove_event(owner=owner, event=row.event, now=now)
    elif row.event is not None:
        fields = {name: getattr(entry, name) for name in _changed(entry, row.event)}
        services.change_event(owner=owner, event=row.event, now=now, **fields)
    else:
        told = {name: getattr(entry, name) for name in (*TIMES, *TEXTS, "uid", "series")}
        services.create_event(owner=owner, now=now, source=source, **told)
