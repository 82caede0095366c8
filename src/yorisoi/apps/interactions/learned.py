"""What was learned, in plain words: on a person's page, and on a page of its own for the owner. Never a score of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import timeline
from yorisoi.apps.interactions.learning import Known
from yorisoi.apps.interactions.models import Interaction, OwnerLearning, PersonLearning, Refolding
from yorisoi.core.distance import SHIPPED, apart, evidence, habit
from yorisoi.core.distance.habit import HINT, LIKELY, Told
from yorisoi.core.distance.recalibration import LEARN_FROM

STILL_AFTER = timedelta(minutes=2)  # without a batch finished; one takes about a second


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What was learned of one person.

    Attributes:
        told: The habit in words.
        outcomes: How many asks of mine it rests on.
        since: It was forgotten then and learned anew; None when it never was.
        alone: It was forgotten for this person, not for everybody.
    """

    told: Told
    outcomes: int
    since: datetime | None
    alone: bool


def of_person(contact: Contact, rows: Sequence[Interaction], known: Known, *, now: datetime) -> OfPerson:
    """Put what this person's outcomes say into words, seen beside the owner's other people."""
    asks = known.asks(contact, timeline.touches_of(rows, closed_at=contact.closed_at), now)
    own = evidence(asks, now.timestamp())
    mean, variance = apart(own.b, own.v, known.others(asks))
    since = known.since(contact)
    return OfPerson(
        habit(mean, variance, own.outcomes),
        own.outcomes,
        since,
        alone=since is not None and since == contact.learning_from,
    )


@dataclass(frozen=True, slots=True)
class Overall:
    """What all people together taught.

    Attributes:
        outcomes, answered: Asks whose week is over, and those of them that were answered in it.
        people: How many people they went to.
        tendency: How the owner's messages fare beside what the constants expect, in a sentence.
        offsets: Whether that is used, and why, in a sentence.
        numbers: The same of the two numbers.
        used: Anything learned is used.
        reset_at: When all was forgotten.
        refolding: Everybody is being folded again; ``stopped`` when that seems to have been interrupted.
    """

    outcomes: int
    answered: int
    people: int
    tendency: str
    offsets: str
    numbers: str
    used: bool
    reset_at: datetime | None
    refolding: Refolding | None
    stopped: bool


def overall(owner: Owner, *, now: datetime) -> Overall:
    """Read the owner's row and put it into words, in three queries."""
    row = OwnerLearning.objects.filter(owner=owner).first() or OwnerLearning(owner=owner)
    refolding = Refolding.objects.filter(owner=owner).first()
    return Overall(
        outcomes=row.outcomes,
        answered=row.answered,
        people=PersonLearning.objects.filter(owner=owner, outcomes__gt=0).count(),
        tendency=tendency(row),
        offsets=about_offsets(row),
        numbers=about_numbers(row),
        used=row.offsets_kept or row.kept,
        reset_at=row.reset_at,
        refolding=refolding,
        stopped=refolding is not None and now - refolding.moved_at > STILL_AFTER,
    )


def tendency(row: OwnerLearning) -> str:
    """How answers come to this owner, as sure as it is."""
    if row.outcomes < LEARN_FROM:
        return "まだよくわかりません。お声がけとお返事を書きとめるうちに、少しずつ見えてきます。"
    away = abs(row.b_me) / row.v_me**0.5
    if away < HINT:
        return "お返事の届き方は、はじめの見立てとおおよそ同じです。"
    ending = "ようです。" if away >= LIKELY else "かもしれません。"
    if row.b_me > 0:
        return f"お返事は、はじめの見立てよりも届きやすい{ending}"
    return f"お返事は、はじめの見立てよりもゆっくり届くことが多い{ending}お相手には、お相手の時間があります。"


def about_offsets(row: OwnerLearning) -> str:
    """Whether what was learned is used."""
    if row.judged_outcomes < LEARN_FROM:
        return f"結果のわかったお声がけが{LEARN_FROM}件になるまでは、はじめの見立てのまま使います。"
    if row.offsets_kept:
        return f"使っています。これまでの{row.judged_outcomes:,}件では、学んだほうがお返事の見込みがよく当たりました。"
    return f"まだ使っていません。これまでの{row.judged_outcomes:,}件では、はじめの見立てと差がありませんでした。"


def about_numbers(row: OwnerLearning) -> str:
    """Whether the two numbers are used."""
    enough = SHIPPED.calibrate_from
    if not row.later:
        return f"結果のわかったお声がけが{enough}件になったら、見込み全体をあなたに合わせてみます。"
    if row.kept:
        return f"使っています。前の{row.judged_outcomes - row.later:,}件で合わせ、あとの{row.later:,}件で確かめました。"
    return (
        f"試しましたが、使っていません。前の{row.judged_outcomes - row.later:,}件で合わせたものが、"
        f"あとの{row.later:,}件では役に立ちませんでした。"
    )
