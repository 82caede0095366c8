"""The sample network: moved by whole weeks, it looks recent on any day and stays true to itself."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from yorisoi import data
from yorisoi.data import demo_dates

WRITTEN = date(2026, 11, 22)  # a day on which nothing has to move
DAYS = [
    date(2026, 11, 21),
    date(2026, 11, 27),
    date(2026, 12, 31),
    date(2027, 2, 28),
    date(2028, 2, 29),
    date(2031, 7, 9),
]
WEEKDAYS = "月火水木金土日"
OWNER = "堀田 みのり"


def line_days(text: str) -> list[tuple[date, str]]:
    found = re.findall(r"^(\d{4})[/.](\d\d)[/.](\d\d)(?:\((.)\)| (.)曜日)$", text.replace("\r", ""), re.MULTILINE)
    return [(date(int(y), int(m), int(d)), a or b) for y, m, d, a, b in found]


def talks(files: dict[str, bytes]) -> dict[str, str]:
    return {path: body.decode("utf-8-sig") for path, body in files.items() if path.startswith("line/")}


def contacts(files: dict[str, bytes]) -> list[dict[str, object]]:
    parsed = json.loads(files["yorisoi.json"])
    assert (parsed["format"], parsed["version"]) == ("yorisoi", 1)
    return parsed["contacts"]


def test_on_the_written_days_not_a_byte_changes() -> None:
    folder = Path(demo_dates.__file__).parent / "demo"
    for path, body in demo_dates.shifted(WRITTEN).items():
        assert body == (folder / path).read_bytes()


@pytest.mark.parametrize("today", DAYS)
def test_the_last_day_of_history_is_one_to_seven_days_ago(today: date) -> None:
    files = demo_dates.shifted(today)
    last = max(day for text in talks(files).values() for day, _ in line_days(text))
    assert 1 <= (today - last).days <= 7
    moments = [
        datetime.fromisoformat(str(row["at"]))
        for person in contacts(files)
        for row in person["interactions"]  # type: ignore[union-attr]
    ]
    assert max(moments).date() < today


@pytest.mark.parametrize("today", [WRITTEN, *DAYS])
def test_every_day_of_a_talk_carries_its_own_weekday(today: date) -> None:
    for path, text in talks(demo_dates.shifted(today)).items():
        days = line_days(text)
        assert len(days) >= 3, path
        assert [day for day, _ in days] == sorted(day for day, _ in days)
        for day, sign in days:
            assert WEEKDAYS[day.weekday()] == sign, (path, day)
            assert day.weekday() < 5, (path, day)


@pytest.mark.parametrize("today", DAYS)
def test_all_dates_move_together_and_by_whole_weeks(today: date) -> None:
    before, after = contacts(demo_dates.shifted(WRITTEN)), contacts(demo_dates.shifted(today))
    moved = {
        date.fromisoformat(str(new["met_on"])) - date.fromisoformat(str(old["met_on"]))
        for old, new in zip(before, after, strict=True)
        if old["met_on"]
    }
    assert moved == {timedelta(weeks=demo_dates.weeks_to(today))}


@pytest.mark.parametrize("today", DAYS)
def test_birthdays_and_numbers_stay(today: date) -> None:
    old, new = demo_dates.shifted(WRITTEN), demo_dates.shifted(today)
    assert [p["birthday"] for p in contacts(old)] == [p["birthday"] for p in contacts(new)]
    assert [p["uid"] for p in contacts(old)] == [p["uid"] for p in contacts(new)]
    for name in ("address_book.vcf", "old_phone.vcf"):
        for line in (b"BDAY", b"TEL", b"EMAIL"):
            assert [x for x in old[name].splitlines() if x.startswith(line)] == [
                x for x in new[name].splitlines() if x.startswith(line)
            ]


def test_a_day_spoken_of_moves_with_the_day_it_means() -> None:
    files = demo_dates.shifted(WRITTEN + timedelta(weeks=3))
    wish = next(
        fact
        for person in contacts(files)
        for fact in person["facts"]
        if fact["wish"] == "not_before"  # type: ignore[union-attr,index]
    )
    until = date.fromisoformat(wish["until"])
    assert until == date(2027, 3, 29)
    assert f"{until.month}月{until.day}日" in wish["text"]


def test_a_folder_of_ones_own_can_be_moved_too(tmp_path: Path) -> None:
    (tmp_path / "line").mkdir()
    (tmp_path / "line" / "a.txt").write_text("2026/11/20(金)\n10:00\tA\t2月28日までに 0120-26-11-20 と 1999-11-20\n")
    (tmp_path / "old_phone.vcf").write_bytes("REV:20261120T030000Z\r\nX-GN:仕事\r\n".encode("cp932"))
    files = demo_dates.shifted(date(2026, 11, 29), tmp_path)
    assert files["line/a.txt"].decode() == "2026/11/27(金)\n10:00\tA\t3月7日までに 0120-26-11-20 と 1999-11-20\n"
    assert files["old_phone.vcf"].decode("cp932") == "REV:20261127T030000Z\r\nX-GN:仕事\r\n"


def test_what_only_looks_like_a_day_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "yorisoi.json").write_text("2026-13-45 2月30日 20261345T000000 13月1日")
    assert demo_dates.shifted(date(2030, 1, 1), tmp_path)["yorisoi.json"].decode() == (
        "2026-13-45 2月30日 20261345T000000 13月1日"
    )


def test_the_files_come_in_the_order_to_bring_them_in() -> None:
    names = list(demo_dates.shifted(WRITTEN))
    assert names[:4] == ["yorisoi.json", "address_book.vcf", "old_phone.vcf", "cards_eight_cp932.csv"]
    assert [name.split("/")[0] for name in names[4:]] == ["line"] * 8 + ["gatherings.json", "cards"] + ["drafts"] * 3


def test_the_cards_are_the_bytes_the_card_app_writes() -> None:
    cards = demo_dates.shifted(WRITTEN)["cards_eight_cp932.csv"]
    with pytest.raises(UnicodeDecodeError):
        cards.decode("utf-8")
    lines = cards.decode("cp932").split("\r\n")
    assert lines[7].startswith("会社名,部署名,役職,姓,名,e-mail")
    assert all(line.count(",") == 17 for line in lines[7:] if line)
    assert int(lines[1].split()[1]) == len([line for line in lines[8:] if line])


def test_the_old_phone_writes_quoted_printable_in_its_own_encoding() -> None:
    cards = demo_dates.shifted(WRITTEN)["old_phone.vcf"]
    assert b"ENCODING=QUOTED-PRINTABLE" in cards
    assert b"SOUND;X-IRMC-N" in cards
    assert cards.count(b"BEGIN:VCARD") == cards.count(b"END:VCARD") == 6
    with pytest.raises(UnicodeDecodeError):
        cards.decode("utf-8")


def test_what_is_known_uses_only_the_words_the_product_knows() -> None:
    kinds = {"strength", "interest", "concern", "value", "background", "family", "avoid", "request", "note"}
    people = contacts(demo_dates.shifted(WRITTEN))
    assert 30 <= len(people) <= 45
    for person in people:
        assert person["profession"] in data.professions()
        assert person["closeness"] in ("remember", "outer", "middle", "close")
        for fact in person["facts"]:  # type: ignore[attr-defined]
            assert fact["kind"] in kinds
            assert fact["source"]
            assert date.fromisoformat(fact["on"]) <= demo_dates.LAST_DAY
            assert (fact["state"] is not None) is (fact["kind"] == "concern")
            assert (fact["wish"] is None) or fact["kind"] == "request"
        moments = [row["at"] for row in person["interactions"]]  # type: ignore[attr-defined]
        assert moments == sorted(moments)


def test_every_talk_is_between_the_owner_and_someone_known() -> None:
    files = demo_dates.shifted(WRITTEN)
    known = {f"{person['family']} {person['given']}" for person in contacts(files)}
    for path, text in talks(files).items():
        partner = re.sub(r"^line/\[LINE\]\s*|とのトーク|\.txt$", "", path)
        assert partner in known
        assert OWNER in text
        assert partner in text


def test_the_drafts_are_for_someone_in_the_network() -> None:
    files = demo_dates.shifted(WRITTEN)
    known = {f"{person['family']} {person['given']}" for person in contacts(files)}
    drafts = json.loads(files["drafts/drafts.json"])["drafts"]
    assert [draft["file"] for draft in drafts] == ["pushy.txt", "kind.txt"]
    assert {draft["contact"] for draft in drafts} <= known
    assert all(files[f"drafts/{draft['file']}"].strip() for draft in drafts)


def test_nobody_in_it_can_be_reached() -> None:
    for path, body in demo_dates.shifted(WRITTEN).items():
        if path.endswith(".jpg"):
            continue  # what is printed on it is read in tests/doors/test_demo.py
        text = body.decode("cp932" if path in ("cards_eight_cp932.csv", "old_phone.vcf") else "utf-8").replace(
            "\r\n ", ""
        )
        for mail in re.findall(r"[\w.+-]+@[\w.-]+", text):
            assert mail.endswith(".example.jp"), mail
        for number in re.findall(r"0\d{1,3}-\d{3,4}-\d{4}", text):
            assert "-000" in number, number
