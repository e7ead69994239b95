"""At what state a whole draft was read: one stamp over the counters of everything in it that can be written."""

from typing import Any

from common.ledger import canonical, digest
from serviceplans.models import PlanVersion


def stamp_of(version: PlanVersion) -> str:
    """The same for as long as nobody has saved anything in the version, or gone on to another one."""
    counters: dict[str, Any] = {
        "version": [version.pk, version.status, version.plan.template_id],
        "parts": list(version.contents.order_by("part_id").values_list("part_id", "counter")),
        "objectives": list(version.objectives.order_by("pk").values_list("pk", "counter", "position")),
        "actions": list(version.actions.order_by("pk").values_list("pk", "counter", "position")),
        "links": [
            list(rows.order_by("pk").values_list("pk", flat=True))
            for rows in (version.risk_links, version.indicator_links, version.equality_links)
        ],
    }
    return digest(canonical(counters))
