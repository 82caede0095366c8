"""Seasonal greetings and who may be sent one."""

from __future__ import annotations

from datetime import date

import pytest

from yorisoi.core.courtesy import Table, greeting_for


@pytest.mark.parametrize("day", ["2026-03-01", "2026-07-06", "2026-09-01", "2026-10-31", "2026-12-08", "2026-12-31"])
def test_most_of_the_year_has_no_greeting(table: Table, day: str) -> None:
    assert greeting_for(date.fromisoformat(day), table) is None
    assert greeting_for(date.fromisoformat(day), table, mourning=True) is None


@pytest.mark.parametrize(
    ("day", "greeting", "until"),
    [
        ("2027-01-01", "nenga", "2027-01-07"),
        ("2027-01-07", "nenga", "2027-01-07"),
        ("2027-01-08", "kanchu", "2027-02-03"),
        ("2027-02-04", "yokan", "2027-02-28"),
        ("2028-02-29", "yokan", "2028-02-29"),
        ("2026-07-07", "shochu", "2026-08-07"),
        ("2026-08-08", "zansho", "2026-08-31"),
    ],
)
def test_each_greeting_has_its_season(table: Table, day: str, greeting: str, until: str) -> None:
    found = greeting_for(date.fromisoformat(day), table)
    assert found is not None
    assert (found.id, found.until) == (greeting, date.fromisoformat(until))
    assert found.from_ <= date.fromisoformat(day) <= found.until
    assert found.note


def test_a_house_in_mourning_gets_no_new_year_card_but_a_winter_greeting(table: Table) -> None:
    assert greeting_for(date(2027, 1, 3), table, mourning=True) is None
    winter = greeting_for(date(2027, 1, 12), table, mourning=True)
    assert winter is not None
    assert winter.label == "寒中見舞い"


def test_the_notice_of_mourning_is_only_for_mourning(table: Table) -> None:
    assert greeting_for(date(2026, 11, 20), table) is None
    notice = greeting_for(date(2026, 11, 20), table, mourning=True)
    assert notice is not None
    assert notice.id == "mochu"
