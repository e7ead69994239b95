"""What the register of indicators shows: those chosen, how each stands, in the order asked for.

Narrowing, sorting and counting use the stored states; only the indicators of one page are worked out in full.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from council.models import CouncilSettings
from performance.filters import FilterForm
from performance.models import Indicator
from performance.standing import Standing, State, standings, states

A_PAGE = 50
_WORST_FIRST = {"red": 0, "amber": 1, "green": 2, "none": 3}
_GETTING_WORSE_FIRST = {"worsening": 0, "stable": 2, "improving": 3}


class Line(NamedTuple):
    """One indicator as far as filters and orders need it."""

    pk: int
    reference_key: str
    name: str
    owner: str
    state: State


SORTS: dict[str, Callable[[Line], Any]] = {
    "reference": lambda one: one.reference_key,
    "name": lambda one: one.name.casefold(),
    "rating": lambda one: (_WORST_FIRST[one.state.rating], one.reference_key),
    "direction": lambda one: (_GETTING_WORSE_FIRST.get(one.state.direction, 4), one.reference_key),
    "owner": lambda one: (one.owner.casefold(), one.reference_key),
}
HEADINGS = [("reference", "Ref"), ("name", "Indicator"), ("rating", "Rating"), ("direction", "Direction")]


@dataclass(frozen=True)
class RegisterPage:
    """``page`` holds the standings on this page; ``sorts`` the address that sorts by each column; ``query`` the filters.

    ``order`` is ascending or descending, as aria-sort says it.
    """

    filters: FilterForm
    page: Page
    headline: str
    sorts: dict[str, str]
    sorted_by: str
    order: str
    query: str


def listed(user: Any, parameters: QueryDict) -> list[Standing]:
    """Every indicator that the filters leave, with its standing, sorted."""
    filters, council = FilterForm(parameters, user=user), CouncilSettings.current()
    return _standings(
        [line.pk for line in _chosen(_lines(user, filters, council), filters)], council, "shared_services"
    )


def register_page(user: Any, parameters: QueryDict) -> RegisterPage:
    """The register as this person may see it. A constant number of queries."""
    filters, council = FilterForm(parameters, user=user), CouncilSettings.current()
    lines, chosen = _lines(user, filters, council), filters.chosen
    page: Page[Any] = Paginator(_chosen(lines, filters), A_PAGE).get_page(parameters.get("page"))
    page.object_list = _standings([line.pk for line in page.object_list], council)
    name, backwards = _sort(chosen)
    kept = {key: value for key, value in chosen.items() if key != "sort"}
    ways = {other: f"-{other}" if other == name and not backwards else other for other in SORTS}
    return RegisterPage(
        filters=filters,
        page=page,
        headline=_headline(lines),
        sorts={other: "?" + urlencode({**kept, "sort": way}) for other, way in ways.items()},
        sorted_by=name,
        order="descending" if backwards else "ascending",
        query=urlencode(chosen),
    )


def _lines(user: Any, filters: FilterForm, council: CouncilSettings) -> list[Line]:
    """What the filters leave, by reference, each with its state."""
    rows = filters.narrowed(Indicator.objects.visible_to(user)).order_by("reference_key")
    fields = list(rows.values_list("pk", "counter", "reference_key", "name", "owner_post__title", "owner_text"))
    stand = states([(pk, counter) for pk, counter, *_ in fields], council)
    return [Line(pk, key, name, title or text, stand[pk]) for pk, _, key, name, title, text in fields]


def _chosen(lines: list[Line], filters: FilterForm) -> list[Line]:
    chosen = filters.chosen
    if "rating" in chosen:
        lines = [line for line in lines if line.state.rating == chosen["rating"]]
    if chosen.get("show") == "overdue":
        lines = [line for line in lines if line.state.overdue]
    name, backwards = _sort(chosen)
    return sorted(lines, key=SORTS[name], reverse=backwards)


def _sort(chosen: dict[str, str]) -> tuple[str, bool]:
    """The order asked for, and whether it is turned round."""
    asked = chosen.get("sort", "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in SORTS else ("reference", False)


def _standings(pks: list[int], council: CouncilSettings, *also: str) -> list[Standing]:
    found = Indicator.objects.select_related("owner_post", "service", "directorate").prefetch_related(*also)
    rows = found.in_bulk(pks)
    return list(standings([rows[pk] for pk in pks], settings=council).values())


def _headline(lines: list[Line]) -> str:
    colours, overdue = Counter(line.state.rating for line in lines), sum(line.state.overdue for line in lines)
    count = f"{len(lines)} {'indicator' if len(lines) == 1 else 'indicators'}"
    rated = [f"{colours[name]} {name}" for name in ("red", "amber", "green") if colours[name]]
    late = [f"{overdue} {'result' if overdue == 1 else 'results'} overdue"] if overdue else []
    return " · ".join([count, *rated, *late])
