"""Fields of a trade, by tags: silence first. A tag that tells nothing changes nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from yorisoi.core.courtesy import Channel, Table, Verdict, day_notes

Ask = Callable[..., Verdict]


def levels(table: Table, profession: str, day: str, *tags: str) -> tuple[int, set[str]]:
    """The heaviest season of the day and the codes of seasons, without days off and the rhythm of the month."""
    notes = day_notes(
        date.fromisoformat(day), channel=Channel.EMAIL, profession=profession, table=table, tags=tuple(tags)
    )
    told = [note for note in notes if note.code.startswith(("season.", "quiet."))]
    return max((note.level for note in told), default=0), {note.code for note in told}


# Silence first.


@pytest.mark.parametrize("tag", ["交流会", "地元", "大切な方", "犬", "ゴルフ", "2026年秋", ""])
@pytest.mark.parametrize("profession", ["gyoseishoshi", "zeirishi", "bengoshi", "it", "keiri", None])
def test_a_tag_that_tells_nothing_of_the_trade_changes_nothing(table: Table, tag: str, profession: str | None) -> None:
    assert table.trade(profession, (tag,)) is table.trade(profession)


def test_a_tag_of_another_trade_changes_nothing(table: Table) -> None:
    assert table.trade("bengoshi", ("建設", "入管", "補助金")).fields == ()
    assert table.trade("kensetsu", ("建設業",)).fields == ()


def test_inheritance_has_no_season_of_its_own(table: Table) -> None:
    for month in range(1, 13):
        for day in (1, 10, 20, 28):
            assert levels(table, "gyoseishoshi", f"2027-{month:02d}-{day:02d}", "相続") == (0, set())


def test_subsidies_have_the_seasons_that_the_user_hears_of(table: Table) -> None:
    assert levels(table, "gyoseishoshi", "2026-07-15", "補助金") == (0, set())
    trade = table.trade("gyoseishoshi", ("補助金",))
    assert any("3週間" in note for note in trade.notes)


# (profession, tag, day, level without the tag, level with it)
FIELDS = [
    # 行政書士: the field decides nearly everything.
    ("gyoseishoshi", "建設業許可", "2026-02-10", 2, 0),  # visas and permits of the year end are not theirs
    ("gyoseishoshi", "建設業許可", "2026-07-15", 2, 2),
    ("gyoseishoshi", "建設業許可", "2027-08-02", 2, 2),  # 31 July 2027 is a Saturday
    ("gyoseishoshi", "建設業許可", "2026-04-20", 1, 1),
    ("gyoseishoshi", "入管業務", "2026-02-10", 2, 2),
    ("gyoseishoshi", "入管業務", "2026-04-15", 1, 1),
    ("gyoseishoshi", "入管業務", "2026-07-15", 2, 0),  # the filings of builders are not theirs
    ("gyoseishoshi", "ビザ", "2026-03-30", 2, 2),
    ("gyoseishoshi", "外国人雇用", "2026-06-20", 2, 0),
    ("gyoseishoshi", "車庫証明", "2026-03-10", 2, 2),
    ("gyoseishoshi", "車庫証明", "2026-07-10", 2, 0),
    ("gyoseishoshi", "遺言", "2026-02-10", 2, 0),
    ("gyoseishoshi", "補助金申請", "2026-02-10", 2, 0),
    # 税理士: inheritance comes beside the tax season; only who does nothing else is without it.
    ("zeirishi", "相続", "2026-10-14", 0, 1),
    ("zeirishi", "相続", "2026-02-18", 3, 3),
    ("zeirishi", "相続", "2026-05-20", 2, 2),
    ("zeirishi", "相続専門", "2026-02-18", 3, 2),  # nothing but inheritance: gifts, and no incomes
    ("zeirishi", "科目合格", "2026-07-15", 0, 2),
    ("zeirishi", "職員の方", "2026-08-05", 0, 2),
    ("zeirishi", "職員の方", "2026-08-20", 0, 0),
    # 公認会計士 with a tax practice: the tax accountant's year besides.
    ("kaikeishi", "税務もされる", "2026-02-25", 0, 3),
    ("kaikeishi", "税務もされる", "2026-05-20", 3, 3),
    ("kaikeishi", "監査", "2026-02-25", 0, 0),
    # 司法書士: commerce and land.
    ("shihoshoshi", "商業登記", "2026-03-18", 3, 0),
    ("shihoshoshi", "商業登記", "2026-06-25", 1, 1),
    ("shihoshoshi", "不動産登記", "2026-03-18", 3, 3),
    # 弁護士 for companies: the shareholders' meetings of June.
    ("bengoshi", "企業法務", "2026-06-09", 1, 1),
    ("bengoshi", "企業法務", "2026-03-25", 0, 0),
    # 保険: life and other.
    ("hoken", "生保", "2026-11-17", 2, 2),
    ("hoken", "生保", "2026-03-10", 2, 0),
    ("hoken", "損保", "2026-03-10", 2, 2),
    ("hoken", "損保", "2026-11-17", 2, 0),
    ("hoken", "損保", "2026-04-20", 1, 1),
    # 中小企業診断士 in the year of examinations.
    ("shindanshi", "受験生", "2026-09-10", 0, 1),
    ("shindanshi", "講師", "2026-07-10", 0, 1),
    ("shindanshi", "講師", "2026-11-10", 0, 0),
]


@pytest.mark.parametrize(("profession", "tag", "day", "without", "with_it"), FIELDS)
def test_a_field_has_a_year_of_its_own(
    table: Table, profession: str, tag: str, day: str, without: int, with_it: int
) -> None:
    assert levels(table, profession, day)[0] == without
    assert levels(table, profession, day, tag)[0] == with_it


def test_who_does_only_inheritance_files_gifts_and_no_incomes(table: Table) -> None:
    assert levels(table, "zeirishi", "2026-02-18", "相続専門")[0] == 2
    assert levels(table, "zeirishi", "2026-03-16", "相続専門")[0] == 2  # the 15th is a Sunday
    assert levels(table, "zeirishi", "2026-03-17", "相続専門") == (0, set())
    assert levels(table, "zeirishi", "2026-05-20", "相続専門") == (0, set())
    assert levels(table, "zeirishi", "2026-11-18", "相続専門")[0] == 1


def test_two_fields_of_one_person_are_seen_together(table: Table) -> None:
    both = ("建設業", "入管")
    assert levels(table, "gyoseishoshi", "2026-02-10", *both)[0] == 2
    assert levels(table, "gyoseishoshi", "2026-07-15", *both)[0] == 2
    assert levels(table, "gyoseishoshi", "2026-07-15", *reversed(both))[0] == 2
    assert table.trade("gyoseishoshi", both) is table.trade("gyoseishoshi", both[::-1])


@pytest.mark.parametrize("tag", ["ビザ", "ﾋﾞｻﾞ", "在留資格", "国際業務", "外国人"])
def test_a_field_is_known_by_any_of_its_words_in_any_width(table: Table, tag: str) -> None:
    assert table.trade("gyoseishoshi", (tag,)).fields == ("入管",)


def test_free_words_about_the_trade_are_read_like_a_tag(table: Table) -> None:
    assert table.trade("建設業専門の行政書士").fields == ("建設業",)
    assert table.trade("生命保険の営業").fields == ("生命保険",)
    assert table.trade("損害保険の代理店").fields == ("損害保険",)
    assert table.trade("行政書士").fields == ()


def test_a_sentence_names_the_field(table: Table) -> None:
    notes = day_notes(date(2026, 2, 10), channel=Channel.EMAIL, profession="gyoseishoshi", table=table, tags=("入管",))
    text = next(note.text for note in notes if note.code == "season.gyoseishoshi")
    assert text.startswith("行政書士(入管)の方は、4月の入社や入学に向けた在留資格の申請で")


def test_what_is_inferred_of_a_field_says_so(table: Table) -> None:
    notes = day_notes(date(2026, 10, 14), channel=Channel.EMAIL, profession="zeirishi", table=table, tags=("相続",))
    assert any(note.text.endswith("ご本人に伺えると、より確かです。") for note in notes)


def test_another_trades_seasons_are_told_of_this_person(table: Table) -> None:
    notes = day_notes(date(2026, 2, 25), channel=Channel.EMAIL, profession="kaikeishi", table=table, tags=("税務",))
    assert notes[0].text.startswith("公認会計士(税務も)の方は、所得税の確定申告で")
    assert notes[0].level == 3


def test_land_registrars_work_through_the_summer_festival(ask: Ask) -> None:
    away = ask("2026-08-12 10:30", profession="shihoshoshi")
    there = ask("2026-08-12 10:30", profession="shihoshoshi", tags=("不動産登記",))
    assert "national.obon" in {note.code for note in away.notes}
    assert "national.obon" not in {note.code for note in there.notes}


def test_payroll_has_a_rhythm_that_other_labour_consultants_lack(ask: Ask) -> None:
    plain = ask("2026-10-20 10:30", profession="sharoshi")
    payroll = ask("2026-10-20 10:30", profession="sharoshi", tags=("給与計算",))
    assert [note for note in plain.notes if note.level] == []
    assert {note.code for note in payroll.notes} == {"month.sharoshi"}
    assert not [n for n in ask("2026-10-27 10:30", profession="sharoshi", tags=("給与計算",)).notes if n.level]


def test_engineers_would_rather_read_than_be_called(ask: Ask) -> None:
    called = ask("2026-10-14 14:30", "phone", profession="it")
    written = ask("2026-10-14 14:30", profession="it")
    assert called.allowed
    assert called.level == 1
    assert written.notes == ()


# The closing of the books.


@pytest.mark.parametrize(
    ("tag", "day", "level"),
    [
        ("12月決算", "2026-12-24", 2),  # still the year-end adjustment only
        ("12月決算", "2026-12-25", 3),
        ("12月決算", "2027-02-26", 3),
        ("12月決算", "2027-03-01", 3),  # 28 February is a Sunday
        ("12月決算", "2027-03-02", 0),
        ("12月決算", "2027-05-10", 0),  # the season of March books is not theirs
        ("12月決算", "2027-06-10", 0),
        ("12月決算", "2028-02-29", 3),
        ("9月決算", "2026-09-23", 0),
        ("9月決算", "2026-09-24", 3),
        ("9月決算", "2026-11-30", 3),
        ("9月決算", "2026-12-01", 2),
        ("9月期決算", "2026-10-15", 3),
        ("3月決算", "2026-05-20", 3),
        ("3月決算", "2026-06-10", 1),
        ("3月決算", "2026-06-01", 3),  # 31 May is a Sunday
        ("1月決算", "2026-03-31", 3),
        ("1月決算", "2026-04-01", 0),
        ("2月決算", "2027-02-22", 3),
        ("2月決算", "2027-02-21", 0),
    ],
)
def test_books_are_closed_in_the_month_that_a_tag_names(table: Table, tag: str, day: str, level: int) -> None:
    assert levels(table, "keiri", day, tag)[0] == level


def test_the_month_is_named_in_the_sentence(table: Table) -> None:
    notes = day_notes(date(2027, 1, 20), channel=Channel.EMAIL, profession="keiri", table=table, tags=("12月決算",))
    assert "12月決算と申告" in notes[0].text
    assert "法人税法74条" in notes[0].source


def test_december_is_not_february(table: Table) -> None:
    assert table.trade("keiri", ("12月決算",)).key.months == (12,)
    assert table.trade("keiri", ("１２月決算",)).key.months == (12,)
    assert table.trade("keiri", ("13月決算", "0月決算", "112月決算")).key.months == ()


def test_two_companies_close_in_two_months(table: Table) -> None:
    tags = ("3月決算", "9月決算")
    assert levels(table, "keiri", "2026-05-20", *tags)[0] == 3
    assert levels(table, "keiri", "2026-10-20", *tags)[0] == 3


def test_a_closing_month_means_nothing_to_other_trades(table: Table) -> None:
    assert table.trade("bengoshi", ("12月決算",)) is table.trade("bengoshi")


# Every third year.


@pytest.mark.parametrize(("day", "level"), [("2026-10-14", 1), ("2027-10-14", 0), ("2028-10-11", 0), ("2029-10-10", 1)])
def test_appraisers_are_out_in_the_autumn_before_the_revaluation(table: Table, day: str, level: int) -> None:
    assert levels(table, "kanteishi", day)[0] == level


# The rows themselves.


@pytest.fixture
def parsed() -> dict[str, Any]:
    text = files("yorisoi.data").joinpath("busy_seasons.yaml").read_text(encoding="utf-8")
    return copy.deepcopy(yaml.safe_load(text))


def row_of(parsed: dict[str, Any], key: str) -> dict[str, Any]:
    return next(row for row in parsed["professions"] if row["id"] == key)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda field: field.update(also="nobody"), "nobody"),
        (lambda field: field.update(open_in=["never"]), "never"),
        (lambda field: field.update(words=[]), "word"),
        (lambda field: field.update(words=["建設", " "]), "word"),
        (lambda field: field.update(busy=[{"from": "01-01", "to": "02-01", "level": 5, "why": "x"}]), "level"),
    ],
)
def test_a_broken_field_is_refused(parsed: dict[str, Any], spoil: Callable[[dict[str, Any]], None], says: str) -> None:
    spoil(row_of(parsed, "gyoseishoshi")["fields"][0])
    with pytest.raises(ValueError, match=says):
        Table.from_mapping(parsed)


def test_a_field_without_a_source_is_refused(parsed: dict[str, Any]) -> None:
    row_of(parsed, "gyoseishoshi")["fields"][0]["sources"] = ["S999"]
    with pytest.raises(KeyError):
        Table.from_mapping(parsed)


def test_every_field_is_found_by_each_of_its_words_and_says_where_it_was_read(table: Table) -> None:
    for row in table.professions.values():
        for field in row.fields:
            for word in field.words:
                assert field.label in table.trade(row.id, (word,)).fields, word
            for season in field.seasons:
                assert season.source, field.id


def test_field_words_are_no_fragments(table: Table) -> None:
    """A word of one sign would be found in tags that mean something else."""
    for row in table.professions.values():
        for field in row.fields:
            assert min(len(word) for word in field.words) >= 2, field.id
