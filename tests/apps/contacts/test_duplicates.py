"""Who may be one person: silence first, then what is asked, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yorisoi.apps.contacts import services
from yorisoi.apps.contacts.duplicates import look_alikes
from yorisoi.apps.contacts.models import Contact

pytestmark = pytest.mark.django_db
Write = Callable[..., Contact]


@pytest.fixture
def write(owner: Any, now: datetime) -> Write:
    """Write a person down: ``write("髙橋", "一郎", mobile="090-…", organisation="青葉商事")``."""

    def make(family: str = "", given: str = "", **more: Any) -> Contact:
        points = [(kind, more.pop(kind)) for kind in ("mail", "mobile", "phone", "fax") if kind in more]
        return services.create(
            owner=more.pop("owner", owner), now=now, family=family, given=given, points=points, **more
        )

    return make


def found(owner: Any, family: str = "", given: str = "", **more: Any) -> list[tuple[int, bool]]:
    points = [(kind, more.pop(kind)) for kind in ("mail", "mobile", "phone", "fax") if kind in more]
    return [(one.contact.pk, one.sure) for one in look_alikes(owner, family=family, given=given, points=points, **more)]


class TestSilence:
    def test_an_empty_book_and_an_empty_question(self, owner: Any, write: Write) -> None:
        assert found(owner, "田中", "一郎", mail="a@example.jp") == []
        write("田中", "一郎")
        assert look_alikes(owner) == []

    @pytest.mark.parametrize("kind", ["phone", "mobile", "mail"])
    def test_father_and_son_at_one_firm_with_one_telephone(self, owner: Any, write: Write, kind: str) -> None:
        shared = {kind: "info@tanaka.example.jp" if kind == "mail" else "03-1234-5678"}
        write("田中", "一郎", organisation="田中製作所", **shared)
        assert found(owner, "田中", "太郎", organisation="田中製作所", **shared) == []

    def test_father_and_son_with_one_mobile(self, owner: Any, write: Write) -> None:
        write("田中", "一郎", mobile="090-1111-2222")
        assert found(owner, "田中", "太郎", mobile="090-1111-2222") == []

    def test_colleagues_under_the_main_number(self, owner: Any, write: Write) -> None:
        write("佐藤", "花子", organisation="青葉商事", phone="03-1234-5678")
        assert found(owner, "鈴木", "一郎", organisation="青葉商事", phone="03-1234-5678") == []

    def test_a_number_of_three_tells_nothing(self, owner: Any, write: Write) -> None:
        for given in ("花子", "健一", "誠"):
            write("佐藤", given, phone="03-1234-5678")
        write("佐藤", "陽子")
        assert found(owner, "佐藤", phone="03-1234-5678") == []

    def test_the_family_name_alone(self, owner: Any, write: Write) -> None:
        write("田中", "一郎")
        assert found(owner, "田中", "花子") == []

    def test_a_box_that_an_office_reads(self, owner: Any, write: Write) -> None:
        write("佐藤", "花子", mail="info@aoba.example.jp")
        assert found(owner, "鈴木", "一郎", mail="info@aoba.example.jp") == []

    def test_a_firm_without_a_name_and_one_who_works_there(self, owner: Any, write: Write) -> None:
        write(organisation="青葉商事", phone="03-1234-5678")
        assert found(owner, "鈴木", "一郎", organisation="青葉商事", phone="03-1234-5678") == []

    def test_a_fax_tells_nothing(self, owner: Any, write: Write) -> None:
        write("佐藤", "花子", fax="03-1234-5678")
        assert found(owner, "佐藤", "太郎", fax="03-1234-5678") == []

    def test_one_name_read_in_two_ways(self, owner: Any, write: Write) -> None:
        write("山田", "幸子", family_kana="やまだ", given_kana="さちこ")
        assert found(owner, "山田", "幸子", kana="やまだゆきこ") == []

    def test_the_person_themselves(self, owner: Any, write: Write) -> None:
        me = write("田中", "一郎", mail="a@example.jp")
        assert found(owner, "田中", "一郎", mail="a@example.jp", exclude=me.pk) == []

    def test_another_owners_people(self, owner: Any, stranger: Any, write: Write) -> None:
        write("田中", "一郎", mail="a@example.jp", owner=stranger)
        assert found(owner, "田中", "一郎", mail="a@example.jp") == []

    def test_a_crowd_of_namesakes_elsewhere(self, owner: Any, write: Write) -> None:
        for number in range(6):
            write("佐藤", "健一", organisation=f"会社{number}")
        assert found(owner, "佐藤", "健一", organisation="青葉商事") == []


class TestSure:
    @pytest.mark.parametrize(
        ("card", "asked"),
        [
            ({"mail": "a@example.jp"}, {"mail": "A@Example.JP"}),
            ({"mobile": "090-1111-2222"}, {"mobile": "+81 90 1111 2222"}),
            ({"phone": "090-1111-2222"}, {"mobile": "09011112222"}),
            ({"organisation": "株式会社青葉商事"}, {"organisation": "(株)青葉商事"}),
            ({"phone": "03-1234-5678"}, {"phone": "0312345678"}),
        ],
    )
    def test_one_name_and_one_thing_of_their_own(
        self, owner: Any, write: Write, card: dict[str, str], asked: dict[str, str]
    ) -> None:
        person = write("田中", "一郎", **card)
        assert found(owner, "田中", "一郎", **asked) == [(person.pk, True)]

    def test_a_missing_part_contradicts_nothing(self, owner: Any, write: Write) -> None:
        person = write("田中", mobile="090-1111-2222")
        assert found(owner, "田中", "一郎", mobile="090-1111-2222") == [(person.pk, True)]
        assert found(owner, mobile="090-1111-2222") == [(person.pk, True)]

    def test_a_name_typed_in_one_piece(self, owner: Any, write: Write) -> None:
        person = write("髙橋", "一郎", organisation="青葉商事")
        assert found(owner, "髙橋 一郎", organisation="青葉商事") == [(person.pk, True)]
        assert found(owner, "高橋一郎") == [(person.pk, False)]


class TestAsked:
    """Not sure: the owner is asked, and nothing is done."""

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            ("髙橋", "高橋"), ("山﨑", "山崎"), ("渡邉", "渡辺"), ("渡邊", "渡辺"), ("齋藤", "斎藤"), ("斉藤", "斎藤"), ("濵田", "浜田"),
            ("中澤", "中沢"), ("廣瀬", "広瀬"), ("櫻井", "桜井"), ("國本", "国本"), ("德永", "徳永"), ("𠮷田", "吉田"), ("瀧本", "滝本"),
            ("中嶋", "中島"),
        ],
    )  # fmt: skip
    def test_a_variant_of_a_kanji(self, owner: Any, write: Write, mine: str, theirs: str) -> None:
        person = write(mine, "一郎", organisation="青葉商事")
        (one,) = look_alikes(owner, family=theirs, given="一郎", organisation="青葉商事")
        assert (one.contact, one.sure) == (person, False)
        assert one.reason == f"お名前の字ちがいのようです({theirs}/{mine})"

    def test_a_variant_in_the_given_name(self, owner: Any, write: Write) -> None:
        write("田中", "惠")
        (one,) = look_alikes(owner, family="田中", given="恵")
        assert one.reason == "お名前の字ちがいのようです(恵/惠)"

    def test_a_namesake_elsewhere_may_have_changed_firms(self, owner: Any, write: Write) -> None:
        person = write("東雲", "一郎", organisation="青葉商事")
        assert found(owner, "東雲", "一郎", organisation="港物流") == [(person.pk, False)]

    def test_a_reading_at_one_organisation(self, owner: Any, write: Write) -> None:
        person = write("高橋", "一郎", family_kana="タカハシ", given_kana="イチロウ", organisation="青葉商事")
        assert found(owner, "たかはし", "いちろう", organisation="青葉商事") == [(person.pk, False)]
        assert found(owner, "Takahashi", "Ichiro", organisation="青葉商事") == [(person.pk, False)]
        assert found(owner, "高橋", "市朗", kana="たかはしいちろう", organisation="青葉商事") == [(person.pk, False)]
        assert found(owner, "高橋", "市朗", kana="たかはしいちろう") == []

    def test_a_new_family_name_under_one_mobile(self, owner: Any, write: Write) -> None:
        person = write("佐藤", "花子", mobile="090-1111-2222")
        assert found(owner, "鈴木", "花子", mobile="090-1111-2222") == [(person.pk, False)]

    def test_one_mail_under_another_name(self, owner: Any, write: Write) -> None:
        person = write("佐藤", "花子", mail="hana@example.jp")
        assert found(owner, "鈴木", "一郎", mail="hana@example.jp") == [(person.pk, False)]

    def test_a_family_name_and_the_main_number(self, owner: Any, write: Write) -> None:
        person = write("佐藤", "花子", phone="03-1234-5678")
        assert found(owner, "佐藤", phone="03-1234-5678") == [(person.pk, False)]

    def test_a_bare_family_name_at_one_firm(self, owner: Any, write: Write) -> None:
        for number in range(6):
            write("佐藤", f"花{number}")
        person = write("佐藤", organisation="青葉商事")
        assert found(owner, "佐藤", "健一", organisation="青葉商事") == [(person.pk, False)]
        assert found(owner, "佐藤", organisation="株式会社青葉商事") == [(person.pk, False)]

    def test_the_surest_comes_first_and_the_list_is_short(self, owner: Any, write: Write) -> None:
        write("東雲", "一郎", organisation="港物流")
        sure = write("東雲", "一郎", mail="a@example.jp")
        assert found(owner, "東雲", "一郎", mail="a@example.jp", organisation="青葉商事", limit=1) == [(sure.pk, True)]


def test_the_questions_to_the_database_do_not_grow(owner: Any, write: Write) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look_alikes(
                owner, family="佐藤", given="花子", kana="さとうはなこ", organisation="青葉商事",
                points=[("mail", "a@example.jp"), ("mobile", "090-1111-2222"), ("phone", "03-1234-5678")],
            )  # fmt: skip
        return len(queries)

    for number in range(3):
        write("佐藤", "花子", organisation="青葉商事", mail=f"a{number}@example.jp", phone="03-1234-5678")
    few = asked()
    for number in range(3, 30):
        write("佐藤", "花子", organisation="青葉商事", mail=f"a{number}@example.jp", phone="03-1234-5678")
    assert asked() == few <= 5


def test_hostile_words_are_only_words(owner: Any, write: Write) -> None:
    write("田中", "一郎")
    for text in ('"', "' OR 1=1 --", "%", "_", "^", "\n", "\x00"[:0], "a" * 400, "{}", "髙" * 80):
        assert isinstance(look_alikes(owner, family=text, given=text, kana=text, organisation=text), list)
        look_alikes(owner, points=[("mail", text), ("mobile", text)])
