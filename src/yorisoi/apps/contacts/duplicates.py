"""Who in the book may be the very person at hand, found through indexes. A few questions to the database, however many people.

``likeness`` judges; here the few who come into question are looked up: by mail and telephone, by the whole name in any
spelling, by reading and organisation, by the family name where nothing more is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import search
from yorisoi.apps.contacts.likeness import Sheet, Value, Verdict, judge, sheet_of, values_of
from yorisoi.apps.contacts.models import Contact, NotSame, Point
from yorisoi.core.names import search_key
from yorisoi.core.names.fold import spellings
from yorisoi.core.names.organisation import organisation_key

LIMIT = 5  # people shown for one; more would be no help in choosing
MOST_REMEMBERED = 20  # look-alikes of one person whom the owner called someone else, and whose places others take
# What three people carry is an office's, and tells of none of them.
MOST_HOLDERS = 2
# Ways to reach someone that are looked up: a card has two or three, and a long address book entry seldom ten.
MOST_VALUES = 12
# People of one name at other firms: with more than this the name says nothing.
MOST_NAMESAKES = 3
# Candidates looked at by one way of finding; who is found beyond that is one of a crowd.
MOST_CANDIDATES = 12
# People of one family name whose organisations are compared. The commonest name of Japan is borne by one in seventy: this
# covers a book of some thousands, and in a greater one a bare family name tells too little to ask about.
MOST_OF_A_FAMILY = 100
# A number may stand with one person as telephone and as mobile.
_ROWS_A_VALUE = 2 * (MOST_HOLDERS + 1)
_KINDS = {"mail": ("mail",), "mobile": ("mobile", "phone"), "phone": ("phone", "mobile")}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Someone in the book who may be the person at hand. ``sure`` means: nothing speaks against it."""

    contact: Contact
    reason: str
    sure: bool


def look_alikes(
    owner: Owner,
    *,
    family: str = "",
    given: str = "",
    kana: str = "",
    points: Iterable[tuple[str, str]] = (),
    organisation: str = "",
    exclude: int | None = None,
    limit: int = LIMIT,
) -> list[LookAlike]:
    """Return up to ``limit`` people of ``owner``'s book who may be the one described, likeliest first; often nobody.

    ``points`` are (kind, value) pairs as written; ``exclude`` is the id of the person described, when already in the book.
    At most five questions to the database.
    """
    values = frozenset(sorted(values_of(points))[:MOST_VALUES])
    asked = Sheet(family.strip(), given.strip(), kana, organisation, values)
    carried, crowded = _carriers(owner.pk, values, exclude)
    ids = set(carried) | _named(owner, asked, exclude)
    ids -= {exclude} if exclude is not None else set()
    if not ids:
        return []
    found: list[tuple[Verdict, Contact]] = []
    for contact in Contact.objects.filter(owner=owner, pk__in=ids).order_by("pk"):
        sheet = replace(sheet_of(contact, ()), values=frozenset(carried.get(contact.pk, ())))
        if verdict := judge(asked, sheet, crowded=crowded):
            found.append((verdict, contact))
    found.sort(key=lambda one: (not one[0].sure, -one[0].weight, one[1].pk))
    return [LookAlike(contact, verdict.reason, verdict.sure) for verdict, contact in found[:limit]]


def others_like(owner: Owner, contact: Contact, *, limit: int = LIMIT) -> list[LookAlike]:
    """Return who may be the same person as ``contact`` of this book, but for those the owner called someone else."""
    points = Point.objects.filter(owner=owner, contact=contact).values_list("kind", "value")
    found = look_alikes(
        owner, family=contact.family, given=contact.given, kana=contact.family_kana + contact.given_kana, points=points,
        organisation=contact.organisation, exclude=contact.pk, limit=limit + MOST_REMEMBERED,
    )  # fmt: skip
    two = Q(contact=contact) | Q(other=contact)
    others = {pk for pair in NotSame.objects.filter(two, owner=owner).values_list("contact", "other") for pk in pair}
    return [one for one in found if one.contact.pk not in others][:limit]


def _carriers(
    owner_id: int, values: frozenset[Value], exclude: int | None
) -> tuple[dict[int, set[Value]], frozenset[Value]]:
    """Return who carries which of ``values``, and those carried by so many that they tell nothing."""
    if not values:
        return {}, frozenset()
    # Each value is read on its own and no further than it matters: the number of a great office costs no more than another.
    one = "SELECT contact_id, %s, normal FROM contacts_point WHERE owner_id = %s AND kind IN (%s, %s) AND normal = %s LIMIT %s"
    asked: list[str | int] = []
    for kind, normal in sorted(values):
        kinds = _KINDS[kind]
        asked += [kind, owner_id, kinds[0], kinds[-1], normal[:500], _ROWS_A_VALUE + 2]
    parts = " UNION ALL ".join(f"SELECT * FROM ({one}) AS v{index}" for index in range(len(values)))  # noqa: S608
    holders: defaultdict[Value, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(parts, asked)
        for contact_id, kind, normal in cursor.fetchall():
            holders[kind, normal].add(contact_id)
    carried: defaultdict[int, set[Value]] = defaultdict(set)
    crowded = set()
    for value, people in holders.items():
        if len(people - {exclude}) > MOST_HOLDERS:
            crowded.add(value)
            continue
        for contact_id in people - {exclude}:
            if contact_id is not None:
                carried[contact_id].add(value)
    return carried, frozenset(crowded)


def _named(owner: Owner, asked: Sheet, exclude: int | None) -> set[int]:
    """Return who may be meant by the name: everyone of it at this organisation, and the few of it elsewhere."""
    if not asked.written:
        return set()
    of_family, is_family = _of_family(owner, asked, exclude)
    if is_family and not asked.given:
        # Everybody of a common family name would have to be walked through to find who has no more than that.
        return of_family
    lines = tuple(sorted(asked.lines))
    office = search_key.normalise(asked.office)
    found: set[int] = set()
    if office:
        found.update(search.ids_with(owner.pk, [lines, (office,)], MOST_CANDIDATES))
    namesakes = set(search.ids_with(owner.pk, [lines], MOST_NAMESAKES + 2)) - {exclude}
    if len(namesakes) <= MOST_NAMESAKES:
        found |= namesakes
    return found | of_family


def _of_family(owner: Owner, asked: Sheet, exclude: int | None) -> tuple[set[int], bool]:
    """Return the few of the same family name where one of the two cards has no more than that, and whether anyone has it.

    A name typed in one piece (髙橋一郎) is nobody's family name. Whom a bare family name means is told by the organisation, or by there being hardly anyone else of that name.
    """
    if not asked.family:
        return set(), False
    people = Contact.objects.filter(owner=owner, family__in=spellings(asked.family))
    if asked.given:
        people = people.filter(given="")
    rows = people.values_list("pk", "organisation")[:MOST_OF_A_FAMILY]
    organisations = {pk: organisation for pk, organisation in rows if pk != exclude}
    if len(organisations) <= MOST_NAMESAKES:
        return set(organisations), bool(organisations)
    beside = {pk for pk, text in organisations.items() if asked.office and organisation_key(text) == asked.office}
    return beside, True


def sheets_of(owner: Owner, people: Sequence[Contact]) -> dict[int, Sheet]:
    """Return what each of ``people`` can be recognised by, in one question."""
    values: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Point.objects.filter(owner=owner, contact__in=[person.pk for person in people]).order_by()
    for contact_id, kind, normal in rows.values_list("contact_id", "kind", "normal"):
        values[contact_id].append((kind, normal))
    return {person.pk: sheet_of(person, values[person.pk]) for person in people}
