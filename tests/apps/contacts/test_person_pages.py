"""The pages on which a card and what is known of a person are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Point, SearchKey, Tag

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 8)


@pytest.fixture
def sato(owner: Any, now: datetime) -> Contact:
    return services.create(
        owner=owner,
        now=now,
        family="佐藤",
        given="花子",
        organisation="青葉商事",
        points=[("mail", "a@example.jp")],
        tags=["交流会"],
    )


def card(**changes: str) -> dict[str, str]:
    """What the edit page posts for Sato, with changes."""
    return {
        "family": "佐藤",
        "given": "花子",
        "organisation": "青葉商事",
        "closeness": "remember",
        "tags": "交流会",
        **changes,
    }


def everything() -> list[list[Any]]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Contact, Fact, Point, Tag, SearchKey)]


class TestNew:
    def test_the_page_asks_for_little(self, signed_in: Client) -> None:
        page = signed_in.get(reverse("person_new"), {"family": "林"}).content.decode()
        assert "姓だけでかまいません" in page
        assert 'value="林"' in page

    def test_a_family_name_is_enough(self, signed_in: Client, owner: Any) -> None:
        response = signed_in.post(reverse("person_new"), {"family": "林", "closeness": "remember"})
        person = Contact.objects.get(owner=owner)
        assert (response.status_code, response["Location"]) == (302, reverse("person", args=[person.pk]))
        assert person.name == "林"

    def test_a_whole_card(self, signed_in: Client, owner: Any) -> None:
        signed_in.post(
            reverse("person_new"),
            {
                "family": "林", "given": "誠", "profession": "zeirishi", "closeness": "middle", "tags": "交流会,地元、猫",
                "mail": "h@example.jp", "phone": "０９０－１２３４－５６７８", "note": "猫が二匹", "birthday": "４月１日", "met_on": "2026-11-17",
            },
        )  # fmt: skip
        person = Contact.objects.get(owner=owner)
        assert (person.profession, person.birthday, person.met_on) == ("zeirishi", "--04-01", date(2026, 11, 17))
        assert sorted(person.tags.values_list("name", flat=True)) == ["交流会", "地元", "猫"]
        assert list(person.points.values_list("kind", "normal")) == [
            ("mail", "h@example.jp"),
            ("mobile", "+819012345678"),
        ]
        assert person.facts.get().text == "猫が二匹"

    @pytest.mark.parametrize(
        ("posted", "said"),
        [
            ({"closeness": "remember"}, "姓だけでもかまいません"),
            ({"family": "林", "closeness": "remember", "birthday": "きのう"}, "誕生日は「1985-4-1」か「4-1」"),
            ({"family": "林", "closeness": "remember", "birthday": "2-30"}, "誕生日は"),
            ({"family": "林", "closeness": "remember", "met_on": "きのう"}, "日付は「2026-11-21」"),
            ({"family": "林", "closeness": "remember", "mail": "x"}, "メールアドレスの形"),
            ({"family": "林", "closeness": "remember", "profession": "king"}, "職業は一覧から"),
            ({"family": "林", "closeness": "remember", "tags": "あ" * 61}, "60字まで"),
            ({"family": "林", "closeness": "remember", "tags": "、".join(map(str, range(31)))}, "30個まで"),
            ({"family": "林" * 81, "closeness": "remember"}, "80"),
            ({"family": "林", "closeness": "none"}, "正しく選択"),
        ],
    )
    def test_what_needs_a_look_is_said_kindly_and_kept(
        self, signed_in: Client, posted: dict[str, str], said: str
    ) -> None:
        response = signed_in.post(reverse("person_new"), posted)
        assert response.status_code == 422
        page = response.content.decode()
        assert said in page
        assert posted.get("family", "") in page
        assert everything() == [[], [], [], [], []]

    def test_fields_that_are_not_on_the_form_are_not_read(self, signed_in: Client, stranger: Any) -> None:
        signed_in.post(
            reverse("person_new"),
            {
                "family": "林",
                "closeness": "remember",
                "owner": str(stranger.pk),
                "closed_at": "2026-01-01",
                "id": "7",
                "source": "x",
            },
        )
        person = Contact.objects.get()
        assert (person.owner_id != stranger.pk, person.closed_at, person.source) == (True, None, "手入力")


class TestEdit:
    def test_the_page_holds_what_is_known(self, signed_in: Client, sato: Contact) -> None:
        page = signed_in.get(reverse("person_edit", args=[sato.pk])).content.decode()
        for text in ('value="佐藤"', 'value="青葉商事"', 'value="交流会"', "a@example.jp"):
            assert text in page

    def test_saving_changes_and_goes_back_to_the_person(self, signed_in: Client, sato: Contact) -> None:
        response = signed_in.post(
            reverse("person_edit", args=[sato.pk]), card(organisation="若葉商事", tags="地元", closeness="close")
        )
        assert response["Location"] == reverse("person", args=[sato.pk])
        sato.refresh_from_db()
        assert (sato.organisation, sato.closeness) == ("若葉商事", "close")
        assert list(sato.tags.values_list("name", flat=True)) == ["地元"]
        assert sato.points.count() == 1

    def test_saving_the_same_again_changes_nothing(self, signed_in: Client, sato: Contact) -> None:
        before = everything()
        assert signed_in.post(reverse("person_edit", args=[sato.pk]), card()).status_code == 302
        assert everything() == before

    def test_a_mistake_shows_the_stored_name_above(self, signed_in: Client, sato: Contact) -> None:
        response = signed_in.post(reverse("person_edit", args=[sato.pk]), card(family="", given="", organisation=""))
        assert response.status_code == 422
        assert "佐藤 花子" in response.content.decode()
        sato.refresh_from_db()
        assert sato.family == "佐藤"

    def test_a_profession_from_an_import_survives_saving(self, signed_in: Client, owner: Any, now: datetime) -> None:
        person = services.create(owner=owner, now=now, family="林", profession="庭師")
        signed_in.post(
            reverse("person_edit", args=[person.pk]), {"family": "林", "closeness": "remember", "profession": "庭師"}
        )
        person.refresh_from_db()
        assert person.profession == "庭師"

    def test_a_year_less_birthday_survives_saving(self, signed_in: Client, owner: Any, now: datetime) -> None:
        person = services.create(owner=owner, now=now, family="林", birthday="--04-01")
        page = signed_in.get(reverse("person_edit", args=[person.pk]))
        posted = {"family": "林", "closeness": "remember", "birthday": page.context["form"]["birthday"].value()}
        signed_in.post(reverse("person_edit", args=[person.pk]), posted)
        person.refresh_from_db()
        assert person.birthday == "--04-01"

    def test_queries_do_not_grow_with_points(self, signed_in: Client, sato: Contact, owner: Any, now: datetime) -> None:
        counted = []
        for count in (1, 20):
            for index in range(count):
                services.add_point(owner=owner, contact=sato, kind="mail", value=f"{index}@example.jp", now=now)
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(reverse("person_edit", args=[sato.pk]))
            counted.append(len(queries))
        assert counted[0] == counted[1]


class TestDelete:
    def test_asking_changes_nothing(self, signed_in: Client, sato: Contact) -> None:
        before = everything()
        assert "元には戻せません" in signed_in.get(reverse("person_delete", args=[sato.pk])).content.decode()
        assert everything() == before

    def test_answering_erases(self, signed_in: Client, sato: Contact) -> None:
        response = signed_in.post(reverse("person_delete", args=[sato.pk]))
        assert response["Location"] == reverse("people")
        assert everything() == [[], [], [], [], []]
        assert signed_in.post(reverse("person_delete", args=[sato.pk])).status_code == 404


class TestOneTap:
    def test_closeness(self, signed_in: Client, sato: Contact) -> None:
        for value, kept in (("close", "close"), ("king", "close")):
            assert signed_in.post(reverse("person_closeness", args=[sato.pk]), {"closeness": value}).status_code == 302
            sato.refresh_from_db()
            assert sato.closeness == kept

    def test_tags(self, signed_in: Client, sato: Contact) -> None:
        signed_in.post(reverse("person_tags", args=[sato.pk]), {"tags": "地元、猫"})
        assert sato.tags.count() == 2
        signed_in.post(reverse("person_tags", args=[sato.pk]), {"tags": "あ" * 61})
        assert sato.tags.count() == 2
        signed_in.post(reverse("person_tags", args=[sato.pk]), {"tags": ""})
        assert sato.tags.count() == 0


class TestFacts:
    def test_the_day_is_filled_in_and_the_kind_may_come_with_the_link(self, signed_in: Client, sato: Contact) -> None:
        page = signed_in.get(reverse("fact_new", args=[sato.pk]), {"kind": "concern"}).content.decode()
        assert 'value="2026-11-18"' in page
        assert '<option value="concern" selected>' in page

    @pytest.mark.parametrize("kind", [kind for kind in FactKind.values if kind != "request"])
    def test_every_kind_is_written_down(self, signed_in: Client, sato: Contact, kind: str) -> None:
        response = signed_in.post(
            reverse("fact_new", args=[sato.pk]), {"kind": kind, "text": "登山", "on": "2026-05-08", "source": "朝会"}
        )
        assert response["Location"] == reverse("person", args=[sato.pk])
        fact = sato.facts.get()
        assert (fact.kind, fact.text, fact.on, fact.source) == (kind, "登山", DAY, "朝会")

    def test_a_wish_on_another_kind_is_let_go_of(self, signed_in: Client, sato: Contact) -> None:
        signed_in.post(
            reverse("fact_new", args=[sato.pk]),
            {"kind": "interest", "text": "登山", "on": "2026-05-08", "wish": "no_contact", "until": "2026-06-01"},
        )
        fact = sato.facts.get()
        sato.refresh_from_db()
        assert (fact.wish, fact.until, sato.closed_at) == ("", None, None)

    def test_the_wish_to_be_left_alone_closes_and_says_so(self, signed_in: Client, sato: Contact) -> None:
        response = signed_in.post(
            reverse("fact_new", args=[sato.pk]),
            {"kind": "request", "text": "結構です", "on": "2026-05-08", "wish": "no_contact"},
            follow=True,
        )
        sato.refresh_from_db()
        assert sato.closed_because == "asked_to_stop"
        assert "そっとしておきます" in response.content.decode()

    @pytest.mark.parametrize(
        ("posted", "said"),
        [
            ({"kind": "interest", "text": "", "on": "2026-05-08"}, "ひとことでかまいません"),
            ({"kind": "interest", "text": "登山", "on": ""}, "だいたいの日付"),
            ({"kind": "interest", "text": "登山", "on": "きのう"}, "日付は「2026-11-21」"),
            ({"kind": "request", "text": "x", "on": "2026-05-08", "wish": "not_before"}, "日付もお書きください"),
            (
                {"kind": "request", "text": "x", "on": "2026-05-08", "wish": "rest", "until": "2026-05-01"},
                "より前の日付",
            ),
            ({"kind": "interest", "text": "あ" * 2001, "on": "2026-05-08"}, "2000"),
        ],
    )
    def test_what_needs_a_look_is_said_kindly(
        self, signed_in: Client, sato: Contact, posted: dict[str, str], said: str
    ) -> None:
        response = signed_in.post(reverse("fact_new", args=[sato.pk]), posted)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert not Fact.objects.exists()

    def test_correcting_solving_and_removing(self, signed_in: Client, sato: Contact, owner: Any, now: datetime) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="concern", text="採用", on=DAY, now=now)
        ids = [sato.pk, fact.pk]
        assert "採用" in signed_in.get(reverse("fact_edit", args=ids)).content.decode()
        signed_in.post(reverse("fact_edit", args=ids), {"kind": "concern", "text": "採用と定着", "on": "2026-05-08"})
        signed_in.post(reverse("fact_solve", args=ids))
        fact.refresh_from_db()
        assert (fact.text, fact.solved) == ("採用と定着", True)
        signed_in.post(reverse("fact_solve", args=ids), {"solved": "no"})
        fact.refresh_from_db()
        assert not fact.solved
        assert "採用と定着" in signed_in.get(reverse("fact_remove", args=ids)).content.decode()
        assert Fact.objects.exists()
        signed_in.post(reverse("fact_remove", args=ids))
        assert not Fact.objects.exists()

    def test_only_a_concern_is_solved(self, signed_in: Client, sato: Contact, owner: Any, now: datetime) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="interest", text="登山", on=DAY, now=now)
        assert signed_in.post(reverse("fact_solve", args=[sato.pk, fact.pk])).status_code == 302
        fact.refresh_from_db()
        assert not fact.solved

    @pytest.mark.parametrize(("posted", "open_again"), [({}, False), ({"mistaken": "on"}, True)])
    def test_removing_the_closing_wish_opens_only_when_it_was_a_mistake(
        self, signed_in: Client, sato: Contact, owner: Any, now: datetime, posted: dict[str, str], open_again: bool
    ) -> None:
        fact = services.add_fact(
            owner=owner, contact=sato, kind="request", text="x", wish="no_contact", on=DAY, now=now
        )
        assert "変わりません" in signed_in.get(reverse("fact_remove", args=[sato.pk, fact.pk])).content.decode()
        signed_in.post(reverse("fact_remove", args=[sato.pk, fact.pk]), posted)
        sato.refresh_from_db()
        assert sato.is_closed is not open_again

    def test_a_box_ticked_on_an_ordinary_fact_opens_nothing(
        self, signed_in: Client, sato: Contact, owner: Any, now: datetime
    ) -> None:
        fact = services.add_fact(owner=owner, contact=sato, kind="note", text="x", on=DAY, now=now)
        services.close(owner=owner, contact=sato, because="declined", at=now, now=now)
        signed_in.post(reverse("fact_remove", args=[sato.pk, fact.pk]), {"mistaken": "on"})
        sato.refresh_from_db()
        assert sato.is_closed

    def test_markup_stays_text(self, signed_in: Client, sato: Contact, owner: Any, now: datetime) -> None:
        fact = services.add_fact(
            owner=owner, contact=sato, kind="note", text="<script>x</script>{{ 7 }}", on=DAY, now=now
        )
        for name in ("fact_edit", "fact_remove"):
            assert "<script>x" not in signed_in.get(reverse(name, args=[sato.pk, fact.pk])).content.decode()


class TestPoints:
    def test_adding_and_removing(self, signed_in: Client, sato: Contact) -> None:
        assert signed_in.get(reverse("point_new", args=[sato.pk])).status_code == 200
        signed_in.post(
            reverse("point_new", args=[sato.pk]), {"kind": "phone", "value": "03-1234-5678", "label": "会社"}
        )
        point = sato.points.get(kind="phone")
        assert (point.normal, point.label) == ("+81312345678", "会社")
        assert "03-1234-5678" in signed_in.get(reverse("point_remove", args=[sato.pk, point.pk])).content.decode()
        signed_in.post(reverse("point_remove", args=[sato.pk, point.pk]))
        assert not sato.points.filter(kind="phone").exists()

    @pytest.mark.parametrize(
        "posted", [{"kind": "mail", "value": "x"}, {"kind": "mail", "value": ""}, {"kind": "pigeon", "value": "x"}]
    )
    def test_what_needs_a_look(self, signed_in: Client, sato: Contact, posted: dict[str, str]) -> None:
        assert signed_in.post(reverse("point_new", args=[sato.pk]), posted).status_code == 422
        assert sato.points.count() == 1


URLS: list[tuple[str, Callable[[Contact], list[int]]]] = [
    *[(name, lambda person: [person.pk]) for name in ("person_edit", "person_delete", "person_closeness", "person_tags", "fact_new", "point_new")],
    *[(name, lambda person: [person.pk, person.facts.get().pk]) for name in ("fact_edit", "fact_remove", "fact_solve")],
    ("point_remove", lambda person: [person.pk, person.points.get().pk]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ids"), URLS)
def test_another_owners_ids_do_not_exist(
    signed_in: Client, stranger: Any, now: datetime, name: str, ids: Callable[[Contact], list[int]]
) -> None:
    theirs = services.create(owner=stranger, now=now, family="他人", points=[("mail", "a@example.jp")], note="x")
    before = everything()
    url = reverse(name, args=ids(theirs))
    for method in (signed_in.get, signed_in.post):
        assert method(url, card(kind="note", text="x", on="2026-05-08", value="b@example.jp")).status_code in (404, 405)
    assert everything() == before


@pytest.mark.parametrize("name", ["fact_edit", "fact_remove", "fact_solve", "point_remove"])
def test_a_row_is_not_reached_through_another_person(
    signed_in: Client, sato: Contact, owner: Any, now: datetime, name: str
) -> None:
    other = services.create(owner=owner, now=now, family="林")
    fact = services.add_fact(owner=owner, contact=sato, kind="concern", text="x", on=DAY, now=now)
    row = sato.points.get().pk if name == "point_remove" else fact.pk
    before = everything()
    assert signed_in.post(reverse(name, args=[other.pk, row])).status_code == 404
    assert everything() == before


def test_an_id_beyond_every_table_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(reverse("person_edit", args=[10**30])).status_code == 404
