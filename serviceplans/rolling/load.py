"""Everything that a roll-forward reads, for all plans at once, in a fixed number of queries."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left

from council.models import Appointment, PlanningCycle, Post, ServiceArea, ServicePortfolio
from council.pages import live_on
from performance.models import Indicator, Result, Target
from serviceplans.choices import IN_FORCE, UNDER_WAY
from serviceplans.models import (
    ActionUpdate,
    ActionVersion,
    Contributor,
    FrozenContent,
    MilestoneVersion,
    ObjectiveVersion,
    PartContent,
    PlanVersion,
    VersionEqualityObjective,
    VersionIndicator,
    VersionRisk,
)
from serviceplans.rules.carrying import Standing, standing_of

# A frozen content's text begins with its format and its plan's facts (keys are sorted): enough of it to read those.
HEAD_OF_CONTENT = 2000


@dataclass(frozen=True)
class Baseline:
    """Last year's target of an indicator, offered beside the new one: for which period, what was wanted, what came."""

    reference: str
    period: str
    target: str
    result: str


@dataclass
class Held:
    """What one version holds, as far as a roll-forward asks."""

    version: PlanVersion
    revision: PlanVersion | None = None
    directorate: str = ""
    objectives: list[ObjectiveVersion] = field(default_factory=list)
    actions: list[ActionVersion] = field(default_factory=list)
    milestones: list[MilestoneVersion] = field(default_factory=list)
    risks: list[VersionRisk] = field(default_factory=list)
    indicators: list[VersionIndicator] = field(default_factory=list)
    equalities: list[VersionEqualityObjective] = field(default_factory=list)
    contents: list[PartContent] = field(default_factory=list)
    contributors: list[Post] = field(default_factory=list)

    @property
    def holds_anything(self) -> bool:
        return any((self.objectives, self.risks, self.indicators, self.equalities, self.contents))


def services_of(cycle: PlanningCycle) -> list[ServiceArea]:
    """The services that live at some time of the cycle, and those that ended before it with a plan to carry."""
    begun = Q(starts=None) | Q(starts__lte=cycle.ends)
    rows = ServiceArea.objects.filter(begun).select_related("directorate", "holder_post", "director_post")
    return list(rows.order_by("directorate__name", "name"))


def sources(cycle: PlanningCycle) -> dict[int, Held]:
    """By service, the latest earlier plan's version in force, else its latest; with what it holds. Thirteen queries."""
    rows = PlanVersion.objects.filter(plan__cycle__starts__lt=cycle.starts).order_by("plan__cycle__starts", "number")
    found: dict[int, Held] = {}
    for version in rows.select_related("plan__cycle", "plan__service", "plan__template"):
        held, service = found.get(version.plan.service_id), version.plan.service_id
        if held and held.version.plan_id == version.plan_id and held.version.status in IN_FORCE:
            held.revision = version if version.status in UNDER_WAY else held.revision
        else:
            found[service] = Held(version)
    _fill({held.version.pk: held for held in found.values()})
    return found


def _fill(held: dict[int, Held]) -> None:
    """What each version holds: one query a kind, for all versions."""
    mine = {"version__in": held}
    kinds: dict[str, Any] = {
        "objectives": ObjectiveVersion.objects.filter(**mine),
        "actions": ActionVersion.objects.filter(**mine).select_related("action", "objective"),
        "milestones": MilestoneVersion.objects.filter(action__version__in=held).select_related("action"),
        "risks": VersionRisk.objects.filter(**mine).select_related("risk"),
        "indicators": VersionIndicator.objects.filter(**mine).select_related("indicator"),
        "equalities": VersionEqualityObjective.objects.filter(**mine).select_related("objective"),
        "contents": PartContent.objects.filter(**mine).select_related("part").order_by("part__position"),
    }
    for name, rows in kinds.items():
        for row in rows:
            version = row.action.version_id if name == "milestones" else row.version_id
            getattr(held[version], name).append(row)
    by_plan = {one.version.plan_id: one for one in held.values()}
    for invited in Contributor.objects.filter(plan__in=by_plan).select_related("post"):
        by_plan[invited.plan_id].contributors.append(invited.post)
    for version, name in _directorates(held):
        held[version].directorate = name


def _directorates(held: dict[int, Held]) -> list[tuple[int, str]]:
    """The directorate that each frozen content names: that of the day on which it was submitted."""
    frozen = {one.version.frozen_id: pk for pk, one in held.items() if one.version.frozen_id}
    heads = FrozenContent.objects.filter(pk__in=frozen).annotate(head=Left("content", HEAD_OF_CONTENT))
    return [(frozen[pk], _plan_facts(head).get("directorate", "")) for pk, head in heads.values_list("pk", "head")]


def _plan_facts(head: str) -> dict[str, Any]:
    _, _, rest = head.partition('"plan":')
    try:
        facts, _ = json.JSONDecoder().raw_decode(rest)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def standings(held: dict[int, Held]) -> dict[int, Standing]:
    """How each action stands, by action id; those without an update are open. One query."""
    years = {row.action_id: one.version.plan.cycle.name for one in held.values() for row in one.actions}
    said: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ActionUpdate.objects.filter(action__versions__version__in=[one.version.pk for one in held.values()])
    for action, status, quarter in rows.distinct().order_by("period_key").values_list("action", "status", "period"):
        said[action].append((status, quarter))
    return {action: standing_of(updates, years[action]) for action, updates in said.items()}


def baselines(indicators: Iterable[Indicator], starts: date, ends: date) -> dict[int, Baseline]:
    """The last target and result of each indicator between two days, as pages write them. Two queries."""
    named = {indicator.pk: indicator for indicator in indicators}
    within = {"indicator__in": named, "ends__gte": starts, "ends__lte": ends}
    results = {row.indicator_id: row for row in Result.objects.filter(**within).order_by("ends")}
    found = {}
    for target in Target.objects.filter(**within).order_by("ends"):
        indicator, result = named[target.indicator_id], results.get(target.indicator_id)
        wanted = target.value.display(indicator.unit, indicator.decimal_places)
        came = (
            result.value.display(indicator.unit, indicator.decimal_places) if result and not indicator.withheld else ""
        )
        found[indicator.pk] = Baseline(indicator.reference, target.period, wanted, came)
    return found


def links_on(day: date) -> dict[int, set[str]]:
    """The portfolios that each service answers to on a day: names by service id. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = ServicePortfolio.objects.filter(live_on(day), portfolio__member_post__isnull=False)
    for service, name in rows.values_list("service_id", "portfolio__name"):
        found[service].add(name)
    return found


def posts_held(day: date) -> set[int]:
    """The posts that somebody holds, or deputises for, on a day. One query."""
    return set(Appointment.objects.on(day).values_list("post_id", flat=True))


def begun_in(cycle: PlanningCycle) -> set[int]:
    """The services whose plan of this cycle has been begun. One query."""
    if cycle.pk is None:
        return set()
    return set(PlanVersion.objects.filter(plan__cycle=cycle).values_list("plan__service_id", flat=True))
