"""Folding everybody again: at once for a few, batch by batch behind the page for many, and continued when cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from yorisoi.apps.accounts.models import Comfort, Preferences
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.interactions import folding, refolding, services
from yorisoi.apps.interactions.models import Interaction, Refolding, Standing

WIDER_DAYS, USUAL_DAYS = 135, 90


@pytest.fixture
def people(owner: Any, make_contact: Callable[..., Any], now: datetime) -> list[Any]:
    """Seven people of a middle tie who wrote ten days ago."""
    made = [make_contact(owner, family=f"人{number}", closeness="middle") for number in range(7)]
    Interaction.objects.bulk_create(
        Interaction(owner=owner, contact=contact, at=now - timedelta(days=10), direction="theirs", channel="email",
                    kind="message", created_at=now)
        for contact in made
    )  # fmt: skip
    services.rebuild(owner=owner, now=now)
    return made


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A house in which three people are many; the threads that would be started are kept instead."""
    started: list[Any] = []

    class Thread:
        def __init__(self, *, target: Any, args: Any, **_: Any) -> None:
            self.work = (target, args)

        def start(self) -> None:
            started.append(self.work)

    monkeypatch.setattr(refolding, "AT_ONCE", 3)
    monkeypatch.setattr(folding, "BATCH", 2)
    monkeypatch.setattr(refolding.threading, "Thread", Thread)
    monkeypatch.setattr(refolding.transaction, "on_commit", lambda begin: begin())
    return started


def opens(now: datetime) -> list[int]:
    """Whole days from now until each person's window, by person."""
    found = Standing.objects.order_by("contact_id").values_list("opens_at", flat=True)
    return [round((at - now) / timedelta(days=1)) for at in found]


def waits(now: datetime, days: int) -> bool:
    """Whether everybody waits for about so many days after ten have gone (the calendar may add a few)."""
    return all(days - 10 <= wait <= days - 10 + 8 for wait in opens(now))


def test_a_few_are_done_while_the_page_waits(owner: Any, people: list[Any], now: datetime) -> None:
    assert waits(now, USUAL_DAYS)
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)
    assert waits(now, WIDER_DAYS)
    assert not Refolding.objects.exists()


def test_the_same_comfort_again_folds_nobody(owner: Any, people: list[Any], now: datetime, many: list[Any]) -> None:
    save_preferences(owner=owner, comfort=Comfort.USUAL)
    save_preferences(owner=owner, product="畳")
    assert many == []
    assert not Refolding.objects.exists()


def test_a_change_without_the_time_is_refused(owner: Any) -> None:
    with pytest.raises(TypeError):
        save_preferences(owner=owner, comfort=Comfort.WIDER)


def test_many_go_on_behind(owner: Any, people: list[Any], now: datetime, many: list[Any]) -> None:
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)
    assert waits(now, USUAL_DAYS)  # until then people keep the dates they had
    [(work, arguments)] = many
    row = Refolding.objects.get(owner=owner)
    assert (row.done, row.total) == (0, 7)
    assert work is refolding._work
    assert arguments == (owner.pk, now)
    refolding.finish(owner=owner, now=now)
    assert waits(now, WIDER_DAYS)
    assert not Refolding.objects.exists()


def test_what_was_cut_off_is_continued_where_it_stopped(
    owner: Any, people: list[Any], now: datetime, many: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)
    real, folded = folding.refold_batch, []

    def failing(**arguments: Any) -> Any:
        if len(folded) == 2:
            raise OSError("cut off")
        folded.append(arguments["ids"])
        return real(**arguments)

    monkeypatch.setattr(folding, "refold_batch", failing)
    with pytest.raises(OSError, match="cut off"):
        refolding.finish(owner=owner, now=now)
    row = Refolding.objects.get(owner=owner)
    assert (row.done, row.through) == (4, people[3].pk)
    assert [wait > USUAL_DAYS for wait in opens(now)] == [True] * 4 + [False] * 3
    monkeypatch.setattr(folding, "refold_batch", real)
    refolding.go_on(owner=owner, now=now)
    assert len(many) == 2
    refolding.finish(owner=owner, now=now)
    assert waits(now, WIDER_DAYS)


def test_the_thread_leaves_the_row_when_it_fails(
    owner: Any, people: list[Any], now: datetime, many: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)

    def failing(**_: Any) -> Any:
        raise OSError("佐藤さんの行が読めません")

    monkeypatch.setattr(folding, "refold_batch", failing)
    monkeypatch.setattr(refolding.connections, "close_all", lambda: None)
    refolding._work(owner.pk, now)
    assert Refolding.objects.filter(owner=owner).exists()
    assert "OSError" in caplog.text
    assert "佐藤" not in caplog.text


def test_a_second_change_begins_anew_and_the_last_wish_counts(
    owner: Any, people: list[Any], now: datetime, many: list[Any]
) -> None:
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)
    refolding._next_batch(owner, now, lambda: now)
    save_preferences(owner=owner, now=now, comfort=Comfort.USUAL)
    assert Refolding.objects.get(owner=owner).done == 0
    refolding.finish(owner=owner, now=now)
    assert waits(now, USUAL_DAYS)


def test_nothing_to_continue(owner: Any, now: datetime, many: list[Any]) -> None:
    refolding.go_on(owner=owner, now=now)
    assert many == []
    refolding.finish(owner=owner, now=now)
    assert not Refolding.objects.exists()


def test_other_owners_stay_as_they_are(
    owner: Any, stranger: Any, people: list[Any], make_contact: Callable[..., Any], now: datetime
) -> None:
    theirs = make_contact(stranger, closeness="middle")
    services.record(owner=stranger, contact=theirs, at=now - timedelta(days=10), direction="theirs", channel="email",
                    kind="message", now=now)  # fmt: skip
    before = Standing.objects.filter(owner=stranger).values().get()
    save_preferences(owner=owner, now=now, comfort=Comfort.WIDER)
    assert Standing.objects.filter(owner=stranger).values().get() == before
    assert Preferences.objects.get(owner=stranger).comfort == Comfort.USUAL


def test_rebuild_gives_the_same(owner: Any, people: list[Any], now: datetime, many: list[Any]) -> None:
    save_preferences(owner=owner, now=now, comfort=Comfort.NEARER)
    refolding.finish(owner=owner, now=now)
    kept = list(Standing.objects.order_by("contact_id").values())
    services.rebuild(owner=owner, now=now)
    assert list(Standing.objects.order_by("contact_id").values()) == kept
