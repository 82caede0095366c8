"""What bringing a file in would do, row by row with reasons. Reads the book, writes nothing but the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.exchange import book, bulk, packing, talks
from yorisoi.apps.exchange.matching import MOST_CANDIDATES, Index, Match, Ref, entry_of
from yorisoi.apps.exchange.merging import Held, Merge, combine, merge
from yorisoi.apps.exchange.models import Choice, ImportBatch, PlanRow, TouchPage, Verdict
from yorisoi.apps.exchange.record import Happening, Person, Reading

# The order of showing: what needs the owner first, what changes nothing last.
RANKS = {Verdict.DOUBTFUL: 0, Verdict.MERGE: 1, Verdict.NEW: 2, Verdict.SKIP: 3}
OWN_FORMAT = "yorisoi_json"
TOUCHES_A_PAGE = 1000  # about 150 kB of JSON
ROWS_AT_ONCE = 500

ALREADY_IN = "もう入っています"
STAYS_CLOSED = "そっとしておく方なので、取り込んだあともそのままにします"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One person of the file. ``keys`` are the names under which the file knows them; ``talker``: from a talk room."""

    person: Person
    keys: tuple[str, ...]
    talker: bool = False


@dataclass(slots=True, kw_only=True)
class Draft:
    """One row in the making."""

    person: Person
    keys: list[str]
    verdict: Verdict
    reason: str
    talker: bool
    target: int | None = None
    refs: tuple[Ref, ...] = ()
    candidates: list[dict[str, Any]] = field(default_factory=list)
    merge: Merge | None = None
    times: int = 1  # how often the file holds this person


def people_in(reading: Reading, my_names: Iterable[str]) -> list[Incoming]:
    """Return everyone the file speaks of, trimmed to the tables."""
    found = [_incoming(person, talker=False) for person in reading.people]
    names = list(my_names)
    for talk in reading.conversations:
        me = talks.owner_in(talk, names) or talk.me_guess
        if me or reading.question != "who_is_me":
            found += [_incoming(person, talker=True) for person in talks.people_of(talk, [me, *names] if me else names)]
    return found


def _incoming(person: Person, *, talker: bool) -> Incoming:
    fitted = packing.fit(person)
    return Incoming(fitted, tuple(book.known_keys(fitted)), talker)


def draft(owner: Owner, people: Sequence[Incoming], *, source: str, today: date, own: bool = False) -> list[Draft]:
    """Return the plan for ``people`` against the owner's book as it stands now.

    ``own``: a file of this product, where each card number is a card of its own; two namesakes there are two here.
    """
    index = book.load_index(owner, people)
    drafts: list[Draft] = []
    by_target: dict[int, int] = {}
    for one in people:
        _place(drafts, by_target, index, one, own=own)
    _compare(owner, drafts, index, source=source, today=today)
    return drafts


def _place(drafts: list[Draft], by_target: dict[int, int], index: Index, one: Incoming, *, own: bool) -> None:
    person, position = one.person, len(drafts)
    entry = entry_of(person, Ref("row", position))
    match = _known(index, one.keys) or (index.find_talker(person.name) if one.talker else index.find(entry))
    if own and match is not None:
        match = _apart(match, one, drafts)
    row = Draft(person=person, keys=list(one.keys), verdict=Verdict.NEW, talker=one.talker,
                reason="トークのお相手は、まだ住所録にない方です" if one.talker else "まだ住所録にない方です")  # fmt: skip
    if match is not None and match.sure:
        ref = match.refs[0]
        index.alias(replace(entry, ref=ref))
        earlier = ref.number if ref.kind == "row" else by_target.get(ref.number)
        if earlier is not None:
            _join(drafts[earlier], one)
            return
        by_target[ref.number] = position
        row.verdict, row.reason, row.target = Verdict.MERGE, match.reason, ref.number
    else:
        if match is not None:
            row.verdict, row.reason, row.refs = Verdict.DOUBTFUL, match.reason, match.refs
        index.add(entry)
        for key in one.keys:
            index.known.setdefault(key, entry.ref)
    drafts.append(row)


def _apart(match: Match, one: Incoming, drafts: Sequence[Draft]) -> Match | None:
    """Return the match without rows of the same file that carry another card number; None when nobody is left."""
    mine = _numbers(one.keys)

    def other(ref: Ref) -> bool:
        theirs = _numbers(drafts[ref.number].keys) if ref.kind == "row" else set()
        return bool(mine and theirs and not mine & theirs)

    refs = tuple(ref for ref in match.refs if not other(ref))
    return replace(match, refs=refs) if refs else None


def _numbers(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key.startswith("uid:")}


def _known(index: Index, keys: Sequence[str]) -> Match | None:
    """The very card comes last in ``keys`` and tells most; then the card number and the talk name."""
    for key in reversed(keys):
        if key in index.known:
            return Match(True, (index.known[key],), "前に取り込んだ方です")
    return None


def _join(row: Draft, one: Incoming) -> None:
    row.person = packing.fit(combine(row.person, one.person))
    row.keys = list(dict.fromkeys([*row.keys, *one.keys]))
    row.times += 1


def _compare(owner: Owner, drafts: list[Draft], index: Index, *, source: str, today: date) -> None:
    for row in drafts:
        if row.verdict is Verdict.DOUBTFUL:
            row.candidates = [_candidate(index, ref, drafts) for ref in row.refs[:MOST_CANDIDATES]]
            row.target = next((ref.number for ref in row.refs if ref.kind == "contact"), None)
    for part in book.chunks([row for row in drafts if row.target is not None]):
        held = book.held(owner, [row.target for row in part])
        for row in part:
            if row.target in held:
                row.merge = merge_row(owner, held[row.target], row.person, row.keys, index, source=source, today=today)
                if row.verdict is Verdict.MERGE:
                    _judge(row, held[row.target])
    for row in drafts:
        if row.times > 1:
            row.reason += f"(ファイルに{row.times}回出てくるので、まとめました)"


def merge_row(
    owner: Owner, held: Held, person: Person, keys: Sequence[str], index: Index | None, *, source: str, today: date
) -> Merge:
    """Return what a row changes about ``held``. A card accepted before adds nothing: what was removed stays removed."""
    cards = [key for key in keys if key.startswith("card:")]
    ref = Ref("contact", held.contact.pk)
    seen = index is not None and all(index.known.get(key) == ref for key in cards)
    result = Merge(stays_closed=held.contact.closed_at is not None) if seen else (
        merge(held, person, source=source, today=today)
    )  # fmt: skip
    result.touches = book.fresh_touches(owner, held.contact, person.touches)
    return result


def _judge(row: Draft, held: Held) -> None:
    merge = row.merge
    if merge is None or not merge.changes:
        row.verdict, row.reason = Verdict.SKIP, ALREADY_IN
    if merge is not None and merge.stays_closed:
        row.reason += f"。{STAYS_CLOSED}" if row.verdict is Verdict.MERGE else "(そっとしておく方です)"


def _candidate(index: Index, ref: Ref, drafts: Sequence[Draft]) -> dict[str, Any]:
    entry = index.entries[ref]
    name = entry.name if ref.kind == "contact" else f"{entry.name}({drafts[ref.number].person.where})"
    return {"kind": ref.kind, "number": ref.number, "name": name}


def store(batch: ImportBatch, drafts: Sequence[Draft]) -> None:
    """Write the plan's rows, in slices, and count them in ``batch`` (unsaved)."""
    PlanRow.objects.filter(batch=batch).delete()
    counts = {verdict.value: 0 for verdict in Verdict}
    for start in range(0, len(drafts), ROWS_AT_ONCE):
        part = drafts[start : start + ROWS_AT_ONCE]
        rows = [_row(batch, start + offset, row) for offset, row in enumerate(part)]
        with_history = [row for row, made in zip(rows, part, strict=True) if made.person.touches]
        bulk.insert(PlanRow, [row for row, made in zip(rows, part, strict=True) if not made.person.touches])
        PlanRow.objects.bulk_create(with_history)
        pages = [
            TouchPage(owner_id=batch.owner_id, row=row, position=number, touches=page)
            for row, made in zip(rows, part, strict=True)
            for number, page in enumerate(packing.pages(made.person.touches, TOUCHES_A_PAGE))
        ]
        TouchPage.objects.bulk_create(pages, batch_size=20)
        for row in rows:
            counts[row.verdict] += 1
    batch.counts = {**counts, "total": len(drafts)}


def _row(batch: ImportBatch, position: int, made: Draft) -> PlanRow:
    merge = made.merge
    gains = merge.gains() if merge else _gains_of_new(made.person)
    return PlanRow(
        owner_id=batch.owner_id,
        batch=batch,
        position=position,
        verdict=made.verdict,
        rank=RANKS[made.verdict],
        reason=made.reason[:300],
        name=(made.person.name or _first_point(made.person))[:200],
        where=made.person.where[:100],
        record={"person": packing.dump(made.person), "keys": made.keys, "talker": made.talker},
        target_id=_target(made),
        candidates=made.candidates,
        fields=[each.as_dict() for each in merge.fields] if merge else [],
        gains=gains,
        warnings=list(made.person.warnings),
    )


def _target(made: Draft) -> int | None:
    """Whom the row means. A doubtful row means nobody yet: erasing a candidate must not take the row along."""
    return None if made.verdict is Verdict.DOUBTFUL else made.target


def _gains_of_new(person: Person) -> dict[str, int]:
    counts = {"points": len(person.points), "tags": len(person.tags), "facts": len(person.facts),
              "seasons": len(person.seasons), "touches": len(person.touches)}  # fmt: skip
    return {name: count for name, count in counts.items() if count}


def _first_point(person: Person) -> str:
    return person.points[0].value if person.points else "お名前のない方"


def read_back(rows: Sequence[PlanRow]) -> list[Person]:
    """Return the people of at most ``book.BOUND`` stored rows, each with the whole history."""
    touches: dict[int, list[Happening]] = defaultdict(list)
    pages = TouchPage.objects.filter(row__in=[row.pk for row in rows]).order_by("row_id", "position")
    for row_id, packed in pages.values_list("row_id", "touches"):
        touches[row_id] += map(packing.load_touch, packed)
    return [packing.load_person(row.record["person"], touches.get(row.pk, ())) for row in rows]


def again(batch: ImportBatch, *, now: datetime) -> bool:
    """Plan the stored records anew against the book of now. Returns whether any verdict or target moved.

    Choices stay with their rows where the row asks the same question. Runs inside the caller's transaction.
    """
    old = list(batch.rows.order_by("position"))
    people = [
        Incoming(person, tuple(row.record["keys"]), bool(row.record["talker"]))
        for part in book.chunks(old)
        for row, person in zip(part, read_back(part), strict=True)
    ]
    own = batch.format == OWN_FORMAT
    drafts = draft(batch.owner, people, source=source_of(batch), today=timezone.localdate(now), own=own)
    before = [(row.verdict, row.target_id, row.candidates) for row in old]
    after = [(made.verdict, _target(made), made.candidates) for made in drafts]
    batch.basis = book.basis(batch.owner)
    # Rows of people erased meanwhile went with them.
    if before == after and len(old) == batch.counts["total"]:
        return False
    store_anew(batch, drafts, old)
    return True


def store_anew(batch: ImportBatch, drafts: Sequence[Draft], old: Sequence[PlanRow]) -> None:
    """Store a new plan in the place of ``old``. Choices stay with their rows where the row asks the same question."""
    choices = {(row.name, row.where): row for row in old if row.choice != Choice.UNDECIDED}
    store(batch, drafts)
    for row in batch.rows.filter(verdict=Verdict.DOUBTFUL):
        kept = choices.get((row.name, row.where))
        if kept is not None and kept.candidates == row.candidates:
            row.choice, row.chosen = kept.choice, kept.chosen
            row.save(update_fields=["choice", "chosen"])


def source_of(batch: ImportBatch) -> str:
    """Return how rows say where they came from: the kind of file and its name."""
    return f"{batch.label}「{batch.file_name}」"[:200]
