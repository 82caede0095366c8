"""Writes of the exchange: plan a file, answer its question, choose, accept, take back, let go.

Each is one transaction. Planning writes the plan and nothing else; only ``apply`` and ``undo`` touch people.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange import apply_plan, book, desk, gatherings, household, pictures, plan, questions
from yorisoi.apps.exchange import undo as undoing
from yorisoi.apps.exchange.errors import (
    AllEditedError,
    AlreadyRunningError,
    EditedSinceError,
    ExchangeError,
    FileGoneError,
    NotPlannedError,
    PlanChangedError,
    QuestionOpenError,
)
from yorisoi.apps.exchange.format import Options, read_file
from yorisoi.apps.exchange.models import Choice, ImportBatch, PlanRow, State, TouchPage, Verdict
from yorisoi.apps.exchange.record import Reading

__all__ = [
    "AllEditedError",
    "AlreadyRunningError",
    "EditedSinceError",
    "ExchangeError",
    "FileGoneError",
    "NotPlannedError",
    "PlanChangedError",
    "QuestionOpenError",
    "Summary",
    "abandon",
    "answer",
    "apply",
    "choose",
    "default_options",
    "plan_file",
    "undo",
]

# Called with (done, total) as the work goes on.
Progress = Callable[[int, int], None]
# Names told to a reader that must tell names from words; a talk room holds few of them.
NAMES_TOLD = 3_000
# No file takes this long to plan; a copy older than this that nobody waits for was left behind.
LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an accepted plan did."""

    created: int = 0  # people added
    merged: int = 0  # people who gained something
    unchanged: int = 0  # people who were there already
    left: int = 0  # doubtful rows left out or never decided, and people erased since the plan
    points: int = 0
    facts: int = 0
    tags: int = 0
    interactions: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts, ready for JSON."""
        return asdict(self)


def default_options(owner: Owner) -> Options:
    """Return what the owner has said once and for all: their names in talks, and whether bodies are kept."""
    preferences = preferences_of(owner)
    return Options(me=tuple(preferences.my_names), keep_bodies=preferences.keep_bodies)


def plan_file(*, owner: Owner, name: str, stream: BinaryIO, options: Options, now: datetime) -> ImportBatch:
    """Read a file and store what bringing it in would do.

    When the reader has a question (``batch.question``), the plan stands on a guess, cannot be accepted yet, and a copy
    of the file is kept until the answer.

    Raises:
        Unreadable: the file cannot be read; nothing is stored.
    """
    _sweep(now)
    uid = uuid.uuid4()
    name = PurePath(name).name[:255] or "ファイル"
    kept = desk.keep(uid, stream)
    try:
        reading = _read(owner, name, kept.path, options, now=now)
        batch = ImportBatch(
            owner=owner, uid=uid, file_name=name, sha256=kept.sha256, size=kept.size, format=reading.format,
            label=reading.label, options=questions.dump_options(options), created_at=now,
        )  # fmt: skip
        _store(batch, reading, now=now)
    except BaseException:
        desk.forget(uid)
        raise
    if not batch.question:
        desk.forget(uid)
    return batch


def _sweep(now: datetime) -> None:
    """Remove copies left by a process that died between copying and planning; those waiting for an answer stay."""
    stale = desk.older_than(now - LEFT_BEHIND)
    if stale:
        waiting = set(ImportBatch.objects.filter(uid__in=stale, state=State.PLANNED).values_list("uid", flat=True))
        for uid in set(stale) - waiting:
            desk.forget(uid)


def answer(*, owner: Owner, batch: ImportBatch, options: Options, now: datetime) -> ImportBatch:
    """Plan the kept file again with the owner's answer. A name given as "me" answers for their other waiting files too.

    Raises:
        NotPlannedError: it is no longer waiting.
        FileGoneError: the kept copy is gone.
        Unreadable: with these answers the file cannot be read; the old plan stays.
    """
    held = _waiting(owner, batch)
    path = desk.kept_file(held.uid)
    if not path.exists():
        raise FileGoneError
    reading = _read(owner, held.file_name, path, options, now=now)
    if reading.question == held.question:
        reading = replace(reading, question=None)  # answered; the reader need not be convinced
    held.options = questions.dump_options(options)
    held.format, held.label = reading.format, reading.label
    _store(held, reading, now=now)
    if not held.question:
        desk.forget(held.uid)
    _answer_others(owner, held, options, now=now)
    return held


def _answer_others(owner: Owner, held: ImportBatch, options: Options, *, now: datetime) -> None:
    waiting = ImportBatch.objects.filter(owner=owner, state=State.PLANNED, question="who_is_me").exclude(pk=held.pk)
    for other in waiting if options.me else ():
        if {one["name"] for one in other.material.get("speakers", ())} & set(options.me):
            own = questions.load_options(other.options)
            answer(owner=owner, batch=other, options=replace(own, me=options.me), now=now)


def _read(owner: Owner, name: str, path: Path, options: Options, *, now: datetime) -> Reading:
    known: tuple[str, ...] = ()
    if name.lower().endswith(".txt"):
        rows = Contact.objects.filter(owner=owner).order_by("-updated_at").values_list("family", "given")[:NAMES_TOLD]
        known = tuple(name for family, given in rows for name in (f"{family} {given}".strip(), family + given) if name)
    told = replace(options, me=_my_names(owner, options), known_names=(*options.known_names, *known))
    return read_file(name, path, told, now=now)


def _my_names(owner: Owner, options: Options) -> tuple[str, ...]:
    """Names said with this file, kept from before, or said for a file that still waits to be accepted."""
    waiting = ImportBatch.objects.filter(owner=owner, state=State.PLANNED).values_list("options", flat=True)
    others = [name for answers in waiting for name in answers.get("me", ())]
    return tuple(dict.fromkeys((*options.me, *preferences_of(owner).my_names, *others)))


@transaction.atomic
def _store(batch: ImportBatch, reading: Reading, *, now: datetime) -> None:
    batch.question = reading.question or ""
    batch.material = {**questions.material(reading), **household.planned(batch.owner, reading.household)}
    batch.problems = [{"line": problem.line, "text": problem.text} for problem in reading.problems]
    batch.basis = book.basis(batch.owner)
    batch.save()
    people = plan.people_in(reading, _my_names(batch.owner, questions.load_options(batch.options)))
    own = batch.format == plan.OWN_FORMAT
    drafts = plan.draft(batch.owner, people, source=plan.source_of(batch), today=timezone.localdate(now), own=own)
    plan.store(batch, drafts)
    batch.material |= gatherings.planned(batch, reading.household)
    batch.save(update_fields=["counts", "material"])


@transaction.atomic
def choose(*, owner: Owner, batch: ImportBatch, choices: Mapping[int, str]) -> int:
    """Note the owner's answers to doubtful rows: row id to ``same:<candidate number from 0>``, ``new``, ``leave`` or "".

    What fits no doubtful row or no candidate of it is passed over. Returns how many rows were answered.
    """
    held = _waiting(owner, batch)
    rows = PlanRow.objects.filter(owner=owner, batch=held, verdict=Verdict.DOUBTFUL)
    changed = []
    for part in book.chunks(choices):
        for row in rows.filter(pk__in=part):
            verb, _, number = choices[row.pk].partition(":")
            if verb not in Choice.values or (verb == Choice.SAME and not _is_candidate(row, number)):
                continue
            row.choice = verb
            row.chosen = row.candidates[int(number)] if verb == Choice.SAME else {}
            changed.append(row)
    PlanRow.objects.bulk_update(changed, ["choice", "chosen"], batch_size=200)
    return len(changed)


def _is_candidate(row: PlanRow, number: str) -> bool:
    return number.isdecimal() and int(number) < len(row.candidates)


def apply(*, owner: Owner, batch: ImportBatch, now: datetime, progress: Progress | None = None) -> Summary:
    """Do what the plan says, in one transaction. Called again, it returns the same summary and does nothing.

    Doubtful rows without a choice are left out.

    Raises:
        QuestionOpenError, NotPlannedError, AlreadyRunningError: nothing was written.
        PlanChangedError: the book changed meanwhile and so did the plan; nothing but the new plan was written.
    """
    with desk.at_work(batch.uid) as write_down:

        def tell(done: int, total: int) -> None:
            write_down(done, total)
            if progress is not None:
                progress(done, total)

        summary = _apply(owner, batch.pk, now=now, tell=tell)
    if summary is None:
        raise PlanChangedError
    batch.refresh_from_db()
    desk.forget(batch.uid)
    return summary


@transaction.atomic
def _apply(owner: Owner, batch_id: int, *, now: datetime, tell: Progress) -> Summary | None:
    held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch_id)
    if held.state == State.APPLIED:
        return summary_of(held)
    if held.state != State.PLANNED:
        raise NotPlannedError(held.get_state_display())
    if held.question:
        raise QuestionOpenError
    if held.basis != book.basis(owner) and plan.again(held, now=now):
        held.material = {**held.material, "replanned": True}
        held.save(update_fields=["basis", "counts", "material"])
        return None
    counts = apply_plan.run(held, now=now, tell=tell)
    held.counts = {**held.counts, "done": counts}
    held.state, held.applied_at = State.APPLIED, now
    held.save()
    # What was read now lies with the people; it is not kept twice.
    TouchPage.objects.filter(row__batch=held).delete()
    held.rows.update(record={})
    return summary_of(held)


def summary_of(batch: ImportBatch) -> Summary:
    """Return what an applied import did."""
    return Summary(**batch.counts.get("done", {}))


@transaction.atomic
def undo(*, owner: Owner, batch: ImportBatch, now: datetime, keep_edited: bool = False) -> int:
    """Take an import back exactly. Returns the number of people restored or removed.

    With ``keep_edited``, people edited since stay as they are and everything else is taken back.

    Raises:
        NotPlannedError: it is not applied (or was taken back already).
        AllEditedError: everyone was edited since, so nothing could be taken back; it stays applied.
        EditedSinceError: some people were edited since and ``keep_edited`` was not said; nothing changed.
    """
    held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch.pk)
    if held.state != State.APPLIED:
        raise NotPlannedError(held.get_state_display())
    edited = undoing.edited_since(held)
    if edited and not keep_edited:
        raise EditedSinceError(list(edited.values()))
    if edited and len(edited) == held.undo_entries.count():
        raise AllEditedError
    done = undoing.run(held, keep=set(edited), now=now)
    held.state, held.undone_at = State.UNDONE, now
    held.save(update_fields=["state", "undone_at"])
    held.undo_entries.all().delete()
    held.rows.all().delete()
    batch.refresh_from_db()
    return done


def abandon(*, owner: Owner, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Let a plan go: its rows and the kept copy of the file are removed. Doing so twice changes nothing.

    Raises:
        NotPlannedError: it was applied already.
    """
    with transaction.atomic():
        held = ImportBatch.objects.select_for_update().get(owner=owner, pk=batch.pk)
        if held.state == State.ABANDONED:
            return held
        if held.state not in (State.PLANNED, State.READING):
            raise NotPlannedError(held.get_state_display())
        if desk.progress(held.uid) is not None:
            raise AlreadyRunningError
        held.rows.all().delete()
        pictures.let_go(held)
        held.state, held.abandoned_at, held.material, held.question = State.ABANDONED, now, {}, ""
        held.save()
    desk.forget(held.uid)
    return held


def _waiting(owner: Owner, batch: ImportBatch) -> ImportBatch:
    held = ImportBatch.objects.get(owner=owner, pk=batch.pk)
    if held.state != State.PLANNED:
        raise NotPlannedError(held.get_state_display())
    return held
