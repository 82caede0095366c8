"""自分中心: 理由も中身も、送り手の都合や成果だけ。

何を: 目標・成績・評価・資金など自分の都合を理由に頼むこと、受賞や実績の自慢だけの便り。
なぜ: 相手のためになるものがないと、使われている気持ちになる。
代わりに: 相手が話したことを一つ引き、相手にとっての意味を書く。近況は、お礼や役立つことと一緒に。
出典: 士業交流会のあとの原則「これは相手から見て意味があるか、と立ち止まる」。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import quoted

NAME = "自分中心"
WEIGHT = 55
SOURCE = "相手から見て意味があるか、と一度立ち止まる。"
BOAST = 2
"""Boasts from which a message is about its sender."""
SELF_WORDS = 4
"""Times of 「私」「弊社」 from which a long message is about its sender."""
LONG_SELF = 250
"""Characters from which that is felt."""

_SELF = re.compile(
    r"私(?!ども|達|たち|の(?:方|ほう)で)|わたくし|わたし|僕|弊社|当社|当店|当院|当事務所|私ども|うち(?:の|は)"
)
_OTHER = re.compile(r"[一-龠ァ-ヴー]{1,6}(?:様|さん|先生)|あなた|貴社|御社|おっしゃ|伺った|お話")


def check(reading: Reading) -> Iterator[Finding]:
    """A need counts when something is asked for it; pride when nothing of the recipient is in the draft."""
    needs = reading.hits("own_need") + tuple(h for h in reading.phrased("self_centered", 3) if reading.agenda)
    pride = reading.hits("pride")
    favour = reading.hits("favour")
    if needs and not _thanks_back(reading):
        yield _finding(reading, Severity.MEND, needs + pride)
    elif _about_me(reading, len(pride)):
        yield _finding(reading, Severity.MEND, pride)
    elif favour and not reading.requested:
        yield _finding(reading, Severity.NOTICE, favour)
    elif hints := reading.phrased("self_centered", 1):
        yield _finding(reading, Severity.NOTICE, hints)


def _about_me(reading: Reading, boasts: int) -> bool:
    """Nothing of theirs in it, and either many boasts, a favour on top, or a long talk about oneself."""
    if reading.requested or _thanks_back(reading) or reading.situation.is_newsletter:
        return False
    body = reading.text.body
    mine, theirs = len(_SELF.findall(body)), len(_OTHER.findall(body))
    if len(body) >= LONG_SELF and ((mine >= SELF_WORDS and mine > theirs) or boasts > BOAST):
        return True
    return not reading.facts_used and (boasts >= BOAST or (boasts > 0 and reading.has("favour")))


def _thanks_back(reading: Reading) -> bool:
    """News that thanks: the result is given back to them."""
    text = reading.text.norm
    return (
        any(word in text for word in ("おかげ", "お陰", "おっしゃっていただい", "言っていただい", "教えていただいた"))
        and not reading.asking
    )


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    facts = reading.situation.known_facts
    known = (
        f"お相手については{quoted(facts[0])}とうかがっています。"
        if facts
        else "お相手のお話は、まだ文面に出てきていません。"
    )
    return noted(
        reading,
        "self_centered",
        severity,
        hits,
        name=NAME,
        what="ご自分の事情が前に出て、お相手の居場所が少なく感じられるかもしれません。",
        why=known,
        gentler="この部分を外し、お相手が話していたことを一つ。「先日の○○のお話、△△のところが心に残りました。」",
        source=SOURCE,
    )


FLAGGED = (
    example("新人の私に、最初の一件をいただけたら一生忘れません。", exchanges=3),
    example(
        "このたび受賞いたしました。記事はこちら、拡散のご協力をお願いします。業界紙にも掲載され、累計14万部です。",
        exchanges=4,
    ),
    example("今月の目標にあと1棟足りず、助けていただけると嬉しいです。", stage="considering", exchanges=3),
    example("来月の家賃が厳しくて、お声がけできる方が他にいなくて…", exchanges=2),
)
PASSING = (
    example("逆上がりができました。45歳です。先生の言葉のおかげです。", exchanges=4),
    example("来週から担当が佐藤に替わります。", stage="client", exchanges=12),
    example("ご受賞、おめでとうございます。新聞で拝見しました。", exchanges=3),
    example(
        "ミシンを買いました。まっすぐ縫うだけで難しいのですね。岸さんの仕事の凄さが分かりました。",
        stage="warm",
        exchanges=11,
    ),
)
