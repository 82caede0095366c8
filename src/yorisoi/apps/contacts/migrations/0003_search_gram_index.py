"""The index over the search grams, in the way each database does it best. Tables of the ORM are not touched."""

from typing import Any

from django.db import migrations

# The grams come ready cut, with the owner before each: the tokenizer only splits at spaces. It keeps every sign beyond
# ASCII as it is, and ":" and "^" are told to belong to words. No positions and no sizes are kept: they are never asked.
SQLITE = (
    """
    CREATE VIRTUAL TABLE contacts_searchgram USING fts5(
        grams, content='contacts_searchkey', content_rowid='contact_id',
        tokenize="ascii tokenchars ':^'", detail=none, columnsize=0
    )
    """,
    """
    CREATE TRIGGER contacts_searchkey_added AFTER INSERT ON contacts_searchkey BEGIN
        INSERT INTO contacts_searchgram(rowid, grams) VALUES (new.contact_id, new.grams);
    END
    """,
    """
    CREATE TRIGGER contacts_searchkey_removed AFTER DELETE ON contacts_searchkey BEGIN
        INSERT INTO contacts_searchgram(contacts_searchgram, rowid, grams) VALUES ('delete', old.contact_id, old.grams);
    END
    """,
    """
    CREATE TRIGGER contacts_searchkey_changed AFTER UPDATE OF grams ON contacts_searchkey
    WHEN old.grams IS NOT new.grams BEGIN
        INSERT INTO contacts_searchgram(contacts_searchgram, rowid, grams) VALUES ('delete', old.contact_id, old.grams);
        INSERT INTO contacts_searchgram(rowid, grams) VALUES (new.contact_id, new.grams);
    END
    """,
    "INSERT INTO contacts_searchgram(contacts_searchgram) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER contacts_searchkey_changed",
    "DROP TRIGGER contacts_searchkey_removed",
    "DROP TRIGGER contacts_searchkey_added",
    "DROP TABLE contacts_searchgram",
)
# Cutting the grams of one row takes about eight microseconds, which the planner would take for nothing: told the price,
# it goes through the index instead of cutting the grams of everyone.
POSTGRESQL = (
    """
    CREATE FUNCTION contacts_grams(grams text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 400
    AS $$ BEGIN RETURN string_to_array(grams, ' '); END $$
    """,
    "CREATE INDEX contacts_searchgram ON contacts_searchkey USING gin (contacts_grams(grams))",
)
POSTGRESQL_BACK = ("DROP INDEX contacts_searchgram", "DROP FUNCTION contacts_grams(text)")


def make(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def unmake(apps: Any, schema_editor: Any) -> None:
    run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def run(schema_editor: Any, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_search_index'),
    ]

    operations = [migrations.RunPython(make, unmake)]
