"""What is about to be sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One unsent message: the body as typed, and the subject where the channel has one."""

    body: str
    subject: str | None = None
