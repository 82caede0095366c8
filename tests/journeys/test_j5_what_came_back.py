"""J5 · What came back, in one tap: the distance moves at once and says why; a refusal closes the tie everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.interactions import services
from yorisoi.apps.interactions.models import Interaction, Standing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sato(owner: Any, make_contact: Callable[..., Any], now: datetime) -> Any:
    contact = make_contact(owner, family="佐藤", given="花子", closeness="close")
    Fact.objects.create(owner=owner, contact=contact, kind="interest", text="登山", on=now.date(), created_at=now)
    services.record(
        owner=owner,
        contact=contact,
        at=now - timedelta(days=20),
        direction="mine",
        channel="email",
        kind="ask",
        now=now,
    )
    return contact


@pytest.mark.parametrize(
    ("button", "reaction"),
    [("返事があった", "replied"), ("お礼をいただいた", "thanked"), ("読んでくださった", "read_only")],
)
def test_one_tap_and_the_distance_moves(at_home: Page, sato: Any, button: str, reaction: str) -> None:
    page = at_home
    before = Standing.objects.get(contact=sato)
    page.goto(f"/people/{sato.pk}/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(f"「{button}」と書きとめました")).to_be_visible()
    after = Standing.objects.get(contact=sato)
    assert Interaction.objects.get().reaction == reaction
    assert (after.unanswered < before.unanswered) == (reaction in ("replied", "thanked"))


def test_met_in_person_is_two_taps(at_home: Page, sato: Any) -> None:
    page = at_home
    page.goto(f"/people/{sato.pk}/")
    page.get_by_text("書きとめる", exact=True).first.click()
    page.get_by_role("button", name="会った", exact=True).click()
    expect(page.get_by_text("「会った」と書きとめました")).to_be_visible()
    assert Standing.objects.get(contact=sato).unanswered == 0


def test_asked_to_stop_closes_the_tie_everywhere(at_home: Page, sato: Any) -> None:
    page = at_home
    page.goto(f"/people/{sato.pk}/")
    page.get_by_text("お断りや、連絡はいらないと言われたとき").click()
    page.get_by_role("button", name="連絡はいらないとのこと").click()
    expect(page.get_by_text("そっとしておく方です")).to_be_visible()
    assert Standing.objects.get(contact=sato).lets_go
    page.goto(f"/people/{sato.pk}/write/")
    page.get_by_label("本文").fill("ご無沙汰しております。近くで登山の写真展があります。")
    expect(page.locator("[data-rule=ignores_choice]")).to_be_visible()
    expect(page.get_by_role("button", name="送ったので書きとめる")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("main")).not_to_contain_text("佐藤 花子さんへ")


def test_only_their_own_message_opens_it_again(at_home: Page, owner: Any, sato: Any, now: datetime) -> None:
    services.close(owner=owner, contact=sato, because="declined", now=now - timedelta(days=5))
    page = at_home
    page.goto(f"/people/{sato.pk}/")
    page.get_by_text("書きとめる", exact=True).first.click()
    page.get_by_role("button", name="連絡をもらった").click()
    expect(page.get_by_text("「連絡をもらった」と書きとめました")).to_be_visible()
    assert not Contact.objects.get(pk=sato.pk).is_closed
