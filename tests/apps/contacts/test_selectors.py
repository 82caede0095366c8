"""Reads about people: the list in its order, page by page, and all that is known of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from yorisoi.apps.contacts import selectors, services
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Point

pytestmark = pytest.mark.django_db
FAMILIES = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤".split()  # noqa: SIM905


@pytest.fixture
def fill(owner: Any, now: datetime) -> Callable[[int], list[int]]:
    """Write many people down at once."""

    def make(count: int) -> list[int]:
        rows = [
            Contact(
                owner=owner, family=FAMILIES[index % 10], given=f"{index:03}", closeness=("remember", "close")[index % 2],
                created_at=now, updated_at=now,
            )
            for index in range(count)
        ]  # fmt: skip
        ids = [row.pk for row in Contact.objects.bulk_create(rows)]
        for contact_id in ids[:3]:
            services.set_tags(owner=owner, contact=Contact.objects.get(pk=contact_id), names=["交流会"], now=now)
        services.reindex(owner=owner)
        return ids

    return make


class TestGetAndFind:
    def test_get_is_the_owners_own(self, owner: Any, stranger: Any, make_contact: Callable[..., Any]) -> None:
        mine, theirs = make_contact(owner), make_contact(stranger)
        assert selectors.get(owner, mine.pk) == mine
        with pytest.raises(Contact.DoesNotExist):
            selectors.get(owner, theirs.pk)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "  ",
            "該当なし",
            "99999999",
            "9" * 40,
            "not-a-uuid",
            "00000000-0000-0000-0000-000000000000",
            "\x00",
            "あ" * 5000,
        ],
    )
    def test_nothing_is_found_by_nothing(self, owner: Any, make_contact: Callable[..., Any], text: str) -> None:
        make_contact(owner)
        assert selectors.find(owner, text) == []

    def test_by_id_uid_and_full_name(self, owner: Any, make_contact: Callable[..., Any]) -> None:
        hanako = make_contact(owner, given="花子")
        make_contact(owner, given="花子郎")
        services.reindex(owner=owner)
        for text in (str(hanako.pk), str(hanako.uid), "佐藤花子", "佐藤 花子", " 佐藤　花子 "):
            assert selectors.find(owner, text) == [hanako], text

    def test_part_of_a_name_finds_all_of_that_name(self, owner: Any, make_contact: Callable[..., Any]) -> None:
        people = {make_contact(owner, given=given) for given in ("花子", "健一")}
        services.reindex(owner=owner)
        assert set(selectors.find(owner, "さとう")) == people

    def test_another_owners_ids_find_nobody(self, owner: Any, stranger: Any, make_contact: Callable[..., Any]) -> None:
        theirs = make_contact(stranger, given="花子")
        services.reindex(owner=stranger)
        for text in (str(theirs.pk), str(theirs.uid), "佐藤花子", "佐藤"):
            assert selectors.find(owner, text) == []


class TestNamed:
    """Who is written about is named, not searched for."""

    def test_what_is_known_of_someone_does_not_name_them(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        hanako = make_contact(owner, given="花子", organisation="青葉事務所", title="所長")
        services.add_fact(
            owner=owner, contact=hanako, kind="interest", text="金継ぎ", on=now.date(), source="交流会", now=now
        )
        services.reindex(owner=owner)
        for text in ("金継ぎ", "青葉事務所", "所長", "", " ", "^", "%", "\x00", "花" * 5000):
            assert selectors.named(owner, text) == [], text
        assert selectors.find(owner, "金継ぎ") == [hanako]

    def test_by_id_uid_and_every_part_of_the_name(self, owner: Any, make_contact: Callable[..., Any]) -> None:
        hanako = make_contact(owner, given="花子", family_kana="さとう", given_kana="はなこ")
        make_contact(owner, family="鈴木", given="一郎")
        services.reindex(owner=owner)
        for text in (
            str(hanako.pk), str(hanako.uid), "佐藤", "花子", "佐藤 花子", "佐藤　花子", "さとう", "サトウ", "ハナコ", "佐", "さとうは",
        ):  # fmt: skip
            assert selectors.named(owner, text) == [hanako], text

    def test_a_whole_name_outweighs_one_that_is_begun(self, owner: Any, make_contact: Callable[..., Any]) -> None:
        hayashi = make_contact(owner, family="林", given="花子")
        hayashida = make_contact(owner, family="林田", given="花子郎")
        services.reindex(owner=owner)
        assert selectors.named(owner, "林") == [hayashi]
        assert selectors.named(owner, "林花子") == [hayashi]
        assert selectors.named(owner, "花子") == [hayashi]
        assert selectors.named(owner, "花") == [hayashi, hayashida]

    def test_someone_without_a_name_is_named_by_the_organisation(
        self, owner: Any, make_contact: Callable[..., Any]
    ) -> None:
        office = make_contact(owner, family="", organisation="青葉事務所")
        services.reindex(owner=owner)
        assert selectors.named(owner, "青葉事務所") == [office]

    def test_another_owners_people_are_nobody(
        self, owner: Any, stranger: Any, make_contact: Callable[..., Any]
    ) -> None:
        theirs = make_contact(stranger, given="花子")
        services.reindex(owner=stranger)
        for text in (str(theirs.pk), str(theirs.uid), "佐藤花子", "佐"):
            assert selectors.named(owner, text) == []


class TestPages:
    def test_nobody(self, owner: Any) -> None:
        page = selectors.page_of_people(owner)
        assert (page.people, page.after, page.is_cut) == ([], "", False)

    def test_everyone_once_in_the_order_of_readings(self, owner: Any, fill: Callable[[int], list[int]]) -> None:
        ids = fill(123)
        seen: list[Contact] = []
        after = ""
        for _ in range(3):
            page = selectors.page_of_people(owner, after=after)
            seen += page.people
            after = page.after
        assert after == ""
        assert sorted(person.pk for person in seen) == sorted(ids)
        readings = [person.search_key.reading for person in seen]
        assert [reading.split()[0] for reading in readings] == sorted(reading.split()[0] for reading in readings)

    def test_filters(self, owner: Any, fill: Callable[[int], list[int]]) -> None:
        fill(10)
        assert len(selectors.page_of_people(owner, closeness="close").people) == 5
        assert len(selectors.page_of_people(owner, tag="交流会").people) == 3
        assert len(selectors.page_of_people(owner, tag="交流会", closeness="close").people) == 1
        assert len(selectors.page_of_people(owner, query="さとう", closeness="close").people) == 0
        assert selectors.page_of_people(owner, tag="ない").people == []

    @pytest.mark.parametrize(
        "after",
        [
            "x",
            "!!!",
            "e30=",
            "WzEsMl0=",
            "WyJhIiwgIngiXQ==",
            "WyJcdTAwMDAiLCAxXQ==",
            "W10=",
            "日本",
            "WyJhIiwgMWU5OTld",
        ],
    )
    def test_a_mark_nobody_made_begins_at_the_beginning(
        self, owner: Any, make_contact: Callable[..., Any], after: str
    ) -> None:
        person = make_contact(owner)
        services.reindex(owner=owner)
        assert selectors.page_of_people(owner, after=after).people == [person]

    def test_an_unknown_closeness_is_none(self, owner: Any, make_contact: Callable[..., Any]) -> None:
        person = make_contact(owner)
        services.reindex(owner=owner)
        assert selectors.page_of_people(owner, closeness="x").people == [person]
        assert selectors.page_of_people(owner, closeness="x", query="佐藤").people == [person]

    def test_another_owners_people_are_not_listed(
        self, owner: Any, stranger: Any, make_contact: Callable[..., Any]
    ) -> None:
        make_contact(stranger)
        services.reindex(owner=stranger)
        assert selectors.page_of_people(owner).people == []
        assert selectors.tags_of(owner) == []


class TestKnown:
    def test_grouped_in_the_order_of_kinds_newest_first(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        person = make_contact(owner)
        for kind, text, day in (("note", "a", 1), ("concern", "b", 1), ("concern", "c", 9), ("strength", "d", 1)):
            services.add_fact(owner=owner, contact=person, kind=kind, text=text, on=date(2026, 5, day), now=now)
        known = selectors.known(owner, person)
        assert [(kind, [fact.text for fact in facts]) for kind, facts in known.groups] == [
            (FactKind.STRENGTH, ["d"]), (FactKind.CONCERN, ["c", "b"]), (FactKind.NOTE, ["a"]),
        ]  # fmt: skip
        assert [fact.text for fact in known.of("concern")] == ["c", "b"]

    def test_three_queries_however_much(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime, django_assert_num_queries: Any
    ) -> None:
        person = make_contact(owner)
        for count in (0, 30):
            Fact.objects.bulk_create(
                Fact(owner=owner, contact=person, kind="note", text="x", on=date(2026, 5, 8), created_at=now)
                for _ in range(count)
            )
            with django_assert_num_queries(3):
                assert len(selectors.known(owner, person).facts) == count

    def test_another_owners_person_is_not_known(
        self, owner: Any, stranger: Any, make_contact: Callable[..., Any]
    ) -> None:
        with pytest.raises(Contact.DoesNotExist):
            selectors.known(owner, make_contact(stranger))

    def test_rows_are_found_under_their_own_person_only(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        person, other = make_contact(owner), make_contact(owner)
        fact = services.add_fact(owner=owner, contact=person, kind="note", text="x", on=date(2026, 5, 8), now=now)
        point = services.add_point(owner=owner, contact=person, kind="mail", value="a@example.jp", now=now)
        assert selectors.get_fact(owner, person.pk, fact.pk) == fact
        assert selectors.get_point(owner, person.pk, point.pk) == point
        with pytest.raises(Fact.DoesNotExist):
            selectors.get_fact(owner, other.pk, fact.pk)
        with pytest.raises(Point.DoesNotExist):
            selectors.get_point(owner, other.pk, point.pk)
