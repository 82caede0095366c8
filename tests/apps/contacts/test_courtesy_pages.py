"""The year as a page, and the page on which the owner writes what they know of a busy time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from yorisoi.apps.contacts import seasons, services, year_strip
from yorisoi.apps.contacts.models import SeasonOverride
from yorisoi.apps.contacts.season_forms import MonthDayField, SeasonForm
from yorisoi.core.courtesy import Note, Stretch, Weather

Make = Callable[..., Any]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# The year.


def test_nobody_in_particular_has_a_year_too(signed_in: Client) -> None:
    html = page(signed_in, "/courtesy/")
    assert "職業を決めない方の一年" in html
    assert "年末年始" in html
    assert "所得税の確定申告" not in html


def test_a_profession_is_drawn_and_said(signed_in: Client) -> None:
    html = page(signed_in, "/courtesy/?profession=zeirishi&from=2026-11")
    assert 'role="img" aria-labelledby="year-words"' in html
    assert 'id="year-words"' in html
    assert "そっと待つ時期は、12月27日〜1月5日、2月16日〜3月15日です。" in html
    assert "2027年2月16日(火)〜3月15日(月)" in html
    assert "year__bar--hold" in html
    assert "year__bar--calm" in html
    assert html.count("year__month") == 12
    assert "style=" not in html.split("<main")[1]


def test_a_field_changes_the_year(signed_in: Client) -> None:
    plain = page(signed_in, "/courtesy/?profession=gyoseishoshi&from=2026-11")
    builders = page(signed_in, "/courtesy/?profession=gyoseishoshi&tag=%E5%BB%BA%E8%A8%AD&from=2026-11")
    assert "在留資格" in plain
    assert "在留資格" not in builders
    assert "行政書士・建設業の一年" in builders


def test_the_year_can_be_turned(signed_in: Client) -> None:
    html = page(signed_in, "/courtesy/?profession=zeirishi&from=2027-05")
    assert "?profession=zeirishi&amp;from=2026-05" in html
    assert "?profession=zeirishi&amp;from=2028-05" in html
    assert "2028年2月16日(水)〜3月15日(水)" in html


@pytest.mark.parametrize(
    "query",
    [
        "from=x", "from=9999-12", "from=2026-13", "from=", "profession=nobody", "channel=pigeon", "tag=%00", "from=2026-11-30",
        "profession=" + "あ" * 500, "tag=" + "い" * 500,
    ],
)  # fmt: skip
def test_what_makes_no_sense_shows_this_year(signed_in: Client, query: str) -> None:
    assert "2026年11月から" in page(signed_in, f"/courtesy/?{query}")


def test_a_person_has_a_year_of_their_own(signed_in: Client, owner: Any, now: datetime) -> None:
    contact = services.create(
        owner=owner, now=now, family="佐藤", given="花子", profession="gyoseishoshi", tags=["建設業"]
    )
    services.add_fact(
        owner=owner, contact=contact, kind="request", text="年内は監査", on=date(2026, 11, 10), wish="busy_until",
        until=date(2026, 12, 20), now=now,
    )  # fmt: skip
    seasons.add_season(owner=owner, contact=contact, first="09-01", last="09-30", level=3, text="棚卸し", now=now)
    html = page(signed_in, f"/courtesy/?person={contact.pk}")
    assert "佐藤さん(行政書士・建設業)の一年" in html
    assert "12月20日まではお忙しいと伺っています" in html
    assert "「棚卸し」と書きとめています" in html
    assert f'href="/people/{contact.pk}/seasons/"' in html


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999", "-1"])
def test_a_person_who_is_not_there_has_none(signed_in: Client, asked: str) -> None:
    assert signed_in.get(f"/courtesy/?person={asked}").status_code == 404


def test_another_owners_person_has_none(signed_in: Client, stranger: Any, make_contact: Make) -> None:
    theirs = make_contact(stranger)
    assert signed_in.get(f"/courtesy/?person={theirs.pk}").status_code == 404


def test_the_page_is_quick(signed_in: Client) -> None:
    address = "/courtesy/?profession=zeirishi"
    page(signed_in, address)
    start = time.perf_counter()
    page(signed_in, address)
    assert time.perf_counter() - start < 1.0  # seconds, on a machine with other work to do


# The drawing.


LEVEL = {Weather.HOLD: 3, Weather.SHORT: 2, Weather.BRIEF: 1, Weather.CALM: 0}


def runs(*told: tuple[str, str, Weather]) -> list[Stretch]:
    """Runs of days of a weather, with a note that makes it so."""
    found = []
    for text, end, weather in told:
        first, last = date.fromisoformat(text), date.fromisoformat(end)
        notes = (Note("season", "わけ。", LEVEL[weather], first, last, ""),) if weather in LEVEL else ()
        found.append(Stretch(first, last, notes))
    return found


YEAR = runs(
    ("2026-11-01", "2027-02-15", Weather.OPEN),
    ("2027-02-16", "2027-03-15", Weather.HOLD),
    ("2027-03-16", "2027-10-31", Weather.OPEN),
)


def test_a_season_over_the_end_of_a_month_is_two_bars() -> None:
    strip = year_strip.draw(YEAR, today=date(2026, 11, 18))
    bars = [(row.label, bar) for row in strip.rows for bar in row.bars]
    assert [label for label, _ in bars] == ["2月", "3月"]
    february, march = (bar for _, bar in bars)
    assert february.x == pytest.approx(year_strip.LABEL + 15 * year_strip.STEP, abs=0.1)
    assert february.width == pytest.approx(13 * year_strip.STEP, abs=0.1)
    assert march.x == pytest.approx(year_strip.LABEL, abs=0.1)
    assert march.width == pytest.approx(15 * year_strip.STEP, abs=0.1)


def test_twelve_months_stand_below_each_other_inside_the_frame() -> None:
    strip = year_strip.draw(YEAR, today=date(2026, 11, 18))
    assert [row.label for row in strip.rows] == [f"{(10 + number) % 12 + 1}月" for number in range(12)]
    grounds = [row.ground for row in strip.rows]
    assert grounds == sorted(grounds)
    assert max(grounds) < strip.foot < strip.height
    for row in strip.rows:
        for bar in row.bars:
            assert bar.x >= year_strip.LABEL - 0.1
            assert bar.x + bar.width <= year_strip.WIDTH + 0.2
            assert bar.y >= row.ground - year_strip.MONTH_HEIGHT


@pytest.mark.parametrize(
    ("today", "row"), [("2026-11-18", 0), ("2027-10-31", 11), ("2027-11-01", None), ("2026-10-31", None)]
)
def test_today_is_marked_where_it_is(today: str, row: int | None) -> None:
    strip = year_strip.draw(YEAR, today=date.fromisoformat(today))
    assert (strip.today is None) is (row is None)
    if strip.today is not None and row is not None:
        assert strip.today[1] == strip.rows[row].ground


def test_heavier_days_stand_taller() -> None:
    heights = [year_strip.HEIGHTS[weather] for weather in (Weather.HOLD, Weather.SHORT, Weather.BRIEF, Weather.CALM)]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    assert Weather.OPEN not in year_strip.HEIGHTS


def test_neighbours_of_the_same_weather_are_one_bar_and_one_sentence() -> None:
    split = runs(
        ("2026-12-01", "2026-12-10", Weather.HOLD),
        ("2026-12-11", "2026-12-20", Weather.HOLD),
        ("2026-12-21", "2026-12-31", Weather.OPEN),
    )
    strip = year_strip.draw(split, today=date(2026, 12, 1))
    assert [len(row.bars) for row in strip.rows] == [1]
    assert strip.words == "そっと待つ時期は、12月1日〜12月20日です。"


def test_a_year_without_seasons_says_so() -> None:
    strip = year_strip.draw(runs(("2026-11-01", "2027-10-31", Weather.OPEN)), today=date(2026, 11, 18))
    assert strip.words == "とくにお忙しい時期は知られていません。"


# Writing a season down.


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月", "12-01", "12-31"),
        ("12", "12-01", "12-31"),
        ("2月", "02-01", "02-29"),
        ("12/10", "12-10", "12-10"),
        ("12月10日", "12-10", "12-10"),
        ("１２月１０日", "12-10", "12-10"),
        ("3-1", "03-01", "03-01"),
        ("2/29", "02-29", "02-29"),
    ],
)
def test_a_day_is_written_as_people_write_it(text: str, first: str, last: str) -> None:
    found = [MonthDayField(end=end, required=False).clean(text) for end in (False, True)]
    assert [f"{day:%m-%d}" for day in found if day] == [first, last]


@pytest.mark.parametrize("text", ["13月", "0月", "2/30", "師走", "12/10/3"])
def test_a_day_that_is_not_there_is_asked_again(text: str) -> None:
    form = SeasonForm({"first": text, "level": "3"}, trade=False)
    assert not form.is_valid()
    assert "12/10" in form.errors["first"][0]


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ({"first": "12月"}, ("12-01", "12-31")),
        ({"first": "12/10"}, ("12-10", "12-31")),
        ({"last": "6/30"}, ("06-09", "06-30")),  # a deadline: three weeks before it
        ({"last": "1/5"}, ("12-15", "01-05")),
        ({"first": "12/20", "last": "1/20"}, ("12-20", "01-20")),
        ({"first": "12月", "last": "1月"}, ("12-01", "01-31")),
    ],
)
def test_an_end_may_be_left_open(typed: dict[str, str], span: tuple[str, str]) -> None:
    form = SeasonForm({"level": "3", **typed}, trade=False)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["first"], form.cleaned_data["last"]) == span


def test_a_season_of_one_person_is_written_and_taken_away(signed_in: Client, owner: Any, make_contact: Make) -> None:
    contact = make_contact(owner)
    address = f"/people/{contact.pk}/seasons/"
    assert "職業" not in page(signed_in, address).split("<main")[1]
    response = signed_in.post(address, {"first": "12月", "last": "", "level": "3", "text": "決算"})
    assert (response.status_code, response["Location"]) == (302, address)
    row = SeasonOverride.objects.get()
    assert (row.contact_id, row.first, row.last, row.level) == (contact.pk, "12-01", "12-31", 3)
    html = page(signed_in, address)
    assert "12月1日〜12月31日" in html
    assert "12月1日〜12月31日" in page(signed_in, f"/people/{contact.pk}/edit/")
    assert "この時期を消しますか" in page(signed_in, f"/seasons/{row.pk}/remove/")
    assert SeasonOverride.objects.count() == 1
    assert signed_in.post(f"/seasons/{row.pk}/remove/")["Location"] == address
    assert SeasonOverride.objects.count() == 0


def test_a_season_of_a_profession_is_written_and_taken_away(signed_in: Client) -> None:
    assert 'value="zeirishi" selected' in page(signed_in, "/seasons/?profession=zeirishi")
    signed_in.post("/seasons/", {"profession": "bengoshi", "first": "12月", "level": "2"})
    row = SeasonOverride.objects.get()
    assert (row.contact_id, row.profession, row.level) == (None, "bengoshi", 2)
    html = page(signed_in, "/seasons/")
    assert "弁護士 12月1日〜12月31日" in html
    assert "弁護士の方は、立て込む時期です" in page(signed_in, "/courtesy/?profession=bengoshi")
    assert "立て込む時期です(12月31日ごろまで)" not in page(signed_in, "/courtesy/?profession=benrishi")
    assert signed_in.post(f"/seasons/{row.pk}/remove/")["Location"] == "/seasons/"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"first": "", "last": ""}, "どちらかだけでも"),
        ({"first": "師走"}, "12/10"),
        ({"first": "12月", "level": "9"}, "level"),
        ({"first": "12月", "text": "あ" * 201}, "text"),
    ],
)
def test_a_slip_is_shown_gently_and_keeps_what_was_typed(
    signed_in: Client, owner: Any, make_contact: Make, typed: dict[str, str], says: str
) -> None:
    contact = make_contact(owner)
    response = signed_in.post(f"/people/{contact.pk}/seasons/", {"level": "3", "text": "決算", **typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert says in html
    assert "ご確認をお願いします" in html
    assert SeasonOverride.objects.count() == 0


def test_a_profession_must_be_chosen(signed_in: Client) -> None:
    response = signed_in.post("/seasons/", {"first": "12月", "level": "3", "profession": ""})
    assert response.status_code == 422
    assert "どの職業のことか" in response.content.decode()


def test_too_many_seasons_are_told(
    signed_in: Client, owner: Any, make_contact: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seasons, "MOST_SEASONS", 1)
    address = f"/people/{make_contact(owner).pk}/seasons/"
    assert signed_in.post(address, {"first": "12月", "level": "3"}).status_code == 302
    response = signed_in.post(address, {"first": "11月", "level": "3"})
    assert response.status_code == 422
    assert "1件まで" in response.content.decode()


def test_the_preferences_lead_to_the_calendar(signed_in: Client) -> None:
    html = page(signed_in, "/preferences/")
    assert re.search(r'href="/courtesy/"', html)
    assert re.search(r'href="/seasons/"', html)
