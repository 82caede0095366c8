"""The sign-in pages and the pages for when something is missing: Japanese, whole, and free of inline style and script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

PRIVATE = ("account_logout", "account_change_password", "mfa_index", "mfa_list_webauthn")


def check(response: Any) -> str:
    html: str = response.content.decode()
    assert '<html lang="ja">' in html
    assert 'class="skip-link" href="#main"' in html
    assert 'style="' not in html
    assert "<style" not in html
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
        assert not body.strip() or "application/json" in attributes
    assert html.count("<h1") == 1
    return html


def test_signing_in(client: Any, db: None) -> None:
    html = check(client.get(reverse("account_login")))
    assert "おかえりなさい" in html
    assert "パスキーで入る" in html


def test_signing_in_with_a_password(client: Any, owner: Any) -> None:
    response = client.post(reverse("account_login"), {"login": "minori", "password": "a-long-quiet-sentence"})
    assert response["Location"] == reverse("today")


def test_signing_up_is_closed(client: Any, db: None) -> None:
    assert "受け付けていません" in check(client.get(reverse("account_signup")))


@pytest.mark.parametrize("name", PRIVATE)
def test_the_owners_own_pages(signed_in: Any, name: str) -> None:
    response = signed_in.get(reverse(name), follow=True)
    assert response.status_code == 200
    check(response)


def test_the_first_password(signed_in: Any, owner: Any) -> None:
    owner.set_unusable_password()
    owner.save()
    signed_in.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "パスワードを決める" in check(signed_in.get(reverse("account_set_password")))


def test_too_many_tries_are_told_kindly_and_keep_even_the_right_word_out(client: Any, owner: Any) -> None:
    for _ in range(5):
        response = client.post(reverse("account_login"), {"login": "minori", "password": "wrong"})
    assert response.status_code == 429
    assert "お休み" in response.content.decode()
    client.post(reverse("account_login"), {"login": "minori", "password": "a-long-quiet-sentence"})
    assert "_auth_user_id" not in client.session


def test_a_page_that_is_not_there(signed_in: Any) -> None:
    response = signed_in.get("/nowhere/")
    assert response.status_code == 404
    assert "見つかりませんでした" in check(response)


def test_a_stale_form(owner: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("preferences"))
    assert response.status_code == 403
    assert "古くなっていました" in check(response)


def test_a_fault_of_ours_needs_nothing_to_be_told() -> None:
    from django.template.loader import render_to_string

    assert "うまくいきませんでした" in render_to_string("500.html")


def test_the_page_allows_nothing_from_elsewhere(signed_in: Any) -> None:
    response = signed_in.get(reverse("preferences"))
    policy = response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r'(?:src|href)="(?:https?:)?//', response.content.decode())


def test_the_tabs_say_where_one_is(signed_in: Any) -> None:
    html = signed_in.get(reverse("preferences")).content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', html) == [(reverse("preferences"), "page")]
