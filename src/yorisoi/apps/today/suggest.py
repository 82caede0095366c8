"""From one person's standing and facts to a suggestion, or to none: no reason about them, no suggestion."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.interactions.models import Standing
from yorisoi.apps.interactions.scaffolding import COOLING_OFF, is_fresh
from yorisoi.core.distance import About, Closeness, Material, Occasion, Technique, techniques, written
from yorisoi.kit import japanese_date

QUOTED = 40  # characters of a fact shown in a sentence: one line and a half on a phone
CLOSING_SOON = timedelta(days=14)  # a window that ends within two weeks is about to close
NAMED_RECENTLY = timedelta(days=60)  # a day they named goes first for two months; later it is a window like others
# As a worry waits before it is used, neither an invitation nor the question whether to go on comes at once.
NOT_AT_ONCE = frozenset({"invitation", "hand_over_choice"})
BY_HAND = ("", "手入力")  # sources that say nothing about where a thing was heard


class Why(StrEnum):
    """What put a person forward, in the order of the courtesy policy. Reply odds are no part of it."""

    NAMED = "named"
    GIFT = "gift"
    CLOSING = "closing"
    OPEN = "open"


RANK = {Why.NAMED: 0, Why.GIFT: 1, Why.CLOSING: 2, Why.OPEN: 3}
LABELS = {
    Why.NAMED: "伺っていた時期",
    Why.GIFT: "お渡しできるもの",
    Why.CLOSING: "思い出していただけるうちに",
    Why.OPEN: "ほどよい間合い",
}
# Which way to give is looked at first: help with a worry, then a topic, then what asks more of the reader.
FIRST_FIT = ("useful_info", "shared_topic", "invitation", "own_news", "hand_over_choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One person, with a reason they would accept themselves.

    Attributes:
        contact: Whom.
        why: What put them forward.
        reason: One Japanese sentence that cites the stored fact and its date.
        fact: The fact itself; None when the reason rests on the timeline (handing over the choice).
        technique: The way to give; None where they named the day and the day is the reason.
        fits: Why the technique fits, as a sentence; empty without a technique.
        start: A first line to begin from.
        hints: What to write after it, in order.
        mind: What to mind with this person: things not to mention, wishes, a busy season.
        closes: The day the window closes, if it has one.
    """

    contact: Contact
    why: Why
    reason: str
    fact: Fact | None
    technique: Technique | None
    fits: str
    start: str
    hints: tuple[str, ...]
    mind: tuple[str, ...] = ()
    closes: date | None = None

    @property
    def why_label(self) -> str:
        return LABELS[self.why]


def suggest(
    standing: Standing, facts: Sequence[Fact], *, own_news: str, season: Iterable[str], now: datetime
) -> Suggestion | None:
    """Turn an open window into a suggestion, or into None when nothing about the person carries it.

    Args:
        standing: The cached distance, with its contact.
        facts: What is known of the person, the latest first.
        own_news: The owner's news in a sentence; empty for none.
        season: Notes of the courtesy calendar that ask to be brief.
        now: Aware.
    """
    today = timezone.localdate(now)
    facts = [fact for fact in facts if not is_fresh(fact, today=today)]
    promise = _promise(standing, facts, now)
    technique, fits = _technique(standing, facts, own_news=own_news, now=now)
    if technique is None and promise is None:
        return None
    fact = promise or _fact_for(technique, facts)
    reason = _reason(standing, fact, technique, promised=promise is not None, today=today)
    if reason is None:
        return None
    return Suggestion(
        contact=standing.contact,
        why=_why(standing, fact, promised=promise is not None, now=now),
        reason=reason,
        fact=fact,
        technique=technique,
        fits=fits,
        start=_start(fact, technique, own_news=own_news, promised=promise is not None),
        hints=technique.hints
        if technique
        else ("お約束の時期になったことを一言", "用件はひとつだけ、短く", "お返事を急がないことを添える"),
        mind=(*_mind(facts), *season),
        closes=timezone.localdate(standing.closes_at) if standing.closes_at else None,
    )


def spread(ranked: Iterable[Suggestion], places: int) -> list[Suggestion]:
    """Take the first ``places``, but no two of one organisation or one gathering while others are there."""
    chosen: list[Suggestion] = []
    put_back: list[Suggestion] = []
    seen: set[Hashable] = set()
    for suggestion in ranked:
        if len(chosen) >= places:
            break
        circles = set(_circles(suggestion.contact))
        if circles & seen:
            put_back.append(suggestion)
            continue
        seen |= circles
        chosen.append(suggestion)
    return (chosen + put_back)[:places] if places > 0 else []


def order(suggestion: Suggestion) -> tuple[int, date, int]:
    """The courtesy policy's order; within it, whose window closes first."""
    return RANK[suggestion.why], suggestion.closes or date.max, suggestion.contact.pk


def quoted(text: str) -> str:
    """Return a fact as a quotation fits into a sentence: one line, no full stop, not too long."""
    line = " ".join(text.split()).rstrip("。. ").translate(str.maketrans("「」", "『』"))
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"


def heard(fact: Fact, *, today: date, just_named: date | None = None) -> str:
    """Cite a fact with its day: 11月3日(火)に「事業承継が気がかり」と伺いました。

    ``just_named`` is the day the sentence before it spoke of; it is not written twice.
    """
    on = "その日に" if fact.on == just_named else f"{japanese_date.day(fact.on, today=today)}に"
    text = quoted(fact.text)
    if fact.kind == FactKind.INTEREST:
        return f"{on}、「{text}」に関心をお持ちと伺いました。"
    if fact.kind == FactKind.VALUE:
        return f"{on}、「{text}」を大切にされていると伺いました。"
    if fact.kind == FactKind.STRENGTH:
        return f"{on}、「{text}」がお得意と伺いました。"
    if fact.kind == FactKind.NOTE:  # the owner's own words, which nobody said
        return f"{on}、「{text}」と書きとめました。"
    return f"{on}「{text}」と伺いました。"


def _technique(
    standing: Standing, facts: Sequence[Fact], *, own_news: str, now: datetime
) -> tuple[Technique | None, str]:
    silence = (now - standing.touched_at).total_seconds() / 86_400 if standing.touched_at else None  # seconds a day
    occasion = Occasion(
        interests=_texts(facts, FactKind.INTEREST),
        concerns_open=tuple(quoted(f.text) for f in facts if f.kind == FactKind.CONCERN and not f.solved),
        strengths=_texts(facts, FactKind.STRENGTH),
        values=_texts(facts, FactKind.VALUE),
        has_own_news=bool(own_news),
        unanswered=standing.unanswered,
        silence_days=silence,
        closeness=Closeness(standing.contact.closeness),
    )
    known = {technique.id: technique for technique in techniques()}
    names = [name for name in FIRST_FIT if name in known] + [name for name in known if name not in FIRST_FIT]
    if not occasion.concerns_open and occasion.interests:
        names.sort(key=lambda name: name != "shared_topic")  # an interest alone is a topic rather than a need
    met = standing.contact.met_on
    if met is not None and timezone.localdate(now) - met < COOLING_OFF:
        names = [name for name in names if name not in NOT_AT_ONCE]
    for name in names:
        if fits := known[name].fits(occasion):
            return known[name], fits
    return None, ""


def _texts(facts: Sequence[Fact], kind: FactKind) -> tuple[str, ...]:
    return tuple(quoted(fact.text) for fact in facts if fact.kind == kind)


def _promise(standing: Standing, facts: Sequence[Fact], now: datetime) -> Fact | None:
    """Their own "write to me in March", once March has come. "Busy until" or "let me think" promise nothing."""
    if not standing.named_date or standing.opens_at is None or standing.opens_at < now - NAMED_RECENTLY:
        return None
    today = timezone.localdate(now)
    asked = [f for f in facts if f.wish == Wish.NOT_BEFORE and f.until is not None and f.until <= today]
    return max(asked, key=lambda fact: (fact.until or date.min, fact.on), default=None)


def _fact_for(technique: Technique | None, facts: Sequence[Fact]) -> Fact | None:
    """The fact that carries the technique: what it speaks of, the latest first."""
    wanted = {
        "useful_info": (FactKind.CONCERN, FactKind.INTEREST),
        "shared_topic": (FactKind.INTEREST, FactKind.VALUE),
        "invitation": (FactKind.INTEREST, FactKind.CONCERN, FactKind.STRENGTH),
    }.get(technique.id if technique else "", tuple(REASONS))
    for kind in wanted:
        for fact in facts:
            if fact.kind == kind and not fact.solved:
                return fact
    return None


REASONS = (FactKind.CONCERN, FactKind.INTEREST, FactKind.VALUE, FactKind.STRENGTH, FactKind.BACKGROUND)


def _why(standing: Standing, fact: Fact | None, *, promised: bool, now: datetime) -> Why:
    named = standing.named_date and standing.opens_at is not None and standing.opens_at >= now - NAMED_RECENTLY
    if promised or named:
        return Why.NAMED
    if fact is not None and fact.kind == FactKind.CONCERN and standing.unanswered < 2:
        return Why.GIFT  # an open worry that information can help with: the gift that fits best
    if standing.closes_at is not None and now <= standing.closes_at <= now + CLOSING_SOON:
        return Why.CLOSING
    return Why.OPEN


def _reason(
    standing: Standing, fact: Fact | None, technique: Technique | None, *, promised: bool, today: date
) -> str | None:
    if technique is not None and technique.id == "hand_over_choice":
        if standing.last_mine_at is None:
            return None
        last = japanese_date.day(timezone.localdate(standing.last_mine_at), today=today)
        return f"最後にお便りしたのは{last}です。続けるかどうかを、お相手にゆだねてみるころです。"
    if fact is None:
        return None
    if promised:
        return f"{heard(fact, today=today)}そのお約束の時期になりました。"
    return heard(fact, today=today)


def _start(fact: Fact | None, technique: Technique | None, *, own_news: str, promised: bool) -> str:
    """Lines to begin from: they ask for nothing and are silent about any silence."""
    if promised and fact is not None:
        return f"「{quoted(fact.text)}」と伺っておりましたので、ご連絡いたしました。お返事はどうぞお急ぎなく。"
    if technique is None:
        return ""
    if fact is not None and fact.kind in set(About):
        material = Material(fact=fact.text, about=About(fact.kind), own_news=" ".join(own_news.split()))
        return written(technique.compose(material), material)
    if technique.id == "own_news":
        return f"近況をひとつ、おすそわけします。{own_news}"
    if technique.id == "hand_over_choice":
        return "これまで、こちらの都合でお便りしてまいりました。ご負担になっていましたら、どうぞそのままになさってください。"
    return ""


def _mind(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.kind == FactKind.AVOID:
            yield f"触れないこと:{quoted(fact.text)}"
        elif fact.wish in (Wish.MAIL_ONLY, Wish.NO_PRODUCT):
            yield f"ご希望:{quoted(fact.text)}"


def _circles(contact: Contact) -> Iterator[Hashable]:
    if contact.organisation:
        yield "organisation", contact.organisation
    if contact.met_on and contact.met_where:
        yield "gathering", contact.met_on, contact.met_where
