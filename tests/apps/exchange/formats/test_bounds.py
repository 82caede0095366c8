"""Files that are wrong, huge or hostile are refused early, kindly and with their line."""

from __future__ import annotations

import io
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yorisoi.apps.exchange.format import MAX_BYTES, Options, Unreadable, read_file
from yorisoi.apps.exchange.record import Reading
from yorisoi.apps.exchange.source import MAX_LINE, MAX_PEOPLE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEADER = "氏名,会社名,メール\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:見本 花子\nEND:VCARD\n"


def read(name: str, text: str | bytes, **options: object) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read_file(name, io.BytesIO(data), Options(**options), now=NOW)  # type: ignore[arg-type]


def refused(name: str, text: str | bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(name, text)
    assert caught.value.text.endswith("。")
    assert str(caught.value) == caught.value.text
    return caught.value


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken from it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "an unbounded read of an unbounded stream"
        self.given += size
        return b"x" * size


def test_a_file_of_any_size_is_given_up_at_the_bound() -> None:
    stream = Endless()
    with pytest.raises(Unreadable, match="50MBまで"):
        read_file("a.csv", stream, now=NOW)  # type: ignore[arg-type]
    assert stream.given <= MAX_BYTES + (1 << 20)


def test_a_large_file_on_disk_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.vcf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="大きすぎます"):
            read_file("large.vcf", path, now=NOW)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_missing_file_is_told_kindly(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="開けませんでした"):
        read_file("none.vcf", tmp_path / "none.vcf", now=NOW)


def test_a_million_rows_are_refused_at_the_row_too_many() -> None:
    error = refused("a.csv", HEADER + "山田 一郎,山田商店,\n" * 1_000_000)
    assert error.line == MAX_PEOPLE + 2
    assert "5" in error.text


def test_a_million_lines_of_talk_are_refused_or_read_in_bounded_time() -> None:
    text = (
        "[LINE] 見本 花子とのトーク履歴\n保存日時：2026/04/10 09:05\n\n2026/03/02(月)\n" + "10:00\tA\tx\n" * 1_000_000
    )
    started = time.process_time()
    error = refused("a.txt", text)
    assert error.line is not None
    assert "件を超えています" in error.text
    assert time.process_time() - started < 60


def test_cards_within_cards_without_end_cost_no_stack() -> None:
    assert refused("a.vcf", "BEGIN:VCARD\nAGENT:\n" * 100_000).line == 1
    inner = "BEGIN:VCARD\nFN:甲\nAGENT:\n" + "BEGIN:VCARD\n" * 100_000 + "END:VCARD\n" * 100_000 + "END:VCARD\n"
    assert [person.family for person in read("a.vcf", inner).people] == ["甲"]


def test_groups_within_groups_are_only_a_long_name() -> None:
    text = CARD.replace("FN:", "a." * 50_000 + "FN:")
    assert read("a.vcf", text).people[0].given == "花子"


def test_a_card_of_endless_lines_is_refused_with_its_line() -> None:
    error = refused("a.vcf", CARD + "BEGIN:VCARD\n" + "TEL:03-0000-1111\n" * 3000 + "END:VCARD\n")
    assert error.line == 5


def test_a_line_without_end_is_refused_with_its_number() -> None:
    assert refused("a.vcf", CARD.replace("花子", "花" * (MAX_LINE + 1))).line == 3
    assert refused("a.csv", HEADER + "花" * (MAX_LINE + 1) + "\n").line == 2
    folded = CARD.replace("花子", "花子" + "\n 花" * (MAX_LINE + 1))
    assert "長すぎて" in refused("a.vcf", folded).text


def test_a_photo_of_any_length_is_dropped_and_the_card_kept() -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * (MAX_LINE * 5) + "\nEND"
    assert read("a.vcf", CARD.replace("END", photo)).people[0].given == "花子"


def test_a_long_field_is_cut_with_a_warning() -> None:
    person = read("a.vcf", CARD.replace("花子", "花" * 500).replace("END:", "NOTE:" + "あ" * 5000 + "\nEND:")).people[0]
    assert len(person.given) == 80
    assert len(person.facts[0].text) == 2000
    assert person.warnings == ("名・覚え書きが長すぎたため、途中までにしました。",)


def test_many_doubts_are_told_in_few_words() -> None:
    problems = read("a.vcf", CARD.replace("END", "変な行\n" * 1000 + "END")).problems
    assert len(problems) == 51
    assert problems[-1].text == "ほかにも同じようなところが950件ありました。"


def test_a_json_of_countless_parts_is_refused_before_it_is_parsed() -> None:
    text = '{"format": "yorisoi", "version": 1, "contacts": [' + "[]," * 3_100_000 + "[]]}"
    tracemalloc.start()
    try:
        assert "多すぎます" in refused("a.json", text).text
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ['{"format": "yorisoi", "version": %s}' % ("9" * 5000), '{"format": "yorisoi"}'])
def test_a_json_with_odd_numbers_is_refused(text: str) -> None:
    assert refused("a.json", text).text


def test_a_format_chosen_by_name_is_the_only_one_tried() -> None:
    assert read("a.csv", CARD, format="vcard").format == "vcard"
    with pytest.raises(Unreadable, match="選び直して"):
        read("a.vcf", CARD, format="pigeon")


def test_half_a_file_tells_the_line_where_the_loose_end_begins() -> None:
    assert refused("a.vcf", CARD + CARD[:-12]).line == 5
    assert refused("a.csv", HEADER + '山田 一郎,"山田商店,\n鈴木 花,,\n').line == 2
    assert refused("a.json", '{"format": "yorisoi",\n"version": 1,\n"contacts": [{"fam').line == 3


def test_hostile_shapes_of_every_kind_take_no_long_time() -> None:
    started = time.process_time()
    many_cards = HEADER.replace("\n", ",備考\n") + "".join(f"山田 一郎,山田商店,,覚え{n}\n" for n in range(20_000))
    assert len(read("a.csv", many_cards).people[0].facts) == 500
    wide = read("a.csv", "," * 190_000 + "\n" + "氏名," * 30_000 + "\n").columns
    assert wide is not None
    assert {len(wide.headers), *map(len, wide.rows)} == {500}
    rest = "added " * 30_000
    assert read("a.txt", f"2026.03.02 月曜日\n10:00 {rest}\n").conversations[0].spoken
    names = "".join(f"10:00 名{n} あ\n" * 3 for n in range(10_000))
    assert len(read("a.txt", "2026.03.02 月曜日\n" + names).conversations[0].speakers) == 10_000
    phones = "".join(f"TEL:03-{n:08}\n" for n in range(400))
    assert len(read("a.vcf", CARD.replace("END", phones + "END") * 20).people[0].points) == 60
    assert time.process_time() - started < 30
