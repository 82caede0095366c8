"""Fast writes of an import: rows whose new ids nobody asks for, and foreign keys set afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections, models, router

from yorisoi.apps.contacts.bulk import insert

__all__ = ["insert", "point_at"]


def point_at(model: type[models.Model], column: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Set a foreign key: for each (id of the row, id it is to point at)."""
    connection = connections[router.db_for_write(model)]
    field: Any = model._meta.get_field(column)
    own: Any = model._meta.pk
    quote = connection.ops.quote_name
    table, name, key = quote(model._meta.db_table), quote(field.column), quote(own.column)
    with connection.cursor() as cursor:
        values = [(target, row) for row, target in pairs]
        cursor.executemany(f"UPDATE {table} SET {name} = %s WHERE {key} = %s", values)  # noqa: S608
