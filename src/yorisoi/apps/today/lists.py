"""Answers owed and people at rest, each with how many there are, in one statement each.

Written in SQL like ``candidates``: these are read on every visit, and the ORM takes longer to compose them than the
database to answer them. The same text runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions.models import Standing

_STANDING, _CONTACT = Standing._meta.db_table, Contact._meta.db_table
# Values are parameters; the texts below are made of names of tables and columns alone.
_OWED = f"""FROM "{_STANDING}" AS s JOIN "{_CONTACT}" AS c ON c."id" = s."contact_id"
WHERE s."owner_id" = %(owner)s AND s."reply_owed_at" IS NOT NULL AND s."reply_owed_at" <= %(now)s
AND s."reply_lapses_at" > %(now)s AND c."closed_at" IS NULL"""
_AT_REST = f"""FROM "{_STANDING}" AS s WHERE s."owner_id" = %(owner)s AND s."rests" AND s."rest_until" > %(now)s"""
_NOT_THANKED = """AND (s."thanks_until" IS NULL OR s."thanks_until" <= %(now)s OR s."thanks_from" > %(now)s)"""


class Owed(NamedTuple):
    """Somebody whose message waits for an answer since then."""

    contact_id: int
    since: datetime


class AtRest(NamedTuple):
    """Somebody at rest until then, and the standing's reasons."""

    contact_id: int
    until: datetime
    reasons: list[dict[str, Any]]


def owed(owner: Owner, now: datetime, *, aside: Sequence[int], most: int, counted: int) -> tuple[list[Owed], int]:
    """Up to ``most`` answers owed, the oldest first, and how many there are, counted up to ``counted``."""
    values = _values(owner, now, most=most, counted=counted)
    names = [f"aside_{number}" for number in range(len(aside))]
    values |= dict(zip(names, aside, strict=True))
    apart = f' AND s."contact_id" NOT IN ({", ".join(f"%({name})s" for name in names)})' if names else ""
    rows = _read(
        f'SELECT s."contact_id", s."reply_owed_at", (SELECT COUNT(*) FROM (SELECT 1 {_OWED}{apart} LIMIT %(counted)s) AS n)'  # noqa: S608
        f' {_OWED}{apart} ORDER BY s."reply_owed_at", s."contact_id" LIMIT %(most)s',
        values,
    )
    return [Owed(contact_id, _aware(since)) for contact_id, since, _ in rows], rows[0][2] if rows else 0


def at_rest(owner: Owner, now: datetime, *, most: int, counted: int) -> tuple[list[AtRest], int]:
    """Up to ``most`` people at rest, the earliest to end first, and how many there are, counted up to ``counted``.

    Who is to be thanked these days is counted and not listed: they stand under the thanks.
    """
    rows = _read(
        f'SELECT s."contact_id", s."rest_until", s."reasons",'  # noqa: S608
        f" (SELECT COUNT(*) FROM (SELECT 1 {_AT_REST} LIMIT %(counted)s) AS n)"
        f' {_AT_REST} {_NOT_THANKED} ORDER BY s."rest_until", s."contact_id" LIMIT %(most)s',
        _values(owner, now, most=most, counted=counted),
    )
    listed = [AtRest(contact_id, _aware(until), _loaded(reasons)) for contact_id, until, reasons, _ in rows]
    return listed, rows[0][3] if rows else 0


def _values(owner: Owner, now: datetime, **more: Any) -> dict[str, Any]:
    return {"owner": owner.pk, "now": connection.ops.adapt_datetimefield_value(now), **more}


def _read(text: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def _aware(value: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so; PostgreSQL says it."""
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _loaded(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(value) if isinstance(value, str) else value
    return found
