"""What every test may ask for: an owner, another owner, people, and a fixed now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

# A build says the same twice: `make test` runs this profile. Plain `pytest` goes on looking for new cases.
settings.register_profile("steady", derandomize=True)

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database that somebody is still in: a thread of a live server may be late to leave."""
    yield
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def now() -> datetime:
    """A plain business morning: Wednesday 18 November 2026, ten o'clock in Tokyo."""
    return datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)


@pytest.fixture
def owner(db: None) -> Any:
    """An owner with default preferences."""
    from yorisoi.apps.accounts.models import Owner, Preferences

    owner = Owner.objects.create_user(username="minori", password="a-long-quiet-sentence")
    Preferences.objects.create(owner=owner)
    return owner


@pytest.fixture
def stranger(db: None) -> Any:
    """Another owner, whose rows must never show."""
    from yorisoi.apps.accounts.models import Owner, Preferences

    stranger = Owner.objects.create_user(username="stranger", password="another-long-sentence")
    Preferences.objects.create(owner=stranger)
    return stranger


@pytest.fixture
def make_contact(now: datetime) -> Callable[..., Any]:
    """Make a contact row directly: ``make_contact(owner, family="佐藤", given="花子")``."""

    def make(owner: Any, **fields: Any) -> Any:
        from yorisoi.apps.contacts.models import Contact

        return Contact.objects.create(
            **{"owner": owner, "family": "佐藤", "created_at": now, "updated_at": now, **fields}
        )

    return make


@pytest.fixture
def signed_in(client: Any, owner: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, now: datetime) -> Any:
    """Django's test client, signed in as ``owner``, with the house clock standing at ``now``."""
    settings.FIXED_NOW = now.isoformat()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return client
