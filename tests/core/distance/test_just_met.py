"""The first two months after meeting: thanks, rest, one gift."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.core.distance.timeline import (
    JST,
    codes,
    day,
    days_after,
    i_asked,
    i_gave,
    i_thanked,
    on,
    seen,
    they_wrote,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import AdviceKind, Closeness, Hold, Relation, fold

MIDDLE = Closeness.MIDDLE


def test_no_thanks_without_a_meeting() -> None:
    assert seen([they_wrote(0)], 1, closeness=MIDDLE).thanks is None
    assert seen([we_spoke(0)], 1, closeness=MIDDLE).thanks is None


def test_no_thanks_when_the_tie_is_older_than_the_meeting() -> None:
    assert seen([they_wrote(-30), we_met(0)], 1, closeness=MIDDLE, met_on=day(0)).thanks is None
    assert seen([they_wrote(-30), we_met(0)], 1, closeness=MIDDLE).thanks is None


@pytest.mark.parametrize("mine", [i_thanked, i_gave, i_asked])
def test_no_thanks_once_i_wrote(mine: object) -> None:
    assert seen([we_met(0), mine(0.3)], 1, closeness=MIDDLE).thanks is None


def test_no_thanks_once_we_spoke_again() -> None:
    assert seen([we_met(0), we_spoke(1)], 1.1, closeness=MIDDLE).thanks is None


def test_speaking_at_the_gathering_itself_takes_nothing_away() -> None:
    assert seen([we_met(0), we_spoke(0.1)], 1, closeness=MIDDLE).thanks is not None


def test_their_thanks_do_not_replace_mine() -> None:
    found = seen([we_met(0), they_wrote(1)], 1.2, closeness=MIDDLE)
    assert found.thanks is not None
    assert found.reply_owed == on(1)


@pytest.mark.parametrize("closeness", [None, *Closeness])
def test_a_thank_you_answers_the_meeting_whatever_the_closeness(closeness: Closeness | None) -> None:
    found = seen([we_met(0)], 1, closeness=closeness)
    assert found.advice is AdviceKind.REACH
    assert "thanks" in codes(found)
    assert found.thanks is not None
    assert found.thanks[0] == on(0)
    assert found.thanks[1] == datetime(2026, 6, 5, tzinfo=JST)
    assert found.until == found.thanks[1]


def test_the_sentence_names_the_last_day_not_the_day_after() -> None:
    [reason] = [reason for reason in seen([we_met(0)], 1, closeness=MIDDLE).reasons if reason.code == "thanks"]
    assert "6月4日(木)まで" in reason.text
    assert reason.on == day(0)


def test_the_day_alone_is_enough() -> None:
    found = seen([], 1, closeness=MIDDLE, met_on=day(0))
    assert found.thanks == (datetime(2026, 6, 1, tzinfo=JST), datetime(2026, 6, 5, tzinfo=JST))
    assert found.advice is AdviceKind.REACH


def test_a_meeting_noted_beforehand_asks_for_no_thanks_yet() -> None:
    found = seen([], 0, closeness=MIDDLE, met_on=day(3))
    assert found.advice is AdviceKind.REST
    assert "thanks" not in codes(found)


def test_after_a_week_it_is_no_longer_thanks_even_when_every_day_is_off() -> None:
    relation = Relation(closeness=MIDDLE)
    found = fold([we_met(0)], on(1), relation=relation, is_day_off=lambda day: True)
    assert found.thanks is not None
    assert found.thanks[1] == datetime(2026, 6, 9, tzinfo=JST)


def test_no_thanks_into_mourning() -> None:
    hold = Hold(kind="mourning", since=day(1))
    assert seen([we_met(0)], 1, closeness=MIDDLE, holds=(hold,)).thanks is None


def test_a_hold_of_the_past_or_far_ahead_does_not_silence_the_thanks() -> None:
    past = Hold(kind="resting", since=day(-30), until=day(-10))
    ahead = Hold(kind="resting", since=day(30), until=day(40))
    assert seen([we_met(0)], 1, closeness=MIDDLE, holds=(past, ahead)).thanks is not None


def test_no_thanks_on_a_closed_tie() -> None:
    found = seen([we_met(0)], 1, closeness=MIDDLE, closed_at=on(0.5), closed_because="declined")
    assert found.thanks is None
    assert found.advice is AdviceKind.LET_GO


@pytest.mark.parametrize("closeness", [Closeness.OUTER, Closeness.MIDDLE, Closeness.CLOSE])
def test_the_first_gift_opens_on_the_fourteenth_day_for_any_pace(closeness: Closeness) -> None:
    found = seen([we_met(0), i_thanked(1)], 5, closeness=closeness)
    assert days_after(found.opens) == 14
    assert found.advice is AdviceKind.REST
    assert found.opened_by == "just_met"


def test_it_closes_after_the_sixtieth_day() -> None:
    assert seen([we_met(0), i_thanked(1)], 5, closeness=MIDDLE).closes == datetime(2026, 8, 1, tzinfo=JST)


def test_without_a_thank_you_the_rest_is_the_same() -> None:
    found = seen([we_met(0)], 10, closeness=MIDDLE)
    assert days_after(found.opens) == 14
    assert found.advice is AdviceKind.REST


def test_someone_just_remembered_is_not_offered_a_gift() -> None:
    found = seen([we_met(0), i_thanked(1)], 20)
    assert found.advice is AdviceKind.REACH  # not sorted yet: the window alone speaks
    found = seen([we_met(0), i_thanked(1)], 20, closeness=Closeness.REMEMBER)
    assert (found.advice, found.opens) == (AdviceKind.REST, None)


def test_after_the_gift_the_pace_of_the_tie_begins() -> None:
    found = seen([we_met(0), i_thanked(1), i_gave(20)], 21, closeness=Closeness.CLOSE)
    assert days_after(found.opens) == 50
    assert found.opened_by == "pace_close"


def test_even_a_lively_start_rests_to_the_fourteenth_day() -> None:
    found = seen([we_met(0), they_wrote(1), i_gave(1.1)], 6)
    assert days_after(found.opens) == 14


def test_an_ask_right_after_meeting_counts_as_an_ask() -> None:
    found = seen([we_met(0), i_asked(1)], 6, closeness=MIDDLE)
    assert found.unanswered == 1
    assert found.advice is not AdviceKind.REACH


def test_a_meeting_long_ago_is_not_just_met_any_more() -> None:
    touches = [they_wrote(1), i_gave(1.2)]
    found = seen(touches, 100, closeness=MIDDLE, met_on=day(0) - timedelta(days=900))
    assert found.opened_by == "pace_middle"
    assert found.thanks is None
    unwritten = seen([they_wrote(1)], 100, closeness=MIDDLE, met_on=day(0) - timedelta(days=900))
    assert unwritten.thanks is not None
    assert unwritten.thanks[1] < on(0)
    assert "thanks" not in codes(unwritten)


def test_a_meeting_late_at_night_belongs_to_its_own_day_in_tokyo() -> None:
    late = datetime(2026, 6, 4, 14, 30, tzinfo=JST).astimezone()  # 木曜日
    found = fold([we_met(0)], late, relation=Relation(closeness=MIDDLE, met_on=date(2026, 6, 1)))
    assert found.thanks is not None
    assert found.thanks[0] == on(0)
