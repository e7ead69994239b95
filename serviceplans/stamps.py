"""At what state a whole draft was read: one stamp over the counters of everything in it that can be written."""

from typing import Any

from django.db.models import QuerySet, Value

from common.ledger import canonical, digest
from serviceplans.models import PlanVersion


def stamp_of(version: PlanVersion) -> str:
    """The same for as long as nobody has saved anything in the version, or gone on to another one. One query."""
    first, *others = _counters(version)
    rows = [list(row) for row in sorted(first.union(*others, all=True))]
    return digest(canonical({"version": [version.pk, version.status, version.plan.template_id], "rows": rows}))


def _counters(version: PlanVersion) -> list[QuerySet[Any, Any]]:
    """What can be written in the version: the kind of each row, the row, its counter, and its place."""
    none = Value(0)
    return [
        version.contents.values_list(Value("part"), "part_id", "counter", none),
        version.objectives.order_by().values_list(Value("objective"), "pk", "counter", "position"),
        version.actions.order_by().values_list(Value("action"), "pk", "counter", "position"),
        version.risk_links.order_by().values_list(Value("risk"), "pk", none, none),
        version.indicator_links.order_by().values_list(Value("indicator"), "pk", "counter", none),
        version.equality_links.order_by().values_list(Value("equality"), "pk", none, none),
    ]
