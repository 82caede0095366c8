"""Where strangers meet: rows of the timeline become the engine's touches, and a contact becomes its relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Closeness as ContactCloseness
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.interactions.models import Carries, Channel, Direction, Kind, Reaction
from yorisoi.core import courtesy
from yorisoi.core.distance import Closeness, Hold, Reason, Relation, Touch, TouchKind
from yorisoi.core.distance import Wish as TimeWish

# Several bubbles sent within the hour are one touch to the person who reads them.
ONE_SITTING = timedelta(hours=1)
# A reaction noted by hand and the reply itself, recorded or imported, are the same event within a day of each other.
SAME_REPLY = timedelta(days=1)

TIME_WISHES = {
    Wish.NOT_BEFORE: "not_before",
    Wish.BUSY_UNTIL: "busy_until",
    Wish.THINKING: "thinking",
}
HOLDS = {Wish.MOURNING: "mourning", Wish.DISASTER: "disaster", Wish.REST: "resting"}

# What is known of a person that a message can honestly rest on.
REASON_KINDS = (FactKind.INTEREST, FactKind.CONCERN, FactKind.STRENGTH, FactKind.VALUE, FactKind.BACKGROUND)


class Told(Protocol):
    """What the timeline reads of an interaction: the model, or the plain row the fold takes from the database."""

    @property
    def pk(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def direction(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def asks_reply(self) -> bool: ...
    @property
    def thanks(self) -> bool: ...
    @property
    def recipients(self) -> int: ...
    @property
    def reaction(self) -> str: ...
    @property
    def reaction_at(self) -> datetime | None: ...
    @property
    def no_answer_needed(self) -> bool: ...


def touches_of(rows: Iterable[Told], *, closed_at: datetime | None = None) -> list[Touch]:
    """Return the touches of one person, oldest first.

    A short message of mine that answers theirs and asks for nothing weighs as a gift: it is not one more thing to
    answer. A message of theirs after the tie was closed counts only once the owner has recorded it, which opens the
    tie; a row that an import brought in changes nothing.
    """
    ordered = sorted(rows, key=lambda row: (row.at, row.pk or 0))
    touches: list[Touch] = []
    last_mine: Told | None = None
    previous: Told | None = None
    for row in ordered:
        kind = _kind(row, previous)
        if closed_at is not None and row.at > closed_at and row.direction != Direction.MINE:
            previous = row
            continue
        if kind is TouchKind.MY_MESSAGE and touches and _same_sitting(row, last_mine, previous):
            previous = last_mine = row
            continue
        touches.append(Touch(at=row.at, kind=kind, recipients=row.recipients, thanks=row.thanks))
        if row.direction == Direction.MINE:
            last_mine = row
            reply = _reply_noted_by_hand(row, ordered)
            if reply is not None and not (closed_at is not None and reply.at > closed_at):
                touches.append(reply)
        previous = row
    return sorted(touches, key=lambda touch: touch.at)


def _kind(row: Told, previous: Told | None) -> TouchKind:
    if row.kind == Kind.MEETING or (row.direction == Direction.MUTUAL and row.channel == Channel.IN_PERSON):
        return TouchKind.IN_PERSON
    if row.direction == Direction.MUTUAL:
        return TouchKind.CONVERSATION
    if row.direction == Direction.THEIRS:
        broadcast = row.kind == Kind.LETTER or row.recipients > 1
        return TouchKind.THEIR_BROADCAST if broadcast else TouchKind.THEIR_MESSAGE
    if row.kind == Kind.LETTER:
        return TouchKind.NEWSLETTER
    if row.kind == Kind.GIFT and not row.asks_reply:
        return TouchKind.GIVE
    if row.kind == Kind.CALL and row.reaction in (Reaction.REPLIED, Reaction.THANKED):
        return TouchKind.CONVERSATION
    answers_theirs = previous is not None and previous.direction != Direction.MINE
    if row.kind == Kind.MESSAGE and not row.asks_reply and answers_theirs:
        return TouchKind.GIVE
    return TouchKind.MY_MESSAGE


def _same_sitting(row: Told, last_mine: Told | None, previous: Told | None) -> bool:
    return (
        last_mine is not None
        and previous is last_mine
        and row.channel == last_mine.channel
        and row.at - last_mine.at <= ONE_SITTING
    )


def _reply_noted_by_hand(row: Told, ordered: Sequence[Told]) -> Touch | None:
    """A reaction says that they answered; where the answer itself stands in the timeline, that row speaks for it."""
    if row.reaction not in (Reaction.REPLIED, Reaction.THANKED) or row.reaction_at is None or row.kind == Kind.CALL:
        return None
    until = row.reaction_at + SAME_REPLY
    recorded = any(other.direction != Direction.MINE and row.at < other.at <= until for other in ordered)
    return None if recorded else Touch(at=row.reaction_at, kind=TouchKind.THEIR_MESSAGE)


def settled_by_owner(rows: Iterable[Told]) -> datetime | None:
    """Return the latest message of theirs that the owner said needs no answer (any more)."""
    moments = [row.at for row in rows if row.no_answer_needed and row.direction == Direction.THEIRS]
    return max(moments, default=None)


def relation_of(contact: Contact, facts: Iterable[Fact]) -> Relation:
    """Return everything about the tie that is not a touch: closeness, refusal, wishes about time, holds."""
    wishes: list[TimeWish] = []
    holds: list[Hold] = []
    for fact in facts:
        if fact.kind != FactKind.REQUEST:
            continue
        if fact.wish in TIME_WISHES:
            wishes.append(
                TimeWish(kind=TIME_WISHES[Wish(fact.wish)], until=fact.until, said_on=fact.on, text=fact.text)  # type: ignore[arg-type]
            )
        elif fact.wish in HOLDS:
            holds.append(
                Hold(kind=HOLDS[Wish(fact.wish)], since=fact.on, until=fact.until, because=fact.text)  # type: ignore[arg-type]
            )
    return Relation(
        closeness=Closeness(contact.closeness),
        met_on=contact.met_on,
        closed_at=contact.closed_at,
        closed_because=contact.closed_because,  # type: ignore[arg-type]
        wishes=tuple(wishes),
        holds=tuple(holds),
    )


def has_reason(facts: Iterable[Fact]) -> bool:
    """Say whether anything is known that a message could honestly be about: no reason, no suggestion."""
    for fact in facts:
        if fact.kind in REASON_KINDS and not (fact.kind == FactKind.CONCERN and fact.solved):
            return True
        if fact.kind == FactKind.REQUEST and fact.wish == Wish.NOT_BEFORE:
            return True
    return False


# What a message can be about by itself; a strength or a background alone carries only one's own news.
TALKABLE = (FactKind.INTEREST, FactKind.VALUE)
# Two asks without an answer: then the one honest matter is to hand over the choice.
CHOICE_IS_THEIRS = 2
NEAR = (ContactCloseness.CLOSE, ContactCloseness.MIDDLE)


def carries(contact: Contact, facts: Iterable[Fact], *, unanswered: int) -> Carries:
    """Say what a message to this person could rest on."""
    known = list(facts)
    if unanswered >= CHOICE_IS_THEIRS:
        return Carries.THEIR_MATTER
    for fact in known:
        if fact.kind in TALKABLE or (fact.kind == FactKind.CONCERN and not fact.solved) or fact.wish == Wish.NOT_BEFORE:
            return Carries.THEIR_MATTER
    return Carries.OWN_NEWS if contact.closeness in NEAR and has_reason(known) else Carries.NOTHING


def courteous_opening(
    contact: Contact, calendar: Calendar | None = None, *, promised: bool = False
) -> Callable[[datetime], tuple[datetime, Reason | None]]:
    """Return the calendar's say for this person, in the engine's words: the first courteous moment, and what moved it.

    ``calendar`` is theirs; it is read when it is not handed in. ``promised``: for a day that they named themselves.
    """
    theirs = calendar or seasons.calendar_of(contact.owner_id, contact)

    def earliest(at: datetime) -> tuple[datetime, Reason | None]:
        verdict = theirs.earliest(at, channel=courtesy.Channel.EMAIL, promised=promised)
        if verdict.next_ok <= at or not verdict.notes:
            return verdict.next_ok, None
        note = verdict.notes[0]
        return verdict.next_ok, Reason(code=f"courtesy.{note.code}", text=note.text, on=note.from_)

    return earliest
