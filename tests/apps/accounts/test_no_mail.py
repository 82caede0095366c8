"""The house sends no mail: what allauth would do by mail is shut, and says how to come in again."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["password/reset/", "email/", "confirm-email/", "login/code/confirm/"])
def test_ways_by_mail_are_shut(client: Client, path: str) -> None:
    for answer in (client.get(f"/accounts/{path}"), client.post(f"/accounts/{path}", {"email": "a@example.jp"})):
        assert answer.status_code == 404
        assert "yorisoi link" in answer.content.decode()
    assert mail.outbox == []
