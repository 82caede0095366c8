"""What is said about a tie beside its touches."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.core.distance.timeline import day, on
from yorisoi.core.distance import Closeness, Hold, Relation, Wish


def test_someone_new_is_just_remembered_and_open() -> None:
    relation = Relation()
    assert relation.closeness is Closeness.REMEMBER
    assert relation.closed_at is None
    assert relation.closed_because == ""
    assert relation.wishes == ()
    assert relation.holds == ()


def test_the_words_of_closeness() -> None:
    assert [word.value for word in Closeness] == ["remember", "outer", "middle", "close"]


def test_a_refusal_knows_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Relation(closed_at=datetime(2026, 6, 1))  # noqa: DTZ001


def test_relations_compare_by_what_they_hold() -> None:
    one = Relation(closed_at=on(1), closed_because="declined", holds=(Hold(kind="resting", since=day(0)),))
    other = Relation(closed_at=on(1), closed_because="declined", holds=(Hold(kind="resting", since=day(0)),))
    assert one == other
    assert hash(one) == hash(other)


def test_a_wish_needs_no_words() -> None:
    assert Wish(kind="thinking", until=None, said_on=day(0)).text == ""
