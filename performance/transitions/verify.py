"""The officer's check of results that their owners entered: verified, or sent back with a reason."""

from collections.abc import Collection, Mapping

from django.db import transaction

from common.ledger import record
from common.today import now
from common.verdict import Conflict, Refused
from council.models import User
from performance.choices import ResultStatus, Verification
from performance.models import Indicator, Result
from performance.models.result import VERIFICATION_FIELDS
from performance.notifications import sent_back
from performance.permissions import acting_post, may_verify

from .writing import follow

_WRITTEN = (*VERIFICATION_FIELDS, "status", "counter")


@transaction.atomic
def verify_results(seen: Mapping[int, int], *, by: User, provisional: Collection[int] = frozenset()) -> list[Result]:
    """Verify results, given the counter of each by its id as it was read; they become final but for ``provisional``.

    Conflict where one of them has been changed or checked since: nothing is verified, and the sentence names them.
    """
    may_verify(by).require()
    results = _held(seen)
    moved = [one for one in results if one.counter != seen[one.pk] or one.verification != Verification.WAITING]
    if moved or len(results) < len(seen):
        names = ", ".join(f"{one.indicator.reference} for {one.period}" for one in moved) or "One that was deleted"
        raise Conflict(f"Changed since you read the list: {names}. Nothing was verified. Look at what is there now.")
    post, at = acting_post(by), now()
    for one in results:
        one.checked(at, by.pk, post)
        one.status = ResultStatus.PROVISIONAL if one.pk in provisional else ResultStatus.FINAL
        one.counter += 1
    Result.objects.bulk_update(results, _WRITTEN, batch_size=100)
    follow([(one.indicator_id, one.period_key) for one in results])
    rows = [{"indicator": one.indicator.reference, "period": one.period, "status": one.status} for one in results]
    about = f"indicator {results[0].indicator.reference}" if len(results) == 1 else f"{len(results)} results"
    if results:
        record("results.verified", about, actor_id=by.pk, post=post, after=rows)
    return results


@transaction.atomic
def send_back(result_id: int, counter: int, reason: str, *, by: User) -> Result:
    """Send a result back to its owner, who is told why. Conflict where it has been changed or checked since."""
    may_verify(by).require()
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Say why the result is sent back: its owner reads it.")
    (one,) = _held([result_id])
    if one.counter != counter or one.verification != Verification.WAITING:
        raise Conflict(f"{one.indicator.reference} for {one.period} was changed or checked since you read it.")
    one.unchecked(Verification.RETURNED, reason[:500])
    one.counter += 1
    one.save(update_fields=_WRITTEN)
    sent_back(one)
    record(
        "result.sent-back",
        f"indicator {one.indicator.reference}",
        actor_id=by.pk,
        post=acting_post(by),
        after={"period": one.period, "reason": one.sent_back},
    )
    return one


def _held(ids: Collection[int]) -> list[Result]:
    """These results, their indicators held until the transaction ends: who enters one waits."""
    pks = Result.objects.filter(pk__in=list(ids)).values("indicator")
    list(Indicator.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))
    rows = Result.objects.filter(pk__in=list(ids)).select_related("indicator__owner_post", "entered_by")
    return list(rows.order_by("indicator__reference_key", "ends"))
