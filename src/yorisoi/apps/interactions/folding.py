"""Fold timelines into the cached standings, in batches of bounded memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import bulk, seasons
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.interactions import learning, timeline
from yorisoi.apps.interactions.models import OWN_CALENDAR, Direction, Interaction, Standing
from yorisoi.core import courtesy
from yorisoi.core.distance import AdviceKind, Distance, State, Touch, fold, read, replay

# People folded at once: their rows stay below a few tens of megabytes, and SQLite allows this many bound values.
BATCH = 500
FETCHED = 2000  # rows taken from the database at a time


class Row(NamedTuple):
    """What the fold needs of an interaction; texts stay in the database. A tuple costs a fifth of a model's making."""

    pk: int
    contact_id: int
    at: datetime
    direction: str
    channel: str
    kind: str
    asks_reply: bool
    thanks: bool
    recipients: int
    reaction: str
    reaction_at: datetime | None
    no_answer_needed: bool


TOUCH_FIELDS = Row._fields
CONTACT_FIELDS = (
    "pk", "owner_id", "closeness", "comfort", "learning_from", "met_on", "closed_at", "closed_because", "profession",
    "never_suggest",
)  # fmt: skip
FACT_FIELDS = ("id", "contact_id", "kind", "wish", "until", "on", "text", "solved")


def fold_contact(
    contact: Contact,
    rows: Sequence[timeline.Told],
    facts: Sequence[Fact],
    *,
    now: datetime,
    known: learning.Known | None = None,
    calendar: Calendar | None = None,
) -> Distance:
    """Fold one person's timeline as it stands, with all that was learned.

    ``known`` (what holds for all of the owner's people) and ``calendar`` (theirs) are read when not handed in.
    """
    known = known or learning.known_of(contact.owner_id)
    touches = timeline.touches_of(rows, closed_at=contact.closed_at)
    begin = known.begin(known.asks(contact, touches, now))
    calendar = calendar or seasons.calendar_of(contact.owner_id, contact)
    return _fold(contact, touches, facts, now=now, known=known, calendar=calendar, begin=begin)


def _fold(
    contact: Contact,
    touches: Sequence[Touch],
    facts: Sequence[Fact],
    *,
    now: datetime,
    known: learning.Known,
    calendar: Calendar,
    begin: State | None = None,
) -> Distance:
    return fold(
        touches,
        now,
        relation=timeline.relation_of(contact, facts),
        tuning=known.tuning(contact),
        earliest=timeline.courteous_opening(contact, calendar),
        earliest_named=timeline.courteous_opening(contact, calendar, promised=True),
        is_day_off=courtesy.is_day_off,
        calibration=known.calibration,
        begin=begin,
        since=known.since(contact),
    )


def openings(
    contact: Contact,
    rows: Sequence[timeline.Told],
    facts: Sequence[Fact],
    *,
    comforts: Sequence[str],
    now: datetime,
    known: learning.Known | None = None,
    calendar: Calendar | None = None,
) -> dict[str, datetime | None]:
    """When this person's window would open with each of these comforts; None where nothing is planned."""
    known = known or learning.known_of(contact.owner_id)
    calendar = calendar or seasons.calendar_of(contact.owner_id, contact)
    relation = timeline.relation_of(contact, facts)
    state = replay(timeline.touches_of(rows, closed_at=contact.closed_at), now)
    return {
        comfort: read(
            state,
            now,
            relation=relation,
            tuning=known.tuning(contact, comfort),
            earliest=timeline.courteous_opening(contact, calendar),
            earliest_named=timeline.courteous_opening(contact, calendar, promised=True),
            is_day_off=courtesy.is_day_off,
        ).opens
        for comfort in comforts
    }


def refold(*, owner: Owner, contact_ids: Sequence[int], now: datetime) -> int:
    """Fold the named people of this owner again, and nobody else. Returns how many.

    Ids that are not the owner's are passed over.
    """
    done, learned = 0, False
    known = learning.known_of(owner.pk)
    for ids in _batches(list(dict.fromkeys(contact_ids))):
        count, new = refold_batch(owner=owner, ids=ids, now=now, known=known)
        done, learned = done + count, learned or new
    if learned or learning.has_settled(owner=owner, known=known, now=now):
        learning.measure(owner=owner, now=now)
    return done


def rebuild(*, owner: Owner, now: datetime, progress: Callable[[int, int], None] | None = None) -> int:
    """Drop and remake every standing of the owner. Each batch is its own transaction, so readers never wait long.

    ``progress`` is told (done, total) after each batch.
    """
    ids = list(Contact.objects.filter(owner=owner).order_by("pk").values_list("pk", flat=True))
    done, known = 0, learning.known_of(owner.pk)
    for batch in _batches(ids):
        done += refold_batch(owner=owner, ids=batch, now=now, known=known)[0]
        if progress is not None:
            progress(done, len(ids))
    learning.measure(owner=owner, now=now, anew=True)
    return done


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


@transaction.atomic
def refold_batch(*, owner: Owner, ids: list[int], now: datetime, known: learning.Known) -> tuple[int, bool]:
    """Fold these people again in one transaction. Returns how many, and whether anything new was learned."""
    # The row lock keeps two refolds of one person in order on PostgreSQL; SQLite has one writer anyway.
    contacts = list(
        Contact.objects.select_for_update().filter(owner=owner, pk__in=ids).only(*CONTACT_FIELDS).order_by("pk")
    )
    people = [contact.pk for contact in contacts]
    rows: dict[int, list[Row]] = defaultdict(list)
    # No order here: asked for one, SQLite would walk the whole of the owner's time line. The fold orders them itself.
    found = Interaction.objects.filter(owner=owner, contact__in=people).order_by().values_list(*TOUCH_FIELDS)
    for row in map(Row._make, found.iterator(chunk_size=FETCHED)):
        rows[row.contact_id].append(row)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(owner=owner, contact__in=people).only(*FACT_FIELDS):
        facts[fact.contact_id].append(fact)
    calendars = seasons.calendars_of(owner, contacts)
    standings, asks = [], {}
    for contact in contacts:
        own = rows[contact.pk]
        touches = timeline.touches_of(own, closed_at=contact.closed_at)
        # What is kept of one person hangs on nobody else: the owner's offset has no part in it, nor in any date.
        calendar = calendars[contact.pk]
        distance = _fold(contact, touches, facts[contact.pk], now=now, known=known, calendar=calendar)
        standings.append(_standing(contact, own, facts[contact.pk], distance, calendar, now=now))
        asks[contact.pk] = known.asks(contact, touches, now)
    Standing.objects.filter(owner=owner, contact__in=people).delete()
    bulk.insert(Standing, standings)
    return len(standings), learning.remember(owner_id=owner.pk, asks=asks)


def _standing(
    contact: Contact,
    rows: Sequence[timeline.Told],
    facts: Sequence[Fact],
    distance: Distance,
    calendar: Calendar,
    *,
    now: datetime,
) -> Standing:
    mine = [row.at for row in rows if row.direction != Direction.THEIRS and row.at <= now]
    theirs = [row.at for row in rows if row.direction != Direction.MINE and row.at <= now]
    settled = timeline.settled_by_owner(rows)
    owed = distance.reply_owed
    if owed is not None and settled is not None and settled >= owed:
        owed = None
    ahead = distance.opens is None or distance.opens > now
    # A thank-you may be in time today; when its days are over, the same row says that they rest until the window opens.
    rests = ahead and (distance.advice is AdviceKind.REST or (distance.thanks is not None and not distance.closed))
    return Standing(
        contact=contact,
        owner_id=contact.owner_id,
        strength=distance.A,
        pressure=distance.P,
        touched_at=distance.at,
        offset_mean=distance.b,
        offset_variance=distance.v,
        unanswered=distance.unanswered,
        last_mine_at=max(mine, default=None),
        last_theirs_at=max(theirs, default=None),
        opens_at=distance.opens,
        closes_at=distance.closes if distance.opens else None,
        thanks_from=distance.thanks[0] if distance.thanks else None,
        thanks_until=distance.thanks[1] if distance.thanks else None,
        reply_owed_at=owed,
        reply_lapses_at=distance.reply_lapses if owed else None,
        rests=rests,
        rest_until=distance.opens if rests else None,
        lets_go=distance.advice is AdviceKind.LET_GO,
        opened_by=distance.opened_by,
        named_date=distance.opened_by in NAMED_DATES,
        reasons=[
            {"code": r.code, "text": r.text, "on": r.on.isoformat() if r.on else None, "assumption": r.assumption}
            for r in distance.reasons
        ],
        has_reason=timeline.has_reason(facts) and not contact.is_closed and not contact.never_suggest,
        carries=timeline.carries(contact, facts, unanswered=distance.unanswered),
        profession=OWN_CALENDAR if calendar.is_own else contact.profession,
    )


# Openings that the other person set themselves; they come before any window of ours.
NAMED_DATES = frozenset({"wish_not_before", "wish_busy_until", "thinking"})
