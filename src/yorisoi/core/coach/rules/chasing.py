"""追いかけ: お返事のない方に、続けて連絡する。

何を: 未返信のまま、返事に触れる・同じ用件を重ねる・三通目以降も用件を送ること。
なぜ: 返さないこともお返事の一つ。重ねるほど、相手は責められている気持ちになる。
代わりに: 60日以上おいて、返事に触れず、相手の関心にだけ触れる。または自分から話を閉じる。
出典: 間合いの既定値(1通未返信なら60日、2通なら180日)、LINEの実務での「2か月待つ」。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import unanswered

NAME = "追いかけ"
WEIGHT = 95
SOURCE = "お返事がないときは、まず間をおく。返事には触れない。"
SAME_MATTER_DAYS = 14
"""Days within which a second message on the same matter reads as a reminder."""
THIRD_MESSAGE = 2
"""Unanswered messages after which the next one is the third or later."""


def check(reading: Reading) -> Iterator[Finding]:
    """Chasing needs an unanswered message; then a mention, a repeated matter, or a third message with an agenda."""
    situation = reading.situation
    if situation.unanswered_in_a_row < 1 or reading.on_their_day or situation.is_newsletter:
        return
    mentions = reading.hits("no_answer", "did_you_see", "again", "blame") + reading.phrased("chasing", 2)
    hurt = reading.hits("hurt") if mentions or situation.unanswered_in_a_row >= THIRD_MESSAGE else ()
    if _lets_go(reading, mentions):
        return
    if mentions:
        yield _finding(
            reading,
            Severity.MEND,
            mentions + hurt,
            "お返事がまだの方に、そのことへ触れると急かされたように感じられるかもしれません。",
        )
    elif hurt and reading.has("no_answer", "again", "did_you_see", "hurt") and reading.agenda:
        yield _finding(reading, Severity.MEND, hurt, "お返事がないことを責められたように感じられるかもしれません。")
    elif _repeats(reading):
        yield _finding(
            reading, Severity.MEND, (), "前のご連絡から間もないため、追いかけられているように感じられるかもしれません。"
        )


def _lets_go(reading: Reading, mentions: tuple[Hit, ...]) -> bool:
    """A correction, a withdrawal or a plain gift that asks nothing is no chase."""
    wants = bool(reading.asking) or reading.has("decision_state", "deadline_reply", "demand_reply", "offer")
    if reading.has("withdraw") and not wants:
        return True
    if reading.has("fix") and not wants:
        return True
    return (
        reading.has("release")
        and not wants
        and not reading.has("no_answer", "did_you_see")
        and not _says_again(mentions)
    )


def _says_again(mentions: tuple[Hit, ...]) -> bool:
    return any(word in hit.text for hit in mentions for word in ("再送", "度目", "何度", "再度", "押しかけ"))


def _repeats(reading: Reading) -> bool:
    """Whether it is the same matter within two weeks, or a third message that wants something."""
    situation = reading.situation
    days = situation.last_outgoing_days_ago
    wants = reading.agenda or _asks_on(reading)
    if situation.unanswered_in_a_row >= THIRD_MESSAGE:
        return wants
    return days is not None and days <= SAME_MATTER_DAYS and wants


def _asks_on(reading: Reading) -> bool:
    """Whether an open matter is taken up again by a question, by 「の件」 or by a reply subject."""
    if reading.close and reading.situation.stage != "considering":
        return False
    subject = reading.draft.subject or ""
    return (
        bool(reading.questions)
        or reading.has("status_question")
        or "の件" in reading.text.norm
        or subject.startswith("Re:")
    )


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    return _finding(
        reading, Severity.MEND, hits, "お返事がまだの方には、追いかけられているように感じられるかもしれません。"
    )


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...], what: str) -> Finding:
    return noted(
        reading,
        "chasing",
        severity,
        hits,
        name=NAME,
        what=what,
        why=unanswered(reading.situation),
        gentler="今は送らずに間をおくか、「この件はここまでにします。必要なときにお声がけください。」と閉じる。",
        source=SOURCE,
    )


FLAGGED = (
    example("先日のメールはご覧いただけましたでしょうか。", unanswered_in_a_row=1, last_outgoing_days_ago=5),
    example("迷惑メールに入っていないか心配でご連絡しました。", unanswered_in_a_row=1, last_outgoing_days_ago=30),
    example("何度もすみません!例の件です。", channel="line", unanswered_in_a_row=2, last_outgoing_days_ago=4),
    example(
        "お見積りの件、よろしければご説明に伺わせてください。",
        stage="considering",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=8,
    ),
    example("お忙しいのですね。では改めて要点だけお送りします。", unanswered_in_a_row=2, last_outgoing_days_ago=10),
)
PASSING = (
    example(
        "昨日の図面、縮尺が誤りでした。差し替えます。返信不要です。", unanswered_in_a_row=1, last_outgoing_days_ago=1
    ),
    example(
        "返事はいりません。好きだと言っていた窯の図録が出ました。", unanswered_in_a_row=1, last_outgoing_days_ago=60
    ),
    example("先日のメールはご覧いただけましたでしょうか。", unanswered_in_a_row=0, last_outgoing_days_ago=5),
    example(
        "この件はここで終わりにしますね。必要になったときだけ思い出してください。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=20,
    ),
    example(
        "味噌、カビも出ずに一か月たちました。夏まで我慢します。",
        stage="warm",
        exchanges=10,
        unanswered_in_a_row=1,
        last_outgoing_days_ago=20,
    ),
)
