"""The actions of the plans that a report reads, each with its update for the quarter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from common.values.period import Period
from reporting.report.lines import ActionLine
from reporting.report.plans import PlanRead
from reporting.rules import actions_of, days_late
from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.models import ActionUpdate
from serviceplans.parts.wording import labels, milestone_line


def updates_of(quarter: Period) -> dict[int, ActionUpdate]:
    """Every update for the quarter by action id. One query."""
    return {update.action_id: update for update in ActionUpdate.objects.filter(period_key=quarter.key)}


def action_lines(plans: Iterable[PlanRead], updates: Mapping[int, ActionUpdate], day: date) -> Iterator[ActionLine]:
    """Each plan's actions in its order, and how late each is on ``day``."""
    for plan in plans:
        for objective, action in actions_of(plan.content):
            line = _frozen(plan, objective, action)
            update = updates.get(action["id"])
            if update:
                line = replace(
                    line,
                    status=update.status,
                    comment=update.outward_comment,
                    kept_inside=update.kept_inside,
                    updated_by=update.post,
                    updated_at=update.at,
                )
            yield replace(line, late=days_late(line.due, line.status, day))


def _frozen(plan: PlanRead, objective: str, action: Mapping[str, Any]) -> ActionLine:
    return ActionLine(
        reference=action["reference"],
        text=action["text"],
        objective=objective,
        service=plan.line.service,
        plan=plan.line.code,
        directorate=plan.line.directorate,
        themes=tuple(theme["code"] for theme in action["themes"]),
        project_types=labels(action["project_types"], ProjectType),
        priority=labels([action["priority_level"]] if action["priority_level"] else [], PriorityLevel),
        grounds=labels(action["grounds"], Ground),
        completed_by=action["completed_by"],
        due=date.fromisoformat(action["due"]) if action["due"] else None,
        owner="; ".join(officer["words"] for officer in action["officers"]),
        resources=action["resources"],
        outcomes=action["outcomes"],
        measures=tuple(f"{indicator['reference']} {indicator['name']}" for indicator in action["indicators"]),
        milestones=tuple(milestone_line(milestone) for milestone in action["milestones"]),
        approved=plan.line.approved,
    )
