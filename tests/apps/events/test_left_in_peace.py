"""Who asked to be left in peace is named where they may be met, and suggested nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events import first_touches, services
from yorisoi.apps.events.briefing import brief_of
from yorisoi.apps.events.models import Capture, Event, FirstTouch
from yorisoi.apps.today.selectors import list_today

Make = Callable[..., Any]


@pytest.fixture
def told(signed_in: Client, captured: Make, sheet: Make) -> Contact:
    """Somebody who said something at the gathering, and has a day for a first word."""
    capture = captured()
    words = sheet(strength="相続", concern="承継", closeness="middle")
    assert signed_in.post(reverse("debrief_one", args=[capture.pk]), words).status_code == 302
    contact = Capture.objects.get(pk=capture.pk).contact
    assert contact is not None
    assert FirstTouch.objects.filter(contact=contact).exists()
    return contact


def leave_in_peace(owner: Any, contact: Contact, now: datetime, because: str) -> None:
    if because == "never":
        contacts.update(owner=owner, contact=contact, now=now, never_suggest=True)
    elif because == "wish":
        contacts.add_fact(
            owner=owner,
            contact=contact,
            kind="request",
            wish="no_contact",
            text="連絡はいらない",
            on=now.date(),
            now=now,
        )
    else:
        contacts.close(owner=owner, contact=contact, because=because, at=now, now=now)


@pytest.mark.parametrize("because", ["declined", "asked_to_stop", "wish", "never"])
def test_after_a_first_word_was_planned(
    because: str, signed_in: Client, owner: Any, told: Contact, last_night: Event, now: datetime
) -> None:
    leave_in_peace(owner, told, now, because)
    page = signed_in.get(reverse("debrief", args=[last_night.pk])).content.decode()
    assert "おつかれさまでした" in page
    assert "11月18日(水)</span>" not in page  # no day for a first word
    for days in range(40):
        today = list_today(owner, now + timedelta(days=days))
        shown = [*today.thanks, *today.suggestions, *today.replies]
        assert told not in [each.contact for each in shown]
    assert first_touches.plan(owner=owner, event=last_night, now=now) == []


@pytest.mark.parametrize("because", ["declined", "asked_to_stop", "wish"])
def test_in_the_brief_and_among_those_who_may_come(
    because: str, signed_in: Client, owner: Any, told: Contact, last_night: Event, now: datetime
) -> None:
    coming = Event.objects.get(starts_at__gt=now)
    services.attend(owner=owner, event=coming, contact=told, presence="expected", now=now)
    leave_in_peace(owner, told, now, because)
    brief = brief_of(owner, coming, now=now)
    assert (brief.full, brief.short, brief.quiet) == ((), (), (told,))
    for name in ("brief", "event_people", "event"):
        page = signed_in.get(reverse(name, args=[coming.pk])).content.decode()
        assert "そっとしておく方" in page
        assert "役に立つ情報" not in page


def test_a_slot_they_leave_is_free_for_another(
    signed_in: Client, owner: Any, told: Contact, last_night: Event, captured: Make, sheet: Make, now: datetime
) -> None:
    from yorisoi.apps.accounts.services import save_preferences

    save_preferences(owner=owner, suggestions_per_day=1)
    contacts.close(owner=owner, contact=told, because="asked_to_stop", at=now, now=now)
    other = captured("中村")
    signed_in.post(reverse("debrief_one", args=[other.pk]), sheet(family="中村", given="", strength="和菓子"))
    assert FirstTouch.objects.get(contact__family="中村").day == now.date()
