"""`yorisoi card`: a photograph in, the fields of a person out; no data folder, no database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from yorisoi.core.cards import Box, CardFields, CardReading, Doubt

SAMPLES = Path(__file__).parents[1] / "samples" / "card_reading"
PROMISED = [
    "name", "family", "given", "kana", "company", "dept", "title", "email", "url", "tel", "fax", "mobile", "zip", "addr", "doubts",
]  # fmt: skip
READ = CardFields(
    name="佐藤 健一",
    family="佐藤",
    given="健一",
    company="佐藤税理士事務所",
    department="相続部",
    address="大阪市北区梅田1-2-3 梅田第一ビル 5F",
    doubts=(
        Doubt(field="address", why="ご確認ください。", box=Box(left=0.12345, top=0, right=1, bottom=1)),
        Doubt(field="name", why="?"),
    ),
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", lambda jpeg: CardReading(fields=READ))


def test_a_photograph_is_read_for_real(yorisoi: Callable[..., Result]) -> None:
    answer = json.loads(yorisoi("card", SAMPLES / "poor.jpg", "--json").output)
    expected = json.loads((SAMPLES / "poor.expected.json").read_text(encoding="utf-8"))
    assert {key: answer[key] for key in expected} == expected


@pytest.mark.usefixtures("told")
def test_the_keys_are_those_promised(yorisoi: Callable[..., Result]) -> None:
    answer = json.loads(yorisoi("card", SAMPLES / "poor.jpg", "--json").output)
    assert list(answer) == PROMISED
    assert (answer["dept"], answer["addr"], answer["kana"]) == ("相続部", "大阪市北区梅田1-2-3 梅田第一ビル 5F", "")
    assert answer["doubts"] == [
        {"field": "addr", "why": "ご確認ください。", "box": [0.1235, 0, 1, 1]},
        {"field": "name", "why": "?", "box": None},
    ]


@pytest.mark.usefixtures("told")
def test_it_is_told_in_words(yorisoi: Callable[..., Result]) -> None:
    lines = yorisoi("card", SAMPLES / "poor.jpg").output.splitlines()
    assert lines[0] == "お名前: 佐藤 健一  ※"
    assert "会社・団体: 佐藤税理士事務所" in lines
    assert not any("FAX" in line for line in lines)
    assert lines[-1].startswith("※ ")
    assert lines[-1].endswith("お確かめください。")


def test_a_picture_without_print_says_what_to_do(
    yorisoi: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", lambda jpeg: CardReading(fields=CardFields()))
    assert "明るいところ" in yorisoi("card", SAMPLES / "poor.jpg").output


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("card.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "写真ではない"),
        ("card.pdf", b"%PDF-1.7", "PDF"),
        ("card.jpg", b"", "空"),
        ("card.txt", b"hello", "JPEG"),
        ("big.jpg", b"\xff" * (21 * 1024 * 1024), "20MB"),
    ],
)
def test_what_is_no_picture_is_told_in_one_line(
    refused: Callable[..., str], tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    sentence = refused("card", tmp_path / name, "--json")
    assert says in sentence
    assert name in sentence


def test_a_file_that_is_not_there(refused: Callable[..., str], tmp_path: Path) -> None:
    assert refused("card", tmp_path / "none.jpg")


def test_the_missing_reader_is_told(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    from yorisoi.apps.cards.ocr import ReaderMissingError

    def missing(jpeg: bytes) -> CardReading:
        raise ReaderMissingError

    monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", missing)
    assert "yorisoi[ocr]" in refused("card", SAMPLES / "poor.jpg")
