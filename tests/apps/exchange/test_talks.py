"""Talk histories: whose they are, who I am in them, only the new, and never against someone's wish."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.apps.exchange.conftest import all_rows, card, talk
from yorisoi.apps.exchange import desk, services
from yorisoi.apps.exchange.errors import FileGoneError, QuestionOpenError
from yorisoi.apps.exchange.format import Options
from yorisoi.apps.interactions.models import Interaction, Standing

TOKYO = ZoneInfo("Asia/Tokyo")
LINES = (
    ("10:00", "みのり", "先日はありがとうございました"),
    ("10:30", "鈴木 一郎", "こちらこそ"),
    ("10:30", "鈴木 一郎", "また今度"),
)


@pytest.fixture
def ichiro(owner: Any, make_contact: Any) -> Any:
    return make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店")


def bring_talk(
    bring: Any, *lines: Any, partner: str = "鈴木 一郎", me: tuple[str, ...] = ("みのり",), **more: Any
) -> Any:
    return bring(talk(partner, *(lines or LINES)), name="talk.txt", me=me, **more)


def test_a_full_name_finds_its_person(ichiro: Any, bring: Any, accept: Any) -> None:
    batch = bring_talk(bring)
    row = batch.rows.get()
    assert (row.verdict, row.target_id, row.gains["touches"]) == ("merge", ichiro.pk, 3)
    accept(batch)
    rows = list(Interaction.objects.order_by("at", "pk"))
    assert [row.direction for row in rows] == ["mine", "theirs", "theirs"]
    assert rows[0].at == datetime(2026, 10, 1, 10, 0, tzinfo=TOKYO)
    assert {row.channel for row in rows} == {"line"}
    assert Standing.objects.get(contact=ichiro).last_theirs_at == datetime(2026, 10, 1, 10, 30, tzinfo=TOKYO)


def test_words_are_kept_only_with_leave(ichiro: Any, bring: Any, accept: Any) -> None:
    accept(bring_talk(bring))
    assert {row.text for row in Interaction.objects.all()} == {""}
    assert all(row.length for row in Interaction.objects.all())


def test_words_are_kept_with_leave(ichiro: Any, bring: Any, accept: Any) -> None:
    accept(bring_talk(bring, keep_bodies=True))
    assert "また今度" in {row.text for row in Interaction.objects.all()}


def test_a_nickname_is_asked_about(ichiro: Any, bring: Any) -> None:
    row = bring_talk(bring, ("10:00", "一郎", "やあ"), partner="一郎").rows.get()
    assert row.verdict == "doubtful"
    assert [candidate["number"] for candidate in row.candidates] == [ichiro.pk]


def test_an_unknown_partner_is_new(bring: Any, accept: Any, owner: Any) -> None:
    batch = bring_talk(bring, ("10:00", "さくら", "やあ"), partner="さくら")
    assert batch.rows.get().verdict == "new"
    accept(batch)
    person = owner.contacts.get()
    assert person.family == "さくら"
    assert [(point.kind, point.value) for point in person.points.all()] == [("line", "さくら")]


def test_a_talk_name_once_settled_is_known(ichiro: Any, owner: Any, bring: Any, accept: Any) -> None:
    batch = bring_talk(bring, ("10:00", "一郎", "やあ"), partner="一郎")
    services.choose(owner=owner, batch=batch, choices={batch.rows.get().pk: "same:0"})
    accept(batch)
    later = bring_talk(bring, ("10:00", "一郎", "やあ"), ("11:00", "一郎", "では"), partner="一郎")
    row = later.rows.get()
    assert (row.verdict, row.target_id, row.gains) == ("merge", ichiro.pk, {"touches": 1})


def test_the_same_talk_again_changes_nothing(ichiro: Any, bring: Any, accept: Any) -> None:
    accept(bring_talk(bring))
    before = all_rows()
    again = bring_talk(bring)
    assert again.rows.get().verdict == "skip"
    accept(again)
    assert all_rows() == before


def test_a_longer_export_adds_only_the_new(ichiro: Any, bring: Any, accept: Any) -> None:
    accept(bring_talk(bring))
    batch = bring_talk(bring, *LINES, ("10:30", "鈴木 一郎", "また今度"), ("11:00", "みのり", "はい"))
    assert batch.rows.get().gains == {"touches": 2}
    assert accept(batch).interactions == 2
    assert Interaction.objects.count() == 5


def test_a_new_display_name_does_not_double_the_past(ichiro: Any, owner: Any, bring: Any, accept: Any) -> None:
    accept(bring_talk(bring))
    renamed = [(time, "鈴木 一郎☆" if who != "みのり" else who, words) for time, who, words in LINES]
    batch = bring_talk(bring, *renamed, partner="鈴木 一郎☆")
    accept(batch)
    assert Interaction.objects.count() == 3


def test_two_people_saying_the_same_at_one_minute_are_both_kept(
    ichiro: Any, owner: Any, make_contact: Any, bring: Any, accept: Any
) -> None:
    make_contact(owner, family="田中", given="次郎")
    accept(bring_talk(bring, ("10:00", "鈴木 一郎", "はい")))
    accept(bring_talk(bring, ("10:00", "田中 次郎", "はい"), partner="田中 次郎"))
    assert Interaction.objects.count() == 2


def test_what_was_written_by_hand_is_not_doubled(ichiro: Any, owner: Any, now: Any, bring: Any, accept: Any) -> None:
    from yorisoi.apps.interactions import services as interactions

    at = datetime(2026, 10, 1, 10, 30, 20, tzinfo=TOKYO)
    interactions.record(
        owner=owner, contact=ichiro, at=at, direction="theirs", channel="line", kind="message", now=now, once_key="tap"
    )
    assert accept(bring_talk(bring)).interactions == 2  # one of the two at that minute was here already
    assert bring_talk(bring).rows.get().verdict == "skip"


def test_a_closed_tie_stays_closed_whatever_the_file_holds(
    owner: Any, make_contact: Any, bring: Any, accept: Any
) -> None:
    closed = datetime(2026, 9, 1, 12, 0, tzinfo=TOKYO)
    person = make_contact(owner, family="鈴木", given="一郎", closed_at=closed, closed_because="asked_to_stop")
    batch = bring_talk(bring)
    assert "そっとしておく方" in batch.rows.get().reason
    accept(batch)
    person.refresh_from_db()
    assert (person.closed_at, person.closed_because) == (closed, "asked_to_stop")
    standing = Standing.objects.get(contact=person)
    assert standing.opens_at is None
    accept(bring(card("鈴木", "一郎", TEL="090-1111-2222", ORG="みどり商店"), name="b.vcf"))
    person.refresh_from_db()
    assert person.closed_at == closed


def test_a_late_old_message_moves_nothing_back(ichiro: Any, owner: Any, now: Any, bring: Any, accept: Any) -> None:
    from yorisoi.apps.interactions import services as interactions

    recent = now - timedelta(days=3)
    interactions.record(
        owner=owner, contact=ichiro, at=recent, direction="theirs", channel="email", kind="message", now=now
    )
    before = Standing.objects.get(contact=ichiro)
    accept(bring_talk(bring))
    after = Standing.objects.get(contact=ichiro)
    assert after.last_theirs_at == before.last_theirs_at == recent
    assert after.unanswered <= before.unanswered
    assert after.touched_at == before.touched_at


def test_who_i_am_is_asked_once(ichiro: Any, owner: Any, now: Any, bring: Any, accept: Any) -> None:
    batch = bring_talk(bring, me=())
    assert batch.question == "who_is_me"
    assert batch.material["guess"] == "みのり"
    assert {speaker["name"] for speaker in batch.material["speakers"]} == {"みのり", "鈴木 一郎"}
    kept = desk.kept_file(batch.uid)
    assert kept.stat().st_mode & 0o777 == 0o600
    with pytest.raises(QuestionOpenError):
        accept(batch)
    answered = services.answer(owner=owner, batch=batch, options=Options(me=("みのり",)), now=now)
    assert not answered.question
    assert not kept.exists()
    assert owner.preferences.my_names == []  # nothing but the plan before it is accepted
    accept(answered)
    owner.preferences.refresh_from_db()
    assert owner.preferences.my_names == ["みのり"]
    assert bring_talk(bring, me=()).question == ""


def test_an_answer_holds_for_the_other_waiting_files(owner: Any, now: Any, bring: Any) -> None:
    first = bring_talk(bring, me=())
    second = bring_talk(bring, ("9:00", "みのり", "やあ"), ("9:10", "田中", "はい"), partner="田中", me=())
    assert second.question == "who_is_me"
    services.answer(owner=owner, batch=first, options=Options(me=("みのり",)), now=now)
    second.refresh_from_db()
    assert second.question == ""
    assert bring_talk(bring, ("9:00", "みのり", "やあ"), partner="山本", me=()).question == ""


def test_a_kept_file_goes_with_its_plan(owner: Any, now: Any, bring: Any) -> None:
    batch = bring_talk(bring, me=())
    services.abandon(owner=owner, batch=batch, now=now)
    assert not desk.kept_file(batch.uid).exists()


def test_a_kept_file_that_is_gone_is_said_kindly(owner: Any, now: Any, bring: Any) -> None:
    batch = bring_talk(bring, me=())
    desk.forget(batch.uid)
    with pytest.raises(FileGoneError, match="もう一度選んでください"):
        services.answer(owner=owner, batch=batch, options=Options(me=("みのり",)), now=now)


def test_in_a_group_only_what_names_someone_counts(ichiro: Any, owner: Any, bring: Any, accept: Any) -> None:
    text = (
        "[LINE] 勉強会のトーク履歴\n保存日時:2026/11/01 10:00\n\n2026/10/01(木)\n"
        "10:00\tみのり\t皆さん、おはようございます\n10:01\t鈴木 一郎\t@みのり 資料ありがとうございます\n10:02\t田中\tおはようございます\n"
    )
    batch = bring(text, name="talk.txt", me=("みのり",))
    assert [row.name for row in batch.rows.all()] == ["鈴木 一郎"]
    accept(batch)
    assert [row.direction for row in Interaction.objects.all()] == ["theirs"]
