"""What the registers' pages show of plans: which plans and actions use an indicator or a risk."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from common.panels import Panel, register
from council.models import PlanningCycle, ServiceArea
from council.permissions import authority
from council.querysets import living_in
from performance.models import Indicator
from risks.models import Risk
from serviceplans import permissions as may
from serviceplans.choices import Status
from serviceplans.models import ActionVersion, PlanVersion


def _plans(user: Any, **links: Any) -> list[tuple[str, str, str]]:
    versions = PlanVersion.objects.visible_to(user).exclude(status=Status.SUPERSEDED).filter(**links)
    rows = versions.select_related("plan__service", "plan__cycle").distinct()
    return [(str(v.plan), v.plan.get_absolute_url(), str(Status(v.status).label)) for v in rows]


def indicator_panel(user: Any, indicator: Indicator) -> Panel:
    """The plans whose table 4.3 shows the indicator, and the actions that it measures."""
    seen = PlanVersion.objects.visible_to(user).exclude(status=Status.SUPERSEDED)
    rows = ActionVersion.objects.filter(indicators=indicator, version__in=seen).select_related("action")
    actions = [(str(row), reverse("action", args=[row.action.reference]), "measured by it") for row in rows]
    links = [*_plans(user, indicator_links__indicator=indicator), *actions]
    return Panel("Where it is used", links, "No plan that you may read uses this indicator.")


def risk_panel(user: Any, risk: Risk) -> Panel:
    links = _plans(user, risk_links__risk=risk)
    return Panel("Plans that show this risk", links, "No plan that you may read shows this risk.")


def cycle_panel(user: Any, cycle: PlanningCycle) -> Panel:
    """How far the plans of a cycle are begun, for everyone; for officers, what to do next."""
    services = ServiceArea.objects.filter(living_in(cycle))
    begun = services.filter(plans__cycle=cycle, plans__versions__isnull=False).distinct().count()
    total = services.count()
    said = f"{begun} of {total} plans are begun"
    page = "plan_calendar" if authority(user).roles & may.FOLLOWERS else "plans"
    links = [(said, f"{reverse(page)}?{urlencode({'cycle': cycle.slug})}", "")]
    may_roll = cycle.is_open and begun < total and bool(may.may_roll_forward(user))
    action = ("Roll the plans forward", reverse("roll_forward", args=[cycle.slug])) if may_roll else None
    return Panel(f"Plans of {cycle.name}", links, action=action)


def register_panels() -> None:
    register("cycle", cycle_panel)
    register("indicator", indicator_panel)
    register("risk", risk_panel)
