"""Putting what is committed into one draft, and letting go of it. The callers hold the locks and write the ledger.

Locks are taken in this order: the cycle, then versions, then services; so a placement, a plan that begins and a plan that
comes back to its holder are one after the other.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from common.values.due import Due
from council.models import PlanningCycle, User
from performance.models import Indicator
from serviceplans.models import (
    Action,
    ActionVersion,
    Commitment,
    Objective,
    ObjectiveVersion,
    PlanVersion,
    TemplatePart,
    VersionIndicator,
)
from serviceplans.transitions.actions import next_reference
from serviceplans.transitions.locking import acting_post, next_position, write_ledger

Facts = dict[str, Any]
LISTS = ("project_types", "grounds")


def hold_cycle_of(version_id: int) -> None:
    """Lock the cycle of a version's plan, before the version itself."""
    hold_cycle(PlanVersion.objects.values_list("plan__cycle", flat=True).get(pk=version_id))


def hold_cycle(cycle_id: int) -> PlanningCycle:
    return PlanningCycle.objects.select_for_update().get(pk=cycle_id)


def binding(version: PlanVersion) -> QuerySet[Commitment]:
    rows = Commitment.objects.binding(version.plan.service, version.plan.cycle)
    return rows.prefetch_related("themes", "indicators")


def stand(version: PlanVersion) -> list[Facts]:
    """Whatever is committed for its service and cycle stands in the draft afterwards; what came, for the ledger."""
    return [facts for commitment in binding(version) if (facts := put(version, commitment))]


def stand_again(version: PlanVersion) -> list[Facts]:
    """The same for a draft that is a copy, or was locked: what no longer binds it is the service's own from now on."""
    bound = list(binding(version))
    for rows in (version.actions, version.indicator_links):
        gone = rows.filter(commitment__isnull=False).exclude(commitment__in=bound)
        gone.update(commitment=None, counter=F("counter") + 1)
    return [facts for commitment in bound if (facts := put(version, commitment))]


def write_stood(version: PlanVersion, by: User | None, stood: list[Facts]) -> None:
    """The ledger's entries of what came into a draft."""
    post = acting_post(by, version.plan.service.holder_post_id) if by and stood else None
    for facts in stood:
        write_ledger("commitment.stand", version, by, post, None, facts)


def put(version: PlanVersion, commitment: Commitment) -> Facts | None:
    """Put one commitment into a draft; None where it stands there, or the template has no place for it.

    An indicator stands as an action that says its target where the template has no table of indicators.
    """
    part = first_part(version, "indicators") if commitment.agreed else None
    return _put_indicator(version, part, commitment) if part else _put_action(version, commitment)


def first_part(version: PlanVersion, kind: str) -> TemplatePart | None:
    """The first part of that kind in the plan's template."""
    return TemplatePart.objects.filter(template=version.plan.template_id, kind=kind).first()


def _put_action(version: PlanVersion, commitment: Commitment) -> Facts | None:
    part = first_part(version, "actions")
    if part is None or version.actions.filter(commitment=commitment).exists():
        return None
    row = _carried(version, commitment) or ActionVersion(
        action=_action(version, commitment), version=version, counter=0
    )
    left = row.objective if row.pk else None
    _place(row, version, part, commitment)
    reword(row, commitment)
    if left and left.pk != row.objective_id:
        _drop_if_empty(left, left.text)
    return facts_of(commitment, row.action.reference)


def facts_of(commitment: Commitment, reference: str, **more: Any) -> Facts:
    """What the ledger says of a commitment in one plan."""
    return {"commitment": commitment.pk, "heading": commitment.heading, "reference": reference, **more}


def _carried(version: PlanVersion, commitment: Commitment) -> ActionVersion | None:
    """The action of last year's commitment, carried forward as the service's own: it goes on as this one's."""
    if commitment.continues_id is None:
        return None
    rows = version.actions.filter(commitment=None, action__versions__commitment=commitment.continues_id)
    return rows.select_related("action", "objective").first()


def _action(version: PlanVersion, commitment: Commitment) -> Action:
    """The service's own action for it: the one that it had, else a new one with the next reference."""
    service = version.plan.service_id
    known = Action.objects.filter(service=service, versions__commitment=commitment).first()
    return known or Action.objects.create(service_id=service, reference=next_reference(service))


def _place(row: ActionVersion, version: PlanVersion, part: TemplatePart, commitment: Commitment) -> None:
    """Under the objective that the commitment's heading names, at its end."""
    keys = TemplatePart.objects.filter(template=part.template_id, kind="actions").values_list("key", flat=True)
    objective = version.objectives.of_part(part.key, list(keys)).filter(text=commitment.heading).first()
    if objective is None:
        objective = ObjectiveVersion.objects.create(
            objective=Objective.objects.create(service=version.plan.service), version=version, part_key=part.key,
            text=commitment.heading, position=next_position(version.objectives),
        )  # fmt: skip
        objective.themes.set(commitment.themes.all())
    row.objective, row.commitment = objective, commitment
    row.position = next_position(objective.actions)


def reword(
    row: ActionVersion, commitment: Commitment, was: Collection[str] = (), gone: Collection[Indicator] = ()
) -> None:
    """Let the row say what the commitment says. ``was``: what it fixed before; ``gone``: the measures that it named."""
    released, said = set(was) - set(commitment.fixed), commitment.as_action
    for name, value in said.items():
        if name in commitment.fixed:
            setattr(row, name, value)
        elif name in released:
            setattr(row, name, [] if name in LISTS else "")
    if {"completed_by"} & (released | set(commitment.fixed)):
        due = Due.parse(row.completed_by, year=commitment.cycle.name)
        row.completed_by, row.due = due.words, due.date
    row.counter += 1
    row.save()
    if "themes" in commitment.fixed or "themes" in released:
        row.themes.set(commitment.themes.all())
    row.indicators.remove(*gone)
    row.indicators.add(*commitment.measures)


def move(row: ActionVersion, commitment: Commitment) -> None:
    """Under the commitment's heading as it is now."""
    if row.objective.text == commitment.heading:
        return
    left, part = row.objective, first_part(row.version, "actions")
    if part is not None:
        _place(row, row.version, part, commitment)
        row.save(update_fields=["objective", "position"])
        _drop_if_empty(left, left.text)


def _put_indicator(version: PlanVersion, part: TemplatePart, commitment: Commitment) -> Facts | None:
    indicator = commitment.indicator
    if indicator is None or version.actions.filter(commitment=commitment).exists():
        return None
    link = version.indicator_links.filter(indicator=indicator).first()
    if link is not None and link.commitment_id == commitment.pk:
        return None
    if link is None:
        place = next_position(version.indicator_links)
        link = VersionIndicator(
            version=version, indicator=indicator, group=nearest_group(part, indicator), position=place, brought=True
        )
    link.commitment, link.counter = commitment, link.counter + 1
    link.save()
    return facts_of(commitment, indicator.reference)


def nearest_group(part: TemplatePart, indicator: Indicator) -> str:
    """The group of the part that an indicator's own group names, else its first; "" where it has none."""
    groups: list[str] = part.config.get("groups") or [""]
    return next((group for group in groups if group.lower().startswith(indicator.group)), groups[0])


def let_go(version: PlanVersion, commitment: Commitment) -> Facts | None:
    """Take it out of a draft; where the service has added something of its own, it stays as the service's own."""
    row = version.actions.filter(commitment=commitment).select_related("action", "objective").first()
    if row is not None:
        stays = _has_own(row)
        _unmark(row) if stays else _take_out(row, commitment.heading)
        return facts_of(commitment, row.action.reference, stays=stays)
    link = version.indicator_links.filter(commitment=commitment).select_related("indicator").first()
    if link is None:
        return None
    stays = not link.brought or bool(link.own_words)
    _unmark(link) if stays else link.delete()
    return facts_of(commitment, link.indicator.reference, stays=stays)


def _has_own(row: ActionVersion) -> bool:
    said = row.own_words or row.resources or row.extra
    return bool(said) or any(rows.exists() for rows in (row.officers, row.milestones, row.action.updates))


def _unmark(row: ActionVersion | VersionIndicator) -> None:
    row.commitment, row.counter = None, row.counter + 1
    row.save(update_fields=["commitment", "counter"])


def _take_out(row: ActionVersion, heading: str) -> None:
    action = row.action
    row.delete()
    if not action.versions.exists():
        action.delete()
    _drop_if_empty(row.objective, heading)


def _drop_if_empty(objective: ObjectiveVersion, heading: str) -> None:
    """An objective that stood for the commitments under it goes with the last of them."""
    if objective.text == heading and not objective.actions.exists():
        objective.delete()
