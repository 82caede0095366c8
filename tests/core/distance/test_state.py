"""One step at a time: the model's half and the courtesies' half of the state."""

from __future__ import annotations

import pytest

from tests.core.distance.timeline import (
    i_asked,
    i_gave,
    i_thanked,
    my_letter,
    on,
    their_broadcast,
    they_wrote,
    touch,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import SHIPPED, State, Touch, TouchKind, Tuning, advance, replay, start
from yorisoi.core.distance.state import Ledger, one_sided


def after(*touches: Touch, tuning: Tuning = SHIPPED) -> State:
    state = start(tuning)
    for one in touches:
        state = advance(state, one, tuning)
    return state


def test_the_beginning_is_empty() -> None:
    state = start()
    assert (state.tie.strength, state.tie.pressure, state.tie.at) == (0.0, 0.0, None)
    assert tuple(state.tie.offsets) == (0.0, 0.3, 0.0, 0.1)
    assert state.ledger == Ledger()


def test_a_step_does_not_change_the_state_before_it() -> None:
    before = after(they_wrote(0))
    copy = State(*before)
    advance(before, i_asked(5))
    assert before == copy


def test_a_touch_older_than_the_last_is_refused() -> None:
    with pytest.raises(ValueError, match="fold"):
        advance(after(they_wrote(5)), they_wrote(4))


def test_two_touches_at_one_moment_are_fine() -> None:
    state = after(they_wrote(0), i_asked(0), i_asked(0), i_asked(0))
    assert (state.tie.strength, state.tie.pressure) == (1.0, 3.0)


def test_strength_adds_up_and_fades() -> None:
    assert after(they_wrote(0), they_wrote(3 * 6.87)).tie.strength == pytest.approx(1.5)


def test_my_messages_build_nothing_but_time_runs() -> None:
    assert after(they_wrote(0), i_asked(3 * 6.87)).tie.strength == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("one", "strength", "pressure"),
    [
        (they_wrote(0), 1.0, 0.0),
        (i_asked(0), 0.0, 1.0),
        (we_spoke(0), 1.0, 0.0),
        (we_met(0), 1.0, 0.0),
        (i_gave(0), 0.0, 0.3),
        (my_letter(0), 0.0, 0.2),
        (their_broadcast(0), 0.75, 0.0),
        (i_thanked(0), 0.0, 0.3),
    ],
)
def test_the_table_of_touches(one: Touch, strength: float, pressure: float) -> None:
    tie = after(one).tie
    assert (tie.strength, tie.pressure) == pytest.approx((strength, pressure))


def test_the_weights_can_be_tuned() -> None:
    own = Tuning(gain_answer=2.0, load_ask=0.5)
    tie = after(they_wrote(0), i_asked(0), tuning=own).tie
    assert (tie.strength, tie.pressure) == (2.0, 0.5)


def test_a_thank_you_leaves_no_open_ask() -> None:
    assert after(we_met(0), i_thanked(2)).tie.asks == ()
    assert len(after(we_met(0), i_asked(2)).tie.asks) == 1


def test_the_ledger_remembers_who_wrote_when() -> None:
    ledger = after(we_met(0), i_thanked(1), they_wrote(2), i_gave(3), my_letter(4), their_broadcast(5)).ledger
    seconds = [on(number).timestamp() for number in range(6)]
    assert ledger.first == ledger.mutual == seconds[0]
    assert ledger.first_in_person
    assert ledger.theirs == seconds[2]
    assert ledger.mine == ledger.started == ledger.contact == seconds[3]
    assert ledger.owed is None
    assert ledger.assumed


def test_a_thank_you_starts_nothing() -> None:
    assert after(we_met(0), i_thanked(1)).ledger.started is None


def test_only_a_first_meeting_is_a_first_meeting() -> None:
    assert not after(they_wrote(0), we_met(1)).ledger.first_in_person


def test_messages_alone_assume_nothing() -> None:
    assert not after(they_wrote(0), i_asked(2), we_spoke(3), their_broadcast(4)).ledger.assumed


def test_the_years_balance_stays_small() -> None:
    ledger = after(*(touch(day, TouchKind.GIVE) for day in range(0, 4000, 3))).ledger
    assert len(ledger.year) <= SHIPPED.one_sided_buckets
    assert one_sided(ledger, SHIPPED)


def test_nothing_is_one_sided_before_anything_happened() -> None:
    assert not one_sided(Ledger(), SHIPPED)


def test_open_asks_stay_few() -> None:
    state = after(they_wrote(0), *(i_asked(day) for day in range(2, 400)))
    assert len(state.tie.asks) <= SHIPPED.H + 1


def test_a_state_can_be_taken_up_again() -> None:
    first = replay([they_wrote(0), i_asked(2)], on(2))
    assert replay([they_wrote(5)], on(6), begin=first) == replay([they_wrote(0), i_asked(2), they_wrote(5)], on(6))
