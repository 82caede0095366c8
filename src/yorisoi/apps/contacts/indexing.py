"""The search keys of people, made from everything known of them but what is not to be mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import readings
from yorisoi.apps.contacts.models import Closeness, Contact, Fact, FactKind, Point, PointKind, SearchKey, Tag
from yorisoi.core.names import search_key
from yorisoi.data import professions

# People read and written at a time: a thousand keep memory in a few megabytes and the database calls few.
BATCH = 1000
# SQLite counts bound values; five columns of two hundred rows stay far below every limit.
ROWS_A_STATEMENT = 200
# What may be found by a word. A topic to avoid and a wish are read on the person's page and found by nobody else's eye.
FOUND_BY = (
    FactKind.STRENGTH,
    FactKind.INTEREST,
    FactKind.CONCERN,
    FactKind.VALUE,
    FactKind.BACKGROUND,
    FactKind.FAMILY,
    FactKind.NOTE,
)
NEARNESS = {Closeness.CLOSE: 0, Closeness.MIDDLE: 1, Closeness.OUTER: 2, Closeness.REMEMBER: 3}
# Sorts after every kana, kanji and letter: who has no name at all stands last.
NO_READING = "\U0010ffff"
_PHONES = (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX)


@transaction.atomic
def reindex(*, owner: Owner, contact_ids: Iterable[int] | None = None) -> int:
    """Make the search keys of these people (of everyone when None) anew, in batches. Returns how many people had theirs made."""
    people = Contact.objects.filter(owner=owner).order_by("pk")
    made = 0
    for batch in _batches(people.values_list("pk", flat=True), contact_ids):
        rows = list(people.filter(pk__in=batch))
        keys = list(_keys(owner, rows))
        SearchKey.objects.bulk_create(
            keys,
            batch_size=ROWS_A_STATEMENT,
            update_conflicts=True,
            unique_fields=["contact"],
            update_fields=["owner", "text", "grams", "reading", "nearness"],
        )
        made += len(keys)
    return made


def _batches(everyone: Iterable[int], chosen: Iterable[int] | None) -> Iterator[list[int]]:
    ids = sorted(set(chosen)) if chosen is not None else list(everyone)
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _keys(owner: Owner, people: list[Contact]) -> Iterator[SearchKey]:
    ids = [person.pk for person in people]
    words: defaultdict[int, list[str]] = defaultdict(list)
    for contact_id, name in Tag.objects.filter(contact__in=ids).values_list("contact_id", "name"):
        words[contact_id].append(name)
    facts = Fact.objects.filter(contact__in=ids, kind__in=FOUND_BY).order_by()
    for contact_id, text in facts.values_list("contact_id", "text"):
        words[contact_id].append(text)
    points = Point.objects.filter(contact__in=ids).order_by()
    for contact_id, kind, value, normal in points.values_list("contact_id", "kind", "value", "normal"):
        words[contact_id].append(value)
        if kind in _PHONES:
            words[contact_id].append(normal)  # +81 90 …, beside 090 … as it stands on the card
    for person in people:
        yield key_of(owner.pk, person, words[person.pk])


def key_of(owner_id: int, person: Contact, words: Iterable[str]) -> SearchKey:
    """Return the search key of one person, unsaved. ``words`` are tags, facts and ways to reach them."""
    family_kana, given_kana = person.family_kana, person.given_kana
    if (person.family and not family_kana) or (person.given and not given_kana):
        guessed = readings.guess(person.family, person.given)
        family_kana, given_kana = family_kana or guessed[0], given_kana or guessed[1]
    names = search_key.name_lines(person.family + person.given, family_kana + given_kana)
    if person.family:
        names += search_key.name_lines(person.given, given_kana)
    profession = professions().get(person.profession)
    plain = (
        person.organisation,
        person.department,
        person.title,
        profession.name if profession else person.profession,
        person.met_where,
        person.met_how,
        *words,
    )
    lines = dict.fromkeys(line for line in (*names, *map(search_key.normalise, plain)) if line)
    text = "\n".join(lines)
    return SearchKey(
        contact_id=person.pk,
        owner_id=owner_id,
        text=text,
        grams=" ".join(token(owner_id, gram) for gram in sorted(search_key.grams(text))),
        reading=_order(person, family_kana, given_kana),
        nearness=NEARNESS.get(Closeness(person.closeness), len(NEARNESS)),
    )


def token(owner_id: int, gram: str) -> str:
    """Return a gram as the index holds it: under its owner, so that one owner's search never walks another's people."""
    return f"{owner_id}:{gram}"


def _order(person: Contact, family_kana: str, given_kana: str) -> str:
    read = search_key.reading(family_kana) + " " + search_key.reading(given_kana)
    written = search_key.normalise(person.family + person.given or person.organisation)
    return (read.strip() or written or NO_READING)[:80]
