"""What happens to an equality objective. Whether ``by`` may is asked by the plan that holds it, before this."""

from typing import Any

from django.db import transaction

from common.ledger import record
from common.verdict import Conflict, Stale
from council.models import ServiceArea, User
from council.permissions import authority
from equalities.models import EqualityObjective

FIELDS = ("area_id", "text", "supports_strategy", "supports_cmt", "facing", "duty")


@transaction.atomic
def add_objective(service: ServiceArea, data: dict[str, Any], by: User | None) -> EqualityObjective:
    """Write down a new objective of a service. ``data`` is what ``EqualityObjectiveForm`` cleaned.

    Adding the same again, by a second press or by going back, changes nothing.
    """
    # Of two at once, the second must see the first.
    service = ServiceArea.objects.select_for_update().get(pk=service.pk)
    objective = EqualityObjective(service=service)
    _apply(objective, data)
    for other in EqualityObjective.objects.filter(service=service, retired=False, text=objective.text):
        if facts(other) == facts(objective):
            return other
    objective.save()
    _record("equality-objective.added", objective, by, None)
    return objective


@transaction.atomic
def edit_objective(objective_id: int, counter: int, data: dict[str, Any], by: User | None) -> EqualityObjective:
    """Change an objective read at ``counter``. Raises Stale with what is stored now; Conflict when it is retired."""
    objective = EqualityObjective.objects.select_for_update().get(pk=objective_id)
    if objective.counter != counter:
        sentence = "This objective was changed by somebody else since you opened it. Nothing of yours was saved yet."
        raise Stale(sentence, counter=objective.counter, stored=facts(objective))
    if objective.retired:
        raise Conflict("This objective has been retired, so it can no longer be changed.")
    before = facts(objective)
    _apply(objective, data)
    if facts(objective) == before:
        return objective
    objective.counter += 1
    objective.save()
    _record("equality-objective.changed", objective, by, before)
    return objective


@transaction.atomic
def hand_over(objective_ids: list[int], service: ServiceArea, by: User | None) -> None:
    """Give objectives to the service that took over from theirs. The caller has asked whether ``by`` may."""
    rows = EqualityObjective.objects.select_for_update().filter(pk__in=objective_ids).exclude(service=service)
    for objective in rows.order_by("pk"):
        before = {"service": objective.service.prefix}
        objective.service, objective.counter = service, objective.counter + 1
        objective.save()
        _record("equality-objective.handed-over", objective, by, before)


def facts(objective: EqualityObjective) -> dict[str, Any]:
    """What an objective says, as the ledger and a stale editor are shown it."""
    return {name: getattr(objective, name) for name in FIELDS}


def _apply(objective: EqualityObjective, data: dict[str, Any]) -> None:
    supported = data["supports"]
    objective.area = data["area"]
    objective.text = data["text"]
    objective.supports_strategy = "strategy" in supported
    objective.supports_cmt = "cmt" in supported
    objective.facing = data["facing"]
    objective.duty = data.get("duty", "")


def _record(verb: str, objective: EqualityObjective, by: User | None, before: dict[str, Any] | None) -> None:
    who = authority(by)
    post = who.post_for(objective.service.holder_post_id) or who.main_post
    record(
        verb,
        f"equality objective {objective.pk}",
        actor_id=by.pk if by else None,
        post=post.title if post else "",
        before=before,
        after={"service": objective.service.prefix, **facts(objective)},
    )
