"""Who is likely to come to a gathering: counting who came to the series, and what they said. Nobody gets a score.

Who stays away is left out, and who has been there already too. Someone who wishes to be left in peace is named, so that
the owner is not taken by surprise; whoever shows the list says so, and suggests nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Min
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events.checks import THERE
from yorisoi.apps.events.models import Attendance, Event, Presence
from yorisoi.apps.events.words import means_to_come
from yorisoi.kit import japanese_date

LOOKED_AT = 6  # past gatherings of the series: half a year of a monthly meeting, after which habits change
RECENT = 3  # who came to none of the last three has stopped coming, however often before
OFTEN_SHARE = 0.5  # of the gatherings since their first: every second one is a habit
OFTEN_TIMES = 2  # once is no habit
BETWEEN = 12  # gatherings of the series read before the one asked about: those looked at, and some that nobody went to
MOST = 60  # people named: more are nobody's evening
QUOTED = 40  # characters of their words in a sentence: one line and a half on a phone


class Why(StrEnum):
    """What speaks for their coming, the plainest first."""

    SAID = "said"
    OFTEN = "often"
    LAST = "last"


WORDS = {Why.SAID: "来るとおっしゃっていた方", Why.OFTEN: "よくいらっしゃる方", Why.LAST: "前回もいらした方"}
RANK = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """One person who may come.

    Attributes:
        contact: Who.
        why: What speaks for it.
        reason: One sentence with its day.
        last: The day of the series on which they were last there; None when never.
    """

    contact: Contact
    why: Why
    reason: str
    last: date | None

    @property
    def word(self) -> str:
        """The same in a few words."""
        return WORDS[self.why]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One attendance of a past gathering of the series, in plain values."""

    event_id: int
    on: date
    presence: str
    said: str


def likely(owner: Owner, event: Event, *, now: datetime) -> list[Likely]:
    """Return who may come, the plainest reason first, in a fixed number of queries."""
    here = {row.contact_id: row for row in event.attendances.filter(owner=owner).select_related("contact")}
    people = {row.contact_id: row.contact for row in here.values()}
    earlier = _earlier(owner, event)
    seen = _seen(owner, earlier, people)
    held = [e for e in earlier if e.starts_at <= now and any(_was_there(s, e) for rows in seen.values() for s in rows)]
    firsts = _firsts(owner, event, seen)
    found = []
    for contact_id, contact in people.items():
        row = here.get(contact_id)
        if row is not None and row.presence != Presence.EXPECTED:
            continue  # they were there already, or stay away
        own = seen.get(contact_id, [])
        made = (
            _expected(contact, row, own, now=now)
            if row
            else _judge(contact, own, held[:LOOKED_AT], event, earlier, firsts)
        )
        if made is not None:
            found.append((made, _share(own, held[:LOOKED_AT], firsts.get(contact_id))))
    found.sort(
        key=lambda pair: (RANK[pair[0].why], -pair[1], -(pair[0].last or date.min).toordinal(), pair[0].contact.pk)
    )
    return [made for made, _ in found[:MOST]]


def _earlier(owner: Owner, event: Event) -> list[Event]:
    """The gatherings of the series before this one, latest first."""
    if event.series_id is None:
        return []
    before = Event.objects.filter(owner=owner, series=event.series_id, starts_at__lt=event.starts_at)
    return list(before.exclude(pk=event.pk).order_by("-starts_at", "-pk")[:BETWEEN])


def _seen(owner: Owner, earlier: Sequence[Event], people: dict[int, Contact]) -> Mapping[int, list[_Seen]]:
    """What is written of each person at those gatherings, latest first; ``people`` gains them."""
    if not earlier:
        return {}
    days = {event.pk: timezone.localdate(event.starts_at) for event in earlier}
    found: dict[int, list[_Seen]] = defaultdict(list)
    rows = Attendance.objects.filter(owner=owner, event__in=list(days)).select_related("contact")
    for row in rows:
        people[row.contact_id] = row.contact
        found[row.contact_id].append(_Seen(row.event_id, days[row.event_id], row.presence, row.said))
    for own in found.values():
        own.sort(key=lambda one: one.on, reverse=True)
    return found


def _firsts(owner: Owner, event: Event, people: Iterable[int]) -> dict[int, date]:
    """The day each of these was first at a gathering of the series."""
    if event.series_id is None:
        return {}
    rows = Attendance.objects.filter(
        owner=owner, contact__in=list(people), event__series=event.series_id, presence__in=THERE
    )
    firsts = rows.order_by().values_list("contact_id").annotate(Min("event__starts_at"))
    return {contact_id: timezone.localdate(first) for contact_id, first in firsts}


def _expected(contact: Contact, row: Attendance, own: Sequence[_Seen], *, now: datetime) -> Likely:
    on = _day(timezone.localdate(row.created_at), now)
    reason = (
        f"「{_quoted(row.said)}」とおっしゃっていました。"
        if row.said
        else f"{on}に、いらっしゃる予定と書きとめました。"
    )
    return Likely(contact=contact, why=Why.SAID, reason=reason, last=_last(own))


def _judge(
    contact: Contact,
    own: Sequence[_Seen],
    held: Sequence[Event],
    event: Event,
    earlier: Sequence[Event],
    firsts: Mapping[int, date],
) -> Likely | None:
    promise, words = _promise(own, event, earlier)
    last = _last(own)
    if promise is False:
        return None
    if promise:
        return Likely(contact=contact, why=Why.SAID, reason=words, last=last)
    came = [e for e in held if any(_was_there(one, e) for one in own)]
    possible = _possible(held, firsts.get(contact.pk))
    if not came or last is None or came[0] not in held[:RECENT]:
        return None
    on = japanese_date.day(last, today=timezone.localdate(event.starts_at))
    if len(came) >= OFTEN_TIMES and len(came) / len(possible) >= OFTEN_SHARE:
        count = (
            f"この{len(came)}回、つづけて" if len(came) == len(possible) else f"{len(possible)}回のうち{len(came)}回、"
        )
        return Likely(contact=contact, why=Why.OFTEN, reason=f"{count}いらしています。最後は{on}でした。", last=last)
    if came[0] == held[0]:
        return Likely(contact=contact, why=Why.LAST, reason=f"前回、{on}の会にいらしていました。", last=last)
    return None


def _promise(own: Sequence[_Seen], event: Event, earlier: Sequence[Event]) -> tuple[bool | None, str]:
    """What their last words about coming say of this gathering."""
    spoken = next((one for one in own if one.said), None)
    if spoken is None:
        return None, ""
    month = timezone.localdate(event.starts_at).month
    is_next = bool(earlier) and spoken.event_id == earlier[0].pk
    comes = means_to_come(spoken.said, said_in=spoken.on.month, month=month, is_next=is_next)
    on = japanese_date.day(spoken.on, today=timezone.localdate(event.starts_at))
    return comes, f"{on}に「{_quoted(spoken.said)}」とおっしゃっていました。"


def _possible(held: Sequence[Event], first: date | None) -> list[Event]:
    """The gatherings since their first; all of them when they never came."""
    return [event for event in held if first is None or timezone.localdate(event.starts_at) >= first]


def _share(own: Sequence[_Seen], held: Sequence[Event], first: date | None) -> float:
    possible = _possible(held, first)
    return sum(any(_was_there(one, event) for one in own) for event in possible) / len(possible) if possible else 0.0


def _was_there(one: _Seen, event: Event) -> bool:
    return one.event_id == event.pk and one.presence in THERE


def _last(own: Sequence[_Seen]) -> date | None:
    return next((one.on for one in own if one.presence in THERE), None)


def _day(day: date, now: datetime) -> str:
    return japanese_date.day(day, today=timezone.localdate(now))


def _quoted(text: str) -> str:
    line = " ".join(text.split()).rstrip("。. ").translate(str.maketrans("「」", "『』"))
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"
