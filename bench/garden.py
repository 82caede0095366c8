"""全体の景色 with a hundred thousand people, beside the plain way of reading them one object at a time, in one run.

    python bench/garden.py [PEOPLE]

The standings are invented; the page is served by the product's own middleware and templates through Django's test
client. The plain way reads the same rows as objects and fades each by itself, and draws nothing. The database is SQLite
with the product's own settings, in a folder that is thrown away.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PEOPLE = 100_000
ROUNDS = 7
PLAIN_ROUNDS = 2
SEED = 7  # the same people every time
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
CLOSENESS = (("remember", "outer", "middle", "close"), (60, 25, 12, 3))


def build(people: int) -> Any:
    """Make one owner with ``people`` people and their standings; return the owner."""
    from yorisoi.apps.accounts.models import Owner, Preferences
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.interactions.models import Standing

    owner = Owner.objects.create(username="bench")
    Preferences.objects.create(owner=owner)
    dice = random.Random(SEED)
    Contact.objects.bulk_create(
        (
            Contact(
                pk=number,
                owner=owner,
                family=f"姓{number}",
                closeness=dice.choices(*CLOSENESS)[0],
                created_at=NOW,
                updated_at=NOW,
            )
            for number in range(1, people + 1)
        ),
        batch_size=5_000,
    )
    Standing.objects.bulk_create(
        (
            Standing(
                contact_id=number,
                owner=owner,
                strength=dice.expovariate(1.0),
                pressure=dice.choice((0.0, 0.0, 0.3, 1.0, 2.0)),
                touched_at=NOW - timedelta(days=dice.expovariate(1 / 200), hours=1),
                opens_at=NOW + timedelta(days=dice.uniform(-60, 60)),
                rests=dice.random() < 0.3,
                lets_go=dice.random() < 0.02,
            )
            for number in range(1, people + 1)
        ),
        batch_size=5_000,
    )
    return owner


def plain(owner: Any) -> int:
    """Read everyone as objects and fade each by itself."""
    from yorisoi.apps.interactions.models import Standing
    from yorisoi.core.distance.presence import faded, presence
    from yorisoi.core.distance.pressure import leaked
    from yorisoi.core.distance.tuning import SHIPPED

    seen = 0
    for row in Standing.objects.filter(owner=owner).select_related("contact"):
        days = (NOW - row.touched_at).total_seconds() / 86_400  # seconds of a day
        presence(faded(row.strength, days, SHIPPED), SHIPPED)
        leaked(row.pressure, days, SHIPPED)
        seen += 1
    return seen


def main() -> None:
    """Build, measure, and leave nothing behind."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as folder:
        os.environ |= {"YORISOI_DATA": folder, "YORISOI_NOW": NOW.isoformat(), "YORISOI_DATABASE_URL": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        measure(build(people), people)
        connection.close()


def measure(owner: Any, people: int) -> None:
    """Print the page, its reckoning alone, and the plain way."""
    from django.test import Client
    from django.urls import reverse

    from yorisoi.apps.interactions import garden

    client = Client(SERVER_NAME="localhost")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("garden")
    response = client.get(url)
    assert response.status_code == 200
    print(f"{people:,} people, {len(response.content):,} bytes")
    page = _line("the page, through the WSGI handler", lambda: client.get(url), ROUNDS)
    _line("reading and reckoning alone", lambda: garden.look(owner, now=NOW), ROUNDS)
    objects = _line("plain: everyone as an object, one by one", lambda: plain(owner), PLAIN_ROUNDS)
    print(f"\nthe whole page takes {page / objects:.2f} of the plain reading alone ({objects / page:.1f}x faster)")


def _line(name: str, work: Callable[[], Any], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    middle = statistics.median(times)
    print(f"  {name:<42} {middle:9.1f} ms")
    return middle


if __name__ == "__main__":
    main()
