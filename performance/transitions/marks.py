"""What is said of an indicator: a recorded change, a warning set aside, whether it is in our control or withheld."""

from dataclasses import dataclass

from django.db import transaction

from common.ledger import record
from common.today import now
from common.values.period import Period
from common.verdict import Conflict, Refused, Stale
from council.models import User
from performance.models import DismissedWarning, Indicator, Rebase
from performance.permissions import acting_post, may_answer_for, may_mark
from performance.standing.facts import warnings_for
from performance.standing.state import refresh

from .writing import follow


@transaction.atomic
def record_change(indicator_id: int, period: Period, reason: str, *, by: User) -> Rebase:
    """Take the usual range anew from this period on. Refused without a reason; Conflict where it is already recorded."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_answer_for(by, indicator).require()
    said = " ".join(reason.split())
    if not said:
        raise Refused("Say what changed: the usual range begins anew, and readers will ask why.")
    if Rebase.objects.filter(indicator=indicator, period_key=period.key).exists():
        raise Conflict(f"A change from {period.label} is already recorded.")
    post = acting_post(by, indicator)
    change = Rebase.objects.create(
        indicator=indicator, period_key=period.key, period=period.label, reason=said, by=by, post=post, at=now()
    )
    _record("indicator.change-recorded", indicator, by, post, after={"period": period.label, "reason": said})
    return change


@transaction.atomic
def dismiss_warning(indicator_id: int, code: str, reason: str, *, by: User) -> DismissedWarning:
    """Set a warning aside with a reason. Refused without one; Conflict where there is no such warning any more."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    may_answer_for(by, indicator).require()
    said = " ".join(reason.split())
    if not said:
        raise Refused("Say why it is no cause for concern: the reason is shown in the warning's place.")
    found = next((one for one in warnings_for([indicator]).get(indicator.pk, []) if one.code == code), None)
    if found is None or found.dismissed is not None:
        raise Conflict("This warning is no longer there: what it was about has changed, or somebody set it aside.")
    post = acting_post(by, indicator)
    fields = {"about": found.about, "reason": said, "by": by, "post": post, "at": now()}
    dismissed, _ = DismissedWarning.objects.update_or_create(indicator=indicator, code=code, defaults=fields)
    _record("warning.dismissed", indicator, by, post, after={"code": code, "warning": found.sentence, "reason": said})
    return dismissed


@dataclass(frozen=True)
class Marks:
    """What an officer marks. ``counter`` is that of the indicator as they read it."""

    within_control: bool
    withheld: str
    counter: int


@transaction.atomic
def mark_indicator(indicator_id: int, marks: Marks, *, by: User) -> Indicator:
    """Mark whether it is within our control and why its figures are withheld, if they are. Stale where it changed."""
    may_mark(by).require()
    indicator = Indicator.objects.select_for_update().get(pk=indicator_id)
    if indicator.counter != marks.counter:
        raise Stale(
            "Somebody else changed this indicator since you read it.", counter=indicator.counter, stored=indicator
        )
    before = {"within_control": indicator.within_control, "withheld": indicator.withheld}
    indicator.within_control, indicator.withheld = marks.within_control, " ".join(marks.withheld.split())
    indicator.counter += 1
    indicator.save(update_fields=["within_control", "withheld", "counter"])
    if indicator.withheld != before["withheld"]:
        follow(indicator.results.values_list("indicator_id", "period_key"))
    refresh([indicator.pk])
    after = {"within_control": indicator.within_control, "withheld": indicator.withheld}
    _record("indicator.marked", indicator, by, acting_post(by), before=before, after=after)
    return indicator


def _record(
    verb: str, indicator: Indicator, by: User, post: str, *, after: dict[str, object], before: object = None
) -> None:
    record(verb, f"indicator {indicator.reference}", actor_id=by.pk, post=post, before=before, after=after)
