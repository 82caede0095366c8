"""A reply I owe: a fact beside the advice, with an end, so that nobody is nagged by an old import."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import (
    JST,
    codes,
    i_asked,
    i_gave,
    i_thanked,
    my_letter,
    on,
    seen,
    their_broadcast,
    they_wrote,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import AdviceKind, Closeness, Relation, fold, weekend


@pytest.mark.parametrize("other", [we_spoke, we_met, i_asked, i_gave, my_letter, their_broadcast])
def test_nothing_is_owed_for_what_is_no_message_of_theirs(other: object) -> None:
    found = seen([other(0)], 1)
    assert found.reply_owed is found.reply_due is found.reply_lapses is None
    assert "reply_owed" not in codes(found)


def test_their_message_is_owed_an_answer() -> None:
    found = seen([they_wrote(0)], 0.1)
    assert found.reply_owed == on(0)
    assert codes(found)[0] == "reply_owed"


@pytest.mark.parametrize("answer", [i_asked, i_gave, i_thanked, we_spoke, we_met])
def test_a_touch_of_mine_or_a_mutual_one_settles_it(answer: object) -> None:
    assert seen([they_wrote(0), answer(0.5)], 1).reply_owed is None


@pytest.mark.parametrize("other", [my_letter, their_broadcast])
def test_letters_to_many_do_not(other: object) -> None:
    assert seen([they_wrote(0), other(0.5)], 1).reply_owed == on(0)


def test_their_next_message_is_the_one_owed() -> None:
    assert seen([they_wrote(0), they_wrote(3)], 4).reply_owed == on(3)


def test_it_is_due_by_the_end_of_the_next_business_day() -> None:
    assert seen([they_wrote(0)], 0.1).reply_due == datetime(2026, 6, 3, tzinfo=JST)
    friday = seen([they_wrote(4)], 4.1)
    assert friday.reply_due == datetime(2026, 6, 9, tzinfo=JST)


def test_holidays_put_it_off() -> None:
    off = {date(2026, 6, 2)}
    found = fold([they_wrote(0)], on(0.1), relation=Relation(), is_day_off=lambda day: weekend(day) or day in off)
    assert found.reply_due == datetime(2026, 6, 4, tzinfo=JST)


def test_it_lapses_after_two_weeks() -> None:
    assert seen([they_wrote(0)], 13.9).reply_owed == on(0)
    assert seen([they_wrote(0)], 13.9).reply_lapses == on(14)
    lapsed = seen([they_wrote(0)], 14)
    assert lapsed.reply_owed is lapsed.reply_due is lapsed.reply_lapses is None
    assert "reply_owed" not in codes(lapsed)


def test_old_imports_do_not_nag() -> None:
    assert seen([they_wrote(-900), they_wrote(-400)], 0).reply_owed is None


def test_someone_just_remembered_is_answered_too() -> None:
    found = seen([they_wrote(0)], 1, closeness=Closeness.REMEMBER)
    assert found.reply_owed == on(0)
    assert found.advice is AdviceKind.REST
    assert codes(found) == ["reply_owed", "remember"]


def test_the_advice_speaks_of_writing_unasked_only() -> None:
    assert seen([they_wrote(0)], 1).advice is AdviceKind.WAIT
    assert seen([they_wrote(0)], 3).advice is AdviceKind.REACH


@given(at=st.floats(min_value=0, max_value=100), later=st.floats(min_value=0, max_value=100))
def test_a_row_kept_and_compared_with_the_clock_says_the_same(at: float, later: float) -> None:
    kept = seen([they_wrote(0)], at)
    fresh = seen([they_wrote(0)], at + later)
    still = kept.reply_lapses is not None and on(at + later) < kept.reply_lapses
    assert fresh.reply_owed == (kept.reply_owed if still else None)
