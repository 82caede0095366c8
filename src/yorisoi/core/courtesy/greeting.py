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
    """A greeting and the part of the year it belongs to.

    ``custom``: only where that custom is kept; ``unless``: only where that one is not.
    """

    id: str
    label: str
    span: Span
    in_mourning: bool
    note: str
    custom: str
    unless: str

    @classmethod
    def from_mapping(cls, row: Mapping[str, Any]) -> GreetingWindow:
        """Read one row of ``greeting_windows``.

        Raises:
            KeyError, ValueError: a field is missing or not of its form.
        """
        return cls(
            id=row["id"],
            label=row["label"],
            span=Span.from_mapping(row),
            in_mourning=bool(row["in_mourning"]),
            note=row["note"],
            custom=row.get("custom", ""),
            unless=row.get("unless", ""),
        )

    def kept(self, customs: frozenset[str]) -> bool:
        """Whether people of these customs send it in this window."""
        return (not self.custom or self.custom in customs) and (not self.unless or self.unless not in customs)


@dataclass(frozen=True, slots=True)
class Greeting:
    """A greeting in season: ``from_`` and ``until`` are inclusive days of this very season."""

    id: str
    label: str
    from_: date
    until: date
    note: str


def greeting_for(day: date, table: Table, *, mourning: bool = False, tags: tuple[str, ...] = ()) -> Greeting | None:
    """The greeting in season on ``day``; with ``mourning`` only what may be sent to a house in mourning.

    喪中はがき is the sender's own notice, so it is offered only with ``mourning``. ``tags`` tell of local customs.
    """
    customs = table.trade(None, tags).customs
    for window in table.greetings:
        if (mourning and not window.in_mourning) or (window.id == "mochu" and not mourning):
            continue
        if not window.kept(customs):
            continue
        held = window.span.holding(day)
        if held:
            return Greeting(window.id, window.label, held[0], held[1], window.note)
    return None
