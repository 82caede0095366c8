"""How fast 今日 opens with a hundred thousand people, beside the plain way of reckoning it, measured in one run.

    python bench/today.py [PEOPLE]

A thousand invented people with ten interactions each are folded for real; the rest are copies of them in SQL, with their
timelines, facts and standings, so every standing is what the engine would say. The page is served by the product's own
middleware and templates, signed in, through Django's test client: no network, everything else. Beside it stands the
query one would write without a cache, "who was not contacted for ninety days", grouped over all interactions.
The database is SQLite with the product's own settings, in a folder that is thrown away.
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
MODELS = 1_000  # people folded for real; every other is a copy of one of them
TOUCHES = 10  # interactions a person: a million for a hundred thousand
ROUNDS = 200  # of the page; the p95 then rests on ten of them
NAIVE_ROUNDS = 5
SEED = 7  # the same people every time
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
OVERDUE = timedelta(days=90)
CLOSENESS = (("remember", "outer", "middle", "close"), (60, 25, 12, 3))
TRADES = ("", "zeirishi", "sharoshi", "bengoshi", "gyoseishoshi", "fudosan")
TOPICS = ("事業承継", "採用", "登山", "合唱", "相続", "写真", "就業規則", "古い喫茶店", "補助金", "園芸")
KINDS = (
    ("mine", "message"), ("mine", "ask"), ("mine", "gift"), ("theirs", "message"), ("theirs", "message"), ("mutual", "meeting"), ("mutual", "call"),
)  # fmt: skip


def build(people: int) -> Any:
    """Make one owner with ``people`` people; return the owner."""
    from django.db import connection, transaction

    from yorisoi.apps.accounts.models import Owner, Preferences
    from yorisoi.apps.contacts.models import Contact, Fact
    from yorisoi.apps.interactions import services
    from yorisoi.apps.interactions.models import Interaction, Standing

    owner = Owner.objects.create(username="bench")
    Preferences.objects.create(owner=owner)
    dice = random.Random(SEED)
    models = [_person(owner, number, dice) for number in range(1, MODELS + 1)]
    Contact.objects.bulk_create(models)
    Interaction.objects.bulk_create([row for person in models for row in _timeline(owner, person, dice)])
    Fact.objects.bulk_create([fact for person in models for fact in _facts(owner, person, dice)])
    services.rebuild(owner=owner, now=NOW)
    with transaction.atomic(), connection.cursor() as cursor:
        for copy in range(1, people // MODELS):
            for model in (Contact, Interaction, Fact, Standing):
                cursor.execute(_copy(model), {"shift": copy * MODELS, "models": MODELS})
    return owner


def _person(owner: Any, number: int, dice: random.Random) -> Any:
    from yorisoi.apps.contacts.models import Contact

    return Contact(
        pk=number, owner=owner, family=f"姓{number}", given="花子", organisation=f"{number}商事", profession=dice.choice(TRADES),
        closeness=dice.choices(*CLOSENESS)[0], created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def _timeline(owner: Any, person: Any, dice: random.Random) -> list[Any]:
    from yorisoi.apps.interactions.models import Interaction

    rows = []
    for _ in range(TOUCHES):
        direction, kind = dice.choice(KINDS)
        at = NOW - timedelta(days=dice.expovariate(1 / 200), hours=1)  # most of it in the past year
        channel = {"meeting": "in_person", "call": "phone"}.get(kind, "email")
        rows.append(
            Interaction(
                owner=owner, contact=person, at=at, direction=direction, channel=channel, kind=kind, created_at=NOW
            )
        )
    return rows


def _facts(owner: Any, person: Any, dice: random.Random) -> list[Any]:
    from yorisoi.apps.contacts.models import Fact

    facts = []
    for kind in dice.sample(("interest", "concern", "strength", "value"), k=dice.choice((0, 0, 1, 2, 3))):
        on = (NOW - timedelta(days=dice.randrange(20, 500))).date()
        facts.append(
            Fact(
                owner=owner, contact=person, kind=kind, text=dice.choice(TOPICS), on=on, source="交流会", created_at=NOW
            )
        )
    return facts


def _copy(model: Any) -> str:
    """Return the SQL that copies the model people's rows of one table for the next thousand people."""
    ids = {"id": "id + %(shift)s" if model.__name__ == "Contact" else "NULL", "contact_id": "contact_id + %(shift)s"}
    whose = "id" if model.__name__ == "Contact" else "contact_id"
    columns = [field.column for field in model._meta.concrete_fields]
    values = ["lower(hex(randomblob(16)))" if name == "uid" else ids.get(name, f'"{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" WHERE {whose} <= %(models)s'


def naive(owner: Any) -> list[Any]:
    """Whom one was not in touch with for ninety days, the longest first: the way without a cache."""
    from django.db.models import Max

    from yorisoi.apps.interactions.models import Interaction

    overdue = Interaction.objects.filter(owner=owner).order_by().values("contact_id").annotate(last=Max("at"))
    return list(overdue.filter(last__lt=NOW - OVERDUE).order_by("last")[:50])


def measure(owner: Any) -> None:
    """Print p50 and p95 of the page, of reading the day alone, and of the naive query."""
    from django.test import Client
    from django.urls import reverse

    from yorisoi.apps.today.selectors import list_today

    client = Client(SERVER_NAME="localhost")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("today")
    response = client.get(url)
    assert response.status_code == 200
    today = list_today(owner, NOW)
    print(
        f"今日: {len(today.suggestions)} suggestions, {len(today.replies) + today.replies_more} replies owed, "
        f"{len(today.resting) + today.resting_more}{'+' if today.many else ''} at rest, {len(response.content):,} bytes"
    )
    page = _line("the page, through the WSGI handler", lambda: client.get(url), ROUNDS)
    _line("list_today alone", lambda: list_today(owner, NOW), ROUNDS)
    plain = _line("naive: group by over all interactions", lambda: naive(owner), NAIVE_ROUNDS)
    print(f"\nthe whole page takes {page / plain:.3f} of the naive query alone ({plain / page:.0f}x faster)")


def _line(name: str, work: Callable[[], Any], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    p50, p95 = statistics.median(times), sorted(times)[max(0, int(rounds * 0.95) - 1)]
    print(f"{name:<40} p50 {p50:9.2f} ms   p95 {p95:9.2f} ms")
    return p50


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
        from yorisoi.apps.interactions.models import Interaction

        begun = time.perf_counter()
        owner = build(people)
        print(
            f"{people:,} people, {Interaction.objects.count():,} interactions on {connection.vendor}: "
            f"written in {time.perf_counter() - begun:.0f} s"
        )
        measure(owner)
        connection.close()


if __name__ == "__main__":
    main()
