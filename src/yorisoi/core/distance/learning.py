"""Learning one person's and the owner's offset from what came back. Five floats; no history is kept."""

from __future__ import annotations

from typing import NamedTuple

from yorisoi.core.distance.tuning import Tuning

DAY = 86_400.0  # seconds in a day


class Ask(NamedTuple):
    """An ask whose outcome is still open: when it was sent (seconds since 1970) and the chance given to it then."""

    asked_at: float
    p: float


class Offsets(NamedTuple):
    """Offsets in logits with their variances: of this person, and of the owner."""

    b: float
    v: float
    b_me: float
    v_me: float


def learn(offsets: Offsets, p: float, outcome: int) -> Offsets:
    """One step on one outcome (1: they answered in time; 0: they did not), all from the values before the step."""
    b, v, b_me, v_me = offsets
    information = p * (1.0 - p)
    k = 1.0 + information * (v + v_me)
    error = (outcome - p) / k
    return Offsets(
        b + v * error,
        v - v * v * information / k,
        b_me + v_me * error,
        v_me - v_me * v_me * information / k,
    )


def expire(offsets: Offsets, asks: tuple[Ask, ...], now: float, tuning: Tuning) -> tuple[Offsets, tuple[Ask, ...]]:
    """Resolve as unanswered, oldest first, every ask whose H days were over before ``now`` (seconds since 1970)."""
    if not asks:
        return offsets, asks
    limit = now - tuning.H * DAY
    kept = []
    for ask in asks:
        if ask.asked_at < limit:
            offsets = learn(offsets, ask.p, 0)
        else:
            kept.append(ask)
    return offsets, tuple(kept)


def answer(offsets: Offsets, asks: tuple[Ask, ...]) -> Offsets:
    """Resolve every open ask as answered, oldest first."""
    for ask in asks:
        offsets = learn(offsets, ask.p, 1)
    return offsets
