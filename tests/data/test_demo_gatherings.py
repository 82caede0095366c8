"""The gatherings of the sample network: of its own people, past but for the last one, on any day."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from yorisoi.data import demo_dates


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 28), date(2031, 7, 9)])
def test_three_that_were_and_one_to_come(today: date) -> None:
    files = demo_dates.shifted(today)
    people = {person["uid"] for person in json.loads(files["yorisoi.json"])["contacts"]}
    events = json.loads(files["gatherings.json"])["events"]
    days = [datetime.fromisoformat(event["starts_at"]).date() for event in events]
    assert [day < today for day in days] == [True, True, True, False]
    assert [day.weekday() for day in days] == [4] * 4  # Fridays stay Fridays
    assert len({event["uid"] for event in events}) == 4
    for event in events:
        assert {row["uid"] for row in event["people"]} <= people
    assert {row["presence"] for row in events[-1]["people"]} == {"expected"}


def test_who_was_met_there_has_that_meeting_already() -> None:
    """So that filling the sample writes no meeting twice, and its distances stay as they were told."""
    files = demo_dates.shifted(date(2026, 11, 22))
    people = {person["uid"]: person for person in json.loads(files["yorisoi.json"])["contacts"]}
    for event in json.loads(files["gatherings.json"])["events"]:
        for row in event["people"]:
            if row["presence"] == "came":
                days = {told["at"][:10] for told in people[row["uid"]]["interactions"] if told["kind"] == "meeting"}
                assert event["starts_at"][:10] in days
