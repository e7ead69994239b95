"""One result withheld, and shown again: what is calculated from it follows."""

from django.db import transaction

from common.ledger import record
from common.values.period import Period
from common.verdict import Conflict, Stale
from council.models import User
from performance.models import Indicator, Result
from performance.permissions import acting_post, may_mark

from .calculate import withheld_by_inputs
from .writing import follow


@transaction.atomic
def withhold(indicator_id: int, period: Period, reason: str, counter: int, *, by: User) -> Result:
    """Withhold the result of a period for a reason, or show it again where the reason is empty.

    Conflict where there is no result, or it is calculated from one that is withheld; Stale where somebody else changed
    it since it was read.
    """
    may_mark(by).require()
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    result = Result.objects.filter(indicator=indicator, period_key=period.key).first()
    if result is None:
        raise Conflict(f"There is no result for {period.label}, so there is nothing to withhold.")
    if result.counter != counter:
        raise Stale("Somebody else changed this result since you read it.", counter=result.counter, stored=result)
    said = " ".join(reason.split())
    inherited = "" if said else withheld_by_inputs(indicator, period.key)
    if inherited:
        raise Conflict(f"{inherited}. Show that one again first, and this one follows.")
    before, result.withheld = result.withheld, said[:300]
    result.counter += 1
    result.save(update_fields=["withheld", "counter"])
    follow([(indicator.pk, period.key)])
    record(
        "result.withheld" if said else "result.shown-again",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=acting_post(by),
        before={"period": period.label, "withheld": before},
        after={"period": period.label, "reason": said},
    )
    return result
