"""What a draft does well: the techniques it uses, the facts it remembers, the freedom it leaves."""

from __future__ import annotations

from yorisoi.core.coach.finding import Good
from yorisoi.core.coach.reading import Reading
from yorisoi.core.coach.saying import quoted

REMEMBERED = 3
"""Known facts named at most: praise is short too."""
_TECHNIQUES = (
    ("useful_info", "お役に立つ情報を、ひとつ渡しています。"),
    ("shared_topic", "お相手の好きなことに触れています。"),
    ("event_invite", "売り込みのない、開かれた催しを知らせています。"),
    ("own_news", "ご自身の近況を、贈りもののように伝えています。"),
    ("hand_choice", "続けるかどうかを、お相手に委ねています。"),
    ("thanks", "お礼を伝えています。"),
    ("congratulation", "お祝いを伝えています。"),
)


def praise(reading: Reading) -> tuple[Good, ...]:
    """Good points of a draft, each with its place where there is one."""
    good = []
    for kind, what in _TECHNIQUES:
        hits = reading.hits(f"good_{kind}")
        if hits and not (kind == "event_invite" and reading.product_hits):
            good.append(Good(kind, what, reading.spans(hits, most=1)))
    for fact, start, end in reading.facts_used[:REMEMBERED]:
        good.append(
            Good("remembers", f"{quoted(fact)}を覚えていることが伝わります。", (reading.text.span(start, end),))
        )
    if hits := reading.hits("release"):
        good.append(Good("no_reply_asked", "返信を求めない一言があり、軽やかです。", reading.spans(hits, most=1)))
    return tuple(good)
