"""J3 · Morning: a few suggestions with a reason, the resting, replies owed; each answered in one tap, or no one at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import fits
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.interactions import services
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.today.models import Choice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network(owner: Any, make_contact: Callable[..., Any], now: datetime) -> dict[str, Any]:
    """Five people: three who may be thought of, one at rest, one let go."""
    people: dict[str, Any] = {}

    def person(family: str, days: int, direction: str, *, kind: str = "message", fact: str = "登山") -> Any:
        contact = make_contact(owner, family=family, given="花子", closeness="close")
        Fact.objects.create(
            owner=owner,
            contact=contact,
            kind="interest",
            text=fact,
            on=now.date() - timedelta(days=days),
            created_at=now,
        )
        services.record(
            owner=owner,
            contact=contact,
            at=now - timedelta(days=days),
            direction=direction,
            channel="email",
            kind=kind,
            now=now,
        )
        people[family] = contact
        return contact

    for family, days in (("佐藤", 70), ("鈴木", 80), ("高橋", 90)):
        answered = person(family, days, "theirs")
        services.settle_reply(owner=owner, contact=answered, now=now)
    person("休息", 10, "mine", kind="ask")
    closed = person("静寂", 90, "theirs")
    services.close(owner=owner, contact=closed, because="asked_to_stop", now=now)
    return people


def test_at_most_the_budget_each_with_a_reason_that_cites_its_day(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    suggestions = page.locator("article.suggestion")
    expect(suggestions).to_have_count(2)
    for suggestion in suggestions.all():
        expect(suggestion.locator(".reason")).to_contain_text("登山")
        expect(suggestion.locator(".reason")).to_contain_text("月")
    expect(page.get_by_role("main")).not_to_contain_text("静寂")


def test_an_answer_owed_comes_first_and_takes_its_share_of_the_day(
    at_home: Page, owner: Any, network: dict[str, Any], now: datetime
) -> None:
    contact = network["佐藤"]
    services.record(
        owner=owner,
        contact=contact,
        at=now - timedelta(hours=20),
        direction="theirs",
        channel="line",
        kind="message",
        now=now,
    )
    page = at_home
    page.goto("/")
    expect(page.get_by_role("heading", name="お返事をお待ちの方")).to_be_visible()
    expect(page.locator("article.suggestion")).to_have_count(1)
    page.get_by_role("button", name="佐藤さんへお返事しました").click()
    expect(page.get_by_role("heading", name="お返事をお待ちの方")).to_have_count(0)


def test_the_resting_are_shown_with_reason_and_end(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.get_by_text("お休み中の方", exact=True).click()
    row = page.locator(".person-row", has_text="休息 花子")
    expect(row).to_contain_text("まで")
    expect(row).to_contain_text("返事")


def test_each_answer_is_one_tap_and_the_budget_is_not_refilled(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.locator("article.suggestion").first.get_by_role("button", name="今はやめておく").click()
    expect(page.locator("article.suggestion")).to_have_count(1)
    page.locator("article.suggestion").first.get_by_role("button", name="連絡しました").click()
    expect(page.locator("article.suggestion")).to_have_count(0)
    assert {c.answer for c in Choice.objects.all()} == {"not_now", "done"}
    assert Interaction.objects.filter(direction="mine", kind="gift").count() == 1
    page.reload()
    expect(page.locator("article.suggestion")).to_have_count(0)


def test_an_answer_is_taken_back(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.locator("article.suggestion").first.get_by_role("button", name="連絡しました").click()
    expect(page.locator("article.suggestion")).to_have_count(1)
    page.get_by_role("button", name="取り消す").click()
    expect(page.locator("article.suggestion")).to_have_count(2)
    assert Interaction.objects.filter(direction="mine", kind="gift").count() == 0


def test_rest_until_and_not_this_person(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    first = page.locator("article.suggestion").first
    first.locator("summary", has_text="お休みにする").click()
    first.get_by_role("button", name="1か月お休みにする").click()
    expect(page.locator("article.suggestion")).to_have_count(1)
    second = page.locator("article.suggestion").first
    second.locator("summary", has_text="お休みにする").click()
    second.get_by_role("button", name="はおすすめに出さない").click()
    expect(page.locator("article.suggestion")).to_have_count(0)
    assert Contact.objects.filter(never_suggest=True).count() == 1


def test_nobody_today_is_a_good_day(at_home: Page, owner: Any, make_contact: Callable[..., Any]) -> None:
    make_contact(owner)
    page = at_home
    page.goto("/")
    expect(page.get_by_text("今日は何もしなくて大丈夫です")).to_be_visible()


def test_from_suggestion_to_the_desk_with_a_beginning(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.locator("article.suggestion").first.get_by_role("link", name="へ書く").click()
    expect(page.get_by_label("本文")).not_to_have_value("")
    page.get_by_role("button", name="送ったので書きとめる").click()
    expect(page.get_by_text("送ったことを書きとめました")).to_be_visible()


def test_the_morning_works_by_keyboard_alone(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ")).to_be_focused()
    page.locator("article.suggestion").first.get_by_role("button", name="今はやめておく").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.suggestion")).to_have_count(1)


def test_without_javascript_reading_and_saving_work(
    browser: Any, at_home: Page, network: dict[str, Any], live_server: Any
) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    context.add_cookies(at_home.context.cookies())
    page = context.new_page()
    page.goto("/")
    page.locator("article.suggestion").first.get_by_role("button", name="今はやめておく").click()
    expect(page.locator("article.suggestion")).to_have_count(1)
    context.close()


def test_nothing_is_wider_than_the_phone(at_home: Page, network: dict[str, Any]) -> None:
    page = at_home
    contact = network["佐藤"]
    for path in (
        "/",
        "/people/",
        f"/people/{contact.pk}/",
        f"/people/{contact.pk}/write/",
        "/imports/",
        "/preferences/",
    ):
        page.goto(path)
        fits(page)
