"""Fold timelines into the cached standings, in batches of bounded memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.interactions import timeline
from yorisoi.apps.interactions.models import Direction, Interaction, Standing
from yorisoi.core import courtesy
from yorisoi.core.distance import SHIPPED, AdviceKind, Distance, fold

# People folded at once: their rows stay below a few tens of megabytes, and SQLite allows this many bound values.
BATCH = 500
# What the fold needs of a row; texts stay in the database.
TOUCH_FIELDS = (
    "id", "contact_id", "at", "direction", "channel", "kind", "asks_reply", "thanks",
    "recipients", "reaction", "reaction_at", "no_answer_needed",
)  # fmt: skip
FACT_FIELDS = ("id", "contact_id", "kind", "wish", "until", "on", "text", "solved")


def fold_contact(contact: Contact, rows: Sequence[Interaction], facts: Sequence[Fact], *, now: datetime) -> Distance:
    """Fold one person's timeline as it stands."""
    return fold(
        timeline.touches_of(rows, closed_at=contact.closed_at),
        now,
        relation=timeline.relation_of(contact, facts),
        tuning=SHIPPED,
        earliest=timeline.courteous_opening(contact),
        is_day_off=courtesy.is_day_off,
    )


def refold(*, owner: Owner, contact_ids: Sequence[int], now: datetime) -> int:
    """Fold the named people of this owner again, and nobody else. Returns how many.

    Ids that are not the owner's are passed over.
    """
    done = 0
    for ids in _batches(list(dict.fromkeys(contact_ids))):
        done += _refold_batch(owner=owner, ids=ids, now=now)
    return done


def rebuild(*, owner: Owner, now: datetime, progress: Callable[[int, int], None] | None = None) -> int:
    """Drop and remake every standing of the owner. Each batch is its own transaction, so readers never wait long.

    ``progress`` is told (done, total) after each batch.
    """
    ids = list(Contact.objects.filter(owner=owner).order_by("pk").values_list("pk", flat=True))
    done = 0
    for batch in _batches(ids):
        done += _refold_batch(owner=owner, ids=batch, now=now)
        if progress is not None:
            progress(done, len(ids))
    return done


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


@transaction.atomic
def _refold_batch(*, owner: Owner, ids: list[int], now: datetime) -> int:
    # The row lock keeps two refolds of one person in order on PostgreSQL; SQLite has one writer anyway.
    contacts = list(
        Contact.objects.select_for_update()
        .filter(owner=owner, pk__in=ids)
        .only("pk", "owner_id", "closeness", "met_on", "closed_at", "closed_because", "profession", "never_suggest")
        .order_by("pk")
    )
    known = [contact.pk for contact in contacts]
    rows: dict[int, list[Interaction]] = defaultdict(list)
    for row in Interaction.objects.filter(owner=owner, contact__in=known).only(*TOUCH_FIELDS).order_by("at", "pk"):
        rows[row.contact_id].append(row)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(owner=owner, contact__in=known).only(*FACT_FIELDS):
        facts[fact.contact_id].append(fact)
    standings = [_standing(contact, rows[contact.pk], facts[contact.pk], now=now) for contact in contacts]
    Standing.objects.filter(owner=owner, contact__in=known).delete()
    Standing.objects.bulk_create(standings, batch_size=BATCH)
    return len(standings)


def _standing(contact: Contact, rows: Sequence[Interaction], facts: Sequence[Fact], *, now: datetime) -> Standing:
    distance = fold_contact(contact, rows, facts, now=now)
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
        profession=contact.profession,
    )


# Openings that the other person set themselves; they come before any window of ours.
NAMED_DATES = frozenset({"wish_not_before", "wish_busy_until", "thinking"})
