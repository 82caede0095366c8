"""A real browser of a phone's size, and a real server behind it. No test here reaches beyond this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 390, "height": 844}  # CSS pixels: the width the product is designed for
PATIENCE_MS = 15_000  # a page of ours answers in tens of milliseconds; a busy machine may be slow to draw it
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Playwright drives the browser from an event loop in this thread; the tests themselves are plain, one after the other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium がありません。scripts/install_system_parts を実行してください。"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            headless=True,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True,
        locale="ja-JP", timezone_id="Asia/Tokyo", base_url=live_server.url,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script fails or the content policy is broken."""
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    # A page the test means to refuse (404, 422) is reported by the browser as an error too; that is no fault.
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


@pytest.fixture
def at_home(page: Page, owner: Any, settings: Any, now: datetime) -> Page:
    """The owner, come in by a one-time link as on the first start."""
    from yorisoi.apps.accounts import services

    settings.FIXED_NOW = now.isoformat()
    token = services.issue_sign_in_link(owner=owner, now=now)
    page.goto(f"/enter/{token}/")
    page.get_by_role("button", name="はじめる").click()
    page.wait_for_url("**/")
    return page
