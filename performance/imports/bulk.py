"""Many records written in few statements: what ``bulk_create`` does, without its work for each field of each row."""

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# PostgreSQL takes many rows in one statement; SQLite repeats a prepared one.
_AT_ONCE = 1_000
_REMEMBERED = 20_000
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


@contextmanager
def uncollected() -> Iterator[None]:
    """A block that makes tens of thousands of objects and keeps them: looking through them all for refuse, again and
    again, would take as long as the work itself."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def insert_all(model: type[models.Model], records: Iterable[models.Model]) -> None:
    """Insert records that have no id yet. They are not given one."""
    _write_all(model, records, ())


def update_all(model: type[models.Model], records: Iterable[models.Model], names: Iterable[str]) -> None:
    """Write the fields named of records that are stored already."""
    _write_all(model, records, tuple(names))


def _write_all(model: type[models.Model], records: Iterable[models.Model], names: Sequence[str]) -> None:
    meta, connection = model._meta, connections[router.db_for_write(model)]
    fields = [field for field in meta.concrete_fields if names or not field.primary_key]
    preparers = [(field.attname, _preparer(field, connection)) for field in fields]
    values = [[prepare(record.__dict__[name]) for name, prepare in preparers] for record in records]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    # The names are the model's own, quoted; every value is a parameter.
    into = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES "  # noqa: S608
    then = ""
    if names:
        written = [quote(str(meta.get_field(name).column)) for name in names]  # type: ignore[union-attr]
        updated = ", ".join(f"{column} = EXCLUDED.{column}" for column in written)
        then = f" ON CONFLICT ({quote(str(meta.pk.column))}) DO UPDATE SET {updated}"
    _execute(connection, into, f"({', '.join(['%s'] * len(fields))})", then, values)


def _execute(connection: BaseDatabaseWrapper, into: str, row: str, then: str, values: list[list[Any]]) -> None:
    if not values:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{into}{row}{then}", values)
            return
        left = iter(values)
        while chunk := list(islice(left, _AT_ONCE)):
            cursor.execute(f"{into}{', '.join([row] * len(chunk))}{then}", [value for one in chunk for value in one])


def _preparer(field: Any, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """What the database is given for a value of the field; the same value is worked out once."""
    if isinstance(field, _AS_THEY_ARE):
        return _as_it_is
    known: dict[Hashable, Any] = {}
    hashable = isinstance(field, (models.DecimalField, models.DateField))

    def prepare(value: Any) -> Any:
        if not hashable:
            return field.get_db_prep_save(value, connection)
        if value not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return prepare


def _as_it_is(value: Any) -> Any:
    return value
