"""Guessed readings: right for common names, together rather than alone, and silent when there is nothing to say."""

from __future__ import annotations

import threading

import pytest

from yorisoi.apps.contacts import readings


@pytest.mark.parametrize(("family", "given"), [("", ""), ("🌸", ""), ("𠮷", "龘"), ("123", "")])
def test_no_half_guess(family: str, given: str) -> None:
    for part in readings.guess(family, given):
        assert part == "" or part.isalpha()


@pytest.mark.parametrize(
    ("family", "given", "read"),
    [
        ("佐藤", "花子", ("さとう", "はなこ")),
        ("髙橋", "勝", ("たかはし", "まさる")),
        ("林", "", ("はやし", "")),
        ("土屋", "健一", ("つちや", "けんいち")),
        ("小鳥遊", "", ("たかなし", "")),
        ("サトウ", "さくら", ("さとう", "さくら")),
        ("", "花子", ("", "はなこ")),
    ],
)
def test_common_names(family: str, given: str, read: tuple[str, str]) -> None:
    assert readings.guess(family, given) == read


def test_threads_read_side_by_side() -> None:
    readings.guess.cache_clear()
    found: list[tuple[str, str]] = []
    threads = [
        threading.Thread(target=lambda given=given: found.append(readings.guess("佐藤", given)))
        for given in ("花子", "健一", "誠", "恵")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [family for family, _ in found] == ["さとう"] * 4
