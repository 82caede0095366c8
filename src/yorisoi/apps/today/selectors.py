"""今日: whom, or no one. Index range scans over the cached standings, whatever the number of people.

Nothing is written here: a suggestion is read each time, and only the owner's answer to it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from yorisoi import data
from yorisoi.apps.accounts.models import Owner, Preferences
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import Contact, Fact, FactKind
from yorisoi.apps.contacts.remarks import is_remark
from yorisoi.apps.contacts.seasons import Calendar
from yorisoi.apps.interactions.models import OWN_CALENDAR, Standing
from yorisoi.apps.today import gatherings, lists
from yorisoi.apps.today.candidates import Asked, candidates
from yorisoi.apps.today.just_met import just_met, within
from yorisoi.apps.today.models import Choice
from yorisoi.apps.today.suggest import Suggestion, heard, order, spread, suggest
from yorisoi.core import courtesy
from yorisoi.kit import japanese_date

SHOWN_RESTING = 8  # a screen; the rest is a number
SHOWN_REPLIES = 5  # as many as one answers in a morning; the next ones follow
WAITING = 100  # beyond this nobody counts answers owed or thanks; the list is long enough
SHOWN_THANKS = 5  # a gathering's worth of thank-yous is written over the days that are left, not at one sitting
COUNTED = 1000  # beyond this the number of people at rest is said as "or more"
WEEK_DAYS = 7
HOLD = 3  # the courtesy calendar's level at which nothing is started
SEASONS = ("season.", "override")  # notes of weeks, in which one writes briefly
DAY_CHANNEL = courtesy.Channel.EMAIL  # the calendar's days are the same for every written channel
TALKABLE = (FactKind.INTEREST, FactKind.VALUE)
# What a page shows of a person, and what judging a candidate needs; everything else stays unread.
FACE = (
    "contact__family", "contact__given", "contact__family_kana", "contact__given_kana", "contact__organisation",
    "contact__profession", "contact__closeness", "contact__met_on", "contact__met_where",
)  # fmt: skip
JUDGED = ("touched_at", "unanswered", "last_mine_at", "opens_at", "closes_at", "named_date", "has_reason")


# What of them a thank-you recalls, the first that there is: what they are or love; then what the owner noted. A worry is
# remembered rather than used at once, so it is named only where nothing else was said.
DETAIL_RANK = {
    FactKind.STRENGTH: 0, FactKind.VALUE: 0, FactKind.INTEREST: 0, FactKind.BACKGROUND: 1, FactKind.NOTE: 2,
    FactKind.CONCERN: 3,
}  # fmt: skip
# Reasons that stand beside a rest and do not explain it.
BESIDE_A_REST = ("reply_owed", "thanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Somebody wrote, and an answer is still to come. ``since`` is when they wrote."""

    contact: Contact
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """Somebody just met. ``until`` is the last day on which a thank-you is natural."""

    contact: Contact
    met: date
    until: date
    reason: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Somebody who needs nothing now, why, and the first day that may be thought of again."""

    contact: Contact
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The day's page.

    Attributes:
        day: The local day.
        suggestions: At most the attention budget, in the order of the courtesy policy.
        replies: Answers owed, the oldest first; ``replies_more`` counts the ones not listed.
        thanks: People just met, the most pressing first; ``thanks_more`` likewise.
        resting: People at rest, the earliest to end first; ``resting_more`` likewise (``many`` when it is a floor).
        answered: What the owner answered today, the latest first; each can be taken back.
        spent: The day's or the week's attention is used up.
        quiet: Nothing to do.
        relief: What one may stop thinking about, in sentences.
        notes: What the calendar says of this day and hour for everyone.
        somebody: Whether there is anyone in the address book at all.
        debrief: People met who are not written down yet.
        coming: The next gathering, when it is near.
    """

    day: date
    suggestions: Sequence[Suggestion] = ()
    replies: Sequence[Owed] = ()
    replies_more: int = 0
    thanks: Sequence[Thanks] = ()
    thanks_more: int = 0
    resting: Sequence[Resting] = ()
    resting_more: int = 0
    many: bool = False
    answered: Sequence[Choice] = field(default=())
    spent: bool = False
    quiet: bool = False
    relief: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    somebody: bool = True
    debrief: gatherings.Debrief | None = None
    coming: gatherings.Next | None = None


def list_today(owner: Owner, now: datetime) -> Today:
    """Read the day for one owner. The number of queries is the same for ten people and for a hundred thousand."""
    day = timezone.localdate(now)
    preferences = preferences_of(owner)
    week = _weeks_answers(owner, day)
    answered = [choice for choice in week if choice.day == day]
    aside = [choice.contact_id for choice in week if choice.day == day or (choice.until and choice.until > day)]
    left = _attention_left(preferences, today=len(answered), week=len(week))
    waiting, replies_more = _replies(owner, now, aside)
    thanked, thanks_more = _just_met(owner, now, day, aside, a_day=_thanks_left(preferences, answered))
    known = seasons.known_on(owner, day)
    held = _held_professions(day, known)
    # Replies come first inside the budget; one place stays open, so that a pile of mail does not silence everyone else.
    places = max(min(left, 1), left - len(waiting))
    rows = _open_windows(owner, preferences, now=now, held=held, aside=aside)
    kept = {row.contact_id: row for row in [*_kept_open(owner, now, held, known), *rows]}
    calendars = _calendars(owner, kept.values(), known)
    facts = _facts(owner, [*(row for row, _ in thanked), *rows])
    thanks = [_thank(row, facts[row.contact_id], day, gathering=gathering) for row, gathering in thanked]
    suggestions = _suggestions(preferences, rows, facts, calendars, now=now, day=day, places=places)
    at_rest, counted = lists.at_rest(owner, now, most=SHOWN_RESTING, counted=COUNTED + 1)
    people = _faces(owner, [row.contact_id for row in waiting] + [row.contact_id for row in at_rest])
    replies = [_owed(row, people, day) for row in waiting if row.contact_id in people]
    by_season = _kept_by_season(kept.values(), calendars, now=now, day=day)
    resting, hidden, many = _resting(at_rest, counted, people, by_season)
    quiet = not (suggestions or replies or thanks)
    return Today(
        day=day,
        suggestions=suggestions,
        replies=replies,
        replies_more=replies_more,
        thanks=thanks,
        thanks_more=thanks_more,
        resting=resting,
        resting_more=hidden,
        many=many,
        answered=answered,
        spent=left == 0 and bool(answered),
        quiet=quiet,
        relief=_relief(owner, now, resting=len(resting) + hidden, many=many) if quiet else (),
        notes=_notes_for_everyone(now),
        somebody=not quiet or Contact.objects.filter(owner=owner).exists(),
        debrief=gatherings.debrief_of(owner, day=day),
        coming=gatherings.next_of(owner, now),
    )


def _weeks_answers(owner: Owner, day: date) -> list[Choice]:
    """The answers of the last seven days, the latest first: "not now" lasts as long, and a rest is in the standing."""
    week = Choice.objects.filter(owner=owner, day__gt=day - timedelta(days=WEEK_DAYS), day__lte=day)
    return list(week.select_related("contact__first_touch").order_by("-at", "-pk"))


def _attention_left(preferences: Preferences, *, today: int, week: int) -> int:
    return max(0, min(preferences.suggestions_per_day - today, preferences.suggestions_per_week - week))


def _thanks_left(preferences: Preferences, answered: Sequence[Choice]) -> int:
    """How many people of gatherings there is attention for: whom the owner answered about today makes no room anew."""
    return max(0, preferences.suggestions_per_day - sum(hasattr(choice.contact, "first_touch") for choice in answered))


def _standings(owner: Owner, *fields: str, aside: Sequence[int] = ()) -> QuerySet[Standing]:
    rows = Standing.objects.filter(owner=owner).exclude(pk__in=aside)
    return rows.select_related("contact").only("contact", *fields, *FACE)


def _replies(owner: Owner, now: datetime, aside: Sequence[int]) -> tuple[list[lists.Owed], int]:
    rows, counted = lists.owed(owner, now, aside=aside, most=SHOWN_REPLIES, counted=WAITING)
    return rows, max(0, counted - SHOWN_REPLIES)


def _owed(row: lists.Owed, people: Mapping[int, Contact], day: date) -> Owed:
    reason = f"{_said(row.since, day)}にご連絡をいただいています。"
    return Owed(contact=people[row.contact_id], since=row.since, reason=reason)


def _faces(owner: Owner, ids: Iterable[int]) -> dict[int, Contact]:
    """Read what a page shows of these people, all at once."""
    shown = [name.removeprefix("contact__") for name in FACE]
    return Contact.objects.filter(owner=owner).only(*shown).in_bulk(list(ids))


def _just_met(
    owner: Owner, now: datetime, day: date, aside: Sequence[int], *, a_day: int
) -> tuple[list[tuple[Standing, str]], int]:
    """Whom to thank, each with the gathering, and how many more there are."""
    met = just_met(owner, now, day=day, aside=aside, most=WAITING)
    ids = within(met, a_day=a_day, shown=SHOWN_THANKS)
    # The ids are the owner's own already.
    rows = Standing.objects.filter(pk__in=ids or [0]).select_related("contact")  # 0 is never an id
    in_order = sorted(rows.only("contact", "thanks_from", "thanks_until", *FACE), key=lambda row: ids.index(row.pk))
    names = {one.contact_id: one.gathering or "" for one in met}
    return [(row, names[row.pk]) for row in in_order], len(met) - len(ids)


def _thank(row: Standing, facts: Sequence[Fact], day: date, *, gathering: str) -> Thanks:
    contact = row.contact
    met = contact.met_on or timezone.localdate(row.thanks_from)
    place = gathering or contact.met_where
    where = f"{place}で" if place else ""
    told = [f for f in facts if f.kind in DETAIL_RANK and not is_remark(f)]
    detail = min(told, key=lambda fact: (fact.on != met, DETAIL_RANK[FactKind(fact.kind)]), default=None)
    met_words = "今日" if met == day else japanese_date.day(met, today=day)
    return Thanks(
        contact=contact,
        met=met,
        until=timezone.localdate(row.thanks_until) - timedelta(days=1),  # the window ends at the midnight after it
        reason=f"{met_words}、{where}お会いしました。" + (heard(detail, today=day, just_named=met) if detail else ""),
        start=f"{met_words}は{where}お話しでき、ありがとうございました。",
    )


def _open_windows(
    owner: Owner, preferences: Preferences, *, now: datetime, held: Sequence[str], aside: Sequence[int]
) -> list[Standing]:
    """Read a bounded batch of open windows. A day without places asks the database as often as any other."""
    asked = Asked(owner=owner, now=now, held=tuple(held), aside=tuple(aside), own_news=bool(preferences.own_news))
    # The ids are the owner's own already; naming the owner again makes SQLite walk the whole of the owner's index.
    return list(
        Standing.objects.filter(pk__in=candidates(asked) or [0])  # 0 is never an id
        .select_related("contact")
        .only("contact", "profession", *JUDGED, *FACE)
    )


def _suggestions(
    preferences: Preferences,
    rows: Sequence[Standing],
    facts: Mapping[int, Sequence[Fact]],
    calendars: Mapping[int, Calendar],
    *,
    now: datetime,
    day: date,
    places: int,
) -> list[Suggestion]:
    found = []
    for row in rows:
        notes = calendars[row.contact_id].day_notes(day, channel=DAY_CHANNEL)
        if any(note.level >= HOLD for note in notes):
            continue  # a calendar of their own, which the batch could not leave out; they are among the resting
        season = [note.text for note in notes if note.level and note.code.startswith(SEASONS)]
        made = suggest(row, facts[row.contact_id], own_news=preferences.own_news, season=season, now=now)
        if made is not None:
            found.append(made)
    return spread(sorted(found, key=order), places)


def _calendars(owner: Owner, rows: Iterable[Standing], known: seasons.Known) -> dict[int, Calendar]:
    """The calendars of these people: by their profession, or read where a mark says that it does not tell all."""
    found: dict[int, Calendar] = {}
    own = []
    for row in rows:
        if row.profession == OWN_CALENDAR:
            own.append(row.contact)
        else:
            found[row.contact_id] = known.calendar(row.profession)
    return found | dict(seasons.calendars_of(owner, own)) if own else found


def _facts(owner: Owner, rows: Iterable[Standing]) -> dict[int, list[Fact]]:
    """Facts of all these people in one query, the latest first."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    ids = [row.contact_id for row in rows]
    known = Fact.objects.filter(owner=owner, contact__in=ids or [0])  # 0 is never an id
    for fact in known.defer("created_at", "owner").order_by("-on", "-pk"):
        facts[fact.contact_id].append(fact)
    return facts


def _held_professions(day: date, known: seasons.Known) -> tuple[str, ...]:
    """Trades at their busiest today, as far as the owner does not know better. The empty word is an unknown trade."""
    return tuple(
        profession
        for profession in ("", *data.professions())
        if any(note.level >= HOLD for note in known.calendar(profession).day_notes(day, channel=DAY_CHANNEL))
    )


def _kept_open(owner: Owner, now: datetime, held: Sequence[str], known: seasons.Known) -> list[Standing]:
    """Open windows that a busy season may keep shut today: of held trades, and of people held by one of their own."""
    if not held and not known.held:
        return []
    return list(
        _standings(owner, "profession", "opens_at")
        .filter(has_reason=True, lets_go=False, opens_at__isnull=False, opens_at__lte=now)
        .filter(Q(profession__in=held) | Q(pk__in=known.held) if held else Q(pk__in=known.held))
        .order_by("-opens_at", "pk")[:SHOWN_RESTING]
    )


def _kept_by_season(
    rows: Iterable[Standing], calendars: Mapping[int, Calendar], *, now: datetime, day: date
) -> list[Resting]:
    found = []
    for row in rows:
        calendar = calendars[row.contact_id]
        notes = calendar.day_notes(day, channel=DAY_CHANNEL)
        if not notes or notes[0].level < HOLD:
            continue
        verdict = calendar.earliest(now, channel=DAY_CHANNEL)
        until = timezone.localdate(verdict.next_ok)
        found.append(Resting(contact=row.contact, reason=notes[0].text, until=until))
    return found


def _resting(
    listed: Sequence[lists.AtRest], counted: int, people: Mapping[int, Contact], kept: Sequence[Resting]
) -> tuple[list[Resting], int, bool]:
    """People at rest for a reason of their own, and those whom a busy season keeps."""
    rows = [
        Resting(contact=people[row.contact_id], reason=_why_resting(row), until=timezone.localdate(row.until))
        for row in listed
        if row.contact_id in people  # somebody may have been erased a moment ago
    ]
    rows += kept
    rows.sort(key=lambda row: (row.until, row.contact.pk))
    hidden = max(0, min(counted, COUNTED) + max(0, len(rows) - min(counted, SHOWN_RESTING)) - SHOWN_RESTING)
    return rows[:SHOWN_RESTING], hidden, counted > COUNTED


def _why_resting(row: lists.AtRest) -> str:
    """The standing's own sentence for the rest; a reply owed stands beside it and is no reason to rest."""
    texts = [reason.get("text", "") for reason in row.reasons if reason.get("code") not in BESIDE_A_REST]
    return next((text for text in texts if text), "いまは、間をおく時期です。")


def _notes_for_everyone(now: datetime) -> tuple[str, ...]:
    """What holds for any reader at this day and hour: a holiday, a quiet time of the country, the night."""
    verdict = courtesy.may_write(now, channel=DAY_CHANNEL, profession=None, table=data.courtesy_table())
    heavy = [note.text for note in verdict.notes if note.level > 1 or note.code == "hours.night"]
    return tuple(heavy[:1])


def _relief(owner: Owner, now: datetime, *, resting: int, many: bool) -> tuple[str, ...]:
    """On a day with nothing to do: what one may stop turning over in one's mind."""
    said = []
    if resting:
        said.append(
            f"{resting}名{'以上' if many else ''}の方が、それぞれの理由でお休み中です。忘れたのではなく、間をおいているだけです。"
        )
    coming = (
        Standing.objects.filter(owner=owner, has_reason=True, lets_go=False, opens_at__isnull=False, opens_at__gt=now)
        .order_by("opens_at")
        .values_list("opens_at", flat=True)
        .first()
    )
    if coming is not None:
        said.append(f"次にどなたかを思い出すのは、{_said(coming, timezone.localdate(now))}ごろで間に合います。")
    return tuple(said)


def _said(moment: datetime, day: date) -> str:
    return japanese_date.day(timezone.localdate(moment), today=day)
