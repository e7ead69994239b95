"""What of a person's is due now: the plans, decisions and updates that wait for them. Home pages are made of these."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from common.today import today
from common.values.period import Period
from council.choices import Role
from council.permissions import authority
from serviceplans import permissions as may
from serviceplans.changing import may_move_dates
from serviceplans.choices import IN_FORCE, ChangeState, Status, Step
from serviceplans.models import Action, ActionVersion, PlanVersion


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what to do, about what, a note, and where."""

    verb: str
    what: str
    note: str
    url: str


def quarter_to_report() -> Period:
    """The last quarter that has closed: what updates are asked for."""
    return Period.containing(today(), "quarterly", "financial").previous()


def waiting_for(user: Any) -> list[Waiting]:
    """Decisions on plans first, then the plans that this person writes, then their quarterly updates."""
    versions = PlanVersion.objects.visible_to(user).with_plan().defer("frozen__content")
    versions = versions.prefetch_related("plan__contributors", "decisions").with_review_counts()
    under_way = versions.filter(status__in=[Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED])
    found = [item for version in under_way for item in _of_version(user, version)]
    return [*dates_to_move(user), *found, *updates_due(user)]


def dates_to_move(user: Any) -> list[Waiting]:
    """Dates in plans in force that wait for this person, who agrees the plan at DMT, to move or leave them."""
    if not authority(user).has(Role.DIRECTOR, Role.CHIEF_EXECUTIVE):
        return []
    waiting = PlanVersion.objects.visible_to(user).filter(status__in=IN_FORCE, changes__state=ChangeState.PROPOSED)
    rows = waiting.with_plan().defer("frozen__content").prefetch_related("decisions")
    counted = rows.annotate(dates=Count("changes", filter=Q(changes__state=ChangeState.PROPOSED)))
    return [
        Waiting(
            "Move or leave a date" if version.dates == 1 else f"Move or leave {version.dates} dates",
            str(version.plan),
            "Asked for by those who do the work",
            version.plan.address("plan_changes"),
        )
        for version in counted
        if may_move_dates(user, version)
    ]


def _of_version(user: Any, version: PlanVersion) -> list[Waiting]:
    plan, name = version.plan, str(version.plan)
    since = version.decisions.all()
    last = list(since)[-1] if since else None
    when = f"since {last.at.day} {last.at:%B}" if last else ""
    if may.may_approve(user, version):
        return [Waiting("Approve or return", name, f"Agreed at DMT, with you {when}", plan.address("plan_review"))]
    if may.may_agree(user, version):
        return [Waiting("Agree or return", name, f"With you {when}", plan.address("plan_review"))]
    if may.may_publish(user, version):
        return [Waiting("Publish", name, f"Approved {when}", plan.address("plan_publish"))]
    if version.is_draft and (may.holds(user, version) or may.contributes(user, version)):
        marked = version.to_review  # type: ignore[attr-defined]
        if marked and (last is None or last.step == Step.BEGIN):
            note = f"Carried from last year: {marked} part{'s' * (marked != 1)} to review"
            return [Waiting("Review", name, note, plan.get_absolute_url())]
        verb = "Continue" if last is None or last.step == "begin" else "Answer and resubmit"
        note = f"{last.get_step_display()} {when.removeprefix('since ')}" if last else "Not begun"
        return [Waiting(verb, name, note, plan.get_absolute_url())]
    if authority(user).has(Role.EQUALITIES_LEAD) and version.status == Status.DMT_REVIEW:
        return [Waiting("Comment on equalities", name, "In DMT review", plan.address("plan_review"))]
    return []


def updates_due(user: Any) -> list[Waiting]:
    """Actions in force that this person answers for and that have no update for the last closed quarter."""
    who, quarter = authority(user), quarter_to_report()
    rows = ActionVersion.objects.filter(version__in=PlanVersion.objects.in_force_now().values("pk")).exclude(
        action__in=Action.objects.filter(updates__period_key=quarter.key)
    )
    if not who.has(Role.PERFORMANCE_OFFICER):
        rows = rows.filter(Q(officers__post__in=who.post_ids))
    return [
        Waiting(
            "Update",
            f"{row.action.reference} {row.text}",
            quarter.label,
            reverse("action_update", args=[row.action.reference]),
        )
        for row in rows.select_related("action").distinct()[:50]
    ]
