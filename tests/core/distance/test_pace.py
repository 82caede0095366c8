"""The pace of a tie: 30, 90, 180 days from either side's last contact, and slower when one-sided."""

from __future__ import annotations

import pytest

from tests.core.distance.timeline import (
    codes,
    day,
    days_after,
    i_asked,
    i_gave,
    my_letter,
    on,
    seen,
    their_broadcast,
    they_wrote,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import AdviceKind, Closeness, Relation, Touch, Tuning, fold

CLOSE, MIDDLE, OUTER = Closeness.CLOSE, Closeness.MIDDLE, Closeness.OUTER
PACE = [(CLOSE, 30), (MIDDLE, 90), (OUTER, 180)]


@pytest.mark.parametrize(("closeness", "days"), PACE)
@pytest.mark.parametrize("contact", [they_wrote, we_spoke, i_gave])
def test_either_sides_contact_counts(closeness: Closeness, days: int, contact: object) -> None:
    found = seen([we_spoke(-400), contact(0)], 1, closeness=closeness)
    assert days_after(found.opens) == days


@pytest.mark.parametrize(("closeness", "days"), PACE)
def test_advice_waits_and_then_reaches(closeness: Closeness, days: int) -> None:
    touches = [we_spoke(0)]
    assert seen(touches, days - 0.1, closeness=closeness).advice is AdviceKind.WAIT
    assert seen(touches, days, closeness=closeness).advice is AdviceKind.REACH


@pytest.mark.parametrize("letter", [my_letter, their_broadcast])
def test_letters_to_many_do_not_restart_the_pace(letter: object) -> None:
    assert days_after(seen([we_spoke(0), letter(20)], 21, closeness=CLOSE).opens) == 30


def test_not_sorted_yet_has_no_pace() -> None:
    found = seen([we_spoke(0)], 5)
    assert found.advice is AdviceKind.REACH
    assert found.opens == found.measured_opens


def test_just_remember_plans_nothing_and_lets_nobody_go() -> None:
    found = seen([we_spoke(0)], 400, closeness=Closeness.REMEMBER)
    assert found.advice is AdviceKind.REST
    assert found.opens is None
    assert found.closes is None
    assert found.until is None
    assert codes(found) == ["remember"]
    assert not found.closed


def test_the_measured_window_holds_a_pace_that_is_too_quick() -> None:
    found = fold([they_wrote(0)], on(1), relation=Relation(closeness=CLOSE), tuning=Tuning(close_days=1))
    assert days_after(found.opens) == pytest.approx(2.34, abs=0.01)
    assert found.opened_by == "measured"
    assert found.advice is AdviceKind.WAIT


def test_closing_is_a_preference_and_only_after_the_opening() -> None:
    found = seen([they_wrote(0)], 31, closeness=CLOSE)
    assert days_after(found.closes) == pytest.approx(75.96, abs=0.01)
    assert seen([they_wrote(0)], 91, closeness=MIDDLE).closes is None


def test_past_the_close_one_may_still_write() -> None:
    found = seen([they_wrote(0)], 200, closeness=CLOSE)
    assert found.advice is AdviceKind.REACH
    assert found.until is None
    assert found.closes is not None


def a_year(mine: int, theirs: int) -> list[Touch]:
    """So many of theirs and of mine, days apart, mine last, on day 0."""
    return [*(they_wrote(-100 + i) for i in range(theirs)), *(i_gave(-2.0 * i) for i in range(mine))]


@pytest.mark.parametrize(
    ("mine", "theirs", "slower"),
    [(1, 0, False), (4, 0, False), (5, 0, True), (4, 1, False), (5, 1, True), (8, 2, False), (9, 2, True)],
)
def test_more_than_four_to_one_is_a_tier_slower(mine: int, theirs: int, slower: bool) -> None:
    found = seen(a_year(mine, theirs), 1, closeness=CLOSE)
    assert days_after(found.opens) == (90 if slower else 30)
    assert ("one_sided" in codes(found)) is slower


@pytest.mark.parametrize(("closeness", "days"), [(CLOSE, 90), (MIDDLE, 180), (OUTER, 365)])
def test_each_tier_has_a_slower_one(closeness: Closeness, days: int) -> None:
    assert days_after(seen(a_year(5, 1), 1, closeness=closeness).opens) == days


def test_speaking_together_counts_for_both() -> None:
    touches = [we_spoke(-50), we_met(-40), *(i_gave(-2.0 * i) for i in range(4))]
    assert "one_sided" not in codes(seen(touches, 1, closeness=CLOSE))


def test_what_lies_more_than_a_year_back_no_longer_weighs() -> None:
    touches = [*(i_gave(-800 + i) for i in range(20)), they_wrote(-10)]
    assert days_after(seen(touches, -9, closeness=CLOSE).opens) == 20


def test_letters_to_subscribers_are_not_one_sidedness() -> None:
    touches = [they_wrote(-300), *(my_letter(-20.0 * i) for i in range(12)), we_spoke(0)]
    assert days_after(seen(touches, 1, closeness=CLOSE).opens) == 30


def test_a_burst_is_one_approach() -> None:
    touches = [they_wrote(-3), *(i_gave(-1 + minute / 1440) for minute in range(0, 60, 10))]
    assert "one_sided" not in codes(seen(touches, 1, closeness=CLOSE))


def test_someone_never_touched_has_no_opening() -> None:
    found = seen([], 0, closeness=CLOSE)
    assert found.advice is AdviceKind.REST
    assert codes(found) == ["no_history"]


def test_an_old_meeting_without_any_touch_opens_as_a_first_gift() -> None:
    found = seen([], 400, closeness=CLOSE, met_on=day(0))
    assert found.advice is AdviceKind.REACH
    assert found.opened_by == "just_met"


def test_an_ask_waits_for_its_answer_before_the_pace() -> None:
    found = seen([they_wrote(0), i_asked(1)], 40, closeness=CLOSE)
    assert found.opened_by == "unanswered_1"
