"""J2 · The evening after: twenty people in minutes, stopped and taken up anywhere, nobody doubled, everybody to be taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.looks import fits
from tests.journeys.real_server import RealServer
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.events.models import Attendance, Capture, Event

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 20
STOPPED_AT = 8  # somewhere in the middle
MOST_SECONDS = 600  # ten minutes for twenty people, typing time left out: here nothing is typed by hand
PATIENCE_MS = 60_000  # two busy cores start a server in a few seconds
SMALLEST_TARGET = 44  # CSS pixels: what a thumb meets without aiming
CAPTURE = """async ([names]) => {
    const door = await (await fetch("/capture/token/")).json();
    for (const [at, name] of names.entries()) {
        const body = new FormData();
        const sheet = { client_id: crypto.randomUUID(), owner: door.owner, name, note: at % 3 ? "" : "よく笑う方",
            event_name: "秋の夕べ", captured_at: new Date(Date.now() - 3600000 + at * 1000).toISOString() };
        for (const [key, value] of Object.entries(sheet)) body.append(key, value);
        const answer = await fetch("/capture/receive/", { method: "POST", body, headers: { "X-CSRFToken": door.csrf } });
        if (!answer.ok) throw new Error(String(answer.status));
    }
}"""


def on(page: Page) -> Locator:
    return page.get_by_role("button", name="この方はこれで、次へ")


def go_on(page: Page, number: int) -> None:
    """Finish the person shown and wait for the one after them."""
    on(page).click()
    expect(page.get_by_role("heading", name=f"{number + 1}人目の方")).to_be_visible()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    server = RealServer(tmp_path / "house")
    yield server
    server.kill()


def test_twenty_people_with_the_tab_closed_and_the_server_killed_in_the_middle(
    server: RealServer, browser: Browser
) -> None:
    link = server.start()
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="ja-JP", timezone_id="Asia/Tokyo",
        base_url=server.address,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="はじめる").click()
    page.wait_for_url("**/")
    page.evaluate(CAPTURE, [[f"姓{number} 花子" for number in range(1, PEOPLE + 1)]])
    page.goto("/")
    expect(page.get_by_text(f"お会いした{PEOPLE}名のふりかえりが、まだです")).to_be_visible()
    began = time.monotonic()
    page.get_by_role("link", name="ふりかえる").tap()
    page.get_by_role("link", name="はじめる").tap()
    for number in range(1, STOPPED_AT):
        page.get_by_label("何が得意な方でしたか").fill(f"得意{number}")
        go_on(page, number)
    # In the middle of the eighth, the tab is closed, and the power goes.
    expect(page.get_by_label("姓", exact=True)).to_have_value(f"姓{STOPPED_AT}")
    page.get_by_label("気にかかっていたことは").fill("後継ぎ")
    page.get_by_text("ときどき").tap()
    expect(page.get_by_text("ここまで残しました")).to_be_visible()
    page.close()
    server.kill()
    server.start()
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="ふりかえる").tap()
    expect(page.get_by_text(f"{PEOPLE}名のうち{STOPPED_AT - 1}名が済みました")).to_be_visible()
    page.get_by_role("link", name="つづきから").tap()
    expect(page.get_by_label("姓", exact=True)).to_have_value(f"姓{STOPPED_AT}")
    expect(page.get_by_label("気にかかっていたことは")).to_have_value("後継ぎ")
    expect(page.get_by_label("ときどき")).to_be_checked()
    # The same person in another tab, finished in both: one person.
    other = context.new_page()
    other.goto(page.url)
    go_on(page, STOPPED_AT)
    on(other).click()
    expect(other.get_by_role("heading", name=f"{STOPPED_AT + 1}人目の方")).to_be_visible()
    other.close()
    for number in range(STOPPED_AT + 1, PEOPLE):
        go_on(page, number)
    on(page).click()
    expect(page.get_by_role("heading", name="おつかれさまでした")).to_be_visible()
    assert time.monotonic() - began < MOST_SECONDS
    assert server.ask("SELECT count(*), count(DISTINCT family) FROM contacts_contact") == [(PEOPLE, PEOPLE)]
    assert server.ask("SELECT count(*) FROM interactions_interaction WHERE kind = 'meeting'") == [(PEOPLE,)]
    assert server.ask("SELECT count(*) FROM contacts_fact WHERE kind = 'concern'") == [(1,)]
    assert server.ask("SELECT max(many) FROM (SELECT count(*) AS many FROM events_firsttouch GROUP BY day)")[0][0] <= 2
    context.close()


def test_eight_posts_at_the_same_moment_are_one_person(server: RealServer, browser: Browser) -> None:
    link = server.start()
    context = browser.new_context(base_url=server.address)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="はじめる").click()
    page.wait_for_url("**/")
    page.evaluate(CAPTURE, [["髙橋 一郎"]])
    page.goto("/")
    page.get_by_role("link", name="ふりかえる").click()
    page.get_by_role("link", name="はじめる").click()
    page.get_by_label("何が得意な方でしたか").fill("相続")
    statuses = page.evaluate(
        """async () => {
            const sheet = document.getElementById("sheet");
            const send = async () => {
                const body = new URLSearchParams(new FormData(sheet));
                body.set("action", "finish");
                return (await fetch(sheet.getAttribute("action"), { method: "POST", body })).status;
            };
            return Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(send));
        }"""
    )
    assert statuses == [200] * 8
    assert server.ask("SELECT count(*) FROM contacts_contact") == [(1,)]
    assert server.ask("SELECT count(*) FROM contacts_fact WHERE kind = 'strength'") == [(1,)]
    assert server.ask("SELECT count(*) FROM interactions_interaction") == [(1,)]
    assert server.ask("SELECT count(*) FROM events_firsttouch") == [(1,)]
    context.close()


@pytest.fixture
def evening(owner: Any, now: datetime) -> Event:
    from yorisoi.apps.events.services import create_event

    return create_event(owner=owner, name="秋の夕べ", starts_at=now - timedelta(hours=15), now=now)


@pytest.fixture
def caught(owner: Any, evening: Event, now: datetime) -> Callable[..., Capture]:
    def make(name: str, **fields: Any) -> Capture:
        return Capture.objects.create(
            owner=owner, event=evening, name=name, captured_at=now - timedelta(hours=14), received_at=now, **fields
        )

    return make


@pytest.fixture
def takahashi(owner: Any, now: datetime) -> Contact:
    return contacts.create(
        owner=owner, now=now, family="高橋", given="一郎", organisation="旧事務所", closeness="close",
        points=[("mobile", "090-1234-5678")],
    )  # fmt: skip


def test_somebody_in_the_book_is_found_added_to_and_taken_back(
    at_home: Page, evening: Event, caught: Callable[..., Capture], takahashi: Contact
) -> None:
    page = at_home
    caught("髙橋 一郎")
    caught("中村")
    page.goto(f"/events/{evening.pk}/debrief/")
    page.get_by_role("link", name="はじめる").tap()
    page.get_by_text("お仕事・連絡先").tap()
    page.get_by_label("会社・事務所").fill("新事務所")
    page.get_by_label("携帯").fill("09012345678")
    page.get_by_label("携帯").blur()
    expect(page.get_by_role("heading", name="同じ方でしょうか")).to_be_visible()
    page.get_by_label("はい、高橋 一郎さんです").check()
    page.get_by_label("何を大切にされていましたか").fill("約束の時間")
    page.get_by_label("会社・事務所を「旧事務所」から「新事務所」に").check()
    go_on(page, 1)
    takahashi.refresh_from_db()
    assert (takahashi.family, takahashi.organisation, takahashi.closeness) == ("高橋", "新事務所", "close")
    assert Contact.objects.count() == 1
    assert takahashi.facts.get().text == "約束の時間"
    page.get_by_role("button", name="元に戻す").tap()
    expect(page.get_by_text("書いたものは、そのまま残っています")).to_be_visible()
    expect(page.get_by_label("何を大切にされていましたか")).to_have_value("約束の時間")
    takahashi.refresh_from_db()
    assert takahashi.organisation == "旧事務所"
    assert (Fact.objects.count(), Attendance.objects.count()) == (0, 0)


def test_the_rest_in_one_tap_and_one_of_them_back(
    at_home: Page, evening: Event, caught: Callable[..., Capture]
) -> None:
    page = at_home
    for number in range(5):
        caught(f"姓{number}")
    page.goto(f"/events/{evening.pk}/debrief/")
    page.get_by_role("button", name="残りのみなさんは、覚えておくだけにする").tap()
    expect(page.get_by_role("heading", name="おつかれさまでした")).to_be_visible()
    assert Contact.objects.filter(closeness="remember").count() == 5
    page.get_by_text("書きとめた方").tap()
    page.get_by_role("button", name="姓3さんを元に戻す").tap()
    expect(page.get_by_text("元に戻しました")).to_be_visible()
    assert Contact.objects.count() == 4


def test_not_this_one_and_the_picture_goes_at_the_end(
    at_home: Page, evening: Event, caught: Callable[..., Capture]
) -> None:
    page = at_home
    caught("営業の方", note="名刺だけ")
    page.goto(f"/events/{evening.pk}/debrief/")
    page.get_by_role("link", name="はじめる").tap()
    page.get_by_text("この方は登録しない").tap()
    on(page).click()
    expect(page.get_by_role("heading", name="登録しない方")).to_be_visible()
    page.get_by_role("button", name="閉じる").tap()
    page.wait_for_url("**/")
    assert Contact.objects.count() == 0
    assert Capture.objects.get().note == ""


def test_one_person_without_a_script(
    browser: Browser,
    at_home: Page,
    evening: Event,
    caught: Callable[..., Capture],
    live_server: Any,
    takahashi: Contact,
) -> None:
    capture = caught("")
    plain = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    plain.add_cookies(at_home.context.cookies())
    page = plain.new_page()
    page.goto(f"/debrief/{capture.pk}/")
    page.get_by_label("姓", exact=True).fill("髙橋")
    page.get_by_label("名", exact=True).fill("一郎")
    page.get_by_label("何が得意な方でしたか").fill("相続")
    page.get_by_role("button", name="あとの方は、また今度").click()
    expect(page.get_by_text("ここまでを残しました")).to_be_visible()
    page.get_by_role("link", name="はじめる").click()
    expect(page.get_by_label("何が得意な方でしたか")).to_have_value("相続")
    page.get_by_role("button", name="この方はこれで、次へ").click()
    # The name was typed at the last moment: the question comes before anybody is made.
    expect(page.get_by_role("heading", name="同じ方でしょうか")).to_be_visible()
    page.get_by_label("いいえ、別の方です").check()
    page.get_by_role("button", name="この方はこれで、次へ").click()
    expect(page.get_by_role("heading", name="おつかれさまでした")).to_be_visible()
    assert Contact.objects.count() == 2
    plain.close()


@pytest.mark.parametrize("where", ["sheet", "overview", "end"])
def test_the_pages_fit_a_phone_and_a_thumb(
    where: str, at_home: Page, evening: Event, caught: Callable[..., Capture], takahashi: Contact
) -> None:
    page = at_home
    capture = caught("髙橋 一郎", note="とても長い覚え書き" * 20)
    caught("")
    page.goto(f"/debrief/{capture.pk}/" if where == "sheet" else f"/events/{evening.pk}/debrief/")
    if where == "end":
        for row in Capture.objects.order_by("-pk"):
            page.goto(f"/debrief/{row.pk}/")
            if not row.name:
                page.get_by_text("この方は登録しない").tap()
            elif page.get_by_label("いいえ、別の方です").count():
                page.get_by_label("いいえ、別の方です").check()
            on(page).click()
        expect(page.get_by_role("heading", name="おつかれさまでした")).to_be_visible()
    fits(page)
    small = page.evaluate(
        """(least) => [...document.querySelectorAll("main button, main a.button, main summary, main input, main select")]
            .filter((one) => one.offsetParent && one.type !== "hidden")
            .map((one) => [one.closest("label.check") || one, one])
            .filter(([target]) => target.getBoundingClientRect().height < least)
            .map(([, one]) => one.outerHTML.slice(0, 80))""",
        SMALLEST_TARGET,
    )
    assert small == []
