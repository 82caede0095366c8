"""The page at the gathering, with and without a script."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps.events.test_capturing import picture
from yorisoi.apps.accounts.models import Preferences
from yorisoi.apps.accounts.selectors import mark_of
from yorisoi.apps.cards.models import Card
from yorisoi.apps.events.models import Capture, CaptureState, Event

PAGE = "/capture/"


@pytest.fixture
def gathering(owner: Any, now: datetime) -> Event:
    begun = now - timedelta(minutes=40)
    return Event.objects.create(owner=owner, uid="a", name="秋の会", starts_at=begun, created_at=now, updated_at=now)


def body(response: Any) -> str:
    return str(response.content.decode())


def send(client: Any, owner: Any, **more: Any) -> Any:
    sheet = {"client_id": str(uuid.uuid4()), "owner": mark_of(owner), "name": "佐藤", **more}
    return client.post(reverse("capture_receive"), sheet)


class TestPage:
    def test_the_gathering_under_way_is_chosen(self, signed_in: Any, gathering: Event) -> None:
        assert f'<option value="{gathering.pk}" selected>秋の会</option>' in body(signed_in.get(PAGE))

    def test_another_may_be_asked_for(self, signed_in: Any, gathering: Event) -> None:
        assert "selected>秋の会" not in body(signed_in.get(f"{PAGE}?event="))
        assert '<option value="" selected>' in body(signed_in.get(f"{PAGE}?event="))

    def test_last_months_is_not_offered(self, signed_in: Any, gathering: Event, now: datetime) -> None:
        Event.objects.update(starts_at=now - timedelta(days=30))
        assert "秋の会" not in body(signed_in.get(PAGE))

    def test_it_saves_without_a_script_once(self, signed_in: Any, gathering: Event) -> None:
        sheet = {"client_id": str(uuid.uuid4()), "event": str(gathering.pk), "name": "佐藤", "note": "登山"}
        for _ in range(2):
            page = signed_in.post(PAGE, sheet, follow=True)
            assert "佐藤を控えました。次の方をどうぞ。" in body(page)
        row = Capture.objects.get()
        assert (row.name, row.note, row.event) == ("佐藤", "登山", gathering)

    def test_a_photo_comes_with_it(self, signed_in: Any) -> None:
        photo = SimpleUploadedFile("IMG.jpg", picture(), content_type="image/jpeg")
        page = signed_in.post(PAGE, {"client_id": str(uuid.uuid4()), "photo": photo}, follow=True)
        assert "写真" in body(page)
        assert Capture.objects.get().card == Card.objects.get()

    def test_a_new_gathering_is_one_field(self, signed_in: Any, gathering: Event) -> None:
        signed_in.post(PAGE, {"name": "佐藤", "event": str(gathering.pk), "event_name": "二次会"})
        row = Capture.objects.get()
        assert row.event is not None
        assert row.event.name == "二次会"

    def test_nothing_is_asked_about_gently(self, signed_in: Any) -> None:
        page = signed_in.post(PAGE, {"client_id": str(uuid.uuid4())})
        assert page.status_code == 422
        assert "お名前かひとこと、またはお写真を入れてください。" in body(page)

    def test_too_long_keeps_what_was_typed(self, signed_in: Any) -> None:
        page = signed_in.post(PAGE, {"name": "あ" * 201, "note": "登山"})
        assert page.status_code == 422
        assert "登山" in body(page)
        assert not Capture.objects.exists()

    @pytest.mark.parametrize("event", ["9" * 30, "-1", "x", "1 OR 1=1"])
    def test_a_gathering_made_up_is_asked_again(self, signed_in: Any, event: str) -> None:
        assert signed_in.post(PAGE, {"name": "佐藤", "event": event}).status_code == 422

    def test_a_bad_photo_keeps_the_name_and_says_so(self, signed_in: Any) -> None:
        photo = SimpleUploadedFile("IMG.jpg", b"no picture at all", content_type="image/jpeg")
        page = body(signed_in.post(PAGE, {"name": "佐藤", "photo": photo}, follow=True))
        assert "佐藤を控えました" in page
        assert Capture.objects.get().answers["photo_trouble"] in page

    def test_what_they_wrote_is_text(self, signed_in: Any) -> None:
        page = body(signed_in.post(PAGE, {"name": "<script>alert(1)</script>", "note": "<b>"}, follow=True))
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page

    def test_more_people_ask_the_database_no_more(
        self, signed_in: Any, owner: Any, now: datetime, gathering: Event
    ) -> None:
        def people(count: int) -> int:
            for number in range(count):
                Capture.objects.create(
                    owner=owner, event=gathering, name=f"人{number}", captured_at=now, received_at=now
                )
            with CaptureQueriesContext(connection) as seen:
                assert signed_in.get(PAGE).status_code == 200
            return len(seen)

        assert people(3) == people(30)


class TestArrived:
    def test_today_and_whoever_waits(self, signed_in: Any, owner: Any, now: datetime) -> None:
        old = now - timedelta(days=3)
        for name, state, at in [
            ("今日", "waiting", now), ("済み", "done", now), ("昔の待ち", "waiting", old), ("昔の済み", "done", old),
            ("消した", "let_go", now),
        ]:  # fmt: skip
            Capture.objects.create(owner=owner, name=name, state=state, captured_at=at, received_at=at)
        page = body(signed_in.get(reverse("capture_arrived")))
        assert "届いた控え(3)" in page
        for name in ("今日", "済み", "昔の待ち"):
            assert name in page
        for name in ("昔の済み", "消した"):
            assert name not in page

    def test_who_was_caught_by_a_code_alone_is_called_by_it(self, signed_in: Any, owner: Any, now: datetime) -> None:
        code = "BEGIN:VCARD\nVERSION:3.0\nN:早乙女;健太郎;;;\nFN:早乙女 健太郎\nEND:VCARD"
        Capture.objects.create(owner=owner, code=code, captured_at=now, received_at=now)
        assert "早乙女 健太郎" in body(signed_in.get(reverse("capture_arrived")))

    def test_another_owners_are_not_there(self, signed_in: Any, stranger: Any, now: datetime) -> None:
        Capture.objects.create(owner=stranger, name="他人の控え", captured_at=now, received_at=now)
        Event.objects.create(owner=stranger, uid="b", name="他人の会", starts_at=now, created_at=now, updated_at=now)
        page = body(signed_in.get(PAGE))
        assert "他人の" not in page


class TestReceive:
    def test_it_answers_with_the_id(self, signed_in: Any, owner: Any, gathering: Event) -> None:
        told = str(uuid.uuid4())
        for _ in range(2):
            answer = send(
                signed_in, owner, client_id=told, event=str(gathering.pk), captured_at="2026-11-18T00:50:00.000Z"
            )
            assert answer.status_code == 200
            assert answer.json() == {"client_id": told, "state": "waiting", "trouble": ""}
        row = Capture.objects.get()
        assert (row.event, row.captured_at.isoformat()) == (gathering, "2026-11-18T00:50:00+00:00")

    def test_another_owners_waiting_ones_are_not_taken(self, signed_in: Any, owner: Any, stranger: Any) -> None:
        assert send(signed_in, stranger).status_code == 409
        told = {"client_id": str(uuid.uuid4()), "name": "佐藤"}  # without an owner
        assert signed_in.post(reverse("capture_receive"), told).status_code == 409
        assert not Capture.objects.exists()

    def test_a_gathering_that_is_gone_loses_no_one(
        self, signed_in: Any, owner: Any, stranger: Any, now: datetime
    ) -> None:
        theirs = Event.objects.create(
            owner=stranger, uid="b", name="他人の会", starts_at=now, created_at=now, updated_at=now
        )
        for event in (str(theirs.pk), "987654321", "9" * 30, "x"):
            answer = send(signed_in, owner, event=event)
            assert answer.status_code == 200
            assert "会を決めずに" in answer.json()["trouble"]
        assert set(Capture.objects.values_list("event", flat=True)) == {None}
        assert Capture.objects.count() == 4

    @pytest.mark.parametrize("told", ["", "x", "1" * 400])
    def test_an_id_that_is_none_is_refused(self, signed_in: Any, owner: Any, told: str) -> None:
        assert send(signed_in, owner, client_id=told).status_code == 400
        assert not Capture.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"name": "あ" * 201}, {"note": "あ" * 4001}, {"code": "あ" * 4001}]
    )
    def test_what_cannot_be_kept_is_said_in_a_sentence(self, signed_in: Any, owner: Any, wrong: dict[str, Any]) -> None:
        answer = send(signed_in, owner, **wrong)
        assert answer.status_code == 422
        assert answer.json()["refused"].endswith("。")

    @pytest.mark.parametrize(
        "at", ["", "yesterday", "2026-11-18T09:00:00", "2026-99-99T00:00:00Z", "9999-12-31T00:00:00Z"]
    )
    def test_an_odd_clock_loses_nothing(self, signed_in: Any, owner: Any, now: datetime, at: str) -> None:
        assert send(signed_in, owner, captured_at=at).status_code == 200
        assert Capture.objects.get().captured_at == now

    def test_what_was_mended_on_the_phone_is_mended_here(self, signed_in: Any, owner: Any) -> None:
        told = str(uuid.uuid4())
        send(signed_in, owner, client_id=told, name="佐籐")
        send(signed_in, owner, client_id=told, name="佐藤", amend="1")
        assert Capture.objects.get().name == "佐藤"

    def test_a_stranger_is_sent_to_the_door(self, client: Client, owner: Any) -> None:
        for name in ("capture_token", "capture_receive"):
            answer = client.get(reverse(name))
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")

    def test_the_token_opens_and_names_the_owner(self, owner: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        assert send(client, owner).status_code == 403
        told = client.get(reverse("capture_token")).json()
        assert told["owner"] == mark_of(owner)
        sheet = {"client_id": str(uuid.uuid4()), "owner": told["owner"], "name": "佐藤"}
        answer = client.post(reverse("capture_receive"), sheet, headers={"X-CSRFToken": told["csrf"]})
        assert answer.status_code == 200


class TestEdit:
    @pytest.fixture
    def row(self, owner: Any, now: datetime, gathering: Event) -> Capture:
        return Capture.objects.create(owner=owner, event=gathering, name="佐籐", captured_at=now, received_at=now)

    def test_words_are_mended(self, signed_in: Any, row: Capture, gathering: Event) -> None:
        url = reverse("capture_edit", args=[row.pk])
        assert "佐籐" in body(signed_in.get(url))
        sheet = {"name": "佐藤", "note": "登山", "event": str(gathering.pk)}
        assert "控えをなおしました" in body(signed_in.post(url, sheet, follow=True))
        row.refresh_from_db()
        assert (row.name, row.note, row.event) == ("佐藤", "登山", gathering)

    def test_it_is_not_emptied(self, signed_in: Any, row: Capture) -> None:
        answer = signed_in.post(reverse("capture_edit", args=[row.pk]), {"name": ""})
        assert answer.status_code == 422

    def test_it_is_taken_back(self, signed_in: Any, row: Capture) -> None:
        page = signed_in.post(reverse("capture_remove", args=[row.pk]), follow=True)
        assert "控えを取り消しました" in body(page)
        assert "佐籐" not in body(page)
        row.refresh_from_db()
        assert (row.state, row.name) == (CaptureState.LET_GO, "")

    def test_who_has_become_a_person_is_left(self, signed_in: Any, row: Capture) -> None:
        Capture.objects.update(state=CaptureState.DONE)
        assert "もうふりかえりが済んでいます" in body(signed_in.get(reverse("capture_edit", args=[row.pk])))
        assert "そのままにしました" in body(signed_in.post(reverse("capture_remove", args=[row.pk]), follow=True))
        row.refresh_from_db()
        assert row.name == "佐籐"


class TestShell:
    def test_nobody_is_on_it(self, signed_in: Any, owner: Any, gathering: Event, now: datetime) -> None:
        Capture.objects.create(owner=owner, event=gathering, name="佐藤", captured_at=now, received_at=now)
        answer = signed_in.get(reverse("capture_shell"))
        assert "佐藤" not in body(answer)
        assert "秋の会" in body(answer)
        assert answer["X-Yorisoi-Keep"] == mark_of(owner)

    def test_no_gathering_where_nothing_may_be_read_offline(self, signed_in: Any, owner: Any, gathering: Event) -> None:
        Preferences.objects.update(offline_reading=False)
        assert "秋の会" not in body(signed_in.get(reverse("capture_shell")))
