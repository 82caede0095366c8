"""What must hold for any timeline whatever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import JST, day, on, touch
from yorisoi.core.distance import (
    AdviceKind,
    Closeness,
    Distance,
    Hold,
    Relation,
    Touch,
    TouchKind,
    Wish,
    advance,
    fold,
    read,
    replay,
    start,
)

# Whole minutes: a shift by days then loses nothing to rounding.
MINUTES = st.integers(min_value=-800 * 1440, max_value=0)
TOUCHES = st.lists(
    st.builds(
        lambda minutes, kind, recipients, thanks: touch(
            minutes / 1440, kind, recipients=recipients, thanks=thanks and kind is TouchKind.MY_MESSAGE
        ),
        MINUTES,
        st.sampled_from(TouchKind),
        st.integers(min_value=1, max_value=30),
        st.booleans(),
    ),
    max_size=25,
)
SINCE = st.integers(min_value=-300, max_value=200)
WISHES = st.lists(
    st.builds(
        lambda kind, said, long: Wish(kind=kind, said_on=day(said), until=None if long is None else day(said + long)),
        st.sampled_from(["not_before", "busy_until", "thinking"]),
        SINCE,
        st.none() | st.integers(min_value=-30, max_value=300),
    ),
    max_size=3,
)
HOLDS = st.lists(
    st.builds(
        lambda kind, since, long: Hold(kind=kind, since=day(since), until=None if long is None else day(since + long)),
        st.sampled_from(["mourning", "disaster", "resting"]),
        SINCE,
        st.none() | st.integers(min_value=-30, max_value=300),
    ),
    max_size=2,
)
RELATIONS = st.builds(
    lambda closeness, met, closed, wishes, holds: Relation(
        closeness=closeness,
        met_on=None if met is None else day(met),
        closed_at=None if closed is None else on(closed),
        closed_because="" if closed is None else "declined",
        wishes=tuple(wishes),
        holds=tuple(holds),
    ),
    st.sampled_from([None, *Closeness]),
    st.none() | SINCE,
    st.none() | st.none() | st.integers(min_value=-500, max_value=0),
    WISHES,
    HOLDS,
)
LATER = st.integers(min_value=0, max_value=3000)


@given(touches=TOUCHES, now=LATER, more=LATER)
def test_silence_never_raises_presence(touches: list[Touch], now: int, more: int) -> None:
    assert fold(touches, on(now + more)).presence <= fold(touches, on(now)).presence


@given(touches=TOUCHES, now=LATER, more=LATER)
def test_silence_never_raises_pressure(touches: list[Touch], now: int, more: int) -> None:
    assert fold(touches, on(now + more)).pressure <= fold(touches, on(now)).pressure


@given(touches=TOUCHES, after=LATER)
def test_a_reply_never_raises_pressure_nor_lowers_presence(touches: list[Touch], after: int) -> None:
    reply = touch(after, TouchKind.THEIR_MESSAGE)
    before, answered = fold(touches, on(after)), fold([*touches, reply], on(after))
    assert answered.pressure == 0 <= before.pressure
    assert answered.presence > before.presence
    assert answered.unanswered == 0


@given(touches=TOUCHES, kind=st.sampled_from(TouchKind), after=LATER)
def test_nothing_of_mine_raises_presence(touches: list[Touch], kind: TouchKind, after: int) -> None:
    found = fold([*touches, touch(after, kind)], on(after))
    before = fold(touches, on(after))
    if kind in (TouchKind.MY_MESSAGE, TouchKind.GIVE, TouchKind.NEWSLETTER):
        assert found.presence == pytest.approx(before.presence)
        assert found.pressure > before.pressure


@given(touches=TOUCHES, relation=RELATIONS, now=LATER)
def test_the_figures_stay_in_their_ranges(touches: list[Touch], relation: Relation, now: int) -> None:
    found = fold(touches, on(now), relation=relation)
    for chance in (found.presence, found.reply_odds, found.spontaneous_odds):
        assert 0 <= chance <= 1
    assert -1 <= found.uplift <= 1
    assert 0 <= found.strength <= found.A
    assert 0 <= found.pressure <= found.P
    assert 0 < found.v <= 0.3
    assert 0 < found.v_me <= 0.1


def moved(value: object, days: int) -> object:
    """A moment, a day, or a pair of them, moved by whole days; anything else as it is."""
    if isinstance(value, datetime | date):
        return value + timedelta(days=days)
    if isinstance(value, tuple):
        return tuple(moved(one, days) for one in value)
    return value


def moved_relation(relation: Relation, days: int) -> Relation:
    return replace(
        relation,
        met_on=moved(relation.met_on, days),
        closed_at=moved(relation.closed_at, days),
        wishes=tuple(
            replace(wish, said_on=moved(wish.said_on, days), until=moved(wish.until, days)) for wish in relation.wishes
        ),
        holds=tuple(
            replace(hold, since=moved(hold.since, days), until=moved(hold.until, days)) for hold in relation.holds
        ),
    )


@given(touches=TOUCHES, relation=RELATIONS, now=LATER, weeks=st.integers(min_value=-1500, max_value=1500))
def test_shifting_everything_by_weeks_shifts_the_answer(
    touches: list[Touch], relation: Relation, now: int, weeks: int
) -> None:
    days = weeks * 7  # whole weeks, because business days know the weekend
    here = fold(touches, on(now), relation=relation)
    there = fold(
        [replace(one, at=moved(one.at, days)) for one in touches],
        on(now + days),
        relation=moved_relation(relation, days),
    )
    for name in (
        "at",
        "measured_opens",
        "measured_closes",
        "opens",
        "closes",
        "thanks",
        "reply_owed",
        "reply_due",
        "reply_lapses",
        "until",
    ):
        assert close(getattr(there, name), moved(getattr(here, name), days)), name
    for name in ("advice", "opened_by", "unanswered", "closed"):
        assert getattr(there, name) == getattr(here, name), name
    assert [reason.code for reason in there.reasons] == [reason.code for reason in here.reasons]
    assert there.presence == pytest.approx(here.presence)
    assert there.reply_odds == pytest.approx(here.reply_odds)


@given(touches=TOUCHES, now=LATER, days=st.integers(min_value=-4000, max_value=4000))
def test_shifting_by_single_days_shifts_all_but_business_days(touches: list[Touch], now: int, days: int) -> None:
    relation = Relation(closeness=Closeness.MIDDLE)
    here = fold(touches, on(now), relation=relation)
    there = fold([replace(one, at=moved(one.at, days)) for one in touches], on(now + days), relation=relation)
    for name in ("opens", "closes", "reply_owed", "reply_lapses"):
        assert close(getattr(there, name), moved(getattr(here, name), days)), name


def close(one: object, other: object) -> bool:
    """The same, up to a millisecond of rounding."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(close(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < timedelta(milliseconds=1)
    return one == other


@given(touches=TOUCHES, relation=RELATIONS, now=LATER)
def test_replay_is_the_same_as_one_by_one(touches: list[Touch], relation: Relation, now: int) -> None:
    state = start()
    for one in sorted(touches, key=lambda one: one.at):
        state = advance(state, one)
    assert read(state, on(now), relation=relation) == fold(touches, on(now), relation=relation)


@given(touches=TOUCHES, split=st.integers(min_value=0, max_value=25))
def test_a_timeline_can_be_cut_anywhere(touches: list[Touch], split: int) -> None:
    ordered = sorted(touches, key=lambda one: one.at)
    first = replay(ordered[:split], on(0))
    assert replay(ordered[split:], on(0), begin=first) == replay(ordered, on(0))


@given(touches=TOUCHES, relation=RELATIONS, now=st.integers(min_value=-900, max_value=900))
def test_rows_in_any_order_and_from_the_future_never_crash(touches: list[Touch], relation: Relation, now: int) -> None:
    shuffled = sorted(touches, key=lambda one: (one.kind, one.recipients))
    found = fold([*shuffled, *touches], on(now), relation=relation)
    assert found.reasons
    assert found.at is None or found.at <= on(now)


KEPT = (
    "A",
    "P",
    "at",
    "measured_opens",
    "measured_closes",
    "opens",
    "closes",
    "opened_by",
    "thanks",
    "closed",
    "unanswered",
)


@given(touches=TOUCHES, relation=RELATIONS, now=LATER, more=LATER)
def test_what_is_kept_never_follows_the_clock(touches: list[Touch], relation: Relation, now: int, more: int) -> None:
    first, later = fold(touches, on(now), relation=relation), fold(touches, on(now + more), relation=relation)
    for name in KEPT:
        assert getattr(first, name) == getattr(later, name), name


def in_thanks(found: Distance, now: datetime) -> bool:
    return found.thanks is not None and found.thanks[0] <= now < found.thanks[1]


@given(touches=TOUCHES, relation=RELATIONS, now=LATER)
def test_the_advice_agrees_with_its_dates(touches: list[Touch], relation: Relation, now: int) -> None:
    found = fold(touches, on(now), relation=relation)
    open_now = found.opens is not None and found.opens <= on(now)
    if found.advice is AdviceKind.REACH:
        assert open_now or in_thanks(found, on(now))
    else:
        assert not open_now
        assert found.until == found.opens
    if found.advice is AdviceKind.LET_GO:
        assert found.opens is None
    if found.opens is None:
        assert found.closes is None
    elif found.closes is not None:
        assert found.closes > found.opens
        assert found.measured_opens is None or found.opens >= found.measured_opens
    if found.until is not None:
        assert found.until > on(now)


@given(touches=TOUCHES, relation=RELATIONS, now=LATER)
def test_no_sentence_is_left_half_filled(touches: list[Touch], relation: Relation, now: int) -> None:
    for reason in fold(touches, on(now), relation=relation).reasons:
        assert "{" not in reason.text
        assert "None" not in reason.text
        assert "「」" not in reason.text
        assert reason.text.endswith(("。", ")"))


@given(
    touches=TOUCHES,
    relation=RELATIONS,
    shift=st.integers(min_value=0, max_value=60),
)
def test_a_courtesy_calendar_never_opens_anything_earlier(touches: list[Touch], relation: Relation, shift: int) -> None:
    plain = fold(touches, on(0), relation=relation)
    later = fold(touches, on(0), relation=relation, earliest=lambda at: (at + timedelta(days=shift), None))
    assert (plain.opens is None) == (later.opens is None)
    if plain.opens is not None and later.opens is not None:
        assert later.opens >= plain.opens
    assert later.presence == plain.presence


DATES = st.dates(min_value=date(1, 1, 3), max_value=date(9999, 12, 29))
TIMES = st.times()


@given(when=st.builds(datetime.combine, DATES, TIMES), kind=st.sampled_from(TouchKind))
def test_any_day_of_any_year(when: datetime, kind: TouchKind) -> None:
    at = when.replace(tzinfo=JST)
    for closeness in (None, Closeness.OUTER):
        found = fold([Touch(at=at, kind=kind)], at, relation=Relation(closeness=closeness, met_on=at.date()))
        assert found.silence_days == 0
        assert found.opens is None or found.opens > at or found.opens.year == 9999
