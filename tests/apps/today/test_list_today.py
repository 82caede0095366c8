"""Whom 今日 puts forward, in which order, and above all whom it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.today import services
from yorisoi.apps.today.selectors import SHOWN_RESTING, Today, list_today

Make = Callable[..., Any]
MET = (date(2026, 9, 3), "mutual", "meeting")


def names(today: Today) -> list[str]:
    return [suggestion.contact.family for suggestion in today.suggestions]


# Silence first.


def test_an_empty_book_says_welcome(owner: Any, now: datetime) -> None:
    today = list_today(owner, now)
    assert today.quiet
    assert not today.somebody


def test_no_reason_about_them_no_suggestion(owner: Any, now: datetime, person: Make) -> None:
    person("佐藤", touches=[MET])
    today = list_today(owner, now)
    assert names(today) == []
    assert today.quiet
    assert today.somebody


def test_only_remembered_people_are_left_alone(owner: Any, now: datetime, open_person: Make) -> None:
    open_person(closeness="remember")
    assert list_today(owner, now).quiet


def test_a_window_not_yet_open_is_no_suggestion(owner: Any, now: datetime, person: Make) -> None:
    person("佐藤", facts=[("interest", "登山", date(2026, 9, 3))], touches=[(date(2026, 11, 10), "mutual", "call")])
    today = list_today(owner, now)
    assert today.quiet
    assert "12月10日" in "".join(today.relief)


def test_a_solved_worry_is_no_reason(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person(facts=[("concern", "採用", date(2026, 9, 3))])
    contacts.solve_concern(owner=owner, contact=contact, fact_id=contact.facts.get().pk, now=now)
    assert list_today(owner, now).quiet


def test_who_asked_for_peace_is_never_named(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    contacts.close(owner=owner, contact=contact, because="asked_to_stop", at=now, now=now)
    today = list_today(owner, now)
    assert today.quiet
    assert today.resting == []


def test_another_owners_people_do_not_show(owner: Any, stranger: Any, now: datetime, open_person: Make) -> None:
    open_person(whose=stranger)
    today = list_today(owner, now)
    assert today.quiet
    assert not today.somebody


def test_nobody_is_held_back_in_the_night_but_the_hour_is_told(owner: Any, now: datetime, open_person: Make) -> None:
    open_person()
    today = list_today(owner, now.replace(hour=22))
    assert names(today) == ["佐藤"]
    assert "夜" in today.notes[0]


# What is said.


def test_the_reason_cites_the_fact_and_its_day(owner: Any, now: datetime, open_person: Make) -> None:
    open_person(facts=[("concern", "事業承継が気がかり。", date(2026, 9, 3))])
    suggestion = list_today(owner, now).suggestions[0]
    assert suggestion.reason == "9月3日(木)に「事業承継が気がかり」と伺いました。"
    assert suggestion.fact is not None
    assert suggestion.technique is not None
    assert suggestion.technique.id == "useful_info"
    assert "事業承継が気がかり" in suggestion.start
    assert suggestion.hints == suggestion.technique.hints


def test_a_fact_of_another_year_is_cited_with_its_year(owner: Any, now: datetime, open_person: Make) -> None:
    open_person(facts=[("value", "約束を守ること", date(2025, 9, 3))])
    assert list_today(owner, now).suggestions[0].reason.startswith("2025年9月3日(水)に、「約束を守ること」を大切に")


def test_an_interest_becomes_a_shared_topic(owner: Any, now: datetime, open_person: Make) -> None:
    open_person()
    suggestion = list_today(owner, now).suggestions[0]
    assert suggestion.technique is not None
    assert suggestion.technique.id == "shared_topic"
    assert suggestion.reason == "9月3日(木)に、「登山」に関心をお持ちと伺いました。"


def test_what_not_to_mention_stands_beside(owner: Any, now: datetime, open_person: Make) -> None:
    open_person(facts=[("interest", "登山", date(2026, 9, 3)), ("avoid", "前職のこと", date(2026, 9, 3))])
    assert list_today(owner, now).suggestions[0].mind == ("触れないこと:前職のこと",)


def test_own_news_goes_to_near_people_only(owner: Any, now: datetime, open_person: Make) -> None:
    save_preferences(owner=owner, own_news="事務所に畳の部屋ができました。")
    strength = [("strength", "遺産分割", date(2026, 9, 3))]
    open_person("近井", facts=strength)
    open_person("遠山", facts=strength, closeness="outer")
    today = list_today(owner, now)
    assert names(today) == ["近井"]
    assert "畳の部屋" in today.suggestions[0].start


def test_after_two_silences_only_the_choice_is_handed_over(owner: Any, now: datetime, person: Make) -> None:
    asks = [(date(2026, 1, 15), "mine", "ask"), (date(2026, 3, 20), "mine", "ask")]
    person(
        "佐藤", facts=[("interest", "登山", date(2025, 12, 1))], touches=[(date(2025, 12, 1), "mutual", "call"), *asks]
    )
    suggestion = list_today(owner, now).suggestions[0]
    assert suggestion.technique is not None
    assert suggestion.technique.id == "hand_over_choice"
    assert "3月20日" in suggestion.reason


# Order and budget.


def test_a_day_they_named_comes_before_a_worry_and_a_worry_before_a_topic(
    owner: Any, now: datetime, open_person: Make, person: Make
) -> None:
    save_preferences(owner=owner, suggestions_per_day=5)
    open_person("話題")
    open_person("気掛", facts=[("concern", "採用", date(2026, 9, 3))])
    asked = ("request", "11月に声をかけて", date(2026, 8, 20), {"wish": "not_before", "until": date(2026, 11, 2)})
    person("約束", facts=[asked], touches=[(date(2026, 8, 20), "mutual", "meeting")])
    today = list_today(owner, now)
    assert names(today) == ["約束", "気掛", "話題"]
    assert today.suggestions[0].reason.endswith("そのお約束の時期になりました。")
    assert "11月に声をかけて" in today.suggestions[0].reason


def test_at_most_the_attention_budget(owner: Any, now: datetime, open_person: Make) -> None:
    for family in ("一", "二", "三", "四"):
        open_person(family)
    assert len(list_today(owner, now).suggestions) == 2


def test_an_answer_spends_attention(owner: Any, now: datetime, open_person: Make) -> None:
    people = [open_person(family) for family in ("一", "二", "三", "四")]
    services.not_now(owner=owner, contact=people[0], now=now)
    assert len(list_today(owner, now).suggestions) == 1
    services.done(owner=owner, contact=people[1], now=now)
    today = list_today(owner, now)
    assert names(today) == []
    assert today.spent
    assert len(today.answered) == 2


def test_a_weeks_attention_is_spent_once(owner: Any, now: datetime, open_person: Make) -> None:
    save_preferences(owner=owner, suggestions_per_week=3)
    for days, family in enumerate(("一", "二", "三")):
        services.not_now(owner=owner, contact=open_person(family), now=now - timedelta(days=days + 1))
    open_person("四")
    assert list_today(owner, now).quiet
    assert names(list_today(owner, now + timedelta(days=7))) != []


def test_replies_come_first_and_leave_one_place(owner: Any, now: datetime, open_person: Make, person: Make) -> None:
    open_person("一")
    open_person("二")
    for family in ("返一", "返二", "返三"):
        person(family, touches=[(date(2026, 11, 16), "theirs", "message")])
    today = list_today(owner, now)
    assert [owed.contact.family for owed in today.replies] == ["返一", "返二", "返三"]
    assert len(today.suggestions) == 1


def test_a_lapsed_reply_is_no_longer_owed(owner: Any, now: datetime, person: Make) -> None:
    person("佐藤", touches=[(date(2026, 5, 1), "theirs", "message")])
    assert list_today(owner, now).replies == []


def test_people_of_one_organisation_or_gathering_are_spread(owner: Any, now: datetime, open_person: Make) -> None:
    open_person("一", organisation="みなと法人")
    open_person("二", organisation="みなと法人")
    open_person("三", organisation="別法人")
    assert names(list_today(owner, now)) == ["一", "三"]


# Thanks, rests and seasons.


def test_someone_just_met_is_thanked_with_what_they_told(owner: Any, now: datetime, person: Make) -> None:
    person(
        "伊藤",
        closeness="remember",
        met_on=date(2026, 11, 17),
        met_where="横浜交流会",
        facts=[("strength", "内装", date(2026, 11, 17))],
        touches=[(date(2026, 11, 17), "mutual", "meeting")],
    )
    thank = list_today(owner, now).thanks[0]
    assert thank.reason == "11月17日(火)、横浜交流会でお会いしました。その日に、「内装」がお得意と伺いました。"
    assert thank.until == date(2026, 11, 20)
    assert list_today(owner, now + timedelta(days=8)).thanks == []


def test_the_resting_are_shown_with_reason_and_end(owner: Any, now: datetime, open_person: Make) -> None:
    contact = open_person()
    services.rest(owner=owner, contact=contact, until=date(2026, 12, 18), now=now)
    row = list_today(owner, now).resting[0]
    assert (row.contact, row.until) == (contact, date(2026, 12, 18))
    assert "12月18日" in row.reason


def test_many_at_rest_become_a_number(owner: Any, now: datetime, open_person: Make) -> None:
    for number in range(23):
        services.rest(owner=owner, contact=open_person(f"人{number}"), until=date(2026, 12, 18), now=now)
    today = list_today(owner, now)
    assert len(today.resting) == SHOWN_RESTING
    assert today.resting_more == 23 - SHOWN_RESTING
    assert not today.many
    assert "23名" in today.relief[0]


def test_a_busy_season_rests_with_its_reason(owner: Any, now: datetime, open_person: Make) -> None:
    open_person("税野", profession="zeirishi")
    open_person("佐藤")
    in_march = now.replace(year=2027, month=3, day=4)
    today = list_today(owner, in_march)
    assert names(today) == ["佐藤"]
    resting = {row.contact.family: row for row in today.resting}
    assert "確定申告" in resting["税野"].reason
    assert resting["税野"].until > date(2027, 3, 15)


def test_at_new_year_everyone_rests(owner: Any, now: datetime, open_person: Make) -> None:
    open_person()
    today = list_today(owner, now.replace(month=12, day=31))
    assert names(today) == []
    assert "年末年始" in today.notes[0]


# Cost.


def test_the_number_of_queries_is_flat(owner: Any, now: datetime, open_person: Make, person: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list_today(owner, now)
        return len(queries)

    def more(count: int) -> None:
        for number in range(count):
            open_person(f"開{number}")
            person(f"返{number}", touches=[(date(2026, 11, 16), "theirs", "message")])

    more(5)
    few = cost()
    more(95)
    assert cost() == few
    assert few <= 18


@pytest.mark.parametrize("left", [0, 1])
def test_reading_writes_nothing(owner: Any, now: datetime, open_person: Make, left: int) -> None:
    save_preferences(owner=owner, suggestions_per_day=left)
    open_person()
    with CaptureQueriesContext(connection) as queries:
        list_today(owner, now)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
