"""Reading print off a picture, on this machine alone.

The reader (PP-OCRv6 small by way of RapidOCR) is large and slow to wake, so a process has one, made at the first card
and guarded by a lock. Its models come in the wheel; nothing is fetched.
"""

from __future__ import annotations

import io
import logging
import math
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from yorisoi.apps.cards.spaces import Pixels, spaced
from yorisoi.core.cards.card import Box, Line

_SETTINGS = {
    "Global.log_level": "critical",
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,  # pixels; larger finds no more print on a card and costs memory
    "Rec.rec_batch_num": 1,  # one line at a time: the least memory, no slower on a processor
    # As many threads as a small server has processors; letting the runtime choose was two to three times slower there.
    "EngineConfig.onnxruntime.intra_op_num_threads": 2,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_UPSIDE_DOWN_SHARE = 0.5  # of the lines: more than half on their heads, and the picture is
_SURE = 0.9  # of the judge of upside down, 0-1
_TALL = 2.0  # height over width from which a line of Latin letters stands on end
_SIGN = r"[一-龠々〆㐀-䶵\uf900-\ufaffぁ-ゖ]"
_FEW_SIGNS = re.compile(_SIGN + "{1,3}")  # a family or a given name whose other half may be missing
_SIGNS_OVERLOOKED = re.compile(_SIGN + "{1,2}")  # longer halves are found by themselves
_LARGE = 1.5  # times the usual thickness of print: what a name is printed in
_REACH = 2.0  # thicknesses looked at beyond the end: room for a wide blank and a sign
_SURE_OF_MORE = 0.85  # of the reader of such a line, 0-1; the grain of a desk is read with less
_MANY_LATIN = 8  # letters; shorter runs may stand on end in upright cards too


class ReaderMissingError(RuntimeError):
    """The reader of print is not installed. ``str()`` is one Japanese sentence that says what to install."""

    def __init__(self) -> None:
        super().__init__('名刺の文字を読むには、`pip install "yorisoi[ocr]"` で読み取りの部品を入れてください。')


@dataclass(frozen=True, slots=True)
class _Found:
    """One line as the reader gives it. ``corners``: four points in pixels, from the upper left, clockwise."""

    text: str
    score: float
    corners: tuple[tuple[float, float], ...]

    @property
    def width(self) -> float:
        """Pixels along the upper edge."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """Pixels along the left edge."""
        return math.dist(self.corners[0], self.corners[3])


@dataclass(frozen=True, slots=True)
class _Read:
    """One line on the picture as the reader sees it. ``box``: four corners, four rows by two; ``crop``: the line, level."""

    text: str
    score: float
    box: Pixels
    crop: Pixels

    @property
    def thickness(self) -> float:
        """Pixels across the direction of writing."""
        return min(self._side(1), self._side(3))

    @property
    def downwards(self) -> bool:
        """Whether it is longer than it is wide."""
        return self._side(3) > self._side(1)

    def _side(self, corner: int) -> float:
        return float(np.linalg.norm(self.box[corner] - self.box[0]))

    def onward(self, reach: float) -> Pixels:
        """Return the corners with ``reach`` thicknesses more at the end, or at the beginning where it is negative."""
        far = 3 if self.downwards else 1
        step = (self.box[far] - self.box[0]) / self._side(far)
        end = ((2, 3) if self.downwards else (1, 2)) if reach > 0 else ((0, 1) if self.downwards else (0, 3))
        longer = self.box.astype(np.float32)
        longer[list(end)] += step * self.thickness * reach
        return longer


_lock = threading.Lock()
_engine: Any = None


def is_ready() -> bool:
    """Say whether the reader is installed, without waking it."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_print(jpeg: bytes) -> tuple[Line, ...]:
    """Return the lines of print on a picture; boxes are shares of the picture as given.

    A picture that lies on its side or its head is turned and read again.

    Raises:
        ReaderMissingError: the reader is not installed.
    """
    with Image.open(io.BytesIO(jpeg)) as opened:
        pixels = np.asarray(opened.convert("RGB"))[:, :, ::-1]  # the reader takes blue first
    with _lock:
        found, quarter_turns = _upright(_woken(), pixels)
    height, width = pixels.shape[:2]
    tilt = _tilt(found)
    return tuple(_line(each, tilt, quarter_turns, width, height) for each in found)


def _woken() -> Any:
    global _engine
    if _engine is None:
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise ReaderMissingError from error
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        _engine = RapidOCR(params=_SETTINGS)
    return _engine


def _upright(engine: Any, pixels: Pixels) -> tuple[list[_Found], int]:
    """Read, turn if need be, and read again. The number says how many quarter turns to the left were made."""
    turns = 0
    found, on_its_head = _read(engine, pixels)
    for quarter_turns in (2, 1, 2):  # onto its feet, then off its side, which may put it on its head again
        if _lies_on_its_side(found) if quarter_turns == 1 else on_its_head:
            turned = _read(engine, np.ascontiguousarray(np.rot90(pixels, (turns + quarter_turns) % 4)))
            if _how_much(turned[0]) > _how_much(found) or quarter_turns == 1:
                turns = (turns + quarter_turns) % 4
                found, on_its_head = turned
    return found, turns


def _read(engine: Any, pixels: Pixels) -> tuple[list[_Found], bool]:
    """Read a picture as it lies. The second answer: whether it stands on its head.

    That is asked of all lines together. The judge of single lines is wrong now and then, mostly about short and upright
    ones, and a line turned by mistake is lost.
    """
    from rapidocr.main import RapidOCRError

    image, steps = engine.preprocess_img(pixels)
    try:
        crops, where = engine.detect_and_crop(image, steps)
        _, heads = engine.cls_and_rotate([crop.copy() for crop in crops])
        texts = engine.recognize_txt(crops)
    except RapidOCRError:
        return [], False  # nothing on the picture looks like print
    scale_x, scale_y = pixels.shape[1] / image.shape[1], pixels.shape[0] / image.shape[0]
    read = [
        _Read(text.strip(), float(score), box, crop)
        for box, text, score, crop in zip(where.boxes, texts.txts, texts.scores, crops, strict=True)
        if text.strip() and score >= engine.text_score
    ]
    found = [
        _Found(
            spaced(each.text, each.crop),
            each.score,
            tuple((float(x) * scale_x, float(y) * scale_y) for x, y in each.box),
        )
        for each in _whole_names(engine, image, read)
    ]
    judged = heads.cls_res or []
    turned = sum(label == "180" and score >= _SURE for label, score in judged)
    return found, turned > len(judged) * _UPSIDE_DOWN_SHARE


def _whole_names(engine: Any, image: Pixels, read: Sequence[_Read]) -> list[_Read]:
    """Look again before and behind short large print: a lone sign set far apart (鈴木  一) is overlooked easily."""
    usual = sorted(each.thickness for each in read)[len(read) // 2] if read else 0.0
    return [
        _whole(engine, image, each, read)
        if _FEW_SIGNS.fullmatch(each.text) and each.thickness >= usual * _LARGE
        else each
        for each in read
    ]


def _whole(engine: Any, image: Pixels, part: _Read, read: Sequence[_Read]) -> _Read:
    for longer in (part.onward(_REACH), part.onward(-_REACH)):
        if any(each is not part and _reaches_into(each, longer) for each in read):
            continue
        crops = engine.crop_text_regions(image, longer[np.newaxis])
        seen = engine.recognize_txt(crops)
        text, score = seen.txts[0].strip(), float(seen.scores[0])
        new = text.replace(part.text, "", 1).strip()
        if score >= _SURE_OF_MORE and new != text and _SIGNS_OVERLOOKED.fullmatch(new) and len(text) > len(part.text):
            return _Read(text, min(score, part.score), longer, crops[0])
    return part


def _reaches_into(each: _Read, corners: Pixels) -> bool:
    """Say whether a line reaches into the upright box around ``corners``: any of five points along its middle."""
    start, end = (each.box[[0, 3]].mean(axis=0), each.box[[1, 2]].mean(axis=0))
    if each.downwards:
        start, end = (each.box[[0, 1]].mean(axis=0), each.box[[2, 3]].mean(axis=0))
    along = start + np.linspace(0, 1, 5)[:, np.newaxis] * (end - start)
    return bool(((corners.min(axis=0) <= along) & (along <= corners.max(axis=0))).all(axis=1).any())


def _how_much(found: Sequence[_Found]) -> float:
    return sum(each.score * len(each.text) for each in found)


def _lies_on_its_side(found: Sequence[_Found]) -> bool:
    """Latin letters stand on end only where the whole picture does; Japanese stands upright by custom."""
    latin = [each for each in found if sum(sign.isascii() and sign.isalnum() for sign in each.text) >= _MANY_LATIN]
    return bool(latin) and all(each.height > each.width * _TALL for each in latin)


def _tilt(found: Sequence[_Found]) -> float:
    """Return by how much the whole card is turned, in radians, clockwise: the middle of its longer lines."""
    angles = []
    for each in found:
        (x0, y0), (x1, y1), _, (x3, y3) = each.corners
        if each.width >= each.height * _TALL:
            angles.append(math.atan2(y1 - y0, x1 - x0))
        elif each.height >= each.width * _TALL:
            angles.append(math.atan2(x0 - x3, y3 - y0))
    return sorted(angles)[len(angles) // 2] if angles else 0.0


def _line(each: _Found, tilt: float, turns: int, width: int, height: int) -> Line:
    cos, sin = math.cos(-tilt), math.sin(-tilt)
    across = width if turns % 2 == 0 else height  # of the picture as it was read
    level = [((x * cos - y * sin) / across, (x * sin + y * cos) / across) for x, y in each.corners]
    turned_height = height if turns % 2 == 0 else width
    back = list(each.corners)
    for _ in range(turns):
        # One quarter turn to the left put (x, y) of a picture w wide at (y, w - x); this is the way back.
        back = [(turned_height - y, x) for x, y in back]
        turned_height = width + height - turned_height
    return Line(
        text=each.text,
        score=each.score,
        box=_box([(min(max(x / width, 0.0), 1.0), min(max(y / height, 0.0), 1.0)) for x, y in back]),
        level=_box(level),
    )


def _box(corners: Sequence[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return Box(left=min(across), top=min(down), right=max(across), bottom=max(down))
