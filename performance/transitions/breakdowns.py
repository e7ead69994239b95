"""Breaking a result down by ward, age, sex and so on."""

from collections.abc import Sequence

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.verdict import Refused, Stale
from council.models import User
from performance.breakdowns import Line, as_lines
from performance.choices import Dimension
from performance.models import Breakdown, BreakdownRow, Indicator
from performance.permissions import acting_post, may_answer_for


@transaction.atomic
def break_down(
    indicator_id: int, period: Period, dimension: str, lines: Sequence[Line], counter: int, *, by: User
) -> Breakdown:
    """Save one breakdown of a result whole, in place of what was there. Stale where somebody else saved it meanwhile.

    ``counter`` is that of the breakdown as it was read, 0 where there was none.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_answer_for(by, indicator).require()
    if dimension not in Dimension.values or not lines:
        raise Refused("Choose what the result is broken down by, and give at least one category.")
    known = Breakdown.objects.filter(indicator=indicator, period_key=period.key, dimension=dimension)
    found = known.prefetch_related("rows").first()
    now_at = found.counter if found else 0
    if counter != now_at:
        raise Stale("Somebody else saved this breakdown since you read it.", counter=now_at, stored=found)
    before = as_lines(found.rows.all()) if found else ""
    breakdown = found or Breakdown(indicator=indicator, dimension=dimension, counter=0)
    breakdown.when, breakdown.counter = period, now_at + 1
    breakdown.entered_at, breakdown.entered_by, breakdown.entered_post = now(), by, acting_post(by, indicator)
    breakdown.save()
    BreakdownRow.objects.filter(breakdown=breakdown).delete()
    rows = BreakdownRow.objects.bulk_create(
        BreakdownRow(
            breakdown=breakdown,
            position=position,
            category=line.category,
            number=line.number,
            numerator=line.numerator,
            denominator=line.denominator,
        )
        for position, line in enumerate(lines)
    )
    record(
        "result.broken-down",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=breakdown.entered_post,
        before={"rows": before} if found else None,
        after={"period": period.label, "dimension": dimension, "rows": as_lines(rows)},
    )
    return breakdown
