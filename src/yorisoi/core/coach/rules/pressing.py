"""催促: お返事や決断の状況を、直接または遠回しに尋ねる。

何を: 検討の状況・気持ち・時期を尋ねる、または在庫・期限・他の客・社内事情を理由に決断を促す言葉。
なぜ: 検討していない人には負い目になり、断りたい人には逃げ場がなくなる。
代わりに: 状況を尋ねず、決めない自由を渡す。「急ぎません。必要になったときに思い出していただければ十分です。」
出典: お礼を言われる追い方の原則「決断の状況を尋ねない」、心理的リアクタンスの研究。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import silence, stage
from yorisoi.core.coach.tokens import tokens

NAME = "催促"
WEIGHT = 90
SOURCE = "決断の状況を尋ねない。決める時期は相手のもの。"

_DEAL = re.compile(r"見積|提案|資料|プラン|契約|検討|申し?込|物件|条件|件|話|カタログ|図面|結果|費用|金額")
WONDERING = ("気にな", "気にかか", "教えて", "聞かせて", "思い巡ら")
"""Words that ask without a question mark."""


def check(reading: Reading) -> Iterator[Finding]:
    """Ask first whether there is a decision to press, then whether the words touch it."""
    if reading.on_their_day or reading.situation.is_newsletter:
        return
    asked, pushed = _asked(reading), _pushed(reading)
    if asked:
        yield _finding(
            reading, Severity.MEND, asked + pushed, "決めたかどうかを尋ねられたように感じられるかもしれません。"
        )
    elif pushed:
        yield _finding(reading, Severity.MEND, pushed, "早く決めなければ、と急かされたように感じられるかもしれません。")
    elif hints := _hints(reading):
        yield _finding(reading, Severity.NOTICE, hints, "急がせる言葉に読めることがあります。")


def _hints(reading: Reading) -> tuple[Hit, ...]:
    """Hurrying words where no decision is open: worth a glance at most."""
    if reading.requested or reading.agreed or reading.situation.stage == "warm":
        return ()
    return reading.hits("stakes") + reading.phrased("pressing", 1)


def _asked(reading: Reading) -> tuple[Hit, ...]:
    """Places that ask how the decision stands."""
    deciding = reading.situation.stage in {"considering", "declined"}
    if reading.requested and not reading.has("stakes"):
        return ()
    selling = deciding or bool(reading.product_hits) or reading.has("offer")
    direct = reading.hits("decision_state") + reading.phrased("pressing", 3)
    if not selling and not reading.situation.unanswered_in_a_row:
        direct = ()
    veiled = _probes(reading) if deciding else ()
    if reading.has("no_hurry") and not reading.situation.unanswered_in_a_row and not direct:
        return ()
    return direct + veiled


def _probes(reading: Reading) -> tuple[Hit, ...]:
    """Questions that feel for the state of an open decision, however lightly put."""
    named = tuple(h for h in reading.hits("status_question") if reading.asks(h) or "ました" in h.text)
    if reading.live or reading.eases:
        return named if not reading.has("their_opening") else ()
    theirs = [reading.text.norm[start:end] for _, start, end in reading.facts_used]
    felt = reading.hits("probe") + tuple(h for h in reading.hits("vague_probe") if _on_the_deal(h))
    asked = tuple(h for h in felt if reading.asks(h) or any(word in h.sentence for word in WONDERING))
    return named + tuple(h for h in asked + _deal_questions(reading) if not any(word in h.sentence for word in theirs))


def _on_the_deal(hit: Hit) -> bool:
    """A vague 「その後どうでした」 is about the deal unless the sentence names something else."""
    rest = hit.sentence.replace(hit.text, "")
    return bool(_DEAL.search(rest)) or not tokens(rest)


def _deal_questions(reading: Reading) -> tuple[Hit, ...]:
    """Questions in whose own sentence the deal is named."""
    if reading.agreed or reading.situation.stage != "considering":
        return ()
    asked = {question.text for question in reading.questions}
    return tuple(h for h in reading.hits("deal") if h.sentence in asked)


def _pushed(reading: Reading) -> tuple[Hit, ...]:
    """Places that use a lever, where a decision is open."""
    deciding = reading.situation.stage in {"considering", "declined"}
    if not deciding or reading.requested or reading.has("no_hurry"):
        return ()
    return reading.hits("stakes")


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits, "決めたかどうかを尋ねられたように感じられるかもしれません。")


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...], what: str) -> Finding:
    situation = reading.situation
    return noted(
        reading,
        "pressing",
        severity,
        hits,
        name=NAME,
        what=what,
        why=f"{stage(situation)}です。{silence(situation)}状況を尋ねてほしいというお話は記録にありません。",
        gentler="「急ぎの話ではありませんので、必要になったときに思い出していただければ十分です。」",
        source=SOURCE,
    )


FLAGGED = (
    example(
        "先日の見積りの件、ご検討状況はいかがでしょうか。",
        stage="considering",
        last_outgoing_days_ago=9,
        last_incoming_days_ago=10,
    ),
    example("今月の枠が埋まりそうですので、お早めにご判断いただければと思います。", stage="considering", exchanges=3),
    example("ご主人様のご反応、どうでしたか?", stage="considering", channel="line", exchanges=4),
    example("そろそろ結論をいただけますとありがたいです。", stage="considering", exchanges=2),
    example("いるかいらないかだけ教えてください。新しい保険の件です。", product_of_sender="生命保険", exchanges=3),
)
PASSING = (
    example("その後、お加減はいかがですか。どうかご無理なさらず。", stage="warm", exchanges=20),
    example(
        "8日にとのことでしたのでご連絡しました。冷蔵庫の件、いかがでしょうか。",
        stage="considering",
        their_requests=("16日に一度連絡ください",),
    ),
    example("急ぐ話ではありませんので、どうぞそのままで。落ち着いた頃で大丈夫です。", stage="considering"),
    example("お探しだった写真集、駅前の古書店で見かけました。", stage="considering", exchanges=3),
    example("会場の候補、どちらがお好きですか?", stage="warm", exchanges=30, last_incoming_days_ago=0),
)
