"""The year by profession: golden days from the fact file, for 2026 to 2028. Silence first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yorisoi.core.courtesy import Channel, Table, Verdict, day_notes

Ask = Callable[..., Verdict]

# (day, profession): a Tuesday to Thursday at 10:30 with nothing in the way at all.
CALM = [
    ("2026-10-14", None),
    ("2026-11-18", "bengoshi"),
    ("2026-06-16", "zeirishi"),
    ("2026-09-03", "zeirishi"),
    ("2026-08-05", "sharoshi"),
    ("2026-05-20", "gyoseishoshi"),
    ("2026-03-25", "bengoshi"),  # judges move: lawyers are calm although the country changes its year
    ("2027-03-25", "bengoshi"),
    ("2026-08-05", "bengoshi"),
    ("2026-11-05", "benrishi"),
    ("2026-07-08", "it"),
    ("2026-06-10", "kensetsu"),
    ("2026-08-26", "kanteishi"),
    ("2028-02-16", "sharoshi"),
]

# (day, profession, level, code)
BUSY = [
    ("2026-02-17", "zeirishi", 3, "season.zeirishi"),
    ("2026-03-16", "zeirishi", 3, "season.zeirishi"),  # 3/15 is a Sunday: the deadline moves
    ("2026-03-17", "zeirishi", 2, "season.zeirishi"),
    ("2027-03-15", "zeirishi", 3, "season.zeirishi"),  # a Monday: it does not
    ("2027-03-16", "zeirishi", 2, "season.zeirishi"),
    ("2028-03-15", "zeirishi", 3, "season.zeirishi"),
    ("2028-03-16", "zeirishi", 2, "season.zeirishi"),
    ("2027-02-01", "zeirishi", 2, "season.zeirishi"),  # 1/31 is a Sunday
    ("2026-06-01", "zeirishi", 2, "season.zeirishi"),  # 5/31 is a Sunday
    ("2026-11-25", "zeirishi", 1, "season.zeirishi"),
    ("2026-06-10", "sharoshi", 3, "season.sharoshi"),
    ("2026-07-10", "sharoshi", 3, "season.sharoshi"),
    ("2027-07-12", "sharoshi", 3, "season.sharoshi"),  # 7/10 is a Saturday
    ("2028-07-10", "sharoshi", 3, "season.sharoshi"),
    ("2026-07-14", "sharoshi", 1, "season.sharoshi"),
    ("2026-12-09", "sharoshi", 2, "season.sharoshi"),
    ("2027-01-19", "sharoshi", 2, "season.sharoshi"),  # a range over the year end
    ("2026-03-18", "shihoshoshi", 3, "season.shihoshoshi"),
    ("2026-07-15", "gyoseishoshi", 2, "season.gyoseishoshi"),
    ("2027-08-02", "gyoseishoshi", 2, "season.gyoseishoshi"),  # 7/31 is a Saturday
    ("2026-09-09", "bengoshi", 2, "season.bengoshi"),
    ("2026-03-04", "bengoshi", 2, "season.bengoshi"),
    ("2026-06-09", "bengoshi", 1, "season.bengoshi"),
    ("2026-03-11", "benrishi", 3, "season.benrishi"),
    ("2026-04-15", "kaikeishi", 3, "season.kaikeishi"),
    ("2026-12-15", "kanteishi", 2, "season.kanteishi"),
    ("2027-01-19", "kanteishi", 2, "season.kanteishi"),
    ("2026-11-17", "hoken", 2, "season.hoken"),
    ("2026-02-18", "fudosan", 3, "season.fudosan"),
    ("2026-12-16", "kensetsu", 2, "season.kensetsu"),
    ("2026-12-16", "inshoku", 3, "season.inshoku"),
    ("2026-04-15", "keiri", 3, "season.keiri"),
    ("2028-02-29", "benrishi", 3, "season.benrishi"),
    ("2026-12-16", None, 1, "season.general"),
    ("2026-03-25", None, 1, "national.nendo_kawari"),
]


@pytest.mark.parametrize(("day", "profession"), CALM)
def test_calm_days_are_free(ask: Ask, day: str, profession: str | None) -> None:
    verdict = ask(f"{day} 10:30", profession=profession)
    assert verdict.allowed
    assert [note for note in verdict.notes if note.level] == []


@pytest.mark.parametrize(("day", "profession", "level", "code"), BUSY)
def test_busy_days_say_how_much_and_why(ask: Ask, day: str, profession: str | None, level: int, code: str) -> None:
    verdict = ask(f"{day} 10:30", profession=profession)
    assert verdict.level == level
    assert verdict.allowed is (level < 3)
    assert code in {note.code for note in verdict.notes}


@pytest.mark.parametrize(
    ("day", "last"), [("2026-02-20", "2026-03-16"), ("2027-02-19", "2027-03-15"), ("2028-02-22", "2028-03-15")]
)
def test_the_tax_season_ends_on_the_moved_deadline(ask: Ask, day: str, last: str) -> None:
    note = ask(f"{day} 10:30", profession="zeirishi").notes[0]
    assert note.until == date.fromisoformat(last)
    assert f"{note.until.month}月{note.until.day}日" in note.text


def test_where_seasons_overlap_only_the_heaviest_is_told(ask: Ask) -> None:
    codes = [note.code for note in ask("2026-03-16 10:30", profession="zeirishi").notes]
    assert codes.count("season.zeirishi") == 1


def test_a_calm_season_is_told_as_good_news(ask: Ask) -> None:
    notes = ask("2026-03-25 10:30", profession="bengoshi").notes
    assert [note.code for note in notes] == ["quiet.bengoshi"]
    assert "落ち着いている" in notes[0].text


def test_what_is_only_inferred_says_so(ask: Ask) -> None:
    unsure = ask("2026-03-04 10:30", profession="chosashi").notes[0]
    sure = ask("2026-03-04 10:30", profession="bengoshi").notes[0]
    assert unsure.text.endswith("ご本人に伺えると、より確かです。")
    assert "ご本人に伺える" not in sure.text


def test_the_general_row_names_no_trade(ask: Ask) -> None:
    note = ask("2026-12-16 10:30").notes[0]
    assert note.text.startswith("年末で")


@pytest.mark.parametrize(
    ("day", "code", "level"),
    [
        ("2026-04-29", "national.gw", 2),
        ("2026-04-30", "national.gw", 2),  # a bridge day inside the run
        ("2026-05-06", "national.gw", 2),  # 振替休日
        ("2027-05-05", "national.gw", 2),
        ("2028-05-07", "national.gw", 2),  # the weekend after the 5th
        ("2026-08-14", "national.obon", 2),
        ("2026-12-28", "national.nenmatsu_nenshi", 3),
        ("2027-01-05", "national.nenmatsu_nenshi", 3),
        ("2026-09-19", "national.silver", 1),
        ("2026-09-23", "national.silver", 1),
    ],
)
def test_quiet_periods_of_the_country(table: Table, day: str, code: str, level: int) -> None:
    notes = day_notes(date.fromisoformat(day), channel=Channel.EMAIL, profession=None, table=table)
    assert (code, level) in {(note.code, note.level) for note in notes}


@pytest.mark.parametrize(
    "day",
    ["2026-04-28", "2026-05-07", "2027-05-06", "2028-04-28", "2028-05-08", "2026-08-18", "2027-01-06", "2026-09-24"],
)
def test_the_days_around_them_are_free_of_them(table: Table, day: str) -> None:
    notes = day_notes(date.fromisoformat(day), channel=Channel.EMAIL, profession=None, table=table)
    assert not [note for note in notes if note.code.startswith("national.")]


@pytest.mark.parametrize("year", [2027, 2028])
def test_the_september_run_exists_only_when_the_holidays_join(table: Table, year: int) -> None:
    for day in range(1, 31):
        notes = day_notes(date(year, 9, day), channel=Channel.EMAIL, profession=None, table=table)
        assert "national.silver" not in {note.code for note in notes}


def test_the_day_beside_a_long_weekend_keeps_new_topics_waiting(ask: Ask) -> None:
    before, after = ask("2026-11-20 10:30"), ask("2026-11-24 10:30")
    ordinary = ask("2026-11-13 10:30")
    assert "long_weekend" in {note.code for note in before.notes} & {note.code for note in after.notes}
    assert "long_weekend" not in {note.code for note in ordinary.notes}


@pytest.mark.parametrize(
    ("day", "profession", "code", "level"),
    [
        ("2026-11-30", None, "month.settling", 1),
        ("2026-11-27", None, "month.settling", 1),
        ("2026-12-02", None, "month.settling", 1),
        ("2026-11-26", "kinyu", "month.settling", 1),
        ("2026-11-25", "keiri", "month.keiri", 2),
        ("2026-11-09", "keiri", "month.keiri", 2),  # the fifth business day
        ("2026-11-10", "kinyu", "month.kinyu", 1),
        ("2026-10-29", "hoken", "month.hoken", 1),
        ("2026-11-18", "fudosan", "week.fudosan", 2),
        ("2026-11-13", "inshoku", "week.inshoku", 2),
    ],
)
def test_the_rhythm_of_month_and_week(ask: Ask, day: str, profession: str | None, code: str, level: int) -> None:
    notes = ask(f"{day} 10:30", profession=profession).notes
    assert (code, level) in {(note.code, note.level) for note in notes}


@pytest.mark.parametrize(
    ("day", "profession"),
    [("2026-11-26", None), ("2026-12-03", None), ("2026-11-19", "sharoshi"), ("2026-11-10", "keiri")],
)
def test_the_middle_of_the_month_is_free_of_it(ask: Ask, day: str, profession: str | None) -> None:
    notes = ask(f"{day} 10:30", profession=profession).notes
    assert not [note for note in notes if note.code.startswith("month.")]


def test_every_note_of_three_years_reads_as_a_sentence(table: Table) -> None:
    for profession in table.professions:
        for year in (2026, 2027, 2028):
            for month in range(1, 13):
                for day in (3, 11, 20, 28):
                    for note in day_notes(
                        date(year, month, day), channel=Channel.EMAIL, profession=profession, table=table
                    ):
                        assert note.text.endswith("。"), note
                        assert 0 <= note.level <= 3
                        assert "の方は、の" not in note.text
                        assert "（" not in note.text
                        if note.from_ and note.until:
                            assert note.from_ <= date(year, month, day) <= note.until
