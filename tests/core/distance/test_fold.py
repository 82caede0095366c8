"""The fold: order, the future, duplicates, and the shape of the answer."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.core.distance.timeline import (
    DAY0,
    days_after,
    i_asked,
    i_gave,
    on,
    seen,
    they_wrote,
    touch,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import (
    SHIPPED,
    AdviceKind,
    Closeness,
    Relation,
    Touch,
    TouchKind,
    Tuning,
    advance,
    fold,
    read,
    replay,
    start,
)

UNSORTED = Relation(closeness=None)


def test_an_empty_timeline_is_fine() -> None:
    found = fold([], on(0))
    assert (found.A, found.P, found.at, found.silence_days) == (0.0, 0.0, None, None)
    assert found.measured_opens is found.measured_closes is None
    assert found.advice is AdviceKind.REST
    assert 0 < found.reply_odds < 1
    assert found.spontaneous_odds == 0


@pytest.mark.parametrize(
    ("touches", "opens", "closes"),
    [
        ([they_wrote(0)], 2.3, 76),
        ([they_wrote(0), i_asked(0), i_asked(0), i_asked(0)], 4.7, 76),
        ([they_wrote(0)] * 3, 2.3, 30),
    ],
)
def test_the_published_windows(touches: list[Touch], opens: float, closes: float) -> None:
    found = seen(touches, 1)
    assert round(days_after(found.measured_opens), 1) == opens
    assert round(days_after(found.measured_closes)) == closes


def test_a_dim_tie_opens_and_never_closes() -> None:
    found = fold([they_wrote(0)], on(1), relation=UNSORTED, tuning=Tuning(gain_answer=0.3))
    assert round(days_after(found.measured_opens), 1) == 2.4
    assert found.measured_closes is found.closes is None


def test_a_naive_now_is_refused() -> None:
    naive = datetime(2026, 6, 1)  # noqa: DTZ001
    for call in (lambda: fold([], naive), lambda: read(start(), naive), lambda: replay([], naive)):
        with pytest.raises(ValueError, match="time zone"):
            call()


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [they_wrote(0), i_asked(3), we_met(5), i_gave(20)]
    assert fold(reversed(rows), on(30)) == fold(rows, on(30))


def test_rows_of_one_moment_keep_their_order() -> None:
    assert seen([they_wrote(0), i_asked(0)], 1).P > 0.9
    assert seen([i_asked(0), they_wrote(0)], 1).P == 0


def test_a_late_old_message_folds_in_where_it_belongs() -> None:
    touches = [they_wrote(100), i_asked(110)]
    late = fold([*touches, they_wrote(0)], on(120))
    assert late == fold([they_wrote(0), *touches], on(120))
    assert late.at == on(110)
    assert late.unanswered == 1


def test_the_future_has_not_happened() -> None:
    assert fold([they_wrote(0), i_asked(50)], on(10)) == fold([they_wrote(0)], on(10))


def test_the_present_moment_has() -> None:
    assert fold([they_wrote(0)], on(0)).at == on(0)


def test_nothing_but_the_future_is_an_empty_timeline() -> None:
    assert fold([they_wrote(50)], on(0)) == fold([], on(0))


def test_a_timeline_may_be_any_iterable() -> None:
    assert fold((one for one in [they_wrote(0)]), on(1)) == fold([they_wrote(0)], on(1))


def test_the_same_row_twice_does_no_harm() -> None:
    found = seen([they_wrote(0), they_wrote(0), i_asked(2), i_asked(2)], 10)
    assert found.unanswered == 1
    assert found.A > 0


def test_moments_of_any_zone_are_the_same_moments() -> None:
    zones = [UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=-9, minutes=-30))]
    rows = [they_wrote(0), i_asked(3), we_spoke(40)]
    for zone in zones:
        moved = [replace(one, at=one.at.astimezone(zone)) for one in rows]
        assert fold(moved, on(50).astimezone(zone)) == fold(rows, on(50))


def test_clocks_that_change_do_not_stretch_a_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 28, 12, tzinfo=berlin)
    found = fold([Touch(at=before, kind=TouchKind.THEIR_MESSAGE)], datetime(2026, 3, 29, 12, tzinfo=berlin))
    assert found.silence_days == pytest.approx(23 / 24)


def test_a_leap_day_is_a_day() -> None:
    first = Touch(at=datetime(2028, 2, 28, 9, tzinfo=UTC), kind=TouchKind.CONVERSATION)
    found = fold([first], datetime(2028, 3, 1, 9, tzinfo=UTC), relation=Relation(closeness=Closeness.CLOSE))
    assert found.silence_days == 2
    assert found.opens == datetime(2028, 3, 29, 9, tzinfo=UTC)


def test_a_year_end_is_a_night_like_any_other() -> None:
    first = Touch(at=datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Tokyo")), kind=TouchKind.CONVERSATION)
    found = fold([first], datetime(2027, 1, 1, 0, 1, tzinfo=ZoneInfo("Asia/Tokyo")), relation=UNSORTED)
    assert found.silence_days == pytest.approx(2 / 1440)


FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize("at", [FIRST, FIRST + timedelta(hours=23), LAST - timedelta(minutes=1), LAST])
def test_the_ends_of_the_calendar_do_not_crash(at: datetime) -> None:
    row = Touch(at=at, kind=TouchKind.IN_PERSON)
    for closeness in (None, *Closeness):
        for now in (DAY0, LAST):
            assert fold([row], now, relation=Relation(closeness=closeness)).reasons


def test_answers_are_in_the_zone_of_the_house() -> None:
    found = seen([we_met(0)], 1, closeness=Closeness.CLOSE)
    for at in (found.at, found.opens, found.closes, found.measured_opens, *found.thanks):
        assert at.tzinfo == SHIPPED.zone


def test_silence_and_fading_run_with_the_clock() -> None:
    found = seen([they_wrote(0), i_asked(0)], 3 * 6.87)
    assert found.silence_days == pytest.approx(3 * 6.87)
    assert (found.A, found.strength) == pytest.approx((1.0, 0.5))
    assert found.pressure < found.P == 1.0


def test_reply_odds_to_many_are_lower() -> None:
    one = fold([they_wrote(0)], on(3))
    many = fold([they_wrote(0)], on(3), recipients=20)
    assert many.reply_odds < one.reply_odds
    assert many.uplift == one.uplift


def test_reading_ahead_of_the_last_touch_counts_no_negative_silence() -> None:
    assert read(replay([they_wrote(5)], on(5)), on(4)).silence_days == 0


def test_fold_is_replay_and_read() -> None:
    rows = [they_wrote(0), i_asked(3), we_met(5)]
    state = start()
    for row in rows:
        state = advance(state, row)
    assert replay(rows, on(9)) == state
    assert fold(rows, on(9), relation=UNSORTED) == read(state, on(9), relation=UNSORTED)


STEADY = (
    "A",
    "P",
    "at",
    "measured_opens",
    "measured_closes",
    "opens",
    "closes",
    "opened_by",
    "thanks",
    "unanswered",
    "closed",
)


@pytest.mark.parametrize("name", STEADY)
def test_what_is_kept_in_a_row_does_not_follow_the_clock(name: str) -> None:
    rows = [we_met(0), they_wrote(1), i_gave(2), i_asked(20)]
    for closeness in (None, *Closeness):
        relation = Relation(closeness=closeness)
        values = {getattr(fold(rows, on(now), relation=relation), name) for now in (20, 21, 40, 100, 400, 3000)}
        assert len(values) == 1


def test_the_answer_holds_what_others_read() -> None:
    names = {field.name for field in fields(fold([], on(0)))}
    assert {
        "A", "P", "at", "silence_days", "reply_odds", "spontaneous_odds", "uplift", "presence", "pressure", "b", "v",
        "b_me", "v_me", "opens", "closes", "thanks", "advice", "until", "reasons", "reply_owed", "unanswered", "closed",
    } <= names  # fmt: skip


def test_a_long_timeline_folds() -> None:
    rows = [touch(number / 50, list(TouchKind)[number % 7]) for number in range(5000)]
    found = fold(rows, on(200), relation=Relation(closeness=Closeness.MIDDLE))
    assert found.reasons
    assert found.presence > 0.5
