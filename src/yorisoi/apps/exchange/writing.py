"""Rows out of records: people, ways to reach them, facts, the timeline. Bulk, inside the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from yorisoi.apps.accounts.models import Comfort, Owner
from yorisoi.apps.contacts.models import Closeness, Contact, Fact, Point, PointKind, SeasonOverride, Tag, Wish
from yorisoi.apps.exchange import bulk, record, talks
from yorisoi.apps.exchange.matching import card_uuid, normal_of
from yorisoi.apps.exchange.merging import FILLED, HAND, REPLACED, Merge, closing_reason
from yorisoi.apps.interactions.models import Channel, Direction, Interaction, Kind, Reaction

# The values a column knows, looked up once: asking an enumeration for them builds a list each time.
CLOSENESS, WISHES, POINTS = frozenset(Closeness.values), frozenset(Wish.values), frozenset(PointKind.values)
DIRECTIONS, CHANNELS = frozenset(Direction.values), frozenset(Channel.values)
KINDS, REACTIONS = frozenset(Kind.values), frozenset(Reaction.values)
ROWS_A_STATEMENT = 200  # times at most twenty columns: below every limit on bound values


@dataclass(slots=True)
class Rows:
    """Rows waiting to be written, and which person each belongs to."""

    points: list[Point] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    seasons: list[SeasonOverride] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    once_keys: set[str] = field(default_factory=set)

    def write(self) -> None:
        """Write everything."""
        for _, model, rows in self._tables():
            bulk.insert(model, rows)

    def write_and_tell(self) -> dict[int, dict[str, list[int]]]:
        """Write everything and return the new ids by person and kind."""
        added: dict[int, dict[str, list[int]]] = {}
        for name, model, rows in self._tables():
            for row in model._default_manager.bulk_create(rows, batch_size=ROWS_A_STATEMENT):
                added.setdefault(row.contact_id, {}).setdefault(name, []).append(row.pk)  # type: ignore[attr-defined]
        return added

    def _tables(self) -> tuple[tuple[str, type[models.Model], Sequence[Any]], ...]:
        return (
            ("points", Point, self.points), ("tags", Tag, self.tags),
            ("facts", Fact, self.facts), ("seasons", SeasonOverride, self.seasons),
            ("interactions", Interaction, self.interactions),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Turns what records say into rows of ``owner``, marked with where they came from."""

    owner: Owner
    source: str
    now: datetime
    # The product's own export: what comes back is the owner's own book, so its fields count as written by hand and a
    # newer card will not overwrite them; sources of facts and interactions are in the file and stay as they are.
    own: bool = False

    @property
    def field_source(self) -> str:
        """What fields and ways to reach someone are marked with."""
        return HAND if self.own else self.source

    @property
    def today(self) -> date:
        """The owner's day."""
        return timezone.localdate(self.now)

    def contact(self, person: record.Person, taken: set[uuid.UUID]) -> Contact:
        """Return a new person, unsaved; a card number that is ``taken`` is not given twice."""
        number = card_uuid(person.uid)
        if number is None or number in taken:
            number = uuid.uuid4()
        taken.add(number)
        values = {name: getattr(person, name) for name in (*REPLACED, *FILLED)}
        contact = Contact(
            owner=self.owner,
            uid=number,
            **values,
            provenance=self._provenance(person, [name for name, value in values.items() if value]),
            never_suggest=person.never_suggest,
            source=(self.own and person.source) or self.field_source,
            learning_from=person.learning_from if self.own else None,
            created_at=self.now,
            updated_at=self.now,
        )
        if person.closeness in CLOSENESS:
            contact.closeness = person.closeness
        if person.comfort in Comfort.values:  # empty is as usual
            contact.comfort = person.comfort
        if person.closed_at is not None:
            contact.closed_at, contact.closed_because = person.closed_at, closing_reason(person)
        return contact

    def _provenance(self, person: record.Person, told: Sequence[str]) -> dict[str, dict[str, str]]:
        known_on = (person.on or self.today).isoformat()
        if not (self.own and person.source):
            return {name: {"source": self.field_source, "on": known_on} for name in told}
        # The book as it was; a field without an entry came with the card itself. (The first exports told no sources.)
        return {
            one.field: {"source": one.source} | ({"on": one.on.isoformat()} if one.on else {}) for one in person.origins
        }

    def change(self, contact: Contact, person: record.Person, merge: Merge) -> dict[str, Any]:
        """Set on ``contact`` what the merge decided. Returns the changed columns as they were, ready for JSON."""
        before: dict[str, Any] = {}
        provenance = dict(contact.provenance)
        for name, value in merge.values.items():
            before[name] = plain_value(getattr(contact, name))
            setattr(contact, name, value)
            if name in REPLACED or name in FILLED:
                provenance[name] = {"source": self.field_source, "on": (person.on or self.today).isoformat()}
        if merge.changes:
            before |= {"provenance": contact.provenance, "updated_at": plain_value(contact.updated_at)}
            contact.provenance, contact.updated_at = provenance, self.now
        return before

    def collect(self, rows: Rows, contact: Contact, merge: Merge, first_position: int) -> None:
        """Add to ``rows`` what ``merge`` brings to the saved ``contact``."""
        rows.points += self._points(contact, merge.points, first_position)
        rows.tags += [Tag(owner=self.owner, contact=contact, name=name) for name in merge.tags]
        rows.facts += [self._fact(contact, fact) for fact in merge.facts]
        rows.seasons += [
            SeasonOverride(owner=self.owner, contact=contact, first=one.first, last=one.last, level=one.level,
                           text=one.text, created_at=self.now)
            for one in merge.seasons
        ]  # fmt: skip
        for touch in merge.touches:
            row = self._interaction(contact, touch)
            if row.once_key not in rows.once_keys:  # one event that a file tells of two people belongs to the first
                rows.once_keys.add(str(row.once_key))
                rows.interactions.append(row)

    def _points(self, contact: Contact, points: Iterable[record.Point], position: int) -> list[Point]:
        return [
            Point(
                owner=self.owner,
                contact=contact,
                kind=point.kind if point.kind in POINTS else PointKind.OTHER,
                label=point.label,
                value=point.value,
                normal=normal_of(point.kind, point.value),
                position=position + offset,
                source=(self.own and point.source) or self.field_source,
                on=point.on if self.own and point.source else self.today,
            )
            for offset, point in enumerate(points)
        ]

    def _fact(self, contact: Contact, fact: record.FactNote) -> Fact:
        return Fact(
            owner=self.owner,
            contact=contact,
            kind=fact.kind,
            text=fact.text,
            on=fact.on or self.today,
            source=fact.source if self.own else (fact.source or self.source),
            solved=fact.state == "solved",
            wish=fact.wish if fact.wish in WISHES else "",
            until=fact.until,
            created_at=self.now,
        )

    def _interaction(self, contact: Contact, touch: record.Happening) -> Interaction:
        return Interaction(
            owner=self.owner,
            contact=contact,
            at=touch.at,
            direction=touch.direction if touch.direction in DIRECTIONS else Direction.MUTUAL,
            channel=touch.channel if touch.channel in CHANNELS else Channel.MESSENGER,
            kind=touch.kind if touch.kind in KINDS else Kind.MESSAGE,
            asks_reply=touch.asks_reply,
            thanks=touch.thanks,
            technique=touch.technique[:30],
            text=(touch.text or "").replace("\x00", "")[:20_000],
            length=touch.length,
            recipients=max(1, touch.recipients),
            reaction=touch.reaction if touch.reaction in REACTIONS else "",
            reaction_at=touch.reaction_at,
            no_answer_needed=touch.no_answer_needed,
            source=(touch.source or self.source)[:200],
            once_key=talks.once_key(contact.uid, touch.key),
            created_at=self.now,
        )


def plain_value(value: Any) -> Any:
    """Return a column's value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value
