"""Several short lists in one query: what a page needs of many tables costs one way to the database, not one for each.

For lists of a page, some hundred rows at most: rows come as JSON, which costs more by the row than a query of their own.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, JSONField, Model, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, JSONObject, RowNumber
from django.utils import timezone


class _Exact(json.JSONDecoder):
    """Numbers as they are written: a float would make 84.9 of 84.90000000000001."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parse_float=Decimal, **options)


class _Row(JSONObject):
    output_field = JSONField(decoder=_Exact)


def together(**lists: QuerySet[Any]) -> dict[str, list[Any]]:
    """The rows of each list under its name, as the instances and in the order that the list itself would give.

    A list may be filtered, ordered, annotated (with anything but JSON), and bring rows along with ``select_related``;
    it is neither cut nor distinct, and holds no files.
    """
    asked = [_as_json(name, rows) for name, rows in lists.items()]
    if not asked:
        return {}
    found: dict[str, list[tuple[int, Any]]] = {name: [] for name in lists}
    for name, place, row in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
        found[name].append((place, row))
    return {
        name: [_made(rows, row) for _, row in sorted(found[name], key=lambda one: one[0])]
        for name, rows in lists.items()
    }


def keep(instance: Model, **lists: Iterable[Any]) -> None:
    """Let an instance answer with these rows where its related rows are asked for, as after ``prefetch_related``.

    Rows that belong to it answer with it.
    """
    for name, rows in lists.items():
        answer, relation = getattr(instance, name).all(), instance._meta.get_field(name)
        answer._result_cache, answer._prefetch_done = list(rows), True
        for row in answer if relation.one_to_many else ():
            setattr(row, relation.field.name, instance)  # type: ignore[union-attr]
        instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


def _related(rows: QuerySet[Any]) -> Mapping[str, Any]:
    chosen = rows.query.select_related
    assert not isinstance(chosen, bool) or not chosen, "Name what select_related is to bring along."
    return chosen or {}


def _as_json(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    order: Iterable[Any] = rows.query.order_by or rows.model._meta.ordering or ("pk",)
    told = {
        "_list": Value(name),
        "_place": Window(RowNumber(), order_by=list(order)),
        "_row": _object(rows.model, _related(rows), "", list(rows.query.annotations)),
    }
    return rows.order_by().annotate(**told).values_list(*told)


def _object(model: type[Model], related: Mapping[str, Any], path: str, more: Iterable[str] = ()) -> _Row:
    own: dict[str, Any] = {field.attname: _told(field, path) for field in model._meta.concrete_fields}
    own |= {name: F(name) for name in more}
    for name, further in related.items():
        of: Any = model._meta.get_field(name).related_model
        own[f"+{name}"] = _object(of, further, f"{path}{name}__")
    return _Row(**own)


def _told(field: Any, path: str) -> Any:
    """JSON within the row's is a text there, so that its numbers are read as its own field reads them."""
    column = F(f"{path}{field.attname}")
    return Cast(column, TextField()) if isinstance(field, JSONField) else column


def _made(rows: QuerySet[Any], row: dict[str, Any]) -> Any:
    made = _instance(rows.model, _related(rows), row, rows.db)
    for name, annotation in rows.query.annotations.items():
        setattr(made, name, _value(annotation.output_field, row[name]))
    return made


def _instance(model: type[Model], related: Mapping[str, Any], row: dict[str, Any], using: str) -> Any:
    fields = model._meta.concrete_fields
    values = [_value(field, row[field.attname]) for field in fields]
    made = model.from_db(using, [field.attname for field in fields], values)
    for name, further in related.items():
        of: Any = model._meta.get_field(name).related_model
        given = row[f"+{name}"]
        there = given[of._meta.pk.attname] is not None
        setattr(made, name, _instance(of, further, given, using) if there else None)
    return made


def _value(field: Any, stored: Any) -> Any:
    """What the field holds, from what JSON makes of what is stored."""
    if stored is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(stored, cls=field.decoder)
    value = field.to_python(stored)
    if isinstance(field, DecimalField) and value is not None:
        return value.quantize(Decimal(1).scaleb(-(field.decimal_places or 0)), context=field.context)
    if isinstance(value, datetime) and timezone.is_naive(value):
        return value.replace(tzinfo=UTC)
    return value
