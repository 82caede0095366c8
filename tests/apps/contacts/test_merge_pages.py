"""The pages on which two cards become one: found, looked at, made one, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yorisoi.apps.contacts import merging, pairs, services
from yorisoi.apps.contacts.models import Contact, Merge, NotSame

pytestmark = pytest.mark.django_db
Write = Callable[..., Contact]


@pytest.fixture
def write(owner: Any, now: datetime) -> Write:
    def make(family: str = "", given: str = "", **more: Any) -> Contact:
        points = [(kind, more.pop(kind)) for kind in ("mail", "mobile", "phone") if kind in more]
        return services.create(
            owner=more.pop("owner", owner), now=now, family=family, given=given, points=points, **more
        )

    return make


@pytest.fixture
def two(write: Write) -> tuple[Contact, Contact]:
    return (
        write("髙橋", "一郎", organisation="青葉商事", mobile="090-1111-2222"),
        write("高橋", "一郎", organisation="(株)青葉商事", title="部長", mobile="090-1111-2222", note="猫が二匹"),
    )


def text(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def couples(owner: Any) -> list[tuple[int, int, bool]]:
    found, after = [], ""
    while True:
        page = pairs.pairs(owner, after=after)
        found += [(pair.one.pk, pair.other.pk, pair.sure) for pair in page.pairs]
        after = page.after
        if not after:
            return found


class TestPairs:
    def test_silence(self, owner: Any, stranger: Any, write: Write) -> None:
        write("田中", "一郎", organisation="田中製作所", phone="03-1234-5678")
        write("田中", "太郎", organisation="田中製作所", phone="03-1234-5678")
        write("佐藤", "健一", organisation="青葉商事")
        write("佐藤", "健一", organisation="港物流")
        write("鈴木")
        write("鈴木")
        write("林", "花子", mail="a@example.jp")
        write("林", "花子", mail="a@example.jp", owner=stranger)
        for given in ("一", "二", "三", "四"):
            write("森", given, phone="06-1234-5678")
        assert couples(owner) == []

    def test_each_couple_is_named_once(self, owner: Any, write: Write) -> None:
        one = write("髙橋", "一郎", organisation="青葉商事", mobile="090-1111-2222", mail="a@example.jp")
        other = write("高橋", "一郎", organisation="青葉商事", phone="090-1111-2222", mail="A@example.jp")
        assert couples(owner) == [(one.pk, other.pk, True)]

    @pytest.mark.parametrize(
        ("first", "second", "sure"),
        [
            ({"family": "佐藤", "given": "花子", "organisation": "青葉商事"}, {"family": "佐藤", "given": "花子", "organisation": "(株)青葉商事"}, True),
            ({"family": "佐藤", "given": "花子"}, {"family": "佐藤", "given": "花子", "organisation": "青葉商事"}, False),
            ({"family": "山﨑", "given": "花子"}, {"family": "山崎", "given": "花子"}, False),
            ({"family": "佐藤", "organisation": "青葉商事"}, {"family": "佐藤", "organisation": "青葉商事"}, False),
            ({"family": "佐藤", "phone": "090-1111-2222"}, {"family": "佐藤", "given": "花子", "mobile": "090-1111-2222"}, True),
        ],
    )  # fmt: skip
    def test_what_is_found(self, owner: Any, write: Write, first: Any, second: Any, sure: bool) -> None:
        one, other = write(**first), write(**second)
        assert couples(owner) == [(one.pk, other.pk, sure)]

    def test_every_couple_of_a_great_book_is_on_some_page(self, owner: Any, write: Write) -> None:
        wanted = set()
        for number in range(60):
            one = write("佐藤", f"花{number}", mail=f"a{number}@example.jp")
            other = write("佐藤", f"花{number}", mail=f"a{number}@example.jp")
            wanted.add((one.pk, other.pk, True))
        found = couples(owner)
        assert (set(found), len(found)) == (wanted, len(wanted))
        assert len(pairs.pairs(owner).pairs) < 60

    def test_two_people_are_not_asked_about_again(self, owner: Any, two: Any, now: datetime) -> None:
        for contact, other in (two, two[::-1]):
            pairs.not_same(owner=owner, contact=contact, other=other, now=now)
        assert couples(owner) == []
        assert NotSame.objects.count() == 1

    @pytest.mark.parametrize("after", ["x", "W10=", "WzksICIiXQ==", "WzAsICJcdTAwMDAiXQ==", "e30=", "W1tdLCAiIl0="])
    def test_a_mark_that_says_nothing_begins_anew(self, owner: Any, two: Any, after: str) -> None:
        assert len(pairs.pairs(owner, after=after).pairs) == 1

    def test_the_questions_to_the_database_do_not_grow(self, owner: Any, write: Write, signed_in: Client) -> None:
        counts = []
        for rounds in (range(3), range(3, 30)):
            for number in rounds:
                for _ in range(2):
                    write("佐藤", f"花{number}", mail=f"a{number}@example.jp")
            with CaptureQueriesContext(connection) as queries:
                text(signed_in, "duplicates")
            counts.append(len(queries))
        assert counts[1] <= counts[0]


class TestPages:
    def test_the_list_offers_both_answers(self, signed_in: Client, two: Any) -> None:
        page = text(signed_in, "duplicates")
        assert "同じ携帯番号です" in page
        assert reverse("merge", args=[two[0].pk, two[1].pk]) in page
        answer = signed_in.post(reverse("not_same", args=[two[0].pk, two[1].pk]), {"after": "//evil.example"})
        assert answer["Location"] == reverse("duplicates")
        assert "見あたりません" in text(signed_in, "duplicates")

    def test_the_way_there_from_the_list_and_from_a_person(self, signed_in: Client, two: Any) -> None:
        assert reverse("duplicates") in text(signed_in, "people")
        assert reverse("same_person", args=[two[0].pk]) in text(signed_in, "person", two[0].pk)
        assert reverse("merge", args=[two[0].pk, two[1].pk]) in text(signed_in, "same_person", two[0].pk)

    def test_anyone_else_is_found_by_a_few_signs(self, signed_in: Client, two: Any, write: Write) -> None:
        other = write("小鳥遊", "花子")
        page = text(signed_in, "same_person", two[0].pk, q="小鳥遊")
        assert reverse("merge", args=[two[0].pk, other.pk]) in page
        assert reverse("merge", args=[two[0].pk, two[0].pk]) not in text(signed_in, "same_person", two[0].pk, q="髙橋")

    def test_two_become_one_and_two_again(self, signed_in: Client, two: Any) -> None:
        keep, gone = two
        url = reverse("merge", args=[keep.pk, gone.pk])
        page = text(signed_in, "merge", keep.pk, gone.pk)
        assert re.findall(r'name="(pick-\w+)" value="(\w+)" checked', page) == [
            ("pick-family", "keep"), ("pick-organisation", "keep"),
        ]  # fmt: skip
        answer = signed_in.post(url, {"pick-family": "gone"}, follow=True)
        shown = answer.content.decode()
        merge = Merge.objects.get()
        assert reverse("merge_undo", args=[merge.pk]) in shown
        assert "もう一枚とまとめました" in shown
        assert Contact.objects.get().family == "高橋"
        assert signed_in.post(url).status_code == 302  # the same sheet once more
        assert Merge.objects.count() == 1
        assert "まとめる前のとおりに" in text(signed_in, "merge_undo", merge.pk)
        undo = reverse("merge_undo", args=[merge.pk])
        for _ in range(2):
            assert signed_in.post(undo)["Location"] == reverse("person", args=[keep.pk])
        assert list(Contact.objects.order_by("pk").values_list("family", flat=True)) == ["髙橋", "高橋"]

    def test_an_old_link_leads_to_the_merged_person(
        self, signed_in: Client, owner: Any, two: Any, now: datetime
    ) -> None:
        old = reverse("person", args=[two[1].pk])
        merge = merging.merge(owner=owner, keep=two[0], gone=two[1], now=now)
        assert signed_in.get(old)["Location"] == reverse("person", args=[two[0].pk])
        merging.undo(owner=owner, merge=merge, now=now)
        assert signed_in.get(old).status_code == 200

    def test_what_was_written_since_is_said_before(
        self, signed_in: Client, owner: Any, two: Any, now: datetime
    ) -> None:
        merge = merging.merge(owner=owner, keep=two[0], gone=two[1], now=now)
        undo = reverse("merge_undo", args=[merge.pk])
        services.set_tags(owner=owner, contact=two[0], names=["交流会"], now=now)
        assert signed_in.post(undo)["Location"] == undo
        assert Contact.objects.count() == 1
        assert 'name="anyway"' in text(signed_in, "merge_undo", merge.pk)
        signed_in.post(undo, {"anyway": "yes"})
        assert Contact.objects.count() == 2
        assert [tag.name for tag in two[0].tags.all()] == ["交流会"]

    def test_the_newer_one_goes_first(
        self, signed_in: Client, owner: Any, two: Any, write: Write, now: datetime
    ) -> None:
        older = merging.merge(owner=owner, keep=two[0], gone=two[1], now=now)
        newer = merging.merge(owner=owner, keep=two[0], gone=write("高橋", "一郎"), now=now)
        assert reverse("merge_undo", args=[newer.pk]) in text(signed_in, "merge_undo", older.pk)
        assert signed_in.post(reverse("merge_undo", args=[older.pk]), follow=True).status_code == 200
        assert Contact.objects.count() == 1

    def test_one_card_with_itself_is_no_pair(self, signed_in: Client, two: Any) -> None:
        answer = signed_in.post(reverse("merge", args=[two[0].pk, two[0].pk]))
        assert answer["Location"] == reverse("same_person", args=[two[0].pk])
        assert Contact.objects.count() == 2

    def test_a_senseless_choice_is_asked_again(self, signed_in: Client, two: Any) -> None:
        answer = signed_in.post(reverse("merge", args=[two[0].pk, two[1].pk]), {"pick-owner": "gone"})
        assert answer.status_code == 200
        assert Contact.objects.count() == 2

    def test_another_owners_card(self, signed_in: Client, stranger: Any, two: Any, write: Write) -> None:
        theirs = write("高橋", "一郎", owner=stranger)
        for one, other in ((two[0].pk, theirs.pk), (theirs.pk, two[0].pk)):
            for name in ("merge", "not_same"):
                assert signed_in.post(reverse(name, args=[one, other])).status_code == 404
            assert signed_in.get(reverse("merge", args=[one, other])).status_code == 404
        assert Contact.objects.count() == 3
