"""The page to read before a gathering: plain facts with their days, one thing to give, and silence where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(owner: Any, now: datetime) -> Any:
    from yorisoi.apps.events import services

    return services.create_event(
        owner=owner, now=now, name="十月の会", starts_at=now - timedelta(days=26), series="例会"
    )


@pytest.fixture
def event(owner: Any, now: datetime, before: Any) -> Any:
    from yorisoi.apps.events import services

    return services.create_event(
        owner=owner,
        now=now,
        name="十一月の会",
        starts_at=now + timedelta(days=2, hours=9),
        series="例会",
        place="みなと会館",
    )


@pytest.fixture
def came(owner: Any, make_contact: Callable[..., Any], before: Any, now: datetime) -> Callable[..., Any]:
    """Make somebody who was at the last gathering."""
    from yorisoi.apps.events import services

    def make(said: str | None = None, **fields: Any) -> Any:
        contact = make_contact(owner, **fields)
        services.attend(owner=owner, event=before, contact=contact, now=now, said=said)
        return contact

    return make


def know(contact: Any, now: datetime, kind: str, text: str, on: date = date(2026, 10, 23), **fields: Any) -> Any:
    from yorisoi.apps.contacts import services

    told = {
        "owner": contact.owner,
        "contact": contact,
        "kind": kind,
        "text": text,
        "on": on,
        "now": now,
        "source": "十月の会",
    }
    return services.add_fact(**{**told, **fields})


def sheet_of(owner: Any, event: Any, now: datetime) -> Any:
    from yorisoi.apps.events.briefing import brief_of

    brief = brief_of(owner, event, now=now)
    (sheet,) = brief.full
    assert (brief.short, brief.quiet) == ((), ())
    return sheet


def test_when_where_what_and_one_thing_to_give(owner: Any, came: Any, event: Any, now: datetime) -> None:
    from yorisoi.apps.contacts import services as contacts

    contact = came(said="来月も行きます", family="田辺")
    know(contact, now, "strength", "建設業の決算書を読むこと")
    solved = know(contact, now, "concern", "事務所の移転先")
    contacts.solve_concern(owner=owner, contact=contact, fact_id=solved.pk, now=now)
    know(contact, now, "concern", "若手にどこまで任せてよいか")
    know(contact, now, "avoid", "ご病気のこと")
    know(contact, now, "request", "商品の話はしないでほしい", wish="no_product")
    sheet = sheet_of(owner, event, now)
    assert sheet.likely.reason == "10月23日(金)に「来月も行きます」とおっしゃっていました。"
    assert sheet.met == "10月23日(金) 十月の会"
    assert [(line.text, line.origin) for line in sheet.said] == [("建設業の決算書を読むこと", "10月23日(金) 十月の会")]
    assert [(line.text, line.solved) for line in sheet.worries] == [
        ("若手にどこまで任せてよいか", False),
        ("事務所の移転先", True),
    ]
    assert sheet.gift.label == "役に立つ情報"
    assert "若手にどこまで任せてよいか" in sheet.gift.why
    assert sheet.mind == ("触れないこと:ご病気のこと", "ご希望:商品の話はしないでほしい")


def test_the_one_worry_is_not_said_twice(owner: Any, came: Any, event: Any, now: datetime) -> None:
    contact = came()
    know(contact, now, "concern", "若手にどこまで任せてよいか")
    assert (
        sheet_of(owner, event, now).gift.why == "このことを気にかけていらしたので、役に立つ情報をひとつお渡しできます。"
    )


def test_nothing_known_nothing_to_give(owner: Any, came: Any, event: Any, now: datetime) -> None:
    contact = came()
    know(contact, now, "note", "名刺の紙がきれい")
    sheet = sheet_of(owner, event, now)
    assert sheet.gift is None
    assert sheet.mind == ()


def test_a_record_of_what_files_said_is_not_what_they_said(owner: Any, came: Any, event: Any, now: datetime) -> None:
    contact = came()
    know(contact, now, "note", "取り込んだ記録では、会社・事務所は「旧事務所」でした。")
    know(contact, now, "note", "以前の肩書きは「課長」でした。")
    know(contact, now, "note", "以前の会でも隣の席でした。", on=date(2026, 9, 1))
    said = [line.text for line in sheet_of(owner, event, now).said]
    assert said == ["以前の会でも隣の席でした"]


def test_an_interest_is_a_topic_rather_than_a_need(owner: Any, came: Any, event: Any, now: datetime) -> None:
    know(came(), now, "interest", "登山")
    assert sheet_of(owner, event, now).gift.label == "共通の話題"


def test_a_solved_worry_carries_no_gift(owner: Any, came: Any, event: Any, now: datetime) -> None:
    from yorisoi.apps.contacts import services as contacts

    contact = came()
    fact = know(contact, now, "concern", "事務所の移転先")
    contacts.solve_concern(owner=owner, contact=contact, fact_id=fact.pk, now=now)
    assert sheet_of(owner, event, now).gift is None


def test_who_is_never_suggested_gets_no_gift(owner: Any, came: Any, event: Any, now: datetime) -> None:
    know(came(never_suggest=True), now, "interest", "登山")
    assert sheet_of(owner, event, now).gift is None


def test_who_wishes_to_be_left_in_peace_is_only_named(
    signed_in: Any, owner: Any, came: Any, event: Any, now: datetime
) -> None:
    contact = came(family="岡部")
    know(contact, now, "interest", "登山")
    know(contact, now, "request", "連絡はいらない", wish="no_contact")
    page = signed_in.get(f"/events/{event.pk}/brief/")
    brief = page.context["brief"]
    assert (brief.full, brief.short) == ((), ())
    assert [each.family for each in brief.quiet] == ["岡部"]
    text = page.content.decode()
    assert "お見かけしても、こちらからは" in text
    assert "登山" not in text


@pytest.mark.parametrize(
    ("wish", "until", "shown"),
    [
        ("thinking", date(2026, 11, 30), True),
        ("thinking", date(2026, 11, 1), False),
        ("mail_only", None, True),
        ("rest", date(2027, 1, 1), False),
    ],
)
def test_wishes_that_hold_are_kept_in_mind(
    owner: Any, came: Any, event: Any, now: datetime, wish: str, until: date | None, shown: bool
) -> None:
    know(came(), now, "request", "少し考えたい", wish=wish, until=until)
    assert bool(sheet_of(owner, event, now).mind) is shown


def test_how_busy_they_are_without_advice_about_writing(owner: Any, came: Any, event: Any, now: datetime) -> None:
    came(profession="zeirishi")
    assert (
        sheet_of(owner, event, now).season
        == "9月決算の申告と年末調整の準備で少し慌ただしい時期です(11月30日ごろまで)。"
    )


def test_a_calm_time_and_the_year_end_of_all_say_nothing(owner: Any, came: Any, event: Any, now: datetime) -> None:
    came(profession="bengoshi")
    assert sheet_of(owner, event, now).season == ""


def test_two_minutes_and_the_rest_a_line_each(owner: Any, came: Any, event: Any, now: datetime) -> None:
    from yorisoi.apps.events.briefing import MOST_IN_FULL, READ_IN_FULL, brief_of

    for number in range(16):
        contact = came(family=f"佐藤{number}")
        know(contact, now, "avoid", "前職のこと")
        know(contact, now, "concern", "長い気がかり" * 9)
        know(contact, now, "strength", "得意な場面のくわしい話" * 5)
    brief = brief_of(owner, event, now=now)
    assert sum(sheet.length for sheet in brief.full) <= READ_IN_FULL
    assert 0 < len(brief.full) <= MOST_IN_FULL
    assert len(brief.full) + len(brief.short) == 16
    assert all(sheet.mind for sheet in brief.short)


def test_twelve_people_with_little_to_say_fit(owner: Any, came: Any, event: Any, now: datetime) -> None:
    from yorisoi.apps.events.briefing import brief_of

    for number in range(14):
        know(came(family=f"佐藤{number}"), now, "interest", "登山")
    brief = brief_of(owner, event, now=now)
    assert (len(brief.full), len(brief.short)) == (12, 2)


def test_an_empty_page_says_what_helps(signed_in: Any, event: Any) -> None:
    text = signed_in.get(f"/events/{event.pk}/brief/").content.decode()
    assert "まだ分かりません" in text


def test_the_page_holds_all_it_needs(signed_in: Any, owner: Any, came: Any, event: Any, now: datetime) -> None:
    know(came(), now, "interest", "<b>登山</b>")
    text = signed_in.get(f"/events/{event.pk}/brief/").content.decode()
    main = text.split("<main", 1)[1]
    assert "&lt;b&gt;登山" in main
    assert "<b>登山" not in main
    assert not any(word in main for word in ("hx-get", "hx-trigger", "<img", "<script", "style="))


def test_the_number_of_queries_does_not_grow(signed_in: Any, owner: Any, came: Any, event: Any, now: datetime) -> None:
    asked = []
    for count in (3, 30):
        for number in range(count):
            know(came(family=f"佐藤{number}", profession="zeirishi"), now, "concern", "跡継ぎのこと")
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(f"/events/{event.pk}/brief/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_each_thing_says_what_it_is_and_the_last_meeting_is_told_once(
    owner: Any, came: Any, event: Any, now: datetime
) -> None:
    contact = came()
    know(contact, now, "family", "高校生の娘さん", on=date(2026, 10, 22))
    know(contact, now, "strength", "建設業の決算書")
    sheet = sheet_of(owner, event, now)
    assert [(line.label, line.text) for line in sheet.said] == [
        ("お得意", "建設業の決算書"),
        ("ご家族", "高校生の娘さん"),
    ]
    assert (sheet.likely.word, sheet.why) == ("前回もいらした方", "")
