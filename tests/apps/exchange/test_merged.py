"""Imports and two cards that became one: the number that went still means the person, and no undo reaches too far."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.apps.exchange.conftest import all_rows, card
from yorisoi.apps.contacts import merging
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange import services
from yorisoi.apps.exchange.errors import AllEditedError, EditedSinceError
from yorisoi.apps.exchange.models import Verdict


def test_a_card_of_the_number_that_went_finds_the_merged_person(
    owner: Any, make_contact: Any, bring: Any, now: datetime
) -> None:
    keep, gone, third = (make_contact(owner, family=name) for name in ("髙橋", "高橋", "林"))
    uid = str(gone.uid)
    one = merging.merge(owner=owner, keep=keep, gone=gone, now=now)
    row = bring(card("川上", "正夫", UID=f"urn:uuid:{uid}")).rows.get()
    assert (row.verdict, row.target_id) == (Verdict.MERGE, keep.pk)
    merging.merge(owner=owner, keep=third, gone=keep, now=now)
    assert bring(card("川上", "正夫", UID=f"urn:uuid:{uid}", NOTE="猫")).rows.get().target_id == third.pk
    merging.undo(owner=owner, merge=type(one).objects.latest("pk"), now=now)
    merging.undo(owner=owner, merge=one, now=now)
    assert bring(card("川上", "正夫", UID=f"urn:uuid:{uid}", NOTE="犬")).rows.get().target_id == gone.pk


def test_taking_an_import_back_does_not_erase_whom_its_card_was_merged_into(
    owner: Any, make_contact: Any, bring: Any, accept: Any, now: datetime
) -> None:
    keep = contacts.create(owner=owner, now=now, family="高橋", given="一郎")
    before = all_rows()
    batch = bring(card("佐藤", "花子", EMAIL="h@example.jp"))
    accept(batch)
    gone = Contact.objects.exclude(pk=keep.pk).get()
    merge = merging.merge(owner=owner, keep=keep, gone=gone, now=now)
    with pytest.raises(EditedSinceError):
        services.undo(owner=owner, batch=batch, now=now)
    with pytest.raises(AllEditedError):
        services.undo(owner=owner, batch=batch, now=now, keep_edited=True)
    assert Contact.objects.get() == keep
    merging.undo(owner=owner, merge=merge, now=now)
    services.undo(owner=owner, batch=batch, now=now)
    merge.delete()
    assert all_rows() == before
