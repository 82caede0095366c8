"""Seen and explained: the picture on the person's page, the strip on 今日, the whole garden, and why not now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import fits
from yorisoi.apps.contacts.models import Fact
from yorisoi.apps.interactions import services

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(owner: Any, make_contact: Callable[..., Any], now: datetime) -> dict[str, Any]:
    """Three people: one whose window is open, one who has not answered, one who asked to be left in peace."""
    found: dict[str, Any] = {}

    def person(family: str, *rows: tuple[float, str, str]) -> None:
        contact = make_contact(owner, family=family, given="花子", closeness="close")
        Fact.objects.create(
            owner=owner,
            contact=contact,
            kind="interest",
            text="登山",
            on=now.date() - timedelta(days=90),
            created_at=now,
        )
        for days, direction, kind in rows:
            services.record(
                owner=owner,
                contact=contact,
                at=now - timedelta(days=days),
                direction=direction,
                channel="in_person" if kind == "meeting" else "email",
                kind=kind,
                asks_reply=kind == "ask",
                now=now,
            )
        found[family] = contact

    person("佐藤", (200, "mutual", "meeting"), (120, "theirs", "message"), (70, "mutual", "meeting"))
    person("鈴木", (150, "theirs", "message"), (28, "mine", "ask"))
    person("静寂", (90, "theirs", "message"))
    services.close(owner=owner, contact=found["静寂"], because="asked_to_stop", now=now)
    return found


def test_the_picture_reads_on_a_phone_and_to_those_who_listen(at_home: Page, people: dict[str, Any]) -> None:
    page = at_home
    page.goto(f"/people/{people['鈴木'].pk}/")
    picture = page.get_by_role("img", name="鈴木さんとの間合いの図")
    expect(picture).to_be_visible()
    expect(page.locator("figcaption").first).to_contain_text("間をおく時期:12月21日(月)まで")
    expect(page.get_by_role("table", name="図の中の新しいやり取り")).to_contain_text("こちらからお声がけ")
    size = picture.locator("text").first.evaluate("text => text.getBoundingClientRect().height")
    assert size >= 12  # CSS pixels
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_why_not_now_unfolds_with_its_date(at_home: Page, people: dict[str, Any]) -> None:
    page = at_home
    page.goto(f"/people/{people['鈴木'].pk}/")
    why = page.locator("details.why")
    why.locator("summary").click()
    expect(why).to_contain_text("次にひらくのは、12月21日(月)です。")
    expect(why).to_contain_text("60日あけます")
    expect(why.get_by_role("table")).to_contain_text("0.00 → 1.00")
    fits(page)
    why.locator("summary").click()
    why.locator("summary").click()  # fetched once; it is still there
    expect(why).to_contain_text("日を決めたもの")


def test_without_javascript_the_same_is_a_page(
    browser: Any, at_home: Page, people: dict[str, Any], live_server: Any
) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    context.add_cookies(at_home.context.cookies())
    page = context.new_page()
    page.goto(f"/people/{people['静寂'].pk}/")
    page.locator("details.why summary").click()
    page.get_by_role("link", name="くわしいわけを見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("なぜ今ではないの?")
    expect(page.get_by_role("main")).to_contain_text("日付は、決めていません")
    context.close()


def test_a_strip_stands_beside_a_suggestion(at_home: Page, people: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    card = page.locator("article.suggestion", has_text="佐藤 花子")
    expect(card.get_by_role("img", name="佐藤さんとの間合いの図")).to_be_visible()
    expect(card).to_contain_text("最後のやり取りは9月9日(水)(お会いした)")
    card.locator("details.why summary").click()
    expect(card.locator("details.why")).to_contain_text("から、ひらいています")


def test_the_garden_opens_a_person_by_tap_and_by_keyboard(at_home: Page, people: dict[str, Any]) -> None:
    page = at_home
    page.goto("/")
    page.get_by_role("link", name="全体の景色を見る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("全体の景色")
    expect(page.get_by_role("main")).not_to_contain_text("静寂")
    expect(page.get_by_role("main")).to_contain_text("そっとしておく方が1名")
    fits(page)
    page.locator("a.garden__dot", has_text="佐藤").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("佐藤 花子")
    page.goto("/garden/")
    page.locator("a.garden__dot", has_text="鈴木").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("鈴木 花子")
    page.goto("/garden/")
    page.locator("summary", has_text="お名前で見る").first.click()
    page.get_by_role("link", name="佐藤 花子", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("佐藤 花子")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_words_stand_out_from_the_ground(at_home: Page, people: dict[str, Any], scheme: Any) -> None:
    """What carries meaning has at least 3 to 1 against the sheet, words at least 4.5 to 1, by day and by night."""
    page = at_home
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/people/{people['佐藤'].pk}/")
    ratios = page.evaluate(CONTRAST)
    for name, least in (("line", 3), ("pressure", 3), ("today", 3), ("theirs", 3), ("mutual", 3), ("words", 4.5)):
        assert ratios[name] >= least, (name, ratios)


CONTRAST = """() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[0-9.]+/g).slice(0, 3).map((v) => {
      const s = v / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.querySelector("figure.picture").closest(".card")).backgroundColor);
  const against = (selector, property) => {
    const other = light(getComputedStyle(document.querySelector(`figure.picture ${selector}`))[property]);
    return (Math.max(ground, other) + 0.05) / (Math.min(ground, other) + 0.05);
  };
  return {
    line: against(".curve__line", "stroke"), pressure: against(".curve__line--pressure", "stroke"),
    today: against(".curve__today", "stroke"), theirs: against(".curve__mark--theirs", "fill"),
    mutual: against(".curve__mark--mutual", "fill"), words: against("text", "fill"),
  };
}"""
