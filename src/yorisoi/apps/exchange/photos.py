"""A drawer of business cards: many photographs at once, or a zip of them, on their way to one plan.

Each photograph is drawn anew and kept as a ``Card``; those that came in together share a ``stack``, and one
``ImportBatch`` names it. The cards are read behind the pages, in whatever time that takes, and when none waits any more
the plan is made. Nothing of a zip is ever written to the disk: its entries are read, bounded, one after the other.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import background
from yorisoi.apps.cards import selectors as cards
from yorisoi.apps.cards import services as keeping
from yorisoi.apps.cards.models import Card
from yorisoi.apps.cards.models import State as CardState
from yorisoi.apps.cards.picture import MAX_BYTES, NotAPictureError
from yorisoi.apps.exchange import book, plan
from yorisoi.apps.exchange.formats import card_photo
from yorisoi.apps.exchange.models import ImportBatch, State
from yorisoi.apps.exchange.record import Problem, Reading
from yorisoi.apps.exchange.source import Unreadable, is_photo
from yorisoi.core.cards.card import CardFields

MOST_PHOTOS = 500  # at one time: a drawer, read in half an hour; more are two drawers
MOST_ENTRIES = 2_000  # of a zip: photographs, and the small files that computers put beside them
# Bytes of a zip's table of contents: 2,000 entries with long names need a third. Larger is made to fill the memory.
MOST_CONTENTS = 1024 * 1024
MOST_UNPACKED = 2 * 1024 * 1024 * 1024  # bytes of all photographs together: 500 large ones
# While photographs still come in, those that came first may be read already: it is too early for a plan then.
ARRIVING = "arriving"
FIRST_BYTES = 16  # enough to know a photograph by
_END = b"PK\x05\x06"  # end of a zip's table of contents, and where its size stands
_END_SIZE, _SIZE_AT = 22, 12
_END64 = b"PK\x06\x07"
_TAIL = _END_SIZE + 65_535 + 20  # bytes in which the end lies: a comment is no longer
_NOT_MEANT = ("__MACOSX/",)  # what macOS puts beside the files
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Received:
    """What became of files on arrival. ``refused``: one Japanese sentence for each that was not taken."""

    batch: ImportBatch | None = None
    kept: int = 0
    twice: int = 0  # the same picture again, among those of this time
    refused: list[str] = field(default_factory=list)


def holds_photos(stream: BinaryIO) -> bool:
    """Say whether ``stream`` is a photograph or a zip with one in it. It is left at its start.

    Raises:
        Unreadable: it is a zip made to do harm, or one too large to look into.
    """
    start = stream.read(FIRST_BYTES)
    stream.seek(0)
    if is_photo(start):
        return True
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with _opened(stream) as archive:
            return any(is_photo(_first_bytes(archive, entry)) for entry in _entries(archive))
    except _BROKEN_ZIP:
        return False  # the usual way says what it is
    finally:
        stream.seek(0)


def receive(*, owner: Owner, files: Iterable[tuple[str, BinaryIO]], called: str, now: datetime) -> Received:
    """Keep every photograph among ``files`` (name and stream each), to be read behind the pages. ``called``: see ``title``.

    Each is kept in a transaction of its own: what came in before an accident is there, and in the list of imports.
    """
    received = Received()
    seen: set[str] = set()
    for name, data in _photographs(files, received):
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            received.twice += 1
            continue
        batch = received.batch or _begin(owner, called, now)
        try:
            with transaction.atomic():
                if received.batch is None:
                    batch.save()
                keeping.keep(owner=owner, data=data, name=name, now=now, stack=batch.stack)
        except NotAPictureError as error:
            received.refused.append(str(error))
            continue
        seen.add(digest)
        received.kept += 1
        received.batch = batch
    if received.batch is not None:
        _arrived(received.batch)
        received.batch = plan_if_read(owner=owner, batch_id=received.batch.pk, now=now)
    return received


def title(names: Sequence[str]) -> str:
    """Return what photographs are called in the list of imports: the only file's name, or how many there are."""
    return (keeping.file_name(names[0]) if len(names) == 1 else f"{len(names):,}枚") or "写真"


def _begin(owner: Owner, called: str, now: datetime) -> ImportBatch:
    return ImportBatch(
        owner=owner, file_name=called, sha256="", format=card_photo.name, label=card_photo.label,
        state=State.READING, stack=uuid.uuid4(), material={ARRIVING: True}, created_at=now,
    )  # fmt: skip


@transaction.atomic
def _arrived(batch: ImportBatch) -> None:
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    held.material = {}
    held.save(update_fields=["material"])


def _photographs(files: Iterable[tuple[str, BinaryIO]], received: Received) -> Iterator[tuple[str, bytes]]:
    """Yield each photograph, within the bounds; what is passed over is told."""
    count, size = 0, 0
    for name, data in _each(files, received):
        count, size = count + 1, size + len(data)
        if count > MOST_PHOTOS or size > MOST_UNPACKED:
            received.refused.append(
                f"一度に読み取れるのは{MOST_PHOTOS}枚までです。「{name}」からあとは、次の回にお願いします。"
            )
            return
        yield name, data


def _each(files: Iterable[tuple[str, BinaryIO]], received: Received) -> Iterator[tuple[str, bytes]]:
    for name, stream in files:
        start = stream.read(FIRST_BYTES)
        stream.seek(0)
        if is_photo(start):
            yield name, stream.read(MAX_BYTES + 1)  # one byte beyond the bound is enough to be refused
            continue
        try:
            with _opened(stream) as archive:
                for entry in _entries(archive):
                    yield from _unpacked(archive, entry, received)
        except Unreadable as error:
            received.refused.append(f"{name}: {error}")
        except _BROKEN_ZIP:
            received.refused.append(f"{name}: zipが壊れているようです。もう一度まとめてから、お試しください。")


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a zip, but not one whose table of contents alone would fill the memory.

    Raises:
        Unreadable: its contents are too many to look at.
        BadZipFile and its kin: it is broken.
    """
    stream.seek(0, 2)
    stream.seek(-min(stream.tell(), _TAIL), 2)
    tail = stream.read(_TAIL)
    stream.seek(0)
    at = tail.find(_END)
    while at >= 0:
        contents = int.from_bytes(tail[at + _SIZE_AT : at + _SIZE_AT + 4], "little")
        if contents > MOST_CONTENTS or tail[max(0, at - 20) : at].startswith(_END64):
            raise Unreadable(f"zipの中のファイルが多すぎます。{MOST_PHOTOS}枚までに分けてお試しください。")
        at = tail.find(_END, at + 1)
    archive = zipfile.ZipFile(stream)
    if len(archive.infolist()) > MOST_ENTRIES:
        archive.close()
        raise Unreadable(f"zipの中のファイルが多すぎます。{MOST_PHOTOS}枚までに分けてお試しください。")
    return archive


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files worth a look, in order of name. Their paths are never used as paths."""
    listed = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith(_NOT_MEANT)]
    return sorted((one for one in listed if not _base(one).startswith(".")), key=lambda one: one.filename)


def _base(entry: zipfile.ZipInfo) -> str:
    return keeping.file_name(entry.filename)


def _first_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:  # locked with a password
        return b""
    with archive.open(entry) as stream:
        return stream.read(FIRST_BYTES)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, received: Received) -> Iterator[tuple[str, bytes]]:
    name = _base(entry)
    if entry.flag_bits & 1:
        received.refused.append(f"「{name}」は鍵のかかったzipの中です。鍵を外してまとめ直すと、読み取れます。")
        return
    try:
        with archive.open(entry) as stream:
            data = stream.read(FIRST_BYTES)
            if is_photo(data):
                data += stream.read(MAX_BYTES + 1 - len(data))  # what the entry says of its size is not believed
    except _BROKEN_ZIP:
        received.refused.append(f"「{name}」は壊れているようです。")
        return
    if not is_photo(data):
        received.refused.append(f"「{name}」は写真ではないようなので、そのままにしました。")
        return
    yield name, data


def progress(batch: ImportBatch) -> cards.Progress:
    """Return how far the reading of an import's photographs is."""
    return cards.progress(batch.owner, batch.stack)


def plan_if_read(*, owner: Owner, batch_id: int, now: datetime) -> ImportBatch:
    """Make the plan when no photograph waits to be read any more; before, or when it is there, do nothing."""
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch_id)
        if held.state == State.READING and progress(held).is_over:
            held.state, held.material = State.PLANNED, {}
            _plan(held, now=now)
        return held


def read_now(batch: ImportBatch, *, now: datetime, progress: Callable[[int, int], None]) -> ImportBatch:
    """Read an import's photographs while the caller waits, together with a server that may be reading them, and plan.

    ``progress`` hears (done, total).
    """
    clock = background.running(now)

    def tell(card: Card | None = None) -> cards.Progress:
        told = cards.progress(batch.owner, batch.stack)
        progress(told.done, told.total)
        return told

    while not tell().is_over:
        read = background.read_waiting(now=now, owner=batch.owner, stack=batch.stack, clock=clock, progress=tell)
        if not read:
            time.sleep(background.PATIENCE)  # another reader holds the rest
    return plan_if_read(owner=batch.owner, batch_id=batch.pk, now=now)


def plan_all_read(*, now: datetime) -> None:
    """Make every plan whose photographs are read. One that cannot be made does not keep back the others."""
    for batch in ImportBatch.objects.filter(state=State.READING).select_related("owner"):
        if batch.material.get(ARRIVING):
            continue
        try:
            plan_if_read(owner=batch.owner, batch_id=batch.pk, now=now)
        except Exception as error:  # noqa: BLE001  (the page offers the plan again)
            logger.error("import %s was not planned: %s", batch.pk, type(error).__name__)


def mend(*, owner: Owner, batch: ImportBatch, card: Card, fields: CardFields, now: datetime) -> None:
    """Put what the owner saw on a photograph in the place of what was read, and plan anew where the plan still waits."""
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch.pk)
        keeping.mend(owner=owner, card=card, fields=fields, now=now)
        if held.state == State.PLANNED:
            _plan(held, now=now)


def _plan(batch: ImportBatch, *, now: datetime) -> None:
    reading = _reading(batch)
    old = list(batch.rows.order_by("position"))
    batch.basis = book.basis(batch.owner)
    batch.problems = [{"line": problem.line, "text": problem.text} for problem in reading.problems]
    drafts = plan.draft(
        batch.owner, plan.people_in(reading, ()), source=plan.source_of(batch), today=timezone.localdate(now)
    )
    plan.store_anew(batch, drafts, old)
    batch.save()


def _reading(batch: ImportBatch) -> Reading:
    people, problems = [], []
    for number, card in enumerate(cards.in_stack(batch.owner, batch.stack), start=1):
        where = f"{number}枚目({card.file_name})" if card.file_name else f"{number}枚目"
        if card.state == CardState.READ:
            said = cards.reading_of(card)
            people.append(card_photo.person_of(said, where=where[:100], photo=str(card.uid)))
        else:
            problems.append(Problem(line=number, text=f"{where}: {card.trouble}"))
    return Reading(format=card_photo.name, label=card_photo.label, people=tuple(people), problems=tuple(problems))
