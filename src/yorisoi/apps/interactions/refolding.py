"""Folding everybody again after the owner changed something for all: at once for a few, behind the page for many.

What is done so far is kept in ``Refolding`` in the same transaction as the batch itself. When the process ends first, the
row stays and the rest can be continued: by the button on the page, by the next change, or by ``yorisoi rebuild``. Until
then the people not yet done keep the dates they had, which is what they had been promised.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connections, transaction
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import folding, learning
from yorisoi.apps.interactions.models import Refolding

YOUNG = 100_000  # objects made before a look; Python's own 700 suits programs that make cycles
AT_ONCE = 200  # people folded while the page waits: well within a second

logger = logging.getLogger(__name__)


def start(*, owner: Owner, now: datetime) -> bool:
    """Fold all of the owner's people again from the first. Returns whether that is done; otherwise it goes on behind."""
    total = Contact.objects.filter(owner=owner).count()
    if total <= AT_ONCE:
        folding.rebuild(owner=owner, now=now)
        Refolding.objects.filter(owner=owner).delete()
        return True
    Refolding.objects.update_or_create(owner=owner, defaults={"done": 0, "total": total, "through": 0, "moved_at": now})
    _go_on_behind(owner, now)
    return False


def go_on(*, owner: Owner, now: datetime) -> None:
    """Continue what was interrupted. A second worker beside a first does no harm: a batch is done once."""
    if Refolding.objects.filter(owner=owner).exists():
        _go_on_behind(owner, now)


def rebuild_all(
    *,
    owner: Owner,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    clock: Callable[[], datetime] = timezone.now,
) -> int:
    """Drop and remake every standing of the owner, here and now; one that was interrupted is taken up where it ended.

    Each batch and its place are one transaction: readers never wait long, memory stays bounded, and a kill loses at most
    the batch under way. ``progress`` is told (done, total). Returns how many people there are.
    """
    total = Contact.objects.filter(owner=owner).count()
    row, _ = Refolding.objects.get_or_create(owner=owner, defaults={"total": total, "moved_at": now})
    done = row.done
    with _rare_collections():
        while _next_batch(owner, now, clock):
            done = min(done + folding.BATCH, total)
            if progress is not None:
                progress(done, total)
    learning.measure(owner=owner, now=now, anew=True)
    return total


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for cycles seldom: a fold makes a thousand short-lived objects a person and hardly a cycle.

    Measured, a tenth of the time; memory stays bounded, for it still looks after every ``YOUNG`` objects.
    """
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _go_on_behind(owner: Owner, now: datetime) -> None:
    def begin() -> None:
        threading.Thread(target=_work, args=(owner.pk, now), name=f"refold-{owner.pk}", daemon=True).start()

    transaction.on_commit(begin)


def _work(owner_id: int, now: datetime) -> None:
    try:
        finish(owner=Owner.objects.get(pk=owner_id), now=now)
    except Exception as error:  # the thread's last stop; the row stays and the page offers to go on  # noqa: BLE001
        # Only the kind of error: its words may hold names.
        logger.error("folding everybody again stopped: %s", type(error).__name__)
    finally:
        connections.close_all()


def finish(*, owner: Owner, now: datetime, clock: Callable[[], datetime] = timezone.now) -> None:
    """Fold batch after batch, as of ``now``, until nobody is left. ``clock`` tells when each was done."""
    while _next_batch(owner, now, clock):
        pass
    learning.measure(owner=owner, now=now, anew=True)


@transaction.atomic
def _next_batch(owner: Owner, now: datetime, clock: Callable[[], datetime]) -> bool:
    row = Refolding.objects.select_for_update().filter(owner=owner).first()
    if row is None:
        return False
    people = Contact.objects.filter(owner=owner, pk__gt=row.through).order_by("pk")
    ids = list(people.values_list("pk", flat=True)[: folding.BATCH])
    if not ids:
        row.delete()
        return False
    # Read anew for every batch: the owner may have changed their mind meanwhile.
    folding.refold_batch(owner=owner, ids=ids, now=now, known=learning.known_of(owner.pk))
    row.done, row.through, row.moved_at = row.done + len(ids), ids[-1], clock()
    row.save()
    return True
