"""A row of a table as the text of a JSON object, and the instance that it was: how ``together`` asks for many kinds at once."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from django.db.models import CharField, DecimalField, F, Func, IntegerField, JSONField, Model, QuerySet, TextField
from django.db.models.expressions import Col
from django.utils import timezone

# Numbers as they are written: a float would make 84.9 of 84.90000000000001.
_EXACT = json.JSONDecoder(parse_float=Decimal)

# A model, and by the name of each row that it brings along the shape of that.
Shape = tuple[type[Model], tuple[tuple[str, Any], ...]]


def _shape(model: type[Model], related: Mapping[str, Any]) -> Shape:
    of: Any = model._meta.get_field
    return model, tuple((name, _shape(of(name).related_model, further)) for name, further in related.items())


def shape_of(rows: QuerySet[Any]) -> Shape:
    """The model of a list, with what its ``select_related`` names."""
    chosen = rows.query.select_related
    assert not isinstance(chosen, bool) or not chosen, "Name what select_related is to bring along."
    return _shape(rows.model, chosen or {})


class Row(Func):
    """A row as the text of a JSON object: its columns, its annotations, and under "+name" each row that it brings along.

    Its sources are one column of each of these rows, which says where the others are found, and then the annotations:
    to look up every column by itself takes more time than the query.
    """

    output_field = TextField()

    def __init__(self, *sources: Any, shape: Shape, more: tuple[str, ...]) -> None:
        super().__init__(*sources)
        self.shape, self.more = shape, more

    @classmethod
    def of(cls, shape: Shape, more: Iterable[str]) -> "Row":
        return cls(*map(F, chain(_anchors(shape, ""), more)), shape=shape, more=tuple(more))

    def get_group_by_cols(self) -> list[Any]:
        rows, _ = self._rows_and_annotations()
        return [*(Col(row.alias, row.target.model._meta.pk) for row in rows), *super().get_group_by_cols()]

    def _rows_and_annotations(self) -> tuple[list[Any], list[Any]]:
        sources: list[Any] = self.source_expressions
        split = len(sources) - len(self.more)
        return sources[:split], sources[split:]

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        rows, annotations = self._rows_and_annotations()
        told = [compiler.compile(annotation) for annotation in annotations]
        more = [_pair(name, sql) for name, (sql, _) in zip(self.more, told, strict=True)]
        name = "JSONB_BUILD_OBJECT" if connection.vendor == "postgresql" else "JSON_OBJECT"
        aliases = iter([row.alias for row in rows])
        sql = _object(self.shape, aliases, compiler.quote_name_unless_alias, name, more)
        return sql, tuple(value for _, values in told for value in values)


def _anchors(shape: Shape, path: str) -> Iterator[str]:
    """A column of each row, in which a foreign key alone would not do: it stands in the row that names it."""
    model, related = shape
    fields = model._meta.concrete_fields
    yield path + next((field.attname for field in fields if path and not field.primary_key), model._meta.pk.attname)
    for name, further in related:
        yield from _anchors(further, f"{path}{name}__")


def _object(shape: Shape, aliases: Iterator[str], quoted: Callable[[str], str], name: str, more: Iterable[str]) -> str:
    """The SQL of a row's object; the aliases come in the order of ``_anchors``. ``name``: what the database calls it."""
    (model, related), table = shape, quoted(next(aliases))
    fields: Iterable[Any] = model._meta.concrete_fields
    own = [_pair(field.attname, f"{table}.{quoted(field.column)}", field) for field in fields]
    brought = [f"'+{key}', {_object(further, aliases, quoted, name, ())}" for key, further in related]
    return f"{name}({', '.join((*own, *brought, *more))})"


def _pair(key: str, sql: str, field: Any = None) -> str:
    """JSON within the row's is a text there, so that its numbers are read as its own field reads them."""
    return f"'{key}', CAST({sql} AS text)" if isinstance(field, JSONField) else f"'{key}', {sql}"


def made_of(rows: QuerySet[Any], found: Iterable[str]) -> list[Any]:
    """The instances of a list, from what ``Row`` told of each."""
    shape, made = shape_of(rows), []
    more = [(name, _reader(annotation.output_field)) for name, annotation in rows.query.annotations.items()]
    for text in found:
        row = _EXACT.decode(text)
        instance = _instance(shape, row, rows.db)
        for name, read in more:
            setattr(instance, name, _read(read, row[name]))
        made.append(instance)
    return made


def _instance(shape: Shape, row: dict[str, Any], using: str) -> Any:
    model, related = shape
    names, readers = _readers(model)
    values = [_read(read, row[name]) for name, read in zip(names, readers, strict=True)]
    made = model.from_db(using, names, values)
    for name, further in related:
        field: Any = model._meta.get_field(name)
        given = row[f"+{name}"]
        there = given[further[0]._meta.pk.attname] is not None
        brought = _instance(further, given, using) if there else None
        field.set_cached_value(made, brought)
        if brought and field.unique:
            field.remote_field.set_cached_value(brought, made)
    return made


def _read(read: Callable[[Any], Any] | None, stored: Any) -> Any:
    return stored if read is None or stored is None else read(stored)


@lru_cache(maxsize=256)
def _readers(model: type[Model]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    """The names of a model's columns, and what reads each."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [_reader(field) for field in fields]


# What these read from JSON is already what the field holds.
_AS_IT_IS = (CharField.to_python, TextField.to_python, IntegerField.to_python)


def _reader(field: Any) -> Callable[[Any], Any] | None:
    """What makes of a value, as JSON has it, what the field holds; None where that is the same."""
    if isinstance(field, JSONField):
        return partial(json.loads, cls=field.decoder)
    target = field.target_field if field.is_relation else field
    if type(target).to_python in _AS_IT_IS:
        return None
    return partial(_value, field)


def _value(field: Any, stored: Any) -> Any:
    value = field.to_python(stored)
    if isinstance(field, DecimalField) and value is not None:
        return value.quantize(Decimal(1).scaleb(-(field.decimal_places or 0)), context=field.context)
    if isinstance(value, datetime) and timezone.is_naive(value):
        return value.replace(tzinfo=UTC)
    return value
