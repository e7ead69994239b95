"""The triggers that keep the ledger append-only: nothing is changed or taken out, and the head only goes forward.

They are made after every migrate, because a migration that rebuilds a table of SQLite drops its triggers; making them
twice does nothing. ``flush``, which empties a whole database, lifts them for as long as it runs.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ENTRIES, HEAD = "ledger_entry", "ledger_head"
REFUSAL = "The audit trail is append-only."
# PostgreSQL's own numbers for such triggers: row 1, before 2, delete 8, update 16, truncate 32.
KINDS = {"no_update": 19, "no_delete": 11, "no_truncate": 34, "forward": 19}
# The head's one row counts the entries: each append takes it one further, with another hash.
FORWARD = 'NEW."count" = OLD."count" + 1 AND NEW."hash" <> OLD."hash" AND NEW."id" = OLD."id"'

SQLITE = {
    "ledger_entry_no_update": f"BEFORE UPDATE ON {ENTRIES}",
    "ledger_entry_no_delete": f"BEFORE DELETE ON {ENTRIES}",
    "ledger_head_forward": f"BEFORE UPDATE ON {HEAD} WHEN NOT ({FORWARD})",
    "ledger_head_no_delete": f"BEFORE DELETE ON {HEAD}",
}
FUNCTION = "ledger_refuses"
BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
POSTGRES = {
    "ledger_entry_no_update": f"BEFORE UPDATE ON {ENTRIES} FOR EACH ROW",
    "ledger_entry_no_delete": f"BEFORE DELETE ON {ENTRIES} FOR EACH ROW",
    "ledger_entry_no_truncate": f"BEFORE TRUNCATE ON {ENTRIES} FOR EACH STATEMENT",
    "ledger_head_forward": f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NOT ({FORWARD}))",
    "ledger_head_no_delete": f"BEFORE DELETE ON {HEAD} FOR EACH ROW",
    "ledger_head_no_truncate": f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT",
}


def make_triggers(using: str = "default", **_: Any) -> None:
    """Make whichever triggers are missing or altered. Also the receiver of ``post_migrate``."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if ENTRIES not in tables or HEAD not in tables or not faults_of_triggers(using):
        return
    lift_triggers(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$")
        for statement in _wanted(connection).values():
            cursor.execute(statement)


def lift_triggers(using: str = "default") -> None:
    """Drop the triggers: for ``flush``, and before they are made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in _wanted(connection):
            table = f" ON {ENTRIES if name.startswith(ENTRIES) else HEAD}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def faults_of_triggers(using: str = "default") -> str:
    """What is wrong with the triggers, as a sentence; "" when each is there, unaltered and switched on."""
    connection = connections[using]
    found = _found_on_postgres(connection) if connection.vendor == "postgresql" else _found_on_sqlite(connection)
    wanted = _wanted(connection)
    missing = sorted(set(wanted) - set(found))
    altered = sorted(name for name in wanted if name in found and not found[name])
    parts = [f"{words}: {', '.join(names)}" for words, names in (("missing", missing), ("altered", altered)) if names]
    return f"The triggers that guard the audit trail are not as they should be ({'; '.join(parts)})." if parts else ""


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Each trigger's name with the statement that makes it."""
    if connection.vendor == "postgresql":
        return {name: f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {FUNCTION}()" for name, when in POSTGRES.items()}
    act = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return {name: f"CREATE TRIGGER {name} {when} {act}" for name, when in SQLITE.items()}


def _found_on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, bool]:
    """Each trigger on the two tables, and whether it reads as it was made."""
    wanted = _wanted(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", [ENTRIES, HEAD]
        )
        return {name: sql == wanted.get(name) for name, sql in cursor.fetchall()}


def _found_on_postgres(connection: BaseDatabaseWrapper) -> dict[str, bool]:
    """Each trigger on the two tables, and whether it is what it was made as, switched on, and still refuses."""
    query = (
        "SELECT t.tgname, t.tgenabled IN ('O', 'A') AND p.proname = %s AND p.prosrc = %s, t.tgtype, t.tgqual IS NOT NULL"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgrelid IN (to_regclass(%s), to_regclass(%s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [FUNCTION, BODY, ENTRIES, HEAD])
        rows = cursor.fetchall()
    return {name: bool(refuses and (kind, limited) == _kind(name)) for name, refuses, kind, limited in rows}


def _kind(name: str) -> tuple[int, bool]:
    """What PostgreSQL says of one of our triggers: its number, and whether it has a condition."""
    what = name.removeprefix(f"{ENTRIES}_").removeprefix(f"{HEAD}_")
    return KINDS.get(what, 0), what == "forward"
