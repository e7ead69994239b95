"""The list of plans: every service of a cycle against the calendar, as far as a person may see."""

from dataclasses import dataclass
from typing import Any

from common.today import today
from council.models import Directorate, PlanningCycle
from council.permissions import authority
from serviceplans.choices import IN_REVIEW, UNDER_WAY, Status
from serviceplans.models import Plan, PlanVersion
from serviceplans.permissions import FOLLOWERS, WRITERS

TONES = {
    Status.DRAFT: "grey",
    Status.DMT_REVIEW: "blue",
    Status.AMENDING: "amber",
    Status.MEMBER_REVIEW: "blue",
    Status.REVIEW: "blue",
    Status.APPROVED: "green",
    Status.PUBLISHED: "green",
    Status.SUPERSEDED: "grey",
    Status.ABANDONED: "grey",
}


@dataclass(frozen=True)
class PlanLine:
    plan: Plan
    version: PlanVersion
    tone: str
    holder: str

    @property
    def state(self) -> str:
        return self.version.state


@dataclass(frozen=True)
class PlanListing:
    """What the page shows: lines by directorate, the calendar, the filters as chosen."""

    cycle: PlanningCycle | None
    cycles: list[PlanningCycle]
    steps: list[Any]
    groups: list[tuple[Directorate, list[PlanLine]]]
    status: str
    statuses: list[tuple[str, str]]
    counts: list[dict[str, Any]]
    total: int
    follows: bool
    brings_rows: bool


def plan_list(user: Any, asked: Any) -> PlanListing:
    """The plans that this person may see in a cycle (the newest unless asked), filtered by status."""
    cycles = list(PlanningCycle.objects.all())
    cycle = next((c for c in cycles if c.slug == asked.get("cycle")), None) or next(
        (c for c in cycles if c.is_open), None
    )
    lines = _lines(user, cycle) if cycle else []
    status = asked.get("status", "")
    shown = [line for line in lines if not status or line.version.status == status]
    groups: dict[Directorate, list[PlanLine]] = {}
    for line in shown:
        groups.setdefault(line.plan.service.directorate, []).append(line)
    return PlanListing(
        cycle=cycle,
        cycles=cycles,
        steps=_steps(cycle),
        groups=sorted(groups.items(), key=lambda pair: pair[0].name),
        status=status,
        statuses=[(s.value, str(s.label)) for s in Status],
        counts=_counts(lines),
        total=len(lines),
        follows=bool(authority(user).roles & FOLLOWERS),
        brings_rows=bool(authority(user).roles & WRITERS),
    )


def _lines(user: Any, cycle: PlanningCycle) -> list[PlanLine]:
    seen = PlanVersion.objects.visible_to(user).filter(plan__cycle=cycle)
    versions = seen.with_plan().defer("frozen__content").order_by("number")
    latest: dict[int, PlanVersion] = {}
    for version in versions:
        held = latest.get(version.plan_id)
        if held is None or held.status not in UNDER_WAY:
            latest[version.plan_id] = version
    found = sorted(latest.values(), key=lambda v: v.plan.service.name)
    return [
        PlanLine(
            v.plan,
            v,
            TONES[Status(v.status)],
            v.plan.service.holder_post.title if v.plan.service.holder_post else "Vacant",
        )
        for v in found
    ]


def _steps(cycle: PlanningCycle | None) -> list[dict[str, Any]]:
    if cycle is None:
        return []
    return [{"name": s.name, "date": s.date, "past": s.date < today()} for s in cycle.steps.all()]


def _counts(lines: list[PlanLine]) -> list[dict[str, Any]]:
    """For the bar: agreed, in review, in draft."""
    groups = [
        ("Approved or published", "green", (Status.APPROVED, Status.PUBLISHED)),
        ("In review", "blue", IN_REVIEW),
        ("In draft", "grey", (Status.DRAFT,)),
    ]
    return [
        {"label": label, "tone": tone, "count": sum(line.version.status in among for line in lines)}
        for label, tone, among in groups
    ]
