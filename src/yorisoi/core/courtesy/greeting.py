"""Seasonal greetings: which one is in season, and which may be sent in mourning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from .span import Span

if TYPE_CHECKING:
    from .table import Table


@dataclass(frozen=True, slots=True)
class GreetingWindow:
    """A greeting and the part of the year it belongs to."""

    id: str
    label: str
    span: Span
    in_mourning: bool
    note: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> GreetingWindow:
        """Read one row of ``greeting_windows``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        return cls(row["id"], row["label"], Span.from_mapping(row), bool(row["in_mourning"]), row["note"])


@dataclass(frozen=True, slots=True)
class Greeting:
    """A greeting in season: ``from_`` and ``until`` are inclusive days of this very season."""

    id: str
    label: str
    from_: date
    until: date
    note: str


def greeting_for(day: date, table: Table, *, mourning: bool = False) -> Greeting | None:
    """The greeting in season on ``day``; with ``mourning`` only what may be sent to a house in mourning.

    喪中はがき is the sender's own notice, so it is offered only with ``mourning``.
    """
    for window in table.greetings:
        if (mourning and not window.in_mourning) or (window.id == "mochu" and not mourning):
            continue
        held = window.span.holding(day)
        if held:
            return Greeting(window.id, window.label, held[0], held[1], window.note)
    return None
