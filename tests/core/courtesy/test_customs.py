"""Local customs: お盆 in July, and the pine branches that stay until the fifteenth."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml

from yorisoi.core.courtesy import Channel, Table, Verdict, day_notes, greeting_for, greetings_between
from yorisoi.core.courtesy.customs import closing_months, folded, folded_words, found_in

Ask = Callable[..., Verdict]
At = Callable[[str], Any]


def codes(table: Table, day: date, *tags: str) -> set[str]:
    notes = day_notes(day, channel=Channel.EMAIL, profession=None, table=table, tags=tuple(tags))
    return {note.code for note in notes}


# Silence first.


@pytest.mark.parametrize("day", [13, 14, 15, 16])
def test_july_is_an_ordinary_month_for_nearly_everyone(table: Table, day: int) -> None:
    for tags in ((), ("東京",), ("横浜",), ("お盆",), ("交流会",)):
        assert "national.obon_july" not in codes(table, date(2026, 7, day), *tags)


def test_a_region_says_nothing_of_a_trade(table: Table) -> None:
    assert table.trade("zeirishi", ("関西",)).fields == ()
    assert table.trade("zeirishi", ("関西",)).seasons == table.trade("zeirishi").seasons


# お盆.


@pytest.mark.parametrize("tag", ["7月盆", "7月のお盆", "七月盆", "東京盆", "実家は7月のお盆"])
def test_some_keep_the_festival_in_july(table: Table, tag: str) -> None:
    for day in (13, 14, 15, 16):
        assert "national.obon_july" in codes(table, date(2026, 7, day), tag)
    for day in (12, 17):
        assert "national.obon_july" not in codes(table, date(2026, 7, day), tag)


def test_offices_rest_in_august_there_too(table: Table) -> None:
    assert "national.obon" in codes(table, date(2026, 8, 13), "7月盆")


def test_a_message_waits_for_the_end_of_the_july_festival(opens: Ask, at: At) -> None:
    assert opens("2026-07-14 10:30", tags=("7月盆",)).next_ok == at("2026-07-17 10:00")
    assert opens("2026-07-14 10:30").next_ok == at("2026-07-14 10:30")


# 松の内.


@pytest.mark.parametrize(
    ("day", "usual", "kansai"),
    [
        ("2027-01-01", "年賀", "年賀"),
        ("2027-01-07", "年賀", "年賀"),
        ("2027-01-08", "寒中見舞い", "年賀"),
        ("2027-01-15", "寒中見舞い", "年賀"),
        ("2027-01-16", "寒中見舞い", "寒中見舞い"),
        ("2027-02-03", "寒中見舞い", "寒中見舞い"),
        ("2027-02-04", "余寒見舞い", "余寒見舞い"),
        ("2027-02-28", "余寒見舞い", "余寒見舞い"),
        ("2028-02-29", "余寒見舞い", "余寒見舞い"),
        ("2027-07-07", "暑中見舞い", "暑中見舞い"),
        ("2027-08-07", "暑中見舞い", "暑中見舞い"),
        ("2027-08-08", "残暑見舞い", "残暑見舞い"),
        ("2027-08-31", "残暑見舞い", "残暑見舞い"),
    ],
)
def test_the_pine_branches_stay_longer_in_the_west(table: Table, day: str, usual: str, kansai: str) -> None:
    here = greeting_for(date.fromisoformat(day), table)
    there = greeting_for(date.fromisoformat(day), table, tags=("大阪",))
    assert here is not None
    assert there is not None
    assert (here.label, there.label) == (usual, kansai)


def test_a_house_in_mourning_in_the_west_waits_for_the_sixteenth(table: Table) -> None:
    assert greeting_for(date(2027, 1, 10), table, mourning=True, tags=("京都",)) is None
    winter = greeting_for(date(2027, 1, 16), table, mourning=True, tags=("京都",))
    assert winter is not None
    assert winter.label == "寒中見舞い"


def test_on_no_day_are_two_greetings_in_season(table: Table) -> None:
    for tags in ((), ("関西",)):
        day = date(2026, 1, 1)
        while day.year < 2029:
            customs = table.trade(None, tags).customs
            found = [w.label for w in table.greetings if w.kept(customs) and w.span.holding(day) and w.id != "mochu"]
            assert len(found) <= 1, day
            day += timedelta(days=1)


def test_every_day_between_new_year_and_march_has_its_greeting(table: Table) -> None:
    for tags in ((), ("奈良",)):
        for number in range(59):
            assert greeting_for(date(2027, 1, 1) + timedelta(days=number), table, tags=tags) is not None


# The greetings of a stretch of time.


def test_the_greetings_of_a_winter(table: Table) -> None:
    found = greetings_between(date(2026, 12, 1), 90, table)
    assert [(each.label, each.from_, each.until) for each in found] == [
        ("年賀", date(2027, 1, 1), date(2027, 1, 7)),
        ("寒中見舞い", date(2027, 1, 8), date(2027, 2, 3)),
        ("余寒見舞い", date(2027, 2, 4), date(2027, 2, 28)),
    ]


def test_the_greetings_of_a_winter_in_the_west(table: Table) -> None:
    found = greetings_between(date(2026, 12, 1), 90, table, tags=("神戸",))
    assert [(each.label, each.until) for each in found] == [
        ("年賀", date(2027, 1, 15)),
        ("寒中見舞い", date(2027, 2, 3)),
        ("余寒見舞い", date(2027, 2, 28)),
    ]


def test_a_greeting_begun_before_is_told(table: Table) -> None:
    (found,) = greetings_between(date(2027, 8, 20), 5, table)
    assert (found.label, found.from_) == ("残暑見舞い", date(2027, 8, 8))


def test_there_are_weeks_without_a_greeting(table: Table) -> None:
    assert greetings_between(date(2027, 9, 1), 60, table) == ()
    assert greetings_between(date(2026, 11, 10), 20, table) == ()  # the notice of mourning is the sender's own


def test_two_years_have_each_greeting_twice(table: Table) -> None:
    labels = [each.label for each in greetings_between(date(2027, 1, 1), 730, table)]
    assert labels == ["年賀", "寒中見舞い", "余寒見舞い", "暑中見舞い", "残暑見舞い"] * 2


# Words.


@pytest.mark.parametrize(
    ("text", "same"), [("ＷＥＢ", "web"), (" 関西 ", "関西"), ("ﾋﾞｻﾞ", "ビザ"), ("１２月決算", "12月決算"), ("", "")]
)
def test_widths_and_capitals_do_not_matter(text: str, same: str) -> None:
    assert folded(text) == same


def test_a_word_is_found_inside_a_tag_and_not_the_other_way() -> None:
    assert found_in(("建設",), ("建設業許可",))
    assert not found_in(("建設業許可",), ("建設",))
    assert not found_in(("建設",), ())
    assert not found_in((), ("建設",))


def test_rows_need_words() -> None:
    assert folded_words(["関西", "ＷＥＢ"]) == ("関西", "web")
    for words in ([], [""], ["関西", "　"]):
        with pytest.raises(ValueError, match="word"):
            folded_words(words)


@pytest.mark.parametrize(
    ("tags", "months"),
    [
        ((), ()),
        (("決算",), ()),
        (("3月決算",), (3,)),
        (("9月決算", "3月決算", "3月決算"), (3, 9)),
        (("3月決算と9月決算",), (3, 9)),
        (("12月期決算",), (12,)),
        (("10月決算", "11月決算"), (10, 11)),
        (("13月決算",), ()),
    ],
)
def test_months_of_closing(tags: tuple[str, ...], months: tuple[int, ...]) -> None:
    assert closing_months(tags) == months


@pytest.fixture
def parsed() -> dict[str, Any]:
    text = files("yorisoi.data").joinpath("busy_seasons.yaml").read_text(encoding="utf-8")
    return copy.deepcopy(yaml.safe_load(text))


def test_a_custom_that_is_not_there_is_refused(parsed: dict[str, Any]) -> None:
    parsed["greeting_windows"][0]["unless"] = "nowhere"
    with pytest.raises(ValueError, match="nowhere"):
        Table.from_mapping(parsed)


def test_a_quiet_period_of_a_custom_that_is_not_there_is_refused(parsed: dict[str, Any]) -> None:
    parsed["national_quiet"][0]["custom"] = "elsewhere"
    with pytest.raises(ValueError, match="elsewhere"):
        Table.from_mapping(parsed)
