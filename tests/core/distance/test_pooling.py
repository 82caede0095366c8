"""The owner's offset: two sums over everybody, in any order, with each person taken out where they would speak twice."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.distance import Asked, Evidence, Pool, Tuning, apart, evidence, forecasts, pooled
from yorisoi.core.distance.learning import DAY, Offsets, learn
from yorisoi.core.distance.pooling import joined
from yorisoi.core.distance.presence import logistic
from yorisoi.core.distance.tuning import SHIPPED

PRIOR = (0.0, SHIPPED.var_me)
PERSON = st.builds(
    lambda b, share, count: Evidence(b, SHIPPED.var_person * share, count, count // 2),
    st.floats(min_value=-1.5, max_value=1.5),
    st.floats(min_value=0.05, max_value=1.0),
    st.integers(min_value=0, max_value=40),
)


def gaussian(readings: list[tuple[float, float]]) -> tuple[float, float]:
    """The textbook answer: readings (value, its own noise) of people who stray by σ²person around the owner's offset."""
    precision = 1 / SHIPPED.var_me
    pull = 0.0
    for value, noise in readings:
        weight = 1 / (SHIPPED.var_person + noise)
        precision, pull = precision + weight, pull + weight * value
    return pull / precision, 1 / precision


def learned_alone(value: float, noise: float) -> Evidence:
    """What a person's own outcomes say when they amount to one reading with Gaussian noise."""
    v = 1 / (1 / SHIPPED.var_person + 1 / noise)
    return Evidence(v * value / noise, v, 1, 1)


def lives(dice: random.Random, people: int, each: int, owner: float) -> list[list[Asked]]:
    """Outcomes of people who stray around an owner's true offset."""
    found = []
    for _ in range(people):
        stray, asks = dice.gauss(0.0, math.sqrt(SHIPPED.var_person)), []
        for number in range(each):
            logit, at = dice.gauss(-0.3, 0.8), (number * people + len(found)) * DAY
            answered = int(dice.random() < logistic(logit + stray + owner))
            asks.append(Asked(at, at + (DAY if answered else 7 * DAY), answered, logit))
        found.append(asks)
    return found


def test_nobody_says_nothing() -> None:
    assert pooled([]).offset() == pytest.approx(PRIOR)
    assert pooled([Evidence(0.0, SHIPPED.var_person, 0, 0)] * 9).offset() == pytest.approx(PRIOR)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.1, 50)), max_size=12))
def test_two_sums_are_the_textbook_answer(readings: list[tuple[float, float]]) -> None:
    found = pooled(learned_alone(*one) for one in readings).offset()
    assert found == pytest.approx(gaussian(readings))


@given(st.lists(PERSON, min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(people: list[Evidence], dice: random.Random) -> None:
    shuffled = list(people)
    dice.shuffle(shuffled)
    assert pooled(shuffled).offset() == pytest.approx(pooled(people).offset())


@given(st.lists(PERSON, min_size=1, max_size=15))
def test_one_taken_out_was_never_in(people: list[Evidence]) -> None:
    without = pooled(people).without(people[0])
    assert without == pytest.approx(pooled(people[1:]), abs=1e-9)


@given(st.lists(PERSON, max_size=15), PERSON)
def test_more_people_never_make_it_less_sure(people: list[Evidence], more: Evidence) -> None:
    pool = pooled(people)
    assert pool.with_person(more).offset()[1] <= pool.offset()[1] * (1 + 1e-12)
    assert 0 < pool.offset()[1] <= SHIPPED.var_me


def test_it_counts_outcomes_and_answers() -> None:
    pool = pooled([Evidence(0.1, 0.2, 5, 3), Evidence(-0.1, 0.25, 2, 0)])
    assert (pool.outcomes, pool.answered) == (7, 3)
    assert pool.without(Evidence(0.1, 0.2, 5, 3))[2:] == (2, 0)


@pytest.mark.parametrize("tuning", [Tuning(var_me=0.0), Tuning(var_person=0.0)])
def test_where_nothing_strays_nothing_is_pooled(tuning: Tuning) -> None:
    mean, variance = pooled([Evidence(0.0, tuning.var_person, 3, 1)], tuning).offset(tuning)
    assert (mean, variance) == (0.0, tuning.var_me)
    assert math.isfinite(joined(0.0, max(tuning.var_person, 0.1), (mean, variance), tuning))


@pytest.mark.parametrize("owner", [-0.7, 0.0, 0.7])
def test_a_true_offset_is_found(owner: float) -> None:
    people = lives(random.Random(3), 120, 12, owner)
    mean, variance = pooled(evidence(asks, math.inf) for asks in people).offset()
    assert mean == pytest.approx(owner, abs=0.15)
    assert math.sqrt(variance) < 0.1


def test_joined_is_the_sum_learned_together() -> None:
    """Own evidence on the ground of the others: the same as learning both at once from that ground, for one outcome."""
    for owner in (PRIOR, (0.4, 0.03), (-0.6, 0.08)):
        step = learn(Offsets(0.0, SHIPPED.var_person, *owner), 0.5, 1)
        alone = learn(Offsets(0.0, SHIPPED.var_person, 0.0, 0.0), 0.5, 1)
        together = joined(alone.b, alone.v, owner)
        # The step forecasts 0.5 with the owner's offset, the evidence without it: the same pull of the outcome,
        # counted from another ground. Gaussian arithmetic takes the difference away.
        ground = owner[1] + SHIPPED.var_person
        expected = owner[0] + ground * 0.25 / (1 + ground * 0.25) * (2.0 - owner[0])
        assert together == pytest.approx(expected)
        if owner[0] == 0.0:
            assert together == pytest.approx(step.b + step.b_me)


def test_apart_is_the_rest_of_joined() -> None:
    for owner in (PRIOR, (0.4, 0.03), (-0.6, 0.08)):
        for person in (learned_alone(1.0, 2.0), learned_alone(-2.0, 0.5), learned_alone(0.0, 9.0)):
            mean, variance = apart(person.b, person.v, owner)
            share = SHIPPED.var_person / (SHIPPED.var_person + owner[1])
            assert mean == pytest.approx(share * (joined(person.b, person.v, owner) - owner[0]))
            assert 0 < variance < SHIPPED.var_person


def test_apart_of_somebody_unknown_is_nothing() -> None:
    assert apart(0.0, SHIPPED.var_person, (0.5, 0.02)) == (0.0, SHIPPED.var_person)


def test_apart_does_not_blame_a_person_for_the_owner() -> None:
    """Where everybody answers little, one who answers little is like the others."""
    cool = learned_alone(-1.0, 0.5)
    assert abs(apart(cool.b, cool.v, (-1.0, 0.01))[0]) < 1e-9
    assert apart(cool.b, cool.v, PRIOR)[0] < -0.2


def test_forecasts_know_nothing_of_later() -> None:
    people = lives(random.Random(5), 6, 10, 0.5)
    whole = forecasts(people, math.inf)
    cut = 30 * DAY
    known = [[ask for ask in asks if ask.at <= cut] for asks in people]
    early = forecasts(known, math.inf)
    assert whole[: len(early)] == early
    assert len(whole) == 60


def test_forecasts_come_by_the_time_of_sending() -> None:
    people = lives(random.Random(5), 6, 10, 0.5)
    sent = sorted(ask for asks in people for ask in asks)
    assert [one.shipped for one in forecasts(people, math.inf)] == [ask.logit for ask in sent]


def test_the_first_forecast_is_the_shipped_one() -> None:
    [one] = forecasts([[Asked(0.0, DAY, 1, 0.3)]], math.inf)
    assert one == (0.3, 0.3, 1)


def test_an_answer_teaches_about_the_next_person_too() -> None:
    people = [[Asked(0.0, DAY, 1, 0.0)], [Asked(2 * DAY, 3 * DAY, 1, 0.0)]]
    first, second = forecasts(people, math.inf)
    assert first.learned == 0.0 < second.learned
    waiting = forecasts([[Asked(0.0, 5 * DAY, 1, 0.0)], people[1]], math.inf)
    assert waiting[1].learned == 0.0  # the answer had not come yet when the second was sent


def test_what_is_not_over_is_no_forecast() -> None:
    people = [[Asked(0.0, DAY, 1, 0.0), Asked(9 * DAY, 16 * DAY, 0, 0.0)]]
    assert len(forecasts(people, 16 * DAY)) == 1
    assert len(forecasts(people, 16.1 * DAY)) == 2
    assert forecasts(people, -1.0) == []


def test_learning_helps_an_owner_who_differs() -> None:
    told = forecasts(lives(random.Random(7), 60, 10, 0.8), math.inf)
    shipped = sum(math.log(logistic(one.shipped if one.answered else -one.shipped)) for one in told)
    learned = sum(math.log(logistic(one.learned if one.answered else -one.learned)) for one in told)
    assert learned > shipped


def test_an_empty_pool_has_the_prior_of_the_tuning() -> None:
    assert Pool().offset(Tuning(var_me=0.25)) == pytest.approx((0.0, 0.25))
