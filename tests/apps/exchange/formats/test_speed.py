"""Ten thousand cards and a long talk are read in seconds on one slow core."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime

import pytest

from yorisoi.apps.exchange.format import read_file, writers
from yorisoi.apps.exchange.record import FactNote, Person, Point

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CARDS, CARD_SECONDS = 10_000, 8.0  # the promise; a vCard library alone needs about half of it for the bare parse
MESSAGES, TALK_SECONDS = 50_000, 12.0


def people(count: int) -> list[Person]:
    return [
        Person(
            where="",
            uid=str(number),
            family=f"見本{number}",
            given="花子",
            family_kana="みほん",
            given_kana="はなこ",
            organisation=f"見本司法書士事務所{number}",
            title="代表",
            points=(
                Point(kind="mail", label="仕事", value=f"hanako{number}@example.jp"),
                Point(kind="mobile", value=f"090-0000-{number:04}"),
                Point(kind="address", value="〒100-0005 東京都千代田区丸の内1-1-1"),
            ),
            tags=("士業",),
            facts=(FactNote(kind="note", text="交流会で名刺交換"),),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("writer", writers(), ids=lambda writer: writer.name)
def test_ten_thousand_people_are_read_in_seconds(writer: object) -> None:
    data = writer.write(people(CARDS))  # type: ignore[attr-defined]
    started = time.process_time()
    reading = read_file("a", io.BytesIO(data), now=NOW)
    assert time.process_time() - started < CARD_SECONDS
    assert len(reading.people) == CARDS


def test_a_long_talk_is_read_in_seconds() -> None:
    rows = "".join(f"\n2026/{day % 12 + 1:02}/{day % 28 + 1:02}(月)\n" + '10:00\t見本 花子\tはい\n10:01\t試作 太郎\t"二行\nです？"\n' * 50 for day in range(MESSAGES // 100))  # fmt: skip
    data = f"[LINE] 見本 花子とのトーク履歴\n{rows}".encode()
    started = time.process_time()
    talk = read_file("a.txt", io.BytesIO(data), now=NOW).conversations[0]
    assert len(talk.happenings("試作 太郎")) == MESSAGES
    assert time.process_time() - started < TALK_SECONDS
