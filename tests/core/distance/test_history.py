"""The asks that teach, and what they say of a person: the same as the fold learns, and only what was over by then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.test_properties import TOUCHES
from tests.core.distance.timeline import i_asked, i_gave, i_thanked, on, they_wrote, we_met
from yorisoi.core.distance import Touch, Tuning, advance, asked, evidence, outcomes, replay, start
from yorisoi.core.distance.history import is_over
from yorisoi.core.distance.learning import DAY, Offsets
from yorisoi.core.distance.odds import reply_odds
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.tuning import SHIPPED

ALONE = Tuning(var_me=0.0)  # the owner is like everyone: what the evidence of one person assumes
MOMENTS = st.integers(min_value=-900, max_value=60)


def seconds(days: float) -> float:
    return on(days).timestamp()


def test_nothing_is_learned_of_a_stranger_or_within_a_conversation() -> None:
    assert asked([], on(0)) == []
    assert asked([i_asked(0)], on(90)) == []  # a first contact
    assert asked([they_wrote(0), i_asked(0.5)], on(90)) == []  # less than a day of silence
    assert asked([they_wrote(0), i_gave(5), i_thanked(9)], on(90)) == []  # they ask for nothing


def test_an_ask_and_its_answer() -> None:
    [one] = asked([they_wrote(0), i_asked(3), they_wrote(5)], on(90))
    assert (one.at, one.over, one.answered) == (seconds(3), seconds(5), 1)
    state = replay([they_wrote(0)], on(3))
    strength = state.tie.strength * (1 + 3 / SHIPPED.S) ** -SHIPPED.d
    assert logistic(one.logit) == pytest.approx(reply_odds(strength, 0.0, 0.0, 1, SHIPPED))


def test_a_meeting_answers_too() -> None:
    [one] = asked([they_wrote(0), i_asked(3), we_met(6)], on(90))
    assert one.answered == 1


def test_an_answer_after_its_week_comes_too_late() -> None:
    [one] = asked([they_wrote(0), i_asked(3), they_wrote(10.5)], on(90))
    assert (one.over, one.answered) == (seconds(10), 0)


def test_several_open_asks_are_answered_together() -> None:
    found = asked([they_wrote(0), i_asked(3), i_asked(5), they_wrote(6)], on(90))
    assert [(one.over, one.answered) for one in found] == [(seconds(6), 1)] * 2


def test_a_waiting_ask_counts_once_its_week_is_over() -> None:
    asks = asked([they_wrote(0), i_asked(3)], on(4))
    assert not is_over(asks[0], seconds(10), SHIPPED)  # at the very end of its week
    assert is_over(asks[0], seconds(10.1), SHIPPED)
    assert evidence(asks, seconds(10)).outcomes == 0
    later = evidence(asks, seconds(10.1))
    assert (later.outcomes, later.answered) == (1, 0)
    assert later.b < 0
    assert later.v < SHIPPED.var_person


def test_touches_after_now_are_not_seen() -> None:
    assert asked([they_wrote(0), i_asked(3), they_wrote(5)], on(2)) == []
    [one] = asked([they_wrote(0), i_asked(3), they_wrote(5)], on(4))
    assert one.answered == 0


def test_no_outcome_no_evidence() -> None:
    assert evidence([], seconds(0)) == (0.0, SHIPPED.var_person, 0, 0)


def test_answers_raise_and_silence_lowers() -> None:
    warm = [touch for k in range(6) for touch in (they_wrote(20 * k), i_asked(20 * k + 10), they_wrote(20 * k + 12))]
    cool = [touch for k in range(6) for touch in (they_wrote(40 * k), i_asked(40 * k + 10))]
    raised, lowered = evidence(asked(warm, on(999)), seconds(999)), evidence(asked(cool, on(999)), seconds(999))
    assert raised.b > 0 > lowered.b
    assert (raised.answered, lowered.answered) == (6, 0)
    assert raised.outcomes == lowered.outcomes == 6


def test_forgetting_passes_over_what_was_asked_before() -> None:
    rows = [they_wrote(0), i_asked(3), they_wrote(12), i_asked(20), they_wrote(22)]
    whole, since = asked(rows, on(90)), asked(rows, on(90), since=on(15))
    assert since == whole[1:]
    assert asked(rows, on(90), since=on(20)) == whole[1:]
    assert asked(rows, on(90), since=on(20.1)) == []


def test_forgetting_keeps_what_passed_between_the_two() -> None:
    """Presence and pressure, which the logit is made of, stand as they were."""
    rows = [they_wrote(0), i_asked(3), i_asked(30)]
    assert asked(rows, on(90), since=on(15))[0].logit == asked(rows, on(90))[1].logit


@given(touches=TOUCHES, now=MOMENTS)
def test_the_same_outcomes_as_the_state_resolves(touches: list[Touch], now: int) -> None:
    mine = asked(touches, on(now))
    over = [one for one in mine if is_over(one, seconds(now), SHIPPED)]
    theirs = outcomes(touches, on(now))
    assert sorted(one.answered for one in over) == sorted(one.answered for one in theirs)
    assert len(mine) - len(over) == sum(
        ask.asked_at >= seconds(now) - SHIPPED.H * DAY for ask in replay(touches, on(now)).tie.asks
    )


@given(touches=TOUCHES, now=MOMENTS)
def test_the_same_offset_as_the_fold_learns_alone(touches: list[Touch], now: int) -> None:
    from yorisoi.core.distance import fold

    found = evidence(asked(touches, on(now)), seconds(now))
    folded = fold(touches, on(now), tuning=ALONE)
    assert found.b == pytest.approx(folded.b, abs=1e-9)
    assert found.v == pytest.approx(folded.v, abs=1e-9)


@given(touches=TOUCHES, now=MOMENTS, earlier=MOMENTS)
def test_a_list_made_later_tells_what_was_known_earlier(touches: list[Touch], now: int, earlier: int) -> None:
    """One kept list serves for every moment before it: nothing in it hangs on when it was made."""
    if earlier > now:
        earlier, now = now, earlier
    then, back = asked(touches, on(earlier)), asked(touches, on(now))
    assert evidence(then, seconds(earlier)) == pytest.approx(evidence(back, seconds(earlier)))


@given(touches=TOUCHES, since=MOMENTS)
def test_the_fold_forgets_the_same(touches: list[Touch], since: int) -> None:
    from yorisoi.core.distance import fold

    found = evidence(asked(touches, on(60), since=on(since)), seconds(60))
    folded = fold(touches, on(60), tuning=ALONE, since=on(since))
    assert found.b == pytest.approx(folded.b, abs=1e-9)
    assert found.v == pytest.approx(folded.v, abs=1e-9)
    plain = fold(touches, on(60), tuning=ALONE)
    for name in ("A", "P", "presence", "opens", "advice", "unanswered", "reply_owed", "reasons"):
        assert getattr(folded, name) == getattr(plain, name), name


def test_forgetting_from_before_everything_forgets_nothing() -> None:
    rows = [they_wrote(0), i_asked(3), they_wrote(5)]
    assert replay(rows, on(40), since=on(-9)) == replay(rows, on(40))


def test_forgetting_from_tomorrow_forgets_nothing_yet() -> None:
    rows = [they_wrote(0), i_asked(3), they_wrote(5)]
    assert replay(rows, on(40), since=on(41)) == replay(rows, on(40))
    assert replay(rows, on(41), since=on(41)).tie.offsets == start().tie.offsets


def test_an_open_ask_is_forgotten_with_the_rest() -> None:
    state = replay([they_wrote(0), i_asked(3)], on(5), since=on(4))
    assert state.tie.asks == ()
    answered = advance(state, they_wrote(6))
    assert answered.tie.offsets == start().tie.offsets
    assert answered.ledger.unanswered == 0


def test_a_fold_begins_with_what_was_learned_elsewhere() -> None:
    from yorisoi.core.distance import fold

    rows = [they_wrote(0)]
    plain, warmer = fold(rows, on(5)), fold(rows, on(5), begin=start(b_me=0.5, v_me=0.02))
    assert warmer.reply_odds > plain.reply_odds
    assert (warmer.b_me, warmer.v_me) == (0.5, 0.02)
    assert warmer.opens == plain.opens
    kept = fold([*rows, i_asked(3), they_wrote(4)], on(5), begin=start(b_me=0.5, v_me=0.02), since=on(4.5))
    assert Offsets(kept.b, kept.v, kept.b_me, kept.v_me) == Offsets(0.0, SHIPPED.var_person, 0.5, 0.02)
