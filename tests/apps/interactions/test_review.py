"""Faults once found by a careful reader; each stays mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts.models import Fact
from yorisoi.apps.interactions import selectors, services
from yorisoi.apps.interactions.models import Interaction

ONCE = "0" * 32
BUSINESS = "先日の顧問契約のお見積りをお送りします。一度お打ち合わせのお時間をいただけませんか。"
GIFT = "登山のお話を思い出し、高尾の紅葉の記事を置いておきます。ご返信には及びません。"


def test_the_desk_reads_the_hour_in_the_owners_zone(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], settings: Any
) -> None:
    settings.FIXED_NOW = datetime(2026, 11, 18, 1, 0, tzinfo=UTC).isoformat()  # ten in the morning in Tokyo
    contact = make_contact(owner)
    page = signed_in.post(reverse("desk_check", args=[contact.pk]), {"channel": "email", "body": GIFT, "once": ONCE})
    assert "bad_timing" not in page.context["report"].labels
    settings.FIXED_NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC).isoformat()  # eleven at night
    page = signed_in.post(
        reverse("desk_check", args=[contact.pk]), {"channel": "email", "body": BUSINESS, "once": ONCE}
    )
    assert any(finding.rule == "bad_timing" for finding in page.context["report"].findings)


def test_a_date_to_come_opens_no_closed_tie(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    contact = make_contact(owner)
    services.close(owner=owner, contact=contact, because="asked_to_stop", now=now)
    services.record(
        owner=owner,
        contact=contact,
        at=now + timedelta(days=400),
        now=now,
        direction="theirs",
        channel="line",
        kind="message",
    )
    contact.refresh_from_db()
    assert contact.is_closed


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "1899-12-31T00:00"])
def test_a_moment_no_one_lives_in_is_declined_in_words(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], at: str
) -> None:
    url = reverse("interaction_new", args=[make_contact(owner).pk])
    answer = signed_in.post(url, {"at": at, "direction": "mine", "channel": "email", "kind": "message", "once": ONCE})
    assert answer.status_code == 422
    assert "1900年から2200年まで" in answer.content.decode()
    assert Interaction.objects.count() == 0


def test_a_reply_owed_is_the_one_sentence(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, closeness="close")
    for days, direction in ((40, "mine"), (2, "theirs")):
        services.record(
            owner=owner,
            contact=contact,
            at=now - timedelta(days=days),
            now=now,
            direction=direction,
            channel="line",
            kind="message",
        )
    page = signed_in.get(reverse("person", args=[contact.pk])).content.decode()
    assert "ひとことお返ししましょう" in page
    assert "もう少し待ちましょう" not in page
    assert "どう返ってきましたか" not in page  # they answered: nothing is left to note


@pytest.mark.parametrize(
    ("wish", "days", "holds"),
    [
        ("busy_until", -1, False),
        ("busy_until", 5, True),
        ("not_before", -10, True),
        ("not_before", -60, False),
        ("mail_only", -400, True),
    ],
)
def test_a_wish_whose_day_is_past_speaks_no_more(
    owner: Any, make_contact: Callable[..., Any], now: datetime, wish: str, days: int, holds: bool
) -> None:
    contact = make_contact(owner)
    day = now.date()
    Fact.objects.create(
        owner=owner,
        contact=contact,
        kind="request",
        wish=wish,
        text="ご希望",
        on=day,
        until=day + timedelta(days=days),
        created_at=now,
    )
    asked = selectors.situation_for(owner, contact, channel="email", now=now).their_requests
    assert bool(asked) is holds


def test_an_unknown_technique_says_nothing(signed_in: Client, owner: Any, make_contact: Callable[..., Any]) -> None:
    contact = make_contact(owner)
    signed_in.post(
        reverse("desk_sent", args=[contact.pk]), {"channel": "email", "body": GIFT, "technique": "zzz", "once": ONCE}
    )
    assert Interaction.objects.get().technique == ""


def test_a_sheet_with_a_nul_is_declined_and_kept(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any]
) -> None:
    contact = make_contact(owner)
    answer = signed_in.post(
        reverse("desk_check", args=[contact.pk]), {"channel": "email", "body": "こん\x00にちは", "once": ONCE}
    )
    assert answer.status_code == 422
    assert Interaction.objects.count() == 0


# The time after a first meeting in which nothing is asked for.


def test_the_desk_names_the_day_from_which_a_request_is_natural(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, met_on=now.date() - timedelta(days=8))  # 10 November, and sixty days from it
    asked = {"channel": "email", "body": "お知り合いの方をご紹介いただけませんか。", "once": ONCE}
    page = signed_in.post(reverse("desk_check", args=[contact.pk]), asked)
    (finding,) = [found for found in page.context["report"].findings if found.rule == "premature_ask"]
    assert "2027年1月9日(土)ごろからなら" in finding.why


def test_without_a_first_meeting_no_day_is_made_up(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    contact = make_contact(owner)
    assert selectors.situation_for(owner, contact, channel="email", now=now).ask_from is None


def test_a_first_meeting_at_the_end_of_all_days_is_no_fault(
    owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, met_on=date.max)
    assert selectors.situation_for(owner, contact, channel="email", now=now).ask_from == date.max
