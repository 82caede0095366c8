"""The distance engine: time for a touch and for a reading, beside the bare arithmetic of the same equations, in one run.

    python bench/distance_speed.py [touches]

The bare loop only fades and adds the two values; the engine also predicts, learns, and keeps what the courtesies need.
The bounds to keep: 10 µs a touch and 100 µs a reading with its reasons, so that 100,000 people refold within a minute.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from yorisoi.core.distance import SHIPPED, Closeness, Relation, State, Touch, TouchKind, read, replay

TOUCHES = 50_000
READINGS = 2_000
ROUNDS = 3  # the best of three: the machine has other work too
MEAN_SILENCE_HOURS = 60.0
TOUCH_BOUND, READING_BOUND = 10.0, 100.0  # µs


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TOUCHES
    touches = timeline(count)
    now = touches[-1].at + timedelta(days=40)
    relation = Relation(closeness=Closeness.MIDDLE)
    state: State = replay(touches, now)

    engine = best(lambda: replay(touches, now)) / count * 1e6
    bare = best(lambda: arithmetic(touches)) / count * 1e6
    reading = best(lambda: [read(state, now, relation=relation) for _ in range(READINGS)]) / READINGS * 1e6

    print(f"{count} touches, best of {ROUNDS}")
    print(f"  a touch, whole engine    {engine:6.2f} µs   (bound {TOUCH_BOUND:.0f})")
    print(f"  a touch, bare arithmetic {bare:6.2f} µs   ratio {engine / bare:.1f}")
    print(
        f"  a reading with reasons   {reading:6.2f} µs   (bound {READING_BOUND:.0f}), as long as {reading / engine:.0f} touches"
    )
    if engine > TOUCH_BOUND or reading > READING_BOUND:
        raise SystemExit("slower than the bound")


def timeline(count: int) -> list[Touch]:
    """The same made-up timeline every time, of every kind of touch."""
    chance, at, kinds = random.Random(0), datetime(2000, 1, 1, tzinfo=UTC), list(TouchKind)
    touches = []
    for _ in range(count):
        at += timedelta(hours=chance.expovariate(1 / MEAN_SILENCE_HOURS))
        touches.append(Touch(at=at, kind=chance.choice(kinds)))
    return touches


def arithmetic(touches: list[Touch]) -> tuple[float, float]:
    """Strength and pressure over the timeline, and nothing else."""
    strength = pressure = last = 0.0
    for touch in touches:
        at = touch.at.timestamp() / 86_400
        silence = at - last
        strength *= (1 + silence / SHIPPED.S) ** -SHIPPED.d
        pressure *= math.exp(-silence / SHIPPED.tau)
        if touch.kind in (TouchKind.THEIR_MESSAGE, TouchKind.CONVERSATION, TouchKind.IN_PERSON):
            strength, pressure = strength + 1, 0.0
        elif touch.kind is TouchKind.MY_MESSAGE:
            pressure += 1
        last = at
    return strength, pressure


def best(work: Callable[[], object]) -> float:
    """Seconds of the quickest round."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


if __name__ == "__main__":
    main()
