"""The smaller parts of home pages: where plans stand, the calendar, decisions, the ledger, empty posts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.http import QueryDict
from django.urls import reverse

from config.home.exceptions import exceptions
from config.home.viewer import Viewer
from council.choices import Role
from council.models import Appointment, CycleStep, DmtMeeting, PlanningCycle, ServiceArea, User
from council.pages import PostLine, vacancies
from council.permissions import READS_ALL_DRAFTS
from council.querysets import live_on
from equalities.register import EqualitiesPage, equalities_page
from reporting.audit.page import latest_lines, trail_state
from serviceplans.choices import IN_FORCE, IN_REVIEW, Status, Step
from serviceplans.models import Decision, PlanVersion

# Whose corner's drafts are theirs to read, so that "not begun" is the truth and not a plan hidden from them.
READS_OWN_DRAFTS = (Role.DIRECTOR, Role.PLAN_HOLDER, Role.HEAD_OF_SERVICE)
SHOWN_DATES = 5
SHOWN_DECISIONS = 6
SHOWN_ENTRIES = 10


@dataclass(frozen=True)
class PlanCounts:
    """For the bar: how many plans of ``cycle`` stand where. ``agreed`` of ``total``; ``whole`` where drafts are counted too."""

    cycle: str
    segments: list[dict[str, Any]]
    agreed: int
    total: int
    whole: bool


def plan_counts(viewer: Viewer) -> PlanCounts:
    """How the plans of the newest open cycle stand in the viewer's corner, as far as they may read. One query."""
    rank = Case(
        When(status__in=IN_FORCE, then=Value(0)),
        When(status=Status.MEMBER_REVIEW, then=Value(1)),
        When(status__in=IN_REVIEW, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    newest = PlanningCycle.objects.filter(is_open=True)
    read = PlanVersion.objects.visible_to(viewer.user).filter(plan__service=OuterRef("pk"))
    read = read.filter(plan__cycle=Subquery(newest.values("pk")[:1]))
    best = Subquery(read.order_by(rank, "-number").values("status")[:1])
    corner = viewer.scope.services if viewer.scope.services is not None else Q()
    services = ServiceArea.objects.filter(corner, live_on(viewer.day)).distinct()
    services = services.annotate(best=best, cycle=Subquery(newest.values("name")[:1]))
    found = list(services.order_by("pk").values_list("pk", "best", "cycle"))
    states = [state for _, state, _ in found]
    whole = viewer.who.has(*READS_ALL_DRAFTS) or (viewer.post is not None and viewer.post.role in READS_OWN_DRAFTS)
    agreed = sum(state in IN_FORCE for state in states)
    segments = [
        {"label": "approved or published", "tone": "green", "count": agreed},
        {"label": "in review", "tone": "blue", "count": sum(state in IN_REVIEW for state in states)},
        {"label": "in draft", "tone": "amber", "count": states.count(Status.DRAFT)},
        {"label": "not begun", "tone": "grey", "count": states.count(None)},
    ]
    shown = [s for s in segments if s["count"]] if whole else segments[:1]
    return PlanCounts((found[0][2] or "") if found else "", shown, agreed, len(states), whole)


def dates(viewer: Viewer) -> list[tuple[str, date, str]]:
    """What comes next, each with its address where it has one: steps of the open cycle, and DMT meetings of the viewer's
    directorate. One query."""
    steps = CycleStep.objects.filter(cycle__is_open=True, date__gte=viewer.day).annotate(key=Value(""))
    ahead = steps.order_by().values_list("name", "date", "key")
    post = viewer.post
    if post and post.directorate_id and post.role in (Role.DIRECTOR, Role.PLAN_HOLDER):
        meetings = DmtMeeting.objects.filter(directorate=post.directorate_id, date__gte=viewer.day)
        ahead = ahead.union(meetings.order_by().values_list("name", "date", "directorate__key"))
    found = ahead.order_by("date", "name")[:SHOWN_DATES]
    return [(name, day, reverse("meeting", args=[key, day]) if key else "") for name, day, key in found]


def decisions(viewer: Viewer) -> list[dict[str, Any]]:
    """The latest steps of plans that the viewer may read, newest first; for readers, approvals and publication only."""
    rows = Decision.objects.filter(version__in=PlanVersion.objects.visible_to(viewer.user).values("pk"))
    rows = rows.filter(viewer.scope.of("version__plan__service")).exclude(step=Step.BEGIN)
    if not viewer.who.roles - {Role.STAFF, Role.BOARD_MEMBER, Role.BOARD_CHAIR}:
        rows = rows.filter(step__in=[Step.APPROVE, Step.PUBLISH])
    latest = rows.select_related("version__plan__service", "version__plan__cycle").order_by("-at", "-pk")
    return [
        {
            "heading": f"{row.version.plan.service.name}: {row.heading[:1].lower()}{row.heading[1:]}",
            "when": row.at,
            "text": row.post_title,
            "state": "done",
            "url": row.version.plan.get_absolute_url(),
        }
        for row in latest[:SHOWN_DECISIONS]
    ]


def figures(viewer: Viewer) -> list[dict[str, Any]]:
    """Four numbers with their words: plans in force, and the exceptions of each kind."""
    plans, counts = viewer.once(plan_counts), viewer.once(exceptions).counts
    late = len(viewer.attention.late)
    said = f"of {plans.total} service areas" if plans.whole else ""
    return [
        {"number": plans.agreed, "label": "plans in force" if plans.agreed != 1 else "plan in force", "note": said},
        {"number": counts["indicators"], "label": "red indicators", "note": f"{late} awaiting a result", "tone": "red"},
        {"number": counts["actions"], "label": "actions slipping", "note": "off track or overdue", "tone": "red"},
        {"number": counts["risks"], "label": "red risks", "note": f"of {len(viewer.risks)} open", "tone": "red"},
    ]


def ledger(viewer: Viewer) -> dict[str, Any]:
    """The latest entries of the audit trail in words, how many there are, and when they were last verified."""
    return {"lines": latest_lines(SHOWN_ENTRIES), "state": trail_state()}


def empty_posts(viewer: Viewer) -> dict[str, Any]:
    """The posts that nobody holds, appointments that end within a month or so, and people without a post."""
    soon = Appointment.objects.on(viewer.day).filter(ends__isnull=False).select_related("person", "post")
    idle = User.objects.filter(is_active=True).exclude(pk__in=Appointment.objects.on(viewer.day).values("person"))
    lines: list[PostLine] = vacancies()
    ending = [row for row in soon.order_by("ends") if (row.ends - viewer.day).days <= 35]  # type: ignore[operator]
    return {"lines": lines, "ending": ending, "idle": list(idle)}


def equality(viewer: Viewer) -> EqualitiesPage:
    return equalities_page(viewer.user, QueryDict(""))


def plans_in_force(viewer: Viewer) -> list[PlanVersion]:
    """Plans that anybody signed in may read, by directorate."""
    rows = PlanVersion.objects.visible_to(viewer.user).in_force_now()
    rows = rows.select_related("plan__service__directorate", "plan__cycle")
    return list(rows.order_by(F("plan__service__directorate__name"), "plan__service__name"))
