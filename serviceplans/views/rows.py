"""What the pages of parts with rows need besides the content: rows to link to, choices from the registers, addresses."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from common.values.due import Due
from equalities.choices import Facing
from equalities.models import EqualityObjective
from performance.models import Indicator
from risks.models import Risk
from risks.wording import slug as risk_slug
from serviceplans.choices import PriorityLevel
from serviceplans.last_year import baselines_for
from serviceplans.models import Plan, PlanVersion, TemplatePart
from serviceplans.parts import kind_of
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.equalities import supports
from serviceplans.parts.indicators import IndicatorsPart
from serviceplans.parts.wording import labels, marks_of
from serviceplans.rolling.load import Baseline

REGISTERS: dict[str, Any] = {"risks": Risk, "indicators": Indicator, "equalities": EqualityObjective}


def rows_context(
    request: HttpRequest, version: PlanVersion, part: TemplatePart, data: dict[str, Any]
) -> dict[str, Any]:
    """The context of one kind of part, whose content is ``data``."""
    plan = version.plan
    if part.kind == "actions":
        kind = kind_of(part, plan.cycle.name)
        assert isinstance(kind, ActionsPart)
        return {
            "words": kind.words,
            "shows_priority": kind.shows("priority_level"),
            "objectives": objectives(version, part, kind, data["objectives"]),
            "new_objective_url": plan.address("plan_objective_new", part.key),
            "new_action_url": plan.address("plan_action_new", part.key),
        }
    context = {
        "choices": choices_for(request, version, part),
        "link_url": plan.address("plan_link", part.key),
        "unlink_url": plan.address("plan_unlink", part.key),
    }
    if part.kind == "indicators":
        kind = kind_of(part, plan.cycle.name)
        assert isinstance(kind, IndicatorsPart)
        year, found = offered_baselines(version, data)
        return {
            **context,
            "groups": kind.groups,
            "span": 8 if found else 7,
            "new_url": plan.address("plan_indicator_new", part.key),
            "baseline_year": year if found else "",
        }
    name = {"risks": "plan_risk_new", "equalities": "plan_equality_new"}[part.kind]
    return {**context, "new_url": plan.address(name, part.key)}


def offered_baselines(version: PlanVersion, data: dict[str, Any]) -> tuple[str, dict[int, Baseline]]:
    """Last year's target and result of each indicator of the part, put beside it; with the year."""
    shown = [indicator for group in data["groups"] for indicator in group["indicators"]]
    rows = list(Indicator.objects.filter(pk__in=[indicator["id"] for indicator in shown])) if shown else []
    year, found = baselines_for(version, rows)
    for indicator in shown:
        indicator["baseline"] = found.get(indicator["id"])
    return year, found


def objectives(
    version: PlanVersion, part: TemplatePart, kind: ActionsPart, found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Objectives with their actions, each with the addresses of its pages."""
    plan, rows = version.plan, dict(version.objectives.values_list("objective_id", "pk"))
    return [
        {
            **objective,
            "pk": rows[objective["id"]],
            "levels": kind.levels(objective),
            "facts": [{"key": label, "value": text} for label, text in kind.facts(objective)],
            "edit_url": plan.address("plan_objective", part.key, rows[objective["id"]]),
            "remove_url": plan.address("plan_objective_remove", part.key, rows[objective["id"]]),
            "rows": [
                {
                    **action,
                    "marks": marks_of(action),
                    "priority": labels([action["priority_level"]] if action["priority_level"] else [], PriorityLevel),
                    "read_from": Due.parse(action["completed_by"], year=plan.cycle.name).note,
                    "edit_url": plan.address("plan_action", part.key, action["reference"]),
                    "remove_url": plan.address("plan_action_remove", part.key, action["reference"]),
                }
                for action in objective["actions"]
            ],
        }
        for objective in found
    ]


def linkable(user: Any, version: PlanVersion, kind: str) -> Any:
    """Rows of the register that this plan may show: live ones that this person sees; equality objectives, its own."""
    if kind == "equalities":
        return version.plan.service.equality_objectives.filter(retired=False)
    rows = REGISTERS[kind].objects.visible_to(user)
    return rows.filter(closed=False) if kind == "risks" else rows.filter(retired=False)


def choices_for(request: HttpRequest, version: PlanVersion, part: TemplatePart) -> list[Any]:
    """Rows of the register that the plan does not show yet, its own service's and directorate's first."""
    service = version.plan.service
    rows = linkable(request.user, version, part.kind).exclude(plan_links__version=version)
    if part.kind == "equalities":
        return list(rows)

    def nearness(row: Any) -> tuple[bool, bool, str]:
        return row.service_id != service.pk, row.directorate_id != service.directorate_id, row.reference

    return sorted(rows, key=nearness)


def with_addresses(context: dict[str, Any], plan: Plan, part: TemplatePart) -> dict[str, Any]:
    """The same context, its rows with the addresses of their pages."""
    data = context["data"]
    for risk in data.get("risks", []):
        risk["edit_url"] = plan.address("plan_risk", part.key, risk_slug(risk["reference"]))
    shown = [indicator for group in data.get("groups", []) for indicator in group["indicators"]]
    slugs = dict(Indicator.objects.filter(pk__in=[i["id"] for i in shown]).values_list("pk", "slug")) if shown else {}
    for indicator in shown:
        indicator["marks"] = marks_of(indicator)
        if indicator.get("commitment"):
            indicator["own_url"] = plan.address("plan_commitment", part.key, indicator["commitment"]["id"])
        indicator["url"] = reverse("indicator", args=[slugs[indicator["id"]]])
    for area in data.get("areas", []):
        for objective in area["objectives"]:
            objective["edit_url"] = plan.address("plan_equality", part.key, objective["id"])
            objective["facing_words"] = str(Facing(objective["facing"]).label)
            objective["supports_words"] = supports(objective)
    return context
