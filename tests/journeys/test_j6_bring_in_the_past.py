"""J6 · Bring in the past: plan first, then one transaction, then undo. Real files, a real browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions.models import Interaction
from yorisoi.data import demo_dates

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLES = demo_dates.shifted(date(2026, 11, 18))


def sample(name: str) -> dict[str, Any]:
    found = next(path for path in SAMPLES if name in path)
    return {"name": Path(found).name, "mimeType": "application/octet-stream", "buffer": SAMPLES[found]}


def offer(page: Page, file: dict[str, Any]) -> None:
    page.goto("/imports/new/")
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_role("button", name="計画を見る").click()


def accept(page: Page) -> None:
    page.get_by_role("button", name="この内容で取り込む").click()
    expect(page.get_by_role("heading", name="取り込みました")).to_be_visible()


def test_plan_show_apply_undo(at_home: Page) -> None:
    page = at_home
    offer(page, sample("address_book.vcf"))
    expect(page.get_by_role("heading", name="取り込みの計画")).to_be_visible()
    assert Contact.objects.count() == 0  # shown, and nothing written
    accept(page)
    arrived = Contact.objects.count()
    assert arrived > 10
    page.get_by_role("link", name="元に戻す").click()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.get_by_role("heading", name="元に戻しました")).to_be_visible()
    assert Contact.objects.count() == 0


def test_the_same_file_twice_changes_nothing(at_home: Page) -> None:
    page = at_home
    offer(page, sample("cards_eight"))
    accept(page)
    before = list(Contact.objects.order_by("pk").values())
    offer(page, sample("cards_eight"))
    expect(page.get_by_text("みなさん、もう入っています")).to_be_visible()
    assert list(Contact.objects.order_by("pk").values()) == before


def test_a_talk_asks_once_who_is_me_and_keeps_no_words_unless_told(at_home: Page) -> None:
    page = at_home
    offer(page, sample("相沢"))
    expect(page.get_by_role("heading", name="ご自分はどなたですか")).to_be_visible()
    page.get_by_label("堀田").first.check()
    page.get_by_role("button", name="計画を見る").click()
    accept(page)
    assert Interaction.objects.count() > 5
    assert set(Interaction.objects.values_list("text", flat=True)) == {""}
    offer(page, sample("倉持"))
    expect(page.get_by_role("heading", name="取り込みの計画")).to_be_visible()  # not asked again


def test_a_doubtful_person_waits_for_a_choice(at_home: Page) -> None:
    page = at_home
    offer(page, sample("address_book.vcf"))
    accept(page)
    offer(page, sample("cards_eight"))
    doubtful = page.locator("article", has=page.locator("fieldset")).first
    expect(doubtful.get_by_text("どなたでしょうか")).to_be_visible()
    doubtful.get_by_label("と同じ方").first.check()
    accept(page)
    assert Contact.objects.filter(family__in=["高橋", "髙橋"], given="直人").count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.csv", b""),
        ("表.xlsx", b"PK\x03\x04" + b"\x00" * 64),
        ("半分.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:\xe4\xbd\x90\xe8\x97\xa4;;;;\r\n"),
        ("絵.vcf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 32),
    ],
)
def test_bad_files_get_a_clear_sentence_and_nothing_is_written(at_home: Page, name: str, content: bytes) -> None:
    page = at_home
    offer(page, {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    notice = page.locator(".notice--gentle").first
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("。")
    assert Contact.objects.count() == 0


def test_hostile_cells_are_only_words(at_home: Page) -> None:
    page = at_home
    table = '氏名,会社名,e-mail\r\n"<script>alert(1)</script>","{{ 7*7 }}","=1+1@example.jp"\r\n'
    offer(page, {"name": "cards.csv", "mimeType": "text/csv", "buffer": table.encode("utf-8-sig")})
    if page.get_by_role("heading", name="どの列に何が書いてありますか").is_visible():
        page.get_by_role("button", name="計画を見る").click()
    accept(page)
    page.goto("/people/")
    expect(page.get_by_role("main")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main script").count() == 0
