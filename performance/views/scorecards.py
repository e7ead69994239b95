"""Scorecards as their audiences read them: the list, one of them, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from council.permissions import authority
from performance.choices import ScorecardKind
from performance.models import Scorecard
from performance.permissions import may_build
from performance.scorecards import ScorecardPage, quarter_of, scorecard_page, slug_of
from performance.scorecards.files import FORMATS, filename
from performance.scorecards.periods import offered

# The columns of York's KPI Machine page, in its order (York 2019).
COLUMNS = [
    ("Council Management Team", (ScorecardKind.CMT, ScorecardKind.ORGANISATIONAL)),
    ("Directorate Management Teams", (ScorecardKind.DMT,)),
    ("Policy and Scrutiny Committees", (ScorecardKind.SCRUTINY,)),
    ("Executive Member Portfolios", (ScorecardKind.PORTFOLIO,)),
    ("Boards", (ScorecardKind.BOARD,)),
]


def scorecards(request: HttpRequest) -> HttpResponse:
    found = list(Scorecard.objects.visible_to(request.user))
    columns = [(heading, [one for one in found if one.kind in kinds and not one.retired]) for heading, kinds in COLUMNS]
    mine = Scorecard.objects.visible_to(request.user).for_posts(authority(request.user).posts)
    context = {
        "columns": [column for column in columns if column[1]],
        "mine": list(mine),
        "retired": [one for one in found if one.retired],
        "may_build": may_build(request.user),  # type: ignore[arg-type]
    }
    return render(request, "performance/scorecards.html", context)


def my_scorecard(request: HttpRequest) -> HttpResponse:
    mine = list(Scorecard.objects.visible_to(request.user).for_posts(authority(request.user).posts)[:2])
    return redirect("scorecard", slug=mine[0].key) if len(mine) == 1 else redirect("scorecards")


def scorecard(request: HttpRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    choices = [(slug_of(quarter), quarter.label) for quarter in offered(page.quarter)]
    context = {
        "page": page,
        "period": slug_of(page.quarter),
        "periods": choices,
        "before": slug_of(page.quarter.previous()),
        "files": [(form.label, _file_url(page, name)) for name, form in FORMATS.items() if name != "pdf"],
        "pdf_url": _file_url(page, "pdf"),
        "bring_back": {"back": "yes", "counter": page.scorecard.counter},
        "may_build": may_build(request.user),  # type: ignore[arg-type]
    }
    return render(request, "performance/scorecard.html", context)


def scorecard_export(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    if extension not in FORMATS:
        raise Http404
    page = _page(request, slug)
    headers = {"Content-Disposition": f'attachment; filename="{filename(page, extension)}"'}
    form = FORMATS[extension]
    return HttpResponse(form.write(page), content_type=form.content_type, headers=headers)


def visible_scorecard(request: HttpRequest, slug: str) -> Scorecard:
    """The scorecard at this address, as far as this person may see it; 404 otherwise."""
    return get_object_or_404(Scorecard.objects.visible_to(request.user), key=slug)


def _page(request: HttpRequest, slug: str) -> ScorecardPage:
    return scorecard_page(visible_scorecard(request, slug), quarter_of(request.GET.get("period", "")))


def _file_url(page: ScorecardPage, extension: str) -> str:
    address = reverse("scorecard_export", args=[page.scorecard.key, extension])
    return f"{address}?period={slug_of(page.quarter)}"
