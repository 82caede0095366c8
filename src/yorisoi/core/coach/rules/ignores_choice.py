"""意思の無視: 相手が示した意思に反する。

何を: 連絡不要、商品の話は不要、メールだけ、いつ以降、こちらから連絡する、という希望に反する連絡。
なぜ: 断る勇気を出してくれた人の信頼を、一度で失う。拒否のあとの勧誘は法に触れることもある。
代わりに: 送らない。相手から連絡があったときに、また。
出典: 特定電子メール法3条(同意と拒否)、特定商取引法(再勧誘の禁止)、「終える選択を相手の手に」。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example
from yorisoi.core.coach.saying import ago, cited, day, quoted
from yorisoi.core.coach.wish import Wish, WishKind

NAME = "意思の無視"
WEIGHT = 100
SOURCE = "相手の言葉を、そのまま守る。"
CONSENT_LAW = "特定電子メール法3条: 便りは、同意の記録がある方へ。"
REFUSAL_LAW = "特定電子メール法3条3項・特定商取引法: お断りのあとの勧誘や配信はしない。"


def check(reading: Reading) -> Iterator[Finding]:
    """Each stated wish is held against this draft, this channel and this day."""
    situation = reading.situation
    if situation.is_newsletter and not situation.consent_recorded:
        yield _finding(
            reading,
            Severity.STOP,
            (),
            "配信の同意の記録がない方です。",
            "同意の記録が見当たりません。",
            law=CONSENT_LAW,
        )
        return
    if reading.phrased("ignores_choice", 3) and not situation.consent_recorded:
        yield _finding(
            reading,
            Severity.STOP,
            reading.phrased("ignores_choice", 3),
            "配信は、ご本人の同意のあとになります。",
            "同意の記録が見当たりません。",
            law=CONSENT_LAW,
        )
    refusal = reading.wish(WishKind.NO_CONTACT)
    if situation.closed or refusal:
        yield from _no_contact(reading, refusal)
        return
    pitch = reading.wish(WishKind.NO_PITCH)
    renewed = _no_pitch(reading, pitch) if pitch or situation.stage == "declined" else None
    if found := renewed or _wrong_way(reading) or _too_early(reading) or _their_turn(reading):
        yield found


def _no_contact(reading: Reading, refusal: Wish | None) -> Iterator[Finding]:
    leave = reading.has("last_word") or (reading.has("final_notice") and reading.has("final_word", "withdraw"))
    final = leave and not reading.has("clings", "offer", "against") and not reading.asking
    said = quoted(refusal.text) if refusal else "連絡は望まない"
    if final:
        yield _finding(
            reading,
            Severity.NOTICE,
            (),
            "必要なお知らせだけにとどめ、これで最後にしましょう。",
            f"{said}というご希望があります。",
        )
    else:
        yield _finding(
            reading,
            Severity.STOP,
            reading.hits("against"),
            "ご連絡を望んでいない方です。送らずにおきましょう。",
            f"{said}というご希望があります。",
            law=REFUSAL_LAW,
        )


def _no_pitch(reading: Reading, wish: Wish | None) -> Finding | None:
    """The trade was declined, the person was not: only talk of the trade goes against it."""
    if reading.has("withdraw") and not reading.has("offer") and not reading.asking:
        return None
    pitched = (
        reading.hits("against", "offer", "denial", "brochure", "decision_state", "own_need")
        + reading.asking
        + reading.hits("veiled_call", "veiled", "pretext")
    )
    if not pitched and wish is not None and not reading.has("release", "shared_news"):
        pitched = reading.product_hits
    if not pitched:
        return None
    said = f"{quoted(wish.text)}というご希望があります。" if wish else _declined(reading)
    # The law forbids to solicit again; whether a mention in passing is that, the evidence weighs.
    plain = reading.has("offer", "brochure", "decision_state", "against") or bool(reading.asking)
    again = plain and (wish is not None or bool(reading.product_hits) or reading.has("offer", "against"))
    return _finding(
        reading,
        Severity.STOP if again else Severity.MEND,
        pitched,
        "一度お断りになったお話に戻ると、断り直す負担をかけてしまいます。",
        said,
        law=REFUSAL_LAW if again else "",
    )


def _declined(reading: Reading) -> str:
    days = reading.situation.last_incoming_days_ago
    return (
        f"{ago(reading.situation, days)}までにお断りをいただいています。"
        if days is not None
        else "お断りをいただいています。"
    )


def _wrong_way(reading: Reading) -> Finding | None:
    for wish in reading.wishes:
        if wish.kind is not WishKind.CHANNEL:
            continue
        channel = reading.situation.channel
        calls = (
            reading.phrased("premature_ask", 3)
            if "phone" in wish.barred or (wish.channels and "phone" not in wish.channels)
            else ()
        )
        if (wish.channels - {"phone"} and channel not in wish.channels) or channel in wish.barred or calls:
            return _finding(
                reading,
                Severity.MEND,
                calls or reading.hits("against"),
                "別の方法でのご連絡を望まれています。",
                f"{quoted(wish.text)}というご希望があります。",
            )
    return None


def _too_early(reading: Reading) -> Finding | None:
    today = reading.situation.sent_at.date()
    for wish in reading.wishes:
        if wish.kind not in {WishKind.NOT_BEFORE, WishKind.ON_DATE} or wish.opens is None or today >= wish.opens:
            continue
        if reading.agenda or reading.has("against", "status_question") or reading.situation.stage == "considering":
            return _finding(
                reading,
                Severity.MEND,
                reading.hits("against"),
                "お約束の時期より少し早いようです。",
                f"{quoted(wish.text)}というご希望で、{day(wish.opens)}からがよさそうです。",
            )
    return None


def _their_turn(reading: Reading) -> Finding | None:
    wish = reading.wish(WishKind.THEY_WRITE)
    if wish is None or reading.has("fix", "withdraw"):
        return None
    if (
        reading.agenda
        or reading.has("against", "status_question", "stakes")
        or (reading.questions and reading.has("deal"))
    ):
        return _finding(
            reading,
            Severity.MEND,
            reading.hits("against", "decision_state", "stakes"),
            "あちらからのご連絡を待つお約束です。",
            f"{quoted(wish.text)}というお話があります。",
        )
    return None


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    wish = next(iter(reading.situation.their_requests), "")
    why = f"{quoted(wish)}というお話があります。" if wish else _declined(reading)
    if not wish and reading.situation.stage != "declined":
        why = "うかがっているご希望と、合わないかもしれません。"
    return _finding(reading, Severity.MEND, hits, "お相手の望みと少し違うように感じられるかもしれません。", why)


def _finding(
    reading: Reading, severity: Severity, hits: tuple[Hit, ...], what: str, why: str, *, law: str = ""
) -> Finding:
    return Finding(
        rule="ignores_choice",
        name=NAME,
        severity=severity,
        spans=reading.spans(hits),
        what=what,
        why=cited(reading.situation, why),
        gentler="今回は送らず、お相手から連絡があったときに、またお返事する。",
        source=law or SOURCE,
        closes_box=severity is Severity.STOP,
    )


FLAGGED = (
    example("ご昇進おめでとうございます。", their_requests=("もう連絡しないでください",), stage="declined"),
    example(
        "お電話は控えるとのことでしたので、こちらにご連絡しました。",
        channel="sms",
        their_requests=("連絡はメールだけにしてください",),
        stage="considering",
    ),
    example(
        "4月とのことでしたが、先に料金のご案内をお送りします。",
        their_requests=("9月に入ってから連絡ください",),
        stage="considering",
    ),
    example(
        "その後、お気持ちに変化はありましたか?",
        their_requests=("また必要になったらこちらから連絡します",),
        stage="declined",
    ),
    example(
        "新しい保険のキャンペーンが始まりました!", their_requests=("商品の話はもうしないでほしい",), stage="declined"
    ),
    example("今月の便りをお送りします。", is_newsletter=True, consent_recorded=False),
)
PASSING = (
    example(
        "お預かりした書類を返送しました。以後ご連絡しません。",
        their_requests=("もう連絡しないでください",),
        stage="declined",
    ),
    example(
        "舞台、おめでとう。",
        stage="declined",
        their_requests=("商品の話はもうしないでほしい",),
        product_of_sender="化粧品",
    ),
    example(
        "4月に入りましたのでご連絡しました。", their_requests=("6月に入ってから連絡ください",), stage="considering"
    ),
    example("ご質問の件、資料のとおりです。", channel="email", their_requests=("連絡はメールだけにしてください",)),
    example(
        "前に好きだと言っていたサウナ、水風呂が2種類になったそうですよ。",
        stage="declined",
        product_of_sender="不動産投資",
    ),
    example("今月の便りをお送りします。", is_newsletter=True, consent_recorded=True),
)
