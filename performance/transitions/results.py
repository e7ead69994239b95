"""One result entered or corrected on a page."""

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from council.models import User
from performance.models import Indicator, Result
from performance.permissions import acting_post, may_enter

from .writing import Entry, Writer, facts, follow, require_fresh, require_sound, written

__all__ = ["Entry", "enter_result"]


@transaction.atomic
def enter_result(indicator_id: int, period: Period, entry: Entry, *, by: User) -> Result:
    """Enter the result of a period, or correct it: the earlier one is kept with the reason.

    An owner's result waits for an officer's check. Stale where somebody else saved it since it was read; Refused for a
    correction of the figure without a reason, or a figure that its numerator and denominator contradict.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_enter(by, indicator).require()
    stored = Result.objects.filter(indicator=indicator, period_key=period.key).first()
    require_fresh(stored, entry.counter)
    require_sound(indicator, stored, entry)
    before = None if stored is None else facts(stored)
    writer = Writer(by, acting_post(by, indicator), now())
    result, earlier = written(indicator, period, stored, entry, writer)
    if earlier is not None:
        earlier.save()
    result.save()
    follow([(indicator.pk, period.key)])
    record(
        "result.corrected" if stored else "result.entered",
        f"indicator {indicator.reference}",
        actor_id=by.pk,
        post=writer.post,
        before=before,
        after={**facts(result), "reason": entry.reason},
    )
    return result
