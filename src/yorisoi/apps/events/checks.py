"""What a gathering and an attendance must be before they are stored; the database itself does not look."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from yorisoi.apps.contacts.plausible import DAY_TOO_FAR, is_plausible
from yorisoi.apps.events.models import Attendance, Event, Presence

LONGEST_NAME = 200  # characters, as the table holds
LONGEST_NOTE = 4000  # characters, as the form allows; Django looks at the length of a text field in forms only
DOORS_OPEN = timedelta(hours=1)  # before the start: who comes early meets people at the reception
THERE = (Presence.CAME, Presence.PRESENT)
NOT_BEGUN = "まだ始まっていない会です。いらっしゃる予定の方として、先に書きとめておけます。"


def check_event(event: Event) -> None:
    """Raise ValidationError when there is no name, the end is before the start, or a value is too long or too far."""
    if not event.name:
        raise ValidationError({"name": "会の名前をお書きください。"})
    for name in ("starts_at", "ends_at"):
        moment = getattr(event, name)
        if moment is not None and not is_plausible(moment.date()):
            raise ValidationError({name: DAY_TOO_FAR})
    if event.ends_at is not None and event.ends_at < event.starts_at:
        raise ValidationError({"ends_at": "終わりが、始まりより前になっているようです。"})
    if len(event.note) > LONGEST_NOTE:
        raise ValidationError({"note": f"覚え書きは{LONGEST_NOTE:,}字までにしてください。"})
    if event.url and not event.url.startswith(("https://", "http://")):
        raise ValidationError({"url": "案内のページは「https://…」のように入れてください。"})
    event.full_clean(exclude=["owner", "series", "uid", "once_key"], validate_constraints=False)


def check_attendance(row: Attendance, *, now: datetime) -> None:
    """Raise ValidationError for an unknown presence, words too long, or someone there before the doors were open."""
    row.full_clean(exclude=["owner", "event", "contact", "once_key"], validate_constraints=False)
    if row.presence in THERE and not has_begun(row.event, now=now):
        raise ValidationError(NOT_BEGUN)


def has_begun(event: Event, *, now: datetime) -> bool:
    """Whether people may have been met there: from the opening of the doors on."""
    return event.starts_at - DOORS_OPEN <= now
