"""The pages of card pictures: to their owner only, into no cache, and away when they are to go."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps.cards.conftest import said
from yorisoi.core.cards.card import Box, Doubt

DOUBTS = (
    Doubt(field="email", why="0とOが見分けられません", box=Box(left=0.5, top=0.5, right=0.9, bottom=0.7)),
    Doubt(field="tel", why="番号が途中で切れています"),
)


@pytest.fixture
def read(
    owner: Any, keep: Callable[..., Any], reader: dict[str, Any], make_contact: Callable[..., Any], now: datetime
) -> Any:
    """A card of a person, read with two doubts."""
    from yorisoi.apps.cards import background, services

    reader["said"] = said(email="hanak0@example.jp", extra=("創業1985年",), doubts=DOUBTS)
    card = services.attach(owner=owner, card=keep(), contact=make_contact(owner))
    background.read_waiting(now=now)
    card.refresh_from_db()
    return card


def test_the_picture_goes_into_no_cache(read: Any, signed_in: Any) -> None:
    answer = signed_in.get(reverse("card_image", args=[read.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"\xff\xd8\xff")


def test_a_doubt_is_shown_beside_its_spot(read: Any, signed_in: Any) -> None:
    from PIL import Image

    page = signed_in.get(reverse("card", args=[read.pk])).content.decode()
    assert "0とOが見分けられません" in page
    assert "hanak0@example.jp" in page
    spot = signed_in.get(reverse("card_crop", args=[read.pk, "email"]))
    with Image.open(io.BytesIO(spot.content)) as piece:
        assert 0.4 * read.width <= piece.width < read.width
        assert 0.2 * read.height <= piece.height < read.height
    whole = signed_in.get(reverse("card_crop", args=[read.pk, "tel"]))  # it stands nowhere in particular
    assert whole.content == signed_in.get(reverse("card_image", args=[read.pk])).content
    assert signed_in.get(reverse("card_crop", args=[read.pk, "name"])).status_code == 404


@pytest.mark.parametrize(
    "box",
    [
        Box(left=-1, top=-1, right=2, bottom=2),
        Box(left=0.9, top=0.9, right=0.1, bottom=0.1),
        Box(left=1, top=1, right=1, bottom=1),
    ],
)
def test_an_odd_spot_is_still_a_picture(box: Box) -> None:
    from PIL import Image

    from tests.apps.cards.conftest import picture
    from yorisoi.apps.cards.crops import crop

    with Image.open(io.BytesIO(crop(picture(), box))) as piece:
        assert piece.width >= 1
        assert piece.height >= 1


def test_erasing_asks_first_and_the_person_stays(read: Any, signed_in: Any) -> None:
    from yorisoi.apps.cards.models import Card
    from yorisoi.apps.contacts.models import Contact

    url = reverse("card_delete", args=[read.pk])
    assert "元には戻せません" in signed_in.get(url).content.decode()
    assert Card.objects.count() == 1
    assert signed_in.post(url)["Location"] == reverse("person", args=[read.contact_id])
    assert (Card.objects.count(), Contact.objects.count()) == (0, 1)
    assert signed_in.get(reverse("card_image", args=[read.pk])).status_code == 404


def test_reading_again(read: Any, signed_in: Any) -> None:
    assert signed_in.post(reverse("card_read_again", args=[read.pk]))["Location"] == reverse("card", args=[read.pk])
    read.refresh_from_db()
    assert (read.state, read.tries) == ("waiting", 0)
    assert "いま読み取っています" in signed_in.get(reverse("card", args=[read.pk])).content.decode()


def test_a_persons_cards_lie_on_their_page(
    read: Any, signed_in: Any, make_contact: Callable[..., Any], owner: Any
) -> None:
    url = reverse("person_cards", args=[read.contact_id])
    assert url in signed_in.get(reverse("person", args=[read.contact_id])).content.decode()
    page, piece = signed_in.get(url), signed_in.get(url, headers={"HX-Request": "true"})
    assert reverse("card_image", args=[read.pk]) in page.content.decode()
    assert "<html" not in piece.content.decode()
    nobody = reverse("person_cards", args=[make_contact(owner).pk])
    assert signed_in.get(nobody, headers={"HX-Request": "true"}).content.strip() == b""
    assert "まだありません" in signed_in.get(nobody).content.decode()


def test_many_cards_cost_no_more_questions(
    owner: Any, signed_in: Any, keep: Callable[..., Any], make_contact: Callable[..., Any]
) -> None:
    from yorisoi.apps.cards import services

    counts = []
    for many in (3, 30):
        contact = make_contact(owner)
        for number in range(many):
            services.attach(owner=owner, card=keep(shade=number), contact=contact)
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(reverse("person_cards", args=[contact.pk]), headers={"HX-Request": "true"})
        counts.append(len(asked))
        assert not any("jpeg" in query["sql"] for query in asked.captured_queries)
    assert counts[0] == counts[1]


def test_a_picture_whose_pixels_are_gone_is_not_there(read: Any, signed_in: Any) -> None:
    from yorisoi.apps.cards.models import CardImage

    CardImage.objects.all().delete()
    assert signed_in.get(reverse("card_image", args=[read.pk])).status_code == 404
