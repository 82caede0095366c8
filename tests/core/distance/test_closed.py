"""A refusal is permanent until they write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.distance.timeline import day, i_gave, on, seen, they_wrote, touch, we_spoke
from yorisoi.core.distance import AdviceKind, Closeness, Distance, Hold, TouchKind, Wish

NOT_THEIR_MESSAGE = [kind for kind in TouchKind if kind is not TouchKind.THEIR_MESSAGE]


def shut(found: Distance) -> bool:
    return (
        found.closed
        and found.advice is AdviceKind.LET_GO
        and found.opens is found.closes is found.thanks is found.reply_owed is found.until is None
    )


def test_an_open_tie_is_not_closed() -> None:
    assert not seen([they_wrote(0)], 1).closed


@pytest.mark.parametrize("because", ["declined", "asked_to_stop"])
def test_both_refusals_close(because: str) -> None:
    found = seen([they_wrote(0)], 5, closed_at=on(1), closed_because=because)
    assert shut(found)
    assert found.reasons[0].code == because
    assert found.reasons[0].on == day(1)


def test_the_refusing_message_itself_does_not_reopen() -> None:
    assert shut(seen([they_wrote(1)], 5, closed_at=on(1), closed_because="declined"))


def test_their_later_message_reopens_and_is_owed_an_answer() -> None:
    found = seen([they_wrote(0), they_wrote(300)], 301, closed_at=on(1), closed_because="asked_to_stop")
    assert not found.closed
    assert found.advice is not AdviceKind.LET_GO
    assert found.reply_owed == on(300)


@pytest.mark.parametrize("kind", NOT_THEIR_MESSAGE)
def test_nothing_else_reopens(kind: TouchKind) -> None:
    touches = [they_wrote(0), touch(300, kind)]
    assert shut(seen(touches, 800, closed_at=on(1), closed_because="declined"))


def test_an_old_message_imported_late_reopens_nothing() -> None:
    touches = [they_wrote(0), i_gave(0.5), they_wrote(-200), they_wrote(0.9)]
    assert shut(seen(touches, 400, closed_at=on(1), closed_because="declined"))


def test_neither_a_wish_nor_closeness_reopens() -> None:
    wish = Wish(kind="not_before", until=day(100), said_on=day(0))
    found = seen(
        [we_spoke(0)], 150, closeness=Closeness.CLOSE, wishes=(wish,), closed_at=on(1), closed_because="declined"
    )
    assert shut(found)


def test_a_reason_without_a_moment_stays_closed() -> None:
    assert shut(seen([they_wrote(0), they_wrote(300)], 400, closed_because="asked_to_stop"))


def test_a_moment_without_a_reason_closes_too() -> None:
    assert shut(seen([they_wrote(0)], 400, closed_at=on(1)))


def test_closed_with_no_touch_at_all() -> None:
    assert shut(seen([], 400, closed_at=on(1), closed_because="asked_to_stop", met_on=day(0)))


ANY_TOUCHES = st.lists(
    st.builds(touch, st.floats(min_value=-900, max_value=900), st.sampled_from(NOT_THEIR_MESSAGE)), max_size=15
)
ANY_HOLDS = st.lists(
    st.builds(
        lambda kind, since, long: Hold(kind=kind, since=day(since), until=day(since + long) if long else None),
        st.sampled_from(["mourning", "disaster", "resting"]),
        st.integers(min_value=-100, max_value=100),
        st.integers(min_value=0, max_value=90),
    ),
    max_size=3,
)


@given(
    touches=ANY_TOUCHES,
    holds=ANY_HOLDS,
    closeness=st.sampled_from([None, *Closeness]),
    now=st.floats(min_value=0, max_value=5000),
    before=st.floats(min_value=-900, max_value=0),
)
def test_a_closed_tie_never_opens(
    touches: list, holds: list, closeness: Closeness | None, now: float, before: float
) -> None:
    found = seen(
        [they_wrote(before), *touches],
        now,
        closeness=closeness,
        holds=tuple(holds),
        closed_at=on(0),
        closed_because="declined",
    )
    assert shut(found)
