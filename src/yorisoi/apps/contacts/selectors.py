"""Reads about people. Every one goes through the owner."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, prefetch_related_objects

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import search
from yorisoi.apps.contacts.indexing import NEARNESS
from yorisoi.apps.contacts.models import Closeness, Contact, Fact, FactKind, Point, SearchKey, Tag
from yorisoi.core.names import search_key

PEOPLE_A_PAGE = 50  # a few screens of a phone; the next page is one tap away
TAGS_OFFERED = 40  # as many as one can look over; the others are found by searching
MAX_FOUND = 20  # people the command line names when a name fits several
LONGEST_NAME = 60  # signs of a name that are compared in full; a longer text is searched for
LONGEST_ID = 18  # digits that fit the eight bytes of an id
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Some people of a list. ``after`` asks for the following ones; empty when these were the last."""

    people: list[Contact]
    after: str
    searched: bool

    @property
    def is_cut(self) -> bool:
        """There may be more, which only a longer query shows."""
        return self.searched and len(self.people) >= search.LIMIT


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one person. ``groups`` holds the kinds that have facts, in the order of ``FactKind``."""

    facts: tuple[Fact, ...]
    groups: tuple[tuple[FactKind, tuple[Fact, ...]], ...]
    points: tuple[Point, ...]
    tags: tuple[Tag, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """Return the facts of one kind, newest first."""
        return tuple(fact for fact in self.facts if fact.kind == kind)


def get(owner: Owner, contact_id: int) -> Contact:
    """Return one person.

    Raises:
        Contact.DoesNotExist: there is none, or it is another owner's.
    """
    return Contact.objects.get(owner=owner, pk=contact_id)


def find(owner: Owner, text: str) -> list[Contact]:
    """Return the people that ``text`` means: an id, a uid, or a name. A name written in full outweighs one it begins."""
    text = text.replace("\x00", "").strip()
    if exact := _by_id(owner, text):
        return exact
    joined = "".join(text.split())[:LONGEST_NAME]
    splits = [Q(family=joined[:end], given=joined[end:]) for end in range(len(joined) + 1)] if joined else []
    named = (
        Contact.objects.filter(reduce(or_, splits), owner=owner).order_by("pk") if splits else Contact.objects.none()
    )
    return list(named[:MAX_FOUND]) or search.search(owner, text, limit=MAX_FOUND)


def named(owner: Owner, text: str) -> list[Contact]:
    """Return the people whom ``text`` names: by id, by uid, or by the name alone. What is known of them does not count.

    A name (full, family or given, as written or as read) that stands there whole outweighs one that is only begun.
    """
    text = text.replace("\x00", "").strip()
    if exact := _by_id(owner, text):
        return exact
    joined = "".join(text.split())
    if not joined or len(joined) > LONGEST_NAME or not (forms := search_key.words(joined)):
        return []
    lines = [search_key.NAME_MARK + form for form in forms[0]]
    people = Contact.objects.filter(owner=owner).order_by("pk")
    parts = ("family", "given", "family_kana", "given_kana")
    whole = [Q(**{part: joined}) for part in parts] + [Q(family="", given="", organisation=joined)]
    for line in lines:
        whole += [Q(search_key__text__contains=f"{line}\n"), Q(search_key__text__endswith=line)]
    begun = [Q(search_key__text__contains=line) for line in lines]
    return list(people.filter(reduce(or_, whole))[:MAX_FOUND]) or list(people.filter(reduce(or_, begun))[:MAX_FOUND])


def _by_id(owner: Owner, text: str) -> list[Contact]:
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
        return list(Contact.objects.filter(owner=owner, pk=int(text)))
    try:
        uid = uuid.UUID(text)
    except ValueError:
        return []
    return list(Contact.objects.filter(owner=owner, uid=uid))


def page_of_people(owner: Owner, *, query: str = "", tag: str = "", closeness: str = "", after: str = "") -> Page:
    """Return one page of people: of the search when there is a query, of everyone by reading otherwise.

    ``after`` is the mark of an earlier page; one that says nothing begins at the beginning. An unknown ``closeness`` is
    as none. Each person comes with their tags.
    """
    if closeness not in Closeness.values:
        closeness = ""
    if query.strip():
        found = search.search(owner, query, only=search.Filter(tag=tag, closeness=closeness))
        prefetch_related_objects(found, "tags")
        return Page(people=found, after="", searched=True)
    keys = SearchKey.objects.filter(owner=owner).order_by("reading", "contact_id")
    if closeness:
        keys = keys.filter(nearness=NEARNESS[Closeness(closeness)])
    if tag:
        keys = keys.filter(contact__tags__name=tag)
    if (place := _place(after)) is not None:
        reading, contact_id = place
        keys = keys.filter(Q(reading__gt=reading) | Q(reading=reading, contact_id__gt=contact_id), reading__gte=reading)
    rows = list(
        keys.defer("text", "grams").select_related("contact").prefetch_related("contact__tags")[: PEOPLE_A_PAGE + 1]
    )
    last = rows[PEOPLE_A_PAGE - 1] if len(rows) > PEOPLE_A_PAGE else None
    return Page(
        people=[row.contact for row in rows[:PEOPLE_A_PAGE]],
        after=_mark(last.reading, last.contact_id) if last else "",
        searched=False,
    )


def tags_of(owner: Owner) -> list[str]:
    """Return the owner's tags, the first ones by name, for choosing from."""
    names = Tag.objects.filter(owner=owner).order_by("name").values_list("name", flat=True).distinct()
    return list(names[:TAGS_OFFERED])


def known(owner: Owner, contact: Contact) -> Known:
    """Return all that is known of one person, in three queries however much that is.

    Raises:
        Contact.DoesNotExist: another owner's contact.
    """
    if contact.owner_id != owner.pk:
        raise Contact.DoesNotExist
    facts = tuple(Fact.objects.filter(owner=owner, contact=contact))
    of_kind = {kind: tuple(fact for fact in facts if fact.kind == kind) for kind in FactKind}
    return Known(
        facts=facts,
        groups=tuple((kind, found) for kind, found in of_kind.items() if found),
        points=tuple(Point.objects.filter(owner=owner, contact=contact)),
        tags=tuple(Tag.objects.filter(owner=owner, contact=contact)),
    )


def get_fact(owner: Owner, contact_id: int, fact_id: int) -> Fact:
    """Return one fact with its person.

    Raises:
        Fact.DoesNotExist: there is none, or it is another owner's or another person's.
    """
    return Fact.objects.select_related("contact").get(owner=owner, contact=contact_id, pk=fact_id)


def get_point(owner: Owner, contact_id: int, point_id: int) -> Point:
    """Return one way to reach someone, with its person.

    Raises:
        Point.DoesNotExist: there is none, or it is another owner's or another person's.
    """
    return Point.objects.select_related("contact").get(owner=owner, contact=contact_id, pk=point_id)


def _mark(reading: str, contact_id: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([reading, contact_id]).encode()).decode()


def _place(mark: str) -> tuple[str, int] | None:
    """Return the reading and id that a mark holds; None for a mark that nobody here made."""
    try:
        reading, contact_id = json.loads(base64.urlsafe_b64decode(mark.encode()))
        return (
            (str(reading), int(contact_id))
            if abs(int(contact_id)) <= LARGEST_ID and "\x00" not in str(reading)
            else None
        )
    except (ValueError, TypeError, RecursionError, OverflowError):
        return None
