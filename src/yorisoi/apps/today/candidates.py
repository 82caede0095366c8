"""Who might be thought of today: four short index ranges over the standings, read in one statement.

Written in SQL because this is the one read that must stay quick at a hundred thousand people: the ORM takes longer to
compose these four queries than the database to answer them. The same text runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.interactions.models import Carries, Standing
from yorisoi.apps.today.suggest import CLOSING_SOON, NAMED_RECENTLY

EACH = 7  # people read of each range: several times a day's budget, few enough to judge in a millisecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the day leaves out: trades at their busiest, and people the owner has answered or set aside."""

    owner: Owner
    now: datetime
    held: tuple[str, ...]
    aside: tuple[int, ...]
    own_news: bool


# The conditions of the partial indices, word for word: SQLite uses such an index only then. A plus before a column
# keeps SQLite from choosing that column's index for a range it orders by another.
OPEN = '"has_reason" AND NOT "lets_go" AND "opens_at" IS NOT NULL'
NAMED = '"named_date" AND NOT "lets_go"'
RANGES = (
    (NAMED, '"opens_at" >= %(recently)s AND "opens_at" <= %(now)s AND "has_reason"', '"opens_at" DESC'),
    (OPEN, '"closes_at" >= %(now)s AND "closes_at" <= %(soon)s AND {free}"opens_at" <= %(now)s', '"closes_at"'),
    (OPEN, '"opens_at" <= %(now)s', '"opens_at"'),
    (OPEN, '"opens_at" <= %(now)s', '"opens_at" DESC'),
)


def candidates(asked: Asked) -> list[int]:
    """Return ids of people whose window stands open: named dates, windows about to close, longest open, newly open."""
    values: dict[str, Any] = {
        "owner": asked.owner.pk,
        "now": connection.ops.adapt_datetimefield_value(asked.now),
        "recently": connection.ops.adapt_datetimefield_value(asked.now - NAMED_RECENTLY),
        "soon": connection.ops.adapt_datetimefield_value(asked.now + CLOSING_SOON),
        "carries": Carries.OWN_NEWS if asked.own_news else Carries.THEIR_MATTER,
        "each": EACH,
    }
    common = '"owner_id" = %(owner)s AND "carries" >= %(carries)s'
    common += ' AND ("thanks_until" IS NULL OR "thanks_until" <= %(now)s)'
    common += ' AND ("reply_lapses_at" IS NULL OR "reply_lapses_at" <= %(now)s)'
    common += _none_of("profession", asked.held, values) + _none_of("contact_id", asked.aside, values)
    free = "+" if connection.vendor == "sqlite" else ""
    parts = [
        f'SELECT * FROM (SELECT "contact_id" FROM "{Standing._meta.db_table}" WHERE {common} AND {kept}'  # noqa: S608  (constants)
        f' AND {within.format(free=free)} ORDER BY {order}, "contact_id" LIMIT %(each)s) AS r{number}'
        for number, (kept, within, order) in enumerate(RANGES)
    ]
    with connection.cursor() as cursor:
        # Every value is a parameter; the text is made of the constants above.
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def _none_of(column: str, unwanted: tuple[Any, ...], values: dict[str, Any]) -> str:
    if not unwanted:
        return ""
    names = [f"{column}_{number}" for number in range(len(unwanted))]
    values |= dict(zip(names, unwanted, strict=True))
    return f' AND "{column}" NOT IN ({", ".join(f"%({name})s" for name in names)})'
