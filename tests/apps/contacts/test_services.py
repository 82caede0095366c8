"""Writes about people: what is stored, what is told, and what another owner cannot touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.models import Contact, Fact, Point, SearchKey, Tag
from yorisoi.apps.contacts.signals import contact_changed

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 8)


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What the rooms above hear."""
    heard: list[dict[str, Any]] = []

    def listen(sender: Any, **said: Any) -> None:
        heard.append(said)

    contact_changed.connect(listen)
    yield heard
    contact_changed.disconnect(listen)


@pytest.fixture
def sato(owner: Any, now: datetime) -> Contact:
    return services.create(owner=owner, now=now, family="佐藤", given="花子", organisation="青葉商事")


def everything() -> list[list[Any]]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Contact, Fact, Point, Tag, SearchKey)]


class TestCreate:
    def test_a_family_name_alone_is_fine(self, owner: Any, now: datetime) -> None:
        person = services.create(owner=owner, now=now, family="林")
        assert (person.name, person.source, person.created_at) == ("林", "手入力", now)

    def test_each_field_remembers_where_it_came_from(self, owner: Any, now: datetime) -> None:
        person = services.create(owner=owner, now=now, source="名刺", family="林", title="部長", closeness="close")
        origin = {"source": "名刺", "on": "2026-11-18"}
        assert person.provenance == {"family": origin, "title": origin}

    def test_points_tags_and_a_note_come_with_it(self, owner: Any, now: datetime) -> None:
        person = services.create(
            owner=owner,
            now=now,
            source="名刺",
            family="林",
            points=[("mail", "A@Example.jp"), services.NewPoint("mobile", "090-1234-5678", "会社", DAY)],
            tags=["交流会", " 交流会 ", ""],
            note="猫が二匹",
        )
        assert list(person.points.values_list("kind", "value", "normal", "label", "position", "source", "on")) == [
            ("mail", "A@Example.jp", "a@example.jp", "", 0, "名刺", date(2026, 11, 18)),
            ("mobile", "090-1234-5678", "+819012345678", "会社", 1, "名刺", DAY),
        ]
        assert list(person.tags.values_list("name", flat=True)) == ["交流会"]
        assert list(person.facts.values_list("kind", "text", "source")) == [("note", "猫が二匹", "名刺")]

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"title": "部長"},
            {"family": "林" * 81},
            {"family": "林", "closeness": "lover"},
            {"family": "林", "points": [("pigeon", "x")]},
            {"family": "林", "points": [("mail", "  ")]},
            {"family": "林", "tags": ["x" * 61]},
        ],
    )
    def test_what_cannot_be_kept_is_refused_whole(self, owner: Any, now: datetime, fields: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            services.create(owner=owner, now=now, **fields)
        assert everything() == [[], [], [], [], []]

    def test_fields_with_verbs_of_their_own_are_not_written_here(self, owner: Any, now: datetime) -> None:
        with pytest.raises(TypeError, match="closed_at"):
            services.create(owner=owner, now=now, family="林", closed_at=now)

    def test_it_is_told_once(self, owner: Any, now: datetime, told: list[dict[str, Any]]) -> None:
        person = services.create(owner=owner, now=now, family="林", note="猫", tags=["a"])
        assert [said["contact_ids"] for said in told] == [[person.pk]]
        assert told[0]["owner"] == owner
        assert told[0]["now"] == now


class TestUpdate:
    def test_only_what_changed_gets_a_new_origin(self, owner: Any, sato: Contact, now: datetime) -> None:
        later = now + timedelta(days=2)
        person = services.update(
            owner=owner,
            contact=sato,
            now=later,
            source="本人から",
            family="佐藤",
            given="花子",
            organisation="若葉商事",
        )
        assert person.provenance["organisation"] == {"source": "本人から", "on": "2026-11-20"}
        assert person.provenance["family"] == {"source": "手入力", "on": "2026-11-18"}
        assert person.updated_at == later

    def test_nothing_changed_is_nothing_written(
        self, owner: Any, sato: Contact, now: datetime, told: list[Any]
    ) -> None:
        services.update(owner=owner, contact=sato, now=now + timedelta(days=2), family="佐藤")
        sato.refresh_from_db()
        assert sato.updated_at == now
        assert told == []

    def test_a_stale_copy_does_not_undo_another_writer(self, owner: Any, sato: Contact, now: datetime) -> None:
        stale = Contact.objects.get(pk=sato.pk)
        services.update(owner=owner, contact=sato, now=now, title="部長")
        services.update(owner=owner, contact=stale, now=now, department="営業部")
        sato.refresh_from_db()
        assert (sato.title, sato.department) == ("部長", "営業部")
        assert set(sato.provenance) >= {"title", "department"}

    @pytest.mark.parametrize(
        ("fields", "heard"),
        [
            ({"title": "部長"}, 0),
            ({"met_where": "朝会"}, 0),
            ({"tags": ["交流会"]}, 0),
            ({"closeness": "close"}, 1),
            ({"met_on": DAY}, 1),
            ({"profession": "zeirishi"}, 1),
            ({"never_suggest": True}, 1),
        ],
    )
    def test_only_what_moves_the_distance_is_told(
        self, owner: Any, sato: Contact, now: datetime, told: list[Any], fields: dict[str, Any], heard: int
    ) -> None:
        services.update(owner=owner, contact=sato, now=now, **fields)
        assert len(told) == heard

    def test_the_last_name_is_not_taken_away(self, owner: Any, sato: Contact, now: datetime) -> None:
        with pytest.raises(ValidationError):
            services.update(owner=owner, contact=sato, now=now, family="", given="", organisation="")
        sato.refresh_from_db()
        assert sato.family == "佐藤"

    def test_closeness_has_a_verb(self, owner: Any, sato: Contact, now: datetime) -> None:
        assert services.set_closeness(owner=owner, contact=sato, closeness="middle", now=now).closeness == "middle"
        with pytest.raises(ValidationError):
            services.set_closeness(owner=owner, contact=sato, closeness="", now=now)


class TestTagsAndPoints:
    def test_tags_are_exactly_these(self, owner: Any, sato: Contact, now: datetime) -> None:
        services.set_tags(owner=owner, contact=sato, names=["交流会", "地元"], now=now)
        kept = sato.tags.get(name="地元").pk
        services.set_tags(owner=owner, contact=sato, names=["地元", "  読書 会 "], now=now)
        assert sorted(sato.tags.values_list("name", flat=True)) == ["地元", "読書 会"]
        assert sato.tags.get(name="地元").pk == kept

    def test_the_same_number_written_otherwise_is_there_already(self, owner: Any, sato: Contact, now: datetime) -> None:
        first = services.add_point(owner=owner, contact=sato, kind="mobile", value="090-1234-5678", now=now)
        again = services.add_point(owner=owner, contact=sato, kind="mobile", value="+81 90 1234 5678", now=now)
        assert first.pk == again.pk
        assert sato.points.count() == 1

    def test_a_point_goes(self, owner: Any, sato: Contact, now: datetime) -> None:
        point = services.add_point(owner=owner, contact=sato, kind="mail", value="a@example.jp", now=now)
        services.remove_point(owner=owner, contact=sato, point_id=point.pk, now=now)
        assert sato.points.count() == 0
        assert "aexamplejp" not in SearchKey.objects.get(contact=sato).text


class TestFacts:
    def test_a_fact_keeps_its_day_and_source(
        self, owner: Any, sato: Contact, now: datetime, told: list[dict[str, Any]]
    ) -> None:
        fact = services.add_fact(
            owner=owner, contact=sato, kind="concern", text=" 母の相続 ", on=DAY, source="朝会で", now=now
        )
        assert (fact.text, fact.on, fact.source, fact.created_at) == ("母の相続", DAY, "朝会で", now)
        assert [said["contact_ids"] for said in told] == [[sato.pk]]

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "concern", "text": ""},
            {"kind": "concern", "text": "  "},
            {"kind": "rumour", "text": "x"},
            {"kind": "interest", "text": "登山", "wish": "rest"},
            {"kind": "request", "text": "x", "wish": "someday"},
            {"kind": "note", "text": "x" * 2001},
        ],
    )
    def test_what_says_nothing_is_refused(
        self, owner: Any, sato: Contact, now: datetime, told: list[Any], fields: dict[str, Any]
    ) -> None:
        with pytest.raises(ValidationError):
            services.add_fact(owner=owner, contact=sato, on=DAY, now=now, **fields)
        assert not Fact.objects.exists()
        assert told == []

    def test_a_concern_is_solved_and_may_come_back(self, owner: Any, sato: Contact, now: datetime) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="concern", text="採用", on=DAY, now=now)
        assert services.solve_concern(owner=owner, contact=sato, fact_id=fact.pk, now=now).solved
        assert not services.solve_concern(owner=owner, contact=sato, fact_id=fact.pk, now=now, solved=False).solved

    def test_only_a_concern_is_solved(self, owner: Any, sato: Contact, now: datetime) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="interest", text="登山", on=DAY, now=now)
        with pytest.raises(ValidationError):
            services.solve_concern(owner=owner, contact=sato, fact_id=fact.pk, now=now)

    def test_correcting_and_removing(self, owner: Any, sato: Contact, now: datetime, told: list[Any]) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="interest", text="登山", on=DAY, now=now)
        services.change_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now, text="写真")
        assert "写真" in SearchKey.objects.get(contact=sato).text
        services.remove_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now)
        assert "写真" not in SearchKey.objects.get(contact=sato).text
        assert len(told) == 3

    def test_another_persons_fact_is_not_reached(self, owner: Any, sato: Contact, now: datetime) -> None:
        other = services.create(owner=owner, now=now, family="林")
        fact = services.add_fact(owner=owner, contact=other, kind="note", text="x", on=DAY, now=now)
        with pytest.raises(Fact.DoesNotExist):
            services.change_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now, text="y")


class TestClosing:
    def test_an_ordinary_wish_closes_nothing(self, owner: Any, sato: Contact, now: datetime) -> None:
        services.add_fact(
            owner=owner, contact=sato, kind="request", text="忙しい", wish="busy_until", until=DAY, on=DAY, now=now
        )
        sato.refresh_from_db()
        assert sato.closed_at is None

    def test_the_wish_to_be_left_alone_closes(self, owner: Any, sato: Contact, now: datetime) -> None:
        services.add_fact(
            owner=owner, contact=sato, kind="request", text="連絡は結構です", wish="no_contact", on=DAY, now=now
        )
        sato.refresh_from_db()
        assert (sato.closed_at, sato.closed_because) == (now, "asked_to_stop")

    def test_so_does_changing_a_fact_into_it(self, owner: Any, sato: Contact, now: datetime) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="request", text="忙しい", on=DAY, now=now)
        services.change_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now, wish="no_contact")
        sato.refresh_from_db()
        assert sato.closed_because == "asked_to_stop"

    def test_removing_the_wish_opens_nothing(self, owner: Any, sato: Contact, now: datetime) -> None:
        fact = services.add_fact(
            owner=owner, contact=sato, kind="request", text="x", wish="no_contact", on=DAY, now=now
        )
        services.remove_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now)
        sato.refresh_from_db()
        assert sato.closed_at == now

    def test_a_mistake_is_taken_back_on_purpose(self, owner: Any, sato: Contact, now: datetime) -> None:
        fact = services.add_fact(
            owner=owner, contact=sato, kind="request", text="x", wish="no_contact", on=DAY, now=now
        )
        services.remove_fact(owner=owner, contact=sato, fact_id=fact.pk, now=now, undo_close=True)
        sato.refresh_from_db()
        assert (sato.closed_at, sato.closed_because) == (None, "")

    def test_said_twice_the_later_and_the_stronger_count(self, owner: Any, sato: Contact, now: datetime) -> None:
        services.close(owner=owner, contact=sato, because="asked_to_stop", at=now, now=now)
        person = services.close(owner=owner, contact=sato, because="declined", at=now - timedelta(days=9), now=now)
        assert (person.closed_at, person.closed_because) == (now, "asked_to_stop")

    def test_no_other_reason(self, owner: Any, sato: Contact, now: datetime) -> None:
        with pytest.raises(ValidationError):
            services.close(owner=owner, contact=sato, because="boring", at=now, now=now)

    @pytest.mark.parametrize(("hours", "opened"), [(-1, False), (0, False), (1, True)])
    def test_only_a_later_message_opens(
        self, owner: Any, sato: Contact, now: datetime, told: list[Any], hours: int, opened: bool
    ) -> None:
        services.add_fact(owner=owner, contact=sato, kind="request", text="x", wish="no_contact", on=DAY, now=now)
        told.clear()
        at = now + timedelta(hours=hours)
        assert services.reopen_because_they_wrote(owner=owner, contact=sato, at=at, now=at) is opened
        sato.refresh_from_db()
        assert sato.is_closed is not opened
        assert len(told) == opened
        # What they said stays to be read; it only binds no longer.
        assert Fact.objects.filter(contact=sato, text="x", wish="" if opened else "no_contact").exists()

    def test_an_open_tie_is_not_opened(self, owner: Any, sato: Contact, now: datetime) -> None:
        assert not services.reopen_because_they_wrote(owner=owner, contact=sato, at=now, now=now)

    def test_updates_do_not_open(self, owner: Any, sato: Contact, now: datetime) -> None:
        services.close(owner=owner, contact=sato, because="declined", at=now, now=now)
        services.update(owner=owner, contact=sato, now=now, closeness="close", never_suggest=False)
        sato.refresh_from_db()
        assert sato.is_closed


def test_erasing_leaves_nothing(owner: Any, now: datetime) -> None:
    person = services.create(
        owner=owner, now=now, family="林", points=[("mail", "a@example.jp")], tags=["a"], note="猫"
    )
    services.remove(owner=owner, contact=person)
    assert everything() == [[], [], [], [], []]


STRANGERS_WRITES: list[Callable[..., Any]] = [
    lambda **who: services.update(**who, family="私"),
    lambda **who: services.set_tags(**who, names=["私"]),
    lambda **who: services.set_closeness(**who, closeness="close"),
    lambda **who: services.add_point(**who, kind="mail", value="x@example.jp"),
    lambda **who: services.remove_point(**who, point_id=Point.objects.get().pk),
    lambda **who: services.add_fact(**who, kind="note", text="x", on=DAY),
    lambda **who: services.change_fact(**who, fact_id=Fact.objects.get().pk, text="x"),
    lambda **who: services.remove_fact(**who, fact_id=Fact.objects.get().pk),
    lambda **who: services.solve_concern(**who, fact_id=Fact.objects.get().pk),
    lambda **who: services.close(**who, because="declined", at=who["now"]),
    lambda **who: services.reopen_because_they_wrote(**who, at=who["now"]),
    lambda **who: services.undo_close(**who),
    lambda owner, contact, now: services.remove(owner=owner, contact=contact),
]


@pytest.mark.parametrize("write", STRANGERS_WRITES)
def test_another_owners_person_does_not_exist(
    owner: Any, stranger: Any, now: datetime, told: list[Any], write: Callable[..., Any]
) -> None:
    theirs = services.create(owner=stranger, now=now, family="他人", points=[("mail", "a@example.jp")], tags=["a"])
    services.add_fact(owner=stranger, contact=theirs, kind="concern", text="採用", on=DAY, now=now)
    before = everything()
    told.clear()
    with pytest.raises(Contact.DoesNotExist):
        write(owner=owner, contact=theirs, now=now)
    assert everything() == before
    assert told == []
