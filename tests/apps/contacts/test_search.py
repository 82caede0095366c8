"""Who is found by what, who is not, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from yorisoi.apps.contacts import search, services
from yorisoi.apps.contacts.models import Closeness, Contact, SearchKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Any, now: datetime) -> dict[str, Contact]:
    """A small address book with the difficult cases in it."""

    def person(**fields: Any) -> Contact:
        return services.create(owner=owner, now=now, **fields)

    made = {
        "sato": person(
            family="佐藤", given="花子", family_kana="さとう", given_kana="はなこ", organisation="株式会社青葉商事",
            department="営業部", title="部長", points=[("mail", "hanako.sato@example.jp"), ("mobile", "090-1234-5678")],
            tags=["交流会", "猫部"],
        ),
        "takahashi": person(family="髙橋", given="勝", profession="zeirishi", organisation="髙橋税理士法人"),
        "hayashi": person(family="林"),
        "kobayashi": person(family="小林", given="誠"),
        "watanabe": person(family="渡邊", given="さくら", met_where="丸の内の朝会"),
        "ohno": person(family="大野", given="健", family_kana="オオノ", given_kana="ケン"),
        "smith": person(family="Smith", given="Ann", organisation="Ohno Design"),
        "office": person(organisation="みどり社会保険労務士事務所"),
    }  # fmt: skip
    for kind, text in (("strength", "事業承継"), ("interest", "登山"), ("concern", "母の相続のこと")):
        services.add_fact(owner=owner, contact=made["sato"], kind=kind, text=text, on=date(2026, 5, 8), now=now)
    services.add_fact(
        owner=owner, contact=made["ohno"], kind="avoid", text="前の会社の話", on=date(2026, 5, 8), now=now
    )
    return made


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "%",
        "_",
        "*",
        "'",
        '"',
        "\\",
        "^",
        "🌸",
        "\x00",
        "該当なし",
        "さい",
        "satomi",
        "佐藤太郎",
        "佐藤 登記",
        "ﾀﾅｶ",
        "9999",
        "NOT 佐藤 NOT",
    ],
)
def test_nobody_is_found_by_what_nobody_has(owner: Any, people: dict[str, Contact], query: str) -> None:
    assert search.search(owner, query) == []


@pytest.mark.parametrize(
    ("query", "who"),
    [
        *[(query, "sato") for query in ("佐藤", "さとう", "サトウ", "ｻﾄｳ", "サトー", "sato", "satou", "satoh", "Satō", "SATO", "sat", "さと", "佐")],
        *[(query, "sato") for query in ("佐藤花子", "佐藤 花子", "花子", "はなこ", "hanako", "hanako sato", "Sato Hanako", "さとうはなこ")],
        *[(query, "sato") for query in ("青葉", "青葉商事", "(株)青葉", "営業部", "部長", "交流会", "猫部", "事業承継", "登山", "相続", "佐藤 相続", "青葉 登山")],
        *[(query, "sato") for query in ("hanako.sato@", "hanako.sato@example.jp", "@example", "090-1234", "09012345678", "+81 90", "5678")],
        *[(query, "takahashi") for query in ("高橋", "髙橋", "たかはし", "takahashi", "takahasi", "税理士", "髙橋税理士", "まさる", "masaru")],
        *[(query, "hayashi") for query in ("林", "はやし", "hayashi")],
        *[(query, "watanabe") for query in ("渡辺", "渡邊", "渡邉", "わたなべ", "watanabe", "丸の内", "朝会", "さくら")],
        *[(query, "ohno") for query in ("大野", "おおの", "オオノ", "ohno", "ono", "oono")],
        *[(query, "smith") for query in ("smith", "Smith Ann", "ｓｍｉｔｈ", "ohno", "design")],
        *[(query, "office") for query in ("みどり", "社会保険労務士", "ﾐﾄﾞﾘ")],
    ],
)  # fmt: skip
def test_found_by(owner: Any, people: dict[str, Contact], query: str, who: str) -> None:
    assert people[who].pk in {person.pk for person in search.search(owner, query)}


def test_what_is_not_to_be_mentioned_finds_nobody(owner: Any, people: dict[str, Contact]) -> None:
    assert search.search(owner, "前の会社") == []


def test_another_owners_people_are_never_found(stranger: Any, people: dict[str, Contact]) -> None:
    assert search.search(stranger, "佐藤") == []


@pytest.mark.parametrize(
    "query",
    ['"佐藤', "佐藤*", "佐藤' OR '1'='1", "佐藤 NOT", "佐藤 AND (", "NEAR(佐藤)", "grams:佐藤", "{佐藤}", "佐藤%", "佐_藤", "佐藤\x00", "^佐藤", "あ" * 10_000, "あ " * 10_000, "a" * 10_000],
)  # fmt: skip
def test_hostile_queries_do_no_harm(owner: Any, people: dict[str, Contact], query: str) -> None:
    found = search.search(owner, query)
    assert set(found) <= set(people.values())
    assert SearchKey.objects.count() == len(people)


def test_names_that_begin_with_it_come_first(owner: Any, people: dict[str, Contact]) -> None:
    assert [person.family for person in search.search(owner, "林")] == ["林", "小林"]


def test_then_the_nearer_then_the_reading(owner: Any, now: datetime) -> None:
    for given, closeness in (("わか", "remember"), ("ゆい", "close"), ("あき", "remember"), ("まり", "middle")):
        services.create(owner=owner, now=now, family="森", given=given, closeness=closeness)
    assert [person.given for person in search.search(owner, "森")] == ["ゆい", "まり", "あき", "わか"]


def test_a_limit_is_kept(owner: Any, people: dict[str, Contact]) -> None:
    assert len(search.search(owner, "や", limit=1)) == 1


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (search.Filter(tag="交流会"), True),
        (search.Filter(tag="地元"), False),
        (search.Filter(closeness=Closeness.REMEMBER), True),
        (search.Filter(closeness=Closeness.CLOSE), False),
        (search.Filter(tag="猫部", closeness=Closeness.REMEMBER), True),
    ],
)
def test_a_filter_narrows(owner: Any, people: dict[str, Contact], only: search.Filter, found: bool) -> None:
    assert bool(search.search(owner, "佐藤", only=only)) is found


def test_a_change_is_found_at_once_and_the_old_no_longer(owner: Any, people: dict[str, Contact], now: datetime) -> None:
    services.update(owner=owner, contact=people["hayashi"], now=now, family="早川", organisation="朝日出版")
    assert [person.pk for person in search.search(owner, "早川")] == [people["hayashi"].pk]
    assert people["hayashi"].pk in {person.pk for person in search.search(owner, "朝日")}
    assert people["hayashi"].pk not in {person.pk for person in search.search(owner, "林")}


def test_the_erased_are_not_found(owner: Any, people: dict[str, Contact]) -> None:
    services.remove(owner=owner, contact=people["sato"])
    assert search.search(owner, "佐藤") == []
    assert not SearchKey.objects.filter(text__contains="佐藤").exists()


class TestManyPeople:
    """Walking and sorting give the same answer; the bounds are made small so that few people are many."""

    @pytest.fixture(autouse=True)
    def crowd(self, owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
        kinds = list(Closeness.values)
        rows = [
            Contact(
                owner=owner, family="佐藤" if index % 2 else "鈴木", given=f"{'さ' if index % 3 else 'の'}{index}",
                closeness=kinds[index % 4], organisation="佐藤工業" if index % 5 == 0 else "", created_at=now, updated_at=now,
            )
            for index in range(60)
        ]  # fmt: skip
        Contact.objects.bulk_create(rows)
        services.reindex(owner=owner)

    @pytest.mark.parametrize("query", ["佐藤", "さ", "鈴木", "佐藤 さ", "工業", "佐藤1", "藤佐", "s", "佐藤 工業"])
    @pytest.mark.parametrize(("most_sorted", "most_walked"), [(3, 1000), (3, 10), (10, 5), (0, 0)])
    def test_the_bounds_change_the_way_and_not_the_answer(
        self, owner: Any, monkeypatch: pytest.MonkeyPatch, query: str, most_sorted: int, most_walked: int
    ) -> None:
        plain = [person.pk for person in search.search(owner, query, limit=12)]
        monkeypatch.setattr(search, "MAX_SORTED", most_sorted)
        monkeypatch.setattr(search, "MAX_WALKED", most_walked)
        assert [person.pk for person in search.search(owner, query, limit=12)] == plain

    def test_a_search_costs_the_same_for_many(self, owner: Any, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(3):
            assert len(search.search(owner, "さ")) == 50
