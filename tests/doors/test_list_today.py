"""`yorisoi today`: the day as a script and as a person read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result


@pytest.fixture
def acquainted(owner: Any, now: datetime) -> Any:
    """Someone met a while ago, written with once, with an interest to write about."""
    from yorisoi.apps.contacts import services as contacts
    from yorisoi.apps.interactions import services as interactions

    contact = contacts.create(
        owner=owner, family="三浦", given="由美子", closeness="middle", met_on=now.date() - timedelta(days=200), now=now
    )
    contacts.add_fact(
        owner=owner, contact=contact, kind="interest", text="金継ぎ", on=date(2026, 5, 1), source="交流会", now=now
    )
    interactions.record(
        owner=owner, contact=contact, at=now - timedelta(days=150), direction="theirs", channel="email",
        kind="message", now=now,
    )  # fmt: skip
    interactions.settle_reply(owner=owner, contact=contact, now=now)
    return contact


def test_a_day_with_nobody_is_a_good_day(yorisoi: Callable[..., Result], owner: Any) -> None:
    answer = json.loads(yorisoi("today", "--json").output)
    assert answer["day"] == "2026-11-18"
    assert answer["quiet"] is True
    assert answer["suggestions"] == answer["replies"] == answer["resting"] == []
    assert "今日は何もしなくて大丈夫です。" in yorisoi("today").output


def test_a_suggestion_cites_its_fact_and_its_day(yorisoi: Callable[..., Result], acquainted: Any) -> None:
    answer = json.loads(yorisoi("today", "--json").output)
    suggestion = answer["suggestions"][0]
    assert suggestion["contact"] == acquainted.pk
    assert suggestion["fact"]["text"] == "金継ぎ"
    assert suggestion["fact"]["on"] == "2026-05-01"
    assert "金継ぎ" in suggestion["reason"]
    assert "5月1日(金)" in suggestion["reason"]
    told = yorisoi("today").output
    assert "三浦 由美子さん" in told
    assert "5月1日(金)" in told


def test_another_day_may_be_asked_about(yorisoi: Callable[..., Result], acquainted: Any) -> None:
    early = json.loads(yorisoi("today", "--on", "2026-05-03", "--json").output)
    assert early["day"] == "2026-05-03"
    assert early["suggestions"] == []
    assert yorisoi("today", "--on", "2028-02-29").output.startswith("今日 2028年2月29日(火)\n")
    assert yorisoi("today", "--on", "2026-05-03").output.startswith("今日 5月3日(日)\n")


def test_who_rests_is_shown_with_reason_and_end(
    yorisoi: Callable[..., Result], owner: Any, acquainted: Any, now: datetime
) -> None:
    from yorisoi.apps.contacts import services

    services.add_fact(
        owner=owner, contact=acquainted, kind="request", text="年度末まで忙しい", on=now.date(), wish="busy_until",
        until=date(2027, 3, 15), source="メール", now=now,
    )  # fmt: skip
    answer = json.loads(yorisoi("today", "--json").output)
    assert answer["suggestions"] == []
    assert [rest["contact"] for rest in answer["resting"]] == [acquainted.pk]
    assert answer["resting"][0]["until"] >= "2027-03-15"
    told = yorisoi("today").output
    assert "お休み中(1人)" in told
    assert "2027年3月" in told


def test_an_answer_owed_comes_first(yorisoi: Callable[..., Result], owner: Any, acquainted: Any, now: datetime) -> None:
    from yorisoi.apps.interactions import services

    services.record(
        owner=owner, contact=acquainted, at=now - timedelta(days=1), direction="theirs", channel="email",
        kind="message", now=now,
    )  # fmt: skip
    answer = json.loads(yorisoi("today", "--json").output)
    assert [reply["name"] for reply in answer["replies"]] == ["三浦 由美子"]
    assert "お返事" in yorisoi("today").output


def test_another_owners_people_are_not_on_the_page(
    yorisoi: Callable[..., Result], owner: Any, stranger: Any, acquainted: Any
) -> None:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.interactions.models import Standing

    Contact.objects.update(owner=stranger)
    Standing.objects.update(owner=stranger)
    assert json.loads(yorisoi("today", "--json").output)["quiet"] is True
