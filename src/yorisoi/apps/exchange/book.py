"""The owner's address book as an import needs it: an index to match against, and what is held of the people matched.

Only what the file could meet is kept in memory, however large the book is.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db.models import Count, Max, Q

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact, Fact, Merge, Point, SeasonOverride, Tag
from yorisoi.apps.exchange import packing, talks
from yorisoi.apps.exchange.matching import (
    PHONES,
    Entry,
    Index,
    Ref,
    card_uuid,
    kana_key,
    name_key,
    normal_of,
    talk_name,
    wanted_names,
)
from yorisoi.apps.exchange.merging import HAND, Held, point_key
from yorisoi.apps.exchange.models import KnownAs
from yorisoi.apps.exchange.record import Happening, Person, plain
from yorisoi.apps.interactions.models import Interaction
from yorisoi.core.names.fold import fold

# Before the number of the picture that a record was read from, among the names its file knows it by.
PHOTO = "photo:"
# Values bound to one query: SQLite's oldest limit is 999, and longer lists gain nothing.
BOUND = 500
_LOCAL = reduce(or_, (Q(once_key__startswith=start) for start in talks.LOCAL_KEYS))


def chunks(items: Iterable[Any], size: int = BOUND) -> Iterator[list[Any]]:
    """Yield lists of at most ``size`` of ``items``."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def basis(owner: Owner) -> str:
    """Return the state of the address book in one word: the same word, the same people to match against."""
    people = Contact.objects.filter(owner=owner).aggregate(n=Count("pk"), last=Max("pk"), changed=Max("updated_at"))
    points = Point.objects.filter(owner=owner).aggregate(n=Count("pk"), last=Max("pk"))
    text = f"{people['n']} {people['last']} {people['changed']} {points['n']} {points['last']}"
    return hashlib.sha256(text.encode()).hexdigest()


def known_keys(person: Person) -> list[str]:
    """Return the names under which this file knows ``person``: card number, talk names, the very card."""
    number = card_uuid(person.uid)
    keys = [f"uid:{number}"] if number else []
    keys += [line_key(point.value) for point in person.points if point.kind == "line"]
    if person.photo:
        keys.append(f"{PHOTO}{person.photo}")
    return [*keys, f"card:{packing.digest(person)}"]


def line_key(name: str) -> str:
    """Return the key of a name in a talk room."""
    return "line:" + hashlib.sha256(plain(name).encode()).hexdigest()[:40]


class Arriving(Protocol):
    """Someone on their way in, with the names the file knows them by; ``talker``: from a talk room."""

    @property
    def person(self) -> Person: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def talker(self) -> bool: ...


def load_index(owner: Owner, arriving: Sequence[Arriving]) -> Index:
    """Return everyone of ``owner`` that those arriving could be."""
    index = Index()
    people = [one.person for one in arriving]
    folds, readings = wanted_names(people)
    talkers = {talk_name(one.person.name) for one in arriving if one.talker} - {""}
    part_names = {fold(name) for name in talkers}
    folds |= part_names
    readings |= {kana_key(name) for name in talkers}
    wanted = _by_points(owner, people) | _by_known(owner, arriving, index)
    numbers = {number for person in people if (number := card_uuid(person.uid))}
    found: dict[int, dict[str, str]] = {}
    columns = ("pk", "uid", "family", "given", "family_kana", "given_kana", "organisation")
    for row in Contact.objects.filter(owner=owner).order_by("pk").values_list(*columns).iterator(chunk_size=5000):
        pk, uid, family, given, family_kana, given_kana, organisation = row
        if not (
            pk in wanted
            or uid in numbers
            or fold(name_key(family, given)) in folds
            or (part_names and ({fold(plain(family)), fold(plain(given))} & part_names))
            or (readings and (family_kana or given_kana) and kana_key(family_kana + given_kana) in readings)
        ):
            continue
        found[pk] = {"family": family, "given": given, "kana": family_kana + given_kana,
                     "organisation": organisation, "uid": str(uid)}  # fmt: skip
    ways = _ways(owner, found)
    for pk, values in found.items():
        mails, phones, lines = ways[pk]
        index.add(Entry(ref=Ref("contact", pk), **values, mails=mails, phones=phones, lines=lines))
    return index


def _by_points(owner: Owner, people: Sequence[Person]) -> set[int]:
    wanted: set[int] = set()
    groups: tuple[tuple[str, ...], ...] = (("mail",), PHONES, ("line",))
    for kinds in groups:
        normals = {normal_of(p.kind, p.value) for person in people for p in person.points if p.kind in kinds}
        for part in chunks(sorted(normals)):
            rows = Point.objects.filter(owner=owner, kind__in=kinds, normal__in=part)
            wanted.update(rows.values_list("contact_id", flat=True))
    return wanted


def _by_known(owner: Owner, arriving: Sequence[Arriving], index: Index) -> set[int]:
    keys = {key for one in arriving for key in one.keys}
    wanted: set[int] = set()
    for part in chunks(sorted(keys)):
        rows = KnownAs.objects.filter(owner=owner, key__in=part).order_by("pk").values_list("key", "contact_id")
        for key, contact_id in rows:
            index.known.setdefault(key, Ref("contact", contact_id))
            wanted.add(contact_id)
    return wanted | _by_merged(owner, keys, index)


def _by_merged(owner: Owner, keys: Iterable[str], index: Index) -> set[int]:
    """A card number that went when two cards became one means the one that was kept."""
    numbers = [key.removeprefix("uid:") for key in sorted(keys) if key.startswith("uid:")]
    wanted: set[int] = set()
    for part in chunks(numbers):
        rows = Merge.objects.filter(owner=owner, gone_uid__in=part, undone_at=None).order_by("-pk")
        for uid, contact_id in rows.values_list("gone_uid", "kept_id"):
            index.known.setdefault(f"uid:{uid}", Ref("contact", contact_id))
            wanted.add(contact_id)
    return wanted


def _ways(owner: Owner, ids: Iterable[int]) -> dict[int, tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    mails: dict[int, set[str]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    lines: dict[int, set[str]] = defaultdict(set)
    places = {"mail": mails, "phone": phones, "mobile": phones, "line": lines}
    ids = list(ids)
    for part in chunks(ids):
        rows = Point.objects.filter(owner=owner, contact__in=part, kind__in=list(places))
        for contact_id, kind, normal in rows.values_list("contact_id", "kind", "normal"):
            places[kind][contact_id].add(normal)
    return {pk: (frozenset(mails[pk]), frozenset(phones[pk]), frozenset(lines[pk])) for pk in ids}


def held(owner: Owner, ids: Sequence[int], *, lock: bool = False) -> dict[int, Held]:
    """Return what is stored of at most ``BOUND`` people; ``lock`` keeps their rows until the transaction ends."""
    rows = Contact.objects.filter(owner=owner, pk__in=ids).order_by("pk")
    found = {contact.pk: Held(contact=contact) for contact in (rows.select_for_update() if lock else rows)}
    points = Point.objects.filter(owner=owner, contact__in=found).values_list(
        "contact_id", "kind", "normal", "position"
    )
    for pk, kind, normal, position in points:
        found[pk].points.add(point_key(kind, normal))
        found[pk].next_position = max(found[pk].next_position, position + 1)
    seasons = SeasonOverride.objects.filter(owner=owner, contact__in=found)
    for season in seasons:
        found[season.contact_id or 0].seasons.add((season.first, season.last, season.level, season.text))
    for pk, name in Tag.objects.filter(owner=owner, contact__in=found).values_list("contact_id", "name"):
        found[pk].tags.add(name)
    for pk, kind, text, on in Fact.objects.filter(owner=owner, contact__in=found).values_list(
        "contact_id", "kind", "text", "on"
    ):
        found[pk].facts |= {(kind, plain(text), on), (kind, plain(text), None)}
    return found


def fresh_touches(owner: Owner, contact: Contact, touches: Sequence[Happening]) -> list[Happening]:
    """Return the touches that are not in the timeline yet.

    What the owner wrote down by hand at the same minute, in the same direction and by the same means, is the same
    event: each such row takes the place of one of the file's.
    """
    if not touches:
        return []
    keys = {talks.once_key(contact.uid, touch.key): touch for touch in touches}
    stored: set[str | None] = set()
    for part in chunks(keys):
        rows = Interaction.objects.filter(owner=owner, once_key__in=part)
        stored.update(rows.values_list("once_key", flat=True))
    if any(key.startswith(talks.ELSEWHERE) for key in keys):
        stored.update(key for _, key in travelling(owner, [contact.pk]))
    fresh = [touch for key, touch in keys.items() if key not in stored]
    by_hand = _by_hand(owner, contact, fresh, set(keys))
    result = []
    for touch in fresh:
        moment = _moment(touch.at, touch.direction, touch.channel)
        if by_hand[moment] > 0:
            by_hand[moment] -= 1
        else:
            result.append(touch)
    return result


def _by_hand(
    owner: Owner, contact: Contact, fresh: Sequence[Happening], keys: set[str]
) -> Counter[tuple[str, str, str]]:
    if not fresh:
        return Counter()
    rows = Interaction.objects.filter(
        Q(once_key__isnull=True) | Q(source=HAND) | _LOCAL,
        owner=owner,
        contact=contact,
        at__gte=min(touch.at for touch in fresh).replace(second=0, microsecond=0),
        at__lte=max(touch.at for touch in fresh).replace(second=59, microsecond=999_999),
    ).values_list("at", "direction", "channel", "once_key", "created_at")
    return Counter(
        _moment(at, direction, channel)
        for at, direction, channel, key, created_at in rows
        if key is None or talks.portable_key(key, created_at) not in keys
    )


def travelling(owner: Owner, ids: Sequence[int]) -> dict[tuple[int, str], str]:
    """Return the stored keys of lines that travel under another, by person and the key they travel under."""
    rows = Interaction.objects.filter(_LOCAL | Q(once_key__startswith=talks.ELSEWHERE), owner=owner, contact__in=ids)
    found = rows.values_list("contact_id", "once_key", "created_at")
    return {(pk, talks.portable_key(key, created_at)): key for pk, key, created_at in found if key is not None}


def _moment(at: datetime, direction: str, channel: str) -> tuple[str, str, str]:
    return (str(int(at.timestamp()) // 60), direction, channel)
