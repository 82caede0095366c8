"""Probable pairs in the whole book, a page at a time: three walks over indexes, one after the other.

First who share a mail address or a number, then who are written alike, then who are read alike. A walk asks the index for
the next keys that more than one person has, and only their bearers are read and judged.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import combinations
from operator import or_

from django.db import connection, transaction
from django.db.models import Q

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.duplicates import MOST_HOLDERS, sheets_of
from yorisoi.apps.contacts.likeness import Sheet, Value, Verdict, judge
from yorisoi.apps.contacts.models import Contact, NotSame, Point, SearchKey

PAIRS_A_PAGE = 20  # a few screens of a phone
# Keys asked for at once, and people read for one page: reading and judging one takes about a tenth of a millisecond, so
# that a page comes within a fifth of a second however many namesakes a book has.
KEYS_A_STEP = 50
MOST_READ = 1500
PEOPLE_A_SLICE = 2 * PAIRS_A_PAGE
# Bearers of one key that are read; of a commoner name these are compared by organisation, and the others are a crowd.
MOST_BEARERS = 200
# Bearers of one name without an organisation that are compared with everyone: of more it says nothing.
MOST_UNPLACED = 3
_NEVER_WEAKER = 25  # a namesake at another firm weighs less, and is asked about only when they are met
WALKS = ("mail", "phone", "written", "read")
_VALUES = {"mail": ("mail", "mail"), "phone": ("phone", "mobile")}
_KEY = "\x1f"  # between family and given name in a mark


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that may be one person's, the older first."""

    one: Contact
    other: Contact
    reason: str
    sure: bool


@dataclass(frozen=True, slots=True)
class PairPage:
    """Some pairs. ``after`` asks for the following ones; empty when these were the last."""

    pairs: list[Pair]
    after: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the walks have come."""

    walk: int
    key: str


def pairs(owner: Owner, *, after: str = "", limit: int = PAIRS_A_PAGE) -> PairPage:
    """Return one page of probable pairs. What the owner called two people is left out; an unknown ``after`` begins anew.

    A page may hold fewer than ``limit`` (even none) and still have a following one: the work for one page is bounded.
    """
    mark = _read(after)
    found: list[Pair] = []
    read = 0
    while len(found) < limit and read < MOST_READ:
        keys = _next_keys(owner.pk, WALKS[mark.walk], mark.key)
        groups = _groups(owner, WALKS[mark.walk], keys)
        taken = _as_many_as(MOST_READ - read, keys, groups)
        for some in _slices(taken, groups):
            found += _among(owner, WALKS[mark.walk], [groups[key] for key in some])
            read += sum(len(groups[key]) for key in some)
            mark = _Mark(mark.walk, some[-1])
            if len(found) >= limit:
                break
        if len(keys) < KEYS_A_STEP and (not keys or mark.key == keys[-1]):
            if mark.walk == len(WALKS) - 1:
                return PairPage(found, "")
            mark = _Mark(mark.walk + 1, "")
    return PairPage(found, _written(mark))


def _as_many_as(people: int, keys: Sequence[str], groups: Mapping[str, list[int]]) -> list[str]:
    """Return the first of ``keys`` whose bearers are hardly more than ``people``; always one."""
    total = 0
    for index, key in enumerate(keys):
        total += len(groups[key])
        if total >= people:
            return list(keys[: index + 1])
    return list(keys)


def _slices(keys: Sequence[str], groups: Mapping[str, list[int]]) -> Iterator[list[str]]:
    """Yield the keys a few at a time: enough to read in one go, few enough not to overfill a page."""
    some: list[str] = []
    for key in keys:
        some.append(key)
        if sum(len(groups[one]) for one in some) >= PEOPLE_A_SLICE:
            yield some
            some = []
    if some:
        yield some


def not_same(*, owner: Owner, contact: Contact, other: Contact, now: datetime) -> None:
    """Remember that these two are two people. Said twice, it is remembered once.

    Raises:
        Contact.DoesNotExist: one of them is not this owner's.
    """
    with transaction.atomic():
        people = Contact.objects.select_for_update().filter(owner=owner, pk__in=[contact.pk, other.pk])
        if len(people.order_by("pk")) < 2:
            raise Contact.DoesNotExist
        if not NotSame.objects.filter(_between(contact.pk, other.pk)).exists():
            NotSame.objects.create(owner=owner, contact=contact, other=other, created_at=now)


def _between(one: int, other: int) -> Q:
    return Q(contact=one, other=other) | Q(contact=other, other=one)


def _next_keys(owner_id: int, walk: str, after: str) -> list[str]:
    """Return the next keys of a walk that more than one person bears, from the index alone."""
    if walk in _VALUES:
        # A number may stand with one person as telephone and as mobile: up to two rows each.
        sql = (
            "SELECT normal FROM contacts_point WHERE owner_id = %s AND kind IN (%s, %s) AND normal > %s"
            " GROUP BY normal HAVING COUNT(*) BETWEEN 2 AND %s ORDER BY normal LIMIT %s"
        )
        values: list[str | int] = [owner_id, *_VALUES[walk], after, 2 * (MOST_HOLDERS + 1), KEYS_A_STEP]
    elif walk == "written":
        family, _, given = after.partition(_KEY)
        sql = (
            "SELECT family, given FROM contacts_contact WHERE owner_id = %s AND (family, given) > (%s, %s)"
            " GROUP BY family, given HAVING COUNT(*) > 1 ORDER BY family, given LIMIT %s"
        )
        values = [owner_id, family, given, KEYS_A_STEP]
    else:
        sql = (
            "SELECT reading FROM contacts_searchkey WHERE owner_id = %s AND reading > %s"
            " GROUP BY reading HAVING COUNT(*) > 1 ORDER BY reading LIMIT %s"
        )
        values = [owner_id, after, KEYS_A_STEP]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_KEY.join(row) for row in cursor.fetchall()]


def _among(owner: Owner, walk: str, groups: Sequence[Sequence[int]]) -> list[Pair]:
    ids = {pk for group in groups for pk in group}
    people = Contact.objects.filter(owner=owner).in_bulk(list(ids))
    sheets = sheets_of(owner, list(people.values()))
    two_people = {
        frozenset(row)
        for row in NotSame.objects.filter(owner=owner, contact__in=ids, other__in=ids).values_list("contact", "other")
    }
    crowded = _crowded(owner, sheets) if walk not in _VALUES else frozenset()
    found: dict[tuple[int, int], Pair] = {}
    for group in groups:
        for one, other in _worth_comparing(group, sheets):
            if (one, other) in found or frozenset((one, other)) in two_people:
                continue
            verdict = _verdict(walk, sheets[one], sheets[other], crowded)
            if verdict is not None:
                found[one, other] = Pair(people[one], people[other], verdict.reason, verdict.sure)
    return list(found.values())


def _groups(owner: Owner, walk: str, keys: Sequence[str]) -> dict[str, list[int]]:
    """Return the ids of those who bear each of ``keys``, at most ``MOST_BEARERS`` of one."""
    bearers: dict[str, list[int]] = {key: [] for key in keys}
    rows: Iterable[tuple[str, int]]
    if walk in _VALUES:
        points = Point.objects.filter(owner=owner, kind__in=_VALUES[walk], normal__in=keys).order_by("contact_id")
        rows = points.values_list("normal", "contact_id").distinct()
    elif walk == "written":
        names = [key.partition(_KEY) for key in keys]
        named = reduce(or_, (Q(family=family, given=given) for family, _, given in names), Q(pk=None))
        people = Contact.objects.filter(named, owner=owner).order_by("pk")
        rows = ((f"{f}{_KEY}{g}", pk) for f, g, pk in people.values_list("family", "given", "pk"))
    else:
        rows = SearchKey.objects.filter(owner=owner, reading__in=keys).order_by("pk").values_list("reading", "pk")
    for key, pk in rows:
        if len(bearers[key]) < MOST_BEARERS:
            bearers[key].append(pk)
    return bearers


def _worth_comparing(group: Sequence[int], sheets: dict[int, Sheet]) -> Iterator[tuple[int, int]]:
    """Yield the couples of a group; of a great one only those of one organisation, and the few who have none."""
    if len(group) <= MOST_UNPLACED:
        yield from combinations(sorted(group), 2)
        return
    offices: defaultdict[str, list[int]] = defaultdict(list)
    for pk in sorted(group):
        offices[sheets[pk].office].append(pk)
    unplaced = offices.pop("", [])
    for members in offices.values():
        yield from combinations(members, 2)
    if len(unplaced) <= MOST_UNPLACED:
        yield from combinations(unplaced, 2)


def _verdict(walk: str, one: Sheet, other: Sheet, crowded: frozenset[Value]) -> Verdict | None:
    """Judge a couple where this walk is the first that meets it."""
    if walk == "phone" and {v for v in one.values & other.values if v[0] == "mail"}:
        return None
    if walk in ("written", "read") and (one.values & other.values) - crowded:
        return None
    if walk == "read" and (one.family, one.given) == (other.family, other.given):
        return None
    if (
        walk in ("written", "read")
        and not (one.given and other.given)
        and not (one.office and one.office == other.office)
    ):
        return None  # a bare family name on both cards
    verdict = judge(one, other, crowded=crowded)
    return verdict if verdict is not None and verdict.weight >= _NEVER_WEAKER else None


def _crowded(owner: Owner, sheets: dict[int, Sheet]) -> frozenset[Value]:
    """Return the values of these people that a crowd shares, and which the first walks therefore passed over."""
    held: defaultdict[Value, int] = defaultdict(int)
    for sheet in sheets.values():
        for value in sheet.values:
            held[value] += 1
    return frozenset(value for value, count in held.items() if count > MOST_HOLDERS + 1)


def _written(mark: _Mark) -> str:
    return base64.urlsafe_b64encode(json.dumps([mark.walk, mark.key]).encode()).decode()


def _read(after: str) -> _Mark:
    try:
        walk, key = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, TypeError):
        return _Mark(0, "")
    good = isinstance(walk, int) and 0 <= walk < len(WALKS) and isinstance(key, str) and "\x00" not in key
    return _Mark(walk, key) if good else _Mark(0, "")
