"""The register of indicators, one indicator, and what is missing."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from performance.details import details_of
from performance.exports import dated, register_csv, register_xlsx, results_csv
from performance.gathering import gather
from performance.models import Indicator
from performance.page import indicator_page
from performance.register import HEADINGS, listed, register_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def indicators(request: HttpRequest) -> HttpResponse:
    page = register_page(request.user, request.GET)
    return render(request, "performance/indicators.html", {"register": page, "headings": HEADINGS})


def indicators_csv(request: HttpRequest) -> HttpResponse:
    return csv_answer(register_csv(listed(request.user, request.GET)), dated("indicators"))


def indicators_xlsx(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{dated("indicators", "xlsx")}"'}
    return HttpResponse(register_xlsx(listed(request.user, request.GET)), content_type=XLSX, headers=headers)


def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_indicator(request, slug)
    hanging = gather(found, request.user)
    page, details = indicator_page(found, hanging, request.user), details_of(found, hanging, request.user)
    context = {"page": page, "details": details}
    return render(request, "performance/indicator.html", context)


def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_indicator(request, slug)
    return csv_answer(
        results_csv(indicator_page(found, gather(found, request.user), request.user).rows), dated(found.slug)
    )


def visible_indicator(request: HttpRequest, slug: str) -> Indicator:
    """The indicator at this address, as far as this person may see it; 404 otherwise."""
    rows = Indicator.objects.visible_to(request.user).select_related("owner_post", "service", "directorate")
    return get_object_or_404(rows, slug=slug)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing; None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def read_at(request: HttpRequest) -> int:
    """The counter that was posted; one that nothing has ever had where it cannot be read."""
    counter = request.POST.get("counter", "")
    return int(counter) if counter.isascii() and counter.isdigit() and len(counter) < 10 else -1


def csv_answer(content: bytes, filename: str) -> HttpResponse:
    """A CSV file to download."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
