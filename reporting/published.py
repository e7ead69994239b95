"""Published performance as everybody reads it: only what was frozen when it was published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from common.documents.sheets import Column, Sheet
from performance.choices import Rag
from reporting.models import Publication, PublishedIndicator

A_PAGE = 100
LONGEST_SEARCH = 100
_INDICATORS = {
    "Reference": "reference",
    "Indicator": "name",
    "Directorate": "directorate",
    "Service": "service",
    "Owner": "owner",
    "Unit": "unit",
    "Polarity": "polarity",
    "Frequency": "frequency",
    "Period": "period",
    "Result": "result",
    "Target": "target",
    "Rating": "rating",
    "Why": "why",
    "Direction": "direction_words",
}
_BREAKDOWNS = ("Reference", "Indicator", "Period and kind", "Category", "Result", "Out of", "Not shown")


@dataclass(frozen=True)
class PerformancePage:
    """A page of one publication: ``groups`` are directorates with their indicators, ``counts`` how all are rated."""

    publication: Publication
    page: Page[Any]
    groups: list[tuple[str, list[dict[str, Any]]]]
    directorates: list[str]
    quarters: list[str]
    directorate: str
    words: str
    counts: list[tuple[str, int]]


def publications() -> list[Publication]:
    """The latest publication of each quarter, the latest quarter first. One query."""
    found: dict[str, Publication] = {}
    for one in Publication.objects.order_by("-period_key", "-number"):
        found.setdefault(one.period_key, one)
    return list(found.values())


def chosen(asked: str, found: list[Publication]) -> Publication | None:
    """The publication of the quarter asked for by its label, or of the latest."""
    return next((one for one in found if one.period == asked), found[0] if found else None)


def performance_page(asked: Any) -> PerformancePage | None:
    """What the public asked to see ("quarter", "directorate", "q", "page"); None where nothing is published."""
    found = publications()
    publication = chosen(asked.get("quarter", ""), found)
    if publication is None:
        return None
    directorate, words = asked.get("directorate", ""), " ".join(asked.get("q", "")[:LONGEST_SEARCH].split())
    rows = publication.indicators.all()
    if directorate:
        rows = rows.filter(directorate=directorate)
    for word in words.split():
        rows = rows.filter(Q(reference__icontains=word) | Q(name__icontains=word))
    page: Page[Any] = Paginator(rows, A_PAGE).get_page(asked.get("page"))
    names = publication.indicators.order_by("directorate").values_list("directorate", flat=True).distinct()
    ratings = publication.summary.get("ratings", {})
    return PerformancePage(
        publication=publication,
        page=page,
        groups=[(name, [one.content for one in some]) for name, some in groupby(page, key=lambda one: one.directorate)],
        directorates=list(names),
        quarters=[one.period for one in found],
        directorate=directorate,
        words=words,
        counts=[(str(Rag(colour).label), count) for colour, count in ratings.items()],
    )


def published_indicator(slug: str, quarter: str) -> PublishedIndicator | None:
    """An indicator in the quarter asked for by its label, or in the latest; None where it is not published there."""
    publication = chosen(quarter, publications())
    return publication.indicators.filter(slug=slug).select_related("publication").first() if publication else None


def indicators_sheet(publication: Publication) -> Sheet:
    """Every indicator of a publication, as a table."""
    columns = [Column(heading) for heading in _INDICATORS]
    rows = ([_cell(name, content[name]) for name in _INDICATORS.values()] for content in _contents(publication))
    return Sheet("Performance", columns, rows)


def breakdowns_sheet(publication: Publication) -> Sheet:
    """Every breakdown of a publication, as a table, with the sentence that says what of it is not shown."""
    return Sheet("Breakdowns", [Column(heading) for heading in _BREAKDOWNS], _parts(_contents(publication)))


def _contents(publication: Publication) -> Iterable[dict[str, Any]]:
    return publication.indicators.values_list("content", flat=True)


def _cell(name: str, value: Any) -> Any:
    return str(Rag(value).label) if name == "rating" else value


def _parts(contents: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    for content in contents:
        for table in content["breakdowns"]:
            named = [content["reference"], content["name"], table["title"]]
            for category, figure, out_of in table["rows"] or [("", "", "")]:
                yield [*named, category, figure, out_of, table["note"]]
