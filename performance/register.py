"""What the register of indicators shows: those chosen, how each stands, in the order asked for."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict

from council.permissions import authority
from performance.forms import FilterForm
from performance.models import Indicator
from performance.standing import Standing, standings

A_PAGE = 100
# Up to so many, the head of the page counts the ratings of all of them, and not only where that is asked for.
COUNTED = 300
_WORST_FIRST = {"red": 0, "amber": 1, "green": 2, "none": 3}
_GETTING_WORSE_FIRST = {"worsening": 0, "stable": 2, "improving": 3}
SORTS: dict[str, Callable[[Standing], Any]] = {
    "reference": lambda one: one.indicator.reference_key,
    "name": lambda one: one.indicator.name.casefold(),
    "rating": lambda one: (_WORST_FIRST[one.rating.colour], one.indicator.reference_key),
    "direction": lambda one: (_GETTING_WORSE_FIRST.get(one.direction.word, 4), one.indicator.reference_key),
    "owner": lambda one: (one.indicator.owner.casefold(), one.indicator.reference_key),
}
HEADINGS = [("reference", "Ref"), ("name", "Indicator"), ("rating", "Rating"), ("direction", "Direction")]


@dataclass(frozen=True)
class RegisterPage:
    """``page`` holds the standings on this page; ``sorts`` the address that sorts by each column; ``query`` the filters."""

    filters: FilterForm
    page: Page
    headline: str
    sorts: dict[str, str]
    sorted_by: str
    query: str


def chosen_indicators(user: Any, filters: FilterForm) -> list[Indicator]:
    """The indicators that the filters leave, without those that need their standing to be known. One query."""
    rows = Indicator.objects.visible_to(user).filter(retired=False)
    chosen = filters.chosen
    for word in chosen.get("q", "").split():
        rows = rows.filter(Q(reference__icontains=word) | Q(name__icontains=word) | Q(definition__icontains=word))
    if "directorate" in chosen:
        rows = rows.filter(directorate__code=chosen["directorate"])
    if chosen.get("show") == "mine":
        rows = rows.filter(owner_post__in=authority(user).post_ids)
    return list(rows.select_related("owner_post", "service", "directorate").order_by("reference_key"))


def listed(user: Any, parameters: QueryDict) -> list[Standing]:
    """Every indicator that the filters leave, with its standing, sorted."""
    filters = FilterForm(parameters)
    return _narrowed(list(standings(chosen_indicators(user, filters)).values()), filters)


def register_page(user: Any, parameters: QueryDict) -> RegisterPage:
    """The register as this person may see it. A constant number of queries.

    The standings of all are worked out only where a filter or the order needs them; otherwise those of one page.
    """
    filters = FilterForm(parameters)
    chosen, rows = filters.chosen, chosen_indicators(user, filters)
    sort = chosen.get("sort", "") if chosen.get("sort") in SORTS else "reference"
    if {"rating", "show"} & set(chosen) or sort != "reference" or len(rows) <= COUNTED:
        everything = list(standings(rows).values())
        page = Paginator(_narrowed(everything, filters), A_PAGE).get_page(parameters.get("page"))
        headline = _headline(everything)
    else:
        page, headline = _one_page(rows, parameters.get("page")), f"{len(rows)} indicators"
    kept = {name: value for name, value in chosen.items() if name != "sort"}
    return RegisterPage(
        filters=filters,
        page=page,
        headline=headline,
        sorts={name: "?" + urlencode({**kept, "sort": name}) for name in SORTS},
        sorted_by=sort,
        query=urlencode(chosen),
    )


def _one_page(rows: list[Indicator], number: str | None) -> Page:
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(number)
    page.object_list = list(standings(page.object_list).values())
    return page


def _narrowed(found: list[Standing], filters: FilterForm) -> list[Standing]:
    chosen = filters.chosen
    if "rating" in chosen:
        found = [one for one in found if one.rating.colour == chosen["rating"]]
    if chosen.get("show") == "overdue":
        found = [one for one in found if one.overdue]
    return sorted(found, key=SORTS.get(chosen.get("sort", ""), SORTS["reference"]))


def _headline(found: list[Standing]) -> str:
    colours, overdue = Counter(one.rating.colour for one in found), sum(one.overdue for one in found)
    count = f"{len(found)} {'indicator' if len(found) == 1 else 'indicators'}"
    rated = [f"{colours[name]} {name}" for name in ("red", "amber", "green") if colours[name]]
    late = [f"{overdue} {'result' if overdue == 1 else 'results'} overdue"] if overdue else []
    return " · ".join([count, *rated, *late])
