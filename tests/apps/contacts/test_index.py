"""The search key and its index follow the contact, whichever way rows come and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from yorisoi.apps.contacts import indexing, search, services
from yorisoi.apps.contacts.models import Contact, SearchKey

pytestmark = pytest.mark.django_db


def test_a_guessed_reading_is_never_stored_as_theirs(owner: Any, now: datetime) -> None:
    person = services.create(owner=owner, now=now, family="佐藤", given="花子")
    person.refresh_from_db()
    assert (person.family_kana, person.given_kana) == ("", "")
    assert "さとう" in person.search_key.text


def test_their_own_reading_outweighs_the_guess(owner: Any, now: datetime) -> None:
    person = services.create(owner=owner, now=now, family="東海林", family_kana="トウカイリン")
    assert person.search_key.reading.startswith("とうかいりん")
    assert search.search(owner, "しょうじ") == []


def test_reindexing_makes_everyone_anew(owner: Any, stranger: Any, make_contact: Callable[..., Any]) -> None:
    for family in ("佐藤", "鈴木"):
        make_contact(owner, family=family)
    make_contact(stranger, family="高橋")
    assert services.reindex(owner=owner) == 2
    assert services.reindex(owner=owner) == 2
    assert SearchKey.objects.filter(owner=owner).count() == 2
    assert not SearchKey.objects.filter(owner=stranger).exists()


def test_reindexing_leaves_another_owners_ids_alone(
    owner: Any, stranger: Any, make_contact: Callable[..., Any]
) -> None:
    theirs = make_contact(stranger)
    assert services.reindex(owner=owner, contact_ids=[theirs.pk]) == 0
    assert not SearchKey.objects.exists()


def test_batches_cost_the_same_queries(
    owner: Any, make_contact: Callable[..., Any], django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [make_contact(owner, given=str(index)).pk for index in range(20)]
    services.reindex(owner=owner)
    with django_assert_num_queries(7):  # savepoint and release, people, tags, facts, points, keys
        services.reindex(owner=owner, contact_ids=ids[:2])
    with django_assert_num_queries(7):
        services.reindex(owner=owner, contact_ids=ids)


def test_the_index_follows_rows_that_pass_by_the_services(owner: Any, make_contact: Callable[..., Any]) -> None:
    person = make_contact(owner, family="佐藤")
    services.reindex(owner=owner)
    Contact.objects.filter(pk=person.pk).delete()
    assert search.search(owner, "佐藤") == []
    assert _indexed("佐藤", owner) == 0


def test_the_index_holds_one_entry_a_person(owner: Any, make_contact: Callable[..., Any]) -> None:
    person = make_contact(owner, family="佐藤")
    for _ in range(3):
        services.reindex(owner=owner, contact_ids=[person.pk])
    assert _indexed("佐藤", owner) == 1


def test_owners_words_do_not_mix(owner: Any, stranger: Any, make_contact: Callable[..., Any]) -> None:
    make_contact(stranger, family="佐藤")
    services.reindex(owner=stranger)
    assert _indexed("佐藤", owner) == 0
    assert _indexed("佐藤", stranger) == 1


@pytest.mark.parametrize(
    ("fields", "reading"),
    [
        ({"family": "佐藤", "given": "花子"}, "さとう はなこ"),
        ({"family": "サトウ"}, "さとう"),
        ({"family": "", "organisation": "みどり商事"}, "みどり商事"),
        ({"family": "Smith"}, "すみす"),
        ({"family": ""}, indexing.NO_READING),
    ],
)
def test_the_order_of_lists(owner: Any, make_contact: Callable[..., Any], fields: dict[str, str], reading: str) -> None:
    person = make_contact(owner, **fields)
    services.reindex(owner=owner)
    assert SearchKey.objects.get(contact=person).reading == reading


def _indexed(word: str, owner: Any) -> int:
    token = indexing.token(owner.pk, word)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT COUNT(*) FROM contacts_searchgram WHERE contacts_searchgram MATCH %s", [f'"{token}"']
            )
        else:
            cursor.execute("SELECT COUNT(*) FROM contacts_searchkey WHERE contacts_grams(grams) @> ARRAY[%s]", [token])
        return int(cursor.fetchone()[0])
