"""なぜ今ではないの? / どうして今なの? Every advice taken apart: the touches, the rule that set the day, the calendar.

Nothing here decides anything. The engine's own functions are called once more, one touch at a time, and what they said
is written down beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter

from django.urls import reverse
from django.utils import timezone

from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.interactions import folding, learning, timeline
from yorisoi.apps.interactions.course import day_of, last_day_of_thanks, main_reason
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.interactions.policy_words import ASSUMPTIONS, NO_DATE, ROWS, SLOWER, SLOWER_DAYS, Basis, Change
from yorisoi.apps.interactions.touch_words import side_of, words_of
from yorisoi.core.distance import SHIPPED, AdviceKind, Distance, State, Touch, Tuning, advance, start
from yorisoi.core.distance.days import moment
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.opening import Opening, opening
from yorisoi.core.distance.policy import NEVER, Floor, floors
from yorisoi.core.distance.presence import faded
from yorisoi.core.distance.pressure import leaked
from yorisoi.core.distance.state import one_sided
from yorisoi.core.distance.touch import ASSUMED

SHOWN = 12  # touches listed one by one, the newest first; the older ones are summed up in a sentence
PLACES = {Change.COMFORT: "#comfort-title", Change.REACTION: "#came-back-title"}
WHY_NOT_NOW, WHY_NOW = "なぜ今ではないの?", "どうして今なの?"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One touch and what it counted for.

    Attributes:
        day: Its day in words.
        what: What it was.
        side: Who reached out.
        gain: Strength it added.
        left: What of that is left now; these sum up to the strength of today.
        before, after: Pressure just before and just after it.
        assumed: Its weight is an assumption.
    """

    day: str
    what: str
    side: str
    gain: float
    left: float
    before: float
    after: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule's word on the day. ``url`` is empty where nothing can be changed by hand."""

    day: str
    text: str
    basis: str
    change: str
    url: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An advice taken apart.

    Attributes:
        question: Why now, or why not now.
        answer: The day in one sentence, or that there is none and what would set one.
        because: The engine's own warm sentence for the advice.
        guess: That sentence leans on a weight no data was fitted for.
        beside: What stands beside the advice: a reply owed, a person never suggested, nothing known to write about.
        rule: The rule that set the day.
        others: The other rules that had a word, the latest day first.
        calendar: What the courtesy calendar added.
        touches: The newest touches, the newest first.
        older: How many more were counted; ``older_left`` is what they still hold.
        strength, pressure: Both as of now.
        assumptions: What in all this is assumed.
    """

    question: str
    answer: str
    because: str
    guess: bool
    beside: tuple[str, ...]
    rule: Rule
    others: tuple[Rule, ...]
    calendar: str
    touches: tuple[Weighed, ...]
    older: int
    older_left: float
    strength: float
    pressure: float
    assumptions: tuple[str, ...]


def explain(
    contact: Contact,
    rows: Sequence[Interaction],
    facts: Sequence[Fact],
    *,
    now: datetime,
    known: learning.Known | None = None,
    calendar: Calendar | None = None,
) -> Explanation:
    """Take the advice for one person apart.

    Args:
        contact: The person.
        rows: Their whole timeline.
        facts: What is known of them.
        now: Aware.
        known, calendar: As for ``folding.fold_contact``; read when not handed in.
    """
    known = known or learning.known_of(contact.owner_id)
    calendar = calendar or seasons.calendar_of(contact.owner_id, contact)
    distance = folding.fold_contact(contact, rows, facts, now=now, known=known, calendar=calendar)
    tuning = known.tuning(contact)
    touches = timeline.touches_of(rows, closed_at=contact.closed_at)
    counted = [touch for touch in touches if touch.at <= now]
    state, weighed = _weigh(counted, now, tuning)
    relation = timeline.relation_of(contact, facts)
    usual, named = (timeline.courteous_opening(contact, calendar, promised=promised) for promised in (False, True))
    way = opening(state, relation, tuning, usual, named)
    say = partial(_rule, state=state, tuning=tuning, links=_Links(contact, facts), now=now)
    rules = sorted(floors(state, relation, tuning), key=attrgetter("at"), reverse=True)
    why = main_reason(distance)
    older = weighed[: max(0, len(weighed) - SHOWN)]
    return Explanation(
        question=question_of(distance),
        answer=_answer(distance, now=now),
        because=why.text if why is not None else "",
        guess=why is not None and why.assumption,
        beside=tuple(_beside(contact, facts, distance, left_out=len(touches) - len(counted), now=now)),
        rule=say(way.rule),
        others=tuple(say(rule) for rule in rules if rule != way.rule),
        calendar=_calendar(way, distance, tuning, now),
        touches=tuple(reversed(weighed[len(older) :])),
        older=len(older),
        older_left=sum(touch.left for touch in older),
        strength=distance.strength,
        pressure=distance.pressure,
        assumptions=tuple(_assumptions(way, counted, comfort=tuning != SHIPPED)),
    )


def question_of(distance: Distance) -> str:
    """What one may ask of this advice."""
    return WHY_NOW if distance.advice is AdviceKind.REACH else WHY_NOT_NOW


def _weigh(touches: Sequence[Touch], now: datetime, tuning: Tuning) -> tuple[State, list[Weighed]]:
    """Walk along the timeline, noting what each touch did; then back along it for what is left of each gain."""
    state = start(tuning)
    steps: list[tuple[Touch, float, float, float]] = []
    for touch in touches:
        before = state.tie
        days = 0.0 if before.at is None else (touch.at.timestamp() - before.at) / DAY
        state = advance(state, touch, tuning)
        gain = state.tie.strength - faded(before.strength, days, tuning)
        steps.append((touch, gain, leaked(before.pressure, days, tuning), state.tie.pressure))
    today = timezone.localdate(now)
    share, later = 1.0, now
    weighed = []
    for touch, gain, pressure, after in reversed(steps):
        # Strength is a sum of gains, each faded over every silence since: so what is left of one can be told exactly.
        share *= faded(1.0, (later - touch.at).total_seconds() / DAY, tuning)
        later = touch.at
        assumed = touch.kind in ASSUMED
        weighed.append(
            Weighed(
                day_of(touch.at, today), words_of(touch), side_of(touch), gain, gain * share, pressure, after, assumed
            )
        )
    return state, weighed[::-1]


def _answer(distance: Distance, *, now: datetime) -> str:
    today = timezone.localdate(now)
    if distance.advice is AdviceKind.REACH:
        if (last := last_day_of_thanks(distance)) is not None:
            return f"お会いしたお礼が自然なのは、{day_of(last, today)}までです。"
        opened = distance.opens or now
        return f"{day_of(opened, today)}から、ひらいています。急ぐことはありません。"
    if distance.until is not None:
        return f"次にひらくのは、{day_of(distance.until, today)}です。"
    return NO_DATE.get(distance.opened_by, "日付は、決めていません。")


def _beside(
    contact: Contact, facts: Sequence[Fact], distance: Distance, *, left_out: int, now: datetime
) -> Iterable[str]:
    if distance.reply_owed is not None and not distance.closed:
        day = day_of(distance.reply_owed, timezone.localdate(now))
        yield f"{day}にいただいたご連絡へのお返事は、いつお返ししても大丈夫です。ここに書くのは、こちらから始めるときの話です。"
    if contact.never_suggest:
        yield "この方は「おすすめに出さない」にしているので、今日のおすすめには出ません。"
    elif distance.advice is AdviceKind.REACH and not timeline.has_reason(facts):
        yield "この方について書きとめたことがまだないので、今日のおすすめには出ません。"
    if left_out:
        yield f"これからの日付のやり取りが{left_out}件あります。まだ数えていません。"


class _Links:
    """Where each rule can be changed for this person."""

    def __init__(self, contact: Contact, facts: Sequence[Fact]) -> None:
        self._contact = contact
        self._facts = facts

    def to(self, change: Change, floor: Floor) -> str:
        """The address of the page, and of the place on it."""
        person = self._contact.pk
        page = reverse("person", args=[person])
        if change in (Change.CLOSENESS, Change.MET):
            return reverse("person_edit", args=[person])
        if change is Change.FIRST:
            return reverse("interaction_new", args=[person])
        if change is Change.FACT:
            fact = self._fact(floor)
            return page if fact is None else reverse("fact_edit", args=[person, fact.pk])
        return page + PLACES.get(change, "")

    def _fact(self, floor: Floor) -> Fact | None:
        """The fact that this floor was made of."""
        wishes = {
            wish: "thinking" if kind == "thinking" else f"wish_{kind}" for wish, kind in timeline.TIME_WISHES.items()
        }
        holds = {wish: f"hold_{kind}" for wish, kind in timeline.HOLDS.items()}
        codes = {**wishes, **holds}
        for fact in self._facts:
            if fact.kind != FactKind.REQUEST or not fact.wish or fact.on != floor.on or fact.text != floor.words:
                continue
            if codes.get(Wish(fact.wish), "-") == floor.code.removesuffix("_open"):
                return fact
        return None


def _rule(floor: Floor, *, state: State, tuning: Tuning, links: _Links, now: datetime) -> Rule:
    row = ROWS[floor.code]
    text = row.say(tuning)
    if floor.code in SLOWER_DAYS and one_sided(state.ledger, tuning):
        text = SLOWER.format(days=SLOWER_DAYS[floor.code](tuning))
    day = "日は決めていません" if floor.at == NEVER else day_of(moment(floor.at, tuning), timezone.localdate(now))
    return Rule(day, text, row.basis, row.change, links.to(row.change, floor))


def _calendar(way: Opening, distance: Distance, tuning: Tuning, now: datetime) -> str:
    """What the courtesy calendar did to the day of the rule, and whether it keeps today shut."""
    if way.rule.at == NEVER or way.calendar is None:
        return "日が決まっていないので、暦は関わっていません。"
    today = timezone.localdate(now)
    wanted = moment(way.rule.at, tuning)
    first, reason = way.calendar(wanted)
    said = []
    if first > wanted:
        why = f"({reason.text.rstrip('。')})" if reason is not None and reason.text else ""
        was, then = day_of(wanted, today), day_of(first, today)
        moved = f"{was}のところを{then}へ送りました" if was != then else f"{then}のうちで、時間だけを送りました"
        said.append(f"心づかいの暦が、{moved}{why}。")
    if distance.advice is not AdviceKind.REACH and way.opens <= now.timestamp() and distance.until is not None:
        said.append(
            f"ひらいてはいますが、今日は暦の上でお休みのため、{day_of(distance.until, today)}からにしています。"
        )
    return "".join(said) or "心づかいの暦は、日を動かしていません。"


def _assumptions(way: Opening, touches: Sequence[Touch], *, comfort: bool) -> Iterable[str]:
    if ROWS[way.rule.code].basis is Basis.PRACTICE:
        yield ASSUMPTIONS["policy"]
    if comfort:
        yield ASSUMPTIONS["comfort"]
    if touches:
        yield ASSUMPTIONS["formula"]
        if any(touch.kind in ASSUMED for touch in touches):
            yield ASSUMPTIONS["weights"]
        yield ASSUMPTIONS["counting"]
