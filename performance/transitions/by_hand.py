"""A rating or a direction of travel set by hand, and taken back."""

from dataclasses import dataclass

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.verdict import Conflict, Refused, Stale
from council.models import User
from performance.choices import SetByHand
from performance.models import Indicator, Override, Result
from performance.models.override import VALUES
from performance.permissions import acting_post, may_set_by_hand
from performance.standing.state import refresh


@dataclass(frozen=True)
class Choice:
    """What is set, and why. ``counter`` is that of what was set before as it was read, 0 where there was nothing."""

    value: str
    reason: str
    counter: int = 0


@transaction.atomic
def set_by_hand(
    indicator_id: int, what: SetByHand, period: Period, choice: Choice, *, by: User | None, post: str = ""
) -> Override:
    """Set the rating or the direction of a period (see ``VALUES``) with the reason that is shown with it.

    ``by`` None is for loaders, which name the ``post``. Refused without a reason, or where the period has no result;
    Stale where somebody else set it since it was read.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    if by is not None:
        may_set_by_hand(by, indicator, what).require()
    reason = " ".join(choice.reason.split())
    if not reason or choice.value not in VALUES[what].values:
        raise Refused(f"Choose a {what.label.lower()} and say why it differs from what the figures give.")
    if not Result.objects.filter(indicator=indicator, period_key=period.key).exists():
        raise Conflict(f"There is no result for {period.label}, so there is no {what.label.lower()} to set.")
    override = _read_at(indicator, what, period, choice.counter)
    before = None if override is None else _facts(override)
    override = override or Override(indicator=indicator, what=what, period_key=period.key, counter=0)
    override.period, override.value, override.reason = period.label, choice.value, reason
    override.by, override.at, override.counter = by, now(), override.counter + 1
    override.post = acting_post(by, indicator) if by else post
    override.save()
    refresh([indicator.pk])
    _record(f"{what.value}.set", indicator, by, override.post, before, _facts(override))
    return override


@transaction.atomic
def take_back(indicator_id: int, what: SetByHand, period: Period, counter: int, *, by: User) -> None:
    """Let what the figures give count again. Stale where it was set anew or taken back since it was read."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_set_by_hand(by, indicator, what).require()
    override = _read_at(indicator, what, period, counter)
    if override is None:
        raise Conflict(f"The {what.label.lower()} in {period.label} is as the figures give it: nothing is set by hand.")
    before = _facts(override)
    override.delete()
    refresh([indicator.pk])
    _record(f"{what.value}.taken-back", indicator, by, acting_post(by, indicator), before, {"period": period.label})


def _read_at(indicator: Indicator, what: SetByHand, period: Period, counter: int) -> Override | None:
    """What stands, if it is what was read."""
    found = Override.objects.filter(indicator=indicator, what=what, period_key=period.key).first()
    now_at = found.counter if found else 0
    if counter != now_at:
        raise Stale(f"Somebody else changed this {what.label.lower()} since you read it.", counter=now_at, stored=found)
    return found


def _facts(override: Override) -> dict[str, str]:
    return {"period": override.period, override.what: override.value, "reason": override.reason}


def _record(verb: str, indicator: Indicator, by: User | None, post: str, before: object, after: object) -> None:
    subject = f"indicator {indicator.reference}"
    record(verb, subject, actor_id=by.pk if by else None, post=post, before=before, after=after)
