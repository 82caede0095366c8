"""The comfort knob: it moves the pace, and no courtesy to anybody's loss."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.test_properties import RELATIONS, TOUCHES
from tests.core.distance.timeline import day, days_after, i_asked, on, they_wrote, we_met
from yorisoi.core.distance import (
    SHIPPED,
    AdviceKind,
    Closeness,
    Comfort,
    Distance,
    Hold,
    Relation,
    Touch,
    Tuning,
    Wish,
    fold,
    tuned,
)
from yorisoi.core.distance.comfort import PACES, RESTS, SHORTEST_PACE

WIDER, USUAL, NEARER = Comfort.WIDER, Comfort.USUAL, Comfort.NEARER
MOVED_NEARER = {*PACES, "or_star"}
MOVED_WIDER = {*MOVED_NEARER, *RESTS}
LATEST = datetime.max.replace(tzinfo=on(0).tzinfo)


def opens(touches: list[Touch], relation: Relation, *comforts: Comfort) -> datetime:
    """When it opens; the end of time when it never does."""
    found = fold(touches, on(0), relation=relation, tuning=tuned(SHIPPED, *comforts))
    return found.opens or LATEST


def differing(one: Tuning, other: Tuning) -> set[str]:
    return {field.name for field in fields(Tuning) if getattr(one, field.name) != getattr(other, field.name)}


def test_as_usual_changes_nothing() -> None:
    assert tuned(SHIPPED) is SHIPPED
    assert tuned(SHIPPED, USUAL) is SHIPPED
    assert tuned(SHIPPED, USUAL, USUAL) is SHIPPED


def test_wider_and_nearer_together_are_the_usual_again() -> None:
    assert tuned(SHIPPED, WIDER, NEARER) is SHIPPED
    assert tuned(SHIPPED, NEARER, WIDER) is SHIPPED


def test_nearer_moves_the_pace_and_nothing_else() -> None:
    assert differing(tuned(SHIPPED, NEARER), SHIPPED) == MOVED_NEARER


def test_wider_also_lengthens_what_is_ours_to_lengthen() -> None:
    assert differing(tuned(SHIPPED, WIDER), SHIPPED) == MOVED_WIDER


@pytest.mark.parametrize(
    ("comforts", "close", "middle", "outer", "slowest"),
    [
        ((WIDER,), 45, 135, 270, 548),
        ((USUAL,), 30, 90, 180, 365),
        ((NEARER,), 20, 60, 120, 243),
        ((WIDER, WIDER), 68, 202, 405, 821),
        ((NEARER, NEARER), SHORTEST_PACE, 40, 80, 162),
    ],
)
def test_the_pace_in_days(comforts: tuple[Comfort, ...], close: int, middle: int, outer: int, slowest: int) -> None:
    found = tuned(SHIPPED, *comforts)
    assert [getattr(found, name) for name in PACES] == [close, middle, outer, slowest]


def test_the_measured_window_moves_within_the_days_in_which_value_rises() -> None:
    rows = [they_wrote(0)]
    found = [days_after(fold(rows, on(0), tuning=tuned(SHIPPED, one)).measured_opens) for one in (NEARER, USUAL, WIDER)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(1.0, abs=0.1)  # never within a day
    assert found[1] == pytest.approx(2.3, abs=0.1)
    assert 5 < found[2] < 14


def test_no_pace_is_shorter_than_two_weeks_unless_it_was_set_so() -> None:
    assert tuned(Tuning(close_days=16), NEARER).close_days == SHORTEST_PACE
    assert tuned(Tuning(close_days=10), NEARER).close_days == 10
    assert tuned(Tuning(close_days=0), NEARER).close_days == 0
    assert tuned(Tuning(close_days=10), WIDER).close_days == 15


def test_the_tiers_keep_their_order() -> None:
    for comforts in ((WIDER,), (NEARER,), (WIDER, WIDER), (NEARER, NEARER)):
        days = [getattr(tuned(SHIPPED, *comforts), name) for name in PACES]
        assert days == sorted(days)
        assert len(set(days)) == len(days)


@pytest.mark.parametrize("asks", [1, 2])
def test_nearer_never_shortens_the_rest_after_a_missing_answer(asks: int) -> None:
    rows = [they_wrote(-40), *(i_asked(-20 + 5 * number) for number in range(asks))]
    relation = Relation(closeness=Closeness.CLOSE)
    usual, nearer, wider = (opens(rows, relation, one) for one in (USUAL, NEARER, WIDER))
    assert nearer == usual
    assert days_after(usual) - (-20 + 5 * (asks - 1)) == (60 if asks == 1 else 180)
    assert days_after(wider) - (-20 + 5 * (asks - 1)) == (90 if asks == 1 else 270)


@pytest.mark.parametrize("comfort", list(Comfort))
def test_nobody_is_nearer_than_a_refusal(comfort: Comfort) -> None:
    relation = Relation(closeness=Closeness.CLOSE, closed_at=on(-300), closed_because="declined")
    found = fold([they_wrote(-400)], on(0), relation=relation, tuning=tuned(SHIPPED, comfort))
    assert found.advice is AdviceKind.LET_GO
    assert found.opens is None


@pytest.mark.parametrize("comfort", list(Comfort))
def test_after_three_missing_answers_it_stays_with_them(comfort: Comfort) -> None:
    rows = [they_wrote(-400), i_asked(-300), i_asked(-200), i_asked(-100)]
    found = fold(rows, on(0), relation=Relation(closeness=Closeness.CLOSE), tuning=tuned(SHIPPED, comfort))
    assert found.opens is None


@pytest.mark.parametrize(
    "relation",
    [
        Relation(wishes=(Wish(kind="not_before", said_on=day(-3), until=day(90)),), closeness=Closeness.CLOSE),
        Relation(wishes=(Wish(kind="busy_until", said_on=day(-3), until=day(90)),), closeness=Closeness.CLOSE),
        Relation(wishes=(Wish(kind="thinking", said_on=day(-3), until=None),), closeness=Closeness.CLOSE),
        Relation(holds=(Hold(kind="mourning", since=day(-3)),), closeness=Closeness.CLOSE),
        Relation(holds=(Hold(kind="disaster", since=day(9), until=day(80)),), closeness=Closeness.CLOSE),
        Relation(holds=(Hold(kind="resting", since=day(-3), until=day(90)),), closeness=Closeness.CLOSE),
    ],
    ids=["write in March", "busy until", "let me think", "mourning", "disaster", "resting"],
)
@pytest.mark.parametrize("comfort", [NEARER, WIDER])
def test_what_they_said_and_what_befell_them_is_not_the_owners_to_move(relation: Relation, comfort: Comfort) -> None:
    rows = [they_wrote(-3)]
    assert opens(rows, relation, comfort) >= opens(rows, relation)
    if comfort is NEARER:
        assert opens(rows, relation, comfort) == opens(rows, relation)


def test_a_new_acquaintance_is_not_hurried() -> None:
    rows, relation = [we_met(0)], Relation(closeness=Closeness.CLOSE)
    assert days_after(opens(rows, relation, NEARER)) == days_after(opens(rows, relation)) == 14
    assert days_after(opens(rows, relation, WIDER)) == 21


def test_somebody_just_remembered_stays_so() -> None:
    for comfort in Comfort:
        assert opens([they_wrote(-200)], Relation(closeness=Closeness.REMEMBER), comfort) == LATEST


@given(touches=TOUCHES, relation=RELATIONS)
def test_never_earlier_with_more_room_never_later_with_less(touches: list[Touch], relation: Relation) -> None:
    found = [opens(touches, relation, *one) for one in ((NEARER, NEARER), (NEARER,), (), (WIDER,), (WIDER, WIDER))]
    assert found == sorted(found)


@given(touches=TOUCHES, relation=RELATIONS, comfort=st.sampled_from(Comfort))
def test_no_comfort_opens_what_is_closed_or_makes_an_answer_owed(
    touches: list[Touch], relation: Relation, comfort: Comfort
) -> None:
    usual = fold(touches, on(0), relation=relation)
    found = fold(touches, on(0), relation=relation, tuning=tuned(SHIPPED, comfort))
    assert (found.opens is None) == (usual.opens is None)
    for name in ("closed", "reply_owed", "reply_due", "thanks", "presence", "reply_odds", "b", "v", "unanswered"):
        assert getattr(found, name) == getattr(usual, name), name


def floor_of(found: Distance) -> date | None:
    return None if found.opens is None else found.opens.date()


@given(touches=TOUCHES, relation=RELATIONS)
def test_nearer_never_comes_before_a_rule_of_courtesy(touches: list[Touch], relation: Relation) -> None:
    """Where a courtesy and not the pace sets the date, nearer leaves it exactly there."""
    usual = fold(touches, on(0), relation=relation)
    found = fold(touches, on(0), relation=relation, tuning=tuned(SHIPPED, NEARER))
    if not usual.opened_by.startswith(("pace_", "measured")):
        assert floor_of(found) == floor_of(usual)
        assert found.opened_by == usual.opened_by
