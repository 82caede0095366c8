"""Writes about people: keyword-only, one transaction each, every id checked against the owner.

What moves the distance is told to ``signals.contact_changed`` in the same transaction; the search key follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.checks import check_fact, check_person, only_known, straightened
from yorisoi.apps.contacts.erasing import erase
from yorisoi.apps.contacts.indexing import reindex as reindex
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Point, Tag, Wish
from yorisoi.apps.contacts.normal import normal_value as normal_value
from yorisoi.apps.contacts.once import written_once
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.contacts.signals import contact_changed
from yorisoi.data import courtesy_table

BY_HAND = "手入力"
# The plain fields an owner may write; everything else of a contact has a verb of its own.
FIELDS = frozenset(
    {
        "family", "given", "family_kana", "given_kana", "organisation", "department", "title", "profession", "birthday",
        "met_on", "met_where", "met_how", "closeness", "never_suggest",
    }
)  # fmt: skip
# Where these came from is no question: they are the owner's own decisions.
OWN_DECISIONS = frozenset({"closeness", "never_suggest"})
MOVES_THE_DISTANCE = frozenset({"closeness", "met_on", "profession", "never_suggest"})
FACT_FIELDS = frozenset({"kind", "text", "on", "source", "wish", "until", "solved"})
ASKED_TO_STOP = "asked_to_stop"
BECAUSE = frozenset({"declined", ASKED_TO_STOP})


class NewPoint(NamedTuple):
    """A way to reach someone, before it is stored. ``on`` is the day it was learnt (today when None)."""

    kind: str
    value: str
    label: str = ""
    on: date | None = None


def create(
    *,
    owner: Owner,
    now: datetime,
    source: str = BY_HAND,
    points: Iterable[NewPoint | tuple[str, str]] = (),
    tags: Iterable[str] = (),
    note: str = "",
    once_key: str | None = None,
    **fields: Any,
) -> Contact:
    """Write a new person down. A family name alone is fine, and so is an organisation alone. ``note`` becomes a first fact.

    With ``once_key`` the same person is written once, however often this is called, two at the same moment included.

    Raises:
        ValidationError: there is neither name nor organisation, or a value is too long or unknown.
        TypeError: a field that is not the owner's to write.
    """
    only_known(fields, FIELDS | {"uid"})
    contact = Contact(
        owner=owner, source=straight(source), once_key=once_key, created_at=now, updated_at=now, **straightened(fields)
    )
    contact.provenance = {name: _origin(source, now) for name in _told(fields) if getattr(contact, name)}
    new = [NewPoint(*point) for point in points]
    return written_once(Contact, owner, once_key, lambda: _create(contact, new, tags, note.strip(), now=now))


@transaction.atomic
def _create(contact: Contact, points: Iterable[NewPoint], tags: Iterable[str], note: str, *, now: datetime) -> Contact:
    owner, source = contact.owner, contact.source
    check_person(contact)
    contact.save()
    for point in points:
        _put_point(owner, contact, point, source=source, now=now)
    _put_tags(owner, contact, tags)
    if note:
        today = timezone.localdate(now)
        _put_fact(Fact(owner=owner, contact=contact, kind=FactKind.NOTE, text=note, on=today, source=source), now)
    return _changed(owner, contact, now=now, tell=True)


@transaction.atomic
def update(
    *,
    owner: Owner,
    contact: Contact,
    now: datetime,
    source: str = BY_HAND,
    tags: Iterable[str] | None = None,
    **fields: Any,
) -> Contact:
    """Change the named fields, and the tags when given. Each field that really changed remembers its source and day.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError, TypeError: as ``create``.
    """
    only_known(fields, FIELDS)
    fields = straightened(fields)
    held = _hold(owner, contact)
    sorted_anew = tags is not None and _put_tags(owner, held, tags)
    changed = {name for name, value in fields.items() if getattr(held, name) != value}
    if not changed:
        return _changed(owner, held, now=now, tell=sorted_anew)
    for name in changed:
        setattr(held, name, fields[name])
    origins = {name: _origin(source, now) for name in _told(changed)}
    held.provenance = {**held.provenance, **origins}
    held.updated_at = now
    check_person(held)
    held.save()
    return _changed(owner, held, now=now, tell=sorted_anew or bool(changed & MOVES_THE_DISTANCE))


@transaction.atomic
def remove(*, owner: Owner, contact: Contact) -> None:
    """Erase a person wholly: the card, every fact and way to reach them, the timeline, the search key.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    erase(_hold(owner, contact))


def set_closeness(*, owner: Owner, contact: Contact, closeness: str, now: datetime) -> Contact:
    """Say how near the owner wishes to be.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: not one of ``Closeness``.
    """
    return update(owner=owner, contact=contact, now=now, closeness=closeness)


@transaction.atomic
def set_tags(*, owner: Owner, contact: Contact, names: Iterable[str], now: datetime) -> Contact:
    """Make these the person's tags, and no others. Blank and repeated names are passed over.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: a name is too long.
    """
    held = _hold(owner, contact)
    return _changed(owner, held, now=now, tell=_put_tags(owner, held, names))


@transaction.atomic
def add_point(
    *,
    owner: Owner,
    contact: Contact,
    kind: str,
    value: str,
    now: datetime,
    label: str = "",
    source: str = BY_HAND,
    on: date | None = None,
) -> Point:
    """Add a way to reach someone. One that is there already, however written, stays as it is.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: no value, or one too long, or an unknown kind.
    """
    held = _hold(owner, contact)
    point = _put_point(owner, held, NewPoint(kind, value, label, on), source=source, now=now)
    _changed(owner, held, now=now, tell=False)
    return point


@transaction.atomic
def remove_point(*, owner: Owner, contact: Contact, point_id: int, now: datetime) -> None:
    """Take a way to reach someone away.

    Raises:
        Contact.DoesNotExist, Point.DoesNotExist: not this owner's, or not this person's.
    """
    held = _hold(owner, contact)
    Point.objects.get(owner=owner, contact=held, pk=point_id).delete()
    _changed(owner, held, now=now, tell=False)


def add_fact(
    *,
    owner: Owner,
    contact: Contact,
    kind: str,
    text: str,
    on: date,
    now: datetime,
    source: str = "",
    wish: str = "",
    until: date | None = None,
    once_key: str | None = None,
) -> Fact:
    """Write down one thing known of a person. The wish not to be contacted closes the tie at once.

    What is written there already, word for word of the same day, is one fact; and so is what comes twice with one
    ``once_key``, two at the same moment included.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: no text, a wish without a request, or a value too long or unknown.
    """
    fact = Fact(
        owner=owner, kind=kind, text=text.strip(), on=on, source=straight(source), wish=wish, until=until,
        once_key=once_key,
    )  # fmt: skip
    return written_once(Fact, owner, once_key, lambda: _add_fact(fact, contact, now=now))


@transaction.atomic
def _add_fact(fact: Fact, contact: Contact, *, now: datetime) -> Fact:
    held = _hold(fact.owner, contact)  # the lock: of two that say the same, the second one sees the first
    fact.contact = held
    same = {name: getattr(fact, name) for name in ("kind", "text", "on", "wish", "until")}
    there = Fact.objects.filter(owner=fact.owner, contact=held, **same).first()
    if there is not None:
        return there
    _put_fact(fact, now)
    return _fact_changed(fact.owner, held, fact, now=now)


@transaction.atomic
def change_fact(*, owner: Owner, contact: Contact, fact_id: int, now: datetime, **fields: Any) -> Fact:
    """Correct a fact: any of kind, text, on, source, wish, until, solved.

    A tie that the old wording closed stays closed; ``undo_close`` is for a mistaken record.

    Raises:
        Contact.DoesNotExist, Fact.DoesNotExist: not this owner's, or not this person's.
        ValidationError, TypeError: as ``add_fact``.
    """
    only_known(fields, FACT_FIELDS)
    held = _hold(owner, contact)
    fact = Fact.objects.get(owner=owner, contact=held, pk=fact_id)
    wished = fact.wish
    for name, value in fields.items():
        setattr(fact, name, value.strip() if name == "text" else straight(value) if name == "source" else value)
    check_fact(fact)
    fact.save()
    return _fact_changed(owner, held, fact, now=now, wished=wished)


@transaction.atomic
def remove_fact(*, owner: Owner, contact: Contact, fact_id: int, now: datetime, undo_close: bool = False) -> None:
    """Take a fact away. A tie that it closed stays closed, unless ``undo_close`` says that all of it was a mistake.

    Raises:
        Contact.DoesNotExist, Fact.DoesNotExist: not this owner's, or not this person's.
    """
    held = _hold(owner, contact)
    Fact.objects.get(owner=owner, contact=held, pk=fact_id).delete()
    if undo_close:
        _open(held, now=now)
    _changed(owner, held, now=now, tell=True)


def solve_concern(*, owner: Owner, contact: Contact, fact_id: int, now: datetime, solved: bool = True) -> Fact:
    """Say that a concern has been solved (or, with ``solved=False``, that it has come back).

    Raises:
        Contact.DoesNotExist, Fact.DoesNotExist: not this owner's, or not this person's.
        ValidationError: the fact is no concern.
    """
    return change_fact(owner=owner, contact=contact, fact_id=fact_id, now=now, solved=solved)


@transaction.atomic
def close(*, owner: Owner, contact: Contact, because: str, at: datetime, now: datetime) -> Contact:
    """Leave this person in peace, until they write. ``because`` is ``declined`` or ``asked_to_stop``.

    Said twice, the later moment counts, and "asked to stop" outweighs "declined".

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: another ``because``.
    """
    if because not in BECAUSE:
        raise ValidationError("理由は「お断り」か「連絡はいらないとのこと」からお選びください。")
    held = _hold(owner, contact)
    _close(held, because=because, at=at, now=now)
    return _changed(owner, held, now=now, tell=True)


@transaction.atomic
def reopen_because_they_wrote(*, owner: Owner, contact: Contact, at: datetime, now: datetime) -> bool:
    """Open a closed tie again, because a message of theirs is later than the closing. Returns whether it was opened.

    An old message that comes in late opens nothing. A wish not to be contacted stays readable and binds no longer.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    held = _hold(owner, contact)
    if held.closed_at is None or not held.closed_at < at <= now:
        return False  # nor does a date that has not come yet
    _open(held, now=now)
    _changed(owner, held, now=now, tell=True)
    return True


@transaction.atomic
def undo_close(*, owner: Owner, contact: Contact, now: datetime) -> Contact:
    """Take back a closing that was recorded by mistake: the owner pressed the wrong button.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    held = _hold(owner, contact)
    _open(held, now=now)
    return _changed(owner, held, now=now, tell=True)


def _hold(owner: Owner, contact: Contact) -> Contact:
    """Read the person fresh and lock the row: two writers about one person come one after the other."""
    return Contact.objects.select_for_update().get(owner=owner, pk=contact.pk)


def _changed(owner: Owner, contact: Contact, *, now: datetime, tell: bool) -> Contact:
    reindex(owner=owner, contact_ids=[contact.pk])
    if tell:
        contact_changed.send(sender=Contact, owner=owner, contact_ids=[contact.pk], now=now)
    return contact


def _fact_changed(owner: Owner, contact: Contact, fact: Fact, *, now: datetime, wished: str = "") -> Fact:
    if fact.wish == Wish.NO_CONTACT and wished != Wish.NO_CONTACT:
        # The day is known, the hour is not: from now on they are left in peace, and only a later message opens the tie.
        _close(contact, because=ASKED_TO_STOP, at=now, now=now)
    _changed(owner, contact, now=now, tell=True)
    return fact


def _close(contact: Contact, *, because: str, at: datetime, now: datetime) -> None:
    contact.closed_at = max(at, contact.closed_at) if contact.closed_at else at
    if contact.closed_because != ASKED_TO_STOP:
        contact.closed_because = because
    contact.updated_at = now
    contact.save(update_fields=["closed_at", "closed_because", "updated_at"])


def _open(contact: Contact, *, now: datetime) -> None:
    contact.closed_at, contact.closed_because, contact.updated_at = None, "", now
    contact.save(update_fields=["closed_at", "closed_because", "updated_at"])
    Fact.objects.filter(owner=contact.owner_id, contact=contact, wish=Wish.NO_CONTACT).update(wish=Wish.NONE)


def _put_point(owner: Owner, contact: Contact, new: NewPoint, *, source: str, now: datetime) -> Point:
    value = straight(new.value).strip()
    point = Point(
        owner=owner, contact=contact, kind=new.kind, label=straight(new.label), value=value, normal=normal_value(new.kind, value),
        position=contact.points.count(), source=source, on=new.on or timezone.localdate(now),
    )  # fmt: skip
    there = contact.points.filter(kind=point.kind, normal=point.normal).first()
    if there is not None:
        return there
    point.full_clean(exclude=["owner", "contact"])
    point.save()
    return point


def _put_tags(owner: Owner, contact: Contact, names: Iterable[str]) -> bool:
    """Make these the tags, and say whether the courtesy calendar moves with them: some tell of a field of a trade."""
    wanted = dict.fromkeys(name for name in (" ".join(straight(name).split()) for name in names) if name)
    there = set(contact.tags.values_list("name", flat=True))
    contact.tags.exclude(name__in=wanted).delete()
    for name in wanted:
        if name not in there:
            tag = Tag(owner=owner, contact=contact, name=name)
            tag.full_clean(exclude=["owner", "contact"])
            tag.save()
    before, after = (courtesy_table().trade(contact.profession, tuple(sorted(names))) for names in (there, wanted))
    return before.key != after.key


def _put_fact(fact: Fact, now: datetime) -> None:
    fact.created_at = now
    check_fact(fact)
    fact.save()


def _told(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - OWN_DECISIONS - {"uid"})


def _origin(source: str, now: datetime) -> dict[str, str]:
    return {"source": source, "on": timezone.localdate(now).isoformat()}
