"""Two cards made one and two again: nothing lost, nothing doubled, every table of every room."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yorisoi.apps.cards.models import Card
from yorisoi.apps.contacts import merging, moving, services
from yorisoi.apps.contacts.models import Contact, Fact, Merge, NotSame, Point, SearchKey, SeasonOverride, Tag
from yorisoi.apps.events.models import Attendance, Capture, Event, FirstTouch
from yorisoi.apps.exchange.models import ImportBatch, KnownAs, PlanRow, UndoEntry
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Interaction, OwnerLearning, PersonLearning, Standing
from yorisoi.apps.today.models import Choice

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
# What is made of other rows at a moment, and the notes on merges themselves.
NOT_COMPARED = {"contacts.Merge", "accounts.Owner", "interactions.OwnerLearning", "sessions.Session"}


def everything() -> dict[str, list[Any]]:
    """Every row of every table of the product, but for the notes on merges."""
    from django.apps import apps

    rows = {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("yorisoi.") and model._meta.label not in NOT_COMPARED
    }
    for key in rows["contacts.SearchKey"]:  # its lines stand in no order
        key["text"] = sorted(key["text"].split("\n"))
    return rows


def fill(owner: Any, contact: Contact, now: datetime) -> dict[str, models.Model]:
    """One row of every relation to a person, by the label of the relation."""
    other = services.create(owner=owner, now=now, family="別人")
    event = Event.objects.create(
        owner=owner, uid=uuid.uuid4().hex, name="例会", starts_at=now, created_at=now, updated_at=now
    )
    batch = ImportBatch.objects.create(
        owner=owner, file_name="a.vcf", sha256="0" * 64, format="vcard", label="vCard", created_at=now
    )
    mine = {"owner": owner, "contact": contact}
    rows: list[tuple[str, models.Model]] = [
        ("contact", Point(**mine, kind="mail", value="f@example.jp", normal="f@example.jp")),
        ("contact", Tag(**mine, name="例会")),
        ("contact", Fact(**mine, kind="interest", text="登山", on=DAY, created_at=now)),
        ("contact", SeasonOverride(**mine, first="12-01", last="12-31", level=3, created_at=now)),
        ("contact", Interaction(**mine, at=now - timedelta(days=3), direction="theirs", channel="email", created_at=now)),
        ("contact", Choice(**mine, day=DAY, answer="not_now", at=now)),
        ("contact", Attendance(**mine, event=event, created_at=now)),
        ("contact", Capture(**mine, captured_at=now, received_at=now)),
        ("contact", FirstTouch(**mine, event=event, day=DAY, created_at=now)),
        ("contact", Card(**mine, sha256="1" * 64, width=10, height=10, created_at=now)),
        ("contact", KnownAs(**mine, batch=batch, key="uid:a")),
        ("contact", UndoEntry(**mine, batch=batch, name="a", created=False, seal="")),
        ("target", PlanRow(owner=owner, batch=batch, position=0, verdict="merge", reason="", name="a", where="1", record={}, target=contact)),
        ("contact", NotSame(**mine, other=other, created_at=now)),
        ("other", NotSame(owner=owner, contact=other, other=contact, created_at=now)),
        ("kept", Merge(owner=owner, kept=contact, gone_id=0, gone_uid=uuid.uuid4(), gone_name="前", snapshot={}, seal="", created_at=now, undone_at=now)),
    ]  # fmt: skip
    for _, row in rows:
        row.save()
    services.reindex(owner=owner)
    interactions.refold(owner=owner, contact_ids=[contact.pk, other.pk], now=now)
    return {f"{row._meta.label}.{name}": row for name, row in rows}


@pytest.fixture
def sato(owner: Any, now: datetime) -> Contact:
    return services.create(owner=owner, now=now, family="髙橋", organisation="青葉商事")


@pytest.fixture
def twin(owner: Any, now: datetime) -> Contact:
    return services.create(
        owner=owner, now=now + timedelta(hours=1), source="名刺", family="高橋", given="一郎", organisation="(株)青葉商事",
        department="営業部", points=[("mail", "a@example.jp"), ("mobile", "090-1111-2222")], tags=["交流会"], note="猫が二匹",
    )  # fmt: skip


class TestEveryTable:
    def test_every_relation_is_known_here(self, owner: Any, sato: Contact, now: datetime) -> None:
        """A new table that holds a person fails here: say what becomes of its rows, and put one into ``fill``."""
        caches = {"contacts.SearchKey.contact", "interactions.Standing.contact", "interactions.PersonLearning.contact"}
        assert {r.label for r in moving.relations()} == set(fill(owner, sato, now)) | caches
        assert {r.label for r in moving.relations() if r.is_cache} == caches

    def test_a_row_that_may_go_aside_has_none_of_its_own(self) -> None:
        for relation in moving.relations():
            if relation.uniques and not relation.is_cache:
                assert not relation.has_rows_of_its_own, relation.label

    def test_every_row_moves_and_comes_back(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        rows = fill(owner, sato, now)
        before = everything()
        merge = merging.merge(owner=owner, keep=twin, gone=sato, now=now)
        for label, row in rows.items():
            name = label.rpartition(".")[2]
            there = type(row)._base_manager.filter(pk=row.pk).values_list(name, flat=True).first()
            assert there == twin.pk, label
        assert merge.snapshot["aside"] == {}
        assert not Contact.objects.filter(pk=sato.pk).exists()
        merging.undo(owner=owner, merge=merge, now=now)
        after = everything()
        for label in before:
            assert after[label] == before[label], label

    def test_what_both_have_is_not_doubled(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        mine, theirs = fill(owner, twin, now), fill(owner, sato, now)
        event, batch = mine["events.Attendance.contact"], mine["exchange.UndoEntry.contact"]
        Attendance.objects.filter(pk=theirs["events.Attendance.contact"].pk).update(event=event.event_id)  # type: ignore[attr-defined]
        UndoEntry.objects.filter(pk=theirs["exchange.UndoEntry.contact"].pk).update(batch=batch.batch_id)  # type: ignore[attr-defined]
        before = everything()
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        for model in (Interaction, Choice, FirstTouch, KnownAs, UndoEntry, SeasonOverride, Attendance):
            assert model._base_manager.filter(contact=sato).count() == 1, model
        assert Fact.objects.filter(contact=sato, text="登山").count() == 1
        assert Capture.objects.filter(contact=sato).count() == Card.objects.filter(contact=sato).count() == 2
        merging.undo(owner=owner, merge=merge, now=now)
        assert everything() == before

    def test_of_two_at_one_gathering_the_meeting_stays(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        mine, theirs = fill(owner, twin, now), fill(owner, sato, now)
        plan, met = mine["events.Attendance.contact"], theirs["events.Attendance.contact"]
        Attendance.objects.filter(pk=met.pk).update(event=plan.event_id)  # type: ignore[attr-defined]
        Attendance.objects.filter(pk=plan.pk).update(presence="expected")
        Choice.objects.filter(contact=sato).update(at=now + timedelta(hours=1), answer="never")
        before = everything()
        merge = merging.merge(owner=owner, keep=twin, gone=sato, now=now)
        assert Attendance.objects.get(contact=twin).presence == "came"
        assert Choice.objects.get(contact=twin).answer == "never"
        merging.undo(owner=owner, merge=merge, now=now)
        assert everything() == before

    def test_one_number_called_mobile_here_and_telephone_there(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        services.add_point(owner=owner, contact=sato, kind="phone", value="09011112222", now=now)
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        assert list(Point.objects.filter(contact=sato).values_list("kind", flat=True)) == ["phone", "mail"]

    def test_who_were_called_two_may_be_one_after_all(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        NotSame.objects.create(owner=owner, contact=twin, other=sato, created_at=now)
        before = everything()
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        assert not NotSame.objects.exists()
        merging.undo(owner=owner, merge=merge, now=now)
        assert everything() == before


class TestOneCard:
    def test_blanks_are_filled_and_what_stands_stands(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        kept = Contact.objects.get(pk=sato.pk)
        assert (kept.family, kept.given, kept.department) == ("髙橋", "一郎", "営業部")
        assert kept.organisation == "青葉商事"
        assert kept.provenance["given"] == {"source": "名刺", "on": "2026-11-18"}
        assert kept.provenance["family"]["source"] == "手入力"

    def test_the_owner_may_choose(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        chosen = {"family": "gone", "given": "keep"}
        merging.merge(owner=owner, keep=sato, gone=twin, now=now, chosen=chosen)
        kept = Contact.objects.get(pk=sato.pk)
        assert (kept.family, kept.given) == ("高橋", "")

    @pytest.mark.parametrize("chosen", [{"family": "both"}, {"owner": "gone"}, {"uid": "gone"}])
    def test_a_senseless_choice_changes_nothing(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime, chosen: dict[str, str]
    ) -> None:
        before = everything()
        with pytest.raises(ValidationError):
            merging.merge(owner=owner, keep=sato, gone=twin, now=now, chosen=chosen)
        assert everything() == before

    def test_a_department_stays_with_its_organisation(self, owner: Any, sato: Contact, now: datetime) -> None:
        other = services.create(owner=owner, now=now, family="高橋", organisation="港物流", title="部長")
        merging.merge(owner=owner, keep=sato, gone=other, now=now)
        assert Contact.objects.get(pk=sato.pk).title == ""

    @pytest.mark.parametrize("closed_side", ["keep", "gone"])
    def test_closed_stays_closed(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime, closed_side: str
    ) -> None:
        refusing = sato if closed_side == "keep" else twin
        services.close(owner=owner, contact=refusing, because="asked_to_stop", at=now - timedelta(days=9), now=now)
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        kept = Contact.objects.get(pk=sato.pk)
        assert (kept.closed_at, kept.closed_because) == (now - timedelta(days=9), "asked_to_stop")
        assert not Standing.objects.get(contact=sato).has_reason

    def test_the_stricter_word_wins(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        services.close(owner=owner, contact=sato, because="asked_to_stop", at=now - timedelta(days=9), now=now)
        services.close(owner=owner, contact=twin, because="declined", at=now - timedelta(days=2), now=now)
        services.update(owner=owner, contact=twin, now=now, never_suggest=True)
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        kept = Contact.objects.get(pk=sato.pk)
        assert (kept.closed_at, kept.closed_because) == (now - timedelta(days=2), "asked_to_stop")
        assert kept.never_suggest

    def test_the_kept_closeness_stays_unless_chosen(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        services.set_closeness(owner=owner, contact=twin, closeness="close", now=now)
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        assert Contact.objects.get(pk=sato.pk).closeness == "remember"
        merging.undo(owner=owner, merge=merge, now=now)
        merging.merge(owner=owner, keep=sato, gone=twin, now=now, chosen={"closeness": "gone"})
        assert Contact.objects.get(pk=sato.pk).closeness == "close"
        assert SearchKey.objects.get(contact=sato).nearness == 0

    def test_the_kept_ways_to_reach_them_come_first(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        services.add_point(owner=owner, contact=sato, kind="mail", value="b@example.jp", now=now)
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        points = list(Point.objects.filter(contact=sato).values_list("value", flat=True))
        assert points == ["b@example.jp", "a@example.jp", "090-1111-2222"]

    def test_the_distance_is_folded_from_both_timelines(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        for person, days in ((sato, 20), (twin, 5)):
            interactions.record(
                owner=owner, contact=person, at=now - timedelta(days=days), direction="mine", channel="email",
                kind="message", now=now,
            )  # fmt: skip
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        assert Standing.objects.get(contact=sato).last_mine_at == now - timedelta(days=5)
        assert not Standing.objects.filter(contact=twin.pk).exists()

    def test_who_was_merged_is_found_by_either_name(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        from yorisoi.apps.contacts import search

        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        assert [person.pk for person in search.search(owner, "猫が二匹")] == [sato.pk]


class TestPreview:
    def test_it_tells_and_writes_nothing(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        services.set_tags(owner=owner, contact=sato, names=["交流会"], now=now)
        before = everything()
        shown = merging.preview(owner, sato, twin)
        assert everything() == before
        assert {(f.name, f.keep, f.gone, f.wins) for f in shown.fields} == {
            ("family", "髙橋", "高橋", "keep"),
            ("given", "(空欄)", "一郎", "gone"),
            ("organisation", "青葉商事", "(株)青葉商事", "keep"),
            ("department", "(空欄)", "営業部", "gone"),
        }
        assert {(g.label, g.added, g.doubled) for g in shown.gains} == {
            ("連絡先", 2, 0), ("タグ", 0, 1), ("知っていること", 1, 0),
        }  # fmt: skip


class TestRefusals:
    def test_with_itself(self, owner: Any, sato: Contact, now: datetime) -> None:
        for act in (
            lambda: merging.merge(owner=owner, keep=sato, gone=sato, now=now),
            lambda: merging.preview(owner, sato, sato),
        ):
            with pytest.raises(ValidationError):
                act()

    def test_with_another_owners(self, owner: Any, stranger: Any, sato: Contact, now: datetime) -> None:
        theirs = services.create(owner=stranger, now=now, family="高橋")
        before = everything()
        for keep, gone in ((sato, theirs), (theirs, sato)):
            with pytest.raises(Contact.DoesNotExist):
                merging.merge(owner=owner, keep=keep, gone=gone, now=now)
        assert everything() == before

    def test_another_owners_merge(self, owner: Any, stranger: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        with pytest.raises(Merge.DoesNotExist):
            merging.undo(owner=stranger, merge=merge, now=now)


class TestUndo:
    def test_said_twice_each_is_done_once(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        before = everything()
        first = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        again = Contact(pk=twin.pk, owner=owner)
        assert merging.merge(owner=owner, keep=sato, gone=again, now=now) == first
        back = merging.undo(owner=owner, merge=first, now=now)
        assert merging.undo(owner=owner, merge=first, now=now) == back
        assert everything() == before
        assert Merge.objects.get().undone_at == now

    def test_a_chain_comes_apart_in_reverse(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        third = services.create(owner=owner, now=now, family="高橋", given="一郎", title="部長")
        fill(owner, twin, now)
        first_before = everything()
        one = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        second_before = everything()
        two = merging.merge(owner=owner, keep=third, gone=sato, now=now + timedelta(minutes=1))
        one.refresh_from_db()
        assert one.kept_id == third.pk
        with pytest.raises(merging.LaterMergeError) as refused:
            merging.undo(owner=owner, merge=one, now=now, anyway=True)
        assert refused.value.later == two
        merging.undo(owner=owner, merge=two, now=now)
        assert everything() == second_before
        merging.undo(owner=owner, merge=one, now=now)
        assert everything() == first_before

    def test_two_into_one_come_out_in_reverse(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        third = services.create(owner=owner, now=now, family="高橋", given="一郎", title="部長")
        before = everything()
        one = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        two = merging.merge(owner=owner, keep=sato, gone=third, now=now)
        with pytest.raises(merging.LaterMergeError):
            merging.undo(owner=owner, merge=one, now=now)
        for merge in (two, one):
            merging.undo(owner=owner, merge=merge, now=now)
        assert everything() == before

    def test_what_was_written_since_is_asked_about_and_stays(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        later = now + timedelta(hours=2)
        services.add_fact(owner=owner, contact=sato, kind="interest", text="登山", on=DAY, now=later)
        services.update(owner=owner, contact=sato, now=later, title="部長", given="一朗")
        before = everything()
        with pytest.raises(merging.EditedSinceError):
            merging.undo(owner=owner, merge=merge, now=later)
        assert everything() == before
        back = merging.undo(owner=owner, merge=merge, now=later, anyway=True)
        kept = Contact.objects.get(pk=sato.pk)
        assert (kept.title, kept.given, kept.department) == ("部長", "一朗", "")
        assert list(Fact.objects.filter(contact=sato).values_list("text", flat=True)) == ["登山"]
        assert list(Fact.objects.filter(contact=back).values_list("text", flat=True)) == ["猫が二匹"]
        assert (back.pk, back.uid, back.given) == (twin.pk, twin.uid, "一郎")

    def test_a_refusal_since_holds_for_both(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        services.close(owner=owner, contact=sato, because="declined", at=now, now=now)
        back = merging.undo(owner=owner, merge=merge, now=now, anyway=True)
        assert back.closed_at == now == Contact.objects.get(pk=sato.pk).closed_at

    def test_a_row_erased_since_stays_erased(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        Fact.objects.filter(contact=sato).delete()
        Tag.objects.filter(contact=sato).update(name="別の会")
        back = merging.undo(owner=owner, merge=merge, now=now, anyway=True)
        assert not back.facts.exists()
        assert [tag.name for tag in back.tags.all()] == ["別の会"]

    def test_what_hung_on_something_erased_stays_away(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        rows = fill(owner, sato, now)
        event = rows["events.Attendance.contact"].event  # type: ignore[attr-defined]
        Attendance.objects.create(owner=owner, event=event, contact=twin, created_at=now)
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        event.delete()
        back = merging.undo(owner=owner, merge=merge, now=now, anyway=True)
        assert not back.attendances.exists()

    def test_who_is_erased_takes_the_merge_along(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        services.remove(owner=owner, contact=sato)
        assert not Merge.objects.exists()

    def test_a_number_taken_since_is_said_kindly(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        services.create(owner=owner, now=now, family="高橋", uid=twin.uid)
        with pytest.raises(merging.CannotUndoError, match="元に戻せません"):
            merging.undo(owner=owner, merge=merge, now=now, anyway=True)


CARDS = st.fixed_dictionaries(
    {
        "family": st.sampled_from(["髙橋", "高橋", ""]),
        "given": st.sampled_from(["一郎", ""]),
        "organisation": st.sampled_from(["青葉商事", "港物流"]),
        "title": st.sampled_from(["部長", ""]),
        "met_on": st.sampled_from([None, DAY]),
        "closeness": st.sampled_from(["remember", "close"]),
        "never_suggest": st.booleans(),
    }
)
THINGS = st.lists(
    st.sampled_from(["mail", "mobile", "tag", "fact", "season", "mine", "theirs", "close", "no"]), max_size=6
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CARDS, THINGS), min_size=3, max_size=3), st.lists(st.sampled_from([0, 1, 2]), max_size=3))
def test_undone_in_reverse_all_is_as_before(
    owner: Any, now: datetime, book: list[tuple[dict[str, Any], list[str]]], order: list[int]
) -> None:
    people = [written(owner, now, fields, things) for fields, things in book]
    before = everything()
    merges = []
    for first, second in pairwise(order):
        keep, gone = people[first], people[second]
        if first != second and Contact.objects.filter(pk__in=[keep.pk, gone.pk]).count() == 2:
            merges.append(merging.merge(owner=owner, keep=keep, gone=gone, now=now))
    for merge in reversed(merges):
        merging.undo(owner=owner, merge=merge, now=now)
    assert everything() == before
    Contact.objects.all().delete()
    Merge.objects.all().delete()


def written(owner: Any, now: datetime, fields: dict[str, Any], things: list[str]) -> Contact:
    person = services.create(owner=owner, now=now, **fields)
    for thing in things:
        if thing in ("mail", "mobile"):
            value = "a@example.jp" if thing == "mail" else "090-1111-2222"
            services.add_point(owner=owner, contact=person, kind=thing, value=value, now=now)
        elif thing == "tag":
            services.set_tags(owner=owner, contact=person, names=["交流会"], now=now)
        elif thing == "fact":
            services.add_fact(owner=owner, contact=person, kind="interest", text="登山", on=DAY, now=now)
        elif thing == "season":
            SeasonOverride.objects.create(
                owner=owner, contact=person, first="12-01", last="12-31", level=3, created_at=now
            )
        elif thing in ("mine", "theirs"):
            interactions.record(
                owner=owner, contact=person, at=now - timedelta(days=4), direction=thing, channel="email",
                kind="message", now=now,
            )  # fmt: skip
        else:
            because = "declined" if thing == "no" else "asked_to_stop"
            services.close(owner=owner, contact=person, because=because, at=now, now=now)
    interactions.refold(owner=owner, contact_ids=[person.pk], now=now)
    return Contact.objects.get(pk=person.pk)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of ``acts`` at one moment, each on a connection of its own; return what each returned or raised."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int) -> None:
        gate.wait()
        try:
            results[index] = acts[index]()
        except Exception as error:  # noqa: BLE001  (handed back to the test)
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="tests' SQLite lies in memory, where threads do not wait for one another"
)
class TestAtOneMoment:
    def test_the_same_merge_twice_is_one(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        one, two = at_once(*[lambda: merging.merge(owner=owner, keep=sato, gone=twin, now=now)] * 2)
        assert one == two == Merge.objects.get()
        assert Fact.objects.filter(contact=sato).count() == 1

    def test_crosswise_one_of_them_wins(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        results = at_once(
            lambda: merging.merge(owner=owner, keep=sato, gone=twin, now=now),
            lambda: merging.merge(owner=owner, keep=twin, gone=sato, now=now),
        )
        assert sorted(type(result).__name__ for result in results) == ["DoesNotExist", "Merge"]
        assert Contact.objects.count() == 1

    def test_what_is_recorded_meanwhile_is_kept_or_refused_aloud(
        self, owner: Any, sato: Contact, twin: Contact, now: datetime
    ) -> None:
        results = at_once(
            lambda: merging.merge(owner=owner, keep=sato, gone=twin, now=now),
            lambda: interactions.record(
                owner=owner, contact=twin, at=now, direction="mine", channel="email", kind="message", now=now
            ),
        )
        assert isinstance(results[0], Merge)
        if isinstance(results[1], Interaction):
            assert Interaction.objects.get().contact_id == sato.pk
        else:
            assert isinstance(results[1], Contact.DoesNotExist)
            assert not Interaction.objects.exists()

    def test_undone_twice_is_once(self, owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
        merge = merging.merge(owner=owner, keep=sato, gone=twin, now=now)
        one, two = at_once(*[lambda: merging.undo(owner=owner, merge=merge, now=now)] * 2)
        assert one == two == twin


def test_the_caches_of_who_went_are_gone(owner: Any, sato: Contact, twin: Contact, now: datetime) -> None:
    interactions.refold(owner=owner, contact_ids=[sato.pk, twin.pk], now=now)
    merging.merge(owner=owner, keep=sato, gone=twin, now=now)
    for model in (SearchKey, Standing, PersonLearning):
        assert not model._default_manager.filter(pk=twin.pk).exists()
    assert OwnerLearning.objects.filter(owner=owner).count() <= 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM contacts_searchkey")
        assert cursor.fetchone()[0] == Contact.objects.count()
