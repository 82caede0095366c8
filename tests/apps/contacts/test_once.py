"""A form sent twice writes once: a double click, a reload, two at the same moment. And what a form never lets in."""

from __future__ import annotations

import re
import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.urls import reverse

from yorisoi.apps.contacts import once, services
from yorisoi.apps.contacts.models import Contact, Fact
from yorisoi.apps.contacts.once import key_of

DAY = date(2026, 5, 8)


def shown_key(client: Any, url: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', client.get(url).content.decode())
    assert found is not None
    return found[1]


class TestForms:
    def test_a_person_sent_twice_is_one_person(self, signed_in: Any, owner: Any) -> None:
        url = reverse("person_new")
        sheet = {"family": "林", "closeness": "remember", "note": "猫が二匹", "once": shown_key(signed_in, url)}
        first, second = signed_in.post(url, sheet), signed_in.post(url, sheet)
        assert (first.status_code, first.url) == (302, second.url)
        assert (Contact.objects.count(), Fact.objects.count()) == (1, 1)

    def test_another_name_on_the_same_sheet_is_another_person(self, signed_in: Any, owner: Any) -> None:
        url = reverse("person_new")
        sheet = {"closeness": "remember", "once": shown_key(signed_in, url)}
        signed_in.post(url, {**sheet, "family": "林"})
        signed_in.post(url, {**sheet, "family": "森"})
        assert sorted(Contact.objects.values_list("family", flat=True)) == ["林", "森"]

    def test_two_of_one_name_on_two_sheets_are_two(self, signed_in: Any, owner: Any) -> None:
        url = reverse("person_new")
        for _ in range(2):
            signed_in.post(url, {"family": "林", "closeness": "remember", "once": shown_key(signed_in, url)})
        assert Contact.objects.count() == 2

    def test_a_sheet_asked_for_again_keeps_its_key(self, signed_in: Any, owner: Any) -> None:
        url = reverse("person_new")
        key = shown_key(signed_in, url)
        answer = signed_in.post(url, {"closeness": "remember", "once": key})
        assert answer.status_code == 422
        assert key in answer.content.decode()
        assert "どちらかひとつがあれば登録できます" in answer.content.decode()

    @pytest.mark.parametrize("keyed", [True, False])
    def test_a_fact_sent_three_times_is_one_fact(
        self, signed_in: Any, owner: Any, make_contact: Any, keyed: bool
    ) -> None:
        url = reverse("fact_new", args=[make_contact(owner).pk])
        sheet = {"kind": "interest", "text": "登山", "on": "2026-05-08"}
        if keyed:
            sheet["once"] = shown_key(signed_in, url)
        for _ in range(3):
            assert signed_in.post(url, sheet).status_code == 302
        assert Fact.objects.count() == 1

    def test_what_differs_is_another_fact(self, owner: Any, make_contact: Any, now: Any) -> None:
        one = make_contact(owner)
        for more in ({}, {"on": date(2026, 5, 9)}, {"kind": "concern"}, {"text": "海"}):
            services.add_fact(
                owner=owner, contact=one, now=now, **{"kind": "interest", "text": "登山", "on": DAY, **more}
            )
        assert Fact.objects.count() == 4

    def test_a_strange_key_is_none(self, signed_in: Any, owner: Any) -> None:
        sheet = {"family": "林", "closeness": "remember", "once": "x" * 900}
        assert signed_in.post(reverse("person_new"), sheet).status_code == 302
        assert Contact.objects.get().once_key is None
        assert key_of("", {}) is None

    def test_another_owner_may_have_the_same_key(self, owner: Any, stranger: Any, now: Any) -> None:
        for each in (owner, stranger):
            services.create(owner=each, now=now, family="林", once_key="form:1")
        assert Contact.objects.count() == 2


@pytest.mark.parametrize("what", ["person", "fact"])
def test_a_key_taken_a_moment_earlier_gives_that_row(
    owner: Any, make_contact: Any, now: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    one = make_contact(owner)

    def send(text: str) -> Any:
        if what == "person":
            return services.create(owner=owner, now=now, family=text, note="猫", once_key="form:1")
        return services.add_fact(
            owner=owner, contact=one, kind="interest", text=text, on=DAY, now=now, once_key="form:1"
        )

    first, look, seen = send("林"), once._recorded, []

    def blind_at_first(*args: Any) -> Any:
        seen.append(args)
        return None if len(seen) == 1 else look(*args)

    monkeypatch.setattr(once, "_recorded", blind_at_first)
    assert (send("森"), len(seen)) == (first, 2)
    assert (Contact.objects.count(), Fact.objects.count()) == ((2, 1) if what == "person" else (1, 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["person", "fact", "fact_without_key"])
def test_two_at_the_same_moment_write_once(owner: Any, make_contact: Any, now: Any, what: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests' SQLite lies in memory, where threads do not wait for one another")
    one = make_contact(owner)
    gate, failed = threading.Barrier(4), []

    def send() -> None:
        try:
            gate.wait(10)
            if what == "person":
                services.create(owner=owner, now=now, family="林", note="猫", once_key="form:1")
            else:
                key = "form:1" if what == "fact" else None
                services.add_fact(owner=owner, contact=one, kind="interest", text="山", on=DAY, now=now, once_key=key)
        except Exception as error:  # noqa: BLE001  (told to the test's own thread)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert (Contact.objects.count(), Fact.objects.count()) == ((2, 1) if what == "person" else (1, 1))


class TestDays:
    @pytest.mark.parametrize("day", ["9999-12-31", "2201-01-01", "1899-12-31", "0001-01-01"])
    @pytest.mark.parametrize("name", ["on", "until"])
    def test_a_fact_with_an_absurd_day_is_asked_about(
        self, signed_in: Any, owner: Any, make_contact: Any, name: str, day: str
    ) -> None:
        sheet = {"kind": "request", "wish": "busy_until", "text": "忙しい", "on": "2026-05-08", "until": "2026-12-01"}
        answer = signed_in.post(reverse("fact_new", args=[make_contact(owner).pk]), {**sheet, name: day})
        assert answer.status_code == 422
        assert "field__error" in answer.content.decode()
        assert not Fact.objects.exists()

    @pytest.mark.parametrize(("name", "day"), [("met_on", "9999-12-31"), ("birthday", "0985-4-1")])
    def test_so_is_a_person(self, signed_in: Any, owner: Any, name: str, day: str) -> None:
        answer = signed_in.post(reverse("person_new"), {"family": "林", "closeness": "remember", name: day})
        assert answer.status_code == 422
        assert "1900年から2200年まで" in answer.content.decode()

    def test_so_is_a_way_to_reach_someone(self, signed_in: Any, owner: Any, make_contact: Any) -> None:
        sheet = {"kind": "mail", "value": "a@example.jp", "source": "名刺", "on": "9999-12-31"}
        answer = signed_in.post(reverse("point_new", args=[make_contact(owner).pk]), sheet)
        assert answer.status_code == 422

    def test_the_ends_of_the_bound_are_days(self, signed_in: Any, owner: Any, make_contact: Any) -> None:
        one = make_contact(owner)
        sheet = {"kind": "request", "wish": "busy_until", "text": "忙しい", "on": "1900-01-01", "until": "2200-12-31"}
        assert signed_in.post(reverse("fact_new", args=[one.pk]), sheet).status_code == 302
        assert signed_in.get(reverse("person", args=[one.pk])).status_code == 200

    def test_services_refuse_them_too(self, owner: Any, make_contact: Any, now: Any) -> None:
        one, far = make_contact(owner), date(9999, 12, 31)
        with pytest.raises(ValidationError):
            services.add_fact(owner=owner, contact=one, kind="note", text="x", on=far, now=now)
        with pytest.raises(ValidationError):
            services.update(owner=owner, contact=one, now=now, met_on=far)


class TestLines:
    def test_signs_that_turn_the_writing_are_dropped(self, owner: Any, now: Any) -> None:
        one = services.create(
            owner=owner, now=now, family="\u202e林\u202c", organisation="\u2066みどり\u2069", tags=["\u202e会"],
            points=[services.NewPoint("mail", "\u202ea@example.jp", "\u2067会社")],
        )  # fmt: skip
        point, tag = one.points.get(), one.tags.get()
        assert (one.family, one.organisation, point.value, point.label, tag.name) == (
            "林", "みどり", "a@example.jp", "会社", "会",
        )  # fmt: skip

    def test_nothing_but_such_signs_is_no_name(self, signed_in: Any, owner: Any) -> None:
        answer = signed_in.post(reverse("person_new"), {"family": "\u202e\u202c", "closeness": "remember"})
        assert answer.status_code == 422
        assert not Contact.objects.exists()

    def test_no_list_begins_with_dashes(self, signed_in: Any, owner: Any, make_contact: Any) -> None:
        one = make_contact(owner)
        for name in ("fact_new", "point_new", "person_edit"):
            page = signed_in.get(reverse(name, args=[one.pk])).content.decode()
            assert "-----" not in page
        assert "選んでいません" in page or "えらばない" in page
