"""A situation in words: the same facts, the same words, in the order an encoder was taught with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from yorisoi.core.coach import Situation
from yorisoi.core.coach.situation import CHANNELS, STAGES
from yorisoi.core.coach.telling import told

JST = timezone(timedelta(hours=9))


def situation(**more: Any) -> Situation:
    return Situation(**{"channel": "email", "sent_at": datetime(2026, 11, 21, 9, 5, tzinfo=JST), **more})


def test_all_facts_are_told_in_order() -> None:
    words = told(
        situation(
            channel="line",
            stage="considering",
            first_met_days_ago=40,
            last_outgoing_days_ago=7,
            unanswered_in_a_row=1,
            exchanges=3,
            their_profession="税理士",
            known_facts=("猫が二匹", "釣り"),
            their_requests=("連絡は来月に",),
            product_of_sender="看板",
        ),
        120,
    )
    assert words == (
        "LINE 11月21日(土)9時05分 検討中 出会い40日前 こちらから7日前 先方からなし 未返信1 やりとり3回 文字数120\n"
        "要望:連絡は来月に\n職業:税理士\n知っていること:猫が二匹、釣り\n商品:看板\n"
    )


def test_what_is_not_known_is_told_as_nothing() -> None:
    assert "要望:なし\n職業:\n知っていること:なし\n商品:なし\n" in told(situation(), 0)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_channel_and_stage_has_its_word(channel: str, stage: str) -> None:
    assert told(situation(channel=channel, stage=stage), 1) != told(situation(channel="email", stage="acquainted"), 2)
