"""Writing down who was met: once, whole, and whatever comes."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from PIL import Image

from yorisoi.apps.cards.models import Card, CardImage
from yorisoi.apps.events import capturing
from yorisoi.apps.events.models import Capture, CaptureState, Event

ID = uuid.UUID("0b3c1d0e-58f6-4a55-9c0e-3c8f9a6f1d01")


def picture(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def gathering(owner: Any, now: datetime) -> Event:
    return Event.objects.create(owner=owner, uid="a", name="秋の会", starts_at=now, created_at=now, updated_at=now)


def test_a_family_name_is_plenty(owner: Any, now: datetime) -> None:
    row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
    row.refresh_from_db()
    assert (row.name, row.note, row.code, row.card, row.event, row.state) == ("佐藤", "", "", None, None, "waiting")
    assert row.captured_at == row.received_at == now
    assert row.answers == {}


def test_everything_comes_with_it(owner: Any, now: datetime, gathering: Event) -> None:
    row = capturing.receive(
        owner=owner, client_id=ID, now=now, name=" 佐藤 花子", note="登山\r\n相続", code="MECARD:N:佐藤;;",
        photo=picture(), photo_name="IMG_0001.jpg", event=gathering, captured_at=now - timedelta(hours=2),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.name, row.note, row.event) == ("佐藤 花子", "登山\n相続", gathering)
    assert row.captured_at == now - timedelta(hours=2)
    assert row.card is not None
    assert (row.card.uid, row.card.owner, row.card.file_name) == (ID, owner, "IMG_0001.jpg")


def test_the_same_again_is_the_same(owner: Any, now: datetime) -> None:
    rows = [
        capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture(), photo_name="a.jpg")
        for _ in range(3)
    ]
    assert len({row.pk for row in rows}) == 1
    assert (Capture.objects.count(), Card.objects.count(), CardImage.objects.count()) == (1, 1, 1)


def test_the_first_words_stay(owner: Any, now: datetime) -> None:
    capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
    assert capturing.receive(owner=owner, client_id=ID, now=now, name="田中").name == "佐藤"


def test_two_people_of_one_name_are_two(owner: Any, now: datetime) -> None:
    for _ in range(2):
        capturing.receive(owner=owner, client_id=uuid.uuid4(), now=now, name="佐藤", photo=picture())
    assert (Capture.objects.count(), Card.objects.count()) == (2, 2)


def test_one_id_of_two_owners_is_two(owner: Any, stranger: Any, now: datetime) -> None:
    mine = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture())
    theirs = capturing.receive(owner=stranger, client_id=ID, now=now, name="田中", photo=picture())
    assert (mine.name, theirs.name) == ("佐藤", "田中")
    assert mine.card != theirs.card


def test_who_comes_a_moment_later_finds_the_row(owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    first = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture())
    look, seen = capturing._known, []

    def blind_at_first(*args: Any) -> Any:
        seen.append(args)
        return None if len(seen) == 1 else look(*args)

    monkeypatch.setattr(capturing, "_known", blind_at_first)
    assert capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture()) == first
    assert len(seen) == 2
    assert (Capture.objects.count(), Card.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one(owner: Any, now: datetime) -> None:
    gate, rows, failed = threading.Barrier(4), [], []

    def send() -> None:
        try:
            gate.wait(10)
            event = capturing.event_named(owner=owner, name="秋の会", at=now, now=now)
            rows.append(
                capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture(), event=event)
            )
        except Exception as error:  # noqa: BLE001  (told to the test's own thread)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert len({row.pk for row in rows}) == 1
    assert (Capture.objects.count(), Card.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_when_the_capture_fails_no_picture_is_left(owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(Capture, "save", fall)
    with pytest.raises(RuntimeError):
        capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture())
    assert (Capture.objects.count(), Card.objects.count()) == (0, 0)


def test_another_owners_gathering_is_refused(stranger: Any, owner: Any, now: datetime, gathering: Event) -> None:
    with pytest.raises(Event.DoesNotExist):
        capturing.receive(owner=stranger, client_id=ID, now=now, name="佐藤", event=gathering)
    row = capturing.receive(owner=stranger, client_id=ID, now=now, name="佐藤")
    with pytest.raises(Event.DoesNotExist):
        capturing.revise(owner=stranger, capture=row, name="佐藤", note="", event=gathering)


@pytest.mark.parametrize("empty", [{}, {"name": "  ", "note": "\n"}, {"name": "\u202e\x00"}, {"photo": b""}])
def test_nothing_at_all_is_asked_about(owner: Any, now: datetime, empty: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="お名前かひとこと"):
        capturing.receive(owner=owner, client_id=ID, now=now, **empty)
    assert not Capture.objects.exists()


@pytest.mark.parametrize(("field", "longest"), [("name", 200), ("note", 4000), ("code", 4000)])
def test_a_text_has_an_end(owner: Any, now: datetime, field: str, longest: int) -> None:
    with pytest.raises(ValidationError, match=f"{longest}字まで"):
        capturing.receive(owner=owner, client_id=ID, now=now, **{field: "あ" * (longest + 1)})
    assert not Capture.objects.exists()
    row = capturing.receive(owner=owner, client_id=ID, now=now, **{field: "あ" * longest})
    assert len(getattr(row, field)) == longest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("佐藤\x00花子", "佐藤花子"),
        ("\u202e佐藤\u2066", "佐藤"),
        ("佐\ud800藤", "佐?藤"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE events_capture; --", "'; DROP TABLE events_capture; --"),
        ("髙﨑 🍶", "髙﨑 🍶"),
    ],
)
def test_what_no_person_types_is_left_out_and_the_rest_kept(owner: Any, now: datetime, typed: str, kept: str) -> None:
    capturing.receive(owner=owner, client_id=ID, now=now, name=typed, note=typed)
    row = Capture.objects.get()
    assert (row.name, row.note) == (kept, kept)


@pytest.mark.parametrize(
    "bad", [b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff" + b"\x00" * 99]
)
def test_a_photo_that_is_none_leaves_the_name(owner: Any, now: datetime, bad: bytes) -> None:
    for _ in range(2):
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=bad, photo_name="a.jpg")
        assert (row.name, row.card) == ("佐藤", None)
        assert row.answers[capturing.PHOTO_TROUBLE].endswith("。")
    assert not Card.objects.exists()
    with pytest.raises(ValidationError) as told:
        capturing.receive(owner=owner, client_id=uuid.uuid4(), now=now, photo=bad, photo_name="a.jpg")
    assert told.value.messages == [row.answers[capturing.PHOTO_TROUBLE]]


def test_a_photo_that_is_too_large_leaves_the_name(owner: Any, now: datetime) -> None:
    row = capturing.receive(
        owner=owner, client_id=ID, now=now, name="佐藤", photo=b"\xff" * (capturing.PHOTO_BYTES + 1)
    )
    assert row.card is None
    assert "20MB" in row.answers[capturing.PHOTO_TROUBLE]


@pytest.mark.parametrize(
    ("off", "believed"),
    [
        (timedelta(0), True), (timedelta(hours=-9), True), (timedelta(days=-59), True), (timedelta(minutes=4), True),
        (timedelta(minutes=6), False), (timedelta(days=-61), False), (timedelta(days=4000), False),
        (timedelta(days=-20000), False),
    ],
)  # fmt: skip
def test_the_phones_clock_is_believed_within_bounds(owner: Any, now: datetime, off: timedelta, believed: bool) -> None:
    row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", captured_at=now + off)
    assert row.captured_at == (now + off if believed else now)
    assert row.received_at == now


def test_a_moment_without_a_zone_is_no_moment(now: datetime) -> None:
    assert capturing.bounded(now.replace(tzinfo=None), now) == now
    assert capturing.bounded(None, now) == now


class TestRevise:
    def test_words_and_gathering_change(self, owner: Any, now: datetime, gathering: Event) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐籐", code="x")
        capturing.revise(owner=owner, capture=row, name="佐藤", note="登山", event=gathering)
        row.refresh_from_db()
        assert (row.name, row.note, row.code, row.event) == ("佐藤", "登山", "x", gathering)

    def test_it_is_not_emptied(self, owner: Any, now: datetime) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
        with pytest.raises(ValidationError):
            capturing.revise(owner=owner, capture=row, name="", note="", code="")
        row.refresh_from_db()
        assert row.name == "佐藤"

    def test_a_photo_alone_is_enough(self, owner: Any, now: datetime) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤", photo=picture())
        assert capturing.revise(owner=owner, capture=row, name="", note="").name == ""

    def test_who_has_become_a_person_stays(self, owner: Any, now: datetime) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
        Capture.objects.update(state=CaptureState.DONE)
        assert capturing.revise(owner=owner, capture=row, name="田中", note="").name == "佐藤"

    def test_another_owners_does_not_exist(self, owner: Any, stranger: Any, now: datetime) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
        with pytest.raises(Capture.DoesNotExist):
            capturing.revise(owner=stranger, capture=row, name="田中", note="")
        with pytest.raises(Capture.DoesNotExist):
            capturing.take_back(owner=stranger, capture=row, now=now)


class TestTakeBack:
    def test_words_and_photo_go_and_do_not_come_back(self, owner: Any, now: datetime) -> None:
        sheet: dict[str, Any] = {"owner": owner, "client_id": ID, "now": now, "name": "佐藤", "photo": picture()}
        row = capturing.receive(**sheet)
        assert capturing.take_back(owner=owner, capture=row, now=now) is True
        row.refresh_from_db()
        assert (row.name, row.note, row.code, row.card, row.state) == ("", "", "", None, CaptureState.LET_GO)
        assert (Card.objects.count(), CardImage.objects.count()) == (0, 0)
        again = capturing.receive(**sheet)  # the phone had not heard
        assert (again.pk, again.name, Card.objects.count()) == (row.pk, "", 0)
        assert capturing.take_back(owner=owner, capture=row, now=now) is False

    def test_who_has_become_a_person_stays(self, owner: Any, now: datetime) -> None:
        row = capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
        Capture.objects.update(state=CaptureState.DONE)
        assert capturing.take_back(owner=owner, capture=row, now=now) is False
        row.refresh_from_db()
        assert row.name == "佐藤"


class TestEventNamed:
    def name(self, owner: Any, name: str, at: datetime, now: datetime) -> Event | None:
        return capturing.event_named(owner=owner, name=name, at=at, now=now)

    def test_no_name_is_no_gathering(self, owner: Any, now: datetime) -> None:
        assert self.name(owner, " \u3000", now, now) is None
        assert not Event.objects.exists()

    def test_the_one_of_that_name_is_found(self, owner: Any, now: datetime, gathering: Event) -> None:
        assert self.name(owner, " 秋の会 ", now + timedelta(hours=15), now) == gathering

    def test_a_new_one_is_made_once(self, owner: Any, now: datetime) -> None:
        first = self.name(owner, "春の会", now, now)
        assert first is not None
        assert (first.name, first.starts_at) == ("春の会", now)
        assert self.name(owner, "春の会", now + timedelta(hours=3), now) == first

    def test_next_month_is_another(self, owner: Any, now: datetime, gathering: Event) -> None:
        assert self.name(owner, "秋の会", now + timedelta(days=30), now) != gathering

    def test_another_owners_is_not_found(self, stranger: Any, now: datetime, gathering: Event) -> None:
        assert self.name(stranger, "秋の会", now, now) != gathering

    def test_a_name_has_an_end(self, owner: Any, now: datetime) -> None:
        with pytest.raises(ValidationError):
            self.name(owner, "会" * 201, now, now)


def test_a_stranger_sees_nothing(owner: Any, stranger: Any, now: datetime, make_contact: Callable[..., Any]) -> None:
    from yorisoi.apps.events import captured

    capturing.receive(owner=owner, client_id=ID, now=now, name="佐藤")
    assert list(captured.arrived(stranger, now)) == []
    assert [row.name for row in captured.arrived(owner, now)] == ["佐藤"]
