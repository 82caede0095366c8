"""Every row of every room that points to a person, found from the tables themselves: a table added later is moved, too.

Three kinds of rows. A cache (its key *is* the person) is dropped and made anew. A row that the kept person has already (a
table allows it once, or it says the same of the same moment) is not doubled: it is kept aside. Everything else moves.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, models, transaction

from yorisoi.apps.contacts.models import Contact

# Values bound to one statement: SQLite's oldest limit is 999.
BOUND = 500
# How a row came to be written; two rows that differ in nothing else say the same.
_BOOKKEEPING = frozenset({"once_key", "created_at", "source"})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relation:
    """One column of one table that holds a person. ``hidden`` ones are the product's own notes, not the owner's words."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    hidden: bool

    @property
    def label(self) -> str:
        """The name under which a snapshot keeps it."""
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def is_cache(self) -> bool:
        """Whether the person is the row's very key: such a row is made from others."""
        return self.field.primary_key

    @property
    def uniques(self) -> list[tuple[str, ...]]:
        """What a table allows a person once: the other columns of each such promise."""
        meta = self.model._meta
        groups: list[Sequence[str]] = [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
        groups += [*meta.unique_together, *([[self.field.name]] if self.field.unique else [])]
        return [
            tuple(_column(meta.get_field(name)) for name in group if name != self.field.name)
            for group in groups
            if self.field.name in group
        ]

    @property
    def has_rows_of_its_own(self) -> bool:
        """Whether other rows hang on these: to leave one of them out would take those along."""
        return any(True for _ in _pointing_to(self.model))

    def rows(self, contact_id: int) -> models.QuerySet[Any]:
        """Return the rows of one person."""
        return self.model._base_manager.filter(**{self.field.attname: contact_id}).order_by("pk")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved and what was there already: ids, and whole rows, by the label of the relation."""

    ids: dict[str, list[Any]]
    aside: dict[str, list[Row]]


def relations() -> list[Relation]:
    """Return every column of every table that holds a person, in the order of the tables."""
    found = [Relation(rel.related_model, rel.field, rel.hidden) for rel in _pointing_to(Contact)]
    return sorted(found, key=lambda relation: relation.label)


def _pointing_to(model: type[models.Model]) -> Iterator[Any]:
    for rel in model._meta.get_fields(include_hidden=True):
        if isinstance(rel, models.ManyToOneRel):  # a OneToOneRel is one, too
            yield rel


def move(*, gone: int, keep: int) -> Moved:
    """Let every row of ``gone`` point to ``keep``. Runs inside the caller's transaction, both people locked.

    Raises:
        ImproperlyConfigured: a table allows a row once that others hang on; nothing may be lost with it.
    """
    ids: dict[str, list[Any]] = {}
    aside: dict[str, list[Row]] = {}
    for relation in relations():
        if relation.is_cache:
            relation.rows(gone).delete()
            continue
        moving, doubled = sort(relation, gone=gone, keep=keep)
        # What stands aside goes first: it makes room.
        if doubled and relation.has_rows_of_its_own:
            raise ImproperlyConfigured(f"{relation.label}: other rows hang on these")
        key = _column(relation.model._meta.pk)
        for chunk in _chunks([row[key] for row in doubled]):
            relation.model._base_manager.filter(pk__in=chunk).delete()
        for chunk in _chunks([row[key] for row in moving]):
            relation.model._base_manager.filter(pk__in=chunk).update(**{relation.field.attname: keep})
        if moving:
            ids[relation.label] = [plain(relation.model, key, row[key]) for row in moving]
        if doubled:
            aside[relation.label] = [as_json(relation.model, row) for row in doubled]
    return Moved(ids, aside)


def sort(relation: Relation, *, gone: int, keep: int) -> tuple[list[Row], list[Row]]:
    """Return the rows of ``gone`` that can move, and those of either that stand aside for the other's. Nothing is written.

    A table may say with ``says(row)`` what a row says, and with ``outweighs(one, other)`` which of two that have no room
    beside one another tells more; else all columns are compared, and the kept person's row stays.
    """
    theirs: list[Row] = list(relation.rows(gone).values())
    if not theirs:
        return [], []
    others = [name for name in _people_columns(relation.model) if name != relation.field.attname]
    uniques = relation.uniques
    taken: dict[tuple[int, tuple[Any, ...]], Row] = {}
    said: Counter[Any] = Counter()
    says, outweighs = _says(relation), getattr(relation.model, "outweighs", None)
    for row in relation.rows(keep).values():
        taken |= dict.fromkeys(_places(row, uniques), row)
        said[says(row)] += 1
    moving: list[Row] = []
    aside: list[Row] = []
    for row in theirs:
        clashes = [taken[place] for place in _places(row, uniques) if place in taken]
        if any(row[name] == keep for name in others):
            aside.append(row)
        elif len(clashes) == 1 and outweighs is not None and outweighs(row, clashes[0]):
            aside.append(clashes[0])
            moving.append(row)
        elif clashes:
            aside.append(row)
        elif said[says(row)] and not relation.has_rows_of_its_own:
            said[says(row)] -= 1
            aside.append(row)
        else:
            moving.append(row)
    return moving, aside


def _places(row: Row, uniques: Sequence[tuple[str, ...]]) -> list[tuple[int, tuple[Any, ...]]]:
    """Return the places a row takes of which there is one for each person; a blank takes none."""
    places = [(index, tuple(row[name] for name in unique)) for index, unique in enumerate(uniques)]
    return [place for place in places if None not in place[1]]


def _says(relation: Relation) -> Callable[[Row], Any]:
    if (own := getattr(relation.model, "says", None)) is not None:
        return cast("Callable[[Row], Any]", own)
    names = _compared(relation)
    return lambda row: tuple(repr(row[name]) for name in names)


def _column(field: Any) -> str:
    return str(field.attname)


def _people_columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.related_model is Contact]


def _compared(relation: Relation) -> list[str]:
    left_out = _BOOKKEEPING | {relation.field.attname}
    return [f.attname for f in relation.model._meta.concrete_fields if not f.primary_key and f.attname not in left_out]


def move_back(moved: Moved, *, gone: int, keep: int) -> int:
    """Let what moved point to ``gone`` again and write down anew what was kept aside. Returns how much of that found no place.

    Rows erased since stay erased, and so does what hangs on something erased since.
    """
    homeless = 0
    for relation in relations():
        for chunk in _chunks(moved.ids.get(relation.label, [])):
            rows = relation.model._base_manager.filter(pk__in=chunk, **{relation.field.attname: keep})
            rows.update(**{relation.field.attname: gone})
        for row in moved.aside.get(relation.label, []):
            homeless += not _write_anew(relation.model, row)
    return homeless


def _write_anew(model: type[models.Model], row: Row) -> bool:
    values = from_json(model, row)
    for field in model._meta.concrete_fields:
        wanted, value = field.related_model, values[field.attname]
        if value is None or wanted is None or isinstance(wanted, str):
            continue
        if not wanted._base_manager.filter(pk=value).exists():
            return False
    try:
        with transaction.atomic():
            model(**values).save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False  # the same was written down again since
    return True


def seal(contact_id: int) -> str:
    """Return one hash of all that the owner sees of a person: when it changes, someone has written about them."""
    made = hashlib.sha256(_line(Contact._base_manager.filter(pk=contact_id).values_list()))
    for relation in relations():
        if not relation.hidden and not relation.is_cache:
            made.update(relation.label.encode() + _line(relation.rows(contact_id).values_list()))
    return made.hexdigest()


def _line(rows: Any) -> bytes:
    return "\x1e".join("\x1f".join(map(repr, row)) for row in rows.iterator(chunk_size=BOUND)).encode()


def as_json(model: type[models.Model], row: Row) -> Row:
    """Return a row's columns as plain data, exact to the microsecond."""
    return {name: plain(model, name, value) for name, value in row.items()}


def plain(model: type[models.Model], name: str, value: Any) -> Any:
    """Return one column's value as plain data."""
    if value is None or isinstance(value, str | int | float | bool | dict | list):
        return value
    if isinstance(value, datetime):
        value = value.astimezone(UTC)  # one moment, one text, whichever clock it was told by
    return value.isoformat() if isinstance(value, date | time) else str(value)


def from_json(model: type[models.Model], row: Row) -> Row:
    """Return the columns as the model holds them. A column that was added since keeps its default."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: _value(fields[name], value) for name, value in row.items() if name in fields}


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    return value if value is None or isinstance(field, models.JSONField | models.ForeignKey) else field.to_python(value)


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BOUND):
        yield items[start : start + BOUND]
