"""What a talk becomes once it is known who the owner is, and keys that make a second import change nothing."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.apps.exchange.format import Options, read_file
from yorisoi.apps.exchange.record import Conversation

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "samples" / "line"
HEAD = "[LINE] 見本 花子とのトーク履歴\n保存日時：2026/04/10 09:05\n\n2026/03/02(月)\n"


def talk(text: str, name: str = "a.txt", **options: object) -> Conversation:
    return read_file(name, io.BytesIO(text.encode()), Options(**options), now=NOW).conversations[0]  # type: ignore[arg-type]


def sample(name: str, **options: object) -> Conversation:
    return read_file(name, SAMPLES / name, Options(**options), now=NOW).conversations[0]  # type: ignore[arg-type]


def keys(room: Conversation, me: str = "試作 太郎", **told: str) -> list[str]:
    return [one.key for one in room.happenings(me, **told)]


def test_reading_twice_gives_the_same_keys() -> None:
    assert keys(sample("mobile_ja_1to1.txt")) == keys(sample("mobile_ja_1to1.txt"))


def test_keeping_the_words_changes_no_key() -> None:
    assert keys(sample("mobile_ja_1to1.txt")) == keys(sample("mobile_ja_1to1.txt", keep_bodies=True))


def test_all_keys_of_a_room_differ_even_for_equal_messages_of_one_minute() -> None:
    room = talk(HEAD + "10:00\t見本 花子\tはい\n" * 3 + "10:00\t試作 太郎\tはい\n")
    assert len(set(keys(room))) == 4


def test_a_later_and_longer_export_keeps_every_key() -> None:
    early = HEAD + "10:00\t見本 花子\tはい\n10:00\t見本 花子\tはい\n10:01\t試作 太郎\tいいえ\n"
    later = early.replace("04/10", "05/20") + "\n2026/05/01(金)\n9:00\t見本 花子\tはい\n"
    assert keys(talk(later))[:3] == keys(talk(early))


@given(
    st.lists(st.tuples(st.integers(0, 23), st.sampled_from(["見本 花子", "試作 太郎"]), st.sampled_from(["あ", "い", "[写真]"]))),
    st.integers(0, 30),
)  # fmt: skip
def test_an_export_cut_at_any_message_shares_its_keys_with_the_whole(
    messages: list[tuple[int, str, str]], cut: int
) -> None:
    def keyed(some: list[tuple[int, str, str]]) -> list[str]:
        return keys(talk(HEAD + "".join(f"{hour}:00\t{who}\t{body}\n" for hour, who, body in some)))

    messages = sorted(messages, key=lambda one: one[0]) or [(0, "見本 花子", "あ")]
    part = messages[: max(1, cut)]
    assert keyed(messages)[: len(part)] == keyed(part)
    assert len(set(keyed(messages))) == len(messages)


def test_the_phone_and_the_pc_export_of_one_room_have_the_same_keys() -> None:
    phone = talk(HEAD + '10:00\t見本 花子\t[スタンプ]\n10:01\t試作 太郎\t"二行\nです"\n10:02\t見本 花子\tはい\n')
    pc = talk(
        "\ufeff2026.03.02 月曜日\n10:00 見本 花子 スタンプ\n10:01 試作 太郎 二行\nです\n10:02 見本 花子 はい\n",
        name="[LINE]見本 花子.txt",
        me=("試作 太郎",),
    )
    assert keys(phone) == keys(pc)


def test_a_scope_of_its_own_outlives_a_change_of_name() -> None:
    before = talk(HEAD + "10:00\t見本 花子\tはい\n10:01\t試作 太郎\tはい\n")
    after = talk((HEAD + "10:00\t見本 花子\tはい\n10:01\t試作 太郎\tはい\n").replace("見本 花子", "花子先生"))
    assert keys(before) != keys(after)
    assert keys(before, scope="7") == keys(after, scope="7")


def test_two_people_thanked_in_one_minute_have_different_keys() -> None:
    one = talk(HEAD + "10:00\t試作 太郎\tありがとうございます\n")
    other = talk((HEAD + "10:00\t試作 太郎\tありがとうございます\n").replace("見本 花子", "例示 次郎"))
    assert not set(keys(one)) & set(keys(other))


def test_directions_of_words_calls_and_missed_calls() -> None:
    told = [(one.direction, one.kind, one.form) for one in sample("calls.txt").happenings("試作 太郎")]
    assert told[:5] == [
        ("theirs", "message", "missed_call"),
        ("mine", "message", "missed_call"),
        ("mine", "message", "cancelled_call"),
        ("mutual", "call", "call"),
        ("mutual", "call", "call"),
    ]


def test_what_was_unsent_or_said_by_the_room_never_happened() -> None:
    room = sample("mobile_ja_1to1.txt")
    assert not [one for one in room.spoken if one.at.hour == 12 and one.at.minute > 3]


def test_words_are_not_kept_unless_asked_for() -> None:
    assert all(one.text is None for one in sample("mobile_ja_1to1.txt").spoken)
    assert all(one.text is None for one in sample("mobile_ja_1to1.txt").happenings("試作 太郎"))


def test_of_two_the_one_who_is_not_the_partner_is_the_owner_by_any_name() -> None:
    room = sample("mobile_ja_1to1.txt")
    assert keys(room, me="別の名前") == keys(room)
    assert room.me_guess == "試作 太郎"


def test_in_a_group_only_what_is_addressed_passes_between_two() -> None:
    room = sample("group_addressed.txt", me=("試作 太郎",))
    assert [one.direction for one in room.happenings(partner="見本 花子")] == ["theirs", "mine"]
    assert room.happenings(partner="例示 次郎") == ()
    assert "Auto-reply" not in room.speakers


def test_a_room_of_three_is_a_group_whatever_its_heading() -> None:
    assert talk(HEAD + "10:00\t甲\tあ\n10:01\t乙\tい\n10:02\t丙\tう\n").group


def test_every_moment_is_aware_and_of_tokyo() -> None:
    assert {one.at.utcoffset() for one in sample("mobile_en_ymd.txt").spoken} == {timedelta(hours=9)}


def test_a_question_hopes_for_an_answer_and_a_greeting_does_not() -> None:
    quiet = [
        "ありがとうございました！",
        "お返事は不要です",
        "了解しました",
        "それは何よりです。",
        "教えていただいた件、助かりました",
    ]
    asking = [
        "来週のご都合はいかがですか",
        "いつ?",
        "お返事をお待ちしています",
        "資料を教えてください",
        "可能でしょうか。\n以上です",
    ]
    rows = "".join(f'10:00\t試作 太郎\t"{body}\n"\n' for body in (*quiet, *asking))
    asks = [one.asks_reply for one in talk(HEAD + rows).spoken]
    assert asks == [False] * len(quiet) + [True] * len(asking)


@pytest.mark.parametrize(
    ("name", "count"),
    [("mobile_ja_1to1.txt", 10), ("mobile_ja_group.txt", 3), ("mobile_ja_openchat.txt", 1), ("pc_ja.txt", 5)],
)
def test_each_timed_line_of_a_person_is_one_message(name: str, count: int) -> None:
    assert len(sample(name).spoken) == count


def test_an_unknown_sender_is_found_once_the_name_is_told() -> None:
    assert "送信者不明" in sample("pc_ja.txt").speakers
    assert "送信者不明" not in sample("pc_ja.txt", known_names=("試作 太郎",)).speakers


def test_dates_that_can_be_read_two_ways_are_asked_about() -> None:
    text = "[LINE] Chat history with A\n\nWed, 03/02/2026\n10:00\tA\thi\n"
    reading = read_file("a.txt", io.BytesIO(text.encode()), now=NOW)
    assert reading.question == "date_order"
    saved = text.replace("\n\n", "\nSaved on: 26/09/2026, 11:00\n\n")
    assert read_file("a.txt", io.BytesIO(saved.encode()), now=NOW).conversations[0].spoken[0].at.month == 2
