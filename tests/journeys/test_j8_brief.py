"""J8: before the next gathering. One page, two minutes: on the phone, on paper, and without JavaScript."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PATIENCE_MS, PHONE
from tests.journeys.looks import fits

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = (
    (
        "田辺",
        "たなべ",
        "田辺税務会計事務所",
        "zeirishi",
        "concern",
        "事務所の若手に、どこまで任せてよいか",
        "来月も行きます",
    ),
    ("本多", "ほんだ", "ほんだデザイン室", "", "interest", "古い商店街の看板", None),
    ("三浦", "みうら", "三浦社会保険労務士事務所", "sharoushi", "strength", "小さな会社の就業規則", None),
    ("大久保", "おおくぼ", "大久保司法書士事務所", "", "value", "急がせないこと", "12月は行けません"),
)


@pytest.fixture
def gathering(owner: Any, now: datetime) -> Any:
    """Two past gatherings of a series and the coming one; people with a word each, one of them left in peace."""
    from yorisoi.apps.contacts import services as contacts
    from yorisoi.apps.events import services

    evening = now.replace(hour=19)
    past = [
        services.create_event(
            owner=owner, now=now, name=name, starts_at=evening - timedelta(days=days), series="あおば会"
        )
        for name, days in (("九月のあおば会", 61), ("十月のあおば会", 33))
    ]
    for family, kana, organisation, profession, kind, text, said in PEOPLE:
        contact = contacts.create(
            owner=owner, now=now, family=family, family_kana=kana, organisation=organisation, profession=profession
        )
        contacts.add_fact(
            owner=owner,
            contact=contact,
            kind=kind,
            text=text,
            on=date(2026, 10, 16),
            source="あおば会で伺った",
            now=now,
        )
        for event in past:
            services.attend(owner=owner, event=event, contact=contact, now=now, said=said)
        if family == "本多":
            contacts.add_fact(
                owner=owner, contact=contact, kind="avoid", text="前のお勤め先", on=date(2026, 9, 18), now=now
            )
    quiet = contacts.create(owner=owner, now=now, family="岡部", family_kana="おかべ")
    services.attend(owner=owner, event=past[-1], contact=quiet, now=now)
    contacts.close(owner=owner, contact=quiet, because="asked_to_stop", at=now, now=now)
    return services.create_event(
        owner=owner, now=now, name="十一月のあおば会", starts_at=evening + timedelta(days=2), series="あおば会",
        place="みなと会館 3階",
    )  # fmt: skip


def test_the_evening_is_read_before_it_begins(at_home: Page, gathering: Any) -> None:
    page = at_home
    page.goto("/events/")
    page.get_by_role("link", name="十一月のあおば会").click()
    page.get_by_role("link", name="会の前に読む").click()
    expect(page.get_by_role("heading", name="十一月のあおば会の前に")).to_be_visible()
    tanabe = page.get_by_role("article").filter(has=page.get_by_role("heading", name=re.compile("^田辺")))
    expect(tanabe).to_contain_text("「来月も行きます」とおっしゃっていました")
    expect(tanabe).to_contain_text("10月16日(金)")
    expect(tanabe).to_contain_text("事務所の若手に、どこまで任せてよいか")
    expect(tanabe).to_contain_text("役に立つ情報")
    honda = page.get_by_role("article").filter(has=page.get_by_role("heading", name=re.compile("^本多")))
    expect(honda).to_contain_text("触れないこと:前のお勤め先")
    expect(page.get_by_role("main")).to_contain_text("そっとしておく方")
    expect(page.get_by_role("article").filter(has_text="岡部")).to_have_count(0)
    expect(page.get_by_role("button", name="印刷・PDFにする")).to_be_visible()
    # Nothing runs out of a phone's screen, and every button is large enough for a thumb.
    fits(page)
    assert len(page.get_by_role("main").inner_text()) < 1500  # signs; two minutes of easy reading, and the words around


def test_on_paper_it_is_a_page_or_two(at_home: Page, owner: Any, gathering: Any, now: datetime) -> None:
    from yorisoi.apps.contacts import services as contacts
    from yorisoi.apps.events import services

    for number in range(20):
        contact = contacts.create(owner=owner, now=now, family=f"佐藤{number}", organisation="佐藤事務所")
        text = "古い建物の直し方と、町の歴史"
        contacts.add_fact(owner=owner, contact=contact, kind="interest", text=text, on=now.date(), now=now)
        services.attend(owner=owner, event=gathering, contact=contact, now=now, presence="expected")
    page = at_home
    page.goto(f"/events/{gathering.pk}/brief/")
    printed = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page(?!s)", printed))
    assert 1 <= pages <= 2


def test_the_button_prints(at_home: Page, gathering: Any) -> None:
    page = at_home
    page.add_init_script("window.print = () => { document.title = 'printed'; };")
    page.goto(f"/events/{gathering.pk}/brief/")
    page.get_by_role("button", name="印刷・PDFにする").click()
    expect(page).to_have_title("printed")


def test_it_reads_without_javascript(
    browser: Browser, at_home: Page, phone: BrowserContext, live_server: Any, gathering: Any
) -> None:
    plain = browser.new_context(
        viewport=PHONE, java_script_enabled=False, base_url=live_server.url, storage_state=phone.storage_state()
    )
    plain.set_default_timeout(PATIENCE_MS)
    page = plain.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"/events/{gathering.pk}/brief/")
    expect(page.get_by_role("heading", name=re.compile("^田辺"))).to_be_visible()
    expect(page.get_by_role("button", name="印刷・PDFにする")).to_have_count(0)
    # The page itself and its looks: nothing that a phone without a network would miss.
    assert set(asked) <= {"document", "stylesheet", "script", "image", "manifest", "other"}
    assert asked.count("document") == 1
    plain.close()


def test_a_gathering_is_written_and_people_are_tapped_in(
    at_home: Page, gathering: Any, settings: Any, now: datetime
) -> None:
    from yorisoi.apps.events.models import Attendance, Event
    from yorisoi.apps.interactions.models import Interaction

    page = at_home
    page.goto("/events/")
    page.get_by_role("link", name="会を書きとめる").click()
    page.get_by_label("会の名前").fill("朝のあおば会")
    page.get_by_label("始まり", exact=True).fill("09:30")
    page.get_by_label("定例の会").fill("あおば会")
    page.get_by_role("button", name="書きとめる").dblclick()
    expect(page.get_by_role("heading", name="朝のあおば会")).to_be_visible()
    event = Event.objects.get(name="朝のあおば会")
    page.get_by_role("link", name="お会いした方を足す").click()
    # Who usually comes is there before anything is typed.
    button = page.get_by_role("button", name="田辺さん:お会いした")
    expect(button).to_be_visible()
    assert (button.bounding_box() or {"height": 0})["height"] >= 44
    button.dblclick()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_label("名前・よみ・会社から探す").fill("ほん")
    page.get_by_role("button", name="本多さん:いらしていた").click()
    expect(page.get_by_role("button", name="本多さん:いらしていた")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="会のページへ戻る").click()
    expect(page.get_by_role("main")).to_contain_text("前回は 10月16日(金) 十月のあおば会")
    assert Attendance.objects.filter(event=event).count() == 2
    assert Interaction.objects.filter(at=event.starts_at).count() == 1
