"""Applying a plan while the page waits, or behind it when the plan is long.

A long plan is applied by a thread of the web process, in the one transaction that makes it all or nothing; ``desk``
holds its progress. When the process ends first, the database takes everything back and the plan stays to be accepted
again.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import connections

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.exchange import services
from yorisoi.apps.exchange.errors import AlreadyRunningError, ExchangeError
from yorisoi.apps.exchange.models import ImportBatch, State, TouchPage

# Rows, and pages of a thousand touches, that are applied within a second: a page may wait for that.
ROWS_AT_ONCE = 200
TOUCH_PAGES_AT_ONCE = 3
# Seconds to wait for the thread to take hold of its work, so that the next page finds it there.
TAKING_HOLD = 5.0

logger = logging.getLogger(__name__)


def is_long(batch: ImportBatch) -> bool:
    """Say whether applying takes longer than a page should."""
    if batch.counts.get("total", 0) > ROWS_AT_ONCE:
        return True
    return TouchPage.objects.filter(row__batch=batch).count() > TOUCH_PAGES_AT_ONCE


def start(*, owner: Owner, batch: ImportBatch, now: datetime) -> bool:
    """Apply ``batch``. Returns whether it is done; otherwise it goes on behind.

    Raises:
        ExchangeError: of a short plan, what stands in the way. A long one's is seen from its state.
    """
    if batch.state != State.PLANNED or not is_long(batch):
        services.apply(owner=owner, batch=batch, now=now)
        return True
    holds = threading.Event()
    arguments = (owner.pk, batch.pk, now, holds)
    threading.Thread(target=_work, args=arguments, name=f"import-{batch.pk}", daemon=True).start()
    holds.wait(TAKING_HOLD)
    return False


def _work(owner_id: int, batch_id: int, now: datetime, holds: threading.Event) -> None:
    try:
        owner = Owner.objects.get(pk=owner_id)
        batch = ImportBatch.objects.get(owner=owner, pk=batch_id)
        services.apply(owner=owner, batch=batch, now=now, progress=lambda done, total: holds.set())
    except AlreadyRunningError:
        logger.info("import %s is being applied already", batch_id)
    except ExchangeError as error:
        logger.info("import %s was not applied: %s", batch_id, type(error).__name__)
    except Exception as error:  # the thread's last stop; the page says that it stopped  # noqa: BLE001
        # Only the kind of error: its words may hold names.
        logger.error("import %s stopped: %s", batch_id, type(error).__name__)
    finally:
        holds.set()
        connections.close_all()
