"""Naming the services that an action affects, and their acknowledging it."""

from collections.abc import Collection

from django.db import transaction

from common.ledger import record
from common.today import now
from common.verdict import Conflict, Stale
from council.models import ServiceArea, User
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.models import Action, AffectedService
from serviceplans.transitions.locking import acting_post

CHANGED = (
    "Somebody else changed which services this action affects after you opened this page. Read the list and save again."
)


@transaction.atomic
def name_services(
    action_id: int, *, by: User, services: Collection[int], seen: Collection[int]
) -> list[AffectedService]:
    """The action affects exactly these services, and never its own; those newly named are told. The same again changes nothing.

    ``seen``: those that were named when the page was read; Stale where they are others now.
    """
    action = locked(action_id)
    may.may_name_services(by, action).require()
    before = {row.service_id: row.service.name for row in action.affected.select_related("service")}
    if set(seen) != set(before):
        raise Stale(CHANGED, counter=0, stored=sorted(before.values()))
    wanted = set(services) - {action.service_id}
    new = ServiceArea.objects.filter(pk__in=wanted - set(before))
    made = [AffectedService.objects.create(action=action, service=one, named_at=now(), named_by=by) for one in new]
    gone, _ = action.affected.exclude(service__in=wanted).delete()
    if made or gone:
        after = sorted(action.affected.values_list("service__name", flat=True))
        post = acting_post(by, action.service.holder_post_id)
        title = post.title if post else by.name
        record(
            "action.affects", f"action {action.reference}", actor_id=by.pk, post=title,
            before={"services": sorted(before.values())}, after={"services": after},
        )  # fmt: skip
    for named in made:
        notifications.service_named(named)
    return made


@transaction.atomic
def acknowledge(named_id: int, *, by: User, comment: str = "") -> AffectedService:
    """The service that is named says that it knows, and what it has to say to it; the first service is told."""
    found = AffectedService.objects.filter(pk=named_id).first()
    if found is None:
        raise Conflict("This action no longer names your service.")
    action = locked(found.action_id)
    named = AffectedService.objects.select_related("service").filter(pk=named_id).first()
    if named is None:
        raise Conflict("This action no longer names your service.")
    named.action = action
    may.may_acknowledge(by, named).require()
    post = acting_post(by, named.service.holder_post_id)
    named.acknowledged_at, named.acknowledged_by = now(), by
    named.acknowledged_post, named.comment = post.title if post else by.name, comment.strip()
    named.save()
    after = {"service": named.service.name, "comment": named.comment}
    record(
        "action.acknowledge",
        f"action {action.reference}",
        actor_id=by.pk,
        post=named.acknowledged_post,
        before=None,
        after=after,
    )
    notifications.service_answered(named)
    return named


def locked(action_id: int) -> Action:
    Action.objects.select_for_update().get(pk=action_id)
    return Action.objects.select_related("service").get(pk=action_id)
