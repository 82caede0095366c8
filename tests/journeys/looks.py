"""What every page must look like on a phone, whatever it is for."""

from __future__ import annotations

from playwright.sync_api import Page

PHONE_WIDTH = 390  # CSS pixels: the width the product is designed for


def fits(page: Page) -> None:
    """Nothing on the page is wider than the phone. Call it once the page looked at has shown something of its own.

    Between two pages a document has no root yet; the locator waits for one.
    """
    page.wait_for_load_state()
    assert page.locator("html").evaluate("root => root.scrollWidth") <= PHONE_WIDTH, page.url
