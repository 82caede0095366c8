"""Looking again where half a name may have been overlooked: what is added, and what is left alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from yorisoi.apps.cards.ocr import _Read, _whole_names

NAME, SMALL = 60, 20  # pixels of print


def line(text: str, left: float, top: float, size: float, *, down: bool = False) -> _Read:
    """A level or an upright line of signs as wide as they are high."""
    width, height = (size, size * len(text)) if down else (size * len(text), size)
    right, bottom = left + width, top + height
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)
    return _Read(text, 0.99, box, np.full((10, 10, 3), 255, np.uint8))


class Engine:
    """Reads what it was told to, and remembers where it was asked to look."""

    def __init__(self, *texts: str, score: float = 0.95) -> None:
        self.texts, self.score = list(texts), score
        self.asked: list[tuple[float, float, float, float]] = []

    def crop_text_regions(self, image: Any, boxes: Any) -> list[Any]:
        (left, top), (right, bottom) = boxes[0].min(axis=0), boxes[0].max(axis=0)
        self.asked.append((float(left), float(top), float(right), float(bottom)))
        return [np.full((10, 20, 3), 255, np.uint8)]

    def recognize_txt(self, crops: list[Any]) -> Any:
        return SimpleNamespace(txts=(self.texts.pop(0),), scores=(self.score,))


OTHERS = [line("株式会社みなと", 400, 20, SMALL), line("電話番号", 40, 300, SMALL), line("住職", 420, 60, SMALL)]
IMAGE = np.full((600, 800, 3), 255, np.uint8)


def texts(engine: Engine, *lines: _Read) -> list[str]:
    return [each.text for each in _whole_names(engine, IMAGE, [*lines, *OTHERS])][: len(lines)]


def test_a_sign_below_an_upright_family_name_is_found() -> None:
    engine = Engine("鈴木一")
    assert texts(engine, line("鈴木", 200, 100, NAME, down=True)) == ["鈴木一"]
    assert engine.asked == [(200, 100, 260, 220 + 2 * NAME)]


def test_a_sign_before_a_given_name_is_found() -> None:
    engine = Engine("健太郎", "林 健太郎")
    assert texts(engine, line("健太郎", 300, 100, NAME)) == ["林 健太郎"]
    assert engine.asked == [(300, 100, 480 + 2 * NAME, 160), (300 - 2 * NAME, 100, 480, 160)]


@pytest.mark.parametrize("seen", ["鈴木", "鈴木-", "鈴木0", "別物", "鈴木一二三", "鈴", "", "鈴木・"])
def test_what_is_no_more_of_a_name_is_not_added(seen: str) -> None:
    assert texts(Engine(seen, seen), line("鈴木", 200, 100, NAME, down=True)) == ["鈴木"]


def test_a_reading_that_is_not_sure_is_not_added() -> None:
    assert texts(Engine("鈴木一", "鈴木一", score=0.7), line("鈴木", 200, 100, NAME, down=True)) == ["鈴木"]


def test_the_line_is_no_surer_than_its_new_half() -> None:
    found = _whole_names(Engine("鈴木一", score=0.9), IMAGE, [line("鈴木", 200, 100, NAME, down=True), *OTHERS])
    assert found[0].score == 0.9
    assert found[0].box.max(axis=0).tolist() == [260, 340]


@pytest.mark.parametrize("text", ["鈴木", "一郎"])
def test_nothing_is_looked_for_where_something_else_stands(text: str) -> None:
    """鈴木  一郎 in two pieces: half of the one must not be read into the other."""
    other = line("一郎", 280, 105, NAME) if text == "鈴木" else line("鈴木", 20, 95, NAME)
    beyond = [line("代表取締役", 40, 110, SMALL), line("みなと商会", 360, 110, SMALL)]
    engine = Engine()
    assert texts(engine, line(text, 150, 100, NAME), other, *beyond) == [text, other.text, "代表取締役", "みなと商会"]
    assert engine.asked == []


@pytest.mark.parametrize("text", ["代表取締役", "TEL", "03", "ビル", "一-二"])
def test_only_few_signs_of_a_name_are_looked_at(text: str) -> None:
    engine = Engine()
    assert texts(engine, line(text, 100, 100, NAME)) == [text]
    assert engine.asked == []


def test_small_print_is_not_looked_at() -> None:
    engine = Engine()
    assert texts(engine, line("住職", 100, 100, SMALL)) == ["住職"]
    assert engine.asked == []


def test_no_print_at_all_is_no_trouble() -> None:
    assert _whole_names(Engine(), IMAGE, []) == []
