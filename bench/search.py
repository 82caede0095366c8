"""How fast people are found among a hundred thousand, beside a plain LIKE over the same lines, measured in one run.

    python bench/search.py [PEOPLE]

The people are invented: family and given names of Japan in their usual shares, companies, tags, a phrase they said, a mail
and a phone number. The database is SQLite with the product's own settings, in a folder that is thrown away; with
YORISOI_DATABASE_URL set it is that server's, which must be empty.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any

PEOPLE = 100_000
ROUNDS = 25  # of every query; the p95 is then the slowest but one
SEED = 7  # the same people every time
FAMILIES = (
    "佐藤 さとう 16|鈴木 すずき 15|高橋 たかはし 12|髙橋 たかはし 2|田中 たなか 11|伊藤 いとう 9|渡辺 わたなべ 9|渡邊 わたなべ 1|山本 やまもと 9|"
    "中村 なかむら 9|小林 こばやし 9|加藤 かとう 8|吉田 よしだ 7|山田 やまだ 7|佐々木 ささき 6|山口 やまぐち 6|松本 まつもと 6|井上 いのうえ 5|"
    "木村 きむら 5|林 はやし 5|斎藤 さいとう 5|清水 しみず 5|山崎 やまざき 4|山﨑 やまざき 1|森 もり 4|池田 いけだ 4|橋本 はしもと 4|阿部 あべ 4|"
    "石川 いしかわ 4|山下 やました 4|中島 なかじま 4|石井 いしい 4|小川 おがわ 4|前田 まえだ 3|岡田 おかだ 3|長谷川 はせがわ 3|藤田 ふじた 3|"
    "後藤 ごとう 3|近藤 こんどう 3|村上 むらかみ 3|大野 おおの 2|土屋 つちや 2|東雲 しののめ 1|小鳥遊 たかなし 1"
)
GIVENS = "花子 はなこ|健一 けんいち|美咲 みさき|翔太 しょうた|陽子 ようこ|誠 まこと|由美 ゆみ|大輔 だいすけ|恵 めぐみ|勝 まさる|さくら さくら|蓮 れん|結衣 ゆい|隆 たかし|直樹 なおき|智子 ともこ"
PLACES = (
    "青葉", "みどり", "さくら", "東京", "大阪", "北海道", "九州", "若葉", "ひかり", "富士", "朝日", "日本", "中央", "港", "丸の内", "みなと", "桜木", "白樺", "八重洲", "銀座",
)  # fmt: skip
TRADES = (
    "商事", "製作所", "税理士法人", "法律事務所", "社会保険労務士事務所", "不動産", "システム", "デザイン", "建設", "食品", "印刷", "物流", "保険", "医療", "観光", "出版",
)  # fmt: skip
TAGS = (
    "交流会", "士業", "勉強会", "商工会", "同窓", "地元", "ゴルフ", "読書会", "取引先", "ご近所",
)  # fmt: skip
TOPICS = (
    "相続", "事業承継", "採用", "資金繰り", "インボイス", "登記", "子育て", "登山", "写真", "日本酒", "猫", "補助金", "就業規則", "ホームページ", "介護", "園芸",
)  # fmt: skip
QUERIES = (
    "佐藤", "林", "さとう", "サトウ", "ｻﾄｳ", "sato", "satoh", "ohno", "tsuchi", "高橋", "東雲", "佐藤健一", "健一", "子", "さ", "s",
    "株式会社", "税理士", "青葉商事", "相続", "佐藤 相続", "sato 交流会", "鈴木 花子 ゴルフ", "090", "0901234", "person4321@", "example",
    "kakika", "株式株式", "該当なし", "ヴヴヴ",
)  # fmt: skip


def build(size: int) -> Any:
    """Make one owner with ``size`` invented people and their search keys; return the owner."""
    from yorisoi.apps.accounts.models import Owner
    from yorisoi.apps.contacts import services
    from yorisoi.apps.contacts.models import Contact, Fact, Point, Tag

    dice = random.Random(SEED)
    families = [part.split() for part in FAMILIES.split("|")]
    weights = [int(part[2]) for part in families]
    givens = [part.split() for part in GIVENS.split("|")]
    now = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
    owner = Owner.objects.create(username="bench")
    people: list[Any] = []
    tags: list[Any] = []
    facts: list[Any] = []
    points: list[Any] = []
    for number, family in enumerate(dice.choices(families, weights, k=size), start=1):
        given = dice.choice(givens)
        # Half of the cards carry no reading: it is guessed for the key.
        kana = (family[1], given[1]) if dice.random() < 0.5 else ("", "")
        person = Contact(
            pk=number, owner=owner, family=family[0], given=given[0], family_kana=kana[0], given_kana=kana[1],
            organisation=dice.choice(("株式会社", "")) + dice.choice(PLACES) + dice.choice(TRADES), department="営業部",
            closeness=dice.choices(("remember", "outer", "middle", "close"), (60, 25, 12, 3))[0], created_at=now, updated_at=now,
        )  # fmt: skip
        people.append(person)
        tags.append(Tag(owner=owner, contact=person, name=dice.choice(TAGS)))
        text = f"{dice.choice(TOPICS)}のことを考えている"
        facts.append(Fact(owner=owner, contact=person, kind="concern", text=text, on=date(2026, 5, 8), created_at=now))
        mail, phone = f"person{number}@example.jp", f"090-{dice.randrange(10**4):04}-{dice.randrange(10**4):04}"
        points.append(Point(owner=owner, contact=person, kind="mail", value=mail, normal=mail))
        normal = services.normal_value("mobile", phone) if number % 100 == 0 else "+81" + phone.replace("-", "")[1:]
        points.append(Point(owner=owner, contact=person, kind="mobile", value=phone, normal=normal, position=1))
    Contact.objects.bulk_create(people, batch_size=500)
    Tag.objects.bulk_create(tags, batch_size=500)
    Fact.objects.bulk_create(facts, batch_size=500)
    Point.objects.bulk_create(points, batch_size=500)
    return owner


def measure(owner: Any) -> None:
    """Print p50 and p95 of every query, and of the same words by LIKE without an index."""
    from yorisoi.apps.contacts import search

    print(f"{'query':<22}{'found':>6}{'p50 ms':>9}{'p95 ms':>9}{'LIKE p50':>10}{'ratio':>8}")
    slowest: list[float] = []
    for query in QUERIES:
        found = len(search.search(owner, query))
        times = [_timed(lambda query=query: search.search(owner, query)) for _ in range(ROUNDS)]
        naive = statistics.median(_timed(lambda query=query: _naive(owner, query)) for _ in range(5))
        p50, p95 = statistics.median(times), sorted(times)[int(ROUNDS * 0.95) - 1]
        slowest.append(p95)
        wide = 22 - sum(ord(sign) > 0x2E7F and not 0xFF61 <= ord(sign) <= 0xFF9F for sign in query)
        print(f"{query:<{wide}}{found:>6}{p50:>9.2f}{p95:>9.2f}{naive:>10.2f}{naive / p50:>7.1f}x")
    print(
        f"\np95 over all queries: {sorted(slowest)[int(len(slowest) * 0.95) - 1]:.2f} ms, the slowest {max(slowest):.2f} ms"
    )


def _timed(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _naive(owner: Any, query: str) -> list[Any]:
    """What one would write first: every word LIKE '%…%' over the lines, sorted, the first fifty."""
    from yorisoi.apps.contacts.models import SearchKey
    from yorisoi.core.names import search_key

    keys = SearchKey.objects.filter(owner=owner)
    for forms in search_key.words(query):
        keys = keys.filter(text__contains=forms[-1])
    rows = keys.order_by("nearness", "reading").defer("text", "grams").select_related("contact")[:50]
    return [key.contact for key in rows]


def main() -> None:
    """Build, measure, and leave nothing behind."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as folder:
        os.environ["YORISOI_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        from yorisoi.apps.contacts import services

        begun = time.perf_counter()
        owner = build(size)
        written = time.perf_counter()
        services.reindex(owner=owner)
        done = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"{size:,} people on {connection.vendor}: written in {written - begun:.1f} s, indexed in {done - written:.1f} s"
        )
        measure(owner)
        connection.close()


if __name__ == "__main__":
    main()
