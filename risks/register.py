"""What the register's page shows: the risks chosen, the heat map of them, what moved and what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from common.today import today
from common.values.period import Period
from risks.charts import HeatMap, heat_map
from risks.forms.register import FilterForm, lacks
from risks.matrix import current_matrix
from risks.models import Risk
from risks.rules import Matrix
from risks.standing import RiskStanding, describe

A_PAGE = 100
NEEDED = {
    "review": ("review overdue", "reviews overdue"),
    "target": ("risk without a target rating and date", "risks without a target rating and date"),
    "owner": ("risk without an owner in post", "risks without an owner in post"),
}


@dataclass
class RegisterPage:
    """Everything on the page. ``shown`` is a page of the list, the highest score first."""

    filters: FilterForm
    shown: Page[RiskStanding]
    heat: HeatMap | None
    without_scores: list[RiskStanding]
    headline: str
    query: str
    moved: list[RiskStanding] = field(default_factory=list)
    attention: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0


def listed(user: Any, parameters: QueryDict) -> tuple[FilterForm, list[RiskStanding]]:
    """The filters, and every open risk that this person may see, worst first."""
    return FilterForm(parameters), _standings(user, current_matrix())


def register_page(user: Any, parameters: QueryDict) -> RegisterPage:
    """The register as this person may see it, narrowed by the filters in the address."""
    filters, matrix = FilterForm(parameters), current_matrix()
    standings = _standings(user, matrix)
    on_map = filters.on_map(standings)
    quarter = Period.containing(today(), "quarterly")
    moved = [one for one in on_map if _moved_since(one, quarter.start)]
    return RegisterPage(
        filters=filters,
        shown=Paginator(filters.in_list(standings), A_PAGE).get_page(parameters.get("page")),
        heat=heat_map(on_map, matrix, filters.chosen) if matrix else None,
        without_scores=[one for one in on_map if one.score is None],
        headline=_headline(on_map, moved, quarter),
        query=urlencode(filters.chosen),
        moved=moved,
        attention=_attention(on_map, filters.chosen),
        total=len(standings),
    )


def _standings(user: Any, matrix: Matrix | None) -> list[RiskStanding]:
    return sorted(describe(Risk.objects.visible_to(user).for_register(), matrix), key=worst_first)


def worst_first(standing: RiskStanding) -> tuple[int, int, str]:
    """Sorts red before amber before green before not rated, then by score, then by reference."""
    order = {"red": 0, "amber": 1, "green": 2}
    return order.get(standing.rating, 3), -(standing.score or 0), standing.risk.reference_key


def _moved_since(standing: RiskStanding, day: date) -> bool:
    moved = standing.movement.word in ("worsening", "improving")
    return moved and standing.points[0].on >= day


def _headline(standings: Sequence[RiskStanding], moved: Sequence[RiskStanding], quarter: Period) -> str:
    red = sum(one.rating == "red" for one in standings)
    overdue = sum(one.review_overdue for one in standings)
    up = sum(one.movement.word == "worsening" for one in moved)
    before = quarter.previous().label
    return " · ".join(
        [
            _counted(len(standings), "open risk", "open risks"),
            f"{red} red",
            _counted(overdue, "review overdue", "reviews overdue"),
            f"{up} moved up since {before}",
        ]
    )


def _attention(standings: Sequence[RiskStanding], chosen: dict[str, Any]) -> list[tuple[str, str]]:
    keep = {name: value for name, value in chosen.items() if name not in ("needs", "likelihood", "impact")}
    found = []
    for need, words in NEEDED.items():
        count = sum(lacks(one, need) for one in standings)
        if count:
            found.append((_counted(count, *words), f"?{urlencode({**keep, 'needs': need})}#list"))
    return found


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
