"""How long ``yorisoi rebuild`` takes for a hundred thousand people, and how much of it is the engine, in one run.

    python bench/rebuild.py [PEOPLE]

The people are those of ``bench/today.py``, in an SQLite database with the product's own settings that is thrown away.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time

import today

BOUND_SECONDS = 60  # for 100,000 people and 1,000,000 interactions


def main() -> None:
    """Build, rebuild, fold the same timelines without a database, and print."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else today.PEOPLE
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as folder:
        os.environ |= {"YORISOI_DATA": folder, "YORISOI_NOW": today.NOW.isoformat(), "YORISOI_DATABASE_URL": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        owner = today.build(people)
        from yorisoi.apps.interactions import services, timeline
        from yorisoi.apps.interactions.models import Interaction
        from yorisoi.core.distance import fold

        begun = time.perf_counter()
        services.rebuild_all(owner=owner, now=today.NOW)
        whole = time.perf_counter() - begun
        sample = list(Interaction.objects.filter(owner=owner, contact__lte=today.MODELS).order_by("contact_id"))
        by_person: dict[int, list[Interaction]] = {}
        for row in sample:
            by_person.setdefault(row.contact_id, []).append(row)
        begun = time.perf_counter()
        for rows in by_person.values():
            fold(timeline.touches_of(rows), today.NOW)
        engine = (time.perf_counter() - begun) * people / len(by_person)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{people:,} people on {connection.vendor}: rebuilt in {whole:.0f} s (bound {BOUND_SECONDS} s for 100,000)"
        )
        print(
            f"the engine alone would take {engine:.0f} s: {engine / whole:.2f} of it; most memory held {memory:.0f} MB"
        )
        connection.close()


if __name__ == "__main__":
    main()
