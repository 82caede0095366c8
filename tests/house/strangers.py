"""One row of each kind that a URL can name."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any


def rows_of(owner: Any, contact: Any, now: datetime) -> dict[str, Any]:
    """Make the rows for ``owner`` and return their ids by the names the URLs use."""
    from yorisoi.apps.contacts.models import Fact, Point, SeasonOverride
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
        owner=owner, file_name="a.vcf", sha256=secrets.token_hex(32), format="vcard", label="vCard", created_at=now
    )
    season = SeasonOverride.objects.create(
        owner=owner, contact=contact, first="12-01", last="12-31", level=3, created_at=now
    )
    return {
        "contact_id": contact.pk,
        "fact_id": fact.pk,
        "point_id": point.pk,
        "season_id": season.pk,
        "interaction_id": row.pk,
        "batch_id": batch.pk,
        "uid": batch.uid,
        "token": "no-such-token",
    }
