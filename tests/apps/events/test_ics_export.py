"""Gatherings as a calendar file: what was announced, nothing about anybody, and a way back that changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

LONG = "士業と経営者がお互いの得意な場面をゆっくり伺いあう、毎月第三金曜日の夜の、とても長い名前をもつ交流の会"


@pytest.fixture
def events(owner: Any, now: datetime) -> list[Any]:
    from yorisoi.apps.events import services

    def make(name: str, days: float, **fields: Any) -> Any:
        return services.create_event(owner=owner, now=now, name=name, starts_at=now + timedelta(days=days), **fields)

    midnight = now.replace(hour=0)
    return [
        make(LONG, 2, place="みなと会館 3階, 横浜; 中区", url="https://example.jp/a", note="田辺さんに資料を", host="田辺 誠"),
        make("時間の決まった会", 3, ends_at=now + timedelta(days=3, hours=2)),
        services.create_event(owner=owner, now=now, name="終日の会", starts_at=midnight + timedelta(days=4), all_day=True),
        services.create_event(
            owner=owner, now=now, name="三日の会", starts_at=midnight + timedelta(days=5), all_day=True,
            ends_at=midnight + timedelta(days=8),
        ),
    ]  # fmt: skip


def entries(content: bytes, now: datetime) -> list[Any]:
    from yorisoi.apps.events import ics

    return ics.read(content, now=now).entries


def test_the_file_is_a_calendar_that_others_read(signed_in: Any, events: list[Any]) -> None:
    answer = signed_in.get("/events/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="yorisoi.ics"'
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"PRODID:-//Yorisoi//Yorisoi//JA\r\n" in answer.content
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75  # octets, as RFC 5545 asks
    parts = icalendar.Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    assert [str(part["UID"]) for part in parts] == [event.uid for event in events]
    assert str(parts[0]["SUMMARY"]) == LONG
    assert str(parts[0]["LOCATION"]) == "みなと会館 3階, 横浜; 中区"


def test_nothing_about_anybody_is_in_it(
    signed_in: Any, owner: Any, events: list[Any], make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services

    services.attend(
        owner=owner,
        event=events[0],
        contact=make_contact(owner, family="本多"),
        now=now,
        presence="expected",
        said="伺います",
    )
    for address in ("/events/calendar.ics", f"/events/{events[0].pk}/calendar.ics"):
        text = icalendar.Calendar.from_ical(signed_in.get(address).content.decode()).to_ical().decode()
        text = text.replace("\r\n ", "")
        assert not any(word in text for word in ("本多", "伺います", "田辺", "資料", "ATTENDEE", "ORGANIZER"))


def test_out_and_in_again_changes_nothing(signed_in: Any, owner: Any, events: list[Any], now: datetime) -> None:
    from yorisoi.apps.events import calendar_plan

    told = entries(signed_in.get("/events/calendar.ics").content, now)
    assert [row.verdict for row in calendar_plan.plan(owner, told)] == ["same"] * 4


def test_repeated_gatherings_come_back_as_themselves(signed_in: Any, owner: Any, now: datetime) -> None:
    from yorisoi.apps.events import calendar_plan

    weekly = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w@x\nSUMMARY:w\nDTSTART:20261102T100000Z\nRRULE:FREQ=WEEKLY;COUNT=5\nEND:VEVENT\nEND:VCALENDAR"
    calendar_plan.apply(owner=owner, entries=entries(weekly, now), chosen={"w@x"}, now=now, source="カレンダー")
    out = signed_in.get("/events/calendar.ics").content
    assert {row.verdict for row in calendar_plan.plan(owner, entries(out, now))} == {"same"}
    assert {row.verdict for row in calendar_plan.plan(owner, entries(weekly, now))} == {"same"}


def test_into_another_house(signed_in: Any, stranger: Any, events: list[Any], now: datetime) -> None:
    from yorisoi.apps.events import calendar_plan
    from yorisoi.apps.events.models import Event

    told = entries(signed_in.get("/events/calendar.ics").content, now)
    done = calendar_plan.apply(
        owner=stranger, entries=told, chosen={entry.group for entry in told}, now=now, source="カレンダー"
    )
    assert (done.new, done.changed, done.removed, done.left) == (4, 0, 0, ())
    for event in events:
        theirs = Event.objects.get(owner=stranger, uid=event.uid)
        assert (theirs.name, theirs.starts_at, theirs.ends_at, theirs.all_day, theirs.place, theirs.url) == (
            event.name, event.starts_at, event.ends_at, event.all_day, event.place, event.url,
        )  # fmt: skip
        assert (theirs.note, theirs.host) == ("", "")


def test_past_gatherings_are_not_in_the_file_of_the_coming_ones(signed_in: Any, owner: Any, now: datetime) -> None:
    from yorisoi.apps.events import services

    past = services.create_event(owner=owner, now=now, name="先月の会", starts_at=now - timedelta(days=30))
    assert entries(signed_in.get("/events/calendar.ics").content, now) == []
    assert len(entries(signed_in.get(f"/events/{past.pk}/calendar.ics").content, now)) == 1
