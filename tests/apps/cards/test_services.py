"""Keeping pictures: once, whole or not at all, the owner's own, and gone with the person."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from tests.apps.cards.conftest import picture, said


def rows() -> tuple[int, int]:
    from yorisoi.apps.cards.models import Card, CardImage

    return Card.objects.count(), CardImage.objects.count()


def test_a_picture_is_kept_drawn_anew(owner: Any, keep: Callable[..., Any]) -> None:
    from yorisoi.apps.cards import selectors

    card = keep(shade=10)
    assert rows() == (1, 1)
    assert (card.state, card.width, card.height, card.file_name) == ("waiting", 320, 200, "10.jpg")
    jpeg = selectors.jpeg_of(card)
    assert jpeg.startswith(b"\xff\xd8\xff")
    assert jpeg != picture(10)


def test_what_is_no_picture_writes_nothing(owner: Any, now: datetime) -> None:
    from yorisoi.apps.cards import services
    from yorisoi.apps.cards.picture import NotAPictureError

    for data in (b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200], b"PK\x03\x04zip"):
        with pytest.raises(NotAPictureError):
            services.keep(owner=owner, data=data, name="a.jpg", now=now)
    assert rows() == (0, 0)


def test_sent_twice_it_is_kept_once(keep: Callable[..., Any]) -> None:
    uid = uuid.uuid4()
    assert keep(uid=uid).pk == keep(uid=uid).pk
    assert rows() == (1, 1)


def test_two_owners_may_use_one_number(owner: Any, stranger: Any, keep: Callable[..., Any]) -> None:
    uid = uuid.uuid4()
    mine, theirs = keep(uid=uid), keep(uid=uid, whose=stranger)
    assert mine.pk != theirs.pk
    assert (mine.owner_id, theirs.owner_id) == (owner.pk, stranger.pk)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one(owner: Any, now: datetime) -> None:
    from yorisoi.apps.cards import services

    uid, barrier, found, errors = uuid.uuid4(), threading.Barrier(4), [], []

    def send() -> None:
        try:
            barrier.wait(10)
            found.append(services.keep(owner=owner, data=picture(), name="a.jpg", now=now, uid=uid).pk)
        except Exception as error:  # told to the test  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert len(set(found)) == 1
    assert len(found) == 4
    assert rows() == (1, 1)


def test_a_misleading_file_name_is_straightened(owner: Any, now: datetime) -> None:
    from yorisoi.apps.cards import services

    card = services.keep(
        owner=owner, data=picture(), name="..\\..\\a/b/\u202egpj.exe\x00" + "長" * 400 + ".jpg", now=now
    )
    assert "/" not in card.file_name
    assert "\u202e" not in card.file_name
    assert "\x00" not in card.file_name
    assert len(card.file_name) == 255


def test_whose_card_it_is(
    owner: Any, stranger: Any, make_contact: Callable[..., Any], keep: Callable[..., Any]
) -> None:
    from yorisoi.apps.cards import selectors, services
    from yorisoi.apps.cards.models import Card
    from yorisoi.apps.contacts.models import Contact

    card, contact = keep(), make_contact(owner)
    services.attach(owner=owner, card=card, contact=contact)
    assert list(selectors.cards_of(owner, contact)) == [card]
    assert list(selectors.cards_of(stranger, contact)) == []
    with pytest.raises(Contact.DoesNotExist):
        services.attach(owner=owner, card=card, contact=make_contact(stranger))
    with pytest.raises(Card.DoesNotExist):
        services.attach(owner=stranger, card=card, contact=make_contact(stranger))


def test_who_is_erased_takes_the_picture_along(
    owner: Any, make_contact: Callable[..., Any], keep: Callable[..., Any]
) -> None:
    from yorisoi.apps.cards import services
    from yorisoi.apps.contacts import services as contacts

    gone, stays = make_contact(owner), make_contact(owner, family="鈴木")
    for shade, contact in ((1, gone), (2, gone), (3, stays)):
        services.attach(owner=owner, card=keep(shade=shade), contact=contact)
    contacts.remove(owner=owner, contact=gone)
    assert rows() == (1, 1)


def test_a_picture_can_be_erased_by_its_owner_only(owner: Any, stranger: Any, keep: Callable[..., Any]) -> None:
    from yorisoi.apps.cards import services
    from yorisoi.apps.cards.models import Card

    card = keep()
    with pytest.raises(Card.DoesNotExist):
        services.remove(owner=stranger, card=card)
    services.remove(owner=owner, card=card)
    assert rows() == (0, 0)


def test_what_the_owner_saw_outweighs_what_was_read(owner: Any, keep: Callable[..., Any], now: datetime) -> None:
    from yorisoi.apps.cards import claims, selectors, services
    from yorisoi.core.cards.card import CardFields

    card = keep()
    claims.fail(claims.take_next(now), "読めませんでした", now=now)
    mended = services.mend(owner=owner, card=card, fields=CardFields(name="渡邉 桂", company="渡邉工房"), now=now)
    assert (mended.state, mended.trouble) == ("read", "")
    assert selectors.reading_of(mended).fields.company == "渡邉工房"


def test_a_reading_becomes_the_fields_of_a_person() -> None:
    from yorisoi.apps.cards.fields import contact_fields

    fields, points = contact_fields(
        said(
            family_kana="さとう", given_kana="はなこ", company="佐藤社労士事務所", title="代表", email="h@example.jp",
            tel="03-1234-5678", fax="03-1234-5679", mobile="090-1234-5678", url="https://example.jp", zip="100-0001",
            address="東京都千代田区千代田1-1",
        )
    )  # fmt: skip
    assert fields == {
        "family": "佐藤", "given": "花子", "family_kana": "さとう", "given_kana": "はなこ",
        "organisation": "佐藤社労士事務所", "title": "代表",
    }  # fmt: skip
    assert [(p.kind, p.value) for p in points] == [
        ("mail", "h@example.jp"), ("phone", "03-1234-5678"), ("mobile", "090-1234-5678"), ("fax", "03-1234-5679"),
        ("url", "https://example.jp"), ("address", "〒100-0001 東京都千代田区千代田1-1"),
    ]  # fmt: skip


def test_a_name_that_cannot_be_parted_stands_whole_and_everything_fits() -> None:
    from yorisoi.apps.cards.fields import contact_fields

    fields, points = contact_fields(said(name="王" * 300, family="", given="", kana="おう", address="長" * 900))
    assert fields == {"family": "王" * 80, "family_kana": "おう"}
    assert [len(point.value) for point in points] == [500]
