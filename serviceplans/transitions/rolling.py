"""Rolling plans forward: all of them or none, under one lock, and never twice."""

from collections.abc import Iterable

from django.db import transaction

from common.ledger import COMMAND_LINE, record
from common.today import now
from common.verdict import Conflict
from council.models import PlanningCycle, Post, ServiceArea, User
from council.transitions import create_cycle
from council.transitions.cycles import facts_of
from equalities.transitions import hand_over as hand_over_objectives
from risks.transitions import hand_over as hand_over_risks
from serviceplans import notifications
from serviceplans import permissions as may
from serviceplans.choices import Step
from serviceplans.models import (
    Action,
    CarriedForward,
    Contributor,
    Objective,
    PartContent,
    Plan,
    PlanVersion,
    VersionEqualityObjective,
    VersionRisk,
)
from serviceplans.rolling import Roll, RollForward, answer, cycle_to_roll_into, survey
from serviceplans.transitions.cloning import clone_content
from serviceplans.transitions.committing import stand, write_stood
from serviceplans.transitions.locking import acting_post, write_decision, write_ledger

CHANGED = "Something has changed since you read what would be carried. Read it again before you confirm."


@transaction.atomic
def roll_forward(name: str, *, by: User | None, read: str | None = None) -> RollForward:
    """Begin the plan of every living service in the cycle of that name, which is created where it comes next.

    A plan that has been begun is left alone, so a second call changes nothing. ``read``: the fingerprint of what the
    person was shown, refused (409) where it is no longer so. ``by`` None is the command line.
    """
    if by is not None:
        may.may_roll_forward(by).require()
    cycle, calendar = _locked_cycle(name, by)
    rolls = survey(cycle)
    found = answer(cycle, rolls, done=True, calendar=calendar)
    if read is not None and read != found.fingerprint:
        raise Conflict(CHANGED)
    _begin(rolls, cycle, by)
    if found.begun:
        post = acting_post(by) if by else None
        title = post.title if post else COMMAND_LINE
        after = {"from": found.source, "totals": found.totals}
        record("cycle.roll-forward", f"cycle {cycle.name}", actor_id=by.pk if by else None, post=title, after=after)
    return found


@transaction.atomic
def begin_from_last_year(service: ServiceArea, cycle: PlanningCycle, *, by: User) -> PlanVersion:
    """Begin the plan of one service, from its earlier plan where it has one. Conflict (409) where it has been begun."""
    may.may_begin(by, service).require()
    locked, _ = _locked_cycle(cycle.name, by)
    rolls = survey(locked, only=[service.pk])
    if not rolls or not rolls[0].outcome.begins:
        raise Conflict(" ".join(rolls[0].outcome.notes) if rolls else f"{service.name} has no plan in {locked.name}.")
    return _begin(rolls, locked, by)[0]


def _locked_cycle(name: str, by: User | None) -> tuple[PlanningCycle, list[str]]:
    """The cycle, so locked that two roll-forwards go one after the other; with its steps where it is made now."""
    newest = PlanningCycle.objects.select_for_update().first()
    cycle, steps = cycle_to_roll_into(name)
    if cycle.pk is None:
        return create_cycle(cycle.name, steps, by=by), facts_of(steps)
    if newest and cycle.pk != newest.pk:
        PlanningCycle.objects.select_for_update().get(pk=cycle.pk)
    return cycle, []


def _begin(rolls: Iterable[Roll], cycle: PlanningCycle, by: User | None) -> list[PlanVersion]:
    """Write what the survey decided. The ledger comes last, when every plan is written."""
    written = [(roll, _write(roll, cycle, by)) for roll in rolls if roll.outcome.begins]
    for roll, version in written:
        notifications.rolled_forward(version, roll.outcome.source, len(roll.outcome.parts))
    stood = {version.pk: stand(version) for _, version in written}
    for roll, version in written:
        _take_over(roll, version, by)
        write_ledger("plan.roll-forward", version, by, _post(roll.service, by), None, roll.outcome.as_dict())
        write_stood(version, by, stood[version.pk])
    return [version for _, version in written]


def _post(service: ServiceArea, by: User | None) -> Post | None:
    return acting_post(by, service.holder_post_id) if by else None


def _write(roll: Roll, cycle: PlanningCycle, by: User | None) -> PlanVersion:
    """One plan, in a fixed number of queries."""
    if roll.template is None:
        raise Conflict("There is no plan template yet, so no plan can begin.")
    plan, _ = Plan.objects.get_or_create(service=roll.service, cycle=cycle, defaults={"template": roll.template})
    earlier = roll.carries[0].held.version.plan.template if roll.carries else plan.template
    if plan.template != earlier and plan.moved_from is None:
        plan.moved_from = earlier
        plan.save(update_fields=["moved_from"])
    version = PlanVersion.objects.create(plan=plan, number=1, begun_at=now(), changed_at=now())
    for carry in roll.carries:
        clone_content(carry.held.version, version, carry)
    source = roll.carries[0].held.version if roll.carries else None
    from_cycle = source.plan.cycle.name if source else ""
    contents = [
        *(PartContent(version=version, part=part, data={"rows": rows}) for part, rows in roll.achievements.items()),
        *(PartContent(version=version, part=part) for part in roll.marked),
    ]
    for content in contents:
        content.review_from = from_cycle
    PartContent.objects.bulk_create(contents)
    posts = {post.pk: post for carry in roll.carries for post in carry.held.contributors}
    Contributor.objects.bulk_create(Contributor(plan=plan, post=post, invited_at=now()) for post in posts.values())
    CarriedForward.objects.create(version=version, source=source, facts=roll.outcome.as_dict(), at=now())
    comment = f"From {roll.outcome.source}" if source else ""
    write_decision(version, Step.BEGIN, "", by=by, post=_post(roll.service, by), comment=comment)
    return version


def _take_over(roll: Roll, version: PlanVersion, by: User | None) -> None:
    """What came from a service that ended belongs to this one from now on, under the references that it has."""
    ended = [c.held.version.plan.service_id for c in roll.carries if c.held.version.plan.service_id != roll.service.pk]
    if not ended:
        return
    Action.objects.filter(versions__version=version, service__in=ended).update(service=roll.service)
    Objective.objects.filter(versions__version=version, service__in=ended).update(service=roll.service)
    risks = VersionRisk.objects.filter(version=version, risk__service__in=ended).values_list("risk", flat=True)
    hand_over_risks(list(risks), roll.service, by)
    links = VersionEqualityObjective.objects.filter(version=version, objective__service__in=ended)
    hand_over_objectives(list(links.values_list("objective", flat=True)), roll.service, by)
