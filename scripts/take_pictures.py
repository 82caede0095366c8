"""Take the phone-sized pictures of the main pages for the documents, from the demo's people.

Usage: ``make images``. Writes docs/images/*.png (390 px wide, light and, for 今日, dark).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8799
PHONE = {"width": 390, "height": 844}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TOKYO = ZoneInfo("Asia/Tokyo")
PERSON = "相沢"  # the one of the sample network whose page shows most


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "YORISOI_DATA": folder,
            "YORISOI_NOW": a_tuesday_morning(),
            "PYTHONUNBUFFERED": "1",
        }
        command = [str(ROOT / ".venv" / "bin" / "yorisoi"), "demo", "--serve", "--port", str(PORT)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            take(first_link(server))
        finally:
            server.terminate()
            server.wait(timeout=20)


def a_tuesday_morning() -> str:
    """Half past nine on the next Tuesday: a working morning, so that 今日 has something to show."""
    today = datetime.now(TOKYO)
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 or 7)
    return tuesday.replace(hour=9, minute=30, second=0, microsecond=0).isoformat()


def first_link(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://\S+/enter/\S+", line):
            return found.group()
    sys.exit("the demo ended before it gave a link")


def take(link: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        page = context.new_page()
        page.goto(link)
        page.get_by_role("button", name="はじめる").click()
        page.wait_for_url("**/")
        shoot(page, "today", at="#suggestions-title")
        page.emulate_media(color_scheme="dark")
        shoot(page, "today-dark", at="#suggestions-title")
        page.emulate_media(color_scheme="light")
        walk(page)
        browser.close()


def walk(page: Page) -> None:
    origin = re.match(r"https?://[^/]+", page.url)
    assert origin is not None
    base = origin.group()
    page.goto(f"{base}/people/?q={PERSON}")
    person = page.locator("a.person-row__name").first.get_attribute("href")
    assert person is not None
    page.goto(base + person)
    shoot(page, "person")
    page.goto(f"{base}{person}why/")
    shoot(page, "why")
    page.goto(f"{base}{person}write/")
    page.get_by_label("本文").fill(
        "お世話になっております。先日の資料はご覧いただけましたでしょうか。ご検討状況はいかがですか。お返事をお待ちしております。"
    )
    page.locator(".finding").first.wait_for()
    shoot(page, "desk", at="#findings")
    for name, path in (
        ("garden", "/garden/"),
        ("people", "/people/"),
        ("imports", "/imports/new/"),
        ("preferences", "/preferences/"),
    ):
        page.goto(base + path)
        shoot(page, name)
    gather(page, base)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{base}/garden/")
    shoot(page, "garden-dark")


def gather(page: Page, base: str) -> None:
    """The evening: capture, the debrief of the card of the sample, and the brief before the next time."""
    page.goto(f"{base}/capture/")
    shoot(page, "capture")
    page.goto(base)
    page.locator("a[href*='debrief']").first.click()
    shoot(page, "debrief")
    page.locator("main a[href*='debrief'], main a[href*='captures']").last.click()
    shoot(page, "debrief-one")
    page.goto(f"{base}/events/")
    shoot(page, "events")
    page.locator("main a[href*='/events/']").filter(has_text="あおば会").first.click()
    page.locator("a[href*='/brief/']").first.click()
    shoot(page, "brief")


def shoot(page: Page, name: str, *, at: str = "") -> None:
    """Take what the phone shows; ``at`` is a selector to bring to the top first, as a reader would scroll to it."""
    if at:
        page.locator(at).first.evaluate("element => element.scrollIntoView({block: 'start'})")
        page.mouse.wheel(0, -24)  # a little air above
        page.wait_for_timeout(200)  # milliseconds for the scroll to settle
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
