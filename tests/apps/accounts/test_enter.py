"""The one-time way in: on this machine, once, by a press of the button."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.accounts import services


@pytest.fixture
def token(owner: Any, now: datetime, settings: Any) -> str:
    settings.FIXED_NOW = now.isoformat()
    return services.issue_sign_in_link(owner=owner, now=now)


def test_looking_at_the_link_opens_nothing(client: Any, token: str) -> None:
    for _ in range(2):
        response = client.get(reverse("enter", args=[token]))
        assert "はじめる" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert "no-store" in response["Cache-Control"]


def test_the_button_signs_in_and_spends_the_link(client: Any, token: str, owner: Any) -> None:
    response = client.post(reverse("enter", args=[token]))
    assert response["Location"] == reverse("today")
    assert client.session["_auth_user_id"] == str(owner.pk)
    client.logout()
    response = client.post(reverse("enter", args=[token]))
    assert response.status_code == 410
    assert "yorisoi link" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_key(client: Any, token: str) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["carried"] = "over"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(reverse("enter", args=[token]))
    assert client.session.session_key != before


@pytest.mark.parametrize("later", [timedelta(minutes=31), timedelta(days=2)])
def test_an_old_link_is_spent(client: Any, token: str, now: datetime, settings: Any, later: timedelta) -> None:
    settings.FIXED_NOW = (now + later).isoformat()
    assert client.post(reverse("enter", args=[token])).status_code == 410


def test_an_unknown_token_gets_the_same_answer(client: Any, token: str) -> None:
    assert client.post(reverse("enter", args=["x" * 43])).status_code == 410


@pytest.mark.parametrize(
    "address", ["192.168.1.20", "203.0.113.5", "::ffff:203.0.113.5", "2001:db8::1", "", "somewhere"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_from_elsewhere_there_is_no_such_page(client: Any, token: str, address: str, method: str) -> None:
    response = getattr(client, method)(reverse("enter", args=[token]), REMOTE_ADDR=address)
    assert response.status_code == 404
    assert client.post(reverse("enter", args=[token])).status_code == 302, "the link was not spent by a stranger"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_has_several_names(client: Any, token: str, address: str) -> None:
    assert client.get(reverse("enter", args=[token]), REMOTE_ADDR=address).status_code == 200


def test_a_proxy_on_this_machine_speaks_for_others(client: Any, token: str) -> None:
    response = client.get(reverse("enter", args=[token]), headers={"X-Forwarded-For": "203.0.113.5"})
    assert response.status_code == 404


def test_the_button_needs_its_token(token: str) -> None:
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(reverse("enter", args=[token])).status_code == 403
