"""One row of each kind that a URL can name."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any


def rows_of(owner: Any, contact: Any, now: datetime) -> dict[str, Any]:
    """Make the rows for ``owner`` and return their ids by the names the URLs use."""
    from yorisoi.apps.cards.models import Card, CardImage
    from yorisoi.apps.contacts.models import Contact, Fact, Merge, Point, SeasonOverride
    from yorisoi.apps.events.models import Attendance, Capture, Event, Series
    from yorisoi.apps.exchange.models import ImportBatch
    from yorisoi.apps.interactions.models import Interaction

    fact = Fact.objects.create(
        owner=owner, contact=contact, kind="interest", text="登山", on=now.date(), created_at=now
    )
    point = Point.objects.create(owner=owner, contact=contact, kind="mail", value="a@example.jp", normal="a@example.jp")
    row = Interaction.objects.create(
        owner=owner, contact=contact, at=now, direction="mine", channel="email", kind="message", created_at=now
    )
    batch = ImportBatch.objects.create(
        owner=owner,
        file_name="a.vcf",
        sha256=secrets.token_hex(32),
        format="vcard",
        label="vCard",
        stack=uuid.uuid4(),
        created_at=now,
    )
    season = SeasonOverride.objects.create(
        owner=owner, contact=contact, first="12-01", last="12-31", level=3, created_at=now
    )
    card = Card.objects.create(
        owner=owner, contact=contact, stack=batch.stack, sha256=secrets.token_hex(32), width=8, height=8, created_at=now, state="failed",
        trouble="読み取れませんでした", reading={"fields": {"doubts": [{"field": "name", "why": "かすれています"}]}},
    )  # fmt: skip
    CardImage.objects.create(card=card, owner=owner, jpeg=b"\xff\xd8\xff\xd9")
    series = Series.objects.create(owner=owner, name="あおば会", created_at=now)
    event = Event.objects.create(
        owner=owner,
        uid=secrets.token_hex(16),
        series=series,
        name="あおば会",
        starts_at=now,
        created_at=now,
        updated_at=now,
    )
    capture = Capture.objects.create(owner=owner, event=event, name="他人", captured_at=now, received_at=now)
    attendance = Attendance.objects.create(owner=owner, event=event, contact=contact, presence="came", created_at=now)
    other = Contact.objects.create(owner=owner, family="別人", created_at=now, updated_at=now)
    merge = Merge.objects.create(
        owner=owner, kept=contact, gone_id=0, gone_uid=uuid.uuid4(), gone_name="前の一枚", snapshot={}, created_at=now
    )
    return {
        "contact_id": contact.pk,
        "other_id": other.pk,
        "merge_id": merge.pk,
        "series_id": series.pk,
        "event_id": event.pk,
        "capture_id": capture.pk,
        "attendance_id": attendance.pk,
        "card_id": card.pk,
        "field": "name",
        "fact_id": fact.pk,
        "point_id": point.pk,
        "season_id": season.pk,
        "interaction_id": row.pk,
        "batch_id": batch.pk,
        "uid": batch.uid,
        "token": "no-such-token",
    }
