"""Swept over the whole table of URLs: strangers stay outside, another owner's ids do not exist, and reading changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PUBLIC = ("healthz", "enter", "service_worker", "manifest", "offline")
OURS = "yorisoi."


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif entry.name and entry.callback.__module__.startswith(OURS):
            yield entry


def our_urls() -> list[URLPattern]:
    return list(patterns(get_resolver()))


def kept_ids(entry: URLPattern) -> list[str]:
    return sorted(entry.pattern.converters)


def fingerprint() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours. Sessions and login attempts are the door's own book."""
    tables = [t for t in connection.introspection.table_names() if t.split("_")[0] in APPS]
    with connection.cursor() as cursor:
        result = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            result[table] = cursor.fetchall()
    return result


APPS = ("accounts", "contacts", "interactions", "cards", "events", "today", "exchange")


@pytest.fixture
def strangers_rows(stranger: Any, make_contact: Callable[..., Any], now: datetime) -> dict[str, int]:
    """One row of each kind that a URL can name, all of them another owner's."""
    from tests.house.strangers import rows_of

    return rows_of(stranger, make_contact(stranger, family="他人"), now)


def address(entry: URLPattern, ids: dict[str, Any]) -> str:
    return reverse(entry.name or "", kwargs={key: ids[key] for key in entry.pattern.converters})


@pytest.mark.django_db
@pytest.mark.parametrize("entry", our_urls(), ids=lambda e: e.name)
def test_strangers_stay_outside(entry: URLPattern, client: Client) -> None:
    if entry.name in PUBLIC:
        return
    url = address(entry, dict.fromkeys(entry.pattern.converters, 1))
    for method in (client.get, client.post):
        response = method(url)
        assert response.status_code == 302, url
        assert response["Location"].startswith("/accounts/login/"), url


@pytest.mark.parametrize("entry", [e for e in our_urls() if kept_ids(e) and e.name not in PUBLIC], ids=lambda e: e.name)
def test_another_owners_ids_do_not_exist(entry: URLPattern, signed_in: Client, strangers_rows: dict[str, int]) -> None:
    url = address(entry, strangers_rows)
    before = fingerprint()
    for method in (signed_in.get, signed_in.post):
        assert method(url).status_code in (404, 405), f"{method.__name__} {url}"
    assert fingerprint() == before


@pytest.mark.parametrize("entry", [e for e in our_urls() if e.name not in PUBLIC], ids=lambda e: e.name)
def test_reading_changes_nothing(
    entry: URLPattern, signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from tests.house.strangers import rows_of

    url = address(entry, rows_of(owner, make_contact(owner), now))
    before = fingerprint()
    response = signed_in.get(url)
    assert response.status_code in (200, 302, 405), url
    for close in response._resource_closers:  # response.close() would end the test's own connection, too
        close()
    assert fingerprint() == before


@pytest.mark.parametrize("entry", [e for e in our_urls() if e.name not in PUBLIC], ids=lambda e: e.name)
def test_writing_needs_the_pages_own_token(
    entry: URLPattern, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from tests.house.strangers import rows_of

    client = Client(enforce_csrf_checks=True)
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    url = address(entry, rows_of(owner, make_contact(owner), now))
    before = fingerprint()
    assert client.post(url).status_code in (403, 405), url
    assert fingerprint() == before
