"""Taking an action out of next year's draft because it was completed or stopped after it had been carried."""

from typing import Any

from django.db import transaction

from common.verdict import Conflict
from council.models import User
from serviceplans.models import PartContent, PlanVersion
from serviceplans.rolling.settled import Settled, settled_in
from serviceplans.rules.carrying import achievement
from serviceplans.transitions.locking import done, editable


@transaction.atomic
def settle_action(version_id: int, reference: str, *, by: User) -> Settled:
    """A completed action becomes a key achievement with its year, a stopped one is taken out; its history stays.

    Conflict (409) where it is open, was never in an earlier plan, or has been taken out already.
    """
    version = editable(version_id, by)
    found = next((one for one in settled_in(version) if one.row.action.reference == reference), None)
    if found is None:
        raise Conflict(f"{reference} is not an action of this draft that was completed or stopped in an earlier plan.")
    added = _achieve(version, found) if found.completed else None
    found.row.delete()
    done("action.settle", version, by, {"reference": reference, "text": found.row.text}, {"achievement": added})
    return found


def _achieve(version: PlanVersion, found: Settled) -> dict[str, Any] | None:
    """Put it first among the key achievements; None where the template has no such part."""
    part = version.plan.template.parts.filter(kind="achievements").first()
    if part is None:
        return None
    content, _ = PartContent.objects.get_or_create(version=version, part=part)
    words = f"{found.row.text} ({found.row.action.reference})"
    row = achievement(
        part.config.get("columns", []), objective=found.row.objective.text, action=words, year=found.standing.year
    )
    content.data = {"rows": [row, *content.data.get("rows", [])]}
    content.counter += 1
    content.save(update_fields=["data", "counter"])
    return row
