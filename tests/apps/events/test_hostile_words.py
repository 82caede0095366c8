"""Words no person types, on every page of a gathering: taken or asked again, shown as words, never an error."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.accounts.selectors import mark_of
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events import services
from yorisoi.apps.events.models import Attendance, Capture, Event

Make = Callable[..., Any]
ANSWERS = {200, 302, 422}
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "script": SCRIPT,
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7|add:7 }}{% csrf_token %}",
    "bidi": "\u202e会おば\u2066あ\u2069\u200f",
    "nul": "あおば\x00会",
    "controls": "あおば\x01\x1b[31m会\u2028\u2029\ufeff",
    "surrogate-like": "\ufffe\uffff𠮷👨‍👩‍👧",
    "long": "あ" * 4001,
    "very-long": SCRIPT * 9000,
    "one-mark": "ば" * 300 + "゙" * 2000,
}
CODES = [
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{};;;;\r\nFN:{}\r\nNOTE:{}\r\nEND:VCARD",
    "MECARD:N:{},{};NOTE:{};;",
    "{}{}{}",
]


def seen(client: Client, *addresses: str) -> None:
    """Each page answers, and no word of a file or a form has become part of it."""
    for address in addresses:
        answer = client.get(address, follow=True)  # who is written down leads on
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert SCRIPT not in page
        assert "<img src=x" not in page
        assert "\x00" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("field", ["name", "place", "host", "series", "note", "url"])
def test_a_gathering(kind: str, field: str, signed_in: Client, owner: Any, now: datetime) -> None:
    posted = {"name": "あおば会", "day": "2026-11-20", "begins": "19:00", field: HOSTILE[kind]}
    answer = signed_in.post(reverse("event_new"), {**posted, "once": uuid.uuid4().hex})
    assert answer.status_code in ANSWERS
    assert SCRIPT not in answer.content.decode()
    for event in Event.objects.all():
        pages = [
            reverse(name, args=[event.pk]) for name in ("event", "event_edit", "event_remove", "brief", "event_people")
        ]
        seen(signed_in, *pages, reverse("events"), reverse("capture"), reverse("today"))
        assert signed_in.get(reverse("event_ics", args=[event.pk])).status_code == 200
        assert signed_in.get(reverse("events_ics")).status_code == 200
        assert signed_in.post(reverse("event_edit", args=[event.pk]), posted).status_code in ANSWERS


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_they_said_of_coming(
    kind: str, signed_in: Client, owner: Any, make_contact: Make, last_night: Event, now: datetime
) -> None:
    contact = make_contact(owner, family=HOSTILE[kind][:80].replace("\x00", ""))
    services.attend(owner=owner, event=last_night, contact=contact, now=now)
    row = Attendance.objects.get()
    address = reverse("attendance", args=[last_night.pk, row.pk])
    assert signed_in.post(address, {"presence": "came", "said": HOSTILE[kind]}).status_code in ANSWERS
    assert signed_in.post(address, {"presence": HOSTILE[kind], "said": ""}).status_code in ANSWERS
    assert signed_in.get(reverse("event_people", args=[last_night.pk]), {"q": HOSTILE[kind]}).status_code == 200
    attend = reverse("event_attend", args=[last_night.pk])
    assert signed_in.post(attend, {"contact": HOSTILE[kind], "presence": "came"}).status_code in ANSWERS
    coming = Event.objects.get(starts_at__gt=now)
    for event in (last_night, coming):
        answer = signed_in.get(reverse("brief", args=[event.pk]))
        assert answer.status_code == 200
        assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("code", CODES)
def test_a_capture_and_its_debrief(
    code: str, kind: str, signed_in: Client, owner: Any, last_night: Event, now: datetime
) -> None:
    words = HOSTILE[kind]
    posted = {
        "client_id": str(uuid.uuid4()), "owner": mark_of(owner), "name": words, "note": words,
        "code": code.replace("{}", words), "event": str(last_night.pk), "captured_at": now.isoformat(),
    }  # fmt: skip
    received = signed_in.post(reverse("capture_receive"), posted)
    assert received.status_code in ANSWERS
    assert received["Content-Type"].startswith("application/json")
    small = {**posted, "client_id": str(uuid.uuid4()), "name": "", "note": "", "code": posted["code"][:4000]}
    assert signed_in.post(reverse("capture_receive"), small).status_code in ANSWERS
    assert signed_in.post(reverse("capture"), {**posted, "client_id": str(uuid.uuid4())}).status_code in ANSWERS
    for row in Capture.objects.all():
        seen(
            signed_in,
            reverse("capture"),
            reverse("capture_edit", args=[row.pk]),
            reverse("debrief", args=[last_night.pk]),
        )
        page = reverse("debrief_one", args=[row.pk])
        seen(signed_in, page)
        sheet = dict.fromkeys(("family", "given", "organisation", "email", "phone", "strength", "said", "avoid"), words)
        assert signed_in.post(page, {**sheet, "closeness": "remember", "action": "finish"}).status_code in ANSWERS
        seen(signed_in, page)
    for contact in Contact.objects.all():
        seen(signed_in, reverse("person", args=[contact.pk]))
    seen(signed_in, reverse("debrief", args=[last_night.pk]), reverse("people"), reverse("today"))


@pytest.mark.parametrize(
    "told",
    ["", "yesterday", "2026-13-40T99:99", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "\x00", "1" * 5000],
)
def test_a_phone_with_a_strange_clock(told: str, signed_in: Client, owner: Any, now: datetime) -> None:
    posted = {"client_id": str(uuid.uuid4()), "owner": mark_of(owner), "name": "佐藤", "captured_at": told}
    assert signed_in.post(reverse("capture_receive"), posted).status_code == 200
    assert Capture.objects.get().captured_at == now


@pytest.mark.parametrize("with_meetings", [False, True])
def test_a_removed_gathering_leaves_its_captures_to_be_written_down(
    with_meetings: bool, signed_in: Client, owner: Any, captured: Make, sheet: Make, last_night: Event, now: datetime
) -> None:
    done, waiting = captured("中村"), captured("髙橋 一郎", note="登山", card={"name": "髙橋 一郎"})
    signed_in.post(reverse("debrief_one", args=[done.pk]), sheet(family="中村", given="", strength="相続"))
    asked = signed_in.get(reverse("event_remove", args=[last_night.pk])).content.decode()
    assert "控えたままの1名も消えません" in asked
    posted = {"with_meetings": "on"} if with_meetings else {}
    assert signed_in.post(reverse("event_remove", args=[last_night.pk]), posted).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.event, waiting.state, waiting.note) == (None, "waiting", "登山")
    assert waiting.card is not None
    assert "ふりかえり" in signed_in.get(reverse("today")).content.decode()
    loose = signed_in.get(reverse("debrief_loose"), follow=True)
    assert "髙橋" in loose.content.decode()
    answer = signed_in.post(reverse("debrief_one", args=[waiting.pk]), sheet(strength="山の道"))
    assert answer.status_code == 302
    assert Contact.objects.filter(family="髙橋").exists()
    seen(signed_in, reverse("debrief_loose"), reverse("capture"), reverse("debrief_one", args=[done.pk]))
    for days in (0, 1, 2):
        seen(signed_in, reverse("today"), reverse("people"))
        assert Event.objects.filter(starts_at__lt=now + timedelta(days=days)).count() == 0
    back = signed_in.post(reverse("debrief_undo", args=[done.pk]))
    assert back.status_code == 302
