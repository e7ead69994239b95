"""Published performance, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.documents.sheets import Sheet, to_csv
from reporting import published
from reporting.models import Publication


@require_safe
def public_performance(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/public_performance.html", {"shown": published.performance_page(request.GET)})


@require_safe
def public_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    found = published.published_indicator(slug, request.GET.get("quarter", ""))
    if found is None:
        raise Http404("No indicator of that name is published.")
    context = {"found": found, "publication": found.publication, "one": found.content}
    return render(request, "reporting/public_indicator.html", context)


@require_safe
def public_performance_csv(request: HttpRequest) -> HttpResponse:
    publication = _publication(request)
    return _csv(published.indicators_sheet(publication), f"performance-{publication.period}")


@require_safe
def public_breakdowns_csv(request: HttpRequest) -> HttpResponse:
    publication = _publication(request)
    return _csv(published.breakdowns_sheet(publication), f"breakdowns-{publication.period}")


def _publication(request: HttpRequest) -> Publication:
    found = published.chosen(request.GET.get("quarter", ""), published.publications())
    if found is None:
        raise Http404("Nothing is published yet.")
    return found


def _csv(sheet: Sheet, name: str) -> HttpResponse:
    plain = name.replace("/", "-").replace(" ", "-").lower()
    headers = {"Content-Disposition": f'attachment; filename="{plain}.csv"'}
    return HttpResponse(to_csv(sheet), content_type="text/csv; charset=utf-8", headers=headers)
