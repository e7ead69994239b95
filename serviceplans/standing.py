"""How actions in force stand: their latest update, and whether they slip. Home pages and meetings read these."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from common.today import today
from common.values.due import due_in_words
from serviceplans.choices import IN_FORCE, ActionStatus
from serviceplans.models import ActionOfficer, ActionUpdate, ActionVersion, PlanVersion

CLOSED = (ActionStatus.COMPLETED, ActionStatus.STOPPED)


def open_actions(user: Any, where: Q | None = None) -> list[ActionVersion]:
    """Open actions of plans in force that ``user`` may read, each with ``latest`` (status), ``said`` (comment, as everybody may
    read it) and ``lead`` (officer). One query."""
    read = PlanVersion.objects.visible_to(user).filter(status__in=IN_FORCE)
    updates = ActionUpdate.objects.filter(action=OuterRef("action")).order_by("-period_key")
    officers = ActionOfficer.objects.filter(action=OuterRef("pk")).order_by("position", "pk")
    rows: QuerySet[ActionVersion] = ActionVersion.objects.filter(where or Q(), version__in=read.values("pk")).annotate(
        latest=Subquery(updates.values("status")[:1]),
        said=Subquery(updates.outward_comments()[:1]),
        lead=Subquery(officers.values("words")[:1]),
    )
    return [row for row in rows.select_related("action") if row.latest not in CLOSED]  # type: ignore[attr-defined]


def is_overdue(action: ActionVersion, day: date | None = None) -> bool:
    """Whether its day has passed, while it is open."""
    return action.due is not None and action.due < (day or today())


def due_line(action: ActionVersion) -> str:
    """When it is due, in the words of its plan: "Due 31 October 2019", "Due: Ongoing throughout 08/09"."""
    words = due_in_words(action.completed_by, action.due)
    return f"Due {words}" if words[:1].isdigit() else f"Due: {words}" if words else ""


def slips(action: ActionVersion) -> bool:
    """Whether its officer says that it is off track, or its day has passed while it is open."""
    return action.latest == ActionStatus.OFF_TRACK or is_overdue(action)  # type: ignore[attr-defined]
