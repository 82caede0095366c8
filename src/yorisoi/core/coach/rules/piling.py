"""追い情報: 頼まれていない商品・価格・特典の情報を足す。

何を: 頼まれていない商品、価格、特典、限定の案内。お礼や答えに一行だけ足したものも含む。
なぜ: 情報が増えるほど、読むことも断ることも相手の仕事になる。
代わりに: 尋ねられたことにだけ答える。案内は、求められたときに。
出典: お礼を言われる追い方の原則「情報を重ねない」。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import depth, quoted

NAME = "追い情報"
WEIGHT = 60
SOURCE = "尋ねられたことにだけ答える。案内は求められたときに。"
OFFER_WORDS = ("キャンペーン", "割引", "特典", "安く", "お得", "プラン", "比較", "一覧", "まとめて")
"""Words of a request that welcome offers too."""

BESIDE = (
    "ちなみに",
    "あわせて",
    "併せて",
    "合わせて",
    "ついでに",
    "さらに",
    "加え",
    "あと、",
    "実は",
    "また、",
    "しかも",
)
"""Words that put one more thing beside an answer."""

_HEARSAY = re.compile(r"[るいただ]そうで|らしい|だそう|とのこと")


def check(reading: Reading) -> Iterator[Finding]:
    """Say nothing about what they asked for; of the rest, an offer is enough, a brochure needs an early stage."""
    if reading.situation.is_newsletter:
        return
    offers = _unasked(reading)
    if offers:
        yield _finding(reading, Severity.MEND, offers)
    elif hints := _hints(reading):
        yield _finding(reading, Severity.NOTICE, hints)


def _unasked(reading: Reading) -> tuple[Hit, ...]:
    added = reading.hits("add_on")
    if reading.requested:
        wanted = any(word in text for text in reading.situation.their_requests for word in OFFER_WORDS)
        return () if wanted or not reading.has("offer") else added + _beside(reading)
    offers = tuple(h for h in reading.hits("offer") if reading.product_hits or not _HEARSAY.search(h.sentence))
    if reading.has("offer_free") and not reading.product_hits:
        offers = ()
    if not offers and reading.product_hits and reading.situation.stage != "client":
        offers = tuple(h for h in reading.hits("price") if not reading.has("offer_free"))
    if reading.situation.stage == "client" and not offers:
        return ()
    own = bool(reading.product_hits) or reading.has("brochure", "offer")
    return offers + (added if own else ()) + _material(reading)


def _beside(reading: Reading) -> tuple[Hit, ...]:
    """Offers put beside an answer with 「ちなみに」 and the like."""
    return tuple(h for h in reading.hits("offer") if any(word in h.sentence for word in BESIDE))


def _early(reading: Reading) -> bool:
    """Whether a brochure comes before anyone asked: few exchanges, no settled matter."""
    situation = reading.situation
    return situation.stage in {"met_once", "acquainted", "declined"} and not reading.invited and not reading.agreed


def _material(reading: Reading) -> tuple[Hit, ...]:
    """Brochures: unasked while the tie is young; while they decide, all but the estimate they wait for."""
    if _early(reading):
        return reading.hits("brochure")
    if _repeated(reading):
        return tuple(h for h in reading.hits("brochure") if "見積" not in h.text)
    return ()


def _repeated(reading: Reading) -> bool:
    """Whether more material goes to someone still deciding who has not answered or has not asked."""
    situation = reading.situation
    return situation.stage == "considering" and not reading.invited and not reading.live and not reading.eases


def _hints(reading: Reading) -> tuple[Hit, ...]:
    if reading.requested or reading.agreed or reading.close:
        return ()
    return reading.hits("add_on", "brochure") + reading.phrased("piling", 1)


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    situation = reading.situation
    asked = (
        f"お願いされているのは{quoted(situation.their_requests[0])}です。"
        if situation.their_requests
        else "このご案内を頼まれた記録はありません。"
    )
    return noted(
        reading,
        "piling",
        severity,
        hits,
        name=NAME,
        what="頼まれていないご案内が加わると、断る手間まで渡してしまうかもしれません。",
        why=asked + depth(situation),
        gentler="この部分を外し、「気になることがあれば、いつでもお声がけください。」とだけ。",
        source=SOURCE,
    )


FLAGGED = (
    example("お花見は楽しかったですね。ちなみに今月は2本で1本無料です。", product_of_sender="健康食品", exchanges=4),
    example(
        "ご質問の保証の件は添付のとおりです。あわせて上位機種のご案内です。今なら早割もございます。",
        stage="considering",
        their_requests=("保証の内容を教えてほしい",),
    ),
    example("秋の大感謝キャンペーンを開催いたします。先着10名様は工事費30%OFFです。", exchanges=1),
    example("会員価格で29万8千円、初回は半額になります!", channel="line", exchanges=2),
    example("先日はありがとうございました。弊社の会社案内を添付いたします。", stage="met_once"),
)
PASSING = (
    example(
        "聞かれていた上位機種の値段は4万円です。今の機種で足りると思います。",
        their_requests=("上位機種の値段を教えて",),
    ),
    example("駅前に新しい図書室ができたそうです。", product_of_sender="不動産仲介"),
    example("今月いっぱいは送料無料です。", their_requests=("もち麦がいくらか、キャンペーンがあったら教えて",)),
    example("活版の小さな展示を見つけました。入場無料です。", product_of_sender="司法書士の登記業務"),
    example("工程表を添付いたします。", stage="client", exchanges=9),
)
