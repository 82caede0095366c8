"""Who was met at a gathering was met: one meeting on the timeline, taken back with the attendance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_week(owner: Any, now: datetime) -> Any:
    from yorisoi.apps.events import services

    return services.create_event(
        owner=owner, now=now, name="あおば会", starts_at=now - timedelta(days=7), series="あおば会"
    )


@pytest.fixture
def next_week(owner: Any, now: datetime) -> Any:
    from yorisoi.apps.events import services

    return services.create_event(
        owner=owner, now=now, name="あおば会", starts_at=now + timedelta(days=7), series="あおば会"
    )


def meetings(contact: Any) -> list[Any]:
    from yorisoi.apps.interactions.models import Interaction

    return list(Interaction.objects.filter(contact=contact).order_by("at"))


def attend(owner: Any, event: Any, contact: Any, now: datetime, **words: Any) -> Any:
    from yorisoi.apps.events import services

    return services.attend(owner=owner, event=event, contact=contact, now=now, **words)


def test_who_came_was_met_once(owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime) -> None:
    contact = make_contact(owner)
    first = attend(owner, last_week, contact, now)
    again = attend(owner, last_week, contact, now)
    assert first.pk == again.pk
    (row,) = meetings(contact)
    assert (row.at, row.direction, row.channel, row.kind) == (last_week.starts_at, "mutual", "in_person", "meeting")
    assert row.source == "あおば会"


def test_the_first_meeting_is_written_on_the_card(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    contact = make_contact(owner)
    attend(owner, last_week, contact, now)
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (date(2026, 11, 11), "あおば会")
    assert contact.provenance["met_on"]["source"] == "あおば会"


def test_an_older_meeting_on_the_card_stays(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    contact = make_contact(owner, met_on=date(2025, 1, 8))
    attend(owner, last_week, contact, now)
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (date(2025, 1, 8), "")


def test_who_was_met_before_is_not_met_for_the_first_time(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    from yorisoi.apps.interactions import services as interactions

    contact = make_contact(owner)
    interactions.record(
        owner=owner, contact=contact, at=now - timedelta(days=90), now=now, direction="mutual", channel="in_person",
        kind="meeting",
    )  # fmt: skip
    attend(owner, last_week, contact, now)
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (None, "")


@pytest.mark.parametrize("presence", ["present", "expected", "away"])
def test_another_presence_takes_the_meeting_back(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime, presence: str
) -> None:
    contact = make_contact(owner)
    attend(owner, last_week, contact, now)
    row = attend(owner, last_week, contact, now, presence=presence)
    assert (row.presence, meetings(contact)) == (presence, [])
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (None, "")
    attend(owner, last_week, contact, now)
    assert len(meetings(contact)) == 1


def test_leaving_takes_the_meeting_back_and_nothing_else(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    from yorisoi.apps.events import services
    from yorisoi.apps.events.models import Attendance
    from yorisoi.apps.interactions import services as interactions

    contact = make_contact(owner, met_where="ご紹介")
    interactions.record(
        owner=owner,
        contact=contact,
        at=now - timedelta(days=3),
        now=now,
        direction="mine",
        channel="email",
        kind="message",
    )
    services.leave(owner=owner, attendance=attend(owner, last_week, contact, now), now=now)
    assert [row.kind for row in meetings(contact)] == ["message"]
    assert not Attendance.objects.exists()
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (None, "ご紹介")


def test_a_meeting_of_that_day_written_by_hand_is_the_meeting(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    from yorisoi.apps.events import services
    from yorisoi.apps.interactions import services as interactions

    contact = make_contact(owner)
    by_hand = interactions.record(
        owner=owner, contact=contact, at=last_week.starts_at + timedelta(hours=2), now=now, direction="mutual",
        channel="in_person", kind="meeting",
    )  # fmt: skip
    row = attend(owner, last_week, contact, now)
    assert meetings(contact) == [by_hand]
    services.leave(owner=owner, attendance=row, now=now)
    assert meetings(contact) == [by_hand]


@pytest.mark.parametrize("presence", ["came", "present"])
def test_nobody_was_met_at_a_gathering_that_has_not_begun(
    owner: Any, make_contact: Callable[..., Any], next_week: Any, now: datetime, presence: str
) -> None:
    from yorisoi.apps.events.models import Attendance

    contact = make_contact(owner)
    with pytest.raises(ValidationError, match="まだ始まっていない"):
        attend(owner, next_week, contact, now, presence=presence)
    assert not Attendance.objects.exists()
    assert meetings(contact) == []


def test_who_comes_early_is_met_now_and_not_in_the_future(
    owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services

    event = services.create_event(owner=owner, now=now, name="朝の会", starts_at=now + timedelta(minutes=30))
    contact = make_contact(owner)
    attend(owner, event, contact, now)
    assert [row.at for row in meetings(contact)] == [now]


def test_words_stay_until_others_are_said(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    contact = make_contact(owner)
    attend(owner, last_week, contact, now, said="来月も行きます")
    assert attend(owner, last_week, contact, now).said == "来月も行きます"
    assert attend(owner, last_week, contact, now, said="").said == ""


def test_the_meeting_follows_the_gathering(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    from yorisoi.apps.events import services

    contact = make_contact(owner)
    attend(owner, last_week, contact, now)
    moved = last_week.starts_at - timedelta(days=1)
    services.change_event(owner=owner, event=last_week, now=now, starts_at=moved)
    assert [row.at for row in meetings(contact)] == [moved]
    contact.refresh_from_db()
    assert contact.met_on == date(2026, 11, 10)
    with pytest.raises(ValidationError, match="これからの日時"):
        services.change_event(owner=owner, event=last_week, now=now, starts_at=now + timedelta(days=2))


@pytest.mark.parametrize(("with_meetings", "left"), [(False, 1), (True, 0)])
def test_a_removed_gathering_leaves_the_timeline_unless_it_was_a_mistake(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime, with_meetings: bool, left: int
) -> None:
    from yorisoi.apps.events import services

    contact = make_contact(owner)
    attend(owner, last_week, contact, now)
    services.remove_event(owner=owner, event=last_week, now=now, with_meetings=with_meetings)
    assert len(meetings(contact)) == left


def test_a_closed_person_may_be_met_and_stays_closed(
    owner: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    contact = make_contact(owner, closed_at=now - timedelta(days=30), closed_because="declined")
    attend(owner, last_week, contact, now)
    contact.refresh_from_db()
    assert contact.is_closed


def test_another_owners_rows_do_not_exist(
    owner: Any, stranger: Any, make_contact: Callable[..., Any], last_week: Any, now: datetime
) -> None:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.events import services
    from yorisoi.apps.events.models import Attendance, Event

    mine, theirs = make_contact(owner), make_contact(stranger)
    with pytest.raises(Event.DoesNotExist):
        attend(stranger, last_week, theirs, now)
    with pytest.raises(Contact.DoesNotExist):
        attend(owner, last_week, theirs, now)
    row = attend(owner, last_week, mine, now)
    with pytest.raises(Attendance.DoesNotExist):
        services.leave(owner=stranger, attendance=row, now=now)
    for verb in (services.change_event, services.remove_event):
        with pytest.raises(Event.DoesNotExist):
            verb(owner=stranger, event=last_week, now=now)


@pytest.mark.parametrize("how", ["leave", "away", "remove"])
def test_met_at_two_gatherings_of_a_day_one_taken_back_leaves_the_other(
    how: str, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services

    noon = services.create_event(owner=owner, name="昼の会", starts_at=now - timedelta(hours=5), now=now)
    evening = services.create_event(owner=owner, name="夜の会", starts_at=now - timedelta(hours=2), now=now)
    contact = make_contact(owner)
    first = attend(owner, noon, contact, now)
    attend(owner, evening, contact, now)
    assert [row.source for row in meetings(contact)] == ["昼の会"]
    match how:
        case "leave":
            services.leave(owner=owner, attendance=first, now=now)
        case "away":
            attend(owner, noon, contact, now, presence="away")
        case "remove":
            services.remove_event(owner=owner, event=noon, now=now, with_meetings=True)
    assert [row.source for row in meetings(contact)] == ["夜の会"]
    contact.refresh_from_db()
    assert (contact.met_on, contact.met_where) == (now.date(), "夜の会")
