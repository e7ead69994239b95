"""The test database: knowing when it is out of date, and setting it back to a copy taken earlier.

``keep()`` copies the whole test database aside, ``bring_back()`` puts the copy in its place: some 0.1 s on either
database, so that each browser test starts from the same loaded council without loading it again.
"""

import fcntl
import hashlib
import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent


def fingerprint_of_migrations():
    """SHA-256 over our own migrations and the locked requirements, which bring the others'."""
    digest = hashlib.sha256()
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements.txt"]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def claimed_name(database):
    """A name for the test database that no other run of this checkout is using until the block ends."""
    wanted = database.get("TEST", {}).get("NAME") or f"test_{database['NAME']}"
    for number in count(1):
        name = wanted if number == 1 else f"{wanted}_{number}"
        with (ROOT / "var" / f"{Path(name).name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield name
            return


def stamp_for(database):
    """The file that says from which migrations the test database of these settings was made.

    Throwaway servers live in a new folder each time; their databases are new too, so they share one stamp.
    """
    host = str(database.get("HOST") or "")
    place = f"{'' if host.startswith('/') else host} {database['NAME']} {database.get('TEST', {}).get('NAME')}"
    return ROOT / "var" / f"tests-{hashlib.sha256(place.encode()).hexdigest()[:12]}.stamp"


def copy_name():
    """The name of the copy of this process's test database: a file, or a database on the same server."""
    return f"{connection.settings_dict['NAME']}_kept"


def keep():
    """Copy the test database aside, replacing an earlier copy."""
    if connection.vendor == "sqlite":
        Path(copy_name()).unlink(missing_ok=True)
        connection.ensure_connection()
        with closing(sqlite3.connect(copy_name())) as copy:
            connection.connection.backup(copy)
    else:
        _replace(copy_name(), connection.settings_dict["NAME"])


def bring_back():
    """Put the copy in the test database's place, as it was when it was kept."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(copy_name())) as copy:
            copy.backup(connection.connection)
    else:
        _replace(connection.settings_dict["NAME"], copy_name())
    ContentType.objects.clear_cache()


def forget():
    """Remove the copy, if there is one."""
    if connection.vendor == "sqlite":
        Path(copy_name()).unlink(missing_ok=True)
    else:
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(copy_name())} WITH (FORCE)")


def _replace(target, source):
    """Make the PostgreSQL database ``target`` a copy of ``source``; nobody may be connected to either."""
    quote = connection.ops.quote_name
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")
