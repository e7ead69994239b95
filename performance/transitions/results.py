"""One result entered or corrected on a page, and a direction of travel set by hand."""

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.verdict import Refused
from council.models import User
from performance.choices import Direction
from performance.models import DirectionOverride, Indicator, Result
from performance.permissions import acting_post, may_answer_for, may_enter
from performance.standing.state import refresh

from .writing import Entry, Writer, facts, follow, require_fresh, require_sound, written

__all__ = ["Entry", "enter_result", "set_direction"]


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


@transaction.atomic
def set_direction(
    indicator_id: int, period: Period, direction: str, reason: str, *, by: User | None, post: str = ""
) -> DirectionOverride:
    """Set the direction of travel of a period by hand (one of ``Direction``), with the reason that is shown with it.

    ``by`` None is for loaders, which name the ``post``. Refused without a reason.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    if by is not None:
        may_answer_for(by, indicator).require()
    if not reason.strip() or direction not in Direction.values:
        raise Refused("Choose a direction and say why it differs from what the figures give.")
    fields = {"period": period.label, "direction": direction, "reason": " ".join(reason.split()), "by": by, "at": now()}
    fields["post"] = acting_post(by, indicator) if by else post
    override, _ = DirectionOverride.objects.update_or_create(
        indicator=indicator, period_key=period.key, defaults=fields
    )
    refresh([indicator.pk])
    record(
        "direction.set",
        f"indicator {indicator.reference}",
        actor_id=by.pk if by else None,
        post=override.post,
        after={"period": period.label, "direction": direction, "reason": override.reason},
    )
    return override
