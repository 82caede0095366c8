"""Reading cards behind the pages: one thread of the web process, and of several processes one at a time.

The models of the reader fill a few hundred megabytes and keep every core busy, so a second reader beside the first would
only slow the pages. A lock on a small file sees to it; it ends with its process, however that ends. What lies in the
database decides what is still to do, so a server may be killed at any moment.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import claims, signals
from yorisoi.apps.cards.models import Card, CardImage, State
from yorisoi.core.cards.card import CardFields

NO_READER = "この機械には名刺を読み取る部品が入っていません。写真を見ながら、手で書きとめられます。"
NO_WORDS = "名刺の文字が見つかりませんでした。明るいところで真上から撮り直すか、写真を見ながら手で書きとめられます。"
# Between two looks at a card that another reader holds, and that may have died.
PATIENCE = 2.0  # seconds

logger = logging.getLogger(__name__)
_guard = threading.Lock()
_wanted = False
_reader: threading.Thread | None = None


def wake(*, now: datetime) -> None:
    """See to it that whatever waits is being read. Returns at once; called too often it does nothing."""
    global _reader, _wanted
    if not settings.READ_CARDS_BEHIND:
        return
    with _guard:
        _wanted = True
        if _reader is None or not _reader.is_alive():
            _reader = threading.Thread(target=_work, args=(running(now),), name="card-reader", daemon=True)
            _reader.start()


def read_waiting(
    *,
    now: datetime,
    owner: Owner | None = None,
    stack: UUID | None = None,
    clock: Callable[[], datetime] | None = None,
    progress: Callable[[Card], object] | None = None,
) -> int:
    """Read here and now whatever waits (of ``owner``, of ``stack``). Returns how many cards were taken up.

    ``clock`` tells the time as it goes by; without one it stands at ``now``. ``progress`` hears each card done with.
    """
    tell_time = clock or (lambda: now)
    count = 0
    while (card := claims.take_next(tell_time(), owner=owner, stack=stack)) is not None:
        _read(card, tell_time)
        count += 1
        if card.stack and not _unread(card.stack):
            signals.stack_read.send(sender=Card, now=tell_time())
        if progress is not None:
            progress(card)
    return count


def _read(card: Card, clock: Callable[[], datetime]) -> None:
    # The reader's libraries are large: they are loaded by who reads, not by every page.
    from yorisoi.apps.cards import reading
    from yorisoi.apps.cards.ocr import ReaderMissingError

    try:
        jpeg = bytes(CardImage.objects.values_list("jpeg", flat=True).get(pk=card.pk))
        said = reading.read_card(jpeg)
    except ReaderMissingError:
        claims.fail(card, NO_READER, now=clock())
    except Exception as error:  # whatever a picture does to the reader, the next one is read  # noqa: BLE001
        # Only the kind of error: its words may hold what stands on the card.
        logger.error("card %s was not read: %s", card.pk, type(error).__name__)
        claims.put_back(card, now=clock())
    else:
        if _says_nothing(said.fields):
            claims.fail(card, NO_WORDS, now=clock(), reading=reading.dump(said))
        else:
            claims.finish(card, reading.dump(said), now=clock())


def _says_nothing(fields: CardFields) -> bool:
    return not any((fields.name, fields.family, fields.company, fields.email, fields.tel, fields.mobile))


def _unread(stack: UUID) -> bool:
    return Card.objects.filter(stack=stack, state__in=(State.WAITING, State.READING)).exists()


def running(now: datetime) -> Callable[[], datetime]:
    """Return a clock that goes on from ``now``: the time still comes in by the door."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def _work(clock: Callable[[], datetime]) -> None:
    try:
        signals.stack_read.send(sender=Card, now=clock())
        while _still_wanted():
            _read_all(clock)
    except Exception as error:  # the thread's last stop; the next page wakes another  # noqa: BLE001
        logger.error("reading cards stopped: %s", type(error).__name__)
        _leave()
    finally:
        connections.close_all()


def _still_wanted() -> bool:
    """Take up the wish to read; when there is none, this thread is the reader no more, in the same breath."""
    global _reader, _wanted
    with _guard:
        wanted, _wanted = _wanted, False
        if not wanted:
            _reader = None
        return wanted


def _leave() -> None:
    global _reader
    with _guard:
        _reader = None


def _read_all(clock: Callable[[], datetime]) -> None:
    """Read until nothing waits. Who holds the lock looks once more after letting go, so no card falls between two."""
    while True:
        with _alone() as mine:
            if not mine:
                return
            read_waiting(now=clock(), clock=clock)
            while claims.next_free(clock()) is not None:
                time.sleep(PATIENCE)
                read_waiting(now=clock(), clock=clock)
        if not claims.something_waits(clock()):
            return


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the reader's place on this machine, or learn that another process has it."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "reading.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
