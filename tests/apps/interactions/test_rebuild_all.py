"""Rebuilding everything: in batches, told as it goes, and taken up again where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from yorisoi.apps.interactions import folding, refolding, services
from yorisoi.apps.interactions.models import Refolding, Standing


@pytest.fixture
def crowd(owner: Any, make_contact: Callable[..., Any], now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(folding, "BATCH", 3)
    people = [make_contact(owner, family=f"人{i}", closeness="outer") for i in range(8)]
    for i, contact in enumerate(people):
        services.record(
            owner=owner,
            contact=contact,
            at=now - timedelta(days=20 * i),
            direction="theirs",
            channel="line",
            kind="message",
            now=now,
        )
    return people


def kept(owner: Any) -> list[dict[str, Any]]:
    return list(Standing.objects.filter(owner=owner).order_by("pk").values())


def test_it_tells_how_far_it_is_and_gives_the_same(owner: Any, crowd: list[Any], now: datetime) -> None:
    before = kept(owner)
    Standing.objects.all().delete()
    told: list[tuple[int, int]] = []
    assert services.rebuild_all(owner=owner, now=now, progress=lambda done, total: told.append((done, total))) == 8
    assert told == [(3, 8), (6, 8), (8, 8)]
    assert kept(owner) == before
    assert not Refolding.objects.exists()


def test_an_interrupted_one_goes_on_where_it_ended(owner: Any, crowd: list[Any], now: datetime) -> None:
    before = kept(owner)
    Standing.objects.all().delete()

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.rebuild_all(owner=owner, now=now, progress=stop)
    assert Standing.objects.count() == 3  # the finished batch stays
    told: list[tuple[int, int]] = []
    services.rebuild_all(owner=owner, now=now, progress=lambda done, total: told.append((done, total)))
    assert told == [(6, 8), (8, 8)]
    assert kept(owner) == before


def test_another_owner_is_left_alone(
    owner: Any, stranger: Any, crowd: list[Any], make_contact: Callable[..., Any], now: datetime
) -> None:
    make_contact(stranger)
    assert refolding.rebuild_all(owner=stranger, now=now) == 1
    assert Standing.objects.filter(owner=owner).count() == 8


def test_an_empty_house(owner: Any, now: datetime) -> None:
    assert refolding.rebuild_all(owner=owner, now=now) == 0
    assert not Refolding.objects.exists()
