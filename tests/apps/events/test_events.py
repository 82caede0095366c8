"""Gatherings: the list, the page of one, and writing one down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

FORM = {
    "name": "あおば会",
    "day": "2026-11-20",
    "begins": "19:00",
    "ends": "21:00",
    "place": "みなと会館",
    "series": "あおば会",
}


def make_event(owner: Any, now: datetime, **fields: Any) -> Any:
    from yorisoi.apps.events import services

    return services.create_event(
        **{"owner": owner, "now": now, "name": "あおば会", "starts_at": now - timedelta(days=7), **fields}
    )


def attend(owner: Any, event: Any, contact: Any, now: datetime, **words: Any) -> Any:
    from yorisoi.apps.events import services

    return services.attend(owner=owner, event=event, contact=contact, now=now, **words)


def test_a_gathering_is_written_once_however_often_the_sheet_is_sent(signed_in: Any, owner: Any) -> None:
    from yorisoi.apps.events.models import Event, Series

    sheet = {**FORM, "once": "a" * 32}
    first, second = signed_in.post("/events/new/", sheet), signed_in.post("/events/new/", sheet)
    assert first.status_code == second.status_code == 302
    event = Event.objects.get(owner=owner)
    assert first["Location"] == second["Location"] == f"/events/{event.pk}/"
    assert (event.name, event.place, event.series) == ("あおば会", "みなと会館", Series.objects.get(owner=owner))
    assert event.starts_at.isoformat() == "2026-11-20T10:00:00+00:00"
    assert (event.ends_at - event.starts_at, event.all_day) == (timedelta(hours=2), False)
    assert event.uid.endswith("@yorisoi")


def test_an_evening_may_run_past_midnight(signed_in: Any, owner: Any) -> None:
    from yorisoi.apps.events.models import Event

    signed_in.post("/events/new/", {**FORM, "begins": "21:00", "ends": "01:00"})
    event = Event.objects.get(owner=owner)
    assert event.ends_at - event.starts_at == timedelta(hours=4)


@pytest.mark.parametrize(("last_day", "days"), [("", None), ("2026-11-22", 3)])
def test_without_a_time_it_is_all_day(signed_in: Any, owner: Any, last_day: str, days: int | None) -> None:
    from yorisoi.apps.events.models import Event

    signed_in.post("/events/new/", {"name": "展示会", "day": "2026-11-20", "last_day": last_day})
    event = Event.objects.get(owner=owner)
    assert event.all_day
    assert (event.ends_at - event.starts_at if event.ends_at else None) == (timedelta(days=days) if days else None)
    page = signed_in.get(f"/events/{event.pk}/").content.decode()
    assert ("11月20日(金)〜22日(日)" in page) is bool(days)
    # What the form shows is what it stores.
    again = signed_in.get(f"/events/{event.pk}/edit/").context["form"]
    sheet = {name: value for name, value in again.initial.items() if value is not None}
    signed_in.post(f"/events/{event.pk}/edit/", sheet)
    event.refresh_from_db()
    assert (event.ends_at - event.starts_at if event.ends_at else None) == (timedelta(days=days) if days else None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "  "}, "会の名前をお書きください"),
        ({"day": ""}, "日にちをお選びください"),
        ({"day": "3026-11-20"}, "年から"),
        ({"last_day": "2026-11-01"}, "始まりの日より前"),
        ({"begins": "", "ends": "21:00"}, "始まりの時刻も"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"begins": "夜"}, "19:00"),
    ],
)
def test_what_cannot_be_is_said_gently_and_nothing_is_written(
    signed_in: Any, owner: Any, change: dict[str, str], sentence: str
) -> None:
    from yorisoi.apps.events.models import Event

    response = signed_in.post("/events/new/", {**FORM, **change})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Event.objects.exists()


def test_changing_and_removing(signed_in: Any, owner: Any, now: datetime) -> None:
    from yorisoi.apps.events.models import Event

    event = make_event(owner, now)
    signed_in.post(f"/events/{event.pk}/edit/", {**FORM, "name": "わかば会", "series": ""})
    event.refresh_from_db()
    assert (event.name, event.series) == ("わかば会", None)
    assert "この会を消しますか" in signed_in.get(f"/events/{event.pk}/remove/").content.decode()
    signed_in.post(f"/events/{event.pk}/remove/")
    assert not Event.objects.exists()


def test_the_next_of_a_series_begins_with_the_last(signed_in: Any, owner: Any, now: datetime) -> None:
    event = make_event(owner, now, place="みなと会館", series="あおば会", note="名札は赤")
    initial = signed_in.get(f"/events/new/?after={event.pk}").context["form"].initial
    assert (initial["name"], initial["place"], initial["series"], initial["day"]) == (
        "あおば会",
        "みなと会館",
        "あおば会",
        None,
    )
    assert "note" not in initial


def test_coming_soonest_first_and_past_latest_first(signed_in: Any, owner: Any, now: datetime) -> None:
    for days, name in ((7, "来週"), (1, "明日"), (-1, "昨日"), (-7, "先週")):
        make_event(owner, now, name=name, starts_at=now + timedelta(days=days))
    page = signed_in.get("/events/").content.decode()
    places = [page.index(name) for name in ("明日", "来週", "昨日", "先週")]
    assert places == sorted(places)
    past = signed_in.get("/events/?when=past").content.decode()
    assert past.index("昨日") < past.index("先週")
    assert "明日" not in past


def test_the_gathering_of_now_and_the_next(owner: Any, now: datetime) -> None:
    from yorisoi.apps.events import selectors

    assert selectors.event_now(owner, now) is None
    assert selectors.next_event(owner, now) is None
    make_event(owner, now, name="昨日", starts_at=now - timedelta(days=1))
    assert selectors.event_now(owner, now) is None
    later = make_event(owner, now, name="今夜", starts_at=now + timedelta(hours=9))
    assert selectors.event_now(owner, now) is None
    assert selectors.next_event(owner, now) == later
    assert selectors.event_now(owner, later.starts_at - timedelta(minutes=30)) == later
    assert selectors.event_now(owner, later.starts_at + timedelta(hours=2)) == later
    assert selectors.next_event(owner, later.starts_at) is None
    # After midnight an evening without an end is over within hours.
    assert selectors.event_now(owner, later.starts_at + timedelta(hours=5, minutes=30)) == later
    assert selectors.event_now(owner, later.starts_at + timedelta(hours=7)) is None


def test_again_or_for_the_first_time(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    before = make_event(owner, now, name="十月の会", starts_at=now - timedelta(days=30))
    event = make_event(owner, now, name="十一月の会")
    known, new, seen = (make_contact(owner, family=name) for name in ("田辺", "本多", "渋谷"))
    attend(owner, before, known, now)
    attend(owner, event, known, now, said="来月も行きます")
    attend(owner, event, new, now)
    attend(owner, event, seen, now, presence="present")
    page = signed_in.get(f"/events/{event.pk}/")
    guests = {g.row.contact.family: (g.again, g.before) for _, group in page.context["people"].guests for g in group}
    assert guests == {"田辺": (True, "10月19日(月) 十月の会"), "本多": (False, ""), "渋谷": (None, "")}
    text = page.content.decode()
    assert "来月も行きます" in text
    assert text.count(">はじめて<") == 1
    assert "2人、うちはじめての方1人" in text


def test_people_are_found_and_tapped_in(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.contacts import services as contacts
    from yorisoi.apps.events.models import Attendance

    event = make_event(owner, now)
    contact = contacts.create(owner=owner, now=now, family="田辺", given="誠", family_kana="たなべ")
    address = f"/events/{event.pk}/people/"
    assert "田辺" not in signed_in.get(address).content.decode()
    assert "田辺" in signed_in.get(address, {"q": "たな"}).content.decode()
    nobody = signed_in.get(address, {"q": "ゆめの"}).content.decode()
    assert f'href="/capture/?event={event.pk}"' in nobody
    assert "/people/new/?family=" in nobody
    part = signed_in.get(address, {"q": "たな"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "お会いした" in part
    tap = {"contact": contact.pk, "presence": "came", "q": "たな"}
    answer = signed_in.post(f"/events/{event.pk}/attend/", tap)
    assert answer["Location"] == f"{address}?q=%E3%81%9F%E3%81%AA"
    part = signed_in.post(f"/events/{event.pk}/attend/", tap, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in part
    assert Attendance.objects.count() == 1


def test_before_it_begins_people_are_expected(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events.models import Attendance

    event = make_event(owner, now, starts_at=now + timedelta(days=2))
    contact = make_contact(owner)
    answer = signed_in.post(
        f"/events/{event.pk}/attend/", {"contact": contact.pk, "presence": "came"}, headers={"HX-Request": "true"}
    )
    assert "まだ始まっていない会です" in answer.content.decode()
    assert not Attendance.objects.exists()
    signed_in.post(f"/events/{event.pk}/attend/", {"contact": contact.pk, "presence": "expected"})
    assert Attendance.objects.get().presence == "expected"


def test_an_attendance_is_corrected_and_taken_back(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events.models import Attendance

    event = make_event(owner, now)
    row = attend(owner, event, make_contact(owner), now)
    place = f"/events/{event.pk}/people/{row.pk}/"
    assert signed_in.get(place).status_code == 200
    signed_in.post(place, {"presence": "came", "said": "来月も行きます"})
    row.refresh_from_db()
    assert row.said == "来月も行きます"
    assert signed_in.post(place, {"presence": "somewhere"}).status_code == 422
    signed_in.post(f"{place}leave/")
    assert not Attendance.objects.exists()


def test_another_owners_person_cannot_be_tapped_in(
    signed_in: Any, owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events.models import Attendance

    event = make_event(owner, now)
    tap = {"contact": make_contact(stranger).pk, "presence": "came"}
    assert signed_in.post(f"/events/{event.pk}/attend/", tap).status_code == 404
    assert not Attendance.objects.exists()


def test_two_keys_and_one_uid(owner: Any, stranger: Any, now: datetime) -> None:
    from yorisoi.apps.events.models import Series

    first = make_event(owner, now, uid="x@calendar")
    assert make_event(owner, now, uid="x@calendar", name="別の名前") == first
    assert make_event(stranger, now, uid="x@calendar") != first
    theirs = Series.objects.create(owner=stranger, name="よその会", created_at=now)
    with pytest.raises(Series.DoesNotExist):
        make_event(owner, now, series=theirs)
    with pytest.raises(ValidationError):
        make_event(owner, now, ends_at=now - timedelta(days=8))


def test_the_pages_ask_no_more_often_the_more_people_there_are(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    before = make_event(owner, now, name="前の会", starts_at=now - timedelta(days=30))
    event = make_event(owner, now)
    make_event(owner, now, starts_at=now + timedelta(days=40))
    asked = []
    for _ in range(2):
        for number in range(20):
            contact = make_contact(owner, family=f"佐藤{number}")
            attend(owner, before, contact, now)
            attend(owner, event, contact, now)
        for address in (f"/events/{event.pk}/", "/events/", f"/events/{event.pk}/people/?q=佐藤"):
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(address)
            asked.append(len(queries))
        for number in range(10):
            make_event(owner, now, name=f"会{number}", starts_at=now + timedelta(days=number + 1))
    assert asked[:3] == asked[3:]
