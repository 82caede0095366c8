"""Two cards of one person made one, and two again. Nothing is lost: what does not find room on one card is kept aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts import joining, moving
from yorisoi.apps.contacts.checks import check_person
from yorisoi.apps.contacts.indexing import reindex
from yorisoi.apps.contacts.models import Contact, Merge, Point
from yorisoi.apps.contacts.signals import contact_changed

POINTS = "contacts.Point.contact"
# Noted even where the merge changes none of them: whether a refusal is newer than the merge must be told by an undo.
REFUSALS = ("closed_at", "closed_because", "never_suggest")


class Snapshot(TypedDict):
    """All it takes to make them two again, as plain data."""

    gone: dict[str, Any]  # every column of the card that went
    keep: int  # whose card it was merged into
    before: dict[str, Any]  # the columns of the kept card that changed, as they were
    after: dict[str, Any]  # and as they were left
    moved: dict[str, list[Any]]  # ids of rows that moved, by table and column
    aside: dict[str, list[dict[str, Any]]]  # rows that the kept person had already
    positions: dict[str, int]  # of ways to reach them that moved: where they stood


@dataclass(frozen=True, slots=True)
class Gain:
    """How many rows of one kind come over, and how many are there already."""

    label: str
    added: int
    doubled: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do."""

    keep: Contact
    gone: Contact
    fields: list[joining.FieldJoin]
    gains: list[Gain]
    stays_closed: bool


class CannotUndoError(Exception):
    """These two cannot be parted now; the message is for the owner."""


class EditedSinceError(CannotUndoError):
    """Something was written about the kept person since. ``anyway`` parts them and leaves that with the kept one."""


class LaterMergeError(CannotUndoError):
    """Another card was merged in later and has to be taken out first: ``later``."""

    def __init__(self, later: Merge) -> None:
        super().__init__(f"このあとに「{later.gone_name}」の一枚もまとめています。新しいほうから順にお戻しください。")
        self.later = later


def preview(owner: Owner, keep: Contact, gone: Contact) -> Preview:
    """Return what ``merge`` would do, without doing it.

    Raises:
        Contact.DoesNotExist: one of them is not this owner's.
        ValidationError: they are the very same card.
    """
    people = _both(Contact.objects.filter(owner=owner), keep, gone)
    gains = []
    for relation in moving.relations():
        if relation.hidden or relation.is_cache:
            continue
        added, doubled = moving.sort(relation, gone=gone.pk, keep=keep.pk)
        if added or doubled:
            gains.append(Gain(str(relation.model._meta.verbose_name), len(added), len(doubled)))
    keep, gone = people
    return Preview(keep, gone, joining.differences(keep, gone), gains, keep.is_closed or gone.is_closed)


@transaction.atomic
def merge(
    *, owner: Owner, keep: Contact, gone: Contact, now: datetime, chosen: Mapping[str, str] | None = None
) -> Merge:
    """Make ``keep`` and ``gone`` one person: ``keep``, with all that was written about either.

    ``chosen`` names for a field whose word stands, "keep" or "gone"; else the kept card's, its blanks filled. A closed tie
    stays closed. Said twice, also at the same moment, it is done once.

    Raises:
        Contact.DoesNotExist: one of them is not this owner's, or was merged into someone else meanwhile.
        ValidationError: they are the very same card, or ``chosen`` makes no sense.
    """
    people = Contact.objects.select_for_update().filter(owner=owner)
    try:
        keep, gone = _both(people, keep, gone)
    except Contact.DoesNotExist:
        if (done := Merge.objects.filter(owner=owner, kept=keep.pk, gone_id=gone.pk, undone_at=None).first()) is None:
            raise
        return done
    values = {**joining.joined(keep, gone, chosen or {}), "updated_at": now}
    told = [*values, *(name for name in REFUSALS if name not in values)]
    snapshot: Snapshot = {
        "gone": _columns(gone), "keep": keep.pk, "before": {}, "after": {}, "moved": {}, "aside": {}, "positions": {},
    }  # fmt: skip
    moved = moving.move(gone=gone.pk, keep=keep.pk)
    snapshot["moved"], snapshot["aside"] = moved.ids, moved.aside
    snapshot["positions"] = _behind(keep, moved.ids.get(POINTS, []))
    name, gone_id, uid = gone.name, gone.pk, gone.uid
    gone.delete()
    snapshot["before"] = _columns(keep, told)
    for column, value in values.items():
        setattr(keep, column, value)
    check_person(keep)
    keep.save(update_fields=list(values))
    snapshot["after"] = _columns(keep, told)
    _made_anew(owner, [keep.pk], now)
    return Merge.objects.create(
        owner=owner, kept=keep, gone_id=gone_id, gone_uid=uid, gone_name=name[:200], snapshot=snapshot,
        seal=moving.seal(keep.pk), created_at=now,
    )  # fmt: skip


@transaction.atomic
def undo(*, owner: Owner, merge: Merge, now: datetime, anyway: bool = False) -> Contact:
    """Make them two again, exactly as they were; return the card that is back. Said twice, it is done once.

    ``anyway`` parts them even where something was written since: that stays with the kept person, and everything the merge
    itself did and nobody touched is taken back. A refusal written since stays on both.

    Raises:
        Merge.DoesNotExist: not this owner's.
        EditedSinceError: something was written since and ``anyway`` was not said; nothing changed.
        LaterMergeError, CannotUndoError: they cannot be parted now; nothing changed.
    """
    keep, held = _hold(owner, merge)
    snapshot: Snapshot = held.snapshot
    there = Contact.objects.filter(owner=owner, pk=held.gone_id).first()
    if held.undone_at is not None and there is not None:
        return there
    _check_undo(owner, held, keep, there, anyway=anyway)
    refused = _refused_since(keep, snapshot)
    _restore(keep, snapshot)
    gone = Contact(**{**moving.from_json(Contact, snapshot["gone"]), **refused})
    gone.save(force_insert=True)
    moving.move_back(moving.Moved(snapshot["moved"], snapshot["aside"]), gone=gone.pk, keep=keep.pk)
    _to_their_places(snapshot["positions"], gone)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    _made_anew(owner, [keep.pk, gone.pk], now)
    return gone


def is_edited(merge: Merge) -> bool:
    """Whether something was written about the kept person since."""
    return moving.seal(merge.kept_id) != merge.seal


def kept_instead(owner: Owner, gone_id: int) -> int | None:
    """Return the id of the person that ``gone_id`` was merged into; None when it was not."""
    standing = Merge.objects.filter(owner=owner, gone_id=gone_id, undone_at=None)
    return standing.values_list("kept_id", flat=True).first()


def later_than(merge: Merge) -> Merge | None:
    """Return the newest merge that has to be taken back before this one; None when this is the newest."""
    standing = Merge.objects.filter(owner=merge.owner_id, kept=merge.kept_id, undone_at=None, pk__gt=merge.pk)
    return standing.order_by("-pk").first()


def _hold(owner: Owner, merge: Merge) -> tuple[Contact, Merge]:
    """Lock the kept person first, as whoever merges does, and read the merge under that lock."""
    kept = Merge.objects.get(owner=owner, pk=merge.pk).kept_id
    keep = Contact.objects.select_for_update().filter(owner=owner, pk=kept).first()
    held = Merge.objects.select_for_update().get(owner=owner, pk=merge.pk)
    if keep is None or held.kept_id != kept:
        raise CannotUndoError("ちょうど別の操作と重なりました。もう一度お試しください。")
    return keep, held


def _check_undo(owner: Owner, held: Merge, keep: Contact, there: Contact | None, *, anyway: bool) -> None:
    snapshot: Snapshot = held.snapshot
    if held.undone_at is not None:
        raise CannotUndoError("すでに元に戻しています。")
    if (later := later_than(held)) is not None:
        raise LaterMergeError(later)
    uid = snapshot["gone"]["uid"]
    if there is not None or Contact.objects.filter(owner=owner, uid=uid).exists():
        raise CannotUndoError("同じ番号の方がもう登録されているため、元に戻せませんでした。")
    if not anyway and is_edited(held):
        raise EditedSinceError("まとめたあとに書きとめられたことがあります。")


def _restore(keep: Contact, snapshot: Snapshot) -> None:
    """Put back the columns that are still as the merge left them; what was changed since is the owner's newer word."""
    current = _columns(keep, snapshot["after"])
    columns = [name for name, value in snapshot["after"].items() if current[name] == value]
    before = moving.from_json(Contact, {name: snapshot["before"][name] for name in columns})
    for name, value in before.items():
        setattr(keep, name, value)
    keep.save(update_fields=list(before))


def _refused_since(keep: Contact, snapshot: Snapshot) -> dict[str, Any]:
    """Return the refusal that was written since: whose of the two it was nobody knows, so that it holds for both."""
    left = moving.from_json(Contact, snapshot["after"])
    since: dict[str, Any] = {}
    if keep.is_closed and (keep.closed_at, keep.closed_because) != (left["closed_at"], left["closed_because"]):
        since |= {"closed_at": keep.closed_at, "closed_because": keep.closed_because}
    if keep.never_suggest and not left["never_suggest"]:
        since["never_suggest"] = True
    return since


def _behind(keep: Contact, moved: list[int]) -> dict[str, int]:
    """Let the ways to reach them that came over stand behind those of the kept card; return where they stood."""
    points = Point.objects.filter(pk__in=moved)
    before = dict(points.values_list("pk", "position"))
    last = keep.points.exclude(pk__in=moved).aggregate(last=Max("position"))["last"]
    if last is not None:
        points.update(position=F("position") + last + 1)
    return {str(pk): position for pk, position in before.items()}


def _to_their_places(positions: Mapping[str, int], gone: Contact) -> None:
    points = list(gone.points.filter(pk__in=positions))
    for point in points:
        point.position = positions[str(point.pk)]
    Point.objects.bulk_update(points, ["position"])


def _columns(contact: Contact, only: Iterable[str] | None = None) -> dict[str, Any]:
    names = only if only is not None else [field.attname for field in Contact._meta.concrete_fields]
    return {name: moving.plain(Contact, name, getattr(contact, name)) for name in names}


def _made_anew(owner: Owner, ids: list[int], now: datetime) -> None:
    reindex(owner=owner, contact_ids=ids)
    contact_changed.send(sender=Contact, owner=owner, contact_ids=ids, now=now)


def _both(people: Any, keep: Contact, gone: Contact) -> tuple[Contact, Contact]:
    if keep.pk == gone.pk:
        raise ValidationError("同じ一枚どうしは、まとめられません。")
    # In one order for everybody, so that two who merge crosswise wait for one another instead of forever.
    found = {person.pk: person for person in people.filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
    if len(found) < 2:
        raise Contact.DoesNotExist
    return found[keep.pk], found[gone.pk]
