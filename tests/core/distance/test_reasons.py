"""The sentences: warm, complete, dated, and never a reproach."""

from __future__ import annotations

import re
import string

import pytest

from tests.core.distance.timeline import (
    codes,
    day,
    i_asked,
    i_gave,
    on,
    seen,
    they_wrote,
    we_met,
    we_spoke,
)
from yorisoi.core.distance import AdviceKind, Closeness, Reason, Wish, words

TABLES = {**words.RESTING, **{f"open:{code}": text for code, text in words.OPEN.items()}, **words.BESIDE}
FIELDS = {"on", "until", "count", "words", "text"}
HARSH = (
    "すべき",
    "しなければ",
    "だめ",
    "ダメ",
    "禁止",
    "遅い",
    "忘れて",
    "怠",
    "失礼です",
    "営業",
    "顧客",
    "至急",
    "必ず",
)


def texts(touches: list, now: float, **relation: object) -> list[str]:
    return [reason.text for reason in seen(touches, now, **relation).reasons]


@pytest.mark.parametrize("code", TABLES)
def test_every_sentence_is_whole_and_gentle(code: str) -> None:
    text = TABLES[code]
    assert text.endswith("。")
    assert not [word for word in HARSH if word in text]
    assert "!" not in text
    assert "!" not in text
    assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= FIELDS


@pytest.mark.parametrize("code", TABLES)
def test_every_sentence_is_short_enough_for_a_phone(code: str) -> None:
    assert len(TABLES[code]) <= 75


def test_dates_are_written_as_people_write_them() -> None:
    [text] = texts([we_spoke(0)], 5, closeness=Closeness.CLOSE)
    assert text == "6月1日(月)にやり取りがありました。次は7月1日(水)ごろがちょうどよい間合いです。"


def test_days_of_another_year_carry_it() -> None:
    [text] = texts([we_spoke(0)], 5, closeness=Closeness.OUTER)
    assert "2026年" not in text
    assert re.search(r"11月28日\(土\)", text)
    [text, *_] = texts([we_spoke(0)], 300, closeness=Closeness.OUTER)
    assert "2026年6月1日(月)" in text
    [text] = texts([we_spoke(200)], 210, closeness=Closeness.OUTER)
    assert "2027年6月16日(水)" in text


def test_a_reason_knows_the_day_of_its_fact() -> None:
    [reason] = seen([we_spoke(0)], 5, closeness=Closeness.CLOSE).reasons
    assert reason == Reason(code="pace_close", text=reason.text, on=day(0), assumption=False)


def test_measured_on_messages_is_no_assumption() -> None:
    found = seen([they_wrote(-10), they_wrote(0)], 1)
    assert found.opened_by == "measured"
    assert not any(reason.assumption for reason in found.reasons)
    assert "assumed_weights" not in codes(found)


def test_measured_on_a_meeting_or_a_gift_is() -> None:
    for touches in ([they_wrote(-30), we_met(0)], [they_wrote(-30), i_gave(0)]):
        found = seen(touches, 1)
        assert found.opened_by == "measured"
        assert [reason.code for reason in found.reasons if reason.assumption] == ["measured", "assumed_weights"]


def test_a_courtesy_leans_on_no_weight() -> None:
    found = seen([they_wrote(-30), we_met(0)], 1, closeness=Closeness.CLOSE)
    assert not any(reason.assumption for reason in found.reasons)


def test_no_word_about_long_silence_before_three_years() -> None:
    assert "dormant" not in codes(seen([they_wrote(0)], 1094))


def test_after_three_years_the_first_message_asks_for_nothing() -> None:
    found = seen([they_wrote(0)], 1095)
    assert "dormant" in codes(found)
    assert found.advice is AdviceKind.REACH
    assert found.closes is None or found.closes < on(1095)


def test_no_word_about_long_silence_where_nothing_is_to_be_written() -> None:
    assert codes(seen([they_wrote(0)], 2000, closeness=Closeness.REMEMBER)) == ["remember"]
    assert "dormant" not in codes(seen([they_wrote(0)], 2000, closed_at=on(1), closed_because="declined"))


def test_an_open_window_says_what_it_needs() -> None:
    [reason] = seen([they_wrote(0)], 40, closeness=Closeness.CLOSE).reasons
    assert reason.code == "open"
    assert "相手のためになる話" in reason.text


@pytest.mark.parametrize("kind", ["not_before", "busy_until", "thinking"])
def test_an_open_wish_quotes_them(kind: str) -> None:
    wish = Wish(kind=kind, until=day(20), said_on=day(0), text="秋になったら")
    found = seen([they_wrote(0)], 30, wishes=(wish,))
    expected = "thinking" if kind == "thinking" else f"wish_{kind}"
    assert codes(found) == [expected]
    assert found.reasons[0].on == day(0)


def test_an_open_wish_without_words_is_an_open_window() -> None:
    wish = Wish(kind="not_before", until=day(20), said_on=day(0))
    assert codes(seen([they_wrote(0)], 30, wishes=(wish,))) == ["open"]
    assert codes(seen([], 30, wishes=(wish,))) == ["open_unmet"]


def test_their_braces_are_their_words() -> None:
    wish = Wish(kind="not_before", until=day(20), said_on=day(0), text="{on} {0} %s")
    assert "{on} {0} %s" in texts([they_wrote(0)], 1, wishes=(wish,))[-1]


def test_there_is_always_a_reason() -> None:
    for now in (0, 1, 10, 100, 1000):
        for closeness in (None, *Closeness):
            for touches in ([], [they_wrote(0)], [we_met(0)], [i_asked(0)]):
                assert seen(touches, now, closeness=closeness).reasons
