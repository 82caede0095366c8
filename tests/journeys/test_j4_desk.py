"""J4 · Pick a person, write, see findings as one types, carry the words out by hand, record it once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from yorisoi.apps.contacts.models import Fact, Point
from yorisoi.apps.interactions import services
from yorisoi.apps.interactions.models import Interaction

pytestmark = pytest.mark.django_db(transaction=True)

PUSHY = "先日のメールはご覧いただけましたでしょうか。ご検討状況はいかがでしょうか。お返事をお待ちしております。"
KIND = "登山のお話を思い出し、高尾の紅葉の記事を置いておきます。ご返信には及びません。"


@pytest.fixture
def sato(owner: Any, make_contact: Callable[..., Any], now: datetime) -> Any:
    contact = make_contact(owner, family="佐藤", given="花子", closeness="middle")
    Fact.objects.create(owner=owner, contact=contact, kind="interest", text="登山", on=now.date(), created_at=now)
    Point.objects.create(owner=owner, contact=contact, kind="mail", value="sato@example.jp", normal="sato@example.jp")
    for days, direction, kind in ((60, "theirs", "message"), (6, "mine", "ask")):
        services.record(
            owner=owner,
            contact=contact,
            at=now - timedelta(days=days),
            direction=direction,
            channel="email",
            kind=kind,
            now=now,
        )
    return contact


def test_findings_come_while_typing_and_go_when_the_words_are_kind(at_home: Page, sato: Any) -> None:
    page = at_home
    page.goto(f"/people/{sato.pk}/")
    page.get_by_role("link", name="書き机へ").click()
    sheet = page.get_by_label("本文")
    sheet.fill(PUSHY)
    chasing = page.locator("[data-rule=chasing]")
    expect(chasing).to_be_visible()
    expect(chasing).to_contain_text("11月12日(木)")  # the line of the timeline it rests on
    page.get_by_text("どのことばのことか見る").click()
    expect(page.locator("mark.span").first).to_be_visible()
    Interaction.objects.filter(kind="ask").delete()
    services.refold(owner=sato.owner, contact_ids=[sato.pk], now=sato.created_at)
    sheet.fill(KIND)
    expect(page.get_by_text("このままで大丈夫です")).to_be_visible()


def test_the_words_leave_only_by_the_owners_hand(at_home: Page, sato: Any) -> None:
    page = at_home
    page.goto(f"/people/{sato.pk}/write/")
    page.get_by_label("本文").fill(KIND)
    mail = page.get_by_role("link", name="メールで開く")
    expect(mail).to_have_attribute("href", re.compile(r"^mailto:sato@example\.jp\?subject=.*body=%E7%99%BB"))
    expect(page.get_by_role("link", name="LINEで開く")).to_have_attribute(
        "href", re.compile(r"^https://line\.me/R/share\?text=")
    )
    assert Interaction.objects.filter(source="書き机").count() == 0


def test_sent_is_recorded_once_whatever_is_clicked_twice(at_home: Page, sato: Any) -> None:
    page = at_home
    page.goto(f"/people/{sato.pk}/write/")
    page.get_by_label("本文").fill(KIND)
    sent = page.get_by_role("button", name="送ったので書きとめる")
    sent.dblclick()
    page.wait_for_url(f"**/people/{sato.pk}/")
    expect(page.get_by_text("送ったことを書きとめました")).to_be_visible()
    page.reload()
    page.go_back()
    page.get_by_label("本文").fill(KIND)
    page.get_by_role("button", name="送ったので書きとめる").click()
    page.wait_for_url(f"**/people/{sato.pk}/")
    assert Interaction.objects.filter(source="書き机").count() == 1


def test_the_desk_works_without_javascript(browser: Any, at_home: Page, sato: Any, live_server: Any) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    context.add_cookies(at_home.context.cookies())
    page = context.new_page()
    page.goto(f"/people/{sato.pk}/write/")
    page.get_by_label("本文").fill(PUSHY)
    page.get_by_role("button", name="読みなおしてもらう").click()
    expect(page.locator("[data-rule=chasing]")).to_be_visible()
    expect(page.get_by_label("本文")).to_have_value(PUSHY)
    page.get_by_label("本文").fill(KIND)
    page.get_by_role("button", name="読みなおしてもらう").click()
    page.get_by_role("button", name="送ったので書きとめる").click()
    expect(page.get_by_text("送ったことを書きとめました")).to_be_visible()
    assert Interaction.objects.filter(source="書き机").count() == 1
    context.close()
