"""Small pictures of cards, and a reader that knows what stands on them without looking."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest


def picture(shade: int = 200, *, width: int = 320, height: int = 200) -> bytes:
    """A plain JPEG; another ``shade`` (0–255) is another picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 240, 230)).save(out, "JPEG")
    return out.getvalue()


def numbered(number: int) -> bytes:
    """A JPEG that holds a number (0–4095) in its colour; see ``number_on``."""
    from PIL import Image

    out = io.BytesIO()
    colour = tuple(16 * (number // 16**place % 16) + 8 for place in range(3))
    Image.new("RGB", (160, 96), colour).save(out, "JPEG", quality=95)
    return out.getvalue()


def number_on(jpeg: bytes) -> int:
    """The number that ``numbered`` put on a picture, after however many redrawings."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        colour = picture.convert("RGB").getpixel((80, 48))
    return sum(channel // 16 * 16**place for place, channel in enumerate(colour))


def said(**fields: Any) -> Any:
    """What a reader makes of a card."""
    from yorisoi.core.cards.card import CardFields, CardReading

    return CardReading(fields=CardFields(**{"name": "佐藤 花子", "family": "佐藤", "given": "花子", **fields}))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The reader's answer: set ``reader["said"]`` to a reading, an error, or a function of the JPEG. Counts its calls."""
    state: dict[str, Any] = {"said": said(), "calls": 0}

    def read(jpeg: bytes) -> Any:
        state["calls"] += 1
        answer = state["said"]
        if isinstance(answer, Exception):
            raise answer
        return answer(jpeg) if callable(answer) else answer

    monkeypatch.setattr("yorisoi.apps.cards.reading.read_card", read)
    return state


@pytest.fixture
def keep(owner: Any, now: datetime) -> Callable[..., Any]:
    """Keep a picture: ``keep(shade=10)``."""
    from yorisoi.apps.cards import services

    def make(shade: int = 200, *, whose: Any = owner, **more: Any) -> Any:
        return services.keep(owner=whose, data=picture(shade), name=f"{shade}.jpg", now=now, **more)

    return make
