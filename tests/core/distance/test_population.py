"""A whole population at once must be what folding each timeline alone gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import SHIPPED, Touch, TouchKind, Tuning, odds_at, replay
from yorisoi.core.distance.calibration import outcomes
from yorisoi.core.distance.codes import CODE, THANKS
from yorisoi.core.distance.population import NEVER, Population, settle, step
from yorisoi.core.distance.population_learning import OPEN
from yorisoi.core.distance.population_touches import Touches
from yorisoi.core.distance.population_window import presence, reply_odds, spontaneous_odds, uplift
from yorisoi.core.distance.state import State, start

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400.0
NEAR = 1e-9
# Whole hours up to a season: ties in time, gaps of exactly a day and waits of exactly a week all come up often.
HOURS = st.integers(min_value=0, max_value=24 * 90)


def at(hours: float) -> datetime:
    return EPOCH + timedelta(hours=hours)


TOUCHES = st.builds(
    lambda hours, kind, recipients, thanks: Touch(at=at(hours), kind=kind, recipients=recipients, thanks=thanks),
    HOURS,
    st.sampled_from(TouchKind) | st.sampled_from([TouchKind.MY_MESSAGE, TouchKind.THEIR_MESSAGE]),
    st.integers(min_value=1, max_value=12),
    st.booleans(),
)
PEOPLE = st.lists(st.lists(TOUCHES, max_size=30), min_size=1, max_size=6)
TUNINGS = st.sampled_from(
    [
        SHIPPED,
        replace(SHIPPED, learn_silence=0.0, var_person=1, tau=300),  # whole numbers; several asks at the same moment
        replace(SHIPPED, var_person=2.0, var_me=1.0, H=30.0, d=0.8, tau=20.0),
        replace(SHIPPED, var_me=0.0),
    ]
)


def same(column: np.ndarray, values: list[float]) -> bool:
    wanted = np.array(values, dtype=np.float64)
    return column.shape == wanted.shape and np.allclose(column, wanted, rtol=NEAR, atol=NEAR, equal_nan=True)


def folded(people: list[list[Touch]], until: datetime, tuning: Tuning) -> list[State]:
    return [replay(timeline, until, tuning=tuning) for timeline in people]


def assert_same(population: Population, states: list[State]) -> None:
    ties = [state.tie for state in states]
    assert same(population.strength, [tie.strength for tie in ties])
    assert same(population.pressure, [tie.pressure for tie in ties])
    assert population.at.tolist() == [NEVER if tie.at is None else tie.at for tie in ties]
    for name in ("b", "v", "b_me", "v_me"):
        assert same(getattr(population, name), [getattr(tie.offsets, name) for tie in ties]), name
    asks = [(person, ask) for person, tie in enumerate(ties) for ask in tie.asks]
    assert population.asks.person.tolist() == [person for person, _ in asks]
    assert population.asks.asked_at.tolist() == [ask.asked_at for _, ask in asks]
    assert same(1 / (1 + np.exp(-population.asks.logit)), [ask.p for _, ask in asks])


@given(people=PEOPLE, tuning=TUNINGS)
def test_one_batch_is_the_fold_of_each(people: list[list[Touch]], tuning: Tuning) -> None:
    population = Population.start(len(people), tuning)
    step(population, Touches.of_timelines(people), tuning)
    assert_same(population, folded(people, at(24 * 90), tuning))


@given(people=PEOPLE, tuning=TUNINGS, cuts=st.lists(HOURS, max_size=4))
def test_batches_one_after_the_other_are_the_fold_of_each(
    people: list[list[Touch]], tuning: Tuning, cuts: list[int]
) -> None:
    population = Population.start(len(people), tuning)
    edges = [-1, *sorted(cuts), 24 * 90]
    for begin, end in pairwise(edges):
        part = [[touch for touch in timeline if at(begin) < touch.at <= at(end)] for timeline in people]
        step(population, Touches.of_timelines(part), tuning)
        assert_same(population, folded(people, at(end), tuning))


@given(people=PEOPLE, share=st.integers(min_value=1, max_value=20), group=st.integers(min_value=1, max_value=9))
def test_the_size_of_the_pieces_changes_nothing(people: list[list[Touch]], share: int, group: int) -> None:
    touches = Touches.of_timelines(people)
    whole, pieces = Population.start(len(people)), Population.start(len(people))
    found = step(whole, touches)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yorisoi.core.distance.population.SHARE", share)
        patch.setattr("yorisoi.core.distance.population.PEOPLE", 2)
        patch.setattr("yorisoi.core.distance.population_learning.CHAINS", 2)
        patch.setattr("yorisoi.core.distance.population_passes.GROUP", group)
        again = step(pieces, touches)
    assert found.row.tolist() == again.row.tolist()
    assert found.logit.tolist() == again.logit.tolist()
    assert found.outcome.tolist() == again.outcome.tolist()
    for name in ("strength", "pressure", "at", "b", "v", "b_me", "v_me"):
        assert getattr(whole, name).tolist() == getattr(pieces, name).tolist(), name
    for one, other in zip(whole.asks, pieces.asks, strict=True):
        assert one.tolist() == other.tolist()


@given(people=PEOPLE, tuning=TUNINGS, after=st.integers(min_value=0, max_value=24 * 60))
def test_the_figures_at_a_moment_are_those_of_the_fold(people: list[list[Touch]], tuning: Tuning, after: int) -> None:
    now = at(24 * 90 + after)
    states = folded(people, now, tuning)
    population = Population.start(len(people), tuning)
    step(population, Touches.of_timelines(people), tuning)
    settle(population, now.timestamp(), tuning)
    figures = [odds_at(state, now, tuning=tuning, recipients=3) for state in states]
    for name in ("b", "v", "b_me", "v_me"):
        assert same(getattr(population, name), [getattr(one.offsets, name) for one in figures]), name
    days, strength, pressure = population.faded(now.timestamp(), tuning)
    offset = population.b + population.b_me
    assert same(days, [np.inf if one.silence_days is None else one.silence_days for one in figures])
    assert same(strength, [one.strength for one in figures])
    assert same(pressure, [one.pressure for one in figures])
    assert same(presence(strength, tuning), [one.presence for one in figures])
    assert same(reply_odds(strength, pressure, offset, 3, tuning), [one.reply_odds for one in figures])
    assert same(spontaneous_odds(strength, days, tuning), [one.spontaneous_odds for one in figures])
    assert same(uplift(strength, pressure, days, offset, tuning), [one.uplift for one in figures])


@given(people=PEOPLE, tuning=TUNINGS)
def test_the_forecasts_are_what_each_ask_was_given_when_it_was_sent(people: list[list[Touch]], tuning: Tuning) -> None:
    population = Population.start(len(people), tuning)
    found = step(population, Touches.of_timelines(people), tuning)
    rows = [(person, touch) for person, timeline in enumerate(people) for touch in timeline]
    for person, timeline in enumerate(people):
        mine = [place for place, row in enumerate(found.row) if rows[row][0] == person]
        resolved = [place for place in mine if found.outcome[place] != OPEN]
        wanted = outcomes(timeline, at(24 * 90), tuning=tuning)[: len(resolved)]
        assert same(found.logit[resolved], [one.logit for one in wanted])
        assert found.outcome[resolved].tolist() == [one.answered for one in wanted]
        for place in mine:
            assert rows[found.row[place]][1].kind is TouchKind.MY_MESSAGE


def test_nothing_happened() -> None:
    population = Population.start(3)
    found = step(population, Touches.of([], [], [], []))
    assert len(found.row) == 0
    assert population.at.tolist() == [NEVER] * 3
    assert step(Population.start(0), Touches.of([], [], [], [])).row.tolist() == []


def test_forty_bytes_a_person() -> None:
    population = Population.start(1000, v_me=0.0)
    step(population, Touches.of(np.arange(1000), 0.0, CODE[TouchKind.THEIR_MESSAGE]))
    assert population.nbytes == 40 * 1000


def test_an_owner_who_does_not_learn_keeps_the_offset_handed_in() -> None:
    timeline = [Touch(at=at(0), kind=TouchKind.THEIR_MESSAGE), Touch(at=at(48), kind=TouchKind.MY_MESSAGE)]
    late = Touch(at=at(24 * 40), kind=TouchKind.GIVE)
    population = Population.start(1, b_me=0.7, v_me=0.0)
    step(population, Touches.of_timelines([[*timeline, late]]))
    state = replay([*timeline, late], at(24 * 40), begin=start(SHIPPED, b_me=0.7, v_me=0.0))
    assert_same(population, [state])
    assert population.b[0] < 0
    assert population.b_me.tolist() == [0.7]


def test_a_thank_you_teaches_nothing() -> None:
    touches = Touches.of([0, 0, 0], [0.0, 3 * DAY, 20 * DAY], [CODE[TouchKind.THEIR_MESSAGE], THANKS, THANKS])
    population = Population.start(1)
    assert len(step(population, touches).row) == 0
    assert population.b.tolist() == [0.0]


def test_a_touch_from_before_the_last_is_refused_and_nothing_moves() -> None:
    population = Population.start(2)
    step(population, Touches.of([0, 1], [5 * DAY, 0.0], CODE[TouchKind.THEIR_MESSAGE]))
    before = population.strength.tolist()
    with pytest.raises(ValueError, match="older than the last"):
        step(population, Touches.of([1, 0], [DAY, 4 * DAY], CODE[TouchKind.THEIR_MESSAGE]))
    assert population.strength.tolist() == before


def test_a_stranger_to_the_population_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the population"):
        step(Population.start(2), Touches.of([2], [0.0], [0]))


@pytest.mark.parametrize(
    ("person", "when", "kind", "recipients", "words"),
    [
        ([0], [np.nan], [0], [1], "time"),
        ([0], [0.0], [THANKS + 1], [1], "kind"),
        ([0], [0.0], [-1], [1], "kind"),
        ([-1], [0.0], [0], [1], "persons"),
        ([0], [0.0], [0], [0], "recipients"),
        ([[0]], [0.0], [0], [1], "columns"),
    ],
)
def test_touches_that_make_no_sense_are_refused(
    person: list[int], when: list[float], kind: list[int], recipients: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Touches.of(person, when, kind, recipients)


def test_columns_are_put_in_order_and_the_rows_told() -> None:
    touches = Touches.of([1, 0, 1, 0], [DAY, 9 * DAY, 0.0, 0.0], [3, 3, 0, 0], [1, 2, 3, 4])
    assert touches.person.tolist() == [0, 0, 1, 1]
    assert touches.recipients.tolist() == [4, 2, 3, 1]
    found = step(Population.start(2), touches)
    assert found.row.tolist() == [1, 0]
    assert found.outcome.tolist() == [OPEN, OPEN]
