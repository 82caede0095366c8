"""A drawer of old cards: photographs chosen on a phone, read while one does something else, sorted in one tap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.apps.cards.conftest import number_on, numbered, said
from tests.apps.exchange.test_card_photo import person_on
from yorisoi.apps.cards import background
from yorisoi.apps.contacts.models import Contact
from yorisoi.core.cards.card import Box, Doubt

pytestmark = pytest.mark.django_db(transaction=True)
SPOT = Box(left=0.1, top=0.1, right=0.6, bottom=0.3)


def half_sure(jpeg: bytes) -> Any:
    """The third card cannot be read, and of the second one word is doubtful."""
    number = number_on(jpeg)
    if number == 3:
        return said(name="", family="", given="")
    doubts = (Doubt(field="company", why="かすれています", box=SPOT),) if number == 2 else ()
    return (
        said(name="高橋 一", family="高橋", given="一", company="高橋工房", doubts=doubts)
        if doubts
        else person_on(jpeg)
    )


def test_a_drawer_is_read_planned_and_sorted(at_home: Page, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", half_sure)
    page = at_home
    page.goto("/imports/new/")
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": numbered(n)} for n in (1, 2, 3)]
    )
    page.get_by_role("button", name="計画を見る").click()
    expect(page.get_by_text("3枚のうち、0枚を読み取りました。")).to_be_visible()
    page.goto("/")  # one may leave
    page.goto("/imports/")
    expect(page.get_by_text("読み取り中")).to_be_visible()
    page.get_by_role("link", name="3枚").click()
    expect(page.get_by_text("3枚のうち、0枚を読み取りました。")).to_be_visible()
    background.read_waiting(now=now)
    expect(page.get_by_role("heading", name="取り込みの計画")).to_be_visible()  # the page goes on by itself
    expect(page.get_by_text("かすれています")).to_be_visible()
    expect(page.get_by_role("img", name="写真の会社・事務所のところ")).to_be_visible()
    assert Contact.objects.count() == 0
    page.get_by_role("img", name="3.jpgを見ながら書く").click()
    page.get_by_label("姓", exact=True).fill("森")
    page.get_by_role("button", name="書きとめて計画へ").click()
    page.get_by_role("button", name="この内容で取り込む").click()
    expect(page.get_by_role("heading", name="取り込みました")).to_be_visible()
    page.get_by_role("link", name="お一人ずつ選ぶ").click()
    page.get_by_role("group", name="高橋 一").get_by_text("ときどき").click()
    page.get_by_role("button", name="これでよい").click()
    assert sorted(Contact.objects.values_list("family", "closeness")) == [
        ("森", "remember"), ("鈴木", "remember"), ("高橋", "middle"),
    ]  # fmt: skip
    page.get_by_role("link", name="高橋 一").click()
    page.get_by_role("link", name="高橋 一さんの名刺").click()
    page.get_by_role("link", name="写真を消す").click()
    page.get_by_role("button", name="写真を消す").click()
    expect(page.get_by_text("名刺の写真を消しました。")).to_be_visible()
    expect(page.locator(".card-photo")).to_have_count(0)
