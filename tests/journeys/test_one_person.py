"""Two cards of one person: found in the book, looked at side by side, made one in two taps, and two again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looks import fits
from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.models import Contact

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_cards_become_one_and_two_again(at_home: Page, owner: Any, now: datetime) -> None:
    page = at_home
    for family, more in (
        ("髙橋", {"organisation": "青葉商事"}),
        ("高橋", {"organisation": "株式会社青葉商事", "title": "営業部長", "source": "名刺", "note": "猫が二匹"}),
    ):
        mail = "ichiro@example.jp" if family == "髙橋" else "takahashi@aoba.example.jp"
        points = [("mobile", "090-1111-2222"), ("mail", mail)]
        services.create(owner=owner, now=now, family=family, given="一郎", points=points, tags=["交流会"], **more)
    page.goto("/people/")
    page.get_by_role("link", name="同じ方が二枚になっていないか見る").click()
    expect(page.get_by_text("同じ携帯番号です")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="見くらべる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("同じ方でしたら、ひとつに")
    fits(page)
    page.get_by_text("高橋", exact=True).last.click()
    page.get_by_role("button", name="ひとつにまとめる").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("高橋 一郎")
    fits(page)
    page.get_by_role("link", name="元に戻す").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("もとの二枚に戻しますか")
    fits(page)
    page.get_by_role("button", name="二枚に戻す").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("髙橋 一郎")
    page.get_by_role("link", name="同じ方を探して、ひとつにまとめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("同じ方を探す")
    fits(page)
    assert Contact.objects.count() == 2
