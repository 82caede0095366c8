"""What they asked for about time goes before every pace of ours."""

from __future__ import annotations

import pytest

from tests.core.distance.timeline import (
    codes,
    day,
    days_after,
    i_asked,
    i_gave,
    on,
    seen,
    their_broadcast,
    they_wrote,
    we_spoke,
)
from yorisoi.core.distance import AdviceKind, Closeness, Wish

OUTER, REMEMBER = Closeness.OUTER, Closeness.REMEMBER
MORNING = 9 / 24  # the first morning begins nine hours after its midnight


def wish(kind: str, said: int, until: int | None = None, text: str = "") -> Wish:
    return Wish(kind=kind, until=None if until is None else day(until), said_on=day(said), text=text)


def test_without_a_wish_the_pace_speaks() -> None:
    assert seen([they_wrote(0)], 1, closeness=OUTER).opened_by == "pace_outer"


def test_not_before_opens_on_the_day_itself() -> None:
    found = seen([they_wrote(0)], 1, closeness=OUTER, wishes=(wish("not_before", 0, 40),))
    assert days_after(found.opens) == pytest.approx(40 - MORNING)
    assert found.advice is AdviceKind.REST
    assert found.opened_by == "wish_not_before"


def test_busy_until_opens_on_the_day_after() -> None:
    found = seen([they_wrote(0)], 1, closeness=OUTER, wishes=(wish("busy_until", 0, 40),))
    assert days_after(found.opens) == pytest.approx(41 - MORNING)
    assert found.opened_by == "wish_busy_until"


def test_let_me_think_without_a_day_takes_sixty() -> None:
    found = seen([they_wrote(0)], 1, wishes=(wish("thinking", 0),))
    assert days_after(found.opens) == pytest.approx(60 - MORNING)
    assert found.opened_by == "thinking"


def test_let_me_think_with_a_day_takes_that_day() -> None:
    found = seen([they_wrote(0)], 1, closeness=OUTER, wishes=(wish("thinking", 0, 20),))
    assert days_after(found.opens) == pytest.approx(20 - MORNING)


@pytest.mark.parametrize("kind", ["not_before", "busy_until"])
def test_a_wish_without_a_day_asks_for_as_much_time_as_thinking(kind: str) -> None:
    found = seen([they_wrote(0)], 1, wishes=(wish(kind, 0),))
    assert days_after(found.opens) == pytest.approx(60 - MORNING)


def test_a_wish_without_a_day_does_not_hurry_the_pace() -> None:
    found = seen([they_wrote(0)], 1, closeness=OUTER, wishes=(wish("thinking", 0),))
    assert found.opened_by == "pace_outer"
    assert seen([they_wrote(0)], 1, closeness=REMEMBER, wishes=(wish("thinking", 0),)).opens is None


def test_a_named_day_opens_even_someone_just_remembered() -> None:
    found = seen([they_wrote(0)], 45, closeness=REMEMBER, wishes=(wish("not_before", 0, 40, "来月に"),))
    assert found.advice is AdviceKind.REACH
    assert any("来月に" in reason.text for reason in found.reasons)


def test_a_named_day_opens_a_tie_without_any_touch() -> None:
    found = seen([], 45, closeness=REMEMBER, wishes=(wish("not_before", 0, 40),))
    assert found.advice is AdviceKind.REACH
    assert "no_history" not in codes(found)


def test_of_two_wishes_the_later_day_holds() -> None:
    wishes = (wish("not_before", 0, 40), wish("busy_until", 0, 70))
    assert days_after(seen([they_wrote(0)], 1, wishes=wishes).opens) == pytest.approx(71 - MORNING)


@pytest.mark.parametrize("contact", [they_wrote, we_spoke, i_gave, i_asked])
def test_being_in_touch_from_that_day_on_fulfils_it(contact: object) -> None:
    wishes = (wish("not_before", 0, 40),)
    found = seen([they_wrote(0), contact(41)], 42, closeness=OUTER, wishes=wishes)
    assert days_after(found.opens) == 41 + 180


@pytest.mark.parametrize("contact", [they_wrote, we_spoke, i_gave, i_asked])
def test_being_in_touch_before_does_not(contact: object) -> None:
    wishes = (wish("not_before", 0, 40),)
    found = seen([they_wrote(0), contact(20)], 21, closeness=OUTER, wishes=wishes)
    assert found.opens is not None
    assert days_after(found.opens) >= 40 - MORNING


def test_a_broadcast_of_theirs_fulfils_nothing() -> None:
    wishes = (wish("not_before", 0, 40),)
    found = seen([they_wrote(0), their_broadcast(41)], 43.5, closeness=OUTER, wishes=wishes)
    assert found.opened_by in ("wish_not_before", "measured")
    assert found.advice is AdviceKind.REACH


def test_thinking_ends_when_they_come_back_to_it() -> None:
    wishes = (wish("thinking", 0, 40),)
    assert seen([they_wrote(0), they_wrote(10)], 11, wishes=wishes).opened_by == "measured"
    assert seen([they_wrote(0), we_spoke(10)], 11, wishes=wishes).opened_by == "measured"


def test_the_message_that_says_so_does_not_end_the_thinking() -> None:
    assert seen([they_wrote(0)], 1, wishes=(wish("thinking", 0, 40),)).opened_by == "thinking"


def test_nothing_of_mine_ends_their_thinking() -> None:
    assert seen([they_wrote(0), i_gave(10)], 11, wishes=(wish("thinking", 0, 40),)).opened_by == "thinking"


def test_a_day_named_after_an_ask_is_an_answer_to_it() -> None:
    found = seen([they_wrote(-10), i_asked(0)], 1, wishes=(wish("not_before", 0, 20),))
    assert days_after(found.opens) == pytest.approx(20 - MORNING)


def test_an_ask_after_the_day_was_named_still_rests() -> None:
    found = seen([they_wrote(-10), i_asked(5)], 6, wishes=(wish("not_before", 0, 20),))
    assert days_after(found.opens) == 65


def test_a_wish_of_the_past_does_not_hold_anything_back() -> None:
    found = seen([they_wrote(0)], 200, closeness=OUTER, wishes=(wish("busy_until", -90, -60),))
    assert found.opened_by == "pace_outer"


def test_their_own_words_are_shown_while_it_rests() -> None:
    found = seen([they_wrote(0)], 1, wishes=(wish("busy_until", 0, 40, "決算が終わるまで"),))
    assert found.reasons[-1].text == "「決算が終わるまで」(6月1日(月))とのことでした。次は7月12日(日)からにしましょう。"
    assert found.reasons[-1].on == day(0)


def test_a_reply_is_still_owed_while_they_are_busy() -> None:
    found = seen([they_wrote(0)], 1, wishes=(wish("busy_until", 0, 40),))
    assert found.reply_owed == on(0)
