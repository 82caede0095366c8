"""Busy and resting times, read from what is known about a person."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.coach.season import busy_fact

JST = timezone(timedelta(hours=9))
EARLY = datetime(1990, 1, 1)  # noqa: DTZ001 - the strategy wants naive limits
LATE = datetime(2090, 1, 1)  # noqa: DTZ001


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=JST)


@pytest.mark.parametrize(
    ("fact", "moment"),
    [
        ("7月は忙しくない", at(7, 7)),
        ("12月が繁忙期", at(6, 16)),
        ("6月に開業した", at(6, 16)),
        ("GWは家族で釣り、連休が楽しみ", at(6, 16)),
        ("8/8から16日までハワイに旅行", at(8, 17)),
        ("8/8から16日までハワイに旅行", at(8, 7)),
        ("試験は2月22日", at(2, 23)),
        ("試験は2月22日", at(1, 20)),
        ("3月上旬は徹夜続き", at(3, 15)),
        ("セール期が終わったばかり", at(6, 16)),
        ("甘いものが好き", at(12, 24)),
        ("22時には寝る", at(6, 16, 21)),
        ("土曜の夜は家族と過ごす", at(6, 12, 20)),
        ("土曜の夜は家族と過ごす", at(6, 13, 10)),
        ("休みの日は子どもとサッカー", at(6, 16)),
        ("確定申告を自分でしている", at(6, 16)),
        ("11月から仕込みで泊まり込む", at(10, 30)),
    ],
)
def test_free_times(fact: str, moment: datetime) -> None:
    assert busy_fact((fact,), moment) is None


@pytest.mark.parametrize(
    ("fact", "moment"),
    [
        ("6月は夏期講習の準備で慌ただしい", at(6, 12)),
        ("11月は監査対応で手一杯", at(11, 26)),
        ("GWは家族で釣り、連休が楽しみ", at(5, 4)),
        ("お盆は妻の実家で過ごす", at(8, 14)),
        ("年末年始は秋田に帰省", at(1, 2)),
        ("年末年始は秋田に帰省", at(12, 30)),
        ("12月は忘年会で忙しい", at(12, 15)),
        ("3月上旬は徹夜続き", at(3, 2)),
        ("8/8から16日までハワイに旅行", at(8, 10)),
        ("8/8〜8/16まで旅行", at(8, 8)),
        ("試験は2月22日", at(2, 17)),
        ("7/10に出産", at(7, 20)),
        ("11月から仕込みで泊まり込む", at(11, 10)),
        ("11月から仕込みで泊まり込む", at(12, 20)),
        ("2月は入試業務", at(2, 3)),
        ("22時には寝る", at(6, 16, 23)),
        ("土曜の夜は家族と過ごす", at(6, 13, 22)),
        ("日曜の夜は寝かしつけ", at(6, 14, 21)),
        ("休みの日は子どもとサッカー", at(6, 14)),
        ("7月末まで手一杯", at(7, 20)),
        ("5、6月は決算で忙しい", at(6, 2)),
        ("１１月下旬は周年イベント", at(11, 24)),
        ("ただいま入院中", at(6, 16)),
    ],
)
def test_busy_times(fact: str, moment: datetime) -> None:
    assert busy_fact((fact,), moment) == fact


def test_the_first_that_holds_is_named() -> None:
    facts = ("甘いものが好き", "6月は決算で忙しい", "6月は展示会")
    assert busy_fact(facts, at(6, 16)) == "6月は決算で忙しい"


def test_nothing_known() -> None:
    assert busy_fact((), at(6, 16)) is None


@given(
    st.lists(st.text(max_size=50), max_size=3),
    st.datetimes(min_value=EARLY, max_value=LATE, timezones=st.just(JST)),
)
def test_any_fact_can_be_read(facts: list[str], moment: datetime) -> None:
    found = busy_fact(tuple(facts), moment)
    assert found is None or found in facts


@given(
    st.integers(0, 40), st.integers(0, 40), st.sampled_from(["", "上旬", "末", "から", "まで"]), st.integers(0, 8000)
)
def test_odd_dates_are_no_trouble(month: int, day: int, part: str, shift: int) -> None:
    moment = at(1, 1, year=2010) + timedelta(days=shift)
    for fact in (f"{month}月{part}は忙しい", f"{month}/{day}に試験", f"{month}/{day}から{day}日まで旅行"):
        assert busy_fact((fact,), moment) in {None, fact}
