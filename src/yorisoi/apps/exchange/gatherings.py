"""Gatherings on their way in: planned beside the people, written after them, taken back where nothing changed since.

What is here already stands: an event of the same UID, a word about someone's being there, a capture of the same id. Who was
met was met on the timeline, whose lines come with the people: an attendance is tied to its line and never writes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import NotSame
from yorisoi.apps.events.checks import THERE, check_event, has_begun
from yorisoi.apps.events.models import Attendance, Capture, Event, Presence, Series
from yorisoi.apps.exchange import book, packing, talks
from yorisoi.apps.exchange.gatherings_undo import PART, seals
from yorisoi.apps.exchange.gatherings_undo import take_back as take_back
from yorisoi.apps.exchange.matching import card_uuid
from yorisoi.apps.exchange.models import ImportBatch
from yorisoi.apps.exchange.record import Attended, Gathering, Household

ROWS_A_STATEMENT = 200  # times at most twenty columns: below every limit on bound values
_TOLD = (
    ("events", "交流会", "件"),
    ("attendances", "交流会にいらした方の記録", "件"),
    ("captures", "ふりかえり待ちの控え", "件"),
    ("not_same", "「別の方」のしるし", "組"),
    ("series", "定例の会の名前", "件"),
)
# Whom the file's card numbers mean in the book; None: nobody yet.
People = Mapping[str, int | None]


def planned(batch: ImportBatch, said: Household | None) -> dict[str, Any]:
    """Return what would come in, as a plan keeps it, once the people of ``batch`` are planned; empty when it is nothing."""
    if said is None:
        return {}
    fresh = _fresh(batch.owner, said, _people(batch), now=batch.created_at)
    packed = {
        "series": list(fresh.series),
        "events": [packing.dump(one) for one in fresh.events],
        "attendances": [packing.dump(one) for one in fresh.attendances],
        "captures": [packing.dump(one) for one in fresh.captures],
        "not_same": [list(pair) for pair in fresh.not_same],
    }
    packed = {name: rows for name, rows in packed.items() if rows}
    return {PART: packed} if packed else {}


def sentences(batch: ImportBatch) -> list[str]:
    """Return what the plan says of it: one sentence, or none."""
    packed = batch.material.get(PART, {})
    told = [f"{what}{len(packed[name]):,}{unit}" for name, what, unit in _TOLD if packed.get(name)]
    return [f"{'、'.join(told)}も加えます。"] if told else []


def results(batch: ImportBatch) -> list[tuple[str, int, str]]:
    """Return what came in, as (what, how many, counted by), only what there was any of."""
    made = batch.before.get(PART, {})
    return [(what, len(made[name]), unit) for name, what, unit in _TOLD if made.get(name)]


def put(batch: ImportBatch, *, now: datetime) -> None:
    """Write what was planned, once the people stand, and keep in ``batch.before`` (unsaved) how to take it back.

    What has come into the house since the plan, and what is of people who were left out, is passed over.
    """
    packed = batch.material.pop(PART, None)
    if not packed:
        return
    people = {number: contact_id for number, contact_id in _people(batch).items() if contact_id is not None}
    fresh = _fresh(batch.owner, _unpacked(packed), people, now=now)
    made: dict[str, list[int]] = {}
    names = [*fresh.series, *(one.series for one in fresh.events)]
    series, made["series"] = _put_series(batch.owner, [name for name in names if name], now=now)
    made["events"] = _insert(
        Event, [_event(batch.owner, one, now=now, series=series.get(one.series)) for one in fresh.events]
    )
    named = {*(one.event for one in fresh.attendances), *(one.event for one in fresh.captures)}
    events = _events(batch.owner, named)
    made["attendances"] = _put_attendances(batch.owner, fresh.attendances, events, people, now=now)
    captures = [
        Capture(owner=batch.owner, client_id=one.client_id, event=events.get(one.event), name=one.name, note=one.note,
                code=one.code, captured_at=min(one.captured_at, now), received_at=now)
        for one in fresh.captures
    ]  # fmt: skip
    made["captures"] = _insert(Capture, captures)
    pairs = [
        NotSame(owner=batch.owner, contact_id=people[one], other_id=people[other], created_at=now)
        for one, other in fresh.not_same
    ]
    made["not_same"] = _insert(NotSame, pairs)
    of: dict[str, type[models.Model]] = {"series": Series, "events": Event, "attendances": Attendance,
                                         "captures": Capture, "not_same": NotSame}  # fmt: skip
    batch.before |= {PART: {name: seals(of[name], ids) for name, ids in made.items() if ids}}


def _people(batch: ImportBatch) -> dict[str, int | None]:
    """Return everyone of the file by card number. Once the people are written, each row points at whom it became."""
    found: dict[str, int | None] = {}
    for keys, target in batch.rows.order_by("position").values_list("record__keys", "target_id").iterator():
        for key in keys:
            if key.startswith("uid:"):
                found.setdefault(key.removeprefix("uid:"), target)
    return found


def _fresh(owner: Owner, said: Household, people: People, *, now: datetime) -> Household:
    """Return what of ``said`` is not in the house yet, can be kept, and is of ``people``."""
    known = _values(Event, owner, "uid", [one.uid for one in said.events])
    events = {one.uid: one for one in reversed(said.events) if one.uid not in known and _event(owner, one, now=now)}
    named = _values(Event, owner, "uid", [one.event for one in said.attendances]) | set(events)
    captures = {one.client_id: one for one in reversed(said.captures)}
    sent = {str(number) for number in _values(Capture, owner, "client_id", captures)}
    series = _values(Series, owner, "name", said.series)
    return Household(
        series=tuple(name for name in dict.fromkeys(said.series) if name not in series),
        events=tuple(one for one in said.events if events.get(one.uid) is one),
        attendances=_fresh_attendances(owner, [one for one in said.attendances if one.event in named], people),
        captures=tuple(one for one in said.captures if captures[one.client_id] is one and one.client_id not in sent),
        not_same=_fresh_pairs(owner, said.not_same, people),
    )


def _fresh_attendances(owner: Owner, said: Iterable[Attended], people: People) -> tuple[Attended, ...]:
    """One for each person at each event; of two that became one person, what tells more."""
    chosen: dict[tuple[str, Any], Attended] = {}
    for one in said:
        number = _number(one.person)
        if number not in people:
            continue
        place = (one.event, people[number] or number)
        held = chosen.get(place)
        if held is None or Attendance.outweighs({"presence": one.presence}, {"presence": held.presence}):
            chosen[place] = one
    known: set[tuple[str, int]] = set()
    for part in book.chunks({event for event, _ in chosen}):
        rows = Attendance.objects.filter(owner=owner, event__uid__in=part)
        known.update(rows.values_list("event__uid", "contact_id"))
    return tuple(one for place, one in chosen.items() if place not in known)


def _fresh_pairs(owner: Owner, said: Iterable[tuple[str, str]], people: People) -> tuple[tuple[str, str], ...]:
    pairs: dict[frozenset[Any], tuple[str, str]] = {}
    for pair in said:
        one, other = map(_number, pair)
        if one in people and other in people:
            pairs.setdefault(frozenset((people[one] or one, people[other] or other)), (one, other))
    known: set[frozenset[Any]] = set()
    for part in book.chunks({pk for pair in pairs for pk in pair if isinstance(pk, int)}):
        rows = NotSame.objects.filter(owner=owner, contact__in=part)
        known.update(map(frozenset, rows.values_list("contact_id", "other_id")))
    return tuple(numbers for pair, numbers in pairs.items() if len(pair) == 2 and pair not in known)


def _number(text: str) -> str:
    return str(card_uuid(text) or "")


def _values(model: type[models.Model], owner: Owner, column: str, wanted: Iterable[Any]) -> set[Any]:
    found: set[Any] = set()
    for part in book.chunks(dict.fromkeys(wanted)):
        rows = model._default_manager.filter(owner=owner, **{f"{column}__in": part})
        found.update(rows.values_list(column, flat=True))
    return found


def _event(owner: Owner, one: Gathering, *, now: datetime, series: Series | None = None) -> Event | None:
    """Return the event, unsaved, as the house would take it from a form; None when it cannot be kept."""
    event = Event(
        owner=owner, uid=one.uid, name=one.name, starts_at=one.starts_at, ends_at=one.ends_at, all_day=one.all_day,
        place=one.place, host=one.host, url=one.url, note=one.note, source=one.source, series=series,
        created_at=now, updated_at=now,
    )  # fmt: skip
    try:
        check_event(event)
    except ValidationError as error:
        if set(error.message_dict) != {"url"}:
            return None
        event.url = ""  # an address that is none; the gathering itself stays
    return event


def _events(owner: Owner, uids: Iterable[str]) -> dict[str, Event]:
    found: dict[str, Event] = {}
    for part in book.chunks(uid for uid in uids if uid):
        found |= {event.uid: event for event in Event.objects.filter(owner=owner, uid__in=part)}
    return found


def _put_series(owner: Owner, names: Iterable[str], *, now: datetime) -> tuple[dict[str, Series], list[int]]:
    """Return the series of these names, and the ids of those that had to be made."""
    found: dict[str, Series] = {}
    made = []
    for name in dict.fromkeys(names):
        found[name], is_new = Series.objects.get_or_create(owner=owner, name=name, defaults={"created_at": now})
        if is_new:
            made.append(found[name].pk)
    return found, made


def _put_attendances(
    owner: Owner, said: Iterable[Attended], events: Mapping[str, Event], people: Mapping[str, int], *, now: datetime
) -> list[int]:
    rows = []
    for part in book.chunks(said):
        lines = book.travelling(owner, list({people[_number(one.person)] for one in part}))
        for one in part:
            event, contact_id, presence = events[one.event], people[_number(one.person)], one.presence
            if presence in THERE and not has_begun(event, now=now):
                presence = Presence.EXPECTED
            met = one.meeting if presence == Presence.CAME and one.meeting.startswith(talks.ELSEWHERE) else ""
            rows.append(
                Attendance(owner=owner, event=event, contact_id=contact_id, presence=presence, said=one.said,
                           once_key=lines.get((contact_id, met), ""), created_at=now)
            )  # fmt: skip
    return _insert(Attendance, rows)


def _insert(model: type[models.Model], rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in model._default_manager.bulk_create(list(rows), batch_size=ROWS_A_STATEMENT)]


def _unpacked(packed: Mapping[str, Any]) -> Household:
    return Household(
        series=tuple(packed.get("series", ())),
        events=tuple(map(packing.load_gathering, packed.get("events", ()))),
        attendances=tuple(Attended(**one) for one in packed.get("attendances", ())),
        captures=tuple(map(packing.load_captured, packed.get("captures", ()))),
        not_same=tuple((one, other) for one, other in packed.get("not_same", ())),
    )
