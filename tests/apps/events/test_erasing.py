"""Who is erased is erased from every table: nothing is left that holds their name or what they said."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts import merging
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Merge
from yorisoi.apps.events.models import Attendance, Capture, Event, FirstTouch
from yorisoi.apps.exchange import services as exchange
from yorisoi.apps.exchange.format import Options
from yorisoi.apps.interactions import services as interactions

Make = Callable[..., Any]
NAME, WORDS = "玄葉", "竹細工の手ほどき"  # found nowhere else
HEARD = date(2026, 11, 17)


def traces(*words: str) -> list[str]:
    """Where any of these words is still written, in any column of any table."""
    found = []
    for model in apps.get_models():
        columns = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
        for row in model._base_manager.values(*columns):
            for column, value in row.items():
                text = json.dumps(value, ensure_ascii=False, default=str)
                if any(word in text for word in words):
                    found.append(f"{model._meta.label}.{column}")
    return found


@pytest.fixture
def known(signed_in: Client, captured: Make, sheet: Make) -> Contact:
    """Somebody caught with a card, written down in the debrief, with a first touch and a meeting."""
    capture = captured(f"{NAME} 修", note=WORDS, code=f"MECARD:N:{NAME};;", card={"name": f"{NAME} 修"})
    sheet_of = sheet(family=NAME, given="修", strength=WORDS, closeness="middle", email="kuroha@example.jp")
    assert signed_in.post(reverse("debrief_one", args=[capture.pk]), sheet_of).status_code == 302
    contact = Capture.objects.get(pk=capture.pk).contact
    assert contact is not None
    return contact


def erase(client: Client, contact: Contact) -> None:
    address = reverse("person_delete", args=[contact.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302


def test_with_all_that_a_gathering_leaves(
    signed_in: Client, owner: Any, known: Contact, captured: Make, sheet: Make, last_night: Event, now: datetime
) -> None:
    again = captured(NAME, note=WORDS)  # caught twice, and found to be the same
    signed_in.post(
        reverse("debrief_one", args=[again.pk]), sheet(family=NAME, given="修", same=str(known.pk), value=WORDS)
    )
    interactions.record(
        owner=owner, contact=known, at=now, direction="theirs", channel="email", kind="message", text=WORDS, now=now
    )
    assert FirstTouch.objects.filter(contact=known).exists()
    assert Attendance.objects.filter(contact=known, event=last_night).exists()
    erase(signed_in, known)
    assert signed_in.get(reverse("today")).status_code == 200  # the page says whom it erased, once
    for address in (reverse("debrief", args=[last_night.pk]), reverse("event", args=[last_night.pk])):
        page = signed_in.get(address)
        assert page.status_code == 200
        assert NAME not in page.content.decode()
    assert traces(NAME, WORDS) == []
    assert Event.objects.filter(pk=last_night.pk).exists()


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_with_a_merge_that_stands(
    which: str, signed_in: Client, owner: Any, known: Contact, make_contact: Make, now: datetime
) -> None:
    other = make_contact(owner, family=NAME, given="修一")
    keep, gone = (known, other) if which == "kept" else (other, known)
    merging.merge(owner=owner, keep=keep, gone=gone, now=now)
    erase(signed_in, keep)
    signed_in.get(reverse("today"))
    assert traces(NAME, WORDS) == []


def test_with_a_merge_that_was_taken_back(
    signed_in: Client, owner: Any, known: Contact, make_contact: Make, now: datetime
) -> None:
    neighbour = make_contact(owner, family="隣人")
    merge = merging.merge(owner=owner, keep=neighbour, gone=known, now=now)
    back = merging.undo(owner=owner, merge=merge, now=now)
    erase(signed_in, back)
    signed_in.get(reverse("today"))
    assert traces(NAME, WORDS) == []
    assert Contact.objects.get(family="隣人") == neighbour
    assert signed_in.get(reverse("merge_undo", args=[merge.pk])).status_code == 404


def test_with_a_card_that_had_been_parted_once_and_is_part_of_them_now(
    signed_in: Client, owner: Any, known: Contact, make_contact: Make, now: datetime
) -> None:
    neighbour, other = make_contact(owner, family="隣人"), make_contact(owner, family="別人")
    parted = merging.merge(owner=owner, keep=neighbour, gone=known, now=now)
    back = merging.undo(owner=owner, merge=parted, now=now)
    merging.merge(owner=owner, keep=other, gone=back, now=now)
    erase(signed_in, other)
    signed_in.get(reverse("today"))
    assert traces(NAME, WORDS) == []


def test_the_merges_of_others_stay(owner: Any, known: Contact, make_contact: Make, now: datetime) -> None:
    first, second = make_contact(owner, family="隣人"), make_contact(owner, family="隣人")
    merge = merging.merge(owner=owner, keep=first, gone=second, now=now)
    merging.undo(owner=owner, merge=merge, now=now)
    contacts.remove(owner=owner, contact=known)
    assert Merge.objects.get() == merge


def test_a_merge_that_stands_elsewhere_can_still_be_taken_back(
    owner: Any, known: Contact, make_contact: Make, now: datetime
) -> None:
    moved, home = make_contact(owner, family="別人"), make_contact(owner, family="隣人")
    merging.undo(owner=owner, merge=merging.merge(owner=owner, keep=known, gone=moved, now=now), now=now)
    merge = merging.merge(owner=owner, keep=home, gone=Contact.objects.get(family="別人"), now=now)
    contacts.remove(owner=owner, contact=known)
    assert merging.undo(owner=owner, merge=merge, now=now).family == "別人"


def vcard(*families: str) -> str:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family};修;;;\r\nFN:{family} 修\r\nNOTE:{WORDS}\r\nEND:VCARD\r\n"
        for family in families
    )


@pytest.mark.parametrize("choice", ["same", "leave", ""])
def test_with_files_they_were_in(choice: str, signed_in: Client, owner: Any, known: Contact, now: datetime) -> None:
    stream = io.BytesIO(vcard(NAME, "隣人").encode())
    batch = exchange.plan_file(owner=owner, name="people.vcf", stream=stream, options=Options(), now=now)
    row = batch.rows.get(name__startswith=NAME)
    assert row.candidates or row.target_id, "the file knows them"
    if choice and row.candidates:
        answer = "leave" if choice == "leave" else "same:0"
        assert exchange.choose(owner=owner, batch=batch, choices={row.pk: answer}) == 1
    exchange.apply(owner=owner, batch=batch, now=now)
    erase(signed_in, known)
    signed_in.get(reverse("today"))
    found = traces(NAME)
    assert found == []
    assert Contact.objects.filter(family="隣人").exists()


@pytest.mark.parametrize("family", [NAME, "蕗"])
def test_with_a_talk_called_by_their_name(family: str, signed_in: Client, owner: Any, now: datetime) -> None:
    talk = f"[LINE] {family}とのトーク履歴\n保存日時:2026/11/01 10:00\n\n2026/10/01(木)\n10:00\t{family}\t{WORDS}\n"
    name = f"[LINE] {family}とのトーク.txt"
    options = Options(me=("私",))
    stream = io.BytesIO(talk.encode())
    batch = exchange.plan_file(owner=owner, name=name, stream=stream, options=options, now=now)
    exchange.apply(owner=owner, batch=batch, now=now)
    erase(signed_in, Contact.objects.get(family=family))
    signed_in.get(reverse("today"))
    assert traces(family, WORDS) == []
    batch.refresh_from_db()
    assert batch.file_name == "LINEのトーク履歴"
    for address in (reverse("imports"), reverse("import_result", args=[batch.pk])):
        assert signed_in.get(address, follow=True).status_code == 200


def test_a_file_that_only_happens_to_hold_a_short_name_keeps_its_own(
    owner: Any, signed_in: Client, now: datetime
) -> None:
    stream = io.BytesIO(vcard("名", "隣人").encode())
    batch = exchange.plan_file(owner=owner, name="研修の名刺.vcf", stream=stream, options=Options(), now=now)
    exchange.apply(owner=owner, batch=batch, now=now)
    contacts.remove(owner=owner, contact=Contact.objects.get(family="名"))
    batch.refresh_from_db()
    assert batch.file_name == "研修の名刺.vcf"
