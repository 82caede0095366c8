"""What every courtesy test leans on: the shipped table and short ways to ask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yorisoi import data
from yorisoi.core.courtesy import JST, Channel, Table, Verdict, earliest, may_write


@pytest.fixture(scope="session")
def table() -> Table:
    return data.courtesy_table()


def moment(text: str) -> datetime:
    """``2026-11-20 10:30`` on a Japanese clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=JST)


@pytest.fixture(scope="session")
def at() -> Callable[[str], datetime]:
    return moment


@pytest.fixture(scope="session")
def ask(table: Table) -> Callable[..., Verdict]:
    def ask(text: str, channel: str = "email", profession: str | None = None, **told: object) -> Verdict:
        return may_write(moment(text), channel=Channel(channel), profession=profession, table=table, **told)

    return ask


@pytest.fixture(scope="session")
def opens(table: Table) -> Callable[..., Verdict]:
    def opens(text: str, channel: str = "email", profession: str | None = None, **told: object) -> Verdict:
        return earliest(moment(text), channel=Channel(channel), profession=profession, table=table, **told)

    return opens
