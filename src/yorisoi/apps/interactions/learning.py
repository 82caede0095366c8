"""What was learned from what came back: kept a person, pooled over all of the owner's people, used where it proved itself.

The lists of asks (``PersonLearning``) are made with the standings, each from one timeline alone, so that nobody's row
hangs on anybody else's. ``measure`` sums them up into the owner's one row. Folding one person starts from that row
without the person's own part, so that their outcomes speak once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from yorisoi.apps.accounts.models import Owner, Preferences
from yorisoi.apps.contacts import bulk
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions.models import OwnerLearning, PersonLearning
from yorisoi.core.distance import (
    SHIPPED,
    Asked,
    Calibration,
    Comfort,
    Judged,
    Pool,
    State,
    Touch,
    Tuning,
    asked,
    evidence,
    forecasts,
    judge,
    start,
    tuned,
)
from yorisoi.core.distance.calibration import AS_SHIPPED
from yorisoi.core.distance.learning import Offsets
from yorisoi.core.distance.recalibration import LEARN_FROM
from yorisoi.core.distance.state import forget

# Outcomes looked through by a verdict, the latest people first: two numbers need no more, and memory stays bounded.
JUDGED_AT_MOST = 20_000
GROWN = 1.1  # times; a tenth more outcomes, and the verdict is made anew: so judging costs little in the long run
EVER = float("inf")


@dataclass(frozen=True, slots=True)
class Known:
    """What holds for all of an owner's people.

    Attributes:
        comfort: The owner's wish in general.
        pool: What everybody together taught, as of ``measured_at``.
        measured_at: When that was summed up; None when never.
        reset_at: Asks before this teach nothing.
        offsets_kept: The learned offsets are used.
        calibration: The two numbers to use.
    """

    comfort: Comfort = Comfort.USUAL
    pool: Pool = field(default_factory=Pool)
    measured_at: datetime | None = None
    reset_at: datetime | None = None
    offsets_kept: bool = False
    calibration: Calibration = AS_SHIPPED

    def tuning(self, contact: Contact, comfort: str = "") -> Tuning:
        """The constants for this person: the owner's wish in general, and for them, on top of what is shipped.

        ``comfort`` instead of theirs, to see what another choice would do.
        """
        return tuned(SHIPPED, self.comfort, Comfort(comfort or contact.comfort))

    def since(self, contact: Contact) -> datetime | None:
        """From when on asks to this person teach; None from the beginning."""
        return max((at for at in (contact.learning_from, self.reset_at) if at is not None), default=None)

    def asks(self, contact: Contact, touches: Iterable[Touch], now: datetime) -> list[Asked]:
        """The asks to this person that teach."""
        return asked(touches, now, since=self.since(contact))

    def others(self, asks: Sequence[Asked]) -> tuple[float, float]:
        """The owner's offset and its variance from everybody else; ``asks`` are this person's."""
        if self.measured_at is None:
            return Pool().offset()
        return self.pool.without(evidence(asks, self.measured_at.timestamp())).offset()

    def begin(self, asks: Sequence[Asked]) -> State:
        """The state from which this person is folded: the others' offset, or nothing to learn while learning is no help."""
        if not self.offsets_kept:
            return forget(start(), Offsets(0.0, 0.0, 0.0, 0.0))
        b_me, v_me = self.others(asks)
        return start(b_me=b_me, v_me=v_me)


def known_of(owner_id: int) -> Known:
    """Read what holds for all of an owner's people, in one query."""
    row: dict[str, Any] | None = (
        Preferences.objects.filter(owner=owner_id)
        .values("comfort", *(f"owner__learning__{name}" for name in _KNOWN))
        .first()
    )
    if row is None:  # preferences are made on the first visit to them; learning does not wait for that
        row = {
            "comfort": Comfort.USUAL,
            **_prefixed(OwnerLearning.objects.filter(owner=owner_id).values(*_KNOWN).first()),
        }
    found = {name: row[f"owner__learning__{name}"] for name in _KNOWN}
    comfort = Comfort(row["comfort"])
    if found["b_me"] is None:
        return Known(comfort=comfort)
    return Known(
        comfort=comfort,
        pool=Pool(found["offset_sum"], found["gained_sum"], found["outcomes"], found["answered"]),
        measured_at=found["measured_at"],
        reset_at=found["reset_at"],
        offsets_kept=found["offsets_kept"],
        calibration=Calibration(found["intercept"], found["slope"]) if found["kept"] else AS_SHIPPED,
    )


_KNOWN = (
    "b_me", "offset_sum", "gained_sum", "outcomes", "answered", "measured_at", "reset_at", "offsets_kept", "kept",
    "intercept", "slope",
)  # fmt: skip


def _prefixed(row: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"owner__learning__{name}": None if row is None else row[name] for name in _KNOWN}


def remember(*, owner_id: int, asks: Mapping[int, Sequence[Asked]]) -> bool:
    """Keep the lists of these people, by their contact's id. Returns whether anything is new.

    To be called inside the transaction that folds them.
    """
    there = dict(PersonLearning.objects.filter(owner=owner_id, contact__in=asks).values_list("contact_id", "log"))
    wanted = {contact_id: [list(one) for one in found] for contact_id, found in asks.items()}
    changed = [contact_id for contact_id, log in wanted.items() if log != there.get(contact_id, [])]
    if not changed:
        return False
    PersonLearning.objects.filter(owner=owner_id, contact__in=changed).delete()
    rows = [
        _row(owner_id, contact_id, asks[contact_id], wanted[contact_id]) for contact_id in changed if asks[contact_id]
    ]
    bulk.insert(PersonLearning, rows)
    return True


def _row(owner_id: int, contact_id: int, asks: Sequence[Asked], log: list[list[float]]) -> PersonLearning:
    whole = evidence(asks, EVER)
    return PersonLearning(
        owner_id=owner_id,
        contact_id=contact_id,
        log=log,
        settles_at=datetime.fromtimestamp(max(one.over for one in asks), UTC),
        offset_mean=whole.b,
        offset_variance=whole.v,
        outcomes=whole.outcomes,
        answered=whole.answered,
    )


def has_settled(*, owner: Owner, known: Known, now: datetime) -> bool:
    """Say whether somebody's week ran out since all was last summed up, without a word that would have told of it."""
    if known.measured_at is None:
        return False
    waiting = PersonLearning.objects.filter(owner=owner, settles_at__gte=known.measured_at, settles_at__lt=now)
    return waiting.exists()


@transaction.atomic
def measure(*, owner: Owner, now: datetime, anew: bool = False) -> OwnerLearning:
    """Sum up what all people taught, and judge it when the outcomes have grown by a tenth (or always, with ``anew``).

    Whose week is not over is counted as far as it is. Two at the same moment come one after the other.
    """
    OwnerLearning.objects.get_or_create(owner=owner)
    row = OwnerLearning.objects.select_for_update().get(owner=owner)
    pool = _pool(owner, now)
    row.offset_sum, row.gained_sum, row.outcomes, row.answered = pool
    row.b_me, row.v_me = pool.offset()
    row.measured_at = now
    if anew or not row.judged_outcomes <= pool.outcomes < row.judged_outcomes * GROWN:
        _judge(row, owner, now)
    row.save()
    return row


def _pool(owner: Owner, now: datetime) -> Pool:
    everybody = PersonLearning.objects.filter(owner=owner)
    sums = everybody.filter(settles_at__lt=now).aggregate(
        people=Count("pk"), b=Sum("offset_mean"), v=Sum("offset_variance"), n=Sum("outcomes"), y=Sum("answered")
    )
    pool = Pool(
        sums["b"] or 0.0, sums["people"] * SHIPPED.var_person - (sums["v"] or 0.0), sums["n"] or 0, sums["y"] or 0
    )
    for log in everybody.filter(settles_at__gte=now).order_by("pk").values_list("log", flat=True):
        pool = pool.with_person(evidence(asks_in(log), now.timestamp()))
    return pool


def _judge(row: OwnerLearning, owner: Owner, now: datetime) -> None:
    found = Judged(row.outcomes)
    if row.outcomes >= LEARN_FROM:
        found = judge(forecasts(_latest(owner), now.timestamp()))
    row.judged_outcomes = row.outcomes
    row.offsets_kept = found.offsets.kept
    row.offsets_before, row.offsets_after = found.offsets.before, found.offsets.after
    row.later, row.kept = found.numbers.outcomes, found.numbers.kept
    row.intercept, row.slope = found.tried
    row.loss_before, row.loss_after = found.numbers.before, found.numbers.after


def _latest(owner: Owner) -> list[list[Asked]]:
    people: list[list[Asked]] = []
    count = 0
    logs = PersonLearning.objects.filter(owner=owner).order_by("-settles_at", "pk").values_list("log", flat=True)
    for log in logs.iterator():
        people.append(asks_in(log))
        count += len(log)
        if count >= JUDGED_AT_MOST:
            break
    return people


def asks_in(log: Iterable[Sequence[Any]]) -> list[Asked]:
    """A kept list as the core's type."""
    return [Asked(float(at), float(over), int(answered), float(logit)) for at, over, answered, logit in log]
