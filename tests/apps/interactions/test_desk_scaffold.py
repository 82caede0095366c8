"""From the empty page: ways to begin, findings set aside for one draft, rules put to rest from where they speak."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts.models import Fact
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.interactions.scaffolding import NOTHING_KNOWN
from yorisoi.apps.interactions.services import close
from yorisoi.core.distance import techniques

pytestmark = pytest.mark.django_db
ONCE = "ab" * 16
CHASING = "先日のメールはご覧いただけましたでしょうか。お返事をお待ちしております。"


@pytest.fixture
def sato(owner: Any, make_contact: Any) -> Any:
    return make_contact(owner=owner, family="佐藤", given="健一")


def told(owner: Any, contact: Any, now: Any, kind: str, text: str, *, days: int = 40, **more: Any) -> Fact:
    on = (now - timedelta(days=days)).date()
    return Fact.objects.create(owner=owner, contact=contact, kind=kind, text=text, on=on, created_at=now, **more)


def sheet(**more: str) -> dict[str, str]:
    return {"channel": "email", "body": "", "once": ONCE, **more}


@pytest.mark.parametrize("technique", [one.id for one in techniques()])
def test_without_a_fact_a_scaffold_is_refused(signed_in: Client, sato: Any, technique: str) -> None:
    answer = signed_in.post(reverse("desk_begin", args=[sato.pk]), sheet(begin=technique, body="ここまで書いた"))
    page = answer.content.decode()
    assert NOTHING_KNOWN in page
    assert "ここまで書いた" in page
    assert reverse("fact_new", args=[sato.pk]) in page


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("avoid", {}),
        ("request", {}),
        ("family", {}),
        ("note", {}),
        ("concern", {"solved": True}),
        ("concern", {"days": 3}),  # heard only just now: remembered, not used
    ],
)
def test_what_is_no_opening_is_not_used(
    signed_in: Client, owner: Any, sato: Any, now: Any, kind: str, more: dict[str, Any]
) -> None:
    told(owner, sato, now, kind, "触れないでおくこと", **more)
    page = signed_in.post(reverse("desk_begin", args=[sato.pk]), sheet(begin="shared_topic"))
    assert page.context["form"]["body"].value() == ""
    assert NOTHING_KNOWN in page.content.decode()


def test_a_closed_tie_gets_no_way_to_begin(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    told(owner, sato, now, "interest", "登山")
    close(owner=owner, contact=sato, because="declined", now=now)
    page = signed_in.post(reverse("desk_begin", args=[sato.pk]), sheet(begin="shared_topic"))
    assert page.context["offers"] == []
    assert "登山」" not in str(page.context["form"]["body"].value())


@pytest.mark.parametrize("technique", [one.id for one in techniques()])
def test_a_scaffold_holds_the_fact_and_keeps_what_was_written(
    signed_in: Client, owner: Any, sato: Any, now: Any, technique: str
) -> None:
    told(owner, sato, now, "interest", "谷川岳の沢登り")
    page = signed_in.post(reverse("desk_begin", args=[sato.pk]), sheet(begin=technique, body="はじめの一行。"))
    body = page.context["form"]["body"].value()
    assert body.startswith("はじめの一行。\n\n佐藤様\n")
    assert "「谷川岳の沢登り」" in body
    assert page.context["form"]["technique"].value() == technique
    assert page.context["report"].labels == []
    assert "ご自分のことばを一文" in page.content.decode()
    assert Interaction.objects.count() == 0


def test_the_best_fact_for_the_way_is_taken(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    told(owner, sato, now, "interest", "登山")
    told(owner, sato, now, "concern", "倉庫の雨漏り")
    begin = reverse("desk_begin", args=[sato.pk])
    helped = signed_in.post(begin, sheet(begin="useful_info")).context["form"]["body"].value()
    shared = signed_in.post(begin, sheet(begin="shared_topic")).context["form"]["body"].value()
    assert "倉庫の雨漏り" in helped
    assert "登山" in shared


def test_what_today_hands_over_is_on_the_sheet(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    told(owner, sato, now, "interest", "登山")
    page = signed_in.get(reverse("desk", args=[sato.pk]), {"technique": "shared_topic"})
    assert "「登山」" in page.context["form"]["body"].value()
    assert signed_in.get(reverse("desk", args=[sato.pk]), {"technique": "no_such"}).status_code == 200


def test_ways_that_fit_come_first_with_their_reason(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    told(owner, sato, now, "interest", "登山")
    offers = signed_in.get(reverse("desk", args=[sato.pk])).context["offers"]
    assert len(offers) == len(techniques())
    assert offers[0].why
    assert [bool(offer.why) for offer in offers] == sorted((bool(offer.why) for offer in offers), reverse=True)


def asked(owner: Any, contact: Any, now: Any) -> None:
    from yorisoi.apps.interactions.services import record

    record(owner=owner, contact=contact, at=now - timedelta(days=5), direction="mine", channel="email", kind="ask",
           asks_reply=True, now=now)  # fmt: skip


def test_a_finding_is_set_aside_for_this_draft_only(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    asked(owner, sato, now)
    check = reverse("desk_check", args=[sato.pk])
    assert "chasing" in signed_in.post(check, sheet(body=CHASING)).context["report"].labels
    aside = signed_in.post(check, sheet(body=CHASING, dismiss="chasing", dismissed="pressing"))
    assert "chasing" not in {finding.rule for finding in aside.context["report"].findings}
    assert aside.context["dismissed"] == "chasing,pressing"
    still = signed_in.post(check, sheet(body=CHASING, dismissed="chasing,no_such_rule"))
    assert still.context["dismissed"] == "chasing"
    assert "chasing" in signed_in.post(check, sheet(body=CHASING)).context["report"].labels
    assert preferences_of(owner).rules_off == []


def test_a_rule_is_put_to_rest_from_its_finding(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    asked(owner, sato, now)
    url = reverse("desk_rest_rule", args=[sato.pk])
    page = signed_in.post(url, sheet(body=CHASING, rest_rule="chasing"))
    assert preferences_of(owner).rules_off == ["chasing"]
    assert "休ませました" in page.content.decode()
    assert CHASING in page.content.decode()
    assert "chasing" not in {finding.rule for finding in page.context["report"].findings}
    assert signed_in.post(url, sheet(body=CHASING, rest_rule="no_such_rule")).status_code == 422
    assert preferences_of(owner).rules_off == ["chasing"]


def test_a_legal_stop_is_neither_dismissed_nor_put_to_rest(signed_in: Client, owner: Any, sato: Any, now: Any) -> None:
    close(owner=owner, contact=sato, because="asked_to_stop", now=now)
    fields = sheet(body="お元気ですか。", dismissed="ignores_choice")
    page = signed_in.post(reverse("desk_check", args=[sato.pk]), fields)
    assert page.context["report"].closes_box
    signed_in.post(reverse("desk_rest_rule", args=[sato.pk]), sheet(body="お元気ですか。", rest_rule="ignores_choice"))
    assert signed_in.post(reverse("desk_sent", args=[sato.pk]), fields).status_code == 422
