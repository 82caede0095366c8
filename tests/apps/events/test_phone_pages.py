"""The manifest, the service worker, and what a phone may keep."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from yorisoi.apps.accounts.models import Preferences
from yorisoi.apps.accounts.selectors import mark_of
from yorisoi.apps.events import phone_pages
from yorisoi.apps.events.models import Event


@pytest.mark.django_db
class TestOpenToAll:
    def test_the_worker_may_answer_for_the_whole_house(self, client: Client) -> None:
        answer = client.get("/sw.js")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/javascript")
        assert answer["Service-Worker-Allowed"] == "/"
        assert "no-cache" in answer["Cache-Control"]
        assert "worker-src 'self'" in answer["Content-Security-Policy"]

    def test_its_version_follows_what_it_keeps(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def version() -> str:
            phone_pages._assembled.cache_clear()
            found = re.search(r'const VERSION = "([0-9a-f]{12})"', client.get("/sw.js").content.decode())
            assert found
            return found[1]

        before, read = version(), phone_pages._read
        assert version() == before
        monkeypatch.setattr(phone_pages, "_read", lambda name: read(name) + (b" " if name == "yorisoi.css" else b""))
        assert version() != before
        monkeypatch.undo()
        phone_pages._assembled.cache_clear()

    def test_all_it_keeps_is_there(self, client: Client) -> None:
        found = re.search(r"const SHELL = (\[.*?\]);", client.get("/sw.js").content.decode())
        assert found
        for path in json.loads(found[1]):
            answer = client.get(path)
            assert answer.status_code == 200, path
            for close in answer._resource_closers:  # answer.close() would end the test's own connection, too
                close()

    def test_every_script_and_style_of_a_page_is_kept(self, client: Client) -> None:
        page = client.get(reverse("offline")).content.decode()
        asked = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page))
        assert asked
        assert asked <= set(phone_pages.SHELL)

    def test_the_manifest_installs(self, client: Client) -> None:
        answer = client.get("/manifest.webmanifest")
        assert answer["Content-Type"] == "application/manifest+json"
        said = answer.json()
        assert (said["name"], said["start_url"], said["scope"], said["display"]) == ("寄り添い", "/", "/", "standalone")
        assert said["shortcuts"][0]["url"] == "/capture/"
        for icon in said["icons"]:
            path = finders.find(icon["src"].removeprefix("/static/"))
            assert isinstance(path, str)
            with Image.open(Path(path)) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]
        assert {icon.get("purpose", "any") for icon in said["icons"]} == {"any", "maskable"}

    def test_the_page_without_a_signal_says_nothing_of_anyone(self, signed_in: Any, owner: Any) -> None:
        page = signed_in.get(reverse("offline")).content.decode()
        assert "いまは電波がありません" in page
        assert owner.username not in page

    @pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest", "/offline/"])
    def test_nothing_is_written_there(self, client: Client, path: str) -> None:
        assert client.post(path).status_code == 405


class TestKeeping:
    def test_today_may_be_kept(self, signed_in: Any, owner: Any) -> None:
        assert signed_in.get("/")["X-Yorisoi-Keep"] == mark_of(owner)

    def test_a_brief_may_be_kept(self, signed_in: Any, owner: Any, now: datetime) -> None:
        event = Event.objects.create(owner=owner, uid="a", name="会", starts_at=now, created_at=now, updated_at=now)
        assert signed_in.get(reverse("brief", args=[event.pk]))["X-Yorisoi-Keep"] == mark_of(owner)
        assert "X-Yorisoi-Keep" not in signed_in.get(reverse("event", args=[event.pk]))

    @pytest.mark.parametrize("page", ["people", "preferences", "imports", "events", "garden", "capture"])
    def test_nothing_else_may(self, signed_in: Any, page: str) -> None:
        assert "X-Yorisoi-Keep" not in signed_in.get(reverse(page))

    def test_a_persons_page_may_not(self, signed_in: Any, owner: Any, make_contact: Any) -> None:
        assert "X-Yorisoi-Keep" not in signed_in.get(reverse("person", args=[make_contact(owner).pk]))

    def test_turned_off_nothing_may_and_the_phone_hears_it(self, signed_in: Any) -> None:
        Preferences.objects.update(offline_reading=False)
        for page in ("today", "preferences"):
            assert signed_in.get(reverse(page))["X-Yorisoi-Keep"] == "off"

    def test_the_owner_turns_it_off(self, signed_in: Any, owner: Any) -> None:
        assert "電波のないところでも今日を読む" in signed_in.get(reverse("preferences")).content.decode()
        sheet = {"suggestions_per_day": "2", "suggestions_per_week": "8", "mode": "normal"}
        signed_in.post(reverse("preferences"), sheet)
        assert Preferences.objects.get(owner=owner).offline_reading is False
        signed_in.post(reverse("preferences"), {**sheet, "offline_reading": "on"})
        assert Preferences.objects.get(owner=owner).offline_reading is True


def test_a_mark_stands_for_one_owner_and_stays(owner: Any, stranger: Any, now: datetime) -> None:
    assert mark_of(owner) != mark_of(stranger)
    owner.refresh_from_db()
    assert mark_of(owner) == mark_of(type(owner).objects.get(pk=owner.pk))
    assert re.fullmatch("[0-9a-f]{16}", mark_of(owner))
