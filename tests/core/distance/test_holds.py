"""Mourning, disaster, the owner's own rest: nothing is started."""

from __future__ import annotations

import pytest

from tests.core.distance.timeline import codes, day, days_after, on, seen, they_wrote, we_spoke
from yorisoi.core.distance import AdviceKind, Closeness, Hold

CLOSE = Closeness.CLOSE
MORNING = 9 / 24  # the first morning begins nine hours after its midnight


def hold(kind: str, since: int, until: int | None = None, because: str = "") -> Hold:
    return Hold(kind=kind, since=day(since), until=None if until is None else day(until), because=because)


def test_a_hold_of_the_past_holds_nothing() -> None:
    holds = tuple(hold(kind, -90, -60) for kind in ("mourning", "disaster", "resting"))
    found = seen([we_spoke(0)], 40, closeness=CLOSE, holds=holds)
    assert found.advice is AdviceKind.REACH
    assert not [code for code in codes(found) if code.startswith("hold")]


@pytest.mark.parametrize(
    ("kind", "until", "opens"),
    [
        ("mourning", None, 50 + 49),
        ("mourning", 120, 121),
        ("disaster", None, 50 + 10),
        ("disaster", 80, 81),
        ("resting", 80, 80),
    ],
)
def test_when_a_hold_ends(kind: str, until: int | None, opens: int) -> None:
    found = seen([we_spoke(0)], 55, closeness=CLOSE, holds=(hold(kind, 50, until),))
    assert days_after(found.opens) == pytest.approx(opens - MORNING)
    assert found.advice is AdviceKind.REST
    assert found.until == found.opens
    assert found.opened_by == f"hold_{kind}"


def test_resting_without_an_end_has_no_opening_and_is_no_letting_go() -> None:
    found = seen([we_spoke(0)], 500, closeness=CLOSE, holds=(hold("resting", 50),))
    assert (found.advice, found.opens, found.until) == (AdviceKind.REST, None, None)
    assert found.opened_by == "hold_resting_open"


def test_the_longest_hold_decides() -> None:
    holds = (hold("resting", 0, 80), hold("mourning", 0, 200), hold("disaster", 0))
    assert seen([we_spoke(0)], 55, closeness=CLOSE, holds=holds).opened_by == "hold_mourning"


def test_the_pace_goes_on_behind_a_short_hold() -> None:
    found = seen([we_spoke(0)], 12, closeness=Closeness.OUTER, holds=(hold("disaster", 10),))
    assert found.opened_by == "pace_outer"


def test_a_hold_goes_before_a_day_they_named() -> None:
    from yorisoi.core.distance import Wish

    found = seen(
        [they_wrote(0)],
        25,
        holds=(hold("mourning", 10),),
        wishes=(Wish(kind="not_before", until=day(20), said_on=day(0)),),
    )
    assert found.opened_by == "hold_mourning"


def test_letting_go_goes_before_a_rest_without_end() -> None:
    found = seen([we_spoke(0)], 55, holds=(hold("resting", 50),), closed_at=on(10), closed_because="declined")
    assert found.advice is AdviceKind.LET_GO


def test_what_they_ask_is_still_answered() -> None:
    found = seen([they_wrote(52)], 53, closeness=CLOSE, holds=(hold("mourning", 50),))
    assert found.reply_owed == on(52)
    assert codes(found)[0] == "reply_owed"


def test_the_owners_note_is_shown() -> None:
    found = seen([we_spoke(0)], 55, closeness=CLOSE, holds=(hold("resting", 50, 80, "出張が続くため"),))
    assert found.reasons[0].text.endswith("(メモ: 出張が続くため)")
    assert "8月20日(木)まで" in found.reasons[0].text


def test_the_sentence_of_mourning_names_the_first_day_after_it() -> None:
    found = seen([we_spoke(0)], 55, closeness=CLOSE, holds=(hold("mourning", 50, 59),))
    assert "7月31日(金)から" in found.reasons[0].text
