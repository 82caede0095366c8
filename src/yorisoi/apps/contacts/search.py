"""Finding people by a few signs: a name in any script, a company, a tag, a word they once said.

Pairs of signs in an index bring the candidates, a plain "contains" on the normalised lines confirms them. When a query fits
a great many people (さ, 株式会社), sorting them all would take long and tell little: then the people are walked in the order
they are shown, nearest first, until the list is full.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.indexing import NEARNESS, token
from yorisoi.apps.contacts.models import Closeness, Contact
from yorisoi.core.names import search_key

LIMIT = 50  # people on one page of results; who looks for someone adds a word rather than read further
# Candidates fetched and sorted in memory: about 2 µs a row, so three milliseconds. The index counts this far in a fifth of one.
MAX_SORTED = 1500
# People walked in the order of the list: about 1 µs each. Beyond 1500 candidates in a hundred thousand a page of fifty is
# usually full after three thousand; where it is not, those who fit all stand further back and are fetched and sorted instead.
MAX_WALKED = 15_000

IN_ORDER = "ORDER BY k.owner_id, k.nearness, k.reading, k.contact_id"

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What else a person must fit: a tag, a closeness. Empty text leaves it open."""

    tag: str = ""
    closeness: str = ""


@dataclass(slots=True)
class _Where:
    """A condition in SQL and the values for its places."""

    sql: str
    values: list[Any] = field(default_factory=list)


def search(owner: Owner, query: str, limit: int = LIMIT, only: Filter | None = None) -> list[Contact]:
    """Return the people who fit every word of ``query``: names that begin with one first, then the nearer, then by reading.

    Nothing but signs in ``query`` finds nobody. Only the first words of a very long query are looked at.
    """
    words = search_key.words(query)
    if not words:
        return []
    ids = _ids(owner.pk, words, limit, only or Filter())
    people = Contact.objects.filter(owner=owner).in_bulk(ids)
    return [people[contact_id] for contact_id in ids if contact_id in people]


def _ids(owner_id: int, words: list[Form], limit: int, only: Filter) -> list[int]:
    if not _is_many(owner_id, [words]):
        return _sorted(owner_id, [words], words, limit, only)
    beginning = [_named_first(words, index) for index in range(len(words))]
    walk = _walked if _is_many(owner_id, beginning) else _sorted
    first = walk(owner_id, beginning, words, limit, only)
    if len(first) >= limit:
        return first
    # Walking again meets the first ones again: ask for as many more, and leave them out.
    seen = set(first)
    found = _walked(owner_id, [words], words, limit + len(first), only)
    return first + [contact_id for contact_id in found if contact_id not in seen][: limit - len(first)]


def ids_with(owner_id: int, words: list[Form], limit: int) -> list[int]:
    """Return up to ``limit`` ids, in no order, of people whose key holds every one of ``words`` in any of its forms.

    A form that begins with ``search_key.NAME_MARK`` must be a whole line, a full name; another one need only occur.
    """
    indexed = _indexed(owner_id, [words])
    position = "instr" if connection.vendor == "sqlite" else "strpos"
    found = _all(_any(f"{position}(%s || k.text || %s, %s) > 0" for _ in word) for word in words)
    values: list[Any] = []
    for form in (form for word in words for form in word):
        values += ["\n", "\n", f"\n{form}\n" if form.startswith(search_key.NAME_MARK) else form]
    sql = f"SELECT k.contact_id FROM {indexed.sql} AND {found} LIMIT %s"  # noqa: S608
    return [row[0] for row in _rows(sql, [*indexed.values, *values, limit])]


def _named_first(words: list[Form], index: int) -> list[Form]:
    """The same words, of which the one at ``index`` must begin a name."""
    marked = tuple(search_key.NAME_MARK + form for form in words[index])
    return [*words[:index], marked, *words[index + 1 :]]


def _is_many(owner_id: int, choices: list[list[Form]]) -> bool:
    """Say whether the index brings more candidates than are sorted. No row is read where the index alone can count."""
    indexed = _index_alone(owner_id, choices)
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {indexed.sql} LIMIT %s) AS candidates"  # noqa: S608
    return bool(_rows(sql, [*indexed.values, MAX_SORTED + 1])[0][0] > MAX_SORTED)


def _sorted(owner_id: int, choices: list[list[Form]], words: list[Form], limit: int, only: Filter) -> list[int]:
    """Return the best ids among all who fit one of ``choices``: a name that begins with a word, then near, then reading."""
    indexed, text, filters = _indexed(owner_id, choices), _contains(choices), _filters(only)
    named = _contains([_named_first(words, index) for index in range(len(words))])
    sql = f"SELECT k.contact_id, k.nearness, k.reading, {named.sql} FROM {indexed.sql} AND {text.sql}{filters.sql}"  # noqa: S608
    rows = _rows(sql, [*named.values, *indexed.values, *text.values, *filters.values])
    rows.sort(key=lambda row: (not row[3], row[1], row[2], row[0]))
    return [row[0] for row in rows[:limit]]


def _walked(owner_id: int, choices: list[list[Form]], words: list[Form], limit: int, only: Filter) -> list[int]:
    """Return the first ids who fit, in the order of the list: nearest first, then by reading."""
    text, filters, near = _contains(choices), _filters(only), _nearest(owner_id)
    sql = f"SELECT k.contact_id FROM {near.sql} AND {text.sql}{filters.sql} {IN_ORDER} LIMIT %s"  # noqa: S608
    rows = _rows(sql, [*near.values, *text.values, *filters.values, limit])
    return [row[0] for row in rows] if len(rows) == limit else _sorted(owner_id, choices, words, limit, only)


def _nearest(owner_id: int) -> _Where:
    """Return the people whom a walk may pass: on SQLite the first ``MAX_WALKED``, whose last its index names unread.

    PostgreSQL has no such index-only answer on rows lately written; it passes everyone in need, and walks twice as fast.
    """
    theirs = "contacts_searchkey k WHERE k.owner_id = %s"
    if connection.vendor == "sqlite":
        sql = f"SELECT k.nearness, k.reading, k.contact_id FROM {theirs} {IN_ORDER} LIMIT 1 OFFSET %s"  # noqa: S608
        if beyond := _rows(sql, [owner_id, MAX_WALKED]):
            return _Where(f"{theirs} AND (k.nearness, k.reading, k.contact_id) < (%s, %s, %s)", [owner_id, *beyond[0]])
    return _Where(theirs, [owner_id])


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _index_alone(owner_id: int, choices: list[list[Form]]) -> _Where:
    if connection.vendor == "sqlite":
        return _Where("contacts_searchgram WHERE contacts_searchgram MATCH %s", [_matching(owner_id, choices)])
    return _indexed(owner_id, choices)


def _indexed(owner_id: int, choices: list[list[Form]]) -> _Where:
    """Return the tables and the condition that let the index of this database bring the candidates."""
    if connection.vendor == "sqlite":
        # CROSS JOIN tells SQLite the order: the index first, then the rows it names.
        tables = "contacts_searchgram CROSS JOIN contacts_searchkey k ON k.contact_id = contacts_searchgram.rowid"
        return _Where(
            f"{tables} WHERE contacts_searchgram MATCH %s AND k.owner_id = %s", [_matching(owner_id, choices), owner_id]
        )
    found = _each(choices, "contacts_grams(k.grams) @> %s::text[]")
    grams = [[token(owner_id, gram) for gram in search_key.grams_to_look_up(str(form))] for form in found.values]
    return _Where(f"contacts_searchkey k WHERE {found.sql} AND k.owner_id = %s", [*grams, owner_id])


def _matching(owner_id: int, choices: list[list[Form]]) -> str:
    """Return the same in the index's own language: any choice, of it every word, of it any form, of it every gram."""
    return _any(_all(_any(_match(owner_id, form) for form in word) for word in words) for words in choices)


def _match(owner_id: int, form: str) -> str:
    # No normal form holds a quotation mark, so a gram cannot end its own quotes.
    return _all(f'"{token(owner_id, gram)}"' for gram in search_key.grams_to_look_up(form))


def _contains(choices: list[list[Form]]) -> _Where:
    position = "instr" if connection.vendor == "sqlite" else "strpos"
    return _each(choices, f"{position}(k.text, %s) > 0")


def _each(choices: list[list[Form]], condition: str) -> _Where:
    """Return ``condition`` asked of every form: any choice, of it every word, of it any form."""
    sql = _any(_all(_any(condition for _ in word) for word in words) for words in choices)
    return _Where(sql, [form for words in choices for word in words for form in word])


def _any(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def _all(parts: Iterable[str]) -> str:
    return "(" + " AND ".join(parts) + ")"


def _filters(only: Filter) -> _Where:
    sql = ""
    values: list[Any] = []
    if only.tag:
        sql += " AND EXISTS (SELECT 1 FROM contacts_tag t WHERE t.contact_id = k.contact_id AND t.name = %s)"
        values.append(only.tag)
    if only.closeness:
        sql += " AND k.nearness = %s"
        values.append(NEARNESS[Closeness(only.closeness)])
    return _Where(sql, values)
