"""The evening after: a gathering of yesterday, people caught there, and a sheet as a phone posts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest


@pytest.fixture
def last_night(owner: Any, now: datetime) -> Any:
    """Yesterday evening's meeting, one of a series whose next one is in four weeks."""
    from yorisoi.apps.events.services import create_event

    create_event(owner=owner, name="あおば会", series="あおば会", starts_at=now + timedelta(days=28), now=now)
    return create_event(owner=owner, name="あおば会", series="あおば会", starts_at=now - timedelta(hours=15), now=now)


@pytest.fixture
def captured(owner: Any, last_night: Any, now: datetime) -> Callable[..., Any]:
    """Catch somebody: ``captured("髙橋 一郎", note="相続が得意")``; ``card={…}`` brings a photo with what was read on it."""

    def make(
        name: str = "髙橋 一郎", *, whose: Any = None, at: Any = last_night, card: Any = None, **fields: Any
    ) -> Any:
        from yorisoi.apps.cards.models import Card, CardImage
        from yorisoi.apps.events.models import Capture

        whose = whose or owner
        picture = None
        if card is not None:
            state = card.pop("state", "read")
            picture = Card.objects.create(
                owner=whose,
                sha256="0" * 64,
                width=910,
                height=550,
                state=state,
                reading={"fields": card},
                created_at=now,
            )
            CardImage.objects.create(card=picture, owner=whose, jpeg=b"\xff\xd8\xff\xd9")
        caught = now - timedelta(hours=14)
        return Capture.objects.create(
            **{
                "owner": whose,
                "event": at,
                "name": name,
                "card": picture,
                "captured_at": caught,
                "received_at": now,
                **fields,
            }
        )

    return make


@pytest.fixture
def sheet() -> Callable[..., dict[str, Any]]:
    """A whole sheet of 髙橋 一郎, with what differs."""

    def make(**words: Any) -> dict[str, Any]:
        return {"family": "髙橋", "given": "一郎", "closeness": "remember", "action": "finish", **words}

    return make
