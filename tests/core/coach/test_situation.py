"""Plain facts come in by one door, and bad ones are told apart in Japanese."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from yorisoi.core.coach import Situation

JST = timezone(timedelta(hours=9))
FULL: dict[str, Any] = {
    "channel": "line",
    "sent_at": "2026-05-14T12:30:00+09:00",
    "stage": "considering",
    "first_met_days_ago": 40,
    "last_outgoing_days_ago": 4,
    "last_incoming_days_ago": 9,
    "unanswered_in_a_row": 1,
    "exchanges": 3,
    "their_profession": "保育士",
    "known_facts": ["第二子が3月に生まれた"],
    "their_requests": ["夜は連絡しないで"],
    "product_of_sender": "学資保険",
}


def test_all_fields_are_read() -> None:
    situation = Situation.from_mapping(FULL)
    assert situation.channel == "line"
    assert situation.sent_at == datetime(2026, 5, 14, 12, 30, tzinfo=JST)
    assert situation.stage == "considering"
    assert situation.known_facts == ("第二子が3月に生まれた",)
    assert situation.their_requests == ("夜は連絡しないで",)
    assert situation.unanswered_in_a_row == 1
    assert situation.mode == "normal"
    assert not situation.closed


def test_the_least_is_a_channel_and_a_moment() -> None:
    situation = Situation.from_mapping({"channel": "email", "sent_at": "2026-05-14T12:30:00+09:00"})
    assert situation.last_outgoing_days_ago is None
    assert situation.silence_days is None
    assert situation.known_facts == ()
    assert situation.consent_recorded


def test_nulls_are_missing() -> None:
    situation = Situation.from_mapping({**FULL, "last_incoming_days_ago": None, "known_facts": None, "exchanges": None})
    assert situation.last_incoming_days_ago is None
    assert situation.known_facts == ()
    assert situation.exchanges == 0


def test_the_later_fields() -> None:
    situation = Situation.from_mapping(
        {
            **FULL,
            "mode": "連鎖販売",
            "closed": True,
            "contact_name": "佐藤",
            "today_outgoing": 2,
            "is_newsletter": True,
            "consent_recorded": False,
            "courtesy": {"level": 2, "allowed": False, "reason": "決算の時期", "next_ok": "2026-06-01T10:00:00+09:00"},
            "evidence": [{"on": "2026-05-10", "text": "資料を送った"}],
            "ask_from": "2026-06-03",
        }
    )
    assert situation.mode == "mlm"
    assert situation.closed
    assert situation.courtesy is not None
    assert situation.courtesy.next_ok == datetime(2026, 6, 1, 10, tzinfo=JST)
    assert situation.evidence[0].on == date(2026, 5, 10)
    assert situation.today_outgoing == 2
    assert situation.is_newsletter
    assert not situation.consent_recorded
    assert situation.ask_from == date(2026, 6, 3)


def test_silence_is_the_shorter_side() -> None:
    assert Situation.from_mapping(FULL).silence_days == 4


@pytest.mark.parametrize("name", ["弁護士", "lawyer"])
def test_modes_by_either_name(name: str) -> None:
    assert Situation.from_mapping({**FULL, "mode": name}).mode == "lawyer"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "鳩"),
        ("channel", 3),
        ("stage", "friend"),
        ("mode", "x"),
        ("sent_at", None),
        ("sent_at", "きのう"),
        ("sent_at", "2026-05-14T12:30:00"),
        ("first_met_days_ago", -1),
        ("first_met_days_ago", "3"),
        ("last_outgoing_days_ago", True),
        ("unanswered_in_a_row", -2),
        ("exchanges", 1.5),
        ("known_facts", "一つ"),
        ("known_facts", [1]),
        ("their_requests", {"a": 1}),
        ("closed", "yes"),
        ("courtesy", "open"),
        ("courtesy", {"level": -1}),
        ("evidence", "x"),
        ("evidence", [{"text": "x"}]),
        ("evidence", [{"on": "先週", "text": "x"}]),
        ("ask_from", "来月"),
        ("ask_from", 20260603),
    ],
)
def test_bad_values_are_named(field: str, value: object) -> None:
    with pytest.raises(ValueError) as caught:
        Situation.from_mapping({**FULL, field: value})
    assert any("ぁ" <= char <= "ん" for char in str(caught.value))


def test_something_else_entirely() -> None:
    with pytest.raises(ValueError):
        Situation.from_mapping([])  # type: ignore[arg-type]
