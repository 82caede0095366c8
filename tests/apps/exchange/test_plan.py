"""The plan: who is new, known, doubtful, and that nothing else is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.exchange.conftest import all_rows, card
from yorisoi.apps.exchange import desk
from yorisoi.apps.exchange.models import Choice, ImportBatch, PlanRow, Verdict
from yorisoi.apps.exchange.source import Unreadable


def rows_of(batch: Any) -> list[Any]:
    return list(batch.rows.order_by("position"))


def only(batch: Any) -> Any:
    [row] = rows_of(batch)
    return row


def test_a_plan_writes_nothing_but_itself(owner: Any, make_contact: Any, bring: Any) -> None:
    make_contact(owner, family="佐藤", given="花子", organisation="あおぞら事務所")
    before = all_rows()
    batch = bring(card("佐藤", "花子", ORG="あおぞら事務所", TEL="03-1234-5678") + card("鈴木", "一郎"))
    assert all_rows() == before
    assert batch.state == "planned"
    assert batch.counts == {"new": 1, "merge": 1, "doubtful": 0, "skip": 0, "total": 2}
    assert not list(desk.folder().iterdir())


def test_a_stranger_is_new_with_a_reason_and_a_place(bring: Any) -> None:
    row = only(bring(card("鈴木", "一郎", EMAIL="ichiro@example.jp")))
    assert (row.verdict, row.reason, row.where) == ("new", "まだ住所録にない方です", "1枚目のカード")
    assert row.gains == {"points": 1}


def test_same_mail_is_the_same_person(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", EMAIL="Ichiro@Example.jp")))
    row = only(bring(card("鈴木", "", EMAIL="ichiro@example.jp", TITLE="所長")))
    assert row.verdict == Verdict.MERGE
    assert row.reason == "メールアドレスが同じです"
    assert [(f["field"], f["wins"]) for f in row.fields] == [("title", "file")]


def test_same_mail_under_another_name_is_asked_about(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", EMAIL="info@office.jp")))
    row = only(bring(card("田中", "次郎", EMAIL="info@office.jp")))
    assert row.verdict == Verdict.DOUBTFUL
    assert "お名前が違います" in row.reason


def test_same_phone_and_name_is_the_same_person(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", TEL="090-1234-5678")))
    row = only(bring(card("鈴木", "一郎", TEL="+81 90 1234 5678", ORG="みどり商店")))
    assert (row.verdict, row.reason) == ("merge", "お名前と電話番号が同じです")


def test_an_office_number_alone_says_nothing(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", TEL="03-1234-5678")))
    assert only(bring(card("田中", "次郎", TEL="03-1234-5678"))).verdict == Verdict.NEW


def test_same_family_name_at_one_number_is_asked_about(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", TEL="03-1234-5678")))
    assert only(bring(card("鈴木", "", TEL="03-1234-5678"))).verdict == Verdict.DOUBTFUL


def test_same_name_and_office_is_the_same_person(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", ORG="株式会社みどり商店")))
    row = only(bring(card("鈴木", "一郎", ORG="㈱みどり商店", TITLE="店長")))
    assert (row.verdict, row.reason) == ("merge", "お名前と会社・事務所が同じです")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("髙橋", "学"), ("高橋", "学")),
        (("山﨑", "恵"), ("山崎", "恵")),
        (("渡邊", "薫"), ("渡辺", "薫")),
        (("齋藤", "実"), ("斉藤", "実")),
    ],
)
def test_variants_of_a_name_are_asked_about(bring: Any, accept: Any, first: Any, second: Any) -> None:
    accept(bring(card(*first, ORG="あおぞら事務所")))
    row = only(bring(card(*second, ORG="あおぞら事務所")))
    assert row.verdict == Verdict.DOUBTFUL
    assert row.reason == "お名前の字の形だけが違う方がいます。同じ方でしょうか"
    assert [candidate["name"] for candidate in row.candidates] == [f"{first[0]} {first[1]}(あおぞら事務所)"]


def test_the_name_alone_is_asked_about(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", ORG="みどり商店")))
    row = only(bring(card("鈴木", "一郎", ORG="あおぞら事務所")))
    assert row.verdict == Verdict.DOUBTFUL
    assert row.choice == Choice.UNDECIDED


def test_a_name_in_kana_is_found_by_its_reading_and_asked_about(owner: Any, make_contact: Any, bring: Any) -> None:
    make_contact(owner, family="鈴木", given="一郎", family_kana="すずき", given_kana="いちろう")
    assert only(bring(card("スズキ", "イチロウ"))).verdict == Verdict.DOUBTFUL


def test_the_same_card_number_is_the_same_person_whatever_the_name(bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "花", UID="abc-1")))
    row = only(bring(card("田中", "花", UID="abc-1")))
    assert (row.verdict, row.reason) == ("merge", "前に取り込んだカードと同じ番号です")


def test_one_person_twice_in_a_file_is_one_row(bring: Any, accept: Any, owner: Any) -> None:
    batch = bring(
        card("鈴木", "一郎", EMAIL="a@example.jp", TITLE="課長", REV="2024-01-01")
        + card("田中", "次郎")
        + card("鈴木", "一郎", EMAIL="a@example.jp", TITLE="部長", TEL="090-1111-2222", REV="2025-01-01")
    )
    first, _second = rows_of(batch)
    assert first.where == "1枚目のカード、3枚目のカード"
    assert "2回出てくる" in first.reason
    accept(batch)
    person = owner.contacts.get(family="鈴木")
    assert person.title == "部長"
    assert [fact.text for fact in person.facts.all()] == ["以前の肩書きは「課長」でした。"]
    assert person.points.count() == 2


def test_namesakes_in_one_file_are_asked_about(bring: Any, accept: Any, owner: Any) -> None:
    batch = bring(card("鈴木", "一郎", TEL="090-1111-2222") + card("鈴木", "一郎", TEL="080-3333-4444"))
    first, second = rows_of(batch)
    assert (first.verdict, second.verdict) == ("new", "doubtful")
    assert second.candidates == [{"kind": "row", "number": 0, "name": "鈴木 一郎(1枚目のカード)"}]


def test_other_owners_people_are_never_matched(stranger: Any, make_contact: Any, bring: Any) -> None:
    make_contact(stranger, family="鈴木", given="一郎", organisation="みどり商店")
    row = only(bring(card("鈴木", "一郎", ORG="みどり商店")))
    assert (row.verdict, row.candidates) == ("new", [])


def test_what_the_owner_wrote_stays_and_is_said_to_stay(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    person = make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店", title="店長")
    batch = bring(card("鈴木", "一郎", ORG="みどり商店", TITLE="主任"))
    [field] = only(batch).fields
    assert (field["wins"], field["now"], field["file"]) == ("now", "店長", "主任")
    assert "今の内容を残します" in field["why"]
    accept(batch)
    person.refresh_from_db()
    assert person.title == "店長"
    assert [fact.text for fact in person.facts.all()] == ["取り込んだ記録では、肩書きは「主任」でした。"]


def test_a_newer_card_wins_and_the_older_value_becomes_a_note(owner: Any, bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", EMAIL="a@example.jp", ORG="みどり商店", REV="2024-05-01")))
    accept(bring(card("鈴木", "一郎", EMAIL="a@example.jp", ORG="あおぞら事務所", REV="2025-05-01")))
    person = owner.contacts.get()
    assert person.organisation == "あおぞら事務所"
    assert [fact.text for fact in person.facts.all()] == ["以前の会社・事務所は「みどり商店」でした。"]
    assert person.provenance["organisation"]["on"] == "2025-05-01"


def test_an_older_card_does_not_move_anything_back(owner: Any, bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", EMAIL="a@example.jp", ORG="あおぞら事務所", REV="2025-05-01")))
    batch = bring(card("鈴木", "一郎", EMAIL="a@example.jp", ORG="みどり商店", REV="2024-05-01"))
    [field] = only(batch).fields
    assert field["wins"] == "now"
    accept(batch)
    assert owner.contacts.get().organisation == "あおぞら事務所"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"no idea what this is"])
def test_what_cannot_be_read_leaves_nothing_behind(owner: Any, now: Any, data: bytes) -> None:
    import io

    from yorisoi.apps.exchange import services
    from yorisoi.apps.exchange.format import Options

    with pytest.raises(Unreadable):
        services.plan_file(owner=owner, name="x.bin", stream=io.BytesIO(data), options=Options(), now=now)
    assert not ImportBatch.objects.exists()
    assert not PlanRow.objects.exists()
    assert not list(desk.folder().iterdir())


def test_too_long_a_value_is_trimmed_and_said_so(owner: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("長" * 200, "太郎", NOTE="あ" * 5000))
    assert any("姓が長いため" in warning or "長" in warning for warning in only(batch).warnings)
    accept(batch)
    assert len(owner.contacts.get().family) == 80
