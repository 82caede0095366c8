"""隠れた目的: 販売や勧誘の目的を伏せて、誘う・頼む。

何を: 内容を言わない「いい話」、調査や勉強会の名目、ゲストのいる会、売り込みを否定する前置き、作られた親しさ。
なぜ: 後で目的が分かったとき、これまでの好意まで疑われる。連鎖販売では誘う前の明示が法律の定め。
代わりに: 目的を一行目に書き、断りやすくする。「私の会社の説明会です。ご興味がなければそのままで。」
出典: 特定商取引法33条の2・34条4項、行政処分の例(目的を告げない呼び出し)。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import depth, quoted

NAME = "隠れた目的"
WEIGHT = 85
SOURCE = "目的は一行目に。断りやすさも一緒に渡す。"
LAW = "特定商取引法33条の2・34条4項: 誘う前に、氏名・統括者・勧誘の目的・商品の種類を伝える。"


_RECRUITS = re.compile(r"ネットワーク|マルチ|MLM|会員制|代理店|自己啓発|仮想通貨|投資|健康食品|水素|副業|情報商材")
_HEARSAY = re.compile(r"(?:[るいただ]|なの)そうで|らしい|だそう|とのこと|割り勘|仕事の話は(?:なし|しない)")

_NAMED = re.compile(
    r"(?:^|の|、)(?!件|方|話)[一-龠々ァ-ヴー]{1,6}(?<![日曜分円品会内的])(?:です|と申します|でございます)[。!\s]?$"
)
_SIGNATURE = re.compile(r"[一-龠々ァ-ヴー]{2,4}[ 　]?[一-龠々ぁ-んァ-ヴー]{0,5}(?: 拝)?")


def check(reading: Reading) -> Iterator[Finding]:
    """A veil counts when there is an invitation or request behind it and something is sold."""
    if reading.situation.mode == "mlm" and (missing := _undisclosed(reading)):
        yield _legal(reading, missing)
        return
    found = _veiled(reading)
    if found:
        yield _finding(reading, Severity.MEND, found)
    elif (hints := reading.phrased("hidden_agenda", 3)) and not reading.agreed and not reading.requested:
        yield _finding(reading, Severity.NOTICE, hints)


def _veiled(reading: Reading) -> tuple[Hit, ...]:
    situation = reading.situation
    if (
        not situation.product_of_sender
        or reading.requested
        or reading.has("open_purpose")
        or reading.situation.stage == "client"
    ):
        return ()
    wants = bool(reading.asking) or reading.has("ask_event", "invite", "gathering", "choose", "veiled_call")
    close = reading.hits("false_close") if wants and not reading.close else ()
    denied = reading.hits("denial") if wants or reading.agenda else ()
    veiled = reading.hits("veiled_call", "veiled", "pretext") if wants else ()
    if reading.has("offer_free") and _HEARSAY.search(reading.text.norm):
        veiled = ()  # a public event passed on
    return close + denied + veiled + _own_gathering(reading)


def _own_gathering(reading: Reading) -> tuple[Hit, ...]:
    """A private gathering of someone who recruits or sells there, for a person who is not close, without a word of it."""
    if reading.close or not _RECRUITS.search(reading.situation.product_of_sender) or reading.has("offer_free"):
        return ()
    if reading.product_hits or reading.has("offer"):
        return ()  # what is sold is said openly; other rules judge that
    if not reading.has("invite", "ask_event") or _HEARSAY.search(reading.text.norm):
        return ()
    return reading.hits("gathering", "ask_event")


def _undisclosed(reading: Reading) -> tuple[str, ...]:
    """What the law wants told before an invitation and this draft does not tell."""
    if not (reading.has("invite") or reading.asking):
        return ()
    if not (reading.agenda or reading.has("ask_event", "veiled", "veiled_call", "gathering")):
        return ()
    name = reading.situation.contact_name
    told = {
        "ご自身の氏名": bool(_signed(reading, name)),
        "統括者(会社)の名": reading.has("mlm_head"),
        "勧誘が目的であること": reading.has("mlm_purpose"),
        "商品の種類": reading.has("mlm_kind"),
    }
    return tuple(item for item, there in told.items() if not there)


def _signed(reading: Reading, contact_name: str) -> bool:
    """Whether the sender names themselves: 「…の山田です」 or a signature line that is not the recipient's name."""
    if any(_NAMED.search(sentence.text) for sentence in reading.text.sentences):
        return True
    lines = [line.strip() for line in reading.text.body.split("\n") if line.strip()]
    return len(lines) > 1 and _SIGNATURE.fullmatch(lines[-1]) is not None and lines[-1] != contact_name


def _legal(reading: Reading, missing: tuple[str, ...]) -> Finding:
    found = reading.hits("invite", "ask_event") + reading.asking
    return Finding(
        rule="hidden_agenda",
        name=NAME,
        severity=Severity.STOP,
        spans=reading.spans(found),
        what=f"お誘いの前にお伝えする決まりのことが足りません: {'、'.join(missing)}。",
        why=f"連鎖販売の設定がオンです。{depth(reading.situation)}",
        gentler="「私は○○社(統括者)の会員の△△です。□□(商品の種類)の契約のお誘いが目的のご案内です。ご不要でしたら以後ご連絡しません。」",
        source=LAW,
        closes_box=True,
    )


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(reading, Severity.MEND, hits)


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...]) -> Finding:
    trade = reading.situation.product_of_sender
    why = f"ご自身のお仕事は{quoted(trade)}ですが、そのことが書かれていません。" if trade else ""
    return noted(
        reading,
        "hidden_agenda",
        severity,
        hits,
        name=NAME,
        what="何のためのお誘いかが見えず、後から分かると寂しい気持ちにさせてしまうかもしれません。",
        why=why + depth(reading.situation),
        gentler="「私の会社の○○のご案内です。ご興味がなければ、そのままで大丈夫です。」と目的を一行目に。",
        source=SOURCE,
    )


FLAGGED = (
    example(
        "紹介したい人がいるんだけど、内容は会ってからのお楽しみで!",
        channel="line",
        product_of_sender="ネットワークビジネス",
        exchanges=4,
    ),
    example("夢を語る食事会に来ませんか?主催の先生が少しだけ話します。", product_of_sender="投資用不動産", exchanges=3),
    example(
        "初めて会った気がしません。家族同然と思っております。つきましては一度お会いできませんか。",
        stage="met_once",
        product_of_sender="生命保険",
    ),
    example(
        "勧誘じゃないから安心して。今度お茶しながら将来のお金の話をしませんか?",
        channel="line",
        product_of_sender="保険",
        exchanges=2,
    ),
    example(
        "今度ボウリングに来ませんか?面白い先輩もいるよ。", channel="line", mode="mlm", product_of_sender="健康食品"
    ),
)
PASSING = (
    example(
        "私の会社の保険の説明会です。興味がなければ気にせずいてください。", product_of_sender="生命保険", exchanges=5
    ),
    example(
        "ジムの帰りに割り勘で鍋。仕事の話はなし。",
        channel="line",
        stage="warm",
        product_of_sender="ネットワークビジネス",
        exchanges=20,
    ),
    example(
        "活版の展示を見つけました。9日の午後に行くつもりです。",
        stage="warm",
        product_of_sender="司法書士の登記業務",
        exchanges=14,
    ),
    example("面白い記事があったので、読み終えた方から回しています。", product_of_sender="研修講師", exchanges=3),
    example(
        "株式会社はなの会員の佐藤です。化粧品の契約のお誘いを目的としたご案内です。一度お会いできませんか。ご不要でしたらそのままで。",
        mode="mlm",
        stage="warm",
        exchanges=12,
    ),
)
