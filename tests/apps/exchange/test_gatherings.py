"""Gatherings taken out and brought in elsewhere: the same there, once, tied to the timeline, and taken back exactly."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.exchange.test_whole_house import full_house as full_house
from yorisoi.apps.accounts.models import Preferences
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import pairs
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, NotSame
from yorisoi.apps.events import capturing
from yorisoi.apps.events import services as events
from yorisoi.apps.events.models import Attendance, Capture, Event, FirstTouch, Series
from yorisoi.apps.exchange import export, household, services
from yorisoi.apps.interactions.models import Interaction

TABLES = (Series, Event, Attendance, Capture, NotSame, Contact, Interaction)


def taken_out(owner: Any, now: datetime) -> dict[str, Any]:
    """The JSON of a whole export, without the moment it was made at."""
    import io

    out = io.BytesIO()
    export._write_json(owner, now, out)
    whole: dict[str, Any] = json.loads(out.getvalue())
    whole.pop("exported_at")
    return whole


def counts(owner: Any) -> dict[str, int]:
    return {model.__name__: model._default_manager.filter(owner=owner).count() for model in TABLES}


def file_of(**parts: Any) -> str:
    return json.dumps({"format": "yorisoi", "version": 1, "contacts": [], **parts})


@pytest.fixture
def evening(owner: Any, now: datetime) -> Event:
    """A house after an evening out: who was met, seen, expected and missed; two of one name; two captures that wait."""
    save_preferences(owner=owner, offline_reading=False)
    people = [
        contacts.create(owner=owner, now=now, family=name, given="花子") for name in ("森", "林", "谷", "原", "森")
    ]
    past = events.create_event(
        owner=owner, now=now, name="秋の交流会", starts_at=now - timedelta(days=2), series="横浜例会", place="横浜",
        ends_at=now - timedelta(days=2, hours=-2), host="みどり会", url="https://example.jp/a", note="名札\n受付",
    )  # fmt: skip
    coming = events.create_event(
        owner=owner, now=now, name="冬の会", starts_at=datetime(2026, 12, 1, tzinfo=UTC), all_day=True
    )
    for person, presence in zip(people, ("came", "present", "away", "came", "came"), strict=True):
        events.attend(owner=owner, event=past, contact=person, now=now, presence=presence, said="来月も行きます")
    events.attend(owner=owner, event=coming, contact=people[0], now=now, presence="expected")
    pairs.not_same(owner=owner, contact=people[0], other=people[4], now=now)
    for event, name, code in ((past, "川さん", "MECARD:N:川;;"), (None, "池さん", "")):
        capturing.receive(owner=owner, client_id=uuid.uuid4(), now=now, name=name, note="a\nb", code=code, event=event)
    done = capturing.receive(owner=owner, client_id=uuid.uuid4(), now=now, name="済", event=past)
    Capture.objects.filter(pk=done.pk).update(state="done", finished_at=now)
    FirstTouch.objects.create(owner=owner, event=past, contact=people[0], day=now.date(), created_at=now)
    return past


@pytest.fixture
def moved(evening: Event, owner: Any, stranger: Any, bring: Any, accept: Any, now: datetime) -> Any:
    """The evening of ``owner`` brought into a stranger's empty house."""
    batch = bring(json.dumps(taken_out(owner, now)), name="yorisoi.json", whose=stranger)
    accept(batch)
    return batch


def test_all_of_it_is_the_same_elsewhere(owner: Any, stranger: Any, moved: Any, now: datetime) -> None:
    there = taken_out(stranger, now)
    assert there == taken_out(owner, now)
    assert [len(there[key]) for key in ("series", "events", "attendances", "captures", "not_same")] == [1, 2, 6, 2, 1]
    assert there["preferences"]["offline_reading"] is False
    assert not FirstTouch.objects.filter(owner=stranger).exists()


def test_a_house_that_uses_every_field_is_the_same_elsewhere(
    owner: Any, stranger: Any, full_house: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    whole = taken_out(owner, now)
    accept(bring(json.dumps(whole), name="yorisoi.json", whose=stranger))
    there = taken_out(stranger, now)
    for one, other in zip(whole["contacts"], there["contacts"], strict=True):
        for touch, arrived in zip(one["interactions"], other["interactions"], strict=True):
            touch["key"] = touch["key"] or arrived["key"]  # a line without a key is given one as it comes in
    assert there == whole


def test_coming_in_twice_is_coming_in_once(
    owner: Any, stranger: Any, moved: Any, bring: Any, accept: Any, signed_in: Any, now: datetime
) -> None:
    before = counts(stranger)
    text = json.dumps(taken_out(owner, now))
    again = bring(text, name="yorisoi.json", whose=stranger)
    assert "gatherings" not in again.material
    accept(again)
    assert counts(stranger) == before
    own = bring(text, name="yorisoi.json")
    page = signed_in.get(reverse("import_plan", args=[own.pk])).content.decode()
    assert "新しく書き込むことはありません" in page
    here = counts(owner)
    accept(own)
    assert counts(owner) == here


def test_the_plan_says_what_comes_and_writes_nothing(
    owner: Any, stranger: Any, evening: Event, bring: Any, now: datetime
) -> None:
    batch = bring(json.dumps(taken_out(owner, now)), name="yorisoi.json", whose=stranger)
    assert household.sentences(batch)[1:] == [
        "交流会2件、交流会にいらした方の記録6件、ふりかえり待ちの控え2件、「別の方」のしるし1組、定例の会の名前1件も加えます。"
    ]
    assert set(counts(stranger).values()) == {0}


def test_a_meeting_is_on_the_timeline_once_and_goes_with_its_attendance(
    stranger: Any, moved: Any, now: datetime
) -> None:
    row = Attendance.objects.get(owner=stranger, contact__family="原")
    meetings = Interaction.objects.filter(owner=stranger, contact=row.contact)
    assert meetings.count() == 1
    events.attend(owner=stranger, event=row.event, contact=row.contact, now=now, presence="came")
    assert meetings.count() == 1
    events.attend(owner=stranger, event=row.event, contact=row.contact, now=now, presence="away")
    assert meetings.count() == 0


def test_a_meeting_that_was_moved_here_does_not_come_back(
    owner: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    text = json.dumps(taken_out(owner, now))
    events.change_event(owner=owner, event=evening, now=now, starts_at=now - timedelta(days=9), ends_at=None)
    here = counts(owner)
    accept(bring(text, name="yorisoi.json"))
    assert counts(owner) == here


def test_the_same_gathering_written_down_in_both_houses_is_one(
    owner: Any, stranger: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    whole = taken_out(owner, now)
    theirs = events.create_event(
        owner=stranger, now=now, name="自分で書いた名前", starts_at=evening.starts_at, uid=evening.uid
    )
    person = contacts.create(owner=stranger, now=now, family="原", given="花子", organisation="みどり")
    Contact.objects.filter(pk=person.pk).update(uid=Contact.objects.get(owner=owner, family="原").uid)
    events.attend(owner=stranger, event=theirs, contact=person, now=now, said="ここでのことば")
    accept(bring(json.dumps(whole), name="yorisoi.json", whose=stranger))
    assert Event.objects.get(owner=stranger, uid=evening.uid).name == "自分で書いた名前"
    assert Attendance.objects.get(contact=person).said == "ここでのことば"
    assert Interaction.objects.filter(contact=person).count() == 1


def test_another_houses_row_numbers_mean_nothing_here(
    owner: Any, stranger: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    """An old file names the meeting by row numbers; those of this house are other people's."""
    mine = Attendance.objects.filter(owner=owner, presence="came").first()
    assert mine is not None
    touch = {"at": "2026-01-01T10:00:00+09:00", "direction": "mutual", "channel": "in_person", "kind": "meeting",
             "key": mine.once_key}  # fmt: skip
    accept(bring(file_of(contacts=[{"family": "滝", "interactions": [touch]}]), name="yorisoi.json"))
    assert Interaction.objects.get(owner=owner, contact__family="滝").once_key != mine.once_key


@pytest.mark.parametrize("start", ["event", "today"])
def test_an_earlier_file_of_this_house_doubles_nothing(
    owner: Any, evening: Event, bring: Any, accept: Any, now: datetime, start: str
) -> None:
    row = Interaction.objects.filter(owner=owner).first()
    assert row is not None
    key = f"{start}:9:{row.contact_id}"
    Interaction.objects.filter(pk=row.pk).update(once_key=key)
    whole = taken_out(owner, now)
    one = next(one for one in whole["contacts"] if one["uid"] == str(row.contact.uid))
    assert not one["interactions"][0]["key"].startswith(start)
    one["interactions"][0]["key"] = key  # as files were written before
    here = counts(owner)
    accept(bring(json.dumps(whole), name="yorisoi.json"))
    assert counts(owner) == here


def test_two_cards_of_one_name_are_two_elsewhere_as_well(owner: Any, stranger: Any, bring: Any, accept: Any) -> None:
    same = {"family": "森", "given": "花子", "points": [{"kind": "mail", "value": "m@example.jp"}]}
    text = file_of(contacts=[{"uid": str(uuid.uuid4()), **same}, {"uid": str(uuid.uuid4()), **same}])
    batch = bring(text, name="yorisoi.json", whose=stranger)
    assert (batch.counts["new"], batch.counts["doubtful"]) == (2, 0)
    assert accept(batch).created == 2
    assert bring(text, name="yorisoi.json", whose=stranger).counts["skip"] == 2


def test_the_same_card_twice_in_one_file_is_one(owner: Any, bring: Any) -> None:
    one = {"uid": str(uuid.uuid4()), "family": "森", "given": "花子"}
    assert bring(file_of(contacts=[one, {**one, "title": "部長"}]), name="yorisoi.json").counts["total"] == 1


def test_a_file_without_gatherings_still_comes_in(owner: Any, bring: Any, accept: Any) -> None:
    batch = bring(file_of(contacts=[{"family": "林"}]), name="yorisoi.json")
    assert batch.material == {}
    assert accept(batch).created == 1


def test_gatherings_come_in_without_people(owner: Any, bring: Any, signed_in: Any, now: datetime) -> None:
    only = {"uid": "a@b", "name": "会", "starts_at": now.isoformat()}
    batch = bring(file_of(events=[only]), name="yorisoi.json")
    signed_in.post(reverse("import_apply", args=[batch.pk]))
    assert "交流会" in signed_in.get(reverse("import_result", args=[batch.pk])).content.decode().split('id="done"')[1]
    assert Event.objects.get(owner=owner).name == "会"


def test_undo_takes_it_all_back(stranger: Any, owner: Any, moved: Any, now: datetime) -> None:
    here = taken_out(owner, now)
    services.undo(owner=stranger, batch=moved, now=now)
    assert set(counts(stranger).values()) == {0}
    assert Preferences.objects.get(owner=stranger).offline_reading
    assert taken_out(owner, now) == here


def test_undo_leaves_what_was_touched_since(stranger: Any, moved: Any, now: datetime) -> None:
    coming = Event.objects.get(owner=stranger, name="冬の会")
    events.change_event(owner=stranger, event=coming, now=now, place="川崎")
    past = Event.objects.get(owner=stranger, name="秋の交流会")
    own = contacts.create(owner=stranger, now=now, family="滝")
    events.attend(owner=stranger, event=past, contact=own, now=now)
    waiting = Capture.objects.get(owner=stranger, name="池さん")
    capturing.revise(owner=stranger, capture=waiting, name="池上さん", note="")
    services.undo(owner=stranger, batch=moved, now=now)
    assert set(Event.objects.filter(owner=stranger)) == {coming, past}
    assert Attendance.objects.get(owner=stranger).contact == own
    assert Series.objects.get(owner=stranger).name == "横浜例会"
    assert Capture.objects.get(owner=stranger).name == "池上さん"


def test_undo_keeps_who_was_changed_since_together_with_their_evening(stranger: Any, moved: Any, now: datetime) -> None:
    kept = Contact.objects.get(owner=stranger, family="原")
    row = Attendance.objects.get(contact=kept)
    events.attend(owner=stranger, event=row.event, contact=kept, now=now, presence="came", said="また来月")
    services.undo(owner=stranger, batch=moved, now=now, keep_edited=True)
    assert Contact.objects.get(owner=stranger) == kept
    assert Attendance.objects.get(owner=stranger).said == "また来月"
    assert Event.objects.get(owner=stranger).name == "秋の交流会"


def test_someone_left_out_leaves_their_attendance_out(
    owner: Any, stranger: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    contacts.create(owner=stranger, now=now, family="原", given="花子")  # the same name: doubtful, and not decided
    accept(bring(json.dumps(taken_out(owner, now)), name="yorisoi.json", whose=stranger))
    assert not Attendance.objects.filter(owner=stranger, contact__family="原").exists()
    assert Attendance.objects.filter(owner=stranger, contact__family="林").count() == 1


def test_who_asked_to_be_left_alone_stays_so(
    owner: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    text = json.dumps(taken_out(owner, now))
    one = Contact.objects.get(owner=owner, family="原")
    Contact.objects.filter(pk=one.pk).update(closed_at=now, closed_because="declined")
    Attendance.objects.filter(contact=one).delete()
    accept(bring(text, name="yorisoi.json"))
    one.refresh_from_db()
    assert one.closed_at == now
    assert Attendance.objects.get(contact=one).presence == "came"


def test_what_was_let_go_or_debriefed_does_not_wait_again(
    owner: Any, evening: Event, bring: Any, accept: Any, now: datetime
) -> None:
    text = json.dumps(taken_out(owner, now))
    capturing.take_back(owner=owner, capture=Capture.objects.get(owner=owner, name="池さん"), now=now)
    accept(bring(text, name="yorisoi.json"))
    assert Capture.objects.filter(owner=owner, state="waiting").count() == 1


def test_hostile_values_are_cut_or_passed_over(
    owner: Any, stranger: Any, bring: Any, accept: Any, now: datetime
) -> None:
    mine = contacts.create(owner=stranger, now=now, family="他人")
    number, ahead = str(uuid.uuid4()), (now + timedelta(days=9)).isoformat()
    event = {"name": "会\u202e" + "あ" * 900, "starts_at": ahead, "note": "x" * 9000, "url": "javascript:alert(1)"}
    text = file_of(
        contacts=[{"uid": number, "family": "林"}],
        series=["例会", 3, "", "例会"],
        events=[
            3, {}, {**event, "uid": "a"}, {**event, "uid": "a", "name": "二つめ"}, {**event, "uid": "b", "starts_at": "9999-12-31"},
            {"uid": "c", "name": "会", "starts_at": ahead, "ends_at": "2020-01-01T00:00:00Z", "url": "https://x y/"},
        ],
        attendances=[
            {"event": "a", "person": number, "presence": "expected"}, {"event": "a", "person": number, "presence": "came"},
            {"event": "b", "person": number, "presence": "came"}, {"event": "a", "person": str(mine.uid), "presence": "came"},
            {"event": "c", "person": number, "presence": "there", "said": "x"}, {"event": ["a"], "person": {}, "presence": 1},
        ],
        captures=[
            {"client_id": "x", "captured_at": ahead, "name": "林"}, {"client_id": number, "captured_at": ahead},
            {"client_id": number, "captured_at": ahead, "name": "林\x00", "event": "zz", "code": "y" * 9000},
        ],
        not_same=[[number, number], [number], "ab", [number, str(mine.uid)]],
    )  # fmt: skip
    accept(bring(text, name="yorisoi.json"))
    rows = {one.uid: one for one in Event.objects.filter(owner=owner)}
    assert set(rows) == {"a", "c"}
    assert (len(rows["a"].name), len(rows["a"].note), rows["a"].url) == (200, 4000, "")
    assert (rows["c"].ends_at, rows["c"].url) == (None, "")
    attendance = Attendance.objects.get(owner=owner)
    assert (attendance.event.uid, attendance.presence, attendance.once_key) == ("a", "expected", "")
    capture = Capture.objects.get(owner=owner)
    assert (capture.name, capture.event, len(capture.code), capture.captured_at) == ("林", None, 4000, now)
    assert not NotSame.objects.exists()
    assert Series.objects.get(owner=owner).name == "例会"
    assert not Attendance.objects.filter(contact=mine).exists()


def test_every_preference_is_let_out_by_name_and_none_is_a_secret(owner: Any, now: datetime) -> None:
    columns = {column.name for column in Preferences._meta.concrete_fields}
    assert set(household.PREFERENCES) == columns - {"owner"}  # a new one: decide whether it may travel
    assert not [name for name in household.PREFERENCES if "key" in name or "secret" in name or "token" in name]
    assert set(taken_out(owner, now)["preferences"]) == set(household.PREFERENCES)
