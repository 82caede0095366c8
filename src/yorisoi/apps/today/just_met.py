"""Who was just met and may be thanked today, read in one statement.

Written in SQL like ``candidates``: this is read on every visit, and the ORM takes longer to compose it than the database
to answer it. The same text runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, Event, FirstTouch, Presence
from yorisoi.apps.interactions.models import Standing

# Who was met at a gathering, or written down in a debrief, and has no first touch is not thanked: nothing in particular
# was said, or the days were full. People met otherwise have none and need none.
QUERY = f"""SELECT s."contact_id", f."day", e."name" FROM "{Standing._meta.db_table}" AS s
JOIN "{Contact._meta.db_table}" AS c ON c."id" = s."contact_id"
LEFT JOIN "{FirstTouch._meta.db_table}" AS f ON f."contact_id" = s."contact_id"
LEFT JOIN "{Event._meta.db_table}" AS e ON e."id" = f."event_id"
WHERE s."owner_id" = %(owner)s AND s."thanks_until" IS NOT NULL
AND s."thanks_until" > %(now)s AND s."thanks_from" <= %(now)s
AND NOT c."never_suggest" AND c."closed_at" IS NULL {{aside}}
AND (f."day" <= %(day)s OR (f."day" IS NULL
    AND NOT EXISTS (SELECT 1 FROM "{Attendance._meta.db_table}" AS a
        WHERE a."owner_id" = %(owner)s AND a."contact_id" = s."contact_id" AND a."presence" = %(came)s)
    AND NOT EXISTS (SELECT 1 FROM "{Capture._meta.db_table}" AS k
        WHERE k."contact_id" = s."contact_id" AND k."state" = %(done)s)))
ORDER BY s."thanks_until", s."contact_id" LIMIT %(most)s"""  # noqa: S608  (names of tables; every value is a parameter)


class Met(NamedTuple):
    """One of them; ``touch_day`` is the day of their first touch, None of somebody met otherwise; and the gathering."""

    contact_id: int
    touch_day: date | None
    gathering: str | None


def just_met(owner: Owner, now: datetime, *, day: date, aside: Sequence[int], most: int) -> list[Met]:
    """Up to ``most`` people in the time of thanks whose day has come, the most pressing first; ``aside`` is left out."""
    values: dict[str, Any] = {
        "owner": owner.pk, "now": connection.ops.adapt_datetimefield_value(now),
        "day": connection.ops.adapt_datefield_value(day), "came": Presence.CAME.value, "done": CaptureState.DONE.value,
        "most": most,
    }  # fmt: skip
    names = [f"aside_{number}" for number in range(len(aside))]
    values |= dict(zip(names, aside, strict=True))
    apart = f'AND s."contact_id" NOT IN ({", ".join(f"%({name})s" for name in names)})' if names else ""
    with connection.cursor() as cursor:
        cursor.execute(QUERY.format(aside=apart), values)
        return [Met(*row) for row in cursor.fetchall()]


def within(met: Sequence[Met], *, a_day: int, shown: int) -> list[int]:
    """The ids to show, ``shown`` at most, and no more people of gatherings than the owner has attention for in a day."""
    kept: list[int] = []
    counted = 0
    for one in met:
        counted += one.touch_day is not None
        if len(kept) < shown and (one.touch_day is None or counted <= a_day):
            kept.append(one.contact_id)
    return kept
