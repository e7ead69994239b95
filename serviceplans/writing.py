"""Writing a plan's words as its file gives them, through the same transitions as the browser uses."""

from datetime import date, datetime
from typing import Any

from council.loading import holder_of
from council.models import Post, ServiceArea, Theme, User
from equalities import transitions as equality_register
from equalities.models import EqualityArea
from performance.models import Indicator
from risks.models import Risk
from serviceplans import transitions
from serviceplans.models import Plan, PlanVersion, TemplatePart
from serviceplans.transitions import ActionData, MilestoneData


def write_plan(plan: Plan, facts: dict[str, Any]) -> PlanVersion:
    """Begin the plan and write everything that the file says, as its holder."""
    holder_post = plan.service.holder_post
    assert holder_post is not None, f"{plan} has no holder"
    by = holder_of(holder_post, facts["begun"])
    version = transitions.begin_plan(plan, by=by)
    for title in facts.get("contributors", []):
        transitions.invite(version.pk, Post.objects.get(title=title), by=by)
    parts = {part.key: part for part in TemplatePart.objects.filter(template=plan.template)}
    for key, data in facts.get("parts", {}).items():
        transitions.save_part(version.pk, parts[key], by=by, counter=0, data=data)
    for objective in facts.get("objectives", []):
        write_objective(version, objective, by)
    for reference in facts.get("risks", []):
        transitions.link_row(version.pk, "risks", Risk.objects.get(reference=reference).pk, by=by)
    for group, references in facts.get("indicators", {}).items():
        for reference in references:
            link_indicator(version, reference, group, by)
    for row in facts.get("equalities", []):
        area = EqualityArea.objects.get(number=row["area"])
        data = {**row, "area": area, "text": row["objective"], "duty": row.get("duty", "")}
        objective = equality_register.add_objective(plan.service, data, by)
        transitions.link_row(version.pk, "equalities", objective.pk, by=by)
    return version


def link_indicator(version: PlanVersion, reference: str, group: str, by: User) -> None:
    indicator = Indicator.objects.get(reference=reference)
    transitions.link_row(version.pk, "indicators", indicator.pk, by=by, group=group)


def write_objective(version: PlanVersion, facts: dict[str, Any], by: User) -> None:
    """Add an objective with its actions; ``part`` is the table of actions it stands in, ``own`` the template's columns."""
    row = transitions.save_objective(
        version.pk, None, by=by, counter=0, text=facts["objective"], themes=theme_ids(facts.get("themes", [])),
        part_key=facts.get("part", ""), extra=texts(facts.get("own", {})),
    )  # fmt: skip
    for action in facts.get("actions", []):
        write_action(version, row.pk, action, by)


def write_action(version: PlanVersion, objective_id: int, facts: dict[str, Any], by: User) -> None:
    """Add an action under the reference that the file gives it, else under the service's next; and whom it affects."""
    reference = facts.get("reference", "")
    shared = {"by": by, "counter": 0, "objective_id": objective_id, "reference": reference}
    row = transitions.save_action(version.pk, None, data=action_of(facts), **shared)
    prefixes = [named["service"] for named in facts.get("affects", [])]
    affected = ServiceArea.objects.filter(prefix__in=prefixes).values_list("pk", flat=True)
    transitions.name_services(row.action_id, by=by, services=list(affected), seen=[])
    number = int("".join(c for c in reference if c.isdigit()) or 0)
    services = ServiceArea.objects.filter(pk=version.plan.service_id, last_action_number__lt=number)
    services.update(last_action_number=number)


def theme_ids(codes: list[str]) -> list[int]:
    return list(Theme.objects.filter(code__in=codes).values_list("pk", flat=True))


def texts(own: dict[str, Any]) -> dict[str, str]:
    """What the template's own columns say; a list is one item on each line."""
    return {key: "\n".join(said) if isinstance(said, list) else str(said) for key, said in own.items()}


def action_of(facts: dict[str, Any]) -> ActionData:
    """What the file says of an action; what it does not name is empty."""
    references = facts.get("indicators", [])
    return ActionData(
        text=facts["action"],
        themes=theme_ids(facts.get("themes", [])),
        project_types=facts.get("project_types", []),
        priority_level=facts.get("priority_level", ""),
        grounds=facts.get("grounds", []),
        completed_by=facts.get("completed_by", ""),
        officers=facts.get("accountable", []),
        resources=facts.get("resources", ""),
        outcomes=facts.get("outcomes", ""),
        indicators=list(Indicator.objects.filter(reference__in=references).values_list("pk", flat=True)),
        milestones=[milestone_of(row) for row in facts.get("milestones", [])],
        extra=texts(facts.get("own", {})),
    )


def milestone_of(facts: dict[str, Any]) -> MilestoneData:
    owner, done_on = facts.get("owner", ""), facts.get("done_on", "")
    return MilestoneData(facts["milestone"], facts.get("due", ""), owner, _day(done_on))


def _day(text: str | date) -> date | None:
    if not text:
        return None
    return text if isinstance(text, date) else datetime.strptime(text, "%d/%m/%Y").date()
