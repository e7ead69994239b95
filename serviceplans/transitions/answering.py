"""What one service says of a commitment: its own result each quarter, and its own words beside it in its plan."""

from django.db import transaction

from common.ledger import record
from common.today import now, today
from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Conflict, Refused
from council.models import ServiceArea, User
from serviceplans import permissions as may
from serviceplans.models import Commitment, ServiceResult, VersionIndicator
from serviceplans.rules.commitments import quarters_asked
from serviceplans.transitions.locking import acting_post, done, editable, require_fresh


@transaction.atomic
def give_result(
    commitment_id: int,
    service_id: int,
    *,
    by: User,
    counter: int,
    period: Period,
    value: ResultValue,
    comment: str = "",
) -> ServiceResult:
    """A service's own result for a quarter that has closed; saving again replaces it, and the ledger keeps what it was.

    The council's own result of the indicator is not touched.
    """
    Commitment.objects.select_for_update().get(pk=commitment_id)
    commitment = Commitment.objects.select_related("cycle", "target__indicator").get(pk=commitment_id)
    service = ServiceArea.objects.get(pk=service_id)
    may.may_answer(by, commitment, service).require()
    if commitment.agreed is None:
        raise Refused("This commitment is an action: say how it stands on the action's own page.")
    if period not in quarters_asked(commitment.cycle.starts, commitment.cycle.ends, today()):
        raise Refused(f"{period} is no quarter of {commitment.cycle.name} that has closed.")
    row = commitment.results.filter(service=service, period_key=period.key).first()
    before = {"result": str(row.value.cell), "comment": row.comment} if row else None
    row = row or ServiceResult(commitment=commitment, service=service, counter=0)
    require_fresh(row, counter, before)
    post = acting_post(by, service.holder_post_id)
    row.when, row.value, row.comment, row.counter = period, value, comment.strip(), row.counter + 1
    row.at, row.by, row.post = now(), by, post.title if post else by.name
    row.save()
    after = {"service": service.name, "period": period.label, "result": str(value.cell), "comment": row.comment}
    record(
        "commitment.result", f"commitment {commitment.pk}", actor_id=by.pk, post=row.post, before=before, after=after
    )
    return row


@transaction.atomic
def say_own_words(version_id: int, commitment_id: int, *, by: User, counter: int, words: str) -> VersionIndicator:
    """The service's own target or words beside an indicator that it is committed to."""
    version = editable(version_id, by)
    link = version.indicator_links.filter(commitment=commitment_id).select_related("indicator").first()
    if link is None:
        raise Conflict("This commitment does not stand in the plan any more.")
    before = {"reference": link.indicator.reference, "own_words": link.own_words}
    require_fresh(link, counter, before)
    link.own_words, link.counter = words.strip(), link.counter + 1
    link.save(update_fields=["own_words", "counter"])
    done("commitment.own-words", version, by, before, {**before, "own_words": link.own_words})
    return link
