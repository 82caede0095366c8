"""Calendar files: read within bounds, shown first, written once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples" / "ics"
TOKYO = ZoneInfo("Asia/Tokyo")


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.ics").read_bytes()


def read(content: bytes, now: datetime) -> Any:
    from yorisoi.apps.events import ics

    return ics.read(content, now=now)


def plain(entry: Any) -> dict[str, Any]:
    """An entry as the expected files write it: times on the clock of Tokyo, and only what is told."""
    from dataclasses import asdict

    told = {name: value for name, value in asdict(entry).items() if value not in ("", None, False)}
    for name in ("starts_at", "ends_at"):
        if name in told:
            told[name] = told[name].astimezone(TOKYO).isoformat()
    return told


@pytest.mark.parametrize("name", ["google", "outlook", "hostile", "cut_sign"])
def test_samples(name: str, now: datetime) -> None:
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    reading = read(sample(name), now)
    assert [plain(entry) for entry in reading.entries] == expected["entries"]
    assert reading.left_out == expected["left_out"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (sample("cp932"), "UTF-8ではないようです"),
        (b"", "カレンダーのファイル(.ics)ではないようです"),
        (b"\x89PNG\r\n", "UTF-8ではないようです"),
        ("名前,日付\n".encode(), "カレンダーのファイル(.ics)ではないようです"),
        (b"BEGIN:VCALENDAR\nthis is no line\nEND:VCALENDAR", "読めない行"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 6000, "予定が多すぎる"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 200_000, "大きすぎます"),
    ],
)
def test_what_is_no_calendar_is_said_clearly(content: bytes, sentence: str, now: datetime) -> None:
    from yorisoi.apps.events import ics

    with pytest.raises(ics.UnreadableError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        read(content, now)


def test_hostile_files_end_soon(now: datetime) -> None:
    from yorisoi.apps.events import ics

    rules = b"".join(
        b"BEGIN:VEVENT\nUID:%d\nDTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;COUNT=99999999\nEND:VEVENT\n" % number
        for number in range(200)
    )
    zones = b"BEGIN:VTIMEZONE\n" * 4000
    nested = b"BEGIN:VEVENT\n" * 4000
    deep = b"BEGIN:VCALENDAR\n%b\nEND:VCALENDAR\n"
    for content in (deep % rules, deep % zones, deep % nested, deep % (b"X;" + b"a=b;" * 100_000 + b"c=d:x")):
        began = perf_counter()
        try:
            read(content, now)
        except ics.UnreadableError:
            continue
        finally:
            assert perf_counter() - began < 20  # seconds on a busy machine; alone it is a few


LINES = (
    b"RRULE:FREQ=WEEKLY;UNTIL=20261231\r\n", b"RRULE:FREQ=DAILY;COUNT=-1\r\n", b"RRULE:\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n",
    b"DTSTART:99991231T235959\r\n", b"DTSTART;VALUE=PERIOD:20261120T100000Z/PT1H\r\n", b"DTSTART;TZID=Asia:20261120T100000\r\n",
    b"DTEND;TZID=../../etc/passwd:20261120T100000\r\n", b"DURATION:P99999999D\r\n", b"DURATION:-P1D\r\n", b"EXDATE:garbage\r\n",
    b"RDATE:20261125T100000Z,20261126T100000Z\r\n", b"RECURRENCE-ID:20261120T100000\r\n", b"UID:\r\n", b"ORGANIZER;CN=a:b\r\n",
    b"METHOD:CANCEL\r\n", b"SUMMARY;X=1:a\r\n", b"\xff", b'"', b":", b";",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(["google", "outlook", "hostile", "cut_sign"]),
    cuts=st.lists(st.tuples(st.integers(0, 1600), st.integers(0, 20), st.sampled_from(LINES)), min_size=1, max_size=5),
)
def test_a_damaged_file_is_read_or_refused(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    from yorisoi.apps.events import ics

    content = bytearray(sample(name))
    for place, length, line in cuts:
        at = content.find(b"\n", place % len(content)) + 1
        content[at : at + length] = line
    try:
        reading = read(bytes(content), datetime(2026, 11, 18, 10, tzinfo=TOKYO))
    except ics.UnreadableError:
        return
    for entry in reading.entries:
        assert entry.starts_at.tzinfo is not None
        assert entry.ends_at is None or entry.ends_at > entry.starts_at
        assert 0 < len(entry.uid) <= 255
        assert len(entry.name) <= 200


def test_a_year_ahead_and_no_more_than_sixty_times(now: datetime) -> None:
    weekly = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w\nSUMMARY:w\nDTSTART:20200106T100000Z\nRRULE:FREQ=%b\nEND:VEVENT\nEND:VCALENDAR"
    for rule, count in ((b"WEEKLY", 55), (b"DAILY", 60), (b"MONTHLY", 14), (b"YEARLY", 1)):
        entries = read(weekly % rule, now).entries
        assert len(entries) == count
        assert all(now - timedelta(days=62) <= entry.starts_at <= now + timedelta(days=367) for entry in entries)
        assert sum(entry.starts_at <= now for entry in entries) <= 3


def upload(client: Any, name: str = "google", content: bytes | None = None) -> Any:
    file = SimpleUploadedFile(f"{name}.ics", sample(name) if content is None else content, content_type="text/calendar")
    return client.post("/events/import/", {"file": file})


def accept(client: Any, shown: Any, keep: list[str] | None = None) -> Any:
    keys = [group.key for group in shown.context["groups"] if group.writes] if keep is None else keep
    return client.post("/events/import/apply/", {"plan": shown.context["packed"], "keep": keys})


def test_the_plan_writes_nothing_and_applying_writes_once(signed_in: Any, owner: Any) -> None:
    from yorisoi.apps.events.models import Event, Series

    shown = upload(signed_in)
    assert shown.status_code == 200
    assert not Event.objects.exists()
    assert shown.context["counts"] == {"new": 15, "changed": 0, "cancelled": 0, "same": 0, "skip": 1}
    text = shown.content.decode()
    assert "あおば会" in text
    assert "から14回" in text
    assert accept(signed_in, shown).status_code == 302
    assert Event.objects.filter(owner=owner).count() == 15
    assert [series.name for series in Series.objects.filter(owner=owner)] == ["あおば会"]
    party = Event.objects.get(name="あおば会 忘年会")
    assert (party.series.name, party.place, party.source) == ("あおば会", "レストラン海風", "カレンダー google.ics")
    accept(signed_in, shown)
    again = upload(signed_in)
    assert again.context["counts"]["same"] == 15
    assert not again.context["writes"]
    assert Event.objects.filter(owner=owner).count() == 15


def test_only_what_was_chosen_is_written(signed_in: Any, owner: Any) -> None:
    from yorisoi.apps.events.models import Event

    accept(signed_in, upload(signed_in), keep=["fair@example.jp", "not-in-the-plan"])
    event = Event.objects.get(owner=owner)
    assert (event.uid, event.all_day, event.ends_at - event.starts_at) == ("fair@example.jp", True, timedelta(days=2))


def test_repeats_are_updates_and_blanks_erase_nothing(signed_in: Any, owner: Any, now: datetime) -> None:
    from yorisoi.apps.events import services
    from yorisoi.apps.events.models import Event

    accept(signed_in, upload(signed_in), keep=["fair@example.jp"])
    event = Event.objects.get(owner=owner)
    services.change_event(owner=owner, event=event, now=now, note="入り口は東側", place="市民ホール")
    moved = sample("google").replace(b"DTSTART;VALUE=DATE:20261205", b"DTSTART;VALUE=DATE:20261206")
    shown = upload(signed_in, content=moved)
    (row,) = [row for group in shown.context["groups"] for row in group.rows if row.entry.uid == "fair@example.jp"]
    assert row.words == "日時・終わりが変わります。"
    accept(signed_in, shown, keep=["fair@example.jp"])
    event.refresh_from_db()
    assert event.starts_at.astimezone(TOKYO).day == 6
    assert (event.note, event.place, event.ends_at) == ("入り口は東側", "市民ホール", None)


def test_a_cancelled_gathering_goes_unless_people_were_met_there(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services
    from yorisoi.apps.events.models import Event

    told = {"owner": owner, "now": now, "name": "相続セミナー", "uid": "seminar@example.jp"}
    event = services.create_event(**told, starts_at=now - timedelta(days=1))
    services.attend(owner=owner, event=event, contact=make_contact(owner), now=now)
    accept(signed_in, upload(signed_in), keep=["seminar@example.jp"])
    assert Event.objects.filter(pk=event.pk).exists()
    services.remove_event(owner=owner, event=event, now=now)
    event = services.create_event(**told, starts_at=now + timedelta(days=9))
    shown = upload(signed_in)
    assert shown.context["counts"]["cancelled"] == 1
    accept(signed_in, shown, keep=["seminar@example.jp"])
    assert not Event.objects.exists()


def test_a_refused_row_does_not_stop_the_others(
    signed_in: Any, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services
    from yorisoi.apps.events.models import Event

    met = services.create_event(
        owner=owner, now=now, name="産業まつり", uid="fair@example.jp", starts_at=now - timedelta(days=3)
    )
    services.attend(owner=owner, event=met, contact=make_contact(owner), now=now)
    accept(signed_in, upload(signed_in))
    met.refresh_from_db()
    assert met.starts_at == now - timedelta(days=3)
    assert "これからの日時には移せません" in signed_in.get("/events/").content.decode()
    assert Event.objects.filter(owner=owner).count() == 15


@pytest.mark.django_db
def test_a_plan_is_of_one_owner_and_is_not_written_by_hand(
    signed_in: Any, owner: Any, stranger: Any, now: datetime
) -> None:
    from yorisoi.apps.events import calendar_plan
    from yorisoi.apps.events.models import Event

    entries = read(sample("google"), now).entries
    packed = calendar_plan.pack(stranger, entries, "よそのファイル")
    with pytest.raises(signing.BadSignature):
        calendar_plan.unpack(owner, packed)
    assert calendar_plan.unpack(stranger, packed) == (entries, "よそのファイル")
    for plan in (packed, "", "x:y:z"):
        signed_in.post("/events/import/apply/", {"plan": plan, "keep": ["fair@example.jp"]})
    assert not Event.objects.exists()


def test_hostile_text_is_shown_as_text(signed_in: Any) -> None:
    shown = upload(signed_in, "hostile")
    text = shown.content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;会" in text
    assert "javascript:" not in text
    accept(signed_in, shown)
    page = signed_in.get("/events/").content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("name", "sentence"), [("cp932", "UTF-8ではないようです"), ("none", "ファイルをお選びください")]
)
def test_what_cannot_be_read_is_said_on_the_page(signed_in: Any, name: str, sentence: str) -> None:
    answer = signed_in.post("/events/import/", {}) if name == "none" else upload(signed_in, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
