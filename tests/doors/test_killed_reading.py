"""Cards are read by processes that may be killed, and by two at once: none is lost, none is read twice for nothing."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SECONDS = 60  # a reader that takes longer hangs
CARDS = 12
# What every reader does: a clock that may be ahead, and a reader that takes a while and knows one answer.
READER = """
import sys, time
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from yorisoi.apps.cards import background, reading
from yorisoi.core.cards.card import CardFields, CardReading
def read(jpeg):
    time.sleep(0.1)
    return CardReading(fields=CardFields(name="佐藤", family="佐藤"))
reading.read_card = read
background.read_waiting(now=timezone.now() + timedelta(seconds=int(sys.argv[1])))
"""
KEEPER = """
import io, sys
import django
django.setup()
from PIL import Image
from django.utils import timezone
from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import services
from yorisoi.apps.exchange import photos
owner = Owner.objects.create_user(username="minori", password="a-long-quiet-sentence")
def picture(number):
    out = io.BytesIO()
    Image.new("RGB", (160, 96), (20 * number, 200, 200)).save(out, "JPEG")
    return io.BytesIO(out.getvalue())
files = [(f"{number}.jpg", picture(number)) for number in range(int(sys.argv[1]))]
photos.receive(owner=owner, files=files, called="名刺", now=timezone.now())
"""


@pytest.fixture
def start(surroundings: Callable[..., dict[str, str]]) -> Callable[..., subprocess.Popen[str]]:
    def run(code: str, *arguments: Any) -> subprocess.Popen[str]:
        around = surroundings(DJANGO_SETTINGS_MODULE="yorisoi.config.settings", YORISOI_READ_CARDS_BEHIND="false")
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=around,
        )  # fmt: skip

    return run


def finished(process: subprocess.Popen[str]) -> None:
    _, complaints = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, complaints


def cards(house: Path) -> list[tuple[str, int]]:
    with contextlib.closing(sqlite3.connect(house / "yorisoi.sqlite3", timeout=20)) as connection:
        return list(connection.execute("SELECT state, tries FROM cards_card ORDER BY id"))


def batch_state(house: Path) -> str:
    with contextlib.closing(sqlite3.connect(house / "yorisoi.sqlite3", timeout=20)) as connection:
        return str(connection.execute("SELECT state FROM exchange_importbatch").fetchone()[0])


@pytest.mark.slow
def test_a_killed_reader_loses_nothing(house: Path, start: Callable[..., Any]) -> None:
    finished(start(KEEPER, CARDS))
    assert cards(house) == [("waiting", 0)] * CARDS
    reader = start(READER, 0)
    deadline = time.monotonic() + SECONDS
    while ("read", 1) not in cards(house)[1:]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    reader.send_signal(signal.SIGKILL)
    reader.communicate(timeout=SECONDS)
    left = [state for state, _ in cards(house)]
    assert left.count("reading") <= 1
    assert "waiting" in left
    assert batch_state(house) == "reading"
    finished(start(READER, 3600))  # an hour later every claim has run out
    assert {state for state, _ in cards(house)} == {"read"}
    assert sum(tries for _, tries in cards(house)) <= CARDS + 1
    assert batch_state(house) == "planned"


@pytest.mark.slow
def test_two_readers_share_the_work(house: Path, start: Callable[..., Any]) -> None:
    finished(start(KEEPER, CARDS))
    readers = [start(READER, 0), start(READER, 0)]
    for reader in readers:
        finished(reader)
    assert cards(house) == [("read", 1)] * CARDS
    assert batch_state(house) == "planned"
