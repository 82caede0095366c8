"""What lies ahead of a tie, as a picture and a sentence need it: when it opens, what rests until when, the next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from yorisoi.core.distance import AdviceKind, Distance, Reason
from yorisoi.kit import japanese_date

# Where the words change. Presence is the chance of an answer with no pressure in the way: likelier than not, and about
# what is left of a single message of theirs after most of a year. Pressure: less than one gift of the last weeks, and
# more than one unanswered message. Chosen for reading; nothing is decided by them.
WELL_REMEMBERED, FADING = 0.5, 0.35
LIGHT, HEAVY = 0.2, 1.5

BESIDE = frozenset({"reply_owed", "one_sided", "dormant", "assumed_weights"})  # said beside the advice, not for it
REST_LABELS = {
    "declined": "そっとしておく",
    "asked_to_stop": "そっとしておく",
    "unanswered_1": "間をおく時期",
    "unanswered_2": "間をおく時期",
    "unanswered_3": "おまかせする",
    "hold_mourning": "喪中",
    "hold_disaster": "お見舞いの時期",
    "hold_resting": "お休み",
    "hold_resting_open": "お休み",
    "wish_not_before": "ご希望の日まで",
    "wish_busy_until": "お忙しい時期",
    "thinking": "考える時間",
    "just_met": "お礼のあと",
}
NOTHING_RESTS = frozenset({"remember", "no_history"})  # no day is planned: that is no rest, and nothing is shaded
WORTH_TELLING = timedelta(days=365)  # a faint tie halves over years; to name such a day would only sound exact
CALENDAR_LABEL = "暦のお休み"


@dataclass(frozen=True, slots=True)
class Course:
    """The days ahead (and the one behind) that a picture shows.

    Attributes:
        opens: From when I may write of my own accord; None when no day is set.
        closes: A preference, never a threat; None when there is no such day.
        halves: Whether ``closes`` is the day by which presence is half of what it was; otherwise the policy's last day.
        rest_since: Since when it rests; None when nothing rests.
        rest_until: Until when; None without an end.
        rest_label: Why, in a few signs.
        let_go: It rests until they write.
    """

    opens: datetime | None = None
    closes: datetime | None = None
    halves: bool = False
    rest_since: datetime | None = None
    rest_until: datetime | None = None
    rest_label: str = ""
    let_go: bool = False


def course_of(distance: Distance, *, now: datetime) -> Course:
    """Return the days of a distance read at ``now``."""
    opens, closes = distance.opens, distance.closes
    holds = distance.advice in (AdviceKind.WAIT, AdviceKind.REST)
    if holds and distance.until is not None and (opens is None or distance.until > opens):
        opens = distance.until  # the window stands open, but the calendar keeps today shut
    if distance.advice is AdviceKind.LET_GO:
        opens = closes = None
    if closes is not None and opens is not None and closes <= opens:
        closes = None
    halves = closes is not None and closes == distance.measured_closes
    why = main_reason(distance)
    if distance.advice not in (AdviceKind.REST, AdviceKind.LET_GO) or (why is not None and why.code in NOTHING_RESTS):
        return Course(opens=opens, closes=closes, halves=halves)
    code = "" if why is None else why.code
    since = distance.at or now
    if code not in REST_LABELS and opens is not None and opens == distance.opens and distance.opened_by in REST_LABELS:
        code = distance.opened_by  # the calendar only lengthened a rest that the rule had begun
    elif why is not None and why.on is not None:
        since = datetime.combine(why.on, time(), tzinfo=timezone.get_current_timezone())
    return Course(
        opens=opens,
        closes=closes,
        halves=halves,
        rest_since=min(since, opens) if opens is not None else since,
        rest_until=opens,
        rest_label=REST_LABELS.get(code, CALENDAR_LABEL),
        let_go=distance.advice is AdviceKind.LET_GO,
    )


def main_reason(distance: Distance) -> Reason | None:
    """The reason for the advice itself, without what stands beside it."""
    return next((reason for reason in distance.reasons if reason.code not in BESIDE and reason.text), None)


def day_of(at: datetime, today: date | None = None) -> str:
    """The local day of a moment in words, with its year where that is another one than today's."""
    return japanese_date.day(timezone.localtime(at).date(), today=today)


def last_day_of_thanks(distance: Distance) -> datetime | None:
    """A moment of the last day for a thank-you, while that is what the advice is about."""
    if distance.thanks is None or distance.until != distance.thanks[1]:
        return None
    return distance.thanks[1] - timedelta(days=1)  # the window ends at the midnight after it


def next_step(distance: Distance, *, now: datetime) -> str:
    """Return the one thing to do next, which may be nothing, as a sentence."""
    today = timezone.localdate(now)
    if distance.reply_owed is not None and not distance.closed:
        return f"{day_of(distance.reply_owed, today)}にいただいたご連絡に、ひとことお返しすること。"
    if distance.advice is AdviceKind.REACH and (last := last_day_of_thanks(distance)) is not None:
        return f"{day_of(last, today)}までに、お会いしたお礼をひとこと。お願いごとは添えずに。"
    if distance.advice is AdviceKind.REACH:
        return "相手のためになる話がひとつ見つかったら、短く書くこと。見つからなければ、何もしなくて大丈夫です。"
    if distance.advice is AdviceKind.LET_GO:
        return "こちらからはありません。お便りが届いたら、そのときにお返事を。"
    if distance.until is None:
        return "いまはありません。お名前を覚えているだけで十分です。"
    return f"いまはありません。{day_of(distance.until, today)}になったら、あらためて考えましょう。"


def words_of(distance: Distance) -> str:
    """Return the picture in two sentences: how far they still have me in mind, and what weighs on them."""
    if distance.presence >= WELL_REMEMBERED:
        mind = "まだよく心に残っているころでしょう"
    elif distance.presence >= FADING:
        mind = "少しずつ薄れてきたころでしょう"
    else:
        mind = "静かに間があいているころでしょう"
    if distance.pressure < LIGHT:
        load = "こちらからの負担は、ほとんどありません"
    elif distance.pressure < HEAVY:
        load = "こちらからの連絡が、少し残っています"
    else:
        load = "こちらからの連絡が、重なっています"
    return f"{mind}。{load}。"


def ahead(course: Course, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the bands of the picture in words: (kind, sentence)."""
    today = timezone.localdate(now)
    found = []
    if course.rest_since is not None:
        found.append(("rest", f"{course.rest_label}:{_rest_ends(course, today)}"))
    if course.opens is not None:
        text = f"ひらく時期:{day_of(course.opens, today)}から"
        if course.closes is not None and now < course.closes <= now + WORTH_TELLING:
            last = day_of(course.closes, today)
            text += f"({last}ごろに、心に残る度合いが半分ほどになる見立て)" if course.halves else f"({last}ごろまで)"
        found.append(("open", text))
    return tuple(found)


def _rest_ends(course: Course, today: date) -> str:
    if course.rest_until is not None:
        return f"{day_of(course.rest_until, today)}まで"
    return "お便りをいただくまで" if course.let_go else "終わりの日は決めていません"
