"""Quarterly reports for those who are signed in; published plans for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from council.models import PlanningCycle
from reporting import public
from reporting.exports import FORMATS, file_name
from reporting.listing import report_list
from reporting.pages import ReportPage
from reporting.permissions import may_publish_performance
from reporting.report import QuarterlyReport, build
from serviceplans.exports import FORMATS as PLAN_FORMATS
from serviceplans.models import PlanVersion


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    context = {
        "listing": report_list(request.GET.get("cycle", "")),
        "may_publish": may_publish_performance(request.user),
    }
    return render(request, "reporting/reports.html", context)


@require_safe
def report(request: HttpRequest, cycle: str, quarter: int) -> HttpResponse:
    found = _report(request, cycle, quarter)
    return render(request, "reporting/report.html", {"report": found, "page": ReportPage(found)})


@require_safe
def report_export(request: HttpRequest, cycle: str, quarter: int, extension: str) -> HttpResponse:
    chosen, found = FORMATS[extension], _report(request, cycle, quarter)
    return _download(chosen.write(found), chosen.mime, file_name(found, extension))


def _report(request: HttpRequest, cycle: str, quarter: int) -> QuarterlyReport:
    """The report as this person may read it, narrowed to the directorate in the address."""
    found = get_object_or_404(PlanningCycle, name=cycle.replace("-", "/"))
    return build(found, quarter, user=request.user).only(request.GET.get("directorate", ""))


@require_safe
def public_plans(request: HttpRequest) -> HttpResponse:
    plans = sorted(public.published_plans(), key=lambda plan: (plan.directorate, plan.title))
    return render(request, "reporting/public_plans.html", {"plans": plans})


@require_safe
def public_plan(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = _published(prefix, cycle)
    document, withheld = public.public_document(version)
    files = {extension: reverse("public_plan_export", args=[prefix, cycle, extension]) for extension in PLAN_FORMATS}
    context = {"version": version, "document": document, "withheld": withheld, "files": files}
    context["versions_url"] = version.plan.address("plan_versions")
    return render(request, "reporting/public_plan.html", context)


@require_safe
def public_plan_export(request: HttpRequest, prefix: str, cycle: str, extension: str) -> HttpResponse:
    version, chosen = _published(prefix, cycle), PLAN_FORMATS[extension]
    document, _ = public.public_document(version)
    name = f"{version.plan.service.prefix}-{version.plan.cycle.slug}.{chosen.extension}"
    return _download(chosen.write(document), chosen.mime, name)


def _download(made: bytes, mime: str, name: str) -> HttpResponse:
    return HttpResponse(made, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _published(prefix: str, cycle: str) -> PlanVersion:
    version = public.published_version(prefix, cycle)
    if version is None:
        raise Http404("No plan of that name is published.")
    return version
