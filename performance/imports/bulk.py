"""Many records written in few statements: what ``bulk_create`` does, without its work for each field of each row."""

import gc
import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# PostgreSQL takes the columns of many rows as arrays; SQLite repeats a prepared statement.
_AT_ONCE = 2_000
_REMEMBERED = 20_000
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
_SIZE = re.compile(r"\(.*\)")
Prepare = Callable[[Any], Any]


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
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    insert_rows(model, names, _values(records, names), {})


def update_all(model: type[models.Model], records: Iterable[models.Model], names: Iterable[str]) -> None:
    """Write the fields named of records that are stored already."""
    meta = model._meta
    attributes = [meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    attributes.append(meta.pk.attname)
    update_rows(model, attributes, _values(records, attributes), {})


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], same: Mapping[str, Any]
) -> None:
    """Insert rows of values of the fields named, by attribute ("indicator_id"); ``same`` is what all of them have.

    A field in neither has its default, the id what the database gives it.
    """
    others = [field for field in model._meta.concrete_fields if field.attname not in names and not field.primary_key]
    table = _Table(model, names, {field.attname: field.get_default() for field in others} | dict(same))
    # The names are the model's own, quoted; every value is a parameter.
    into = f"INSERT INTO {table.name} ({', '.join((*table.same, *table.own))})"
    table.write(
        rows,
        one=f"{into} VALUES ({', '.join(['%s'] * (len(table.same) + len(table.own)))})",
        many=f"{into} SELECT {', '.join((*table.same.values(), 'v.*'))} FROM {table.arrays}",  # noqa: S608
    )


def update_rows(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], same: Mapping[str, Any]
) -> None:
    """Write the fields named of rows that are stored, and ``same`` in all of them. The last one named is the id."""
    table = _Table(model, names, same)
    *written, pk = table.own
    ours = ", ".join(f"{column} = %s" for column in (*table.same, *written))
    theirs = table.same | {column: f"v.{column}" for column in written}
    set_to = ", ".join(f"{column} = {value}" for column, value in theirs.items())
    table.write(
        rows,
        one=f"UPDATE {table.name} SET {ours} WHERE {pk} = %s",  # noqa: S608
        many=f"UPDATE {table.name} SET {set_to} FROM {table.arrays} WHERE {table.name}.{pk} = v.{pk}",  # noqa: S608
    )


class _Table:
    """A model's table, for rows that have some columns each of their own, and others the same.

    ``own`` are column names; ``same`` column names with the parameter of their type; ``arrays`` the rows, as PostgreSQL
    takes them.
    """

    def __init__(self, model: type[models.Model], names: Sequence[str], same: Mapping[str, Any]) -> None:
        self.connection = connections[router.db_for_write(model)]
        quote, fields = self.connection.ops.quote_name, {field.attname: field for field in model._meta.concrete_fields}
        self.name = quote(model._meta.db_table)
        self.own = [quote(str(fields[name].column)) for name in names]
        self.same = {quote(str(fields[name].column)): f"%s::{self._type(fields[name])}" for name in same}
        types = ", ".join(f"%s::{self._type(fields[name])}[]" for name in names)
        self.arrays = f"unnest({types}) AS v({', '.join(self.own)})"
        self._prepare = [_preparer(fields[name], self.connection) for name in names]
        self._constants = [_prepared(_preparer(fields[name], self.connection), [same[name]])[0] for name in same]

    def _type(self, field: Any) -> str:
        # Without its size: a cast to that would cut what is too long, where storing it refuses.
        return _SIZE.sub("", field.db_type(self.connection))

    def write(self, rows: Sequence[Sequence[Any]], *, one: str, many: str) -> None:
        """Execute ``one`` for each row, or ``many`` for many at once."""
        if not rows:
            return
        columns = [_prepared(*pair) for pair in zip(self._prepare, zip(*rows, strict=True), strict=True)]
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "sqlite":
                constants = self._constants
                cursor.executemany(one, [(*constants, *row) for row in zip(*columns, strict=True)])
                return
            for start in range(0, len(rows), _AT_ONCE):
                arrays = [_array(column[start : start + _AT_ONCE]) for column in columns]
                cursor.execute(many, [*self._constants, *arrays])


def _values(records: Iterable[models.Model], names: Sequence[str]) -> list[Sequence[Any]]:
    of = itemgetter(*names) if len(names) > 1 else lambda found: (found[names[0]],)
    return [of(record.__dict__) for record in records]


def _prepared(prepare: Prepare | None, column: Sequence[Any]) -> Sequence[Any]:
    return column if prepare is None else [prepare(value) for value in column]


def _preparer(field: Any, connection: BaseDatabaseWrapper) -> Prepare | None:
    """What the database is given for a value of the field, None where that is the value; the same is worked out once."""
    if isinstance(field, _AS_THEY_ARE):
        return None
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    known: dict[Hashable, Any] = {}

    def prepare(value: Any) -> Any:
        if value not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    if isinstance(field, (models.DecimalField, models.DateField)):
        return prepare
    return lambda value: field.get_db_prep_save(value, connection)


def _array(column: Sequence[Any]) -> str:
    """The column as PostgreSQL reads an array."""
    return "{" + ",".join("NULL" if value is None else _quoted(str(value)) for value in column) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
