"""A touch knows its time zone and its kind; nothing else is asked of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.core.distance.timeline import on
from yorisoi.core.distance import Touch, TouchKind
from yorisoi.core.distance.touch import ANSWERS, ASSUMED, MUTUAL, PERSONAL


def test_the_words_are_those_of_files_and_command_line() -> None:
    assert [kind.value for kind in TouchKind] == [
        "their_message",
        "my_message",
        "conversation",
        "in_person",
        "give",
        "newsletter",
        "their_broadcast",
    ]


def test_a_plain_touch_goes_to_one_person_and_is_no_thanks() -> None:
    touch = Touch(at=on(0), kind=TouchKind.GIVE)
    assert (touch.recipients, touch.thanks) == (1, False)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Touch(at=datetime(2026, 6, 1, 9), kind=TouchKind.GIVE)  # noqa: DTZ001


@pytest.mark.parametrize("recipients", [0, -1])
def test_a_message_to_nobody_is_refused(recipients: int) -> None:
    with pytest.raises(ValueError, match="recipient"):
        Touch(at=on(0), kind=TouchKind.MY_MESSAGE, recipients=recipients)


def test_a_broadcast_of_theirs_is_no_answer() -> None:
    assert TouchKind.THEIR_BROADCAST not in ANSWERS


def test_nothing_of_mine_is_an_answer() -> None:
    assert not ANSWERS & {TouchKind.MY_MESSAGE, TouchKind.GIVE, TouchKind.NEWSLETTER}


def test_speaking_and_meeting_are_mutual_and_answers() -> None:
    assert {TouchKind.CONVERSATION, TouchKind.IN_PERSON} == MUTUAL
    assert MUTUAL < ANSWERS


def test_letters_to_many_are_not_personal_either_way() -> None:
    assert set(TouchKind) - PERSONAL == {TouchKind.NEWSLETTER, TouchKind.THEIR_BROADCAST}


def test_weights_without_data_are_marked_as_assumptions() -> None:
    assert {TouchKind.IN_PERSON, TouchKind.GIVE, TouchKind.NEWSLETTER} == ASSUMED
