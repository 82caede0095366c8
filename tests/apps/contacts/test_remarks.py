"""Which notes the house wrote by itself: in step with what bringing files in writes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.models import Fact, FactKind
from yorisoi.apps.contacts.remarks import REMARKS, is_remark

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (FactKind.NOTE, "取り込んだ記録では、肩書きは「主任」でした。", True),
        (FactKind.NOTE, "以前の会社・事務所は「みどり商店」でした。", True),
        (FactKind.NOTE, "以前の会でも隣の席でした。", False),
        (FactKind.NOTE, "以前の名刺: 旧見本株式会社", False),
        (FactKind.NOTE, "名刺の紙がきれい", False),
        (FactKind.BACKGROUND, "以前の会社・事務所は「みどり商店」でした。", False),  # somebody told so
    ],
)
def test_both_ways_to_ask_agree(
    kind: FactKind, text: str, expected: bool, owner: Any, make_contact: Any, now: datetime
) -> None:
    contact = make_contact(owner, family="林")
    fact = services.add_fact(
        owner=owner, contact=contact, kind=kind, text=text, on=date(2026, 11, 1), source="", now=now
    )
    assert is_remark(fact) is expected
    assert Fact.objects.filter(REMARKS).exists() is expected
