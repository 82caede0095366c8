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
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8799
PHONE = {"width": 390, "height": 844}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
WAIT_SECONDS = 180  # the demo builds its database first


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "YORISOI_DATA": folder, "PYTHONUNBUFFERED": "1"}
        command = [str(ROOT / ".venv" / "bin" / "yorisoi"), "demo", "--serve", "--port", str(PORT)]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            take(first_link(server))
        finally:
            server.terminate()
            server.wait(timeout=20)


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
        shoot(page, "today")
        page.emulate_media(color_scheme="dark")
        shoot(page, "today-dark")
        page.emulate_media(color_scheme="light")
        walk(page)
        browser.close()


def walk(page: Page) -> None:
    origin = re.match(r"https?://[^/]+", page.url)
    assert origin is not None
    base = origin.group()
    person = page.locator("main a[href*='/people/']").first.get_attribute("href") or "/people/1/"
    number = re.search(r"/people/(\d+)", person)
    assert number is not None
    contact = f"{base}/people/{number.group(1)}/"
    page.goto(contact)
    shoot(page, "person")
    page.goto(f"{contact}write/")
    page.get_by_label("本文").fill(
        "お世話になっております。先日の資料はご覧いただけましたでしょうか。ご検討状況はいかがですか。"
    )
    page.locator(".finding").first.wait_for()
    shoot(page, "desk")
    for name, path in (("people", "/people/"), ("imports", "/imports/"), ("preferences", "/preferences/")):
        page.goto(base + path)
        shoot(page, name)


def shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png", full_page=name != "people")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
