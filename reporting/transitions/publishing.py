"""Publishing a quarter's performance: frozen as it is, and never changed after."""

from django.db import IntegrityError, transaction

from common.ledger import COMMAND_LINE, record
from common.today import now, today
from common.values.period import Period
from common.verdict import Conflict
from council.models import PreElectionPeriod, User
from council.permissions import may_publish_now
from performance.permissions import acting_post
from reporting.models import Publication, PublishedIndicator
from reporting.permissions import may_publish_performance
from reporting.publishing import Draft, draft_of

ALREADY = "{} is already published as it is now. Nothing was changed."
MOVED = "Something was changed since you read it, so nothing was published. Check what would be published now."
_CHUNK = 200


def publish_performance(quarter: Period, digest: str | None, *, by: User | None, urgent: str = "") -> Publication:
    """Publish what the officer read, which ``digest`` names; loaders publish what there is (None).

    Conflict where it is published already, has changed since it was read, or has not ended; and in a pre-election period
    unless ``urgent`` says why it cannot wait.
    """
    if by is not None:
        may_publish_performance(by).require()
    may_publish_now(urgent).require()
    if quarter.end >= today():
        raise Conflict(f"{quarter.label} has not ended, so it cannot be published yet.")
    draft = draft_of(quarter)
    if draft.published_already:
        raise Conflict(ALREADY.format(quarter.label))
    if digest is not None and digest != draft.digest:
        raise Conflict(MOVED)
    try:
        return _publish(draft, by, urgent)
    except IntegrityError:
        # Two at the same moment: the number that this one would have had is the other's.
        raise Conflict(ALREADY.format(quarter.label)) from None


@transaction.atomic
def _publish(draft: Draft, by: User | None, urgent: str) -> Publication:
    held = PreElectionPeriod.objects.on(today()).first()
    publication = Publication.objects.create(
        period_key=draft.quarter.key,
        period=draft.quarter.label,
        number=draft.before.number + 1 if draft.before else 1,
        published_at=now(),
        published_by=by,
        post=acting_post(by) if by else COMMAND_LINE,
        digest=draft.digest,
        summary=draft.summary,
    )
    PublishedIndicator.objects.bulk_create(
        [
            PublishedIndicator(
                publication=publication,
                position=position,
                slug=one["slug"],
                reference=one["reference"],
                name=one["name"],
                directorate=one["directorate"],
                content=one,
            )
            for position, one in enumerate(draft.outward.indicators)
        ],
        batch_size=_CHUNK,
    )
    record(
        "performance.published",
        f"performance {draft.quarter.label}",
        actor_id=by.pk if by else None,
        post=publication.post,
        after={
            "number": publication.number,
            "digest": publication.digest,
            **draft.summary,
            "withheld": [name for name, _ in draft.outward.withheld],
            "not checked": [f"{reference} {period}" for reference, period in draft.outward.waiting],
            **({"urgent": held.told(urgent)} if held else {}),
        },
    )
    return publication
