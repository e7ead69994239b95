"""Several short lists in one query: what a page needs of many tables costs one way to the database, not one for each.

For lists of a page, some hundred rows at most: rows come as JSON, which costs more by the row than a query of their own.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from common.json_rows import Row, made_of, shape_of


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
    return {name: made_of(rows, (row for _, row in sorted(found[name]))) for name, rows in lists.items()}


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


def _as_json(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    order: Iterable[Any] = rows.query.order_by or rows.model._meta.ordering or ("pk",)
    told = {
        "_list": Value(name),
        "_place": Window(RowNumber(), order_by=list(order)),
        "_row": Row.of(shape_of(rows), list(rows.query.annotations)),
    }
    return rows.order_by().annotate(**told).values_list(*told)
