"""J1 · At a gathering: each person in seconds, with no signal, and whatever falls over nothing is lost or doubled."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.real_server import RealServer
from yorisoi.apps.accounts.models import Preferences
from yorisoi.apps.cards.models import Card
from yorisoi.apps.events import capturing
from yorisoi.apps.events.models import Capture, Event

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TAPS = 4  # for a typed surname, from today's page to the next empty sheet
PATIENCE = 20.0  # seconds; two busy cores start a server in three
READ_CACHES = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        kept[name.replace(/-[0-9a-f]{12}$/, "")] =
            (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
    }
    return kept;
}"""
WAITING = "async () => (await Outbox.all()).length"


def photo(side: int = 640, *, noise: bool = False) -> dict[str, Any]:
    """A picture as a phone hands it over; with noise it is large."""
    image = (
        Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)) if noise else Image.new("RGB", (side, side))
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def becomes(page: Page, script: str) -> None:
    """Wait for a script to say yes. The pages' policy forbids the browser to wait for it by itself."""
    until(page, lambda: bool(page.evaluate(script)))


def ready(page: Page) -> None:
    """Wait until the worker answers for the page and has looked at what it may keep."""
    becomes(page, "navigator.serviceWorker.controller !== null")
    becomes(page, "async () => Boolean(await caches.match('/capture/', { cacheName: 'yorisoi-capture' }))")


def save(page: Page, name: str = "", note: str = "", picture: dict[str, Any] | None = None) -> None:
    """Fill the sheet and save it."""
    if picture:
        page.locator("input[type=file]").set_input_files([picture])
        expect(page.get_by_alt_text("撮った名刺")).to_be_visible()
    if name:
        page.get_by_label("お名前").fill(name)
    if note:
        page.get_by_label("ひとこと", exact=True).fill(note)
    page.get_by_role("button", name="控えて、次の方へ").click()
    expect(page.get_by_text("控えました。次の方をどうぞ")).to_be_visible()
    expect(page.get_by_label("お名前")).to_have_value("")
    expect(page.get_by_label("お名前")).to_be_focused()


def names() -> list[str]:
    return sorted(Capture.objects.values_list("name", flat=True))


def until(page: Page, says: Callable[[], bool]) -> None:
    """Wait for the house to know."""
    deadline = time.monotonic() + PATIENCE
    while not says():
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)


@pytest.fixture
def gathering(owner: Any, now: datetime) -> Event:
    begun = now - timedelta(minutes=30)
    return Event.objects.create(owner=owner, uid="a", name="秋の夕べ", starts_at=begun, created_at=now, updated_at=now)


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The house writes no capture down; ``undo()`` mends it."""

    def fall(**kwargs: Any) -> Any:
        raise OSError("no room on the disk")

    monkeypatch.setattr(capturing, "receive", fall)
    return monkeypatch


@pytest.fixture
def sheet(gathering: Event, at_home: Page) -> Page:
    """The capture page, kept by the phone, during a gathering."""
    ready(at_home)
    at_home.goto("/capture/")
    return at_home


def test_three_people_in_a_few_taps_each(gathering: Event, at_home: Page) -> None:
    page = at_home
    taps = 0
    page.get_by_role("link", name="控える", exact=True).tap()
    taps += 1
    expect(page.get_by_label("お名前")).to_be_focused()
    page.keyboard.type("佐藤")
    taps += 1
    page.get_by_role("button", name="控えて、次の方へ").tap()
    taps += 1
    expect(page.get_by_text("届いた控え(1)")).to_be_visible()
    assert taps <= MOST_TAPS
    expect(page.get_by_label("お名前")).to_be_focused()
    page.keyboard.type("田中")  # the next one at once
    page.keyboard.press("Enter")
    expect(page.get_by_text("届いた控え(2)")).to_be_visible()
    save(page, "鈴木", "相続に詳しい", photo())
    expect(page.get_by_text("届いた控え(3)")).to_be_visible()
    assert names() == ["佐藤", "田中", "鈴木"]
    assert set(Capture.objects.values_list("event", flat=True)) == {gathering.pk}
    assert Capture.objects.get(name="鈴木").card == Card.objects.get()
    expect(page.locator("#waiting")).to_be_hidden()


def test_without_a_signal_nothing_is_lost_and_nothing_comes_twice(
    sheet: Page, phone: BrowserContext, gathering: Event
) -> None:
    sheet.close()
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/capture/")  # cold, from what the phone kept
    expect(page.get_by_text("電波がありません")).to_be_visible()
    save(page, "佐藤", "登山の話")
    save(page, "", "", photo())
    expect(page.get_by_text("この端末で待っています(2)")).to_be_visible()
    page.reload()
    expect(page.get_by_text("この端末で待っています(2)")).to_be_visible()
    page.close()  # the tab is killed
    assert Capture.objects.count() == 0
    page = phone.new_page()
    page.goto("/capture/")
    expect(page.get_by_text("この端末で待っています(2)")).to_be_visible()
    phone.set_offline(False)
    until(page, lambda: Capture.objects.count() == 2)
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.get_by_text("届いた控え(2)")).to_be_visible()
    page.reload()
    page.wait_for_timeout(500)
    assert names() == ["", "佐藤"]
    assert set(Capture.objects.values_list("event", flat=True)) == {gathering.pk}
    assert Capture.objects.get(name="").card == Card.objects.get()


def test_two_tabs_send_once(sheet: Page, phone: BrowserContext) -> None:
    other = phone.new_page()
    other.goto("/capture/")
    phone.set_offline(True)
    for number in range(3):
        save(sheet, f"一枚目{number}")
        save(other, f"二枚目{number}")
    phone.set_offline(False)
    until(sheet, lambda: Capture.objects.count() >= 6)
    for page in (sheet, other):
        page.evaluate("Phone.send()")
        expect(page.locator("#waiting")).to_be_hidden()
    assert len(names()) == len(set(names())) == 6


def test_a_double_tap_is_one(sheet: Page) -> None:
    sheet.get_by_label("お名前").fill("佐藤")
    sheet.get_by_role("button", name="控えて、次の方へ").dblclick()
    expect(sheet.get_by_text("届いた控え(1)")).to_be_visible()
    sheet.get_by_label("お名前").fill("田中")
    sheet.evaluate(
        "() => { const form = document.getElementById('capture'); form.requestSubmit(); form.requestSubmit(); }"
    )
    expect(sheet.get_by_text("届いた控え(2)")).to_be_visible()
    assert names() == ["佐藤", "田中"]


def test_an_answer_that_was_lost_is_asked_for_again(sheet: Page) -> None:
    lost = []

    def lose(route: Any) -> None:
        route.fetch()  # the house has written it down …
        lost.append(route.request.url)
        route.abort()  # … and the phone never hears of it

    sheet.route("**/capture/receive/", lose, times=1)
    save(sheet, "佐藤", "", photo())
    expect(sheet.get_by_text("この端末で待っています(1)")).to_be_visible()
    until(sheet, lambda: len(lost) == 1)
    assert names() == ["佐藤"]
    sheet.get_by_role("button", name="いま送る").click()
    expect(sheet.locator("#waiting")).to_be_hidden()
    expect(sheet.get_by_text("届いた控え(1)")).to_be_visible()
    assert (names(), Card.objects.count()) == (["佐藤"], 1)


def test_what_waits_is_mended_and_thrown_away(sheet: Page, phone: BrowserContext) -> None:
    phone.set_offline(True)
    save(sheet, "佐籐", "", photo())
    save(sheet, "まちがい")
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.locator(".capture-row", has_text="まちがい").get_by_role("button", name="消す").click()
    expect(sheet.get_by_text("この端末で待っています(1)")).to_be_visible()
    sheet.get_by_role("button", name="なおす").click()
    expect(sheet.get_by_label("お名前")).to_have_value("佐籐")
    expect(sheet.get_by_alt_text("撮った名刺")).to_be_visible()
    save(sheet, "佐藤")
    phone.set_offline(False)
    until(sheet, lambda: names() == ["佐藤"])
    assert Card.objects.count() == 1


def test_what_is_mended_on_its_way_goes_again(sheet: Page) -> None:
    held: list[Any] = []
    sheet.route("**/capture/receive/", lambda route: held.append(route), times=1)
    save(sheet, "佐籐")
    until(sheet, lambda: len(held) == 1)
    sheet.get_by_role("button", name="なおす").click()
    expect(sheet.get_by_label("お名前")).to_have_value("佐籐")
    save(sheet, "佐藤")
    held[0].continue_()  # the first spelling arrives after the second was saved
    until(sheet, lambda: names() == ["佐藤"])
    expect(sheet.locator("#waiting")).to_be_hidden()


def test_a_photo_that_is_none_is_said_on_the_page(sheet: Page) -> None:
    bad = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    sheet.locator("input[type=file]").set_input_files([bad])
    sheet.get_by_role("button", name="控えて、次の方へ").click()
    expect(sheet.locator("#waiting .field__error")).to_contain_text("。")
    sheet.get_by_role("button", name="なおす").click()
    expect(sheet.get_by_alt_text("撮った名刺")).to_be_visible()
    save(sheet, "佐藤")
    until(sheet, lambda: names() == ["佐藤"])
    expect(sheet.locator("#waiting")).to_be_hidden()


def test_today_is_read_without_a_signal(sheet: Page, phone: BrowserContext, owner: Any) -> None:
    sheet.goto("/")
    expect(sheet.locator("#kept-note")).to_be_hidden()
    phone.set_offline(True)
    sheet.goto("/")
    expect(sheet.locator("#kept-note")).to_have_text(
        re.compile(r"^電波がないため、\d+月\d+日 \d+:\d\d のものを表示しています$")
    )
    expect(sheet.get_by_role("heading", level=1)).to_have_text("11月18日(水)")
    sheet.goto("/people/")
    expect(sheet.get_by_role("heading", name="いまは電波がありません")).to_be_visible()
    sheet.get_by_role("link", name="控える").click()
    expect(sheet.get_by_label("お名前")).to_be_focused()


def test_a_brief_that_was_opened_is_read_without_a_signal(sheet: Page, phone: BrowserContext, gathering: Event) -> None:
    sheet.goto(f"/events/{gathering.pk}/brief/")
    becomes(sheet, "async () => Boolean(await caches.match(location.pathname, { cacheName: 'yorisoi-reading' }))")
    phone.set_offline(True)
    sheet.goto(f"/events/{gathering.pk}/brief/")
    expect(sheet.get_by_role("heading", name="秋の夕べの前に")).to_be_visible()
    expect(sheet.locator("#kept-note")).to_contain_text("電波がないため、")


def test_the_phone_keeps_little(sheet: Page, owner: Any, make_contact: Callable[..., Any], gathering: Event) -> None:
    person = make_contact(owner)
    save(sheet, "佐藤", "", photo())
    expect(sheet.get_by_text("届いた控え(1)")).to_be_visible()
    for path in ("/", "/people/", f"/people/{person.pk}/", "/events/", f"/events/{gathering.pk}/", "/capture/"):
        sheet.goto(path)
    kept = sheet.evaluate(READ_CACHES)
    assert kept["yorisoi-reading"] == ["/"]
    assert kept["yorisoi-capture"] == ["/capture/"]
    assert set(kept) == {"yorisoi-shell", "yorisoi-reading", "yorisoi-capture"}
    assert all(path.startswith("/static/") or path == "/offline/" for path in kept["yorisoi-shell"])
    page = sheet.evaluate("async () => (await caches.match('/capture/')).text()")
    assert "佐藤" not in page


def test_turned_off_nothing_of_today_is_kept(sheet: Page, phone: BrowserContext) -> None:
    sheet.goto("/")
    becomes(sheet, "async () => Boolean(await caches.match('/', { cacheName: 'yorisoi-reading' }))")
    sheet.goto("/preferences/")
    sheet.get_by_label("電波のないところでも今日を読む").uncheck()
    sheet.get_by_role("button", name="保存する").click()
    expect(sheet.get_by_text("設定を保存しました")).to_be_visible()
    becomes(sheet, "async () => !(await caches.has('yorisoi-reading'))")
    sheet.goto("/")
    sheet.goto("/capture/")
    sheet.wait_for_timeout(300)
    assert "yorisoi-reading" not in sheet.evaluate(READ_CACHES)
    assert "秋の夕べ" not in sheet.evaluate("async () => (await caches.match('/capture/')).text()")
    phone.set_offline(True)
    sheet.goto("/")
    expect(sheet.get_by_role("heading", name="いまは電波がありません")).to_be_visible()
    sheet.goto("/capture/")
    save(sheet, "佐藤")  # capturing goes on
    assert Preferences.objects.get().offline_reading is False


def test_signing_out_clears_what_was_kept_and_says_what_waits(sheet: Page, stuck: pytest.MonkeyPatch) -> None:
    save(sheet, "佐藤")
    sheet.goto("/preferences/")
    expect(sheet.get_by_text("まだ送っていない控えが1件あります")).to_be_visible()
    sheet.get_by_role("button", name="この端末での利用を終える").click()
    expect(sheet.get_by_role("heading", name="おかえりなさい")).to_be_visible()
    expect(sheet.get_by_text("サインインすると送られます")).to_be_visible()
    becomes(sheet, "async () => (await caches.keys()).every((name) => name.startsWith('yorisoi-shell-'))")
    assert sheet.evaluate(WAITING) == 1
    assert Capture.objects.count() == 0


def enter(page: Page, who: Any, now: datetime) -> None:
    from yorisoi.apps.accounts import services

    page.goto(f"/enter/{services.issue_sign_in_link(owner=who, now=now)}/")
    page.get_by_role("button", name="はじめる").click()
    page.wait_for_url("**/")


def test_another_owner_neither_sees_nor_sends_them(
    sheet: Page, owner: Any, stranger: Any, now: datetime, stuck: pytest.MonkeyPatch
) -> None:
    save(sheet, "佐藤")
    expect(sheet.get_by_text("いまは送れませんでした")).to_be_visible()
    sheet.context.clear_cookies()  # the session has ended
    sheet.get_by_role("button", name="いま送る").click()
    expect(sheet.get_by_text("サインインすると送られます")).to_be_visible()
    stuck.undo()  # only now: the worker may have been trying meanwhile, with the session it had
    enter(sheet, stranger, now)
    sheet.goto("/capture/")
    sheet.evaluate("Phone.send()")
    expect(sheet.locator("#waiting")).to_be_hidden()
    assert (sheet.evaluate(WAITING), Capture.objects.count()) == (1, 0)
    kept = sheet.evaluate("async () => (await caches.match('/capture/')).text()")
    assert "秋の夕べ" not in kept
    enter(sheet, owner, now)
    until(sheet, lambda: Capture.objects.filter(owner=owner, name="佐藤").count() == 1)
    assert not Capture.objects.filter(owner=stranger).exists()


def test_it_works_without_a_script(
    browser: Browser, live_server: Any, owner: Any, gathering: Event, settings: Any, now: datetime
) -> None:
    settings.FIXED_NOW = now.isoformat()
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    enter(page, owner, now)
    page.goto("/capture/")
    page.locator("input[type=file]").set_input_files([photo()])
    page.get_by_label("お名前").fill("佐藤")
    page.get_by_role("button", name="控えて、次の方へ").click()
    expect(page.get_by_text("佐藤を控えました。次の方をどうぞ。")).to_be_visible()
    row = Capture.objects.get()
    assert (row.name, row.event, row.card) == ("佐藤", gathering, Card.objects.get())
    context.close()


# A server of its own that may be killed


ARRIVED = "SELECT name, card_id IS NOT NULL FROM events_capture ORDER BY name"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    server = RealServer(tmp_path / "house")
    yield server
    server.kill()


def test_a_server_killed_in_mid_upload(server: RealServer, browser: Browser) -> None:
    link = server.start()
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="はじめる").click()
    ready(page)
    page.goto(f"{server.address}/capture/")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}  # bytes a second
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    with page.expect_request("**/capture/receive/"):
        save(page, "佐藤", "登山の話", photo(1500, noise=True))
    page.wait_for_timeout(1500)  # a part of it is there
    assert server.ask(ARRIVED) == []
    server.kill()
    expect(page.get_by_text("この端末で待っています(1)")).to_be_visible()
    save(page, "田中")  # with the server gone
    assert server.ask(ARRIVED) == []
    page.close()
    server.start()
    page = context.new_page()
    page.goto(f"{server.address}/capture/")
    expect(page.get_by_text("届いた控え(2)")).to_be_visible(timeout=int(PATIENCE * 1000))
    expect(page.locator("#waiting")).to_be_hidden()
    page.reload()
    page.wait_for_timeout(500)
    assert server.ask(ARRIVED) == [("佐藤", 1), ("田中", 0)]
    context.close()


def test_four_at_the_same_moment_on_a_real_server(server: RealServer, browser: Browser) -> None:
    link = server.start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="はじめる").click()
    page.goto(f"{server.address}/capture/")
    answers = page.evaluate(
        """async (bytes) => {
            const door = await (await fetch("/capture/token/")).json();
            const photo = new Blob([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], { type: "image/jpeg" });
            const send = async () => {
                const body = new FormData();
                const sheet = { client_id: "0b3c1d0e-58f6-4a55-9c0e-3c8f9a6f1d01", owner: door.owner, name: "佐藤" };
                for (const [name, value] of Object.entries(sheet)) body.append(name, value);
                body.append("event_name", "秋の夕べ");
                body.append("photo", photo, "a.jpg");
                const answer = await fetch("/capture/receive/",
                    { method: "POST", body, headers: { "X-CSRFToken": door.csrf } });
                return [answer.status, await answer.json()];
            };
            return Promise.all([1, 2, 3, 4].map(send));
        }""",
        base64.b64encode(photo()["buffer"]).decode(),
    )
    expected = {"client_id": "0b3c1d0e-58f6-4a55-9c0e-3c8f9a6f1d01", "state": "waiting", "trouble": ""}
    assert answers == [[200, expected]] * 4, json.dumps(answers)
    assert server.ask(ARRIVED) == [("佐藤", 1)]
    context.close()
