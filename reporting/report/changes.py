"""Change and refocusing in the quarter: plans returned or revised, actions stopped, dates moved."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from common.values.period import Period
from reporting.report.lines import Change
from reporting.report.plans import PlanRead, content_of
from reporting.rules import action_changes, actions_of
from serviceplans.choices import ActionStatus, Step
from serviceplans.models import ActionUpdate, Decision, PlanVersion

SENT_BACK = {Step.WITHDRAW, Step.RETURN_TO_HOLDER, Step.RETURN_TO_DIRECTOR}
OF_A_REVISION = {Step.BEGIN: "Revision begun", Step.APPROVE: "Revision approved"}


def changes(
    versions: Collection[PlanVersion],
    plans: Iterable[PlanRead],
    updates: Mapping[int, ActionUpdate],
    quarter: Period,
) -> list[Change]:
    """What changed course between the quarter's first and last day, in order of time. One query."""
    found = [*_decided(versions, quarter), *_stopped(plans, updates)]
    return sorted(found, key=lambda change: (change.at, change.service, change.what, change.detail))


def _decided(versions: Collection[PlanVersion], quarter: Period) -> Iterator[Change]:
    known = {version.pk: version for version in versions}
    decisions = Decision.objects.filter(at__date__gte=quarter.start, at__date__lte=quarter.end)
    for decision in decisions.filter(step__in=[*SENT_BACK, *OF_A_REVISION]):
        version = known.get(decision.version_id)
        if version is None:
            continue
        place, step = _place(version), Step(decision.step)
        if step in SENT_BACK:
            what = str(step.label)
            yield Change(decision.at, *place, what, decision.comment, decision.post_title)
        elif version.number > 1:
            details = list(_revised(version, versions)) if step == Step.APPROVE else []
            for detail in details or [decision.comment]:
                yield Change(decision.at, *place, OF_A_REVISION[step], detail, decision.post_title)


def _revised(version: PlanVersion, versions: Collection[PlanVersion]) -> Iterator[str]:
    """What the approved revision changed, compared with the version that it replaced."""
    earlier = [v for v in versions if v.plan_id == version.plan_id and v.number < version.number and v.frozen]
    if version.frozen and earlier:
        before = max(earlier, key=lambda v: v.number)
        yield from action_changes(content_of(before), content_of(version))


def _stopped(plans: Iterable[PlanRead], updates: Mapping[int, ActionUpdate]) -> Iterator[Change]:
    for plan in plans:
        for _, action in actions_of(plan.content):
            update = updates.get(action["id"])
            if update and update.status == ActionStatus.STOPPED:
                said = f"{action['reference']} {action['text']}" + (f": {update.comment}" if update.comment else "")
                yield Change(update.at, *_place(plan.version), "Action stopped", said, update.post)


def _place(version: PlanVersion) -> tuple[str, str, str]:
    service = version.plan.service
    return service.name, version.plan.code, service.directorate.name
