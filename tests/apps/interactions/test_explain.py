"""Every advice taken apart: the day, the rule that set it, what each touch counted for, and what is assumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts.models import Fact
from yorisoi.apps.interactions import explain, selectors, services
from yorisoi.apps.interactions.explain import Explanation
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.interactions.policy_words import NO_DATE, ROWS, Basis
from yorisoi.core.distance import SHIPPED, AdviceKind, words
from yorisoi.core.distance.tuning import Tuning

HTMX = {"HX-Request": "true"}
Remember = Callable[..., Interaction]
Told = Callable[[Any], Explanation]


@pytest.fixture
def remember(owner: Any, now: datetime) -> Remember:
    """Write a row down: theirs by mail unless said otherwise."""

    def record(contact: Any, days: float, **more: Any) -> Interaction:
        row = {"direction": "theirs", "channel": "email", "kind": "message", **more}
        return services.record(owner=owner, contact=contact, at=now - timedelta(days=days), now=now, **row)

    return record


@pytest.fixture
def told(owner: Any, now: datetime) -> Told:
    """The explanation of a person's advice as of now."""

    def tell(contact: Any) -> Explanation:
        contact.refresh_from_db()
        rows, facts = selectors.rows_and_facts(owner, contact)
        return explain.explain(contact, rows, facts, now=now)

    return tell


def mine(kind: str = "ask") -> dict[str, Any]:
    return {"direction": "mine", "kind": kind, "asks_reply": kind == "ask"}


def request_of(owner: Any, contact: Any, now: datetime, wish: str, on: date, until: date | None, text: str) -> Fact:
    return Fact.objects.create(
        owner=owner, contact=contact, kind="request", wish=wish, on=on, until=until, text=text, created_at=now
    )


# --- always an answer, with a date or with why there is none ------------------------------------------------------


def test_nobody_known_and_nothing_recorded_still_has_an_answer(
    owner: Any, make_contact: Callable[..., Any], told: Told
) -> None:
    why = told(make_contact(owner))
    assert why.question == "なぜ今ではないの?"
    assert why.answer == NO_DATE["remember"]
    assert why.touches == ()
    assert why.assumptions == ()
    why = told(make_contact(owner, closeness="middle"))
    assert why.answer == NO_DATE["no_history"]
    assert why.rule.url.endswith("/interactions/new/")


def test_a_missing_answer_is_told_with_its_day_and_its_row(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 100)
    remember(contact, 28, **mine())
    why = told(contact)
    assert why.question == "なぜ今ではないの?"
    assert why.answer == "次にひらくのは、12月21日(月)です。"
    assert "ごく普通のこと" in why.because
    assert "60日" in why.rule.text
    assert why.rule.basis == Basis.PRACTICE
    assert why.rule.day == "12月20日(日)"
    assert any("間柄「親しく」" in rule.text and rule.day == "11月20日(金)" for rule in why.others)
    assert any("公開データ" in rule.basis for rule in why.others)


def test_an_open_window_is_asked_the_other_way_round(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 40)
    why = told(contact)
    assert why.question == "どうして今なの?"
    assert "から、ひらいています" in why.answer
    assert any("書きとめたことがまだない" in line for line in why.beside)


def test_a_thank_you_is_told_with_its_last_day(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="middle")
    remember(contact, 1, direction="mutual", channel="in_person", kind="meeting")
    why = told(contact)
    assert why.question == "どうして今なの?"
    assert "お礼が自然なのは、11月20日(金)まで" in why.answer


@pytest.mark.parametrize("because", ["declined", "asked_to_stop"])
def test_a_closed_tie_has_no_date_and_says_what_opens_it(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told, now: datetime, because: str
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 100)
    services.close(owner=owner, contact=contact, because=because, now=now)
    why = told(contact)
    assert "日付は、決めていません" in why.answer
    assert "ご連絡をいただいたら" in why.answer
    assert why.rule.day == "日は決めていません"
    assert why.calendar == "日が決まっていないので、暦は関わっていません。"


def test_three_unanswered_are_left_to_them(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    for days in (90, 60, 30):
        remember(contact, days, **mine())
    why = told(contact)
    assert why.answer == NO_DATE["unanswered_3"]
    assert "3回" in why.rule.text


def test_a_rest_without_an_end_says_how_to_end_it(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told, now: datetime
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 100)
    fact = request_of(owner, contact, now, "rest", now.date(), None, "しばらくお休み")
    why = told(contact)
    assert why.answer == NO_DATE["hold_resting_open"]
    assert why.rule.url == reverse("fact_edit", args=[contact.pk, fact.pk])


def test_a_day_they_named_leads_to_the_fact_it_rests_on(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told, now: datetime
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 100)
    other = request_of(owner, contact, now, "not_before", date(2026, 9, 1), date(2026, 12, 1), "十二月に")
    fact = request_of(owner, contact, now, "not_before", date(2026, 10, 1), date(2027, 3, 1), "三月に")
    why = told(contact)
    assert why.rule.url == reverse("fact_edit", args=[contact.pk, fact.pk])
    assert why.rule.basis == Basis.TOLD
    assert "2027年3月1日" in why.rule.day
    assert reverse("fact_edit", args=[contact.pk, other.pk]) in [rule.url for rule in why.others]


def test_an_explanation_never_says_another_day_than_the_advice(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told, now: datetime
) -> None:
    for closeness in ("close", "middle", "outer"):
        for days in range(1, 400, 23):
            contact = make_contact(owner, closeness=closeness, profession="zeirishi")
            remember(contact, days, **(mine() if days % 2 else {}))
            distance = selectors.distance_of(owner, contact, now=now)
            why = told(contact)
            assert (why.question == explain.WHY_NOW) == (distance.advice is AdviceKind.REACH)
            if distance.advice is not AdviceKind.REACH and distance.until is not None:
                assert f"{distance.until.month}月{distance.until.day}日" in why.answer


# --- what each touch counted for ----------------------------------------------------------------------------------


def test_what_is_left_of_each_touch_sums_up_to_the_strength_of_today(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="middle")
    for days, more in (
        (300, {}),
        (200, mine()),
        (190, {}),
        (90, {"direction": "mutual", "kind": "call", "channel": "phone"}),
        (5, {}),
    ):
        remember(contact, days, **more)  # fmt: skip
    why = told(contact)
    assert sum(touch.left for touch in why.touches) == pytest.approx(why.strength, rel=1e-9)
    assert [touch.side for touch in why.touches] == ["theirs", "mutual", "theirs", "mine", "theirs"]
    ask = why.touches[3]
    assert (ask.gain, ask.left) == (0, 0)  # my own message builds no presence
    assert (ask.before, ask.after) == (0, 1)
    answer = why.touches[2]
    assert answer.before == pytest.approx(0.973, abs=0.001)  # ten days of a year have leaked away
    assert answer.after == 0


def test_only_meetings_gifts_and_letters_are_called_assumed(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="middle")
    remember(contact, 50)
    assert not any("データがない" in line for line in told(contact).assumptions)
    remember(contact, 40, direction="mutual", channel="in_person", kind="meeting")
    why = told(contact)
    assert [touch.assumed for touch in why.touches] == [True, False]
    assert any("データがない" in line for line in why.assumptions)


def test_older_touches_are_summed_up(owner: Any, make_contact: Callable[..., Any], now: datetime, told: Told) -> None:
    contact = make_contact(owner, closeness="middle")
    Interaction.objects.bulk_create(
        Interaction(owner=owner, contact=contact, at=now - timedelta(days=2 * i + 1), direction="theirs", channel="email",
                    created_at=now)
        for i in range(500)
    )  # fmt: skip
    why = told(contact)
    assert len(why.touches) == explain.SHOWN
    assert why.older == 500 - explain.SHOWN
    assert why.older_left + sum(touch.left for touch in why.touches) == pytest.approx(why.strength, rel=1e-9)


def test_what_is_still_to_come_is_named_and_not_counted(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="middle")
    remember(contact, 50)
    remember(contact, -5)
    why = told(contact)
    assert len(why.touches) == 1
    assert any("1件あります。まだ数えていません" in line for line in why.beside)


# --- the calendar -------------------------------------------------------------------------------------------------


def test_what_the_calendar_added_is_told_with_its_reason(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 6)  # thirty days on is Saturday 12 December
    why = told(contact)
    assert "12月12日(土)のところを12月14日(月)へ送りました(" in why.calendar
    assert why.answer == "次にひらくのは、12月14日(月)です。"
    assert why.rule.day == "12月12日(土)"


def test_a_calendar_that_adds_nothing_says_so(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 8)  # thirty days on is Thursday 10 December, ten o'clock
    assert told(contact).calendar == "心づかいの暦は、日を動かしていません。"


def test_a_window_shut_for_the_day_is_not_said_to_be_closed(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, now: datetime
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 40)
    sunday = now + timedelta(days=4)
    rows, facts = selectors.rows_and_facts(owner, contact)
    why = explain.explain(contact, rows, facts, now=sunday)
    assert why.question == "なぜ今ではないの?"
    assert "ひらいてはいますが、今日は暦の上でお休み" in why.calendar


def test_a_comfort_that_was_chosen_is_in_the_days_and_is_said(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="middle", comfort="wider")
    remember(contact, 8)
    why = told(contact)
    assert "135日" in why.rule.text
    assert any("選んでいただいた間合い" in line for line in why.assumptions)


# --- words --------------------------------------------------------------------------------------------------------


def test_every_rule_of_the_engine_has_its_row() -> None:
    rules = set(words.RESTING) - {"courtesy"}
    assert set(ROWS) == rules
    assert set(NO_DATE) <= set(ROWS)


@pytest.mark.parametrize("code", sorted(ROWS))
def test_a_row_tells_the_number_that_holds(code: str) -> None:
    slow = replace(
        SHIPPED, close_days=31, middle_days=91, outer_days=181, slowest_days=366, unanswered_once_days=61,
        unanswered_twice_days=181, let_go_after=4, first_gift_days=15, thinking_days=61, mourning_days=50,
        disaster_days=11, or_star=6.0,
    )  # fmt: skip
    usual, changed = ROWS[code].say(Tuning()), ROWS[code].say(slow)
    assert usual.endswith("。")
    assert (usual != changed) == any(sign.isdigit() and sign not in "12" for sign in usual), code


def test_what_is_not_measured_of_a_person_is_never_said_to_be() -> None:
    measured = [code for code, row in ROWS.items() if row.basis is Basis.DATA]
    assert measured == ["measured"]
    assert "仮に決めて" in ROWS["measured"].say(SHIPPED)


def test_more_of_mine_than_of_theirs_is_said_where_it_slows(
    owner: Any, make_contact: Callable[..., Any], remember: Remember, told: Told
) -> None:
    contact = make_contact(owner, closeness="close")
    remember(contact, 300)
    for days in (290, 250, 200, 150, 100):
        remember(contact, days, **mine("gift"))
    rule = told(contact).rule
    assert "こちらからのお便りが多め" in rule.text
    assert "90日" in rule.text


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_page_and_its_part_say_the_same(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], remember: Remember
) -> None:
    contact = make_contact(owner, family="佐藤", closeness="close")
    remember(contact, 20, **mine())
    url = reverse("explain", args=[contact.pk])
    page, part = signed_in.get(url).content.decode(), signed_in.get(url, headers=HTMX).content.decode()
    assert "<html" in page
    assert "<html" not in part
    for words_ in ("次にひらくのは", "日を決めたもの", "心づかいの暦", "数えたやり取り", "仮の見立て", "間柄を変える"):
        assert words_ in page
        assert words_ in part
    person = signed_in.get(reverse("person", args=[contact.pk])).content.decode()
    assert f'hx-get="{url}"' in person
    assert f'href="{url}"' in person  # without JavaScript


def test_hostile_names_and_words_stay_words(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], remember: Remember, now: datetime
) -> None:
    bad = "<script>alert(1)</script>{{ 7|add:7 }}"
    contact = make_contact(owner, family=bad, closeness="close")
    remember(contact, 100)
    request_of(owner, contact, now, "not_before", now.date(), date(2027, 3, 1), bad)
    page = signed_in.get(reverse("explain", args=[contact.pk])).content.decode()
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_another_owners_person_does_not_exist(
    signed_in: Client, stranger: Any, make_contact: Callable[..., Any]
) -> None:
    contact = make_contact(stranger)
    assert signed_in.get(reverse("explain", args=[contact.pk])).status_code == 404


def test_explaining_costs_the_same_whatever_the_history(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime, django_assert_max_num_queries: Any
) -> None:
    contact = make_contact(owner, closeness="middle")
    url = reverse("explain", args=[contact.pk])
    for count in (5, 200):
        Interaction.objects.bulk_create(
            Interaction(owner=owner, contact=contact, at=now - timedelta(days=i + 1), direction="theirs", channel="email",
                        created_at=now)
            for i in range(count)
        )  # fmt: skip
        with django_assert_max_num_queries(9):
            assert signed_in.get(url).status_code == 200
