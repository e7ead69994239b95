"""Setting an indicator's targets, several periods at once: all of the rows that an officer changed, or none."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from common.ledger import record
from common.values.period import Period
from common.values.target import TargetValue
from common.verdict import Refused, Stale
from council.models import User
from performance.models import Indicator, Target
from performance.permissions import acting_post, may_define
from performance.standing.state import refresh

NEEDS_REASON = "Say why a target that was agreed is changed: everybody reads the reason."


class AgreedTarget(NamedTuple):
    """What is typed for one period: no ``value`` takes the target away. ``read``: the digest of what was there then."""

    period: Period
    value: TargetValue | None
    tolerance: str
    read: str


def said(target: Target | None) -> dict[str, str]:
    """What a page shows of a target."""
    return {"target": str(target.value.cell), "tolerance": target.tolerance} if target else {}


def digest(target: Target | None) -> str:
    """A short name for what a target says: whoever saves another names what they have read."""
    return hashlib.sha256("\x1f".join(said(target).values()).encode()).hexdigest()


@transaction.atomic
def set_targets(indicator_id: int, rows: Sequence[AgreedTarget], reason: str, *, by: User) -> int:
    """How many targets were set, changed or taken away.

    Stale (``stored``: the targets by period key) where somebody else changed one since it was read; Refused where one
    that was agreed is changed without a reason.
    """
    may_define(by).require()
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    stored = {one.period_key: one for one in Target.objects.filter(indicator=indicator)}
    if any(row.read != digest(stored.get(row.period.key)) for row in rows):
        raise Stale("Somebody else changed these targets since you read them.", counter=0, stored=stored)
    changes = [row for row in rows if _moves(row, stored.get(row.period.key))]
    if any(row.period.key in stored for row in changes) and not reason.strip():
        raise Refused(NEEDS_REASON)
    if not changes:
        return 0
    before = {row.period.label: said(stored.get(row.period.key)) for row in changes}
    after = {row.period.label: said(_written(indicator, row, stored.get(row.period.key))) for row in changes}
    refresh([indicator.pk])
    record(
        "targets.set",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=acting_post(by),
        before={"targets": before},
        after={"targets": after, "period": ", ".join(after), "reason": " ".join(reason.split())},
    )
    return len(changes)


def _moves(row: AgreedTarget, stored: Target | None) -> bool:
    if stored is None or row.value is None:
        return (stored is None) != (row.value is None)
    return (stored.value, stored.tolerance) != (row.value, row.tolerance)


def _written(indicator: Indicator, row: AgreedTarget, stored: Target | None) -> Target | None:
    if row.value is None:
        if stored is not None:
            stored.delete()
        return None
    target = stored or Target(indicator=indicator)
    target.when, target.value, target.tolerance = row.period, row.value, row.tolerance
    target.save()
    return target
