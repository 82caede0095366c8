"""Where drafts may be read outside: off until set, the key goes in and never comes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.accounts.forms import SecondOpinionForm
from yorisoi.apps.accounts.models import Preferences, SecondOpinion
from yorisoi.apps.accounts.services import save_second_opinion

pytestmark = pytest.mark.django_db
KEY = "sk-quiet-garden-key"
GOOD = {"address": "https://api.example.com/v1", "model": "small", "key": KEY}


def save(client: Any, **more: str) -> Any:
    return client.post(reverse("second_opinion_settings"), {**GOOD, **more})


def test_it_is_off_until_it_is_set(signed_in: Any, owner: Any) -> None:
    page = signed_in.get(reverse("preferences")).content.decode()
    assert "いまは使っていません" in page
    assert not SecondOpinion.objects.exists()


def test_it_is_kept_and_the_key_never_comes_out(signed_in: Any, owner: Any, caplog: Any) -> None:
    answer = save(signed_in)
    assert answer.status_code == 302
    kept = SecondOpinion.objects.get(owner=owner)
    assert (kept.address, kept.model, kept.key) == (GOOD["address"], "small", KEY)
    page = signed_in.get(reverse("preferences")).content.decode()
    assert GOOD["address"] in page
    assert "いまの鍵をお預かりしています" in page
    assert KEY not in page
    assert KEY not in str(kept) + repr(kept)
    assert KEY not in caplog.text


def test_a_key_left_empty_stays(signed_in: Any, owner: Any) -> None:
    save(signed_in)
    save(signed_in, key="", model="large", address="https://api.example.com/v2")
    kept = SecondOpinion.objects.get(owner=owner)
    assert (kept.key, kept.model, kept.address) == (KEY, "large", "https://api.example.com/v2")


@pytest.mark.parametrize(
    "elsewhere", ["https://other.example.com/v1", "https://api.example.com:8443/v1", "http://localhost/v1"]
)
def test_a_key_never_follows_to_another_door(signed_in: Any, owner: Any, elsewhere: str) -> None:
    save(signed_in)
    save(signed_in, key="", address=elsewhere)
    assert SecondOpinion.objects.get(owner=owner).key == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "http://api.example.com/v1"},
        {"address": "https://169.254.169.254/"},
        {"address": "file:///etc/passwd"},
        {"address": ""},
        {"model": ""},
        {"key": "sk-a b"},
        {"key": "sk-a\r\nX-Evil: 1"},
        {"key": "秘密の鍵"},
        {"key": "a" * 501},
        {"model": "a" * 121},
    ],
    ids=range(10),
)
def test_what_does_not_fit_is_asked_again(signed_in: Any, owner: Any, wrong: dict[str, str]) -> None:
    answer = save(signed_in, **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "field__error" in page
    assert KEY not in page
    assert (wrong.get("key") or KEY) not in page
    assert not SecondOpinion.objects.exists()


def test_it_is_forgotten_whole(signed_in: Any, owner: Any) -> None:
    save(signed_in)
    signed_in.post(reverse("second_opinion_settings"), {"forget": "1"})
    assert not SecondOpinion.objects.exists()
    assert "いまは使っていません" in signed_in.get(reverse("preferences")).content.decode()


def test_other_preferences_do_not_touch_it(signed_in: Any, owner: Any) -> None:
    save(signed_in)
    signed_in.post(
        reverse("preferences"),
        {"suggestions_per_day": "1", "suggestions_per_week": "2", "mode": "normal", "address": "https://x.example/"},
    )
    assert Preferences.objects.get(owner=owner).suggestions_per_day == 1
    assert SecondOpinion.objects.get(owner=owner).address == GOOD["address"]


def test_another_owners_are_not_touched(signed_in: Any, owner: Any, stranger: Any) -> None:
    save_second_opinion(owner=stranger, address="https://x.example/", model="m", key="theirs")
    save(signed_in)
    signed_in.post(reverse("second_opinion_settings"), {"forget": "1"})
    assert SecondOpinion.objects.get().owner == stranger


def test_reading_it_writes_nothing(signed_in: Any, owner: Any) -> None:
    assert signed_in.get(reverse("second_opinion_settings")).status_code == 405


def test_an_export_says_nothing_of_it(signed_in: Any, owner: Any, make_contact: Any, now: Any, tmp_path: Path) -> None:
    from yorisoi.apps.exchange import export

    make_contact(owner)
    save_second_opinion(owner=owner, address="https://api.example.com/v1", model="small", key=KEY)
    export.write_all(owner, tmp_path, now)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    for content in written:
        assert KEY.encode() not in content
        assert b"api.example.com" not in content


def test_a_file_that_comes_in_cannot_set_it(owner: Any) -> None:
    """Preferences come in with files by the names of their columns: the address and the key are none of them."""
    names = {column.name for column in Preferences._meta.concrete_fields}
    assert not names & {"address", "model", "key"}


def test_the_form_gives_back_no_key() -> None:
    form = SecondOpinionForm({**GOOD, "address": "x"}, instance=SecondOpinion(key="old-key"))
    assert not form.is_valid()
    assert KEY not in str(form)
    assert "old-key" not in str(form) + json.dumps(form.initial)
