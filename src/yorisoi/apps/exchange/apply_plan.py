"""Doing what an accepted plan says. Everything here runs inside one transaction of the caller's."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from typing import Any

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange import book, bulk, household, pictures, plan, sealing
from yorisoi.apps.exchange.matching import Index, Ref, normal_of
from yorisoi.apps.exchange.merging import Merge, combine
from yorisoi.apps.exchange.models import Choice, ImportBatch, KnownAs, PlanRow, UndoEntry, Verdict
from yorisoi.apps.exchange.record import Person
from yorisoi.apps.exchange.writing import Rows, Writer
from yorisoi.apps.interactions import services as interactions

OWN_FORMAT = plan.OWN_FORMAT
PEOPLE_AT_ONCE = 500  # memory stays in tens of megabytes, and progress moves every second or so


@dataclass(slots=True)
class Job:
    """One person to write: those of the plan's rows that mean them. ``target`` None: someone new."""

    target: int | None
    rows: list[int]


@dataclass(slots=True)
class Run:
    """The state of one application."""

    batch: ImportBatch
    writer: Writer
    tell: Callable[[int], None]
    counts: Counter[str] = field(default_factory=Counter)
    entries: list[UndoEntry] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)

    @property
    def owner(self) -> Owner:
        """Whose import it is."""
        return self.batch.owner


def run(batch: ImportBatch, *, now: datetime, tell: Callable[[int, int], None]) -> dict[str, int]:
    """Write the plan of ``batch`` and what is needed to take it back. Returns counts by what was done.

    ``tell`` hears (done, total), counted in people; the folding at the end counts as one more round.
    """
    jobs, counts = _jobs(batch)
    total = 2 * len(jobs)
    work = Run(
        batch=batch,
        writer=Writer(owner=batch.owner, source=plan.source_of(batch), now=now, own=batch.format == OWN_FORMAT),
        tell=lambda done: tell(done, total),
        counts=counts,
    )
    tell(0, total)
    done = 0
    for making in (True, False):
        chosen = [job for job in jobs if (job.target is None) is making]
        for part in book.chunks(chosen, PEOPLE_AT_ONCE):
            (_create if making else _merge)(work, part)
            done += len(part)
            work.tell(done)
    household.put(batch, now=now)
    pictures.hang_unchanged(batch)
    _keep_answers(batch)
    for ids in book.chunks(work.touched, PEOPLE_AT_ONCE):
        contacts.reindex(owner=batch.owner, contact_ids=ids)
        interactions.refold(owner=batch.owner, contact_ids=ids, now=now)
        done += len(ids)
        work.tell(done)
    _seal(work)
    return dict(work.counts)


def _jobs(batch: ImportBatch) -> tuple[list[Job], Counter[str]]:
    """Follow the verdicts and the owner's choices to people: who is new, who gains, who is left out."""
    counts: Counter[str] = Counter()
    by_row: dict[int, Job] = {}
    by_target: dict[int, Job] = {}
    jobs: list[Job] = []
    columns = ("pk", "position", "verdict", "target_id", "choice", "chosen")
    for pk, position, verdict, target, choice, chosen in batch.rows.order_by("position").values_list(*columns):
        job: Job | None = None
        if verdict == Verdict.SKIP:
            counts["unchanged"] += 1
            continue
        if verdict == Verdict.DOUBTFUL and choice in (Choice.UNDECIDED, Choice.LEAVE):
            counts["left"] += 1
            continue
        if verdict == Verdict.DOUBTFUL and choice == Choice.SAME and chosen["kind"] == "row":
            job = by_row.get(chosen["number"])  # left out itself? then this row stands for the person
            target = None
        elif verdict == Verdict.DOUBTFUL and choice == Choice.SAME:
            target = chosen["number"]
        elif verdict == Verdict.DOUBTFUL:
            target = None
        elif verdict == Verdict.MERGE and target is None:
            counts["left"] += 1  # erased since the plan was made, and not brought back behind the owner's back
            continue
        if job is None and target is not None:
            job = by_target.get(target)
        if job is None:
            job = Job(target, [])
            jobs.append(job)
            if target is not None:
                by_target[target] = job
        job.rows.append(pk)
        by_row[position] = job
    return jobs, counts


def _load(part: Sequence[Job]) -> list[tuple[Job, Person, list[str]]]:
    ids = [pk for job in part for pk in job.rows]
    rows: dict[int, PlanRow] = {}
    people: dict[int, Person] = {}
    for some in book.chunks(ids):
        found = list(PlanRow.objects.filter(pk__in=some))
        rows |= {row.pk: row for row in found}
        people |= {row.pk: person for row, person in zip(found, plan.read_back(found), strict=True)}
    loaded = []
    for job in part:
        keys = list(dict.fromkeys(key for pk in job.rows for key in rows[pk].record["keys"]))
        loaded.append((job, reduce(combine, (people[pk] for pk in job.rows)), keys))
    return loaded


def _create(work: Run, part: Sequence[Job]) -> None:
    loaded = _load(part)
    taken = _taken_uids(work.owner, loaded)
    made = [work.writer.contact(person, taken) for _, person, _ in loaded]
    bulk.insert(Contact, made)
    ids = dict(
        Contact.objects.filter(owner=work.owner, uid__in=[contact.uid for contact in made]).values_list("uid", "pk")
    )
    for contact in made:
        contact.pk = ids[contact.uid]
    rows = Rows()
    for contact, (_, person, _) in zip(made, loaded, strict=True):
        fresh = Merge(points=list(_distinct_points(person)), tags=list(person.tags), facts=list(person.facts),
                      seasons=list(person.seasons))  # fmt: skip
        # Keys are unique among all the owner's rows; a talk line's key holds this person's own id and is new anyway.
        fresh.touches = book.fresh_touches(work.owner, contact, person.touches)
        work.writer.collect(rows, contact, fresh, 0)
    rows.write()
    _count(work, rows)
    became = [(row, contact.pk) for contact, (job, _, _) in zip(made, loaded, strict=True) for row in job.rows]
    bulk.point_at(PlanRow, "target", became)
    work.counts["created"] += len(made)
    for contact, (_, _, keys) in zip(made, loaded, strict=True):
        # The person's own number finds them already. Their rows go with them at an undo: no ids are kept.
        keys = [key for key in keys if key != f"uid:{contact.uid}"]
        _note(work, contact, keys, created=True, before={}, added={})


def _merge(work: Run, part: Sequence[Job]) -> None:
    loaded = _load(part)
    held = book.held(work.owner, [job.target for job in part if job.target], lock=True)
    index = _known_index(work.owner, [key for _, _, keys in loaded for key in keys])
    rows = Rows()
    changed: list[tuple[Contact, list[str], dict[str, Any]]] = []
    for job, person, keys in loaded:
        one = held.get(job.target or 0)
        if one is None:
            work.counts["left"] += len(job.rows)
            continue
        merge = plan.merge_row(work.owner, one, person, keys, index, source=work.writer.source, today=work.writer.today)
        before = work.writer.change(one.contact, person, merge)
        work.writer.collect(rows, one.contact, merge, one.next_position)
        work.counts["merged" if merge.changes else "unchanged"] += 1
        changed.append((one.contact, keys, before))
    became = [(row, job.target) for job, _, _ in loaded for row in job.rows if job.target in held]
    bulk.point_at(PlanRow, "target", became)
    columns = sorted({name for _, _, before in changed for name in before})
    if columns:
        Contact.objects.bulk_update([contact for contact, _, before in changed if before], columns, batch_size=50)
    added = rows.write_and_tell()
    _count(work, rows)
    for contact, keys, before in changed:
        _note(work, contact, keys, created=False, before=before, added=added.get(contact.pk, {}))


def _taken_uids(owner: Owner, loaded: Sequence[tuple[Job, Person, list[str]]]) -> set[uuid.UUID]:
    numbers = [key.removeprefix("uid:") for _, _, keys in loaded for key in keys if key.startswith("uid:")]
    taken: set[uuid.UUID] = set()
    for some in book.chunks(numbers):
        taken.update(Contact.objects.filter(owner=owner, uid__in=some).values_list("uid", flat=True))
    return taken


def _distinct_points(person: Person) -> list[Any]:
    return list({(p.kind, normal_of(p.kind, p.value)): p for p in reversed(person.points) if p.value}.values())[::-1]


def _known_index(owner: Owner, keys: Sequence[str]) -> Index:
    index = Index()
    for some in book.chunks(dict.fromkeys(keys)):
        rows = KnownAs.objects.filter(owner=owner, key__in=some).order_by("pk").values_list("key", "contact_id")
        for key, contact_id in rows:
            index.known.setdefault(key, Ref("contact", contact_id))
    return index


def _count(work: Run, rows: Rows) -> None:
    for name in ("points", "tags", "facts", "interactions"):
        work.counts[name] += len(getattr(rows, name))


def _note(
    work: Run, contact: Contact, keys: Sequence[str], *, created: bool, before: dict[str, Any], added: dict[str, Any]
) -> None:
    """Remember what was done to one person; the names the file knows them by go in beside it."""
    work.touched.append(contact.pk)
    work.entries.append(
        UndoEntry(
            owner=work.owner, batch=work.batch, contact_id=contact.pk, name=contact.name[:200], created=created,
            before=before, added={**added, "keys": list(keys)},
        )
    )  # fmt: skip


def _keep_answers(batch: ImportBatch) -> None:
    """What the owner said about themselves (their name in talks, keeping bodies) holds for the next file too."""
    preferences = preferences_of(batch.owner)
    names = [*preferences.my_names, *batch.options.get("me", [])]
    names = list(dict.fromkeys(names))
    if names != preferences.my_names:
        batch.before |= {"my_names": preferences.my_names, "my_names_after": names}
        save_preferences(owner=batch.owner, my_names=names)


def _seal(work: Run) -> None:
    for part in book.chunks(work.entries, PEOPLE_AT_ONCE):
        ids = [entry.contact_id for entry in part]
        known: list[KnownAs] = []
        have = set(KnownAs.objects.filter(contact__in=ids).values_list("contact_id", "key"))
        for entry in part:
            keys = [key for key in entry.added.pop("keys") if (entry.contact_id, key) not in have]
            pictures.hang(work.batch, entry.contact_id, keys)
            keys = [key for key in keys if not key.startswith(book.PHOTO)]
            known += [KnownAs(owner=work.owner, contact_id=entry.contact_id, batch=work.batch, key=key) for key in keys]
        bulk.insert(KnownAs, known)
        seals = sealing.seals(work.owner, ids)
        for entry in part:
            entry.seal = seals[entry.contact_id]
        bulk.insert(UndoEntry, part)
