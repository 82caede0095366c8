"""The page to read before a gathering: who may come, what they said, and one thing to give. Two minutes, no more.

Nothing is suggested without a stored fact about the person, and nothing at all towards someone who wishes to be left in
peace: they are named, so that the owner is not taken by surprise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.contacts.remarks import is_remark
from yorisoi.apps.events import selectors
from yorisoi.apps.events.likely import Likely, Why, likely
from yorisoi.apps.events.models import Event
from yorisoi.apps.interactions.models import Standing
from yorisoi.core import courtesy
from yorisoi.core.distance import Closeness, Occasion, Technique, techniques
from yorisoi.kit import japanese_date

MOST_IN_FULL = 12  # people told of in full: more than anybody speaks with in an evening
# Two minutes at some 600 characters a minute, an easy pace of reading Japanese; the people beyond are a line each.
READ_IN_FULL = 1200  # characters
SAID_SHOWN = 2  # things they said, the latest
WORRIES_SHOWN = 2  # worries, the open ones first: each is shown with whether it was solved
QUOTED = 60  # characters of a fact in the text: two lines of a phone
# What they told of themselves. Worries, things not to mention and wishes have places of their own.
TOLD = (FactKind.STRENGTH, FactKind.INTEREST, FactKind.VALUE, FactKind.BACKGROUND, FactKind.FAMILY, FactKind.NOTE)
LABELS: dict[str, str] = {
    FactKind.STRENGTH: "お得意", FactKind.INTEREST: "ご関心", FactKind.VALUE: "大切に", FactKind.BACKGROUND: "背景",
    FactKind.FAMILY: "ご家族", FactKind.NOTE: "覚え書き",
}  # fmt: skip
OF_THEIR_TRADE = "の方は、"  # the name of the trade before it stands on the page already
# What can be given by word of mouth: help with a worry, then a topic, then news. Invitations and farewells are written.
BY_MOUTH = ("useful_info", "shared_topic", "own_news")
# Wishes that the courtesy calendar counts with their days; it says itself whether they hold.
BY_CALENDAR = frozenset(seasons.HOLDS)
NO_MATTER_HERE = frozenset({Wish.REST, Wish.NO_CONTACT})  # the owner's own decision; and what closes a tie anyway
NOT_OF_A_PERSON = ("season.general", "national.", "day_off", "long_weekend", "month.", "week.", "hours.")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing known, in their words: ``label`` says what it is, ``origin`` on which day and where it was heard."""

    label: str
    text: str
    origin: str
    solved: bool = False


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing to give: the name of the technique, why it fits, and what to have in hand."""

    label: str
    why: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One person as the page shows them.

    Attributes:
        likely: Who, and why they may come.
        met: When and where they were met last; empty when never.
        said: What they told, the latest first.
        worries: What they worried about, the open ones first.
        gift: One thing to give; None when nothing known carries one.
        mind: What not to mention, and what they wish.
        season: How busy they are, in a sentence; empty when not.
    """

    likely: Likely
    met: str
    said: tuple[Line, ...]
    worries: tuple[Line, ...]
    gift: Gift | None
    mind: tuple[str, ...]
    season: str

    @property
    def contact(self) -> Contact:
        return self.likely.contact

    @property
    def why(self) -> str:
        """Why they may come, where the line about the last meeting does not say it anyway."""
        return "" if self.likely.why is Why.LAST else self.likely.reason

    @property
    def length(self) -> int:
        """Characters to read."""
        lines = [line.label + line.text + line.origin for line in (*self.said, *self.worries)]
        gift = [self.gift.label, self.gift.why] if self.gift else []
        return sum(map(len, (self.contact.name, self.why, self.met, *lines, *gift, *self.mind, self.season)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The page. ``full`` are told of wholly, ``short`` in a line each, ``quiet`` are left in peace."""

    event: Event
    full: tuple[Sheet, ...]
    short: tuple[Sheet, ...]
    quiet: tuple[Contact, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.full or self.short or self.quiet)


def brief_of(owner: Owner, event: Event, *, now: datetime) -> Brief:
    """Put the page together, in a fixed number of queries however many people may come."""
    found = likely(owner, event, now=now)
    quiet = tuple(each.contact for each in found if each.contact.is_closed)
    sheets = _sheets(owner, event, [each for each in found if not each.contact.is_closed], now=now)
    count = _in_full(sheets)
    return Brief(event=event, full=tuple(sheets[:count]), short=tuple(sheets[count:]), quiet=quiet)


def _in_full(sheets: Sequence[Sheet]) -> int:
    read = 0
    for number, sheet in enumerate(sheets[:MOST_IN_FULL]):
        read += sheet.length
        if read > READ_IN_FULL and number:
            return number
    return min(len(sheets), MOST_IN_FULL)


def _sheets(owner: Owner, event: Event, found: Sequence[Likely], *, now: datetime) -> list[Sheet]:
    people = [each.contact for each in found]
    ids = [contact.pk for contact in people]
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(owner=owner, contact__in=ids).order_by("-on", "-pk"):
        facts[fact.contact_id].append(fact)
    unanswered = dict(Standing.objects.filter(owner=owner, contact__in=ids).values_list("contact_id", "unanswered"))
    met = selectors.met_before(owner, people, moment=min(now, event.starts_at))
    calendars = seasons.calendars_of(owner, people)
    news = preferences_of(owner).own_news
    day = timezone.localdate(event.starts_at)
    made = []
    for each in found:
        own = facts[each.contact.pk]
        worries = _worries(own, day)
        notes = calendars[each.contact.pk].day_notes(day, channel=courtesy.Channel.LETTER, holds=seasons.holds_of(own))
        made.append(
            Sheet(
                likely=each,
                met=_met(each.contact, met, today=day),
                said=_said(own, day),
                worries=worries,
                gift=_pointing(_gift(each.contact, own, unanswered.get(each.contact.pk, 0), news=bool(news)), worries),
                mind=tuple(_mind(own, day)),
                season=_season(notes),
            )
        )
    return made


def _met(contact: Contact, met: Mapping[int, selectors.Met], *, today: date) -> str:
    known = met.get(contact.pk)
    if known is not None and known.on is not None:
        return known.words(today=today)
    if contact.met_on is None:
        return ""
    return f"{japanese_date.day(contact.met_on, today=today)} {contact.met_where}".strip()


def _said(facts: Sequence[Fact], today: date) -> tuple[Line, ...]:
    """The latest things they told; of one day, what they are good at before what is more private."""
    heard = [fact for fact in facts if fact.kind in TOLD and not is_remark(fact)]
    told = sorted(heard, key=lambda fact: TOLD.index(FactKind(fact.kind)))
    told.sort(key=lambda fact: fact.on, reverse=True)
    return tuple(_line(fact, today) for fact in told[:SAID_SHOWN])


def _worries(facts: Sequence[Fact], today: date) -> tuple[Line, ...]:
    """The open ones first; of the solved ones the latest, so that it is not asked about as if it were open."""
    found = sorted((fact for fact in facts if fact.kind == FactKind.CONCERN), key=lambda fact: fact.solved)
    return tuple(_line(fact, today) for fact in found[:WORRIES_SHOWN])


def _gift(contact: Contact, facts: Sequence[Fact], unanswered: int, *, news: bool) -> Gift | None:
    """The first way to give that something known carries. Whoever is not to be suggested gets none."""
    if contact.never_suggest:
        return None
    occasion = Occasion(
        interests=_texts(facts, FactKind.INTEREST),
        concerns_open=_texts([fact for fact in facts if not fact.solved], FactKind.CONCERN),
        strengths=_texts(facts, FactKind.STRENGTH),
        values=_texts(facts, FactKind.VALUE),
        has_own_news=news,
        unanswered=unanswered,
        closeness=Closeness(contact.closeness),
    )
    for technique in _by_mouth(with_worry=bool(occasion.concerns_open)):
        if why := technique.fits(occasion):
            return Gift(label=technique.label, why=why, needs=technique.needs)
    return None


def _pointing(gift: Gift | None, worries: Sequence[Line]) -> Gift | None:
    """Let the reason point at the one open worry that stands just above it, instead of saying it again."""
    still = [line for line in worries if not line.solved]
    if gift is None or len(still) != 1 or len(worries) != 1:
        return gift
    return replace(gift, why=gift.why.replace(f"「{still[0].text}」", "このこと"))


def _by_mouth(*, with_worry: bool) -> list[Technique]:
    """An interest alone is a topic rather than a need, so information comes first only where there is a worry."""
    known = {technique.id: technique for technique in techniques()}
    names = sorted(BY_MOUTH, key=lambda name: name == "useful_info" and not with_worry)
    return [known[name] for name in names if name in known]


def _mind(facts: Sequence[Fact], day: date) -> Iterator[str]:
    for fact in facts:
        if fact.kind == FactKind.AVOID:
            yield f"触れないこと:{_quoted(fact.text)}"
    for fact in facts:
        if fact.kind != FactKind.REQUEST or fact.wish in BY_CALENDAR or fact.wish in NO_MATTER_HERE:
            continue
        if fact.until is None or fact.until >= day:
            yield f"ご希望:{_quoted(fact.text)}"


def _season(notes: Sequence[courtesy.Note]) -> str:
    """How busy they are on that day; the advice about writing that follows in the note is none for a conversation."""
    for note in notes:
        if note.level and not note.code.startswith(NOT_OF_A_PERSON):
            return f"{note.text.split('。')[0].rpartition(OF_THEIR_TRADE)[2]}。"
    return ""


def _texts(facts: Sequence[Fact], kind: FactKind) -> tuple[str, ...]:
    return tuple(_quoted(fact.text) for fact in facts if fact.kind == kind)


def _line(fact: Fact, today: date) -> Line:
    origin = " ".join(
        part for part in (japanese_date.day(fact.on, today=today), fact.source) if part and part != "手入力"
    )
    return Line(label=LABELS.get(fact.kind, ""), text=_quoted(fact.text), origin=origin, solved=fact.solved)


def _quoted(text: str) -> str:
    line = " ".join(text.split()).rstrip("。. ").translate(str.maketrans("「」", "『』"))
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"
