"""Writes of 今日: the owner's answer about one person, and taking it back. One transaction each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, Wish
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Direction, Interaction, Kind
from yorisoi.apps.interactions.selectors import usual_channel
from yorisoi.apps.today.models import Answer, Choice
from yorisoi.core.distance import techniques

NOT_NOW_DAYS = 7  # "not now" sets a person aside for a week: long enough not to nag, short enough not to lose them
LONGEST_REST_DAYS = 3650  # ten years; a longer rest is "not this person"
SOURCE = "今日"
REST_TEXT = "しばらくお休みにすると決めました"
# Ways to give that ask for something back; every other one is a gift.
WANTS_AN_ANSWER = frozenset({"invitation"})


@transaction.atomic
def done(*, owner: Owner, contact: Contact, now: datetime, technique: str = "", thanks: bool = False) -> Choice:
    """Record that the owner wrote to this person. However often it is tapped, one message of that day is recorded.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: an unknown technique.
    """
    if technique and technique not in {known.id for known in techniques()}:
        raise ValidationError("その技術は見つかりませんでした。")
    held = _hold(owner, contact)
    choice = _choose(owner, held, Answer.DONE, now=now)
    asks = technique in WANTS_AN_ANSWER
    interactions.record(
        owner=owner,
        contact=held,
        at=now,
        direction=Direction.MINE,
        channel=usual_channel(owner, held),
        kind=Kind.ASK if asks else Kind.GIFT if technique else Kind.MESSAGE,
        asks_reply=asks,
        thanks=thanks,
        technique=technique,
        source=SOURCE,
        once_key=_once_key(held, choice.day),
        now=now,
    )
    return choice


@transaction.atomic
def not_now(*, owner: Owner, contact: Contact, now: datetime) -> Choice:
    """Set this person aside for a week; their distance is untouched.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    until = timezone.localdate(now) + timedelta(days=NOT_NOW_DAYS)
    return _choose(owner, _hold(owner, contact), Answer.NOT_NOW, now=now, until=until)


@transaction.atomic
def rest(*, owner: Owner, contact: Contact, until: date, now: datetime) -> Choice:
    """Let this person rest until a day. The rest is written down with what is known of them, so all pages keep it.

    Raises:
        Contact.DoesNotExist: not this owner's.
        ValidationError: the day is not ahead, or too far away.
    """
    today = timezone.localdate(now)
    if until <= today:
        raise ValidationError("明日以降の日付をお選びください。")
    if (until - today).days > LONGEST_REST_DAYS:
        raise ValidationError("十年より先の日付は選べません。「この方はおすすめに出さない」もお使いになれます。")
    held = _hold(owner, contact)
    choice = _choose(owner, held, Answer.REST, now=now, until=until)
    if not _rest_fact(owner, held, choice).exists():
        contacts.add_fact(
            owner=owner, contact=held, kind=FactKind.REQUEST, wish=Wish.REST, text=REST_TEXT, on=today, until=until,
            source=SOURCE, now=now,
        )  # fmt: skip
    return choice


@transaction.atomic
def never(*, owner: Owner, contact: Contact, now: datetime) -> Choice:
    """Keep this person in the book and never suggest them.

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    held = _hold(owner, contact)
    choice = _choose(owner, held, Answer.NEVER, now=now)
    contacts.update(owner=owner, contact=held, never_suggest=True, now=now)
    return choice


@transaction.atomic
def take_back(*, owner: Owner, contact: Contact, now: datetime) -> bool:
    """Undo today's answer about this person with everything it wrote. Returns False when there was none (any more).

    Raises:
        Contact.DoesNotExist: not this owner's.
    """
    held = _hold(owner, contact)
    choice = Choice.objects.filter(owner=owner, contact=held, day=timezone.localdate(now)).first()
    if choice is None:
        return False
    _undo(owner, held, choice, now=now)
    choice.delete()
    return True


def _choose(owner: Owner, contact: Contact, answer: str, *, now: datetime, until: date | None = None) -> Choice:
    """Keep the answer of the day. Another answer before it is taken back first: the last one counts."""
    day = timezone.localdate(now)
    before = Choice.objects.filter(owner=owner, contact=contact, day=day).first()
    if before is None:
        return Choice.objects.create(owner=owner, contact=contact, day=day, answer=answer, until=until, at=now)
    if (before.answer, before.until) != (answer, until):
        _undo(owner, contact, before, now=now)
        before.answer, before.until, before.at = answer, until, now
        before.save(update_fields=["answer", "until", "at"])
    return before


def _undo(owner: Owner, contact: Contact, choice: Choice, *, now: datetime) -> None:
    if choice.answer == Answer.DONE:
        row = Interaction.objects.filter(owner=owner, once_key=_once_key(contact, choice.day)).first()
        if row is not None:
            interactions.remove(owner=owner, interaction_id=row.pk, now=now)
    elif choice.answer == Answer.REST:
        for fact in _rest_fact(owner, contact, choice):
            contacts.remove_fact(owner=owner, contact=contact, fact_id=fact.pk, now=now)
    elif choice.answer == Answer.NEVER:
        contacts.update(owner=owner, contact=contact, never_suggest=False, now=now)


def _rest_fact(owner: Owner, contact: Contact, choice: Choice) -> QuerySet[Fact]:
    return Fact.objects.filter(
        owner=owner, contact=contact, wish=Wish.REST, on=choice.day, until=choice.until, source=SOURCE
    )


def _once_key(contact: Contact, day: date) -> str:
    return f"today:{day.isoformat()}:{contact.pk}"


def _hold(owner: Owner, contact: Contact) -> Contact:
    """Lock the person: two taps at once come one after the other."""
    return Contact.objects.select_for_update().get(owner=owner, pk=contact.pk)
