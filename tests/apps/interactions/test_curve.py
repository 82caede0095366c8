"""The picture of a tie: what is drawn, where it stands, and how it behaves at the edges."""

from __future__ import annotations

import itertools
import re
import time
from datetime import date, datetime, timedelta

import pytest

from yorisoi.apps.interactions.course import Course, ahead, course_of, main_reason, next_step, words_of
from yorisoi.apps.interactions.curve import PAGE, STRIP, Curve, draw, height_of
from yorisoi.apps.interactions.marks import marks_of, shape
from yorisoi.apps.interactions.ticks import ticks
from yorisoi.apps.interactions.touch_words import SIDES, WORDS, side_of
from yorisoi.apps.interactions.touch_words import words_of as words_of_touch
from yorisoi.core.distance import Closeness, Hold, Reason, Relation, Touch, TouchKind, Wish, fold
from yorisoi.core.distance.presence import presence
from yorisoi.core.distance.tuning import SHIPPED

ASK, THEIRS, MET = TouchKind.MY_MESSAGE, TouchKind.THEIR_MESSAGE, TouchKind.IN_PERSON
MIDDLE, CLOSE = Relation(closeness=Closeness.MIDDLE), Relation(closeness=Closeness.CLOSE)
DAY = timedelta(days=1)


def touch(now: datetime, days: float, kind: TouchKind = THEIRS) -> Touch:
    return Touch(at=now - DAY * days, kind=kind)


def picture(now: datetime, *touches: Touch, relation: Relation = MIDDLE) -> Curve:
    ordered = sorted(touches, key=lambda one: one.at)
    drawn = draw(ordered, course_of(fold(ordered, now, relation=relation), now=now), now=now)
    assert drawn is not None
    return drawn


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def value_at(path: str, x: float) -> float:
    """The height of a line at the last point not beyond ``x``."""
    return [y for at, y in points(path) if at <= x][-1]


# --- nothing to draw ---------------------------------------------------------------------------------------------


def test_nothing_happened_nothing_is_drawn(now: datetime) -> None:
    assert draw([], Course(), now=now) is None


def test_what_is_still_to_come_is_not_drawn(now: datetime) -> None:
    assert draw([touch(now, -3)], Course(), now=now) is None
    drawn = picture(now, touch(now, 5), touch(now, -3))
    assert len(drawn.shown) == 1


# --- the two lines -----------------------------------------------------------------------------------------------


def test_their_message_lifts_presence_and_it_fades(now: datetime) -> None:
    drawn = picture(now, touch(now, 100))
    line = points(drawn.presence.past)
    assert line[0][1] == PAGE.upper  # from the ground …
    assert line[1][1] < line[0][1]  # … straight up …
    assert line[1][0] == line[0][0]
    heights = [y for _, y in line[1:]]
    assert heights == sorted(heights)  # … and only down from there
    assert {y for _, y in points(drawn.pressure.past)} == {PAGE.lower}


def test_the_lines_end_at_today_and_go_on_to_what_comes_if_nothing_is_done(now: datetime) -> None:
    drawn = picture(now, touch(now, 100), touch(now, 40, ASK))
    for line in (drawn.presence, drawn.pressure):
        assert points(line.past)[-1][0] == pytest.approx(drawn.today, abs=1.5)
        assert points(line.ahead)[0] == points(line.past)[-1]
        assert points(line.ahead)[-1][0] == pytest.approx(PAGE.width, abs=0.2)
        assert line.area.endswith("Z")


def test_an_ask_pulls_pressure_down_and_an_answer_lets_it_go(now: datetime) -> None:
    drawn = picture(now, touch(now, 90, ASK), touch(now, 60, ASK), touch(now, 30))
    depths = [y for _, y in points(drawn.pressure.past)]
    assert max(depths) > PAGE.lower + 15  # two asks
    assert depths[-1] == PAGE.lower
    assert max(depths) <= PAGE.bottom


def test_today_stands_as_high_as_the_engine_says(now: datetime) -> None:
    touches = [touch(now, 200, MET), touch(now, 150), touch(now, 20)]
    figure = fold(touches, now, relation=MIDDLE).presence
    wanted = PAGE.upper - (PAGE.upper - PAGE.top) * height_of(figure)
    drawn = picture(now, *touches)
    assert value_at(drawn.presence.past, drawn.today) == pytest.approx(wanted, abs=0.6)


def test_a_stranger_stands_on_the_ground_and_nobody_above_the_top() -> None:
    assert height_of(presence(0.0, SHIPPED)) == 0
    assert height_of(0.1) == 0
    assert height_of(1.0) == 1
    assert 0 < height_of(presence(1.0, SHIPPED)) < 1


def test_many_asks_stay_inside_the_picture(now: datetime) -> None:
    drawn = picture(now, touch(now, 80), *(touch(now, day, ASK) for day in range(1, 60, 3)))
    for line in (drawn.presence, drawn.pressure):
        for x, y in points(line.past + line.ahead):
            assert -0.1 <= x <= PAGE.width + 0.1
            assert PAGE.top <= y <= PAGE.bottom


# --- the frame ---------------------------------------------------------------------------------------------------


def test_one_touch_of_this_moment(now: datetime) -> None:
    drawn = picture(now, touch(now, 0))
    assert 0 < drawn.today < PAGE.width
    assert [mark.count for mark in drawn.marks] == [1]


def test_a_tie_of_four_years_ago_still_shows_its_last_touch(now: datetime) -> None:
    drawn = picture(now, touch(now, 4 * 365))
    assert len(drawn.shown) == 1
    assert points(drawn.presence.past)[0][0] >= 0
    assert all(tick.text.endswith("年") for tick in drawn.ticks)


def test_only_the_last_year_and_a_half_is_drawn_of_a_long_tie(now: datetime) -> None:
    drawn = picture(now, *(touch(now, day) for day in range(5, 3000, 30)))
    assert all(now - one.at <= timedelta(days=541) for one in drawn.shown)
    assert points(drawn.presence.past)[0][1] < PAGE.upper  # what came before is in the state it begins with


def test_a_far_opening_is_taken_into_the_picture(now: datetime) -> None:
    relation = Relation(closeness=Closeness.OUTER)
    near = picture(now, touch(now, 10))
    far = picture(now, touch(now, 10), relation=relation)
    assert far.today < near.today
    assert [band.kind for band in far.bands] == ["open"]


def test_a_day_beyond_a_year_is_left_to_words(now: datetime) -> None:
    wish = Wish(kind="not_before", until=(now + timedelta(days=2000)).date(), said_on=(now - DAY).date())
    relation = Relation(closeness=Closeness.MIDDLE, wishes=(wish,))
    drawn = picture(now, touch(now, 10), relation=relation)
    assert drawn.today > PAGE.width / 4
    assert [band.kind for band in drawn.bands] == ["rest"]


# --- bands -------------------------------------------------------------------------------------------------------


def test_an_open_window_is_a_band_with_its_preferred_days(now: datetime) -> None:
    touches = [touch(now, day) for day in (33, 32, 31)]
    drawn = picture(now, *touches, relation=Relation(closeness=Closeness.CLOSE))
    kinds = [band.kind for band in drawn.bands]
    assert kinds[0] == "open"
    assert drawn.bands[0].x <= drawn.today
    assert all(band.x + band.width <= PAGE.width + 0.2 for band in drawn.bands)


def test_a_rest_is_shaded_with_its_reason(now: datetime) -> None:
    drawn = picture(now, touch(now, 120), touch(now, 20, ASK), relation=CLOSE)
    rest, opening = drawn.bands
    assert (rest.kind, opening.kind) == ("rest", "open")
    assert rest.x < drawn.today < rest.x + rest.width
    assert rest.x + rest.width == pytest.approx(opening.x, abs=0.2)


@pytest.mark.parametrize(
    ("relation", "label"),
    [
        (Relation(closeness=Closeness.MIDDLE, holds=(Hold(kind="mourning", since=date(2026, 11, 1)),)), "喪中"),
        (
            Relation(
                closeness=Closeness.MIDDLE,
                wishes=(Wish(kind="thinking", until=None, said_on=date(2026, 11, 10)),),
            ),
            "考える時間",
        ),
        (
            Relation(closeness=Closeness.MIDDLE, closed_at=datetime.fromisoformat("2026-10-01T09:00:00+09:00"), closed_because="declined"),
            "そっとしておく",
        ),
    ],
)  # fmt: skip
def test_each_rest_has_a_short_name(now: datetime, relation: Relation, label: str) -> None:
    course = course_of(fold([touch(now, 200)], now, relation=relation), now=now)
    assert course.rest_label == label
    assert label in dict(ahead(course, now=now))["rest"]


def test_who_is_only_remembered_does_not_rest(now: datetime) -> None:
    course = course_of(fold([touch(now, 200)], now, relation=Relation()), now=now)
    assert course.rest_since is None
    assert course.opens is None
    assert ahead(course, now=now) == ()


def test_a_closed_tie_has_no_window(now: datetime) -> None:
    relation = Relation(closeness=Closeness.CLOSE, closed_at=now - DAY, closed_because="asked_to_stop")
    drawn = picture(now, touch(now, 200), relation=relation)
    assert [band.kind for band in drawn.bands] == ["rest"]
    assert drawn.bands[0].x + drawn.bands[0].width == pytest.approx(PAGE.width)


def test_a_day_of_halving_is_told_only_while_it_is_near(now: datetime) -> None:
    near, far = (Course(opens=now, closes=now + DAY * days, halves=True) for days in (40, 400))
    assert "12月28日(月)ごろに、心に残る度合いが半分ほどになる見立て" in dict(ahead(near, now=now))["open"]
    assert dict(ahead(far, now=now))["open"] == "ひらく時期:11月18日(水)から"


def test_a_name_of_a_band_never_lies_on_the_line_of_today(now: datetime) -> None:
    for days in range(3, 80, 4):
        drawn = picture(now, touch(now, 200), touch(now, days, ASK), relation=CLOSE)
        for band in drawn.bands:
            if band.label:
                half = len(band.label) * 12.5 / 2
                assert not band.label_x - half < drawn.today < band.label_x + half


# --- marks and dates ---------------------------------------------------------------------------------------------


def test_the_sides_are_told_apart_by_shape(now: datetime) -> None:
    drawn = picture(now, touch(now, 50), touch(now, 30, ASK), touch(now, 10, MET))
    assert [mark.side for mark in drawn.marks] == ["theirs", "mine", "mutual"]
    arcs = {mark.side: mark.path.count("a") for mark in drawn.marks}
    assert arcs == {"theirs": 2, "mine": 0, "mutual": 6}  # a disc, a diamond, a ring with a disc
    assert [name for _, _, name in drawn.keys] == ["相手から", "こちらから", "お互いに"]


def test_touches_of_one_moment_are_one_larger_mark() -> None:
    (one,) = marks_of([(100.0, "theirs")], 100, 130, 4)
    (three,) = marks_of([(100.0, "theirs"), (101.0, "theirs"), (102.0, "theirs")], 100, 130, 4)
    (apart,) = marks_of([(100.0, "theirs"), (140.0, "theirs")], 100, 130, 4)
    assert (one.count, three.count, apart.count) == (1, 3, 2)
    assert three.path.count("M") == 1
    assert apart.path.count("M") == 2
    width = r"a([\d.]+) "
    assert float(re.findall(width, three.path)[0]) > float(re.findall(width, one.path)[0])


def test_a_row_of_touches_does_not_melt_into_one_mark() -> None:
    (row,) = marks_of([(float(x), "mine") for x in range(0, 200, 2)], 100, 130, 4)
    assert row.path.count("M") > 15


@pytest.mark.parametrize("side", SIDES)
def test_a_mark_stays_around_its_place(side: str) -> None:
    numbers = [float(x) for x in re.findall(r"M([\d.]+) ", shape(side, 50, 50, 4))]
    assert all(44 <= x <= 56 for x in numbers)


def test_dates_never_touch_each_other_or_the_edges(now: datetime) -> None:
    for days in (60, 150, 400, 900, 4000, 20_000):
        begin, end = now - DAY * days, now + DAY * 90
        span = (end - begin).total_seconds()
        found = ticks(begin, end, lambda at, begin=begin, span=span: 340 * (at - begin).total_seconds() / span, 340.0)
        assert found
        places = [tick.x for tick in found]
        assert all(b - a >= 40 for a, b in itertools.pairwise(places))
        assert all(15 <= x <= 325 for x in places)


def test_the_turn_of_a_year_is_written_as_the_year(now: datetime) -> None:
    texts = [tick.text for tick in picture(now, touch(now, 100)).ticks]
    assert "2027年" in texts
    assert "1月" not in texts


# --- words -------------------------------------------------------------------------------------------------------


def test_every_kind_of_touch_has_words_and_a_side(now: datetime) -> None:
    assert set(WORDS) == set(TouchKind)
    assert {side_of(touch(now, 1, kind)) for kind in TouchKind} == set(SIDES)
    thanked = Touch(at=now, kind=TouchKind.GIVE, thanks=True)
    assert words_of_touch(thanked) == "お礼をお伝えした"


def test_the_next_step_is_one_sentence_whatever_the_advice(now: datetime) -> None:
    def step(*touches: Touch, relation: Relation = MIDDLE) -> str:
        return next_step(fold(touches, now, relation=relation), now=now)

    assert "お返し" in step(touch(now, 1))
    assert "相手のためになる話" in step(touch(now, 200, TouchKind.CONVERSATION))
    assert (
        step(touch(now, 20, ASK), relation=CLOSE)
        == "いまはありません。12月28日(月)になったら、あらためて考えましょう。"
    )
    assert "お名前を覚えているだけ" in step(touch(now, 200, TouchKind.CONVERSATION), relation=Relation())
    assert "こちらからはありません" in step(*(touch(now, day, ASK) for day in (60, 40, 20)))
    assert "お礼" in step(touch(now, 1, MET))


def test_the_words_of_a_quiet_tie_do_not_pretend_that_it_is_remembered(now: datetime) -> None:
    assert "静かに間があいている" in words_of(fold([touch(now, 3 * 365)], now, relation=MIDDLE))
    assert "よく心に残っている" in words_of(fold([touch(now, 2), touch(now, 1)], now, relation=MIDDLE))
    assert "重なっています" in words_of(fold([touch(now, 3, ASK), touch(now, 2, ASK)], now, relation=MIDDLE))
    assert "ほとんどありません" in words_of(fold([touch(now, 2)], now, relation=MIDDLE))


def test_the_main_reason_is_not_what_stands_beside_it(now: datetime) -> None:
    distance = fold([touch(now, 1)], now, relation=MIDDLE)
    assert distance.reasons[0].code == "reply_owed"
    reason = main_reason(distance)
    assert reason is not None
    assert reason.code == "pace_middle"


def test_a_rest_that_the_calendar_lengthens_keeps_its_reason(now: datetime) -> None:
    later = now + timedelta(days=60)
    why = Reason(code="courtesy.national", text="年末年始です。", on=(now + timedelta(days=45)).date())
    touches = [touch(now, 120), touch(now, 20, ASK)]
    course = course_of(fold(touches, now, relation=CLOSE, earliest=lambda at: (max(at, later), why)), now=now)
    assert course.rest_label == "間をおく時期"
    assert course.rest_since == touches[1].at
    assert course.rest_until == later


def test_a_calendar_that_shuts_today_moves_the_band_and_not_the_past(now: datetime) -> None:
    monday = now + timedelta(days=5)
    distance = fold([touch(now, 200)], now, relation=MIDDLE, earliest=lambda at: (max(at, monday), None))
    course = course_of(distance, now=now)
    assert course.opens == distance.until == monday


# --- cost --------------------------------------------------------------------------------------------------------


def test_five_hundred_touches_stay_small_and_quick(now: datetime) -> None:
    kinds = list(TouchKind)
    touches = sorted(
        (touch(now, 1 + day * 1.07, kinds[day % len(kinds)]) for day in range(500)), key=lambda one: one.at
    )
    course = course_of(fold(touches, now, relation=MIDDLE), now=now)
    begun = time.perf_counter()
    drawn = draw(touches, course, now=now)
    took = time.perf_counter() - begun
    assert drawn is not None
    assert took < 0.25  # a machine with other work; the bench holds it to 30 ms
    lines = drawn.presence, drawn.pressure
    assert sum(len(line.past) + len(line.ahead) + len(line.area) for line in lines) < 40_000


def test_a_strip_is_the_same_and_smaller(now: datetime) -> None:
    touches = [touch(now, 100), touch(now, 40, ASK)]
    course = course_of(fold(touches, now, relation=MIDDLE), now=now)
    drawn = draw(touches, course, now=now, sheet=STRIP)
    assert drawn is not None
    assert max(y for _, y in points(drawn.pressure.past)) <= STRIP.bottom
    assert min(y for _, y in points(drawn.presence.past)) >= STRIP.top
