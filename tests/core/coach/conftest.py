"""The phrase book as shipped, and one way to ask the coach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from yorisoi.core.coach import Lexicon, Report, lint
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.rule import Example, example

PHRASES = Path(__file__).parents[3] / "src" / "yorisoi" / "data" / "phrases.yaml"


@pytest.fixture(scope="session")
def parsed() -> dict[str, Any]:
    """The phrase book as plain data."""
    book = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    assert isinstance(book, dict)
    return book


@pytest.fixture(scope="session")
def lexicon(parsed: dict[str, Any]) -> Lexicon:
    """The phrase book compiled."""
    return Lexicon.from_mapping(parsed)


@pytest.fixture
def judge(lexicon: Lexicon) -> Callable[[Example], Report]:
    """What the coach says about an example."""
    return lambda case: lint(case.draft, case.situation, lexicon)


@pytest.fixture
def say(lexicon: Lexicon) -> Callable[..., Report]:
    """What the coach says about a body in a situation given by keywords."""

    def ask(body: str, *, subject: str | None = None, **facts: Any) -> Report:
        case = example(body, subject=subject, **facts)
        return lint(case.draft, case.situation, lexicon)

    return ask


@pytest.fixture
def read(lexicon: Lexicon) -> Callable[..., Reading]:
    """A reading of a body in a situation given by keywords."""

    def ask(body: str, *, subject: str | None = None, **facts: Any) -> Reading:
        case = example(body, subject=subject, **facts)
        return Reading(case.draft, case.situation, lexicon)

    return ask
