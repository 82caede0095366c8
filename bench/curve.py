"""The picture of a tie with five hundred touches: one walk along the timeline, beside refolding it for every point.

    python bench/curve.py [TOUCHES]

Both ways read the same moments; the plain one replays the timeline up to each of them. The whole figure is what the
person's page sends: drawn, told, and put through its template. The bound to keep: 30 ms for 500 touches.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

TOUCHES = 500
ROUNDS = 15  # the best of them: the machine has other work too
BOUND_MS = 30.0
SEED = 7  # the same timeline every time
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
KINDS = (("mine", "message"), ("mine", "ask"), ("mine", "gift"), ("theirs", "message"), ("mutual", "meeting"), ("mutual", "call"))  # fmt: skip


def rows(count: int) -> list[Any]:
    """Invented rows of a year and a half, oldest first."""
    from yorisoi.apps.interactions.models import Interaction

    dice = random.Random(SEED)
    moments = sorted(NOW - timedelta(days=dice.uniform(1, 540)) for _ in range(count))
    made = []
    for number, at in enumerate(moments, start=1):
        direction, kind = dice.choice(KINDS)
        channel = {"meeting": "in_person", "call": "phone"}.get(kind, "email")
        made.append(
            Interaction(pk=number, at=at, direction=direction, kind=kind, channel=channel, asks_reply=kind == "ask")
        )
    return made


def main() -> None:
    """Measure and print."""
    from django.template.loader import render_to_string

    from yorisoi.apps.interactions import curve, picture, timeline
    from yorisoi.apps.interactions.course import course_of
    from yorisoi.core.distance import Closeness, Relation, fold, odds_at, replay

    count = int(sys.argv[1]) if len(sys.argv) > 1 else TOUCHES
    timeline_rows = rows(count)
    touches = timeline.touches_of(timeline_rows)
    distance = fold(touches, NOW, relation=Relation(closeness=Closeness.MIDDLE))
    course = course_of(distance, now=NOW)
    person: Any = SimpleNamespace(closed_at=None, call_name="佐藤さん", pk=1)

    def figure() -> str:
        drawn = picture.of_person(person, timeline_rows, distance, now=NOW)
        return render_to_string("interactions/_curve.html", {"picture": drawn, "contact": person})

    def refolding() -> None:
        begin, end = curve._frame(touches, course, NOW, curve.PAGE)
        for number in range(curve.SAMPLES):
            at = begin + (end - begin) * number / (curve.SAMPLES - 1)
            odds_at(replay(touches, at), at)

    whole = best(figure)
    walk = best(lambda: curve.draw(touches, course, now=NOW))
    plain = best(refolding)
    print(f"{count} rows, {len(touches)} touches, best of {ROUNDS}; the figure has {len(figure()) / 1000:.0f} kB")
    print(f"  reckoned and drawn in one walk          {walk:8.2f} ms")
    print(f"  the whole figure, words and template    {whole:8.2f} ms   (bound {BOUND_MS:.0f})")
    print(f"  only reading the points, by refolding   {plain:8.2f} ms")
    print(f"\none walk takes {walk / plain:.3f} of refolding for every point ({plain / walk:.0f}x faster)")
    print(f"the whole figure takes {whole / BOUND_MS:.2f} of its bound")


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as folder:
        os.environ |= {"YORISOI_DATA": folder, "YORISOI_DATABASE_URL": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")
        import django

        django.setup()
        main()
