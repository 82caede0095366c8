"""What is learned from what comes back: in any order the same, each person's outcomes once, and forgotten when asked."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.interactions import folding, learned, learning, services
from yorisoi.apps.interactions.models import Interaction, OwnerLearning, PersonLearning, Standing
from yorisoi.core.distance import Habit, evidence
from yorisoi.core.distance.recalibration import LEARN_FROM

FIGURES = ("offset_sum", "gained_sum", "b_me", "v_me")
COUNTS = ("outcomes", "answered")


def put(owner: Any, contact: Any, at: datetime, direction: str, now: datetime, **more: Any) -> Interaction:
    row = {"channel": "email", "kind": "ask" if direction == "mine" else "message", "direction": direction, **more}
    return services.record(owner=owner, contact=contact, at=at, now=now, **row)


def history(owner: Any, contact: Any, now: datetime, *, asks: int, answers: bool, first: int = 400) -> None:
    """Their message, then asks of mine every twenty days, each answered the next day or not at all."""
    rows = [Interaction(owner=owner, contact=contact, at=now - timedelta(days=first), direction="theirs",
                        channel="email", kind="message", created_at=now)]  # fmt: skip
    for number in range(asks):
        at = now - timedelta(days=first - 20 * (number + 1))
        rows.append(Interaction(owner=owner, contact=contact, at=at, direction="mine", channel="email", kind="ask",
                                asks_reply=True, created_at=now))  # fmt: skip
        if answers:
            rows.append(Interaction(owner=owner, contact=contact, at=at + timedelta(days=1), direction="theirs",
                                    channel="email", kind="message", created_at=now))  # fmt: skip
    Interaction.objects.bulk_create(rows)


@pytest.fixture
def people(owner: Any, make_contact: Callable[..., Any], now: datetime) -> list[Any]:
    """Six people; half of them answer."""
    made = [make_contact(owner, family=f"人{number}", closeness="middle") for number in range(6)]
    for number, contact in enumerate(made):
        history(owner, contact, now, asks=5, answers=number % 2 == 0)
    services.rebuild(owner=owner, now=now)
    return made


def row_of(owner: Any) -> OwnerLearning:
    return OwnerLearning.objects.get(owner=owner)


def figures(owner: Any) -> list[float]:
    return [getattr(row_of(owner), name) for name in FIGURES]


def counts(owner: Any) -> list[int]:
    return [getattr(row_of(owner), name) for name in COUNTS]


def distance(owner: Any, contact: Any, now: datetime) -> Any:
    rows = list(Interaction.objects.filter(contact=contact))
    return folding.fold_contact(contact, rows, [], now=now, known=learning.known_of(owner.pk))


class TestNothingIsLearned:
    def test_from_an_empty_house(self, owner: Any, now: datetime) -> None:
        services.rebuild(owner=owner, now=now)
        row = row_of(owner)
        assert (row.outcomes, row.b_me, row.v_me) == (0, 0.0, pytest.approx(0.1))
        assert not row.offsets_kept
        assert not PersonLearning.objects.exists()

    def test_from_first_contacts_and_from_meetings(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        contact = make_contact(owner)
        put(owner, contact, now - timedelta(days=90), "mine", now)
        put(owner, contact, now - timedelta(days=60), "mutual", now, kind="meeting", channel="in_person")
        assert not PersonLearning.objects.exists()
        assert not OwnerLearning.objects.exists()

    def test_from_an_answer_that_is_still_awaited(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        contact = make_contact(owner)
        put(owner, contact, now - timedelta(days=20), "theirs", now)
        put(owner, contact, now - timedelta(days=3), "mine", now)
        assert counts(owner) == [0, 0]
        assert PersonLearning.objects.get(contact=contact).outcomes == 1  # from its settling on
        services.rebuild(owner=owner, now=now + timedelta(days=5))
        assert counts(owner) == [1, 0]

    def test_that_moves_a_date(self, owner: Any, people: list[Any], now: datetime) -> None:
        """Whatever was learned: the windows, rests and reasons are those of the timeline."""
        kept = list(Standing.objects.order_by("pk").values())
        OwnerLearning.objects.update(offsets_kept=True, b_me=2.0, kept=True, intercept=1.0, slope=0.5)
        for contact in people:
            services.refold(owner=owner, contact_ids=[contact.pk], now=now)
        assert list(Standing.objects.order_by("pk").values()) == kept

    def test_from_another_owner(
        self, owner: Any, stranger: Any, people: list[Any], make_contact: Callable[..., Any], now: datetime
    ) -> None:
        before = figures(owner)
        history(stranger, make_contact(stranger), now, asks=9, answers=True)
        services.rebuild(owner=stranger, now=now)
        services.rebuild(owner=owner, now=now)
        assert figures(owner) == before
        assert counts(stranger) == [9, 9]


class TestReplay:
    def test_rebuild_gives_what_was_learned_one_by_one(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        dice = random.Random(4)
        made = [make_contact(owner, family=f"人{number}") for number in range(4)]
        for day in range(300, 0, -5):
            at = now - timedelta(days=day)
            put(owner, dice.choice(made), at, dice.choice(["mine", "theirs"]), at + timedelta(minutes=1))
        incremental, logs = figures(owner), dict(PersonLearning.objects.values_list("contact_id", "log"))
        measured = row_of(owner).measured_at
        PersonLearning.objects.all().delete()
        OwnerLearning.objects.all().delete()
        services.rebuild(owner=owner, now=measured)
        assert dict(PersonLearning.objects.values_list("contact_id", "log")) == logs
        assert figures(owner) == pytest.approx(incremental)
        assert counts(owner)[0] > 5

    def test_any_order_of_writing_down_teaches_the_same(
        self, owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        events = [(300, "theirs"), (280, "mine"), (278, "theirs"), (200, "mine"), (150, "theirs"), (100, "mine")]
        for who, order in ((owner, events), (stranger, events[::-1])):
            contact = make_contact(who)
            for day, direction in order:
                put(who, contact, now - timedelta(days=day), direction, now)
        assert figures(owner) == pytest.approx(figures(stranger))
        assert counts(owner) == counts(stranger) == [3, 1]

    def test_taking_a_row_out_takes_its_lesson_out(self, owner: Any, people: list[Any], now: datetime) -> None:
        before, counted = figures(owner), counts(owner)
        put(owner, people[0], now - timedelta(days=30), "theirs", now)
        row = put(owner, people[0], now - timedelta(days=20), "mine", now)
        assert counts(owner)[0] == counted[0] + 1
        services.remove(owner=owner, interaction_id=row.pk, now=now)
        assert counts(owner) == counted
        assert figures(owner) == pytest.approx(before)

    def test_a_person_erased_teaches_no_more(self, owner: Any, people: list[Any], now: datetime) -> None:
        contacts.remove(owner=owner, contact=people[0])
        services.rebuild(owner=owner, now=now)
        assert counts(owner) == [25, 10]
        assert PersonLearning.objects.count() == 5

    def test_the_dates_of_a_standing_do_not_wait_for_others(self, owner: Any, people: list[Any], now: datetime) -> None:
        kept = Standing.objects.filter(contact=people[1]).values().get()
        put(owner, people[0], now - timedelta(days=9), "mine", now)
        assert Standing.objects.filter(contact=people[1]).values().get() == kept

    def test_an_ask_that_runs_out_is_counted_with_the_next_thing_written(
        self, owner: Any, people: list[Any], now: datetime
    ) -> None:
        put(owner, people[0], now, "mine", now)
        later = now + timedelta(days=9)
        assert counts(owner)[0] == 30
        put(owner, people[1], later, "theirs", later)
        assert counts(owner)[0] == 31


class TestPooled:
    def test_own_outcomes_speak_once(self, owner: Any, people: list[Any], now: datetime) -> None:
        known, everybody = learning.known_of(owner.pk), {}
        for contact in people:
            log = PersonLearning.objects.get(contact=contact).log
            everybody[contact.pk] = learning.asks_in(log)
        for contact in people:
            b_me, v_me = known.others(everybody[contact.pk])
            rest = [asks for pk, asks in everybody.items() if pk != contact.pk]
            from yorisoi.core.distance import pooled

            expected = pooled(evidence(asks, now.timestamp()) for asks in rest).offset()
            assert (b_me, v_me) == pytest.approx(expected)

    def test_what_others_did_is_expected_of_a_new_person(
        self, owner: Any, people: list[Any], make_contact: Callable[..., Any], now: datetime
    ) -> None:
        fresh = make_contact(owner, family="新")
        put(owner, fresh, now - timedelta(days=30), "theirs", now)
        OwnerLearning.objects.update(offsets_kept=False)
        plain = distance(owner, fresh, now)
        OwnerLearning.objects.update(offsets_kept=True, offset_sum=6.0)
        warmer = distance(owner, fresh, now)
        assert warmer.reply_odds > plain.reply_odds
        assert warmer.b_me > 0 == plain.b_me
        assert (warmer.opens, warmer.advice, warmer.reasons) == (plain.opens, plain.advice, plain.reasons)

    def test_unproved_learning_is_not_used(self, owner: Any, people: list[Any], now: datetime) -> None:
        OwnerLearning.objects.update(offsets_kept=False)
        found = distance(owner, people[0], now)
        assert (found.b, found.v, found.b_me, found.v_me) == (0.0, 0.0, 0.0, 0.0)


def told_of(owner: Any, contact: Any, now: datetime) -> learned.OfPerson:
    contact.refresh_from_db()
    rows = list(Interaction.objects.filter(contact=contact).order_by("at", "pk"))
    return learned.of_person(contact, rows, learning.known_of(owner.pk), now=now)


class TestJudged:
    def fill(self, owner: Any, make_contact: Callable[..., Any], now: datetime, *, contrary: bool = False) -> None:
        """Forty people, ten asks each, answered by a coin that the history says nothing about."""
        dice = random.Random(2)
        rows = []
        for number in range(40):
            contact = make_contact(owner, family=f"人{number}")
            for step in range(11):
                at = now - timedelta(days=240 - 20 * step, minutes=number)
                rows.append((contact, at, "theirs" if step == 0 else "mine"))
                # A contrary owner is answered by nearly everybody for two thirds of the time, and by nobody after.
                chance = (0.95 if step <= 7 else 0.02) if contrary else 0.97
                if step and dice.random() < chance:
                    rows.append((contact, at + timedelta(days=1), "theirs"))
        Interaction.objects.bulk_create(
            Interaction(owner=owner, contact=contact, at=at, direction=direction, channel="email",
                        kind="ask" if direction == "mine" else "message", created_at=now)
            for contact, at, direction in rows
        )  # fmt: skip
        services.rebuild(owner=owner, now=now)

    def test_a_contrary_owner_keeps_the_shipped_constants(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        self.fill(owner, make_contact, now, contrary=True)
        row = row_of(owner)
        assert row.outcomes == 400
        assert row.later > 100
        assert row.loss_after > row.loss_before
        assert not row.kept
        assert learning.known_of(owner.pk).calibration == (0.0, 1.0)

    def test_an_owner_whose_people_answer_is_told_so(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        self.fill(owner, make_contact, now)
        row = row_of(owner)
        assert row.offsets_kept
        assert row.offsets_after < row.offsets_before
        assert row.b_me > 0
        said = learned.overall(owner, now=now)
        assert "届きやすいようです" in said.tendency
        assert said.used

    def test_few_outcomes_are_not_judged(self, owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
        history(owner, make_contact(owner), now, asks=LEARN_FROM - 1, answers=True, first=20 * LEARN_FROM + 20)
        services.rebuild(owner=owner, now=now)
        row = row_of(owner)
        assert row.outcomes == LEARN_FROM - 1
        assert not row.offsets_kept
        assert row.offsets_before == 0.0

    def test_it_is_judged_anew_when_a_tenth_more_is_known(self, owner: Any, people: list[Any], now: datetime) -> None:
        assert row_of(owner).judged_outcomes == 30
        at = now
        for number, judged in ((31, 30), (32, 30), (33, 33)):
            put(owner, people[0], at, "mine", at)
            at += timedelta(days=9)
            put(owner, people[0], at, "theirs", at)
            at += timedelta(days=2)
            assert (row_of(owner).outcomes, row_of(owner).judged_outcomes) == (number, judged)


class TestWords:
    def test_a_person_who_takes_time(self, owner: Any, people: list[Any], now: datetime) -> None:
        slow, quick = told_of(owner, people[1], now), told_of(owner, people[0], now)
        assert slow.told.habit is Habit.SLOW
        assert quick.told.habit in (Habit.QUICK, Habit.UNKNOWN)
        assert slow.outcomes == 5
        assert "お返事までに間のある方" in slow.told.sentence

    def test_a_stranger(self, owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
        told = told_of(owner, make_contact(owner), now)
        assert told.told.habit is Habit.UNKNOWN
        assert told.outcomes == 0

    def test_the_page_of_an_empty_house(self, owner: Any, now: datetime) -> None:
        said = learned.overall(owner, now=now)
        assert "まだよくわかりません" in said.tendency
        assert not said.used
        assert said.refolding is None
        assert not OwnerLearning.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"judged_outcomes": LEARN_FROM + 10, "offsets_kept": True}, "使っています"),
            ({"judged_outcomes": LEARN_FROM + 10}, "まだ使っていません"),
            ({"judged_outcomes": 5}, "はじめの見立てのまま"),
        ],
    )
    def test_whether_the_offsets_are_used(self, changes: dict[str, Any], words: str) -> None:
        assert words in learned.about_offsets(OwnerLearning(**changes))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({}, "300件になったら"),
            ({"judged_outcomes": 300, "later": 100, "kept": True}, "前の200件で合わせ、あとの100件で確かめました"),
            ({"judged_outcomes": 300, "later": 100}, "役に立ちませんでした"),
        ],
    )
    def test_whether_the_numbers_are_used(self, changes: dict[str, Any], words: str) -> None:
        assert words in learned.about_numbers(OwnerLearning(**changes))

    @pytest.mark.parametrize(
        ("b_me", "v_me", "words"),
        [
            (0.0, 0.02, "おおよそ同じ"),
            (0.5, 0.02, "届きやすいようです"),
            (-0.15, 0.02, "ゆっくり届くことが多いかもしれません"),
            (-0.5, 0.02, "ゆっくり届くことが多いようです"),
        ],
    )
    def test_the_tendency(self, b_me: float, v_me: float, words: str) -> None:
        assert words in learned.tendency(OwnerLearning(outcomes=LEARN_FROM, b_me=b_me, v_me=v_me))


class TestForgetting:
    def test_one_person_is_forgotten_and_nothing_else(self, owner: Any, people: list[Any], now: datetime) -> None:
        before = Standing.objects.filter(contact=people[1]).values().get()
        services.learn_from(owner=owner, contact=people[1], since=now, now=now)
        told = told_of(owner, people[1], now)
        assert told.outcomes == 0
        assert told.alone
        assert counts(owner) == [25, 15]
        assert Interaction.objects.filter(contact=people[1]).count() == 6
        after = Standing.objects.filter(contact=people[1]).values().get()
        changed = {name for name in after if after[name] != before[name]}
        assert changed <= {"offset_mean", "offset_variance"}

    def test_and_learned_anew_from_there(self, owner: Any, people: list[Any], now: datetime) -> None:
        services.learn_from(owner=owner, contact=people[1], since=now, now=now)
        for number in range(3):
            at = now + timedelta(days=20 * number + 1)
            put(owner, people[1], at, "mine", at)
            put(owner, people[1], at + timedelta(days=1), "theirs", at + timedelta(days=1))
        told = told_of(owner, people[1], now + timedelta(days=60))
        assert told.outcomes == 3
        assert told.told.habit is not Habit.SLOW

    def test_forgetting_can_be_taken_back(self, owner: Any, people: list[Any], now: datetime) -> None:
        before = figures(owner)
        services.learn_from(owner=owner, contact=people[1], since=now, now=now)
        services.learn_from(owner=owner, contact=people[1], since=None, now=now)
        assert figures(owner) == pytest.approx(before)
        assert told_of(owner, people[1], now).outcomes == 5

    def test_rebuild_does_not_take_it_back(self, owner: Any, people: list[Any], now: datetime) -> None:
        services.learn_from(owner=owner, contact=people[1], since=now, now=now)
        services.rebuild(owner=owner, now=now)
        assert counts(owner) == [25, 15]

    def test_all_is_forgotten_and_taken_in_again(self, owner: Any, people: list[Any], now: datetime) -> None:
        before = figures(owner)
        assert services.learn_from_everybody(owner=owner, since=now, now=now)
        assert counts(owner) == [0, 0]
        assert figures(owner) == pytest.approx([0.0, 0.0, 0.0, 0.1])
        assert not row_of(owner).offsets_kept
        assert all(told_of(owner, contact, now).outcomes == 0 for contact in people)
        services.rebuild(owner=owner, now=now)
        assert counts(owner) == [0, 0]
        assert services.learn_from_everybody(owner=owner, since=None, now=now)
        assert figures(owner) == pytest.approx(before)

    def test_of_two_forgettings_the_later_counts(self, owner: Any, people: list[Any], now: datetime) -> None:
        services.learn_from(owner=owner, contact=people[1], since=now - timedelta(days=350), now=now)
        services.learn_from_everybody(owner=owner, since=now - timedelta(days=370), now=now)
        assert told_of(owner, people[1], now).outcomes == 3
        assert told_of(owner, people[3], now).outcomes == 4

    def test_an_answer_to_a_forgotten_ask_teaches_nothing_and_clears_the_pressure(
        self, owner: Any, people: list[Any], now: datetime
    ) -> None:
        put(owner, people[1], now - timedelta(days=2), "mine", now)
        services.learn_from(owner=owner, contact=people[1], since=now, now=now)
        put(owner, people[1], now, "theirs", now)
        assert told_of(owner, people[1], now).outcomes == 0
        assert Standing.objects.get(contact=people[1]).pressure == 0


def test_measuring_costs_the_same_number_of_queries_for_any_number_of_people(
    owner: Any, people: list[Any], make_contact: Callable[..., Any], now: datetime, django_assert_num_queries: Any
) -> None:
    for extra in range(2):
        for number in range(LEARN_FROM // 5):
            history(owner, make_contact(owner, family=f"増{extra}-{number}"), now, asks=5, answers=True)
        services.rebuild(owner=owner, now=now)
        # Savepoint and release, the row and its lock, the sums, those still waiting, the lists to judge, and the writing.
        with django_assert_num_queries(8):
            learning.measure(owner=owner, now=now, anew=True)


def test_what_holds_for_all_is_read_in_one_query(owner: Any, people: list[Any], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        known = learning.known_of(owner.pk)
    assert known.pool.outcomes == 30


def test_an_owner_without_preferences_learns_too(owner: Any, people: list[Any]) -> None:
    from yorisoi.apps.accounts.models import Preferences

    before = learning.known_of(owner.pk)
    Preferences.objects.all().delete()
    assert learning.known_of(owner.pk) == before
    OwnerLearning.objects.all().delete()
    assert learning.known_of(owner.pk) == learning.Known()
