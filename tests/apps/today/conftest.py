"""People of 今日, with a timeline each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def person(owner: Any, now: datetime) -> Callable[..., Any]:
    """Make somebody known: ``person("佐藤", facts=[("concern", "採用", date)], touches=[(date, "theirs", "message")])``."""

    def make(family: str, *, whose: Any = None, facts: Any = (), touches: Any = (), **fields: Any) -> Any:
        from yorisoi.apps.contacts import services as contacts
        from yorisoi.apps.interactions import services as interactions

        whose = whose or owner
        contact = contacts.create(owner=whose, now=now, family=family, **{"closeness": "close", **fields})
        for kind, text, on, *more in facts:
            contacts.add_fact(
                owner=whose, contact=contact, kind=kind, text=text, on=on, now=now, **(more[0] if more else {})
            )
        for on, direction, kind in touches:
            interactions.record(
                owner=whose,
                contact=contact,
                at=datetime(on.year, on.month, on.day, 10, tzinfo=TOKYO),
                direction=direction,
                channel="in_person" if kind == "meeting" else "email",
                kind=kind,
                now=now,
            )
        interactions.refold(owner=whose, contact_ids=[contact.pk], now=now)
        contact.refresh_from_db()
        return contact

    return make


@pytest.fixture
def open_person(person: Callable[..., Any]) -> Callable[..., Any]:
    """Somebody close whose window stands open today, with an interest they told of."""

    def make(family: str = "佐藤", **fields: Any) -> Any:
        facts = fields.pop("facts", [("interest", "登山", date(2026, 9, 3))])
        return person(family, facts=facts, touches=[(date(2026, 9, 3), "mutual", "meeting")], **fields)

    return make
