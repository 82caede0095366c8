"""`yorisoi events`: the gatherings as a script and as a person read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from click.testing import Result


def test_nothing_yet(yorisoi: Callable[..., Result], owner: Any) -> None:
    answer = json.loads(yorisoi("events", "--json").output)
    assert answer["upcoming"] == answer["past"] == answer["may_come"] == []
    assert "まだ書きとめていません" in yorisoi("events").output


def test_to_come_and_past_and_who_may_come(
    yorisoi: Callable[..., Result], owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    from yorisoi.apps.events import services

    for name, days in (("十月の会", -30), ("十二月の会", 30), ("十一月の会", 2)):
        services.create_event(owner=owner, now=now, name=name, starts_at=now + timedelta(days=days), series="例会")
    services.create_event(owner=stranger, now=now, name="よその会", starts_at=now + timedelta(days=1))
    before = services.Event.objects.get(name="十月の会")
    services.attend(owner=owner, event=before, contact=make_contact(owner), now=now, said="来月も行きます")
    answer = json.loads(yorisoi("events", "--json").output)
    assert [event["name"] for event in answer["upcoming"]] == ["十一月の会", "十二月の会"]
    assert [(event["name"], event["met"], event["series"]) for event in answer["past"]] == [("十月の会", 1, "例会")]
    assert [(each["name"], each["word"]) for each in answer["may_come"]] == [("佐藤", "来るとおっしゃっていた方")]
    told = yorisoi("events").output
    assert "佐藤さん(来るとおっしゃっていた方): 10月19日(月)に「来月も行きます」とおっしゃっていました。" in told
    assert "十月の会 お会いした方1人" in told
    assert len(json.loads(yorisoi("events", "--most", "1", "--json").output)["upcoming"]) == 1
