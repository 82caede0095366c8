"""Pictures read for real, and kept as plain data. The reader of print is woken once for all of these tests."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from yorisoi.apps.cards import ocr, qr, reading
from yorisoi.apps.cards.picture import open_picture
from yorisoi.core.cards import Box, CardFields, CardReading, Doubt, Line

SAMPLES = Path(__file__).parents[2] / "samples" / "card_reading"
KEYS = {"dept": "department", "addr": "address"}
CARDS = sorted(SAMPLES.glob("*.jpg"))


def jpeg(name: str) -> bytes:
    return open_picture((SAMPLES / f"{name}.jpg").read_bytes()).jpeg


def expected(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_photograph_is_read(path: Path) -> None:
    found = reading.read_card(jpeg(path.stem))
    assert {key: getattr(found.fields, KEYS.get(key, key)) for key in expected(path.stem)} == expected(path.stem)
    assert all(
        0 <= line.box.left < line.box.right <= 1 and 0 <= line.box.top < line.box.bottom <= 1 for line in found.lines
    )
    assert reading.load(json.loads(json.dumps(reading.dump(found)))) == found


def test_the_code_goes_before_the_print() -> None:
    found = reading.read_card(jpeg("code"))
    assert found.qr.startswith("BEGIN:VCARD")
    assert found.fields.mobile == "080-2345-6780"
    assert "mobile" not in {doubt.field for doubt in found.fields.doubts}


@pytest.mark.slow
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_photograph_taken_the_wrong_way_round_is_read(turned: int) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg("poor"))) as picture:
        picture.rotate(turned, expand=True).save(out, "JPEG", quality=92)
    found = reading.read_card(out.getvalue())
    assert found.fields.name == expected("poor")["name"]
    assert found.fields.company == expected("poor")["company"]
    assert all(
        0 <= line.box.left < line.box.right <= 1 and 0 <= line.box.top < line.box.bottom <= 1 for line in found.lines
    )


def test_a_picture_without_print_says_nothing() -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    assert reading.read_card(out.getvalue()) == CardReading(fields=CardFields())
    assert qr.read_qr(out.getvalue()) == ""


def test_without_the_reader_the_code_alone_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(jpeg: bytes) -> Any:
        raise ocr.ReaderMissingError

    monkeypatch.setattr(ocr, "read_print", missing)
    found = reading.read_card(jpeg("code"))
    assert (found.fields.name, found.fields.mobile, found.lines) == ("森下 由佳", "080-2345-6780", ())
    with pytest.raises(ocr.ReaderMissingError, match=r"yorisoi\[ocr\]"):
        reading.read_card(jpeg("poor"))


def test_the_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engine", None)
    monkeypatch.setitem(__import__("sys").modules, "rapidocr", None)
    with pytest.raises(ocr.ReaderMissingError):
        ocr.read_print(jpeg("poor"))


def test_reading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    reading.read_card(jpeg("poor"))
    assert capfd.readouterr() == ("", "")


def test_a_postal_code_is_looked_up() -> None:
    place = reading.place_of("5300001")
    assert place is not None
    assert (place.prefecture, place.city, place.town) == ("大阪府", "大阪市北区", "梅田")
    assert reading.place_of("0000000") is None
    assert reading.place_of("") is None


def test_a_reading_is_kept_whole() -> None:
    whole = CardReading(
        fields=CardFields(
            name="佐藤 健一",
            extra=("LINE @kenichi",),
            doubts=(
                Doubt(field="name", why="?", box=Box(left=0.1, top=0.2, right=0.3, bottom=0.4)),
                Doubt(field="zip", why="?"),
            ),
        ),
        lines=(Line(text="佐藤 健一", score=0.9, box=Box(left=0.1, top=0.2, right=0.3, bottom=0.4)),),
        qr="https://minato.example.jp",
    )
    assert reading.load(json.loads(json.dumps(reading.dump(whole)))) == whole


def test_an_older_or_empty_reading_is_opened_all_the_same() -> None:
    assert reading.load({}) == CardReading(fields=CardFields())
    assert reading.load({"fields": {"name": "佐藤 健一", "unknown": 1, "tel": None}}).fields == CardFields(
        name="佐藤 健一"
    )
