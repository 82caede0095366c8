"""間の悪さ: 相手の時間に合わない時に届く。

何を: 仕事の連絡が深夜早朝・日曜祝日・相手の繁忙期や休みに届くこと、二日ほどの間に三通目以降。
なぜ: 内容が良くても、休みや正念場に割り込めば重荷になる。謝るより、時間を選ぶほうがやさしい。
代わりに: 翌営業日の10時頃に。繁忙期は明けてから。
出典: 士業の繁忙期と時間帯の慣行、夜間の勧誘を控える業界の定め。
"""

from __future__ import annotations

from collections.abc import Iterator

from yorisoi.core.coach.finding import Finding, Severity
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example, noted
from yorisoi.core.coach.saying import day, moment, quoted
from yorisoi.core.coach.wish import WishKind

NAME = "間の悪さ"
WEIGHT = 65
SOURCE = "相手の時間を選ぶ。翌営業日の10時頃に。"
NIGHT = (21, 30)
"""From this hour and minute a business message disturbs an evening."""
MORNING = 7
"""Before this hour it disturbs a night."""
SUNDAY = 6
THIRD = 2
"""Messages already waiting, or sent in the last two days, that make this one the third."""
TWO_DAYS = 2
HEAVY = 3
"""Level of the courtesy calendar at which only what they asked for should go."""

_NIGHT_PEOPLE = (
    "夜型",
    "夜の方",
    "夜に連絡",
    "夜勤中",
    "深夜まで",
    "翌",
    "夜がいつも",
    "夜のLINE",
    "夜間営業",
    "朝まで営業",
)


def check(reading: Reading) -> Iterator[Finding]:
    """Three together in two days, then their season, then the hour; friends' talk and needed notices pass."""
    situation = reading.situation
    if situation.is_newsletter or _their_hours(reading):
        return
    needed = _needed_today(reading) or reading.eases
    if _crowded(reading) and not needed:
        yield _finding(reading, Severity.MEND, (), "短い間に続けて届いています。", _crowd_reason(reading))
        return
    said = reading.hits("busy_now", "odd_hour") + reading.phrased("bad_timing", 1)
    if reading.busy and reading.agenda and not needed and not _answering(reading):
        yield _finding(
            reading,
            Severity.MEND,
            said,
            "お忙しい、またはお休みの時期に届きそうです。",
            f"{quoted(reading.busy)}とうかがっています。送る日は{day(situation.sent_at.date())}です。",
        )
        return
    if situation.channel == "letter":
        return
    if reading.has("busy_now") and reading.agenda and not needed and not reading.has("release"):
        yield _finding(
            reading,
            Severity.MEND,
            said,
            "お忙しいと知りながら送る形になっています。",
            f"送る時は{moment(situation)}です。",
        )
    elif _off_hours(reading) and not needed:
        yield _finding(
            reading,
            Severity.MEND if _business(reading) else Severity.NOTICE,
            said,
            "お休みの時間に届きそうです。",
            f"送る時は{moment(situation)}です。",
        )
    elif (note := situation.courtesy) and not note.allowed and reading.agenda and not needed:
        later = f"{day(note.next_ok.date())}頃からがよさそうです。" if note.next_ok else ""
        severity = Severity.MEND if note.level >= HEAVY else Severity.NOTICE
        yield _finding(reading, severity, said, "今は少し間をおくとよい時期です。", note.reason + later)


def _off_hours(reading: Reading) -> bool:
    at = reading.situation.sent_at
    if (at.hour, at.minute) >= NIGHT or at.hour < MORNING:
        return True
    return at.weekday() == SUNDAY and reading.agenda and not reading.live


def _business(reading: Reading) -> bool:
    """Whether this is business: friends without an agenda are not."""
    if reading.agenda or reading.has("deal") or reading.situation.stage in {"considering", "client", "declined"}:
        return True
    return not reading.close and reading.situation.stage == "met_once" and reading.has("odd_hour")


def _their_hours(reading: Reading) -> bool:
    """Whether the night is when they like to be written to, or they are here right now."""
    if reading.wish(WishKind.HOURS):
        return True
    situation = reading.situation
    if situation.last_incoming_days_ago == 0 and situation.unanswered_in_a_row == 0 and reading.close:
        return True
    return any(word in fact for fact in situation.known_facts for word in _NIGHT_PEOPLE)


def _needed_today(reading: Reading) -> bool:
    """A settled matter that happens now: meeting points, delays, weather."""
    return reading.agreed and reading.has("logistics", "fix") and not reading.has("own_need", "offer", "homework")


def _answering(reading: Reading) -> bool:
    """Whether it answers what they asked, and adds nothing."""
    return (reading.requested or reading.live) and not reading.asking and not reading.has("offer", "demand_reply")


def _crowded(reading: Reading) -> bool:
    situation = reading.situation
    if situation.today_outgoing >= THIRD and not reading.live:
        return True
    days = situation.last_outgoing_days_ago
    return situation.unanswered_in_a_row >= THIRD and days is not None and days <= TWO_DAYS


def _crowd_reason(reading: Reading) -> str:
    situation = reading.situation
    count = max(situation.unanswered_in_a_row, situation.today_outgoing)
    return f"すでに{count}通が続いていて、これで{count + 1}通目です。"


def speak(reading: Reading, hits: tuple[Hit, ...]) -> Finding:
    """Say it in general words, where the evidence finds the fault and :func:`check` had no words for it."""
    why = f"{quoted(reading.busy)}とうかがっています。" if reading.busy else ""
    return _finding(
        reading,
        Severity.MEND,
        hits if reading.situation.channel == "letter" else (),
        "お相手の時間に合わないかもしれません。",
        f"{why}送る時は{moment(reading.situation)}です。",
    )


def _finding(reading: Reading, severity: Severity, hits: tuple[Hit, ...], what: str, why: str) -> Finding:
    return noted(
        reading,
        "bad_timing",
        severity,
        hits,
        name=NAME,
        what=what,
        why=why,
        gentler="翌営業日の10時頃まで置いておく。お忙しい時期なら、明けてからに。",
        source=SOURCE,
    )


_LATE = example("").situation.sent_at.replace(hour=23, minute=50)
_SUNDAY = example("").situation.sent_at.replace(day=14)

FLAGGED = (
    example("お見積書ができました。添付いたします。", stage="considering", sent_at=_LATE, exchanges=3),
    example("棚卸しの最中と存じますが、一つだけ。新しいプランのご案内です。", exchanges=3),
    example("一度お打ち合わせのお時間をいただけませんか。", sent_at=_SUNDAY, exchanges=4),
    example("見積りのご説明に伺わせてください。", stage="considering", known_facts=("6月は決算で手一杯",), exchanges=3),
    example("もう一点だけです!", channel="line", unanswered_in_a_row=2, last_outgoing_days_ago=1),
)
PASSING = (
    example(
        "雨なので集合は体育館です。",
        channel="line",
        stage="warm",
        sent_at=_SUNDAY.replace(hour=8),
        known_facts=("今日一緒に運動会の手伝い",),
    ),
    example(
        "ご質問の製氷機ですが、フィルターを洗ってみてください。",
        channel="line",
        stage="warm",
        exchanges=26,
        sent_at=_LATE,
        their_requests=("連絡は夜の方が助かる",),
    ),
    example("昨日の試合、最高でしたね。", channel="line", stage="warm", exchanges=18, sent_at=_SUNDAY),
    example("お忙しい時期でしょうから、ご返信はお気遣いなく。", known_facts=("6月は決算で手一杯",)),
    example("見積りのご説明に伺わせてください。", stage="considering", known_facts=("7月は忙しくない",), exchanges=3),
)
