"""What one would guess wrongly: every trap and note of the fact tables, one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from yorisoi.core.courtesy import Channel, Hold, HoldKind, Table, Verdict, day_notes, greeting_for, next_business_day

Ask = Callable[..., Verdict]
At = Callable[[str], datetime]
DAY = date.fromisoformat


def codes(verdict: Verdict) -> set[str]:
    return {note.code for note in verdict.notes}


# 「年度末は忙しいでしょう」は外れやすい: lawyers are calm while judges move, and in the summer recess.


@pytest.mark.parametrize("day", ["2026-03-24", "2026-04-08", "2027-03-24", "2027-04-07", "2028-03-22", "2028-04-12"])
def test_lawyers_are_calm_in_late_march_and_early_april(ask: Ask, day: str) -> None:
    verdict = ask(f"{day} 10:30", profession="bengoshi")
    assert codes(verdict) == {"quiet.bengoshi"}
    assert "裁判官" in verdict.notes[0].text


@pytest.mark.parametrize("day", ["2026-07-22", "2026-08-05", "2027-07-28", "2028-08-23"])
def test_lawyers_are_calm_in_the_summer_recess(ask: Ask, day: str) -> None:
    assert codes(ask(f"{day} 10:30", profession="bengoshi")) == {"quiet.bengoshi"}


@pytest.mark.parametrize("day", ["2026-03-18", "2027-03-17", "2028-03-15"])
def test_until_the_twentieth_they_settle_and_judge(ask: Ask, day: str) -> None:
    assert ask(f"{day} 10:30", profession="bengoshi").level == 2


def test_the_warning_is_shown(table: Table) -> None:
    assert table.trade("bengoshi").notes == ("「年度末はお忙しいでしょう」は外れやすい。",)


# 期限が土日なら翌平日: for every statutory day of the tables, in each of the three years.


@pytest.mark.parametrize(
    ("profession", "inside", "last"),
    [
        ("zeirishi", "2026-01-20", "2026-02-02"),
        ("zeirishi", "2027-01-20", "2027-02-01"),
        ("zeirishi", "2028-01-20", "2028-01-31"),
        ("zeirishi", "2026-03-02", "2026-03-16"),
        ("zeirishi", "2027-03-02", "2027-03-15"),
        ("zeirishi", "2028-03-02", "2028-03-15"),
        ("zeirishi", "2026-03-25", "2026-03-31"),
        ("zeirishi", "2027-03-25", "2027-03-31"),
        ("zeirishi", "2028-03-24", "2028-03-31"),
        ("zeirishi", "2026-05-20", "2026-06-01"),
        ("zeirishi", "2027-05-20", "2027-05-31"),
        ("zeirishi", "2028-05-24", "2028-05-31"),
        ("zeirishi", "2026-11-25", "2026-11-30"),
        ("zeirishi", "2027-11-24", "2027-11-30"),
        ("sharoshi", "2026-06-10", "2026-07-10"),
        ("sharoshi", "2027-06-10", "2027-07-12"),
        ("sharoshi", "2028-06-14", "2028-07-10"),
        ("gyoseishoshi", "2026-07-15", "2026-07-31"),
        ("gyoseishoshi", "2027-07-15", "2027-08-02"),
        ("gyoseishoshi", "2028-07-19", "2028-07-31"),
        ("gyoseishoshi", "2028-04-19", "2028-05-01"),
        ("keiri", "2026-05-13", "2026-06-01"),
        ("keiri", "2026-01-14", "2026-02-02"),
        ("jinji", "2027-06-16", "2027-07-12"),
    ],
)
def test_a_deadline_on_a_day_off_is_the_next_business_day(
    table: Table, profession: str, inside: str, last: str
) -> None:
    notes = day_notes(DAY(inside), channel=Channel.EMAIL, profession=profession, table=table)
    season = next(note for note in notes if note.code == f"season.{profession}")
    assert season.until == DAY(last)
    assert f"{season.until.month}月{season.until.day}日ごろまで" in season.text
    assert next_business_day(season.until, 0) == season.until


def test_a_season_of_habit_does_not_move(table: Table) -> None:
    """The settlements of March end on the 31st even where that is a Sunday: no law names the day."""
    notes = day_notes(DAY("2030-03-20"), channel=Channel.EMAIL, profession="shihoshoshi", table=table)
    assert next(n for n in notes if n.code == "season.shihoshoshi").until == DAY("2030-03-31")


# 連休は毎年ちがう.


@pytest.mark.parametrize(
    ("year", "first", "last"), [(2026, "04-29", "05-06"), (2027, "04-29", "05-05"), (2028, "04-29", "05-07")]
)
def test_golden_week_is_the_run_of_days_off_of_that_year(ask: Ask, year: int, first: str, last: str) -> None:
    note = next(note for note in ask(f"{year}-05-02 10:30").notes if note.code == "national.gw")
    assert (note.from_, note.until) == (DAY(f"{year}-{first}"), DAY(f"{year}-{last}"))


def test_silver_week_is_there_in_2026_and_not_again_before_2032(ask: Ask) -> None:
    years = [year for year in range(2026, 2033) if "national.silver" in codes(ask(f"{year}-09-21 10:30"))]
    assert years == [2026, 2032]


# お盆: 8月13日から16日が中心。東京など一部は7月13日から16日。


def test_the_festival_is_in_august_unless_a_tag_says_july(ask: Ask) -> None:
    assert "national.obon" in codes(ask("2026-08-14 10:30"))
    assert ask("2026-07-14 10:30").level == 0
    assert "national.obon_july" in codes(ask("2026-07-14 10:30", tags=("7月盆",)))


def test_restaurants_are_busy_when_others_rest(ask: Ask) -> None:
    found = ask("2026-04-30 10:30", profession="inshoku")
    assert {"season.inshoku", "national.gw"} <= codes(found)


# 年末年始: offices rest from the 29th to the 3rd; mail is welcome again when 松の内 is over.


def test_new_year_is_longer_than_the_law(ask: Ask, opens: Ask, at: At) -> None:
    assert not ask("2026-12-28 10:30").allowed
    assert not ask("2027-01-05 10:30").allowed
    assert opens("2026-12-28 10:30").next_ok == at("2027-01-08 10:00")


# 喪中: no New Year card, no business for 49 days; a winter greeting instead.


def test_a_house_in_mourning_is_left_alone_for_49_days(ask: Ask) -> None:
    hold = Hold(HoldKind.MOURNING, DAY("2026-11-01"))
    assert not ask("2026-12-18 10:30", holds=(hold,)).allowed  # the 48th day
    assert hold.last_day == DAY("2026-12-19")
    assert ask("2026-12-22 10:30", holds=(hold,)).allowed


def test_no_new_year_card_to_a_house_in_mourning(table: Table) -> None:
    for day in range(1, 8):
        assert greeting_for(date(2027, 1, day), table, mourning=True) is None
    winter = greeting_for(date(2027, 1, 8), table, mourning=True)
    assert winter is not None
    assert winter.label == "寒中見舞い"


# 災害: ten days without business, sympathy only.


def test_after_a_disaster_business_waits_ten_days(ask: Ask, at: At) -> None:
    verdict = ask("2026-10-14 10:30", holds=(Hold(HoldKind.DISASTER, DAY("2026-10-14")),))
    assert not verdict.allowed
    assert verdict.next_ok == at("2026-10-26 10:00")  # the 23rd is the tenth day, a Friday
    assert "お見舞い" in verdict.notes[0].text


# 不動産 is reached on neither Wednesday nor weekends.


@pytest.mark.parametrize(
    ("day", "free"),
    [
        ("2026-06-08", True), ("2026-06-09", True), ("2026-06-10", False), ("2026-06-11", True), ("2026-06-12", True),
        ("2026-06-13", False), ("2026-06-14", False),
    ],
)  # fmt: skip
def test_real_estate_rests_on_wednesdays_and_works_on_weekends(opens: Ask, at: At, day: str, free: bool) -> None:
    assert (opens(f"{day} 10:30", profession="fudosan").next_ok == at(f"{day} 10:30")) is free


# 司法書士: mornings and the end of the month are settlements; mail rather than the telephone.


def test_registrars_are_called_in_the_afternoon_and_written_to_at_any_hour(ask: Ask, opens: Ask, at: At) -> None:
    assert ask("2026-10-14 10:30", "phone", profession="shihoshoshi").level == 2
    assert opens("2026-10-14 10:30", "phone", profession="shihoshoshi").next_ok == at("2026-10-14 14:00")
    assert ask("2026-10-14 10:30", profession="shihoshoshi").level == 0


@pytest.mark.parametrize("day", ["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02", "2026-10-05"])
def test_for_registrars_the_ends_of_the_month_are_three_days_long(ask: Ask, day: str) -> None:
    assert "month.settling" in codes(ask(f"{day} 10:30", profession="shihoshoshi"))


# 飲食: not at the hours of meals, not on Fridays and weekends; half past two is good.


@pytest.mark.parametrize(
    ("hour", "channel", "level"),
    [("11:15", "phone", 3), ("11:15", "line", 2), ("14:30", "phone", 0), ("14:30", "line", 0), ("17:30", "line", 2)],
)
def test_cooks_are_left_to_cook(ask: Ask, hour: str, channel: str, level: int) -> None:
    assert ask(f"2026-06-10 {hour}", channel, profession="inshoku").level == level


# 医療: not during consulting hours; Thursday is often closed.


@pytest.mark.parametrize(("hour", "level"), [("10:30", 2), ("14:30", 0), ("15:30", 2)])
def test_doctors_are_not_called_during_consultations(ask: Ask, hour: str, level: int) -> None:
    assert ask(f"2026-06-10 {hour}", "phone", profession="iryo").level == level


def test_surgeries_often_close_on_thursdays(ask: Ask) -> None:
    assert ask("2026-06-11 10:30", profession="iryo").level == 1
    assert ask("2026-06-10 10:30", profession="iryo").level == 0


# 建設: not before the morning assembly, not at noon, not while driving home.


@pytest.mark.parametrize(("hour", "level"), [("08:30", 2), ("10:30", 0), ("12:30", 2), ("14:30", 0), ("17:30", 1)])
def test_builders_are_called_between_the_hours_of_the_site(ask: Ask, hour: str, level: int) -> None:
    assert ask(f"2026-06-10 {hour}", "phone", profession="kensetsu").level == level


def test_surveyors_are_in_the_field_in_the_early_afternoon(ask: Ask) -> None:
    assert ask("2026-06-10 14:30", "phone", profession="chosashi").level == 1
    assert ask("2026-06-10 11:00", "phone", profession="chosashi").level == 0


# 五十日: days that are multiples of five.


@pytest.mark.parametrize(("day", "told"), [("2026-06-10", True), ("2026-06-25", True), ("2026-06-11", False)])
def test_banks_are_full_on_multiples_of_five(ask: Ask, day: str, told: bool) -> None:
    assert ("month.kinyu" in codes(ask(f"{day} 10:30", profession="kinyu"))) is told


# 保険: the end of the month; FP: weekends are for consultations.


def test_insurers_close_their_month(ask: Ask) -> None:
    assert "month.hoken" in codes(ask("2026-10-28 10:30", profession="hoken"))
    assert "month.hoken" not in codes(ask("2026-10-27 10:30", profession="hoken"))


def test_planners_advise_on_weekends(ask: Ask) -> None:
    assert "week.fp" in codes(ask("2026-06-13 10:30", profession="fp"))


# What is inferred says so; what rests on the law does not.


@pytest.mark.parametrize(
    ("profession", "day"),
    [("chosashi", "2026-03-04"), ("shindanshi", "2026-02-04"), ("fp", "2026-11-04"), ("kinyu", "2026-03-17"),
     ("iryo", "2026-12-09"), ("kyoiku", "2026-02-04")],
)  # fmt: skip
def test_low_confidence_asks_to_ask(ask: Ask, profession: str, day: str) -> None:
    season = next(n for n in ask(f"{day} 10:30", profession=profession).notes if n.code == f"season.{profession}")
    assert season.text.endswith("ご本人に伺えると、より確かです。")


@pytest.mark.parametrize(
    ("profession", "day"), [("zeirishi", "2026-02-18"), ("sharoshi", "2026-06-10"), ("benrishi", "2026-02-18")]
)
def test_high_confidence_says_it_plainly(ask: Ask, profession: str, day: str) -> None:
    assert "ご本人に伺える" not in ask(f"{day} 10:30", profession=profession).notes[0].text


# The hours: the last half hour, lunch, Monday morning and Friday evening.


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-10-12 10:30", "day_off"),
        ("2026-10-19 10:30", "hours.monday"),
        ("2026-10-16 16:00", "hours.friday"),
        ("2026-10-14 12:30", "hours.avoid"),
        ("2026-10-14 18:30", "hours.avoid"),
        ("2026-10-14 21:00", "hours.night"),
    ],
)
def test_hours_that_are_awkward_for_nearly_everyone(ask: Ask, moment: str, code: str) -> None:
    assert code in codes(ask(moment))


def test_a_night_line_for_every_trade(ask: Ask, table: Table) -> None:
    for profession in table.professions:
        for channel in ("email", "line", "phone", "sms", "messenger"):
            for hour in ("21:00", "23:59", "00:00", "07:59"):
                assert not ask(f"2026-10-14 {hour}", channel, profession=profession).allowed
