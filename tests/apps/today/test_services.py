"""An answer is kept once, does what it says, and can be taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from yorisoi.apps.contacts.models import Contact, Fact, Wish
from yorisoi.apps.interactions.models import Interaction, Standing
from yorisoi.apps.today import services
from yorisoi.apps.today.models import Choice
from yorisoi.apps.today.selectors import list_today

Make = Callable[..., Any]


def state(contact: Any) -> tuple[Any, ...]:
    """Everything an answer may touch."""
    return (
        list(Interaction.objects.filter(contact=contact).values_list("at", "direction", "kind")),
        list(Fact.objects.filter(contact=contact).values_list("kind", "text", "wish", "until")),
        Contact.objects.values_list("never_suggest", flat=True).get(pk=contact.pk),
        Standing.objects.values_list("opens_at", "unanswered", "rests", "rest_until", "pressure").get(contact=contact),
        Choice.objects.filter(contact=contact).count(),
    )


def test_done_is_recorded_once_however_often_it_is_tapped(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    for _ in range(3):
        services.done(owner=owner, contact=contact, technique="shared_topic", now=now)
    row = Interaction.objects.get(contact=contact, direction="mine")
    assert (row.kind, row.technique, row.asks_reply, row.at) == ("gift", "shared_topic", False, now)
    assert Choice.objects.filter(contact=contact).count() == 1
    assert list_today(owner, now).quiet


def test_done_uses_the_channel_last_used(owner: Any, now: datetime, person: Make) -> None:
    contact = person("佐藤", touches=[(date(2026, 9, 1), "theirs", "message")])
    Interaction.objects.filter(contact=contact).update(channel="line")
    services.done(owner=owner, contact=contact, now=now)
    assert Interaction.objects.get(contact=contact, direction="mine").channel == "line"


def test_a_thank_you_ends_the_thanks_window(owner: Any, now: datetime, person: Make) -> None:
    contact = person("伊藤", met_on=date(2026, 11, 17), touches=[(date(2026, 11, 17), "mutual", "meeting")])
    assert list_today(owner, now).thanks
    services.done(owner=owner, contact=contact, thanks=True, now=now)
    assert Interaction.objects.get(contact=contact, direction="mine").thanks
    assert list_today(owner, now + timedelta(days=1)).thanks == []


def test_an_answered_letter_is_no_longer_owed(owner: Any, now: datetime, person: Make) -> None:
    contact = person("返田", touches=[(date(2026, 11, 16), "theirs", "message")])
    services.done(owner=owner, contact=contact, now=now)
    assert list_today(owner, now + timedelta(days=1)).replies == []


def test_an_unknown_technique_writes_nothing(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    before = state(contact)
    with pytest.raises(ValidationError):
        services.done(owner=owner, contact=contact, technique="flattery", now=now)
    assert state(contact) == before


def test_not_now_hides_for_a_week_and_moves_no_distance(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    before = state(contact)
    services.not_now(owner=owner, contact=contact, now=now)
    assert state(contact)[:4] == before[:4]
    assert list_today(owner, now + timedelta(days=6)).quiet
    assert [s.contact for s in list_today(owner, now + timedelta(days=7)).suggestions] == [contact]


def test_a_rest_is_known_to_every_page_and_ends_on_its_day(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    services.rest(owner=owner, contact=contact, until=date(2026, 12, 1), now=now)
    assert Fact.objects.get(contact=contact, wish=Wish.REST).until == date(2026, 12, 1)
    assert Standing.objects.get(contact=contact).rests
    assert list_today(owner, now.replace(day=30)).quiet
    assert list_today(owner, now.replace(month=12, day=1)).suggestions


@pytest.mark.parametrize("until", [date(2026, 11, 18), date(2020, 1, 1), date(2099, 1, 1)])
def test_a_rest_has_a_day_ahead(owner: Any, now: datetime, open_person: Make, until: date) -> None:
    contact = open_person()
    before = state(contact)
    with pytest.raises(ValidationError):
        services.rest(owner=owner, contact=contact, until=until, now=now)
    assert state(contact) == before


def test_never_keeps_the_person_and_drops_the_suggestion(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    services.never(owner=owner, contact=contact, now=now)
    assert list_today(owner, now + timedelta(days=400)).suggestions == []
    assert Contact.objects.filter(pk=contact.pk).exists()


ANSWERS: dict[str, dict[str, Any]] = {
    "done": {"technique": "shared_topic"},
    "not_now": {},
    "rest": {"until": date(2026, 12, 18)},
    "never": {},
}


@pytest.mark.parametrize("verb", ANSWERS)
def test_every_answer_can_be_taken_back(owner: Any, now: datetime, open_person: Make, verb: str) -> None:
    contact = open_person()
    before = state(contact)
    getattr(services, verb)(owner=owner, contact=contact, now=now, **ANSWERS[verb])
    assert state(contact) != before
    assert services.take_back(owner=owner, contact=contact, now=now)
    assert state(contact) == before
    assert not services.take_back(owner=owner, contact=contact, now=now)


@pytest.mark.parametrize("first", ANSWERS)
@pytest.mark.parametrize("second", ANSWERS)
def test_the_last_answer_of_a_day_counts_alone(
    owner: Any, now: datetime, open_person: Make, first: str, second: str
) -> None:
    one, other = open_person("一"), open_person("二")
    getattr(services, first)(owner=owner, contact=one, now=now, **ANSWERS[first])
    getattr(services, second)(owner=owner, contact=one, now=now, **ANSWERS[second])
    getattr(services, second)(owner=owner, contact=other, now=now, **ANSWERS[second])
    assert state(one) == state(other)


@pytest.mark.parametrize("verb", [*ANSWERS, "take_back"])
def test_another_owners_person_is_out_of_reach(
    owner: Any, stranger: Any, now: datetime, open_person: Make, verb: str
) -> None:
    contact = open_person(whose=stranger)
    before = state(contact)
    with pytest.raises(Contact.DoesNotExist):
        getattr(services, verb)(owner=owner, contact=contact, now=now, **ANSWERS.get(verb, {}))
    assert state(contact) == before
