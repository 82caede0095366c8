"""Asks without an answer: sixty days, half a year, then let go until they write."""

from __future__ import annotations

import pytest

from tests.core.distance.timeline import (
    codes,
    days_after,
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
from yorisoi.core.distance import AdviceKind, Closeness

CLOSE = Closeness.CLOSE


@pytest.mark.parametrize("quiet", [i_gave, i_thanked, my_letter, their_broadcast, they_wrote, we_spoke, we_met])
def test_only_asks_go_unanswered(quiet: object) -> None:
    assert seen([they_wrote(0), quiet(3)], 10).unanswered == 0


def test_before_any_ask_nothing_is_unanswered() -> None:
    assert seen([], 0).unanswered == 0
    assert seen([they_wrote(0)], 50).unanswered == 0


@pytest.mark.parametrize(("asks", "count"), [([3], 1), ([3, 20], 2), ([3, 20, 50], 3), ([3, 20, 50, 90], 4)])
def test_asks_in_a_row_are_counted(asks: list[int], count: int) -> None:
    assert seen([they_wrote(0), *(i_asked(at) for at in asks)], 100).unanswered == count


@pytest.mark.parametrize("answer", [they_wrote, we_spoke, we_met])
def test_an_answer_brings_the_count_to_nothing(answer: object) -> None:
    assert seen([i_asked(0), i_asked(10), answer(20)], 21).unanswered == 0


@pytest.mark.parametrize("other", [i_gave, my_letter, their_broadcast])
def test_nothing_else_does(other: object) -> None:
    assert seen([i_asked(0), i_asked(10), other(20)], 21).unanswered == 2


def test_a_burst_of_messages_is_one_ask() -> None:
    burst = [i_asked(3), i_asked(3 + 10 / 1440), i_asked(3 + 50 / 1440)]
    assert seen([they_wrote(0), *burst], 10).unanswered == 1
    assert seen([they_wrote(0), *burst, i_asked(3.5)], 10).unanswered == 2


def test_one_missing_answer_is_normal_and_rests_sixty_days() -> None:
    touches = [they_wrote(0), i_asked(3)]
    found = seen(touches, 10)
    assert (found.advice, found.opened_by) == (AdviceKind.REST, "unanswered_1")
    assert days_after(found.opens) == 63
    assert "普通のこと" in found.reasons[0].text
    assert seen(touches, 62.9).advice is AdviceKind.REST
    assert seen(touches, 63).advice is AdviceKind.REACH


def test_afterwards_one_writes_without_a_word_about_it() -> None:
    assert "unanswered_1_wording" in codes(seen([they_wrote(0), i_asked(3)], 70))
    assert "unanswered_1_wording" not in codes(seen([they_wrote(0), i_asked(3)], 50))


def test_two_rest_half_a_year_from_the_last() -> None:
    touches = [they_wrote(0), i_asked(3), i_asked(70)]
    found = seen(touches, 100)
    assert (found.advice, found.opened_by) == (AdviceKind.REST, "unanswered_2")
    assert days_after(found.opens) == 250
    assert "unanswered_2_wording" in codes(seen(touches, 251))


def test_three_are_let_go_for_as_long_as_they_do_not_write() -> None:
    touches = [they_wrote(0), i_asked(3), i_asked(70), i_asked(260)]
    for now in (260, 300, 1000, 5000):
        found = seen(touches, now, closeness=CLOSE)
        assert found.advice is AdviceKind.LET_GO
        assert found.opens is None
        assert found.closes is None
        assert not found.closed
    assert "3回" in seen(touches, 300).reasons[0].text


def test_a_fourth_says_four() -> None:
    touches = [they_wrote(0), i_asked(3), i_asked(70), i_asked(260), i_asked(300)]
    assert "4回" in seen(touches, 400).reasons[0].text


def test_their_message_ends_letting_go() -> None:
    touches = [they_wrote(0), i_asked(3), i_asked(70), i_asked(260), they_wrote(900)]
    found = seen(touches, 901)
    assert found.advice is not AdviceKind.LET_GO
    assert found.reply_owed == on(900)
    assert found.P == 0


def test_a_first_message_without_an_answer_counts_as_well() -> None:
    assert seen([i_asked(0)], 5).opened_by == "unanswered_1"


def test_a_slower_pace_wins_over_sixty_days() -> None:
    found = seen([they_wrote(0), i_asked(3)], 10, closeness=Closeness.OUTER)
    assert days_after(found.opens) == 183
    assert found.opened_by == "pace_outer"


def test_a_gift_after_an_ask_does_not_shorten_the_rest() -> None:
    found = seen([they_wrote(0), i_asked(3), i_gave(20)], 30)
    assert days_after(found.opens) == 63
