"""Answers owed and people at rest, read in one statement each, agree with what the rows say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from yorisoi.apps.interactions.models import Standing
from yorisoi.apps.today import lists

pytestmark = pytest.mark.django_db


def person(owner: Any, make_contact: Any, **standing: Any) -> Any:
    contact = make_contact(owner=owner)
    Standing.objects.update_or_create(contact=contact, defaults={"owner": owner, **standing})
    return contact


def test_nobody_is_nobody(owner: Any, now: datetime) -> None:
    assert lists.owed(owner, now, aside=(), most=5, counted=100) == ([], 0)
    assert lists.at_rest(owner, now, most=5, counted=100) == ([], 0)


def test_the_oldest_first_and_counted_beyond_the_page(
    owner: Any, stranger: Any, make_contact: Any, now: datetime
) -> None:
    days = (3, 1, 2)
    people = [
        person(owner, make_contact, reply_owed_at=now - timedelta(days=d), reply_lapses_at=now + timedelta(days=30))
        for d in days
    ]
    person(stranger, make_contact, reply_owed_at=now - timedelta(days=9), reply_lapses_at=now + timedelta(days=30))
    person(owner, make_contact, reply_owed_at=now - timedelta(days=90), reply_lapses_at=now - timedelta(days=1))
    person(owner, make_contact, reply_owed_at=now + timedelta(days=1), reply_lapses_at=now + timedelta(days=30))
    rows, counted = lists.owed(owner, now, aside=(), most=2, counted=100)
    assert [row.contact_id for row in rows] == [people[0].pk, people[2].pk]
    assert rows[0].since == now - timedelta(days=3)
    assert counted == 3
    assert lists.owed(owner, now, aside=(people[0].pk,), most=5, counted=100)[1] == 2
    assert lists.owed(owner, now, aside=(), most=1, counted=2)[1] == 2


def test_a_closed_tie_owes_nothing(owner: Any, make_contact: Any, now: datetime) -> None:
    contact = person(
        owner, make_contact, reply_owed_at=now - timedelta(days=1), reply_lapses_at=now + timedelta(days=9)
    )
    type(contact).objects.filter(pk=contact.pk).update(closed_at=now)
    assert lists.owed(owner, now, aside=(), most=5, counted=100) == ([], 0)


def test_who_rests_with_reasons_and_who_is_thanked_instead(owner: Any, make_contact: Any, now: datetime) -> None:
    reasons = [{"code": "mourning", "text": "喪に服していらっしゃいます。"}]
    rests = {"rests": True, "reasons": reasons}
    late = person(owner, make_contact, rest_until=now + timedelta(days=9), **rests)
    soon = person(owner, make_contact, rest_until=now + timedelta(days=2), **rests)
    person(owner, make_contact, rest_until=now - timedelta(days=2), **rests)
    thanked = {"thanks_from": now - timedelta(days=1), "thanks_until": now + timedelta(days=1)}
    person(owner, make_contact, rest_until=now + timedelta(days=3), **rests, **thanked)
    rows, counted = lists.at_rest(owner, now, most=5, counted=100)
    assert [row.contact_id for row in rows] == [soon.pk, late.pk]
    assert rows[0].until == now + timedelta(days=2)
    assert rows[0].reasons == reasons
    assert counted == 3
