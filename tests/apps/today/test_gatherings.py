"""今日 after a gathering: thanks on their own days and never all at once; a worry heard there is remembered, not used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.events import services as events
from yorisoi.apps.events.models import Capture, Event, FirstTouch
from yorisoi.apps.today.selectors import Today, list_today
from yorisoi.core.distance import SHIPPED

Make = Callable[..., Any]


@pytest.fixture
def event(owner: Any, now: datetime) -> Event:
    """Yesterday evening's meeting."""
    return events.create_event(owner=owner, name="あおば会", starts_at=now - timedelta(hours=15), now=now)


@pytest.fixture
def met(owner: Any, event: Event, now: datetime) -> Make:
    """Somebody met there: ``met("髙橋", touch=day, facts=[("strength", "相続")])``."""

    def make(family: str, *, touch: date | None = None, facts: Any = (("strength", "相続"),), **fields: Any) -> Any:
        contact = contacts.create(owner=owner, now=now, family=family, **fields)
        events.attend(owner=owner, event=event, contact=contact, now=now)
        if touch is not None:
            FirstTouch.objects.create(owner=owner, event=event, contact=contact, day=touch, created_at=now)
        for kind, text in facts:
            on = (now - timedelta(hours=15)).date()
            contacts.add_fact(owner=owner, contact=contact, kind=kind, text=text, on=on, now=now, source="あおば会")
        return contact

    return make


def thanked(today: Today) -> list[str]:
    return [thanks.contact.family for thanks in today.thanks]


# Silence first.


def test_who_was_met_at_a_gathering_and_said_nothing_in_particular_is_not_thanked(
    owner: Any, met: Make, now: datetime
) -> None:
    met("髙橋", facts=())
    today = list_today(owner, now)
    assert thanked(today) == []
    assert today.thanks_more == 0


def test_a_first_touch_waits_for_its_day(owner: Any, met: Make, now: datetime) -> None:
    met("髙橋", touch=now.date() + timedelta(days=1))
    assert thanked(list_today(owner, now)) == []
    assert thanked(list_today(owner, now + timedelta(days=1))) == ["髙橋"]


def test_a_first_touch_is_over_with_the_time_of_thanks(owner: Any, met: Make, now: datetime) -> None:
    met("髙橋", touch=now.date())
    assert thanked(list_today(owner, now + timedelta(days=8))) == []


def test_a_thank_you_sent_is_not_suggested_again(owner: Any, met: Make, now: datetime) -> None:
    from yorisoi.apps.today import services

    contact = met("髙橋", touch=now.date())
    services.done(owner=owner, contact=contact, thanks=True, now=now)
    assert thanked(list_today(owner, now + timedelta(days=1))) == []


def test_who_was_written_down_without_a_gathering_and_has_no_touch_waits(
    owner: Any, person: Make, now: datetime
) -> None:
    contact = person("中村", met_on=now.date())
    Capture.objects.create(
        owner=owner, contact=contact, state="done", captured_at=now, received_at=now, finished_at=now
    )
    assert thanked(list_today(owner, now)) == []


def test_people_met_otherwise_are_thanked_as_ever(owner: Any, person: Make, now: datetime) -> None:
    person("中村", met_on=now.date())
    assert thanked(list_today(owner, now)) == ["中村"]


def test_who_is_only_expected_was_met_elsewhere(owner: Any, person: Make, now: datetime) -> None:
    contact = person("中村", met_on=now.date())
    later = events.create_event(owner=owner, name="わかば会", starts_at=now + timedelta(days=20), now=now)
    events.attend(owner=owner, event=later, contact=contact, now=now, presence="expected")
    assert thanked(list_today(owner, now)) == ["中村"]


def test_never_more_of_a_gathering_than_the_days_attention(owner: Any, met: Make, now: datetime) -> None:
    for number in range(4):
        met(f"人{number}", touch=now.date())
    today = list_today(owner, now)
    assert len(today.thanks) == 2
    assert today.thanks_more == 2
    save_preferences(owner=owner, suggestions_per_day=1)
    assert len(list_today(owner, now).thanks) == 1


def test_who_was_answered_makes_no_room_for_another_of_the_day_before(owner: Any, met: Make, now: datetime) -> None:
    from yorisoi.apps.today import services

    tomorrow = now + timedelta(days=1)
    for number in range(2):
        met(f"前{number}", touch=now.date())
        met(f"後{number}", touch=tomorrow.date())
    first, second = list_today(owner, tomorrow).thanks
    services.done(owner=owner, contact=first.contact, thanks=True, now=tomorrow)
    assert len(list_today(owner, tomorrow).thanks) == 1
    services.not_now(owner=owner, contact=second.contact, now=tomorrow)
    assert thanked(list_today(owner, tomorrow)) == []
    assert len(list_today(owner, tomorrow + timedelta(days=1)).thanks) == 2


def test_thanks_recall_what_they_said_before_what_the_owner_noted(owner: Any, met: Make, now: datetime) -> None:
    told = [("strength", "相続"), ("note", "声が大きい")]
    met("髙橋", touch=now.date(), facts=told)
    met("中村", touch=now.date(), facts=told[::-1])
    assert all("相続" in thanks.reason and "声が" not in thanks.reason for thanks in list_today(owner, now).thanks)


def test_thanks_name_the_gathering_and_never_another_place(owner: Any, met: Make, now: datetime) -> None:
    contact = met("髙橋", touch=now.date(), met_where="友人の紹介")
    assert contact.met_on is None  # the card tells of another place, and of no day
    thanks = list_today(owner, now).thanks[0]
    assert "あおば会で" in thanks.reason
    assert "友人の紹介" not in thanks.reason + thanks.start


def test_a_record_of_what_files_said_is_no_word_of_theirs(owner: Any, met: Make, now: datetime) -> None:
    remark = ("note", "取り込んだ記録では、会社・事務所は「旧事務所」でした。")
    met("髙橋", touch=now.date(), facts=[remark, ("concern", "採用")])
    assert "取り込んだ" not in list_today(owner, now).thanks[0].reason


def test_a_worry_is_named_in_thanks_only_where_nothing_else_was_said(owner: Any, met: Make, now: datetime) -> None:
    met("髙橋", touch=now.date(), facts=[("strength", "相続"), ("concern", "採用")])
    met("中村", touch=now.date(), facts=[("concern", "承継")])
    reasons = {thanks.contact.family: thanks.reason for thanks in list_today(owner, now).thanks}
    assert "相続" in reasons["髙橋"]
    assert "採用" not in reasons["髙橋"]
    assert "承継" in reasons["中村"]


# Cooling off.


def test_a_worry_heard_yesterday_is_no_reason_to_write_to_an_old_friend(
    owner: Any, open_person: Make, now: datetime
) -> None:
    contact = open_person(facts=[("concern", "採用", now.date() - timedelta(days=1))])
    assert list_today(owner, now).suggestions == []
    contacts.add_fact(owner=owner, contact=contact, kind="interest", text="登山", on=date(2026, 9, 3), now=now)
    (suggestion,) = list_today(owner, now).suggestions
    assert suggestion.fact is not None
    assert suggestion.fact.text == "登山"


@pytest.mark.parametrize(("days", "used"), [(0, False), (13, False), (14, True), (60, True)])
def test_a_worry_is_used_after_two_weeks(days: int, used: bool, owner: Any, open_person: Make, now: datetime) -> None:
    assert SHIPPED.first_gift_days == 14
    open_person(facts=[("concern", "採用", now.date() - timedelta(days=days))])
    assert [found.contact.family for found in list_today(owner, now).suggestions] == (["佐藤"] if used else [])


def test_neither_invitation_nor_the_choice_comes_right_after_a_first_meeting(
    owner: Any, person: Make, now: datetime
) -> None:
    """Two asks before a first meeting in person are no reason to ask, the day after it, whether to go on."""
    from yorisoi.apps.interactions.models import Standing
    from yorisoi.apps.today.suggest import suggest

    asked = [(date(2026, 1, 15), "mine", "ask"), (date(2026, 3, 20), "mine", "ask")]
    contact = person("佐藤", touches=asked, facts=[("interest", "登山", date(2026, 1, 2))])
    standing = Standing.objects.select_related("contact").get(contact=contact)
    facts = list(contact.facts.all())
    before = suggest(standing, facts, own_news="", season=(), now=now)
    assert before is not None
    assert before.technique is not None
    assert before.technique.id == "hand_over_choice"
    standing.contact.met_on = now.date() - timedelta(days=1)
    assert suggest(standing, facts, own_news="", season=(), now=now) is None
    standing.contact.met_on = now.date() - timedelta(days=14)
    assert suggest(standing, facts, own_news="", season=(), now=now) is not None


# What waits, and what is coming.


def waiting(owner: Any, event: Event | None, now: datetime, count: int = 1) -> None:
    for _ in range(count):
        Capture.objects.create(
            owner=owner, event=event, name="髙橋", captured_at=now - timedelta(hours=14), received_at=now
        )


def test_nothing_waits_nothing_is_said(owner: Any, now: datetime) -> None:
    today = list_today(owner, now)
    assert today.debrief is None
    assert today.coming is None


def test_people_who_wait_are_named_gently_and_without_hurry(
    signed_in: Any, owner: Any, event: Event, now: datetime
) -> None:
    waiting(owner, event, now, 3)
    page = signed_in.get(reverse("today")).content.decode()
    assert (
        "昨日のあおば会でお会いした3名のふりかえりが、まだです。5分ほどで終わります。今日でなくても大丈夫です。" in page
    )
    assert reverse("debrief", args=[event.pk]) in page


def test_people_met_without_a_gathering_wait_too(owner: Any, now: datetime) -> None:
    waiting(owner, None, now, 2)
    debrief = list_today(owner, now).debrief
    assert debrief is not None
    assert debrief.words == "昨日お会いした2名のふりかえりが、まだです。"
    assert debrief.address == reverse("debrief_loose")


def test_another_owners_people_do_not_wait_here(owner: Any, stranger: Any, now: datetime) -> None:
    waiting(stranger, None, now)
    assert list_today(owner, now).debrief is None


@pytest.mark.parametrize(
    ("hours", "words"),
    [(5, "今日は、わかば会です。"), (30, "明日は、わかば会です。"), (71, "11月21日(土)は、わかば会です。")],
)
def test_the_next_gathering_is_near(hours: int, words: str, owner: Any, now: datetime) -> None:
    later = events.create_event(owner=owner, name="わかば会", starts_at=now + timedelta(hours=hours), now=now)
    coming = list_today(owner, now).coming
    assert coming is not None
    assert coming.words == words
    assert coming.address == reverse("brief", args=[later.pk])


@pytest.mark.parametrize("hours", [-2, 73])
def test_a_gathering_that_is_over_or_far_is_not(hours: int, owner: Any, now: datetime) -> None:
    events.create_event(owner=owner, name="わかば会", starts_at=now + timedelta(hours=hours), now=now)
    assert list_today(owner, now).coming is None


def test_the_day_costs_the_same_for_three_and_thirty_of_a_gathering(
    owner: Any, event: Event, met: Make, now: datetime
) -> None:
    counts = []
    for people in (3, 27):
        for number in range(people):
            met(f"人{number}", touch=now.date() + timedelta(days=number % 4))
        waiting(owner, event, now, people)
        with CaptureQueriesContext(connection) as seen:
            list_today(owner, now)
        counts.append(len(seen))
    assert counts[0] == counts[1]
