"""Change and refocusing in the quarter: plans returned, revised or changed since approval, actions stopped."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.utils.timezone import localdate

from common.values.period import Period
from reporting.report.lines import Change
from reporting.report.plans import PlanRead
from reporting.rules import action_changes, actions_of
from serviceplans.choices import ActionStatus, Cause, Status, Step
from serviceplans.content import changes_made, standing_content
from serviceplans.models import ActionUpdate, Decision, PlanVersion
from serviceplans.rules import compare, sentence

SENT_BACK = {Step.WITHDRAW, Step.RETURN_TO_HOLDER, Step.RETURN_TO_DIRECTOR}
OF_A_REVISION = {Step.REVISE, Step.ABANDON, Step.APPROVE}


def changes(
    versions: Collection[PlanVersion],
    plans: Iterable[PlanRead],
    updates: Mapping[int, ActionUpdate],
    quarter: Period,
) -> list[Change]:
    """What changed course between the quarter's first and last day, in order of time. One query."""
    found = [*_decided(versions, quarter), *_changed(versions, quarter), *_stopped(plans, updates)]
    # What one decision did stays in its own order: in short first, then action by action.
    return sorted(found, key=lambda change: (change.at, change.service, change.what))


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
        elif version.number > 1 and step != Step.APPROVE:
            what = str(step.label)
            yield Change(decision.at, *place, what, f"Version {version.number}", decision.post_title, decision.comment)
        elif version.number > 1:
            for detail in _revised(version, versions):
                yield Change(decision.at, *place, "Revision approved", detail, decision.post_title, why(version))


def why(version: PlanVersion) -> str:
    """Where a revision came from, and why."""
    return f"{Cause(version.cause).label}: {version.why}" if version.cause else version.why


def _revised(version: PlanVersion, versions: Collection[PlanVersion]) -> list[str]:
    """What the approved revision changed, in short and action by action, compared with the version that it replaced."""
    earlier = [v for v in versions if v.plan_id == version.plan_id and v.number < version.number and v.frozen]
    approved = [v for v in earlier if v.status != Status.ABANDONED]
    if not version.frozen or not approved:
        return [f"Version {version.number}"]
    before, after = standing_content(max(approved, key=lambda v: v.number)), standing_content(version)
    return [f"Version {version.number}: {sentence(compare(before, after))}", *action_changes(before, after)]


def _changed(versions: Collection[PlanVersion], quarter: Period) -> Iterator[Change]:
    """What was put right or moved in plans in force without a revision."""
    for version in versions:
        for change in changes_made(version, quarter.end):
            if change.at and localdate(change.at) >= quarter.start:
                said = f"{change.what}: from “{change.before or 'nothing'}” to “{change.after}”"
                what = str(change.get_kind_display())
                yield Change(change.at, *_place(version), what, said, change.post, change.reason)


def _stopped(plans: Iterable[PlanRead], updates: Mapping[int, ActionUpdate]) -> Iterator[Change]:
    for plan in plans:
        for _, action in actions_of(plan.content):
            update = updates.get(action["id"])
            if update and update.status == ActionStatus.STOPPED:
                said = f"{action['reference']} {action['text']}" + (
                    f": {update.outward_comment}" if update.comment else ""
                )
                yield Change(update.at, *_place(plan.version), "Action stopped", said, update.post)


def _place(version: PlanVersion) -> tuple[str, str, str]:
    service = version.plan.service
    return service.name, version.plan.code, service.directorate.name
