"""The courtesy calendar is handed in; the engine only asks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from tests.core.distance.timeline import codes, day, days_after, on, they_wrote, we_met, we_spoke
from yorisoi.core.distance import AdviceKind, Closeness, Distance, Reason, Relation, Touch, Wish, fold

Answer = tuple[datetime, Reason | None]
CLOSE = Relation(closeness=Closeness.CLOSE)
BUSY = Reason(code="tax_season", text="確定申告の時期です。3月16日(月)からにしましょう。", on=date(2026, 3, 16))


def at_once(at: datetime) -> Answer:
    return at, None


def later_by(days: float, reason: Reason | None = BUSY) -> Callable[[datetime], Answer]:
    return lambda at: (at + timedelta(days=days), reason)


def quiet(first: float, last: float, reason: Reason | None = BUSY) -> Callable[[datetime], Answer]:
    """Between two days everything moves to the end."""
    return lambda at: (on(last), reason) if on(first) <= at < on(last) else (at, None)


def read(touches: list[Touch], now: float, earliest: Callable[[datetime], Answer], **relation: object) -> Distance:
    known = Relation(closeness=Closeness.CLOSE, **relation) if relation else CLOSE
    return fold(touches, on(now), relation=known, earliest=earliest)


def test_a_calendar_without_objection_changes_nothing() -> None:
    for now in (1, 29, 31, 500):
        assert read([we_spoke(0)], now, at_once) == fold([we_spoke(0)], on(now), relation=CLOSE)


def test_a_reason_without_a_move_is_not_repeated() -> None:
    found = read([we_spoke(0)], 10, lambda at: (at, BUSY))
    assert "tax_season" not in codes(found)
    assert days_after(found.opens) == 30


def test_the_opening_moves_on_and_says_why() -> None:
    found = read([we_spoke(0)], 10, quiet(20, 45))
    assert days_after(found.opens) == 45
    assert found.reasons[0] is BUSY
    assert found.opened_by == "pace_close"


def test_a_few_days_are_a_wait_and_longer_is_a_rest() -> None:
    assert read([we_spoke(0)], 10, later_by(2)).advice is AdviceKind.WAIT
    assert read([we_spoke(0)], 10, later_by(4)).advice is AdviceKind.REST


def test_a_calendar_that_answers_with_the_past_moves_nothing() -> None:
    assert days_after(read([we_spoke(0)], 10, later_by(-5)).opens) == 30


def test_a_move_without_words_gets_ours() -> None:
    found = read([we_spoke(0)], 10, later_by(4, None))
    assert found.reasons[0].code == "courtesy"
    assert found.reasons[0].text == "相手のご都合を考えて、7月5日(日)からにしましょう。"


def test_an_open_window_pauses_while_today_is_unkind() -> None:
    calendar = quiet(40, 50)
    before, within, after = (read([we_spoke(0)], now, calendar) for now in (39, 42, 51))
    assert before.advice is after.advice is AdviceKind.REACH
    assert within.advice is AdviceKind.REST
    assert within.until == on(50)
    assert BUSY in within.reasons


def test_the_kept_opening_does_not_follow_the_clock() -> None:
    calendar = quiet(40, 50)
    assert {read([we_spoke(0)], now, calendar).opens for now in (10, 39, 42, 51, 300)} == {on(30)}


def test_a_day_they_named_moves_to_a_working_hour_and_stays_their_day() -> None:
    wish = Wish(kind="not_before", until=day(40), said_on=day(0))
    found = read([they_wrote(0)], 10, later_by(0.4, None), wishes=(wish,))
    assert found.opened_by == "wish_not_before"
    assert found.advice is AdviceKind.REST
    opened = read([they_wrote(0)], 45, at_once, wishes=(wish,))
    assert opened.opened_by == "wish_not_before"


def test_what_never_opens_does_not_ask_the_calendar() -> None:
    def forbidden(at: datetime) -> Answer:
        raise AssertionError(at)

    found = fold([we_spoke(0)], on(5), relation=Relation(), earliest=forbidden)
    assert found.opens is None
    shut = Relation(closeness=Closeness.CLOSE, closed_at=on(1), closed_because="declined")
    assert fold([we_spoke(0)], on(5), relation=shut, earliest=forbidden).advice is AdviceKind.LET_GO


def test_thanks_for_a_meeting_do_not_wait_for_the_season() -> None:
    found = read([we_met(0)], 1, quiet(0, 60))
    assert found.advice is AdviceKind.REACH
    assert "thanks" in codes(found)
    assert days_after(found.opens) == 60


def test_a_reply_owed_stands_in_the_middle_of_the_season() -> None:
    found = read([they_wrote(0)], 1, quiet(0, 60))
    assert found.reply_owed == on(0)
    assert codes(found)[0] == "reply_owed"


def test_a_window_that_closes_before_it_opens_has_no_close() -> None:
    assert read([they_wrote(0)], 10, at_once).closes is not None
    assert read([they_wrote(0)], 10, quiet(20, 90)).closes is None


WISH = Wish(kind="not_before", until=day(40), said_on=day(0))


def test_a_day_they_named_is_asked_of_the_lenient_calendar_only() -> None:
    found = fold(
        [they_wrote(0)],
        on(10),
        relation=Relation(closeness=Closeness.CLOSE, wishes=(WISH,)),
        earliest=later_by(9),
        earliest_named=later_by(0.4, None),
    )
    assert found.opens == on(40).replace(hour=0) + timedelta(days=0.4)
    assert found.opened_by == "wish_not_before"


def test_on_the_day_they_named_the_month_does_not_colour_the_advice() -> None:
    known = Relation(closeness=Closeness.CLOSE, wishes=(WISH,))
    named = fold([they_wrote(0)], on(41), relation=known, earliest=later_by(5), earliest_named=at_once)
    plain = fold([they_wrote(0)], on(41), relation=known, earliest=later_by(5))
    assert named.advice is AdviceKind.REACH
    assert plain.advice is not AdviceKind.REACH


def test_a_day_of_ours_is_asked_of_the_usual_calendar() -> None:
    found = fold([we_spoke(0)], on(10), relation=CLOSE, earliest=later_by(2), earliest_named=at_once)
    assert days_after(found.opens) == 32


def test_sixty_days_to_think_are_ours_and_not_a_day_they_named() -> None:
    thinking = Relation(closeness=Closeness.CLOSE, wishes=(Wish(kind="thinking", until=None, said_on=day(0)),))
    found = fold([we_spoke(0)], on(10), relation=thinking, earliest=later_by(2), earliest_named=at_once)
    assert found.opened_by == "thinking"
    assert found.opens == on(62).replace(hour=0)


def test_a_rule_later_than_their_day_is_asked_of_the_usual_calendar() -> None:
    early = Relation(closeness=Closeness.CLOSE, wishes=(Wish(kind="not_before", until=day(1), said_on=day(0)),))
    found = fold([they_wrote(0)], on(1), relation=early, earliest=later_by(2), earliest_named=at_once)
    assert found.opened_by == "measured"
    assert found.opens is not None
    assert found.measured_opens is not None
    assert found.opens - found.measured_opens == timedelta(days=2)
