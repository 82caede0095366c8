"""The debrief: nothing typed is lost, a person is made once, and every step has its way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.contacts.models import Contact, Fact, Point
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, Event, FirstTouch
from yorisoi.apps.interactions.models import Interaction

Make = Callable[..., Any]


@pytest.fixture
def event(owner: Any, now: datetime) -> Event:
    """Yesterday evening's meeting, the first of a series of two."""
    from yorisoi.apps.events import services

    services.create_event(owner=owner, name="あおば会", series="あおば会", starts_at=now + timedelta(days=29), now=now)
    return services.create_event(
        owner=owner, name="あおば会", series="あおば会", starts_at=now - timedelta(hours=15), now=now
    )


@pytest.fixture
def captured(owner: Any, event: Event, now: datetime) -> Make:
    def make(name: str = "髙橋 一郎", *, whose: Any = None, at: Event | None = event, **fields: Any) -> Capture:
        return Capture.objects.create(
            owner=whose or owner, event=at, name=name, captured_at=now - timedelta(hours=14), received_at=now, **fields
        )

    return make


def sheet(**words: Any) -> dict[str, Any]:
    return {"family": "髙橋", "given": "一郎", "closeness": "remember", "action": "finish", **words}


def test_a_person_comes_of_a_capture_with_everything_said(
    signed_in: Any, owner: Any, event: Event, captured: Make, now: datetime
) -> None:
    capture = captured()
    url = reverse("debrief_one", args=[capture.pk])
    page = signed_in.get(url)
    assert page.status_code == 200
    assert "髙橋" in page.content.decode()
    response = signed_in.post(
        url, sheet(strength="相続", value="約束", concern="採用", avoid="前職", mobile="090-1234-5678")
    )
    assert response.status_code == 302
    contact = Contact.objects.get(owner=owner)
    assert contact.name == "髙橋 一郎"
    assert contact.closeness == "remember"
    assert contact.met_on == (now - timedelta(hours=15)).date()
    facts = Fact.objects.filter(contact=contact)
    assert {(fact.kind, fact.text, fact.source) for fact in facts} == {
        ("strength", "相続", "あおば会"), ("value", "約束", "あおば会"), ("concern", "採用", "あおば会"), ("avoid", "前職", "あおば会"),
    }  # fmt: skip
    assert all(fact.on == contact.met_on for fact in facts)
    assert Attendance.objects.get(contact=contact).event == event
    assert Interaction.objects.filter(contact=contact, kind="meeting").count() == 1
    assert Point.objects.get(contact=contact).kind == "mobile"
    capture.refresh_from_db()
    assert (capture.state, capture.contact_id) == (CaptureState.DONE, contact.pk)
    assert FirstTouch.objects.get().contact == contact
