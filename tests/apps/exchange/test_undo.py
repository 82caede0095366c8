"""Taking an import back exactly, and kindly not when someone has been edited since."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.exchange.conftest import all_rows, card, talk
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.exchange import services
from yorisoi.apps.exchange.errors import EditedSinceError, NotPlannedError
from yorisoi.apps.exchange.models import KnownAs, UndoEntry
from yorisoi.apps.interactions import services as interactions


@pytest.fixture
def take_back(owner: Any, now: Any) -> Any:
    def undo(batch: Any, **more: Any) -> int:
        return services.undo(owner=batch.owner, batch=batch, now=now, **more)

    return undo


@pytest.fixture
def book(owner: Any, make_contact: Any, now: Any) -> Any:
    """One person by hand, one from a card, both folded and indexed."""
    one = make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店")
    contacts.reindex(owner=owner, contact_ids=[one.pk])
    interactions.refold(owner=owner, contact_ids=[one.pk], now=now)
    return one


def test_undo_restores_the_state_before_exactly(owner: Any, book: Any, bring: Any, accept: Any, take_back: Any) -> None:
    accept(bring(card("田中", "次郎", EMAIL="j@example.jp", ORG="あおぞら事務所", TITLE="主任", REV="2024-01-01")))
    before = all_rows()
    batch = bring(
        card("鈴木", "一郎", ORG="みどり商店", TITLE="店長", TEL="090-1111-2222", CATEGORIES="交流会", NOTE="山が好き")
        + card("田中", "次郎", EMAIL="j@example.jp", ORG="ひかり法律事務所", TITLE="所長", REV="2025-01-01")
        + card("山本", "三郎", NOTE="x")
    )
    accept(batch)
    assert all_rows() != before
    assert take_back(batch) == 3
    assert all_rows() == before
    assert batch.state == "undone"
    assert not UndoEntry.objects.filter(batch=batch).exists()


def test_undo_of_a_talk_restores_history_and_what_was_said_of_oneself(
    owner: Any, book: Any, bring: Any, accept: Any, take_back: Any
) -> None:
    before = all_rows()
    batch = bring(
        talk("鈴木 一郎", ("10:00", "私", "こんにちは"), ("10:05", "鈴木 一郎", "はい")), name="a.txt", me=("私",)
    )
    accept(batch)
    owner.preferences.refresh_from_db()
    assert owner.preferences.my_names == ["私"]
    take_back(batch)
    assert all_rows() == before


def test_imports_come_off_in_turn(owner: Any, bring: Any, accept: Any, take_back: Any) -> None:
    before = all_rows()
    first = bring(card("田中", "次郎", EMAIL="j@example.jp", TITLE="主任", REV="2024-01-01"))
    accept(first)
    between = all_rows()
    second = bring(card("田中", "次郎", EMAIL="j@example.jp", TITLE="所長", REV="2025-01-01"))
    accept(second)
    with pytest.raises(EditedSinceError):
        take_back(first)
    take_back(second)
    assert all_rows() == between
    take_back(first)
    assert all_rows() == before


def _edit(owner: Any, person: Any, now: Any) -> None:
    contacts.update(owner=owner, contact=person, now=now, title="社長")


def _fact(owner: Any, person: Any, now: Any) -> None:
    contacts.add_fact(owner=owner, contact=person, kind="interest", text="登山", on=now.date(), source="電話", now=now)


def _record(owner: Any, person: Any, now: Any) -> None:
    interactions.record(
        owner=owner, contact=person, at=now, direction="theirs", channel="email", kind="message", now=now
    )


@pytest.mark.parametrize("touch", [_edit, _fact, _record])
def test_people_edited_since_are_named_and_nothing_is_undone(
    owner: Any, now: Any, bring: Any, accept: Any, take_back: Any, touch: Any
) -> None:
    batch = bring(card("田中", "次郎") + card("山本", "三郎"))
    accept(batch)
    touch(owner, owner.contacts.get(family="田中"), now)
    before = all_rows()
    with pytest.raises(EditedSinceError, match="田中 次郎") as refused:
        take_back(batch)
    assert refused.value.names == ["田中 次郎"]
    assert all_rows() == before
    batch.refresh_from_db()
    assert batch.state == "applied"


def test_the_edited_stay_when_the_owner_says_so(owner: Any, now: Any, bring: Any, accept: Any, take_back: Any) -> None:
    batch = bring(card("田中", "次郎") + card("山本", "三郎"))
    accept(batch)
    _edit(owner, owner.contacts.get(family="田中"), now)
    assert take_back(batch, keep_edited=True) == 1
    assert [person.title for person in owner.contacts.all()] == ["社長"]
    assert KnownAs.objects.count() == 1


def test_someone_erased_since_stays_erased(owner: Any, bring: Any, accept: Any, take_back: Any) -> None:
    batch = bring(card("田中", "次郎") + card("山本", "三郎"))
    accept(batch)
    contacts.remove(owner=owner, contact=owner.contacts.get(family="田中"))
    take_back(batch)
    assert not owner.contacts.exists()


def test_undoing_twice_says_so(owner: Any, bring: Any, accept: Any, take_back: Any) -> None:
    batch = bring(card("田中", "次郎"))
    accept(batch)
    take_back(batch)
    with pytest.raises(NotPlannedError, match="元に戻しました"):
        take_back(batch)


def test_after_an_undo_the_file_can_come_in_again(owner: Any, bring: Any, accept: Any, take_back: Any) -> None:
    text = card("田中", "次郎", UID="1", EMAIL="j@example.jp")
    batch = bring(text)
    accept(batch)
    take_back(batch)
    again = bring(text)
    assert again.counts["new"] == 1
    assert accept(again).created == 1
