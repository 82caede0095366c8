"""First touches: never without a word they said, never on a day off or in a held season, never more than the budget a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.events import first_touches, services
from yorisoi.apps.events.models import Capture, Event, FirstTouch
from yorisoi.core import courtesy

Make = Callable[..., Any]
TOKYO = ZoneInfo("Asia/Tokyo")
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=TOKYO)
MOST_CASES = 12  # each folds a gathering's worth of people into a real database


@pytest.fixture
def event(owner: Any) -> Event:
    return gathering(owner, WEDNESDAY - timedelta(hours=15))


def gathering(owner: Any, at: datetime) -> Event:
    return services.create_event(owner=owner, name="あおば会", starts_at=at, now=at)


def meet(
    owner: Any, event: Event, family: str, *kinds: str, now: datetime, on: date | None = None, **fields: Any
) -> Any:
    """Somebody met there, who said something of each kind that day."""
    contact = contacts.create(owner=owner, now=now, family=family, **fields)
    services.attend(owner=owner, event=event, contact=contact, now=now)
    for kind in kinds:
        heard = on or event.starts_at.astimezone(TOKYO).date()
        contacts.add_fact(owner=owner, contact=contact, kind=kind, text="相続", on=heard, now=now, source="あおば会")
    return contact


def days_of(owner: Any, event: Event, now: datetime = WEDNESDAY) -> dict[str, date]:
    first_touches.plan(owner=owner, event=event, now=now)
    return {row.contact.family: row.day for row in FirstTouch.objects.select_related("contact")}


# Silence first.


@pytest.mark.parametrize("kind", ["avoid", "family", "background", "request"])
def test_without_a_concrete_detail_there_is_none(kind: str, owner: Any, event: Event) -> None:
    meet(owner, event, "髙橋", now=WEDNESDAY)
    meet(owner, event, "中村", kind, now=WEDNESDAY)
    assert days_of(owner, event) == {}


def test_a_record_of_what_a_file_said_is_no_detail(owner: Any, event: Event) -> None:
    contact = meet(owner, event, "髙橋", now=WEDNESDAY)
    text = "取り込んだ記録では、電話は「03-0000-0000」でした。"
    on = event.starts_at.astimezone(TOKYO).date()
    contacts.add_fact(owner=owner, contact=contact, kind="note", text=text, on=on, now=WEDNESDAY, source="名刺管理")
    assert days_of(owner, event) == {}


def test_what_was_said_another_day_is_no_detail_of_the_gathering(owner: Any, event: Event) -> None:
    meet(owner, event, "髙橋", "strength", now=WEDNESDAY, on=date(2026, 9, 1))
    assert days_of(owner, event) == {}


def test_who_was_known_before_is_not_thanked_for_a_first_meeting(owner: Any, event: Event) -> None:
    meet(owner, event, "髙橋", "strength", now=WEDNESDAY, met_on=date(2025, 3, 1))
    assert days_of(owner, event) == {}


def say(owner: Any, contact: Any, now: datetime = WEDNESDAY) -> None:
    on = (WEDNESDAY - timedelta(days=1)).date()
    contacts.add_fact(owner=owner, contact=contact, kind="strength", text="相続", on=on, now=now, source="あおば会")


def test_who_is_left_in_peace_gets_none(owner: Any, event: Event) -> None:
    closed = meet(owner, event, "髙橋", now=WEDNESDAY)
    contacts.close(owner=owner, contact=closed, because="asked_to_stop", at=WEDNESDAY, now=WEDNESDAY)
    say(owner, closed)
    meet(owner, event, "中村", "strength", now=WEDNESDAY, never_suggest=True)
    assert days_of(owner, event) == {}


def test_after_the_time_of_thanks_nothing_is_planned(owner: Any, event: Event) -> None:
    meet(owner, event, "髙橋", "strength", now=WEDNESDAY + timedelta(days=9))
    assert days_of(owner, event, WEDNESDAY + timedelta(days=9)) == {}


def test_a_busy_season_of_theirs_holds_the_thanks_back(owner: Any, event: Event) -> None:
    held = meet(owner, event, "髙橋", now=WEDNESDAY)
    seasons.add_season(owner=owner, contact=held, first="11-10", last="11-30", level=3, now=WEDNESDAY)
    say(owner, held)
    assert days_of(owner, event) == {}


def test_another_owner_is_not_concerned(owner: Any, stranger: Any, event: Event) -> None:
    theirs = gathering(stranger, WEDNESDAY - timedelta(hours=15))
    meet(stranger, theirs, "他人", "strength", now=WEDNESDAY)
    first_touches.plan(owner=owner, event=event, now=WEDNESDAY)
    assert not FirstTouch.objects.filter(owner=owner).exists()
    assert FirstTouch.objects.get().owner == stranger


# Which day.


def test_the_morning_after_is_the_first_day(owner: Any, event: Event) -> None:
    meet(owner, event, "髙橋", "strength", now=WEDNESDAY)
    assert days_of(owner, event) == {"髙橋": date(2026, 11, 18)}


def test_late_in_the_evening_the_first_day_is_tomorrow(owner: Any) -> None:
    night = datetime(2026, 11, 17, 23, tzinfo=TOKYO)
    event = gathering(owner, night - timedelta(hours=4))
    meet(owner, event, "髙橋", "strength", now=night)
    assert days_of(owner, event, night) == {"髙橋": date(2026, 11, 18)}


def test_after_a_friday_evening_thanks_wait_over_the_long_weekend(owner: Any) -> None:
    night = datetime(2026, 11, 20, 22, tzinfo=TOKYO)  # Monday the 23rd is a national holiday
    event = gathering(owner, night - timedelta(hours=3))
    meet(owner, event, "髙橋", "strength", now=night)
    assert days_of(owner, event, night) == {"髙橋": date(2026, 11, 24)}


def business_days_after(event: Event) -> list[date]:
    days = (event.starts_at.astimezone(TOKYO).date() + timedelta(days=ahead) for ahead in range(1, 30))
    return [day for day in days if not courtesy.is_day_off(day)]


@pytest.mark.parametrize(
    ("evening", "expected"),
    [
        # A Friday before a national holiday on Monday: Tuesday is the first business day.
        (datetime(2026, 11, 20, 19, tzinfo=TOKYO), [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]),
        # The leap day is a Tuesday.
        (datetime(2028, 2, 29, 19, tzinfo=TOKYO), [date(2028, 3, 1), date(2028, 3, 2), date(2028, 3, 3)]),
        # The evening before the leap day.
        (datetime(2028, 2, 28, 19, tzinfo=TOKYO), [date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 2)]),
    ],
)
def test_ten_people_before_days_off(owner: Any, evening: datetime, expected: list[date]) -> None:
    event, night = gathering(owner, evening), evening + timedelta(hours=4)
    for number in range(10):
        meet(owner, event, f"人{number}", "strength", now=night)
    days = Counter(days_of(owner, event, night).values())
    assert sorted(days) == expected == business_days_after(event)[:3]
    assert max(days.values()) == 2


@pytest.mark.parametrize("day", range(25, 32))
def test_at_the_turn_of_the_year_nobody_is_pressed(owner: Any, day: int) -> None:
    evening = datetime(2026, 12, day, 19, tzinfo=TOKYO)
    event, night = gathering(owner, evening), evening + timedelta(hours=4)
    for number in range(10):
        meet(owner, event, f"人{number}", "strength", now=night)
    days = Counter(days_of(owner, event, night).values())
    assert set(days) <= set(business_days_after(event)[:3])
    assert all(many <= 2 for many in days.values())
    for ahead in range(14):  # planned anew each morning, nobody is thanked late or on a day off
        days_of(owner, event, datetime(2026, 12, day, 8, tzinfo=TOKYO) + timedelta(days=1 + ahead))
    rows = FirstTouch.objects.values_list("day", flat=True)
    assert not [on for on in rows if courtesy.is_day_off(on) or date(2026, 12, 29) <= on <= date(2027, 1, 3)]


def test_what_can_be_thanked_for_comes_before_a_worry(owner: Any) -> None:
    night = datetime(2026, 11, 17, 23, tzinfo=TOKYO)
    event = gathering(owner, night - timedelta(hours=4))
    save_preferences(owner=owner, suggestions_per_day=1)
    meet(owner, event, "承継", "concern", now=night)
    meet(owner, event, "得意", "strength", "value", now=night)
    assert days_of(owner, event, night) == {"得意": date(2026, 11, 18), "承継": date(2026, 11, 19)}


def test_what_was_said_for_today_stays_and_days_ahead_make_room(owner: Any, event: Event) -> None:
    save_preferences(owner=owner, suggestions_per_day=1)
    meet(owner, event, "先着", "note", now=WEDNESDAY)
    meet(owner, event, "次点", "note", now=WEDNESDAY)
    assert days_of(owner, event) == {"先着": date(2026, 11, 18), "次点": date(2026, 11, 19)}
    meet(owner, event, "後着", "strength", "value", now=WEDNESDAY)
    assert days_of(owner, event) == {"先着": date(2026, 11, 18), "後着": date(2026, 11, 19), "次点": date(2026, 11, 20)}


def test_planning_again_changes_nothing(owner: Any, event: Event) -> None:
    for number in range(8):
        meet(owner, event, f"人{number}", "strength", now=WEDNESDAY)
    first = days_of(owner, event)
    ids = set(FirstTouch.objects.values_list("pk", flat=True))
    assert days_of(owner, event) == first
    assert set(FirstTouch.objects.values_list("pk", flat=True)) == ids


def test_two_gatherings_share_the_days_attention(owner: Any, event: Event) -> None:
    other = gathering(owner, WEDNESDAY - timedelta(hours=18))
    for number in range(3):
        meet(owner, event, f"甲{number}", "strength", now=WEDNESDAY)
        meet(owner, other, f"乙{number}", "strength", now=WEDNESDAY)
    days_of(owner, event)
    days = Counter(days_of(owner, other).values())
    assert max(days.values()) == 2


def test_people_met_outside_any_gathering_are_spread_as_well(owner: Any, now: datetime) -> None:
    for number in range(5):
        contact = contacts.create(owner=owner, now=now, family=f"人{number}", met_on=now.date())
        contacts.add_fact(owner=owner, contact=contact, kind="strength", text="相続", on=now.date(), now=now)
        Capture.objects.create(
            owner=owner, contact=contact, state="done", captured_at=now, received_at=now, finished_at=now
        )
    first_touches.plan(owner=owner, event=None, now=now)
    assert Counter(FirstTouch.objects.values_list("day", flat=True)) == {
        date(2026, 11, 18): 2, date(2026, 11, 19): 2, date(2026, 11, 20): 1,
    }  # fmt: skip


def test_the_cost_does_not_grow_with_the_people(owner: Any, event: Event) -> None:
    counts = []
    for people in (3, 27):
        for number in range(people):
            meet(owner, event, f"人{people}{number}", "strength", now=WEDNESDAY)
        with CaptureQueriesContext(connection) as seen:
            first_touches.plan(owner=owner, event=event, now=WEDNESDAY)
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 1  # the second time, days ahead are given anew: one more deletion


def test_who_was_tapped_in_is_planned_once_a_word_of_theirs_is_written_down(owner: Any, event: Event) -> None:
    contact = meet(owner, event, "髙橋", now=WEDNESDAY)
    assert not FirstTouch.objects.exists()
    contacts.add_fact(owner=owner, contact=contact, kind="value", text="約束", on=date(2026, 11, 17), now=WEDNESDAY)
    assert FirstTouch.objects.get().day == date(2026, 11, 18)


def test_a_change_of_somebody_met_elsewhere_costs_one_question(owner: Any, event: Event) -> None:
    contact = contacts.create(owner=owner, now=WEDNESDAY, family="中村")
    with CaptureQueriesContext(connection) as seen:
        first_touches.plan_where_told(owner=owner, contact_ids=[contact.pk], now=WEDNESDAY)
    assert len(seen) == 1


PEOPLE = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["strength", "value", "concern", "interest", "note", "avoid"]), max_size=3),
        st.sampled_from(["", "zeirishi", "sharoshi", "bengoshi"]),
        st.sampled_from(["remember", "outer", "middle", "close"]),
    ),
    min_size=1,
    max_size=20,
)


@given(
    people=PEOPLE,
    shift=st.integers(min_value=0, max_value=400),
    hour=st.integers(min_value=8, max_value=23),
    budget=st.integers(min_value=1, max_value=3),
)
@settings(max_examples=MOST_CASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_comes_and_whenever_the_days_stay_gentle(
    owner: Any, people: list[Any], shift: int, hour: int, budget: int
) -> None:
    with transaction.atomic():
        now = datetime(2026, 1, 7, hour, tzinfo=TOKYO) + timedelta(days=shift)
        save_preferences(owner=owner, suggestions_per_day=budget)
        event = gathering(owner, now - timedelta(hours=3))
        for number, (kinds, profession, closeness) in enumerate(people):
            meet(owner, event, f"人{number}", *sorted(kinds), now=now, profession=profession, closeness=closeness)
        for later in (0, 1, 2):  # the debrief goes on for days; each time it is planned anew
            first_touches.plan(owner=owner, event=event, now=now + timedelta(days=later))
        rows = list(FirstTouch.objects.select_related("contact__standing"))
        for day, many in Counter(row.day for row in rows).items():
            assert many <= budget
            assert not courtesy.is_day_off(day)
        for row in rows:
            assert row.contact.facts.filter(kind__in=first_touches.DETAILS).exists()
            notes = seasons.calendar_of(owner, row.contact).day_notes(row.day, channel=courtesy.Channel.EMAIL)
            assert all(note.level < first_touches.HOLD for note in notes)
            assert row.contact.standing.thanks_until is not None
            assert row.day < row.contact.standing.thanks_until.astimezone(TOKYO).date()
        transaction.set_rollback(True)
