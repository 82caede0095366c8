"""`yorisoi duplicates`: pairs as a script and as a person read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from click.testing import Result

from yorisoi.apps.contacts import services


def test_nobody_twice(yorisoi: Callable[..., Result], owner: Any, make_contact: Callable[..., Any]) -> None:
    make_contact(owner)
    assert json.loads(yorisoi("duplicates", "--json").output) == {"pairs": [], "more": False}
    assert "見あたりません" in yorisoi("duplicates").output


def test_pairs_with_their_reason(yorisoi: Callable[..., Result], owner: Any, stranger: Any, now: datetime) -> None:
    ids = []
    for whose in (owner, owner, owner, owner, stranger):
        family = ("髙橋", "高橋", "佐藤", "佐藤")[len(ids) % 4]
        mail = [("mail", f"{len(ids) // 2}@example.jp")]
        ids.append(services.create(owner=whose, now=now, family=family, given="一郎", points=mail).pk)
    answer = json.loads(yorisoi("duplicates", "--json").output)
    assert [(pair["one"], pair["other"], pair["sure"]) for pair in answer["pairs"]] == [
        (ids[0], ids[1], True), (ids[2], ids[3], True),
    ]  # fmt: skip
    assert f"髙橋 一郎({ids[0]}) と 高橋 一郎({ids[1]}): 同じメールアドレスです" in yorisoi("duplicates").output
    short = json.loads(yorisoi("duplicates", "--most", "1", "--json").output)
    assert (len(short["pairs"]), short["more"]) == (1, True)
