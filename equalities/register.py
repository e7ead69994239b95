"""What the page of equality objectives shows: the five areas, the services' objectives under each, and the gaps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from common.today import today
from council.models import ServiceArea
from council.permissions import READS_ALL_DRAFTS, authority
from equalities.forms import FilterForm
from equalities.models import EqualityArea, EqualityObjective
from equalities.rules import Coverage, coverage, supports


@dataclass(frozen=True)
class ListedObjective:
    """One objective with its words: what it supports, and whether it is still in a draft plan."""

    objective: EqualityObjective
    supports: str

    @property
    def in_draft(self) -> bool:
        return self.objective.agreed_on is None


@dataclass(frozen=True)
class ListedArea:
    area: EqualityArea
    objectives: list[ListedObjective]


@dataclass(frozen=True)
class EqualitiesPage:
    """Everything on the page. ``reads_drafts``: whether the gaps are the whole truth for this reader."""

    filters: FilterForm
    areas: list[ListedArea]
    coverage: Coverage
    services_without: list[ServiceArea]
    reads_drafts: bool


def equalities_page(user: Any, parameters: QueryDict) -> EqualitiesPage:
    """The objectives that this person may read, by area, narrowed to a directorate where one is chosen."""
    filters = FilterForm(parameters)
    listed = objectives(user, filters)
    areas, services = list(EqualityArea.objects.all()), _services(filters)
    pairs = [(one.objective.area_id, one.objective.service_id) for one in listed]
    covered = coverage([area.pk for area in areas], [service.pk for service in services], pairs)
    return EqualitiesPage(
        filters=filters,
        areas=[ListedArea(area, [one for one in listed if one.objective.area_id == area.pk]) for area in areas],
        coverage=covered,
        services_without=[service for service in services if service.pk in covered.services_without],
        reads_drafts=authority(user).has(*READS_ALL_DRAFTS),
    )


def objectives(user: Any, filters: FilterForm) -> list[ListedObjective]:
    """The objectives that this person may read, in the order of the page."""
    rows = EqualityObjective.objects.visible_to(user).for_register()
    if filters.chosen:
        rows = rows.filter(service__directorate=filters.chosen)
    rows = rows.order_by("area__number", "service__name", "pk")
    return [ListedObjective(row, supports(row.supports_strategy, row.supports_cmt)) for row in rows]


def _services(filters: FilterForm) -> list[ServiceArea]:
    """The services that exist today."""
    day = today()
    rows = ServiceArea.objects.filter(
        Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day)
    ).select_related("directorate")
    return list(rows.filter(directorate=filters.chosen) if filters.chosen else rows)
