"""Learning: one step by hand, which asks teach, and how they are resolved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import (
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
from yorisoi.core.distance import SHIPPED, advance, odds_at, replay, start
from yorisoi.core.distance.learning import DAY, Ask, Offsets, answer, expire, learn

FRESH = Offsets(0.0, 0.3, 0.0, 0.1)
CHANCE = st.floats(min_value=0.001, max_value=0.999)


def test_a_step_by_hand() -> None:
    # p = .5: I = .25, k = 1 + .25·.4 = 1.1
    found = learn(FRESH, 0.5, 1)
    assert found.b == pytest.approx(0.3 * 0.5 / 1.1)
    assert found.b_me == pytest.approx(0.1 * 0.5 / 1.1)
    assert found.v == pytest.approx(0.3 - 0.09 * 0.25 / 1.1)
    assert found.v_me == pytest.approx(0.1 - 0.01 * 0.25 / 1.1)


def test_no_answer_moves_the_other_way_by_as_much() -> None:
    up, down = learn(FRESH, 0.5, 1), learn(FRESH, 0.5, 0)
    assert down.b == -up.b
    assert (down.v, down.v_me) == (up.v, up.v_me)


def test_the_step_uses_the_values_before_it() -> None:
    offsets = Offsets(0.4, 0.25, -0.2, 0.05)
    found = learn(offsets, 0.8, 0)
    information = 0.8 * 0.2
    k = 1 + information * 0.3
    assert found.b == pytest.approx(0.4 - 0.25 * 0.8 / k)
    assert found.b_me == pytest.approx(-0.2 - 0.05 * 0.8 / k)


@given(steps=st.lists(st.tuples(CHANCE, st.sampled_from([0, 1])), max_size=200))
def test_variances_only_shrink_and_stay_positive(steps: list[tuple[float, int]]) -> None:
    offsets = FRESH
    for p, outcome in steps:
        after = learn(offsets, p, outcome)
        assert 0 < after.v <= offsets.v
        assert 0 < after.v_me <= offsets.v_me
        offsets = after


@given(p=CHANCE)
def test_an_answer_lifts_and_silence_lowers(p: float) -> None:
    assert learn(FRESH, p, 1).b > 0 > learn(FRESH, p, 0).b


def test_expired_asks_resolve_oldest_first_and_the_rest_stay() -> None:
    asks = (Ask(0.0, 0.6), Ask(1 * DAY, 0.3), Ask(5 * DAY, 0.5))
    offsets, kept = expire(FRESH, asks, 9 * DAY, SHIPPED)
    assert kept == asks[2:]
    assert offsets == learn(learn(FRESH, 0.6, 0), 0.3, 0)


def test_on_the_last_moment_of_the_week_an_ask_is_still_open() -> None:
    asks = (Ask(0.0, 0.6),)
    assert expire(FRESH, asks, 7 * DAY, SHIPPED) == (FRESH, asks)
    assert expire(FRESH, asks, 7 * DAY + 1, SHIPPED)[1] == ()


def test_an_answer_resolves_everything_open() -> None:
    asks = (Ask(0.0, 0.6), Ask(DAY, 0.3))
    assert answer(FRESH, asks) == learn(learn(FRESH, 0.6, 1), 0.3, 1)


def test_a_first_contact_never_learns() -> None:
    assert seen([i_asked(0)], 30).b == 0
    assert seen([i_asked(0), they_wrote(2)], 30).b == 0


def test_a_message_within_a_day_does_not_teach() -> None:
    assert seen([they_wrote(0), i_asked(0.9)], 30).b == 0


def test_a_message_after_a_day_teaches() -> None:
    assert seen([they_wrote(0), i_asked(1.0)], 30).b < 0
    assert seen([they_wrote(0), i_asked(1.0), they_wrote(3)], 30).b > 0


def test_silence_counts_from_any_last_touch_mine_too() -> None:
    taught_once = seen([they_wrote(0), i_asked(2)], 30)
    assert seen([they_wrote(0), i_asked(2), i_asked(2.5)], 30).b == taught_once.b


@pytest.mark.parametrize("reply", [they_wrote, we_spoke, we_met])
def test_what_counts_as_an_answer(reply: object) -> None:
    assert seen([they_wrote(0), i_asked(2), reply(4)], 4).b > 0


@pytest.mark.parametrize("other", [i_gave, my_letter, their_broadcast, i_thanked])
def test_what_is_neither_an_ask_nor_an_answer(other: object) -> None:
    assert seen([they_wrote(0), other(4)], 60).b == 0
    assert seen([they_wrote(0), i_asked(2), other(4)], 4.5).b == 0
    assert seen([they_wrote(0), i_asked(2), other(4)], 30).b < 0


def test_an_answer_after_the_week_comes_too_late() -> None:
    assert seen([they_wrote(0), i_asked(2), they_wrote(9)], 9).b > 0
    assert seen([they_wrote(0), i_asked(2), they_wrote(9.01)], 9.01).b < 0


def test_both_a_late_and_a_timely_ask_on_one_answer() -> None:
    state = replay([they_wrote(0), i_asked(2), i_asked(8)], on(8))
    first, second = state.tie.asks
    after = advance(state, they_wrote(10), SHIPPED)
    assert after.tie.offsets == learn(learn(FRESH, first.p, 0), second.p, 1)
    assert after.tie.asks == ()


def test_an_overdue_ask_is_resolved_before_the_next_chance_is_stored() -> None:
    state = replay([they_wrote(0), i_asked(2), i_asked(20)], on(20))
    [ask] = state.tie.asks
    lone = replay([they_wrote(0), i_asked(2)], on(2))
    shown = odds_at(lone, on(20))
    assert shown.offsets.b < 0
    assert ask.p == pytest.approx(shown.reply_odds)


def test_the_chance_is_the_one_shown_just_before_sending() -> None:
    state = replay([they_wrote(0)], on(3))
    shown = odds_at(state, on(3), recipients=4).reply_odds
    [ask] = advance(state, i_asked(3, recipients=4), SHIPPED).tie.asks
    assert ask.p == pytest.approx(shown)


def test_asking_for_odds_resolves_but_does_not_change_the_state() -> None:
    state = replay([they_wrote(0), i_asked(2)], on(2))
    first, second = odds_at(state, on(20)), odds_at(state, on(20))
    assert first == second
    assert len(state.tie.asks) == 1


def test_an_owners_offset_can_be_carried_to_the_next_person() -> None:
    one = replay([they_wrote(0), i_asked(2), they_wrote(3)], on(3)).tie.offsets
    begin = start(SHIPPED, b_me=one.b_me, v_me=one.v_me)
    other = replay([], on(0), begin=begin).tie.offsets
    assert (other.b, other.v) == (0.0, 0.3)
    assert (other.b_me, other.v_me) == (one.b_me, one.v_me)
    assert one.b_me > 0


def test_another_week_length() -> None:
    quick = replace(SHIPPED, H=2.0)
    state = replay([they_wrote(0), i_asked(2)], on(2), tuning=quick)
    assert odds_at(state, on(4.5), tuning=quick).offsets.b < 0
    assert odds_at(state, on(4.5)).offsets.b == 0
