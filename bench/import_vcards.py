"""Bringing in vCards: plan and apply, beside our bare read and vobject's bare parse of the same file, in one run.

    python bench/import_vcards.py [cards]

Makes its own address book file and its own database in a temporary folder; prints seconds, cards a second, ratios, and
the most memory held. The bound to keep: 10,000 cards planned and applied within 20 seconds.
"""

from __future__ import annotations

import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

CARDS = 10_000
BOUND_SECONDS = 20.0  # plan + apply of 10,000 cards

FAMILIES = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "松本",
    "井上",
    "木村",
    "林",
    "斎藤",
    "清水",
    "山口",
]
GIVENS = [
    "陽葵",
    "蓮",
    "結菜",
    "湊",
    "美咲",
    "大翔",
    "花子",
    "一郎",
    "直樹",
    "恵",
    "健太",
    "由美",
    "学",
    "彩",
    "誠",
    "千尋",
    "翔太",
    "明美",
    "修",
    "薫",
]
OFFICES = ["あおぞら", "みどり", "ひかり", "さくら", "つばさ", "わかば", "あさひ", "こもれび", "せせらぎ", "みなと"]
FORMS = ["株式会社", "税理士法人", "行政書士事務所", "法律事務所", "社会保険労務士法人"]


def cards(count: int, seed: int = 20261122) -> bytes:
    """An address book of ``count`` different people, as a telephone writes it."""
    chance = random.Random(seed)
    blocks = []
    for number in range(count):
        family, given = chance.choice(FAMILIES), chance.choice(GIVENS)
        office = f"{chance.choice(FORMS)}{chance.choice(OFFICES)}{number % 700}"
        blocks.append(
            "BEGIN:VCARD\r\nVERSION:3.0\r\n"
            f"N:{family};{given}{number};;;\r\nFN:{family} {given}{number}\r\n"
            "X-PHONETIC-LAST-NAME:さとう\r\nX-PHONETIC-FIRST-NAME:はなこ\r\n"
            f"ORG:{office};営業部\r\nTITLE:担当\r\n"
            f"TEL;TYPE=CELL:090-{number // 10000:04d}-{number % 10000:04d}\r\n"
            f"TEL;TYPE=WORK:03-{chance.randrange(3000, 6999)}-{chance.randrange(10000):04d}\r\n"
            f"EMAIL;TYPE=WORK:person{number}@example.jp\r\n"
            f"ADR;TYPE=WORK:;;中央{number % 30 + 1}-2-3;千代田区;東京都;100-0001;日本\r\n"
            f"NOTE:交流会でお会いした。{chance.choice(GIVENS)}さんのご紹介。\r\n"
            f"UID:bench-{number}\r\nREV:2025-0{number % 9 + 1}-01T00:00:00Z\r\nEND:VCARD\r\n"
        )
    return "".join(blocks).encode()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the wall clock, and what came out."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> int:
    """Run everything once and print the table. Returns 1 when the bound is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CARDS
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as folder:
        os.environ |= {"YORISOI_DATA": folder, "DJANGO_SETTINGS_MODULE": "yorisoi.config.settings", "DATABASE_URL": ""}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return report(count, cards(count))


def report(count: int, data: bytes) -> int:
    """Measure and print."""
    import vobject
    from django.utils import timezone

    from yorisoi.apps.accounts.services import ensure_owner
    from yorisoi.apps.exchange import services
    from yorisoi.apps.exchange.format import Options, read_file

    owner, now = ensure_owner(), timezone.now()

    def plan() -> Any:
        return services.plan_file(owner=owner, name="bench.vcf", stream=io.BytesIO(data), options=Options(), now=now)

    their_parse, _ = timed(lambda: sum(1 for _ in vobject.readComponents(data.decode())))
    our_read, _ = timed(lambda: read_file("bench.vcf", io.BytesIO(data), now=now))
    planning, batch = timed(plan)
    applying, summary = timed(lambda: services.apply(owner=owner, batch=batch, now=now))
    planning_again, again = timed(plan)
    undoing, _ = timed(lambda: services.undo(owner=owner, batch=batch, now=now))
    assert summary.created == count, summary
    assert again.counts["skip"] == count, again.counts

    whole = planning + applying
    print(f"{count:,} cards, {len(data) / 1e6:.1f} MB")
    rows = (
        ("vobject, bare parse", their_parse), ("our bare read", our_read), ("plan", planning), ("apply", applying),
        ("plan + apply", whole), ("plan the same file again", planning_again), ("undo", undoing),
    )  # fmt: skip
    for label, seconds in rows:
        print(f"  {label:26} {seconds:7.2f} s  {count / seconds:9,.0f} cards/s  {seconds / their_parse:6.2f} x vobject")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  most memory held {peak:,.0f} MB")
    bound = BOUND_SECONDS * max(1.0, count / CARDS)
    print(f"  bound {bound:.0f} s for plan + apply: {'kept' if whole <= bound else 'MISSED'}")
    return 0 if whole <= bound else 1


if __name__ == "__main__":
    raise SystemExit(main())
