"""Reads of the timeline, always through the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from yorisoi import data
from yorisoi.apps.accounts.models import Mode, Owner, Preferences
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.interactions import folding
from yorisoi.apps.interactions.models import Channel, Direction, Interaction, Kind, Standing
from yorisoi.apps.interactions.timeline import TIME_WISHES
from yorisoi.apps.interactions.timeline import touches_of as timeline_of_touches
from yorisoi.core import coach, courtesy
from yorisoi.core.distance import SHIPPED, AdviceKind, Distance, TouchKind
from yorisoi.kit import japanese_date

PAGE_ROWS = 20  # rows of a timeline shown at once: two or three screens of a phone; older ones come on asking
EVIDENCE_LINES = 8  # dated lines handed to the coach: it cites one or two
RECENT_DAYS = 2  # "the third message within two days or so" is judged by these
WARM_EXCHANGES = 5  # answered messages after which two people are no longer near strangers
NAMED_DAY_LASTS = timedelta(days=30)  # "write in March" is an invitation for about a month from the day they named
ANSWERED_WITHIN = timedelta(
    days=30
)  # a reply that comes within a month is taken as the answer to the message before it
DESK_CHANNELS = {
    Channel.EMAIL: "email",
    Channel.LINE: "line",
    Channel.MESSENGER: "messenger",
    Channel.SMS: "sms",
    Channel.LETTER: "letter",
}


def timeline(
    owner: Owner, contact: Contact, *, before: Interaction | None = None, limit: int = PAGE_ROWS
) -> list[Interaction]:
    """Return rows of one person, newest first; ``before`` pages on from a row by its place, not by counting."""
    rows = Interaction.objects.filter(owner=owner, contact=contact).order_by("-at", "-pk")
    if before is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, pk__lt=before.pk))
    return list(rows[:limit])


def last_of_mine(owner: Owner, contact: Contact) -> Interaction | None:
    """Return my latest message to this person that nothing followed: what came back to it is noted in one tap."""
    latest = Interaction.objects.filter(owner=owner, contact=contact).order_by("-at", "-pk").first()
    return latest if latest is not None and latest.direction == Direction.MINE else None


def usual_channel(owner: Owner, contact: Contact) -> str:
    """Return the written channel last used with this person; mail when there was none."""
    last = (
        Interaction.objects.filter(owner=owner, contact=contact)
        .exclude(direction=Direction.MUTUAL)
        .exclude(channel__in=[Channel.IN_PERSON, Channel.PHONE])
        .order_by("-at", "-pk")
        .values_list("channel", flat=True)
        .first()
    )
    return last or Channel.EMAIL


def standing_of(owner: Owner, contact: Contact) -> Standing | None:
    """Return the cached distance, or None when it was dropped."""
    return Standing.objects.filter(owner=owner, contact=contact).first()


def rows_and_facts(owner: Owner, contact: Contact) -> tuple[list[Interaction], list[Fact]]:
    """Return what one person's distance is folded from, in two queries; texts of messages stay in the database."""
    rows = Interaction.objects.filter(owner=owner, contact=contact).only(*folding.TOUCH_FIELDS).order_by("at", "pk")
    return list(rows), list(Fact.objects.filter(owner=owner, contact=contact).only(*folding.FACT_FIELDS))


def distance_of(owner: Owner, contact: Contact, *, now: datetime) -> Distance:
    """Fold the person's timeline as of now: the cached row holds dates, this holds today's values too."""
    rows, facts = rows_and_facts(owner, contact)
    return folding.fold_contact(contact, rows, facts, now=now)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the timeline says of the give and take, in the coach's plain numbers."""

    last_outgoing: datetime | None
    last_incoming: datetime | None
    unanswered: int
    exchanges: int
    recent_outgoing: int


def counts_of(rows: Sequence[Interaction], *, now: datetime) -> Counts:
    """Count as the engine weighs: a sitting is one message, an answer or a gift that asks nothing waits for nothing.

    Letters to all readers are not messages to this person. An exchange is a message of mine that was answered within a
    month, or a conversation.
    """
    unanswered = exchanges = recent = 0
    last_out = last_in = None
    for touch in timeline_of_touches(rows):
        if touch.at > now or touch.kind in (TouchKind.NEWSLETTER, TouchKind.THEIR_BROADCAST):
            continue
        if touch.kind in (TouchKind.MY_MESSAGE, TouchKind.GIVE):
            unanswered += touch.kind is TouchKind.MY_MESSAGE and not touch.thanks
            recent += (now - touch.at) <= timedelta(days=RECENT_DAYS)
            last_out = touch.at
            continue
        mutual = touch.kind is not TouchKind.THEIR_MESSAGE
        waited = last_out is not None and (last_in is None or last_out > last_in)
        exchanges += mutual or (waited and last_out is not None and touch.at - last_out <= ANSWERED_WITHIN)
        unanswered, last_in = 0, touch.at
        if mutual:
            last_out = touch.at
    return Counts(last_out, last_in, unanswered, exchanges, recent)


def situation_for(owner: Owner, contact: Contact, *, channel: str, now: datetime) -> coach.Situation:
    """Put together what the coach may know of this relationship at this moment, in a few queries whatever its length."""
    rows = list(Interaction.objects.filter(owner=owner, contact=contact).defer("text").order_by("at", "pk"))
    facts = list(Fact.objects.filter(owner=owner, contact=contact))
    preferences = preferences_of(owner)
    counts = counts_of(rows, now=now)
    verdict = seasons.calendar_of(owner, contact).may_write(
        now, channel=courtesy.Channel(channel), holds=seasons.holds_of(facts)
    )
    return coach.Situation(
        channel=DESK_CHANNELS.get(Channel(channel), "email"),
        sent_at=timezone.localtime(now),
        stage=_stage(contact, counts, rows),
        first_met_days_ago=_days(now, _first_met(contact, rows)),
        last_outgoing_days_ago=_days(now, counts.last_outgoing),
        last_incoming_days_ago=_days(now, counts.last_incoming),
        unanswered_in_a_row=counts.unanswered,
        exchanges=counts.exchanges,
        their_profession=contact.profession_name,
        known_facts=tuple(fact.text for fact in facts if fact.kind not in (FactKind.REQUEST, FactKind.AVOID)),
        their_requests=_requests(contact, facts, now=now),
        product_of_sender=preferences.product,
        courtesy=_courtesy_note(verdict),
        mode={Mode.MLM: "mlm", Mode.LAWYER: "lawyer"}.get(Mode(preferences.mode), "normal"),
        closed=contact.is_closed,
        evidence=_evidence(rows, facts, now=now),
        contact_name=contact.name,
        today_outgoing=counts.recent_outgoing,
        ask_from=_ask_from(contact, rows),
    )


def review(
    owner: Owner,
    contact: Contact,
    draft: coach.Draft,
    *,
    channel: str,
    now: datetime,
    preferences: Preferences | None = None,
    dismissed: frozenset[str] = frozenset(),
) -> coach.Report:
    """Read a draft in the light of this relationship. ``dismissed``: rules set aside for this draft alone."""
    off = frozenset((preferences or preferences_of(owner)).rules_off) | dismissed
    situation = situation_for(owner, contact, channel=channel, now=now)
    return coach.lint(draft, situation, data.lexicon(), off=off, evidence=data.coach_evidence())


def _stage(contact: Contact, counts: Counts, rows: Sequence[Interaction]) -> str:
    if contact.is_closed:
        return "declined"
    if counts.exchanges >= WARM_EXCHANGES:
        return "warm"
    meetings = sum(row.kind == Kind.MEETING for row in rows)
    return "met_once" if counts.exchanges == 0 and meetings <= 1 else "acquainted"


def _first_met(contact: Contact, rows: Sequence[Interaction]) -> datetime | None:
    first = rows[0].at if rows else None
    if contact.met_on is not None:
        met = datetime.combine(contact.met_on, datetime.min.time(), tzinfo=timezone.get_current_timezone())
        return min(met, first) if first else met
    return first


def _ask_from(contact: Contact, rows: Sequence[Interaction]) -> date | None:
    """The first day after the time in which the courtesies allow one gift and no more to people just met."""
    met = _first_met(contact, rows)
    if met is None:
        return None
    day = timezone.localtime(met).date()
    return day + timedelta(days=min(SHIPPED.first_gift_until_days, (date.max - day).days))


def _days(now: datetime, then: datetime | None) -> int | None:
    if then is None:
        return None
    return max(0, (timezone.localtime(now).date() - timezone.localtime(then).date()).days)


def _requests(contact: Contact, facts: Sequence[Fact], *, now: datetime) -> tuple[str, ...]:
    """Their wishes that still hold: one whose day is past was kept, and speaks for nothing any more."""
    today = timezone.localtime(now).date()
    texts = [fact.text for fact in facts if fact.kind == FactKind.REQUEST and not _is_over(fact, today)]
    if contact.closed_because == "asked_to_stop":
        texts.insert(0, "連絡はいらない")
    return tuple(texts)


def _is_over(fact: Fact, today: date) -> bool:
    if fact.until is None or fact.wish not in TIME_WISHES:
        return False
    grace = timedelta() if fact.wish == Wish.BUSY_UNTIL else NAMED_DAY_LASTS
    return fact.until + grace < today


def _courtesy_note(verdict: courtesy.Verdict) -> coach.CourtesyNote:
    reason = verdict.notes[0].text if verdict.notes else ""
    return coach.CourtesyNote(level=verdict.level, allowed=verdict.allowed, reason=reason, next_ok=verdict.next_ok)


def _evidence(rows: Sequence[Interaction], facts: Sequence[Fact], *, now: datetime) -> tuple[coach.TimelineLine, ...]:
    lines = [
        coach.TimelineLine(on=timezone.localtime(row.at).date(), text=sentence_of(row))
        for row in list(reversed(rows))[:EVIDENCE_LINES]
        if row.at <= now
    ]
    lines += [
        coach.TimelineLine(on=f.on, text=f"「{f.text}」と伺いました") for f in facts if f.kind == FactKind.REQUEST
    ]
    return tuple(lines)


def sentence_of(row: Interaction) -> str:
    """Say in one short sentence what a row of the timeline was."""
    channel = Channel(row.channel).label
    if row.kind == Kind.MEETING:
        return "お会いしました"
    if row.direction == Direction.MUTUAL:
        return f"{channel}でお話ししました"
    if row.direction == Direction.THEIRS:
        return f"{channel}でご連絡をいただきました"
    said = {
        Kind.GIFT: "情報などをお贈りしました",
        Kind.ASK: "お願い・質問をしました",
        Kind.LETTER: "便りをお届けしました",
    }
    return f"{channel}で{said.get(Kind(row.kind), 'こちらから連絡しました')}"


def dated(row: Interaction) -> str:
    """11月21日(土) に続く一文, for lists and screen readers."""
    return f"{japanese_date.day(timezone.localtime(row.at).date())} {sentence_of(row)}"


def advice_sentence(distance: Distance) -> str:
    """Say today's advice in one sentence: what to do, until when, and what one may stop worrying about."""
    if distance.reply_owed is not None and not distance.closed:
        return "いただいたご連絡に、ひとことお返ししましょう。そのほかは、急がなくて大丈夫です。"
    until = japanese_date.day(timezone.localtime(distance.until).date()) if distance.until else ""
    match distance.advice:
        case AdviceKind.REACH:
            return "ご連絡してよいころです。急がなくて大丈夫です。"
        case AdviceKind.WAIT:
            return f"{until}ごろまで、もう少し待ちましょう。" if until else "もう少し待ちましょう。"
        case AdviceKind.REST:
            if until:
                return f"{until}まではお休みです。それまで気にかけなくて大丈夫です。"
            return "こちらから動く予定はありません。覚えておくだけで大丈夫です。"
        case AdviceKind.LET_GO:
            return "そっとしておきましょう。この方から届いたら、またそのときに。"
