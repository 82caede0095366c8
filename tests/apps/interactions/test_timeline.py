"""Rows become touches: what weighs, what does not, and what must not count twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.interactions import selectors, timeline
from yorisoi.apps.interactions.models import Interaction
from yorisoi.core.distance import TouchKind

pytestmark = pytest.mark.usefixtures("now")


def row(
    at: datetime, direction: str = "mine", kind: str = "message", channel: str = "email", **more: object
) -> Interaction:
    return Interaction(at=at, direction=direction, kind=kind, channel=channel, **more)


def kinds(*rows: Interaction) -> list[TouchKind]:
    return [touch.kind for touch in timeline.touches_of(rows)]


def test_an_empty_timeline_has_no_touches() -> None:
    assert timeline.touches_of([]) == []


@pytest.mark.parametrize(
    ("direction", "kind", "channel", "more", "touch"),
    [
        ("theirs", "message", "line", {}, TouchKind.THEIR_MESSAGE),
        ("theirs", "letter", "email", {}, TouchKind.THEIR_BROADCAST),
        ("theirs", "message", "email", {"recipients": 40}, TouchKind.THEIR_BROADCAST),
        ("mutual", "meeting", "in_person", {}, TouchKind.IN_PERSON),
        ("mutual", "message", "in_person", {}, TouchKind.IN_PERSON),
        ("mutual", "call", "phone", {}, TouchKind.CONVERSATION),
        ("mine", "gift", "email", {}, TouchKind.GIVE),
        ("mine", "gift", "email", {"asks_reply": True}, TouchKind.MY_MESSAGE),
        ("mine", "letter", "email", {}, TouchKind.NEWSLETTER),
        ("mine", "ask", "email", {}, TouchKind.MY_MESSAGE),
        ("mine", "message", "email", {}, TouchKind.MY_MESSAGE),
        ("mine", "call", "phone", {"reaction": "no_answer"}, TouchKind.MY_MESSAGE),
    ],
)
def test_each_row_has_its_touch(
    now: datetime, direction: str, kind: str, channel: str, more: dict[str, object], touch: TouchKind
) -> None:
    assert kinds(row(now, direction, kind, channel, **more)) == [touch]


def test_a_short_answer_to_theirs_wants_nothing_and_weighs_as_a_gift(now: datetime) -> None:
    theirs, answer = row(now, "theirs"), row(now + timedelta(hours=3))
    assert kinds(theirs, answer) == [TouchKind.THEIR_MESSAGE, TouchKind.GIVE]


def test_an_answer_that_asks_back_is_an_ask(now: datetime) -> None:
    assert kinds(row(now, "theirs"), row(now + timedelta(hours=3), asks_reply=True))[1] is TouchKind.MY_MESSAGE


def test_bubbles_of_one_sitting_are_one_touch(now: datetime) -> None:
    bubbles = [row(now + timedelta(minutes=m), channel="line") for m in (0, 1, 2)]
    assert len(kinds(*bubbles)) == 1


def test_the_next_day_is_another_sitting(now: datetime) -> None:
    assert len(kinds(row(now, channel="line"), row(now + timedelta(days=1), channel="line"))) == 2


def test_a_reply_noted_by_hand_counts_as_their_message(now: datetime) -> None:
    sent = row(now, reaction="replied", reaction_at=now + timedelta(days=2))
    assert kinds(sent) == [TouchKind.MY_MESSAGE, TouchKind.THEIR_MESSAGE]


def test_a_reply_noted_and_recorded_is_one_reply(now: datetime) -> None:
    sent = row(now, reaction="replied", reaction_at=now + timedelta(days=2))
    reply = row(now + timedelta(days=2, hours=1), "theirs")
    assert kinds(sent, reply) == [TouchKind.MY_MESSAGE, TouchKind.THEIR_MESSAGE]


@pytest.mark.parametrize("reaction", ["", "read_only", "no_answer", "declined", "asked_to_stop"])
def test_other_reactions_are_no_answer(now: datetime, reaction: str) -> None:
    assert kinds(row(now, reaction=reaction, reaction_at=now)) == [TouchKind.MY_MESSAGE]


def test_after_a_closing_nothing_of_theirs_counts_until_the_owner_opens_it(now: datetime) -> None:
    rows = [row(now - timedelta(days=9)), row(now + timedelta(days=1), "theirs")]
    touches = timeline.touches_of(rows, closed_at=now)
    assert [t.kind for t in touches] == [TouchKind.MY_MESSAGE]


def test_rows_come_in_any_order(now: datetime) -> None:
    rows = [row(now + timedelta(days=d), "theirs") for d in (5, 1, 3)]
    touches = timeline.touches_of(rows)
    assert [t.at for t in touches] == sorted(t.at for t in touches)


def test_relation_carries_wishes_and_holds(now: datetime) -> None:
    contact = Contact(closeness="middle", met_on=now.date())
    facts = [
        Fact(
            kind="request", wish="not_before", text="3月に書いて", on=now.date(), until=now.date() + timedelta(days=100)
        ),
        Fact(kind="request", wish="mourning", text="お父様のご不幸", on=now.date()),
        Fact(kind="request", wish="mail_only", text="メールだけで", on=now.date()),
        Fact(kind="interest", text="登山", on=now.date()),
    ]
    relation = timeline.relation_of(contact, facts)
    assert [wish.kind for wish in relation.wishes] == ["not_before"]
    assert [hold.kind for hold in relation.holds] == ["mourning"]
    assert relation.closeness is not None
    assert relation.closeness.value == "middle"


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("note", {}, False),
        ("avoid", {}, False),
        ("request", {"wish": "mail_only"}, False),
        ("concern", {"solved": True}, False),
        ("concern", {"solved": False}, True),
        ("interest", {}, True),
        ("strength", {}, True),
        ("request", {"wish": "not_before"}, True),
    ],
)
def test_no_reason_no_suggestion(now: datetime, kind: str, more: dict[str, object], expected: bool) -> None:
    assert timeline.has_reason([Fact(kind=kind, text="x", on=now.date(), **more)]) is expected


def counted(now: datetime, *rows: Interaction) -> tuple[int, int]:
    counts = selectors.counts_of(rows, now=now + timedelta(days=30))
    return counts.unanswered, counts.exchanges


def test_my_closing_answer_waits_for_nothing(now: datetime) -> None:
    assert counted(
        now, row(now, asks_reply=True), row(now + timedelta(days=1), "theirs"), row(now + timedelta(days=2))
    ) == (0, 1)


def test_a_gift_waits_for_nothing(now: datetime) -> None:
    assert counted(now, row(now, kind="gift")) == (0, 0)


def test_asks_in_a_row_are_counted_and_an_answer_clears_them(now: datetime) -> None:
    asks = [row(now + timedelta(days=d), kind="ask") for d in (0, 2, 4)]
    assert counted(now, *asks) == (3, 0)
    assert counted(now, *asks, row(now + timedelta(days=5), "theirs")) == (0, 1)


def test_their_news_out_of_the_blue_is_no_exchange(now: datetime) -> None:
    assert counted(now, row(now, "theirs"), row(now + timedelta(days=1), "theirs")) == (0, 0)
