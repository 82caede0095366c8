"""From an empty page to a first draft: the lines a technique composes from what this person has told.

Without a stored fact nothing is offered: a scaffold that fits anybody helps nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts.models import Contact, Fact, FactKind
from yorisoi.apps.interactions.models import Channel, Standing
from yorisoi.core.distance import SHIPPED, About, Closeness, Material, Occasion, Technique, techniques, written
from yorisoi.kit import japanese_date

COOLING_OFF = timedelta(days=SHIPPED.first_gift_days)
"""What somebody worries about is remembered first and used later: the pause after the first thank-you."""
LETTERLIKE = (Channel.EMAIL, Channel.LETTER)
"""Channels in which one begins with the name."""
NOTHING_KNOWN = "この方のことを、もうひとつ書きとめてからにしませんか。うかがったことがひとつあると、その方だけの書き出しになります。"
LEFT_ALONE = "そっとしておく方です。この方からご連絡をいただくまで、書き出しはお出ししません。"
WANTED: dict[str, tuple[FactKind, ...]] = {
    "useful_info": (FactKind.CONCERN, FactKind.INTEREST, FactKind.STRENGTH, FactKind.VALUE, FactKind.BACKGROUND),
    "invitation": (FactKind.INTEREST, FactKind.STRENGTH, FactKind.CONCERN, FactKind.VALUE, FactKind.BACKGROUND),
}
"""Which kind of fact carries a technique best, best first."""
OTHERWISE = (FactKind.INTEREST, FactKind.VALUE, FactKind.STRENGTH, FactKind.BACKGROUND, FactKind.CONCERN)


class RefusedError(Exception):
    """There is nothing to compose from; the text is a sentence for the owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way to begin. ``why`` says why it fits now; empty when it is only one of the others."""

    technique: Technique
    why: str


def offers(owner: Owner, contact: Contact, facts: Iterable[Fact], *, now: datetime) -> list[Offer]:
    """Every technique, those that fit now first; ``facts`` are the latest first. Empty when nothing can be composed."""
    usable = material_facts(facts, today=timezone.localdate(now))
    if contact.is_closed or not usable:
        return []
    unanswered = Standing.objects.filter(owner=owner, contact=contact).values_list("unanswered", flat=True).first()
    occasion = Occasion(
        interests=_texts(usable, FactKind.INTEREST),
        concerns_open=_texts(usable, FactKind.CONCERN),
        strengths=_texts(usable, FactKind.STRENGTH),
        values=_texts(usable, FactKind.VALUE),
        has_own_news=bool(preferences_of(owner).own_news),
        unanswered=unanswered or 0,
        closeness=Closeness(contact.closeness),
    )
    found = [Offer(technique=one, why=one.fits(occasion) or "") for one in techniques()]
    return sorted(found, key=lambda offer: not offer.why)


def compose(
    owner: Owner, contact: Contact, facts: Iterable[Fact], technique_id: str, *, channel: str, now: datetime
) -> str:
    """The lines to begin from, with the person's own fact and a place for one true sentence.

    Raises:
        RefusedError: nothing is known that could carry it, or the tie is closed, or there is no such technique.
    """
    if contact.is_closed:
        raise RefusedError(LEFT_ALONE)
    technique = next((one for one in techniques() if one.id == technique_id), None)
    today = timezone.localdate(now)
    usable = material_facts(facts, today=today)
    wanted = WANTED.get(technique_id, OTHERWISE)
    fact = next((fact for kind in wanted for fact in usable if fact.kind == kind), None)
    if technique is None or fact is None:
        raise RefusedError(NOTHING_KNOWN)
    letter = channel in LETTERLIKE
    material = Material(
        fact=fact.text,
        about=About(fact.kind),
        heard=f"{japanese_date.day(fact.on, today=today)}に" if letter else "",
        name=f"{contact.family or contact.given or contact.organisation}様" if letter else "",
        own_news=" ".join(preferences_of(owner).own_news.split()),
        easy=contact.closeness == Closeness.CLOSE and not letter,
    )
    return written(technique.compose(material), material)


def material_facts(facts: Iterable[Fact], *, today: date) -> list[Fact]:
    """Facts that may open a letter: theirs, unsolved, said aloud, and not a worry heard only just now."""
    return [
        fact for fact in facts if fact.kind in set(OTHERWISE) and not fact.solved and not is_fresh(fact, today=today)
    ]


def is_fresh(fact: Fact, *, today: date) -> bool:
    """Whether this is a worry heard so lately that it is only remembered."""
    return fact.kind == FactKind.CONCERN and today < fact.on + COOLING_OFF


def _texts(facts: Sequence[Fact], kind: FactKind) -> tuple[str, ...]:
    return tuple(" ".join(fact.text.split()) for fact in facts if fact.kind == kind)
