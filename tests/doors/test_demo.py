"""The house to look around in: filled once, its card read, its capture waiting, and nobody in it reachable."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import as_file, files
from typing import Any

import pytest
from click.testing import CliRunner

from yorisoi.apps.events.models import Capture, CaptureState
from yorisoi.doors import demo
from yorisoi.doors.operations import card

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
    """Runs the demonstration on an empty folder of its own; returns what it says."""
    settings.DATA_DIR = tmp_path
    settings.FIXED_NOW = now.isoformat()
    monkeypatch.setenv("YORISOI_DATA", str(tmp_path))

    def run() -> str:
        result = CliRunner().invoke(demo.command, ["--no-serve"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_it_walks_through_the_house_and_leaves_one_person_to_the_debrief(shown: Any) -> None:
    said = shown()
    for title in ("取り込み", "交流会", "名刺の読み取り", "今日", "下書き"):
        assert f"── {title}" in said
    assert "お名前: 津田 葉子" in said
    assert "会社・団体: みなと社会保険労務士事務所" in said
    capture = Capture.objects.get()
    assert capture.state == CaptureState.WAITING
    assert capture.event is not None
    assert capture.card is not None
    assert capture.card.reading["fields"]["family"] == "津田"


def test_twice_adds_nobody(shown: Any) -> None:
    shown()
    assert "見本は用意できています" in shown()
    assert Capture.objects.count() == 1


def test_the_card_of_the_sample_reaches_nobody() -> None:
    photo = files("yorisoi.data").joinpath("demo", "cards", "met_last_night.jpg")
    with as_file(photo) as path:
        read = card.run(card.Question(photo=path), None)  # type: ignore[arg-type]  # a card needs no house
    assert read.email.endswith(".example.jp")
    assert "-000-" in read.tel
    assert "-000-" in read.fax
