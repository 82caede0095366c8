"""Whose courtesy calendar a person follows: their trade, their tags, and the seasons that the owner knows better.

Read in bulk, in two queries however many people; written one at a time, and the people concerned are told of by
``contact_changed``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from yorisoi import data
from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Busyness, Contact, Fact, FactKind, SeasonOverride, Tag, Wish
from yorisoi.apps.contacts.signals import contact_changed
from yorisoi.core import courtesy

TOLD_AT_ONCE = 500  # people named in one signal: as many as are folded in one transaction
MOST_SEASONS = 24  # of one person or one profession: two a month; more than that is no season any more
HOLDS = {
    Wish.MOURNING: courtesy.HoldKind.MOURNING,
    Wish.DISASTER: courtesy.HoldKind.DISASTER,
    Wish.BUSY_UNTIL: courtesy.HoldKind.BUSY_UNTIL,
    Wish.NOT_BEFORE: courtesy.HoldKind.NOT_BEFORE,
}
WHAT_TO_DO = {
    Busyness.HOLD: "とてもお忙しい時期です({end}ごろまで)。頼まれたこと以外は、そっと待ちましょう。",
    Busyness.SHORT: "立て込む時期です({end}ごろまで)。送るなら、返信のいらない短いひとことを。",
    Busyness.BRIEF: "少し慌ただしい時期です({end}ごろまで)。ひとこと短めに。",
    Busyness.FREE: "落ち着いている時期です({end}ごろまで)。",
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The courtesy calendar as it holds for one person."""

    profession: str
    tags: tuple[str, ...] = ()
    overrides: tuple[courtesy.OwnSeason, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether anything but the profession makes this calendar: a season of their own, a tag, a trade in free words."""
        table = data.courtesy_table()
        trade = table.trade(self.profession or None, self.tags)
        plain = table.trade(self.profession if self.profession in data.professions() else None)
        return trade.key != plain.key or any(override.personal for override in self.overrides)

    def earliest(self, at: datetime, *, channel: courtesy.Channel, promised: bool = False) -> courtesy.Verdict:
        """The first moment from ``at`` on that is courteous; ``promised`` when they named the day themselves."""
        return courtesy.earliest(
            at,
            channel=channel,
            profession=self.profession or None,
            table=data.courtesy_table(),
            tags=self.tags,
            overrides=self.overrides,
            promised=promised,
        )

    def may_write(
        self, at: datetime, *, channel: courtesy.Channel, holds: tuple[courtesy.Hold, ...] = ()
    ) -> courtesy.Verdict:
        """Whether a message of one's own accord is courteous at ``at``."""
        return courtesy.may_write(
            at,
            channel=channel,
            profession=self.profession or None,
            table=data.courtesy_table(),
            tags=self.tags,
            overrides=self.overrides,
            holds=holds,
        )

    def day_notes(
        self, day: date, *, channel: courtesy.Channel, holds: tuple[courtesy.Hold, ...] = ()
    ) -> tuple[courtesy.Note, ...]:
        """Everything the calendar says of ``day``, weightiest first."""
        return courtesy.day_notes(
            day,
            channel=channel,
            profession=self.profession or None,
            table=data.courtesy_table(),
            tags=self.tags,
            overrides=self.overrides,
            holds=holds,
        )


def calendars_of(owner: Owner | int, contacts: Iterable[Contact]) -> Mapping[int, Calendar]:
    """The calendars of these people by their ids, in two queries. ``owner``: their owner, or the owner's id."""
    people = list(contacts)
    ids = [contact.pk for contact in people]
    tags: dict[int, list[str]] = defaultdict(list)
    for contact_id, name in Tag.objects.filter(owner=owner, contact__in=ids or [0]).values_list("contact_id", "name"):
        tags[contact_id].append(name)
    own: dict[int, list[courtesy.OwnSeason]] = defaultdict(list)
    of_trades: list[SeasonOverride] = []
    for row in SeasonOverride.objects.filter(Q(contact__in=ids or [0]) | Q(contact__isnull=True), owner=owner):
        if row.contact_id is None:
            of_trades.append(row)
        else:
            own[row.contact_id].append(_as_override(row))
    by_trade: dict[str, tuple[courtesy.OwnSeason, ...]] = {}
    found = {}
    for contact in people:
        trade = contact.profession
        if trade not in by_trade:
            by_trade[trade] = tuple(_as_override(row) for row in of_trades if is_of(trade, row.profession))
        found[contact.pk] = Calendar(trade, tuple(sorted(tags[contact.pk])), (*own[contact.pk], *by_trade[trade]))
    return found


def calendar_of(owner: Owner | int, contact: Contact) -> Calendar:
    """The calendar of one person."""
    return calendars_of(owner, [contact])[contact.pk]


def calendar_of_trade(owner: Owner, profession: str, tags: tuple[str, ...] = ()) -> Calendar:
    """The calendar of a profession, with what the owner knows of it."""
    rows = SeasonOverride.objects.filter(owner=owner, contact__isnull=True)
    return Calendar(profession, tags, tuple(_as_override(row) for row in rows if is_of(profession, row.profession)))


@dataclass(frozen=True, slots=True)
class Known:
    """What the owner knows better on one day: seasons by profession, and people whom a season of their own holds."""

    trades: Mapping[str, tuple[courtesy.OwnSeason, ...]]
    held: frozenset[int]

    def calendar(self, profession: str) -> Calendar:
        """The calendar of a profession (an id) and nothing more."""
        return Calendar(profession, (), self.trades.get(profession, ()))


def known_on(owner: Owner, day: date) -> Known:
    """What the owner knows better on ``day``, in one query."""
    on = f"{day:%m-%d}"
    within = Q(first__lte=on, last__gte=on) & Q(first__lte=F("last"))
    over_the_year_end = Q(first__gt=F("last")) & (Q(first__lte=on) | Q(last__gte=on))
    holding = Q(contact__isnull=False, level=Busyness.HOLD) & (within | over_the_year_end)
    trades: dict[str, list[courtesy.OwnSeason]] = defaultdict(list)
    held = set()
    for row in SeasonOverride.objects.filter(Q(contact__isnull=True) | holding, owner=owner):
        if row.contact_id is None:
            trades[row.profession].append(_as_override(row))
        else:
            held.add(row.contact_id)
    return Known({profession: tuple(rows) for profession, rows in trades.items()}, frozenset(held))


def holds_of(facts: Iterable[Fact]) -> tuple[courtesy.Hold, ...]:
    """What they told us of their own time: mourning, a disaster, "busy until", "not before"."""
    found = []
    for fact in facts:
        if fact.kind != FactKind.REQUEST or fact.wish not in HOLDS:
            continue
        kind = HOLDS[Wish(fact.wish)]
        until = fact.until
        if kind is courtesy.HoldKind.NOT_BEFORE:
            if until is None or until <= fact.on:
                continue
            until -= timedelta(days=1)
        found.append(courtesy.Hold(kind, fact.on, until, fact.text))
    return tuple(found)


def seasons_of(owner: Owner, contact: Contact | None) -> Sequence[SeasonOverride]:
    """What the owner wrote down of one person, or (with None) of professions."""
    return list(SeasonOverride.objects.filter(owner=owner, contact=contact).order_by("profession", "first", "pk"))


def add_season(
    *,
    owner: Owner,
    first: str,
    last: str,
    level: int,
    now: datetime,
    contact: Contact | None = None,
    profession: str = "",
    text: str = "",
) -> SeasonOverride:
    """Write down a season of every year (``MM-DD`` to ``MM-DD``) of one person or of a profession.

    The people concerned are folded again: one person at once, a whole profession in batches of their own. The same
    season written twice is one season.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: no such day, a text too long, neither or both of person and profession, or too many seasons.
    """
    row = SeasonOverride(
        owner=owner, contact=contact, profession=profession, first=first, last=last, level=level, text=text.strip(),
        created_at=now,
    )  # fmt: skip
    with transaction.atomic():
        if contact is not None:
            Contact.objects.select_for_update().get(owner=owner, pk=contact.pk)
        else:
            Owner.objects.select_for_update().get(pk=owner.pk)  # a form sent twice waits for its first sending
        same = SeasonOverride.objects.filter(
            owner=owner, contact=contact, profession=profession, first=first, last=last, level=level, text=row.text
        ).first()
        if same is not None:
            return same
        _check(row)
        row.save()
        if contact is not None:
            contact_changed.send(sender=SeasonOverride, owner=owner, contact_ids=[contact.pk], now=now)
    if contact is None:
        _tell_the_trade(owner, profession, now=now)
    return row


def remove_season(*, owner: Owner, season_id: int, now: datetime) -> None:
    """Take a season away; the people concerned are folded again.

    Raises:
        SeasonOverride.DoesNotExist: there is none, or it is another owner's.
    """
    with transaction.atomic():
        row = SeasonOverride.objects.select_for_update().get(owner=owner, pk=season_id)
        contact_id, profession = row.contact_id, row.profession
        row.delete()
        if contact_id is not None:
            contact_changed.send(sender=SeasonOverride, owner=owner, contact_ids=[contact_id], now=now)
    if contact_id is None:
        _tell_the_trade(owner, profession, now=now)


def is_of(profession: str, wanted: str) -> bool:
    """Whether somebody of this profession (an id, or free text) belongs to the profession ``wanted``."""
    if profession == wanted:
        return True
    return (
        profession != ""
        and profession not in data.professions()
        and data.courtesy_table().resolve(profession) == wanted != data.courtesy_table().fallback
    )


def sentence_of(row: SeasonOverride) -> str:
    """A season in a sentence, with what to do."""
    whose = "この方は、" if row.contact_id is not None else f"{data.professions().label(row.profession)}の方は、"
    month, day = row.last.split("-")
    what = WHAT_TO_DO[Busyness(row.level)].format(end=f"{int(month)}月{int(day)}日")
    said = f"「{row.text.rstrip('。')}」と書きとめています。" if row.text else ""
    return f"{said}{whose}{what}"


def _as_override(row: SeasonOverride) -> courtesy.OwnSeason:
    return courtesy.YearlyOverride.parse(
        row.first, row.last, row.level, sentence_of(row), personal=row.contact_id is not None
    )


def _check(row: SeasonOverride) -> None:
    if (row.contact is None) == (row.profession == ""):
        raise ValidationError("どなたの、またはどの職業の時期かを、ひとつお選びください。")
    try:
        courtesy.YearlyOverride.parse(row.first, row.last, row.level, row.text)
    except ValueError:
        raise ValidationError("日付は「12-01」のような月と日で書いてください。") from None
    there = SeasonOverride.objects.filter(owner=row.owner_id, contact=row.contact, profession=row.profession)
    if there.count() >= MOST_SEASONS:
        raise ValidationError(f"書きとめられるのは{MOST_SEASONS}件までです。使わないものを消すと、また書きたせます。")
    row.full_clean(exclude=["owner", "contact"])


def _tell_the_trade(owner: Owner, profession: str, *, now: datetime) -> None:
    """Tell of everyone of a profession, in batches: each is a transaction of its own, so readers never wait long."""
    known = Contact.objects.filter(owner=owner).exclude(profession="").values_list("profession", flat=True).distinct()
    same = [name for name in known.order_by("profession") if is_of(name, profession)]
    ids = list(Contact.objects.filter(owner=owner, profession__in=same).order_by("pk").values_list("pk", flat=True))
    for batch in _batches(iter(ids)):
        with transaction.atomic():
            contact_changed.send(sender=SeasonOverride, owner=owner, contact_ids=batch, now=now)


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, TOLD_AT_ONCE)):
        yield batch
