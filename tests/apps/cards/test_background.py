"""Reading behind the pages: each card once, none lost, none for ever."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from tests.apps.cards.conftest import said


def state(card: Any) -> Any:
    card.refresh_from_db()
    return card


def test_waiting_cards_are_read(owner: Any, keep: Callable[..., Any], reader: dict[str, Any], now: datetime) -> None:
    from yorisoi.apps.cards import background, selectors

    stack = uuid.uuid4()
    cards = [keep(shade=n, stack=stack) for n in range(3)]
    assert selectors.progress(owner, stack) == selectors.Progress(total=3)
    assert background.read_waiting(now=now) == 3
    assert background.read_waiting(now=now) == 0
    assert reader["calls"] == 3
    assert selectors.progress(owner, stack) == selectors.Progress(total=3, read=3)
    assert all(selectors.reading_of(state(card)).fields.family == "佐藤" for card in cards)
    assert cards[0].held_until is None


def test_only_what_is_asked_for_is_read(
    owner: Any, stranger: Any, keep: Callable[..., Any], reader: dict[str, Any], now: datetime
) -> None:
    from yorisoi.apps.cards import background

    stack = uuid.uuid4()
    mine, other, theirs = keep(stack=stack), keep(), keep(whose=stranger)
    assert background.read_waiting(now=now, owner=owner, stack=stack) == 1
    assert [state(card).state for card in (mine, other, theirs)] == ["read", "waiting", "waiting"]


def test_a_single_picture_goes_before_a_stack(keep: Callable[..., Any], now: datetime) -> None:
    from yorisoi.apps.cards import claims

    in_stack, single = keep(stack=uuid.uuid4()), keep()
    assert [claims.take_next(now).pk, claims.take_next(now).pk, claims.take_next(now)] == [single.pk, in_stack.pk, None]


def test_a_killed_reader_leaves_a_card_that_is_taken_up_again(
    keep: Callable[..., Any], reader: dict[str, Any], now: datetime
) -> None:
    from yorisoi.apps.cards import background, claims

    card = keep()
    lost = claims.take_next(now)  # and the server is killed here
    assert background.read_waiting(now=now + claims.HOLD - timedelta(seconds=1)) == 0
    assert claims.next_free(now) == now + claims.HOLD
    assert background.read_waiting(now=now + claims.HOLD) == 1
    assert (state(card).state, card.tries) == ("read", 2)
    assert claims.finish(lost, {}, now=now + claims.HOLD) is False  # the dead one comes back too late
    assert state(card).reading != {}


def test_a_picture_that_kills_its_reader_is_let_be(keep: Callable[..., Any], now: datetime) -> None:
    from yorisoi.apps.cards import claims

    card = keep()
    moment = now
    for _ in range(claims.MOST_TRIES):
        assert claims.take_next(moment) is not None
        moment += claims.HOLD
    assert claims.take_next(moment) is None
    assert state(card).state == "failed"
    assert "手で書きとめられます" in card.trouble
    assert claims.next_free(moment) is None


def test_an_accident_is_tried_again_and_then_said_kindly(
    keep: Callable[..., Any], reader: dict[str, Any], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    from yorisoi.apps.cards import background, claims

    reader["said"] = RuntimeError("佐藤花子さんの名刺")
    card = keep()
    assert background.read_waiting(now=now) == claims.MOST_TRIES
    assert (state(card).state, card.trouble) == ("failed", claims.GIVEN_UP)
    assert "RuntimeError" in caplog.text
    assert "佐藤" not in caplog.text


def test_without_a_reader_the_owner_is_told(keep: Callable[..., Any], reader: dict[str, Any], now: datetime) -> None:
    from yorisoi.apps.cards import background
    from yorisoi.apps.cards.ocr import ReaderMissingError

    reader["said"] = ReaderMissingError()
    card = keep()
    assert background.read_waiting(now=now) == 1
    assert (state(card).state, card.trouble) == ("failed", background.NO_READER)


def test_a_picture_without_words_is_told(keep: Callable[..., Any], reader: dict[str, Any], now: datetime) -> None:
    from yorisoi.apps.cards import background

    reader["said"] = said(name="", family="", given="", extra=("ようこそ",))
    card = keep()
    background.read_waiting(now=now)
    assert (state(card).state, card.trouble) == ("failed", background.NO_WORDS)


def test_a_card_can_be_read_again(owner: Any, keep: Callable[..., Any], reader: dict[str, Any], now: datetime) -> None:
    from yorisoi.apps.cards import background, selectors, services

    reader["said"] = RuntimeError()
    card = keep()
    background.read_waiting(now=now)
    reader["said"] = said(family="高橋")
    services.read_again(owner=owner, card=card, now=now)
    assert state(card).state == "waiting"
    background.read_waiting(now=now)
    assert selectors.reading_of(state(card)).fields.family == "高橋"


def test_a_card_erased_while_it_is_read_stays_erased(
    owner: Any, keep: Callable[..., Any], reader: dict[str, Any], now: datetime
) -> None:
    from yorisoi.apps.cards import background, services
    from yorisoi.apps.cards.models import Card

    card = keep()

    def erased_meanwhile(jpeg: bytes) -> Any:
        services.remove(owner=owner, card=card)
        return said()

    reader["said"] = erased_meanwhile
    assert background.read_waiting(now=now) == 1
    assert Card.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_readers_at_the_same_moment_read_each_card_once(
    keep: Callable[..., Any], reader: dict[str, Any], now: datetime
) -> None:
    from yorisoi.apps.cards import background
    from yorisoi.apps.cards.models import Card

    cards = [keep(shade=20 * n) for n in range(12)]
    seen, guard, errors = [], threading.Lock(), []

    def slowly(jpeg: bytes) -> Any:
        with guard:
            seen.append(jpeg)
        time.sleep(0.005)
        return said()

    reader["said"] = slowly
    barrier = threading.Barrier(3)

    def read() -> None:
        try:
            barrier.wait(10)
            background.read_waiting(now=now)
        except Exception as error:  # told to the test  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert len(seen) == len(set(seen)) == len(cards)  # twelve shades, each once
    assert set(Card.objects.values_list("state", "tries")) == {("read", 1)}


@pytest.mark.django_db(transaction=True)
def test_the_thread_reads_what_is_kept_and_ends(
    keep: Callable[..., Any], reader: dict[str, Any], settings: Any
) -> None:
    from yorisoi.apps.cards import background
    from yorisoi.apps.cards.models import Card

    settings.READ_CARDS_BEHIND = True
    for n in range(3):
        keep(shade=n)
    for _ in range(200):
        worker = background._reader
        if worker is None:
            break
        worker.join(0.05)
    assert background._reader is None
    assert set(Card.objects.values_list("state", flat=True)) == {"read"}
