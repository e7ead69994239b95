"""Which version of each plan a report reads, what it says of resources, and which services have none."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from council.models import PlanningCycle, ServiceArea
from reporting.report.lines import MissingPlan, PlanLine, Saving
from reporting.rules import Candidate, described_parts, parts_of, version_for
from serviceplans.choices import Status
from serviceplans.content import standing_content
from serviceplans.models import PlanVersion

FIELD_TYPES = {"quantity": "fte", "money": "budget"}


@dataclass(frozen=True)
class PlanRead:
    """A plan in the report: its line, the version read, and what was frozen of it."""

    line: PlanLine
    version: PlanVersion
    content: Mapping[str, Any]


def versions_of(cycle: PlanningCycle, user: Any) -> list[PlanVersion]:
    """Every version of the cycle's plans that the person may read (all of them where ``user`` is None)."""
    rows = PlanVersion.objects.all() if user is None else PlanVersion.objects.visible_to(user)
    rows = rows.filter(plan__cycle=cycle).select_related("plan__service__directorate", "plan__cycle", "frozen")
    rows = rows.prefetch_related("changes")
    return list(rows.order_by("plan__service__directorate__name", "plan__service__name", "number"))


def plans_read(versions: Iterable[PlanVersion], day: date) -> list[PlanRead]:
    """One version of each plan: see ``version_for``."""
    of_plan: dict[int, dict[int, PlanVersion]] = {}
    for version in versions:
        of_plan.setdefault(version.plan_id, {})[version.number] = version
    found = []
    for numbered in of_plan.values():
        frozen = [version for version in numbered.values() if version.frozen is not None]
        choice = version_for([candidate(version) for version in frozen], day)
        if choice:
            version = numbered[choice.number]
            content = standing_content(version, day)
            found.append(PlanRead(_line(version, content, choice.words, choice.approved), version, content))
    return found


def candidate(version: PlanVersion) -> Candidate:
    return Candidate(version.number, version.status, _day(version.approved_at), _day(version.superseded_at))


def _day(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None


def _line(version: PlanVersion, content: Mapping[str, Any], standing: str, approved: bool) -> PlanLine:
    return PlanLine(
        code=version.plan.code,
        service=version.plan.service.name,
        directorate=version.plan.service.directorate.name,
        version=version.number,
        standing=standing,
        approved=approved,
        savings=tuple(_saving(row) for data in parts_of(content, "savings") for row in data["rows"]),
        url=f"{version.plan.address('plan_read')}?version={version.number}",
        **_staffing(content),
    )


def _staffing(content: Mapping[str, Any]) -> dict[str, str]:
    """Staff and budget as written: a template may call the fields what it likes, their types tell them."""
    said = dict.fromkeys(FIELD_TYPES.values(), "")
    for part in described_parts(content, "staffing"):
        for field in part["config"].get("fields", []):
            name = FIELD_TYPES.get(field["type"])
            if name and not said[name]:
                said[name] = str(part["data"].get(field["key"]) or "")
    return said


def _saving(row: Mapping[str, str]) -> Saving:
    return Saving(*(str(row.get(name, "")) for name in ("area", "saving", "year", "amount")))


def plans_missing(cycle: PlanningCycle, read: Collection[PlanRead]) -> list[MissingPlan]:
    """Services of the cycle's year without a plan in the report, and why. Two queries."""
    states: dict[int, list[tuple[str, bool]]] = {}
    for service_id, status, submitted in PlanVersion.objects.filter(plan__cycle=cycle).values_list(
        "plan__service", "status", "submitted_at"
    ):
        states.setdefault(service_id, []).append((status, submitted is not None))
    lasting = Q(ends=None) | Q(ends__gte=cycle.starts)
    services = ServiceArea.objects.filter(lasting, Q(starts=None) | Q(starts__lte=cycle.ends))
    services = services.exclude(pk__in=[plan.version.plan.service_id for plan in read])
    return [
        MissingPlan(service.name, service.directorate.name, why_missing(states.get(service.pk, [])), _holder(service))
        for service in services.select_related("directorate", "holder_post").order_by("directorate__name", "name")
    ]


def why_missing(states: Collection[tuple[str, bool]]) -> str:
    """Why nothing of a plan is read, from (status, whether it was ever submitted) of each of its versions."""
    if not states:
        return "No plan begun"
    if any(status != Status.DRAFT for status, _ in states):
        return "In review, and not yet open to you"
    returned = any(submitted for _, submitted in states)
    return "No plan submitted: it is back with its holder" if returned else "No plan submitted: still a draft"


def _holder(service: ServiceArea) -> str:
    return service.holder_post.title if service.holder_post else "No plan holder"
