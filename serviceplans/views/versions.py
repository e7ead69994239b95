"""A plan's versions: listed, each read and downloaded, and any two compared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from serviceplans.exports import FORMATS, document_of, file_response
from serviceplans.exports.comparison import comparison_document, comparison_response
from serviceplans.history import compared
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.signatures import sign_off
from serviceplans.views.loading import load_version


@require_safe
def versions(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    chosen = [number(request.GET.get(name, "")) for name in ("before", "after")]
    if all(chosen) and chosen[0] != chosen[1]:
        return redirect(version.plan.address("plan_compare", *sorted(filter(None, chosen))))
    return render(request, "serviceplans/versions.html", {"page": PlanPage(version, request.user)})


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None


@require_safe
def version(request: HttpRequest, prefix: str, cycle: str, number: int) -> HttpResponse:
    found = load_version(request, prefix, cycle, number)
    page = PlanPage(found, request.user)
    context = {"page": page, "document": document_of(found, page.content)}
    return render(request, "serviceplans/read.html", context)


@require_safe
def export(request: HttpRequest, prefix: str, cycle: str, number: int, extension: str) -> HttpResponse:
    found = load_version(request, prefix, cycle, number)
    return file_response(found, FORMATS[extension], PlanPage(found, request.user).content)


def pair(request: HttpRequest, prefix: str, cycle: str, before: int, after: int) -> tuple[PlanVersion, PlanVersion]:
    """The two versions, which are two, and both this person's to read."""
    if before == after:
        raise Http404("A version is not compared with itself.")
    new = load_version(request, prefix, cycle, after)
    old = next((version for version in new.siblings or [] if version.number == before), None)
    if old is None:
        raise Http404("No such version here that you may read.")
    return old, new


@require_safe
def compare(request: HttpRequest, prefix: str, cycle: str, before: int, after: int) -> HttpResponse:
    old, new = pair(request, prefix, cycle, before, after)
    comparison = compared(request.user, old, new)
    context = {
        "page": PlanPage(new, request.user),
        "comparison": comparison,
        "document": comparison_document(comparison, old, new),
        "before": old,
        "files": [(name, new.plan.address("plan_compare_export", before, after, name)) for name in FORMATS],
    }
    return render(request, "serviceplans/compare.html", context)


@require_safe
def compare_export(
    request: HttpRequest, prefix: str, cycle: str, before: int, after: int, extension: str
) -> HttpResponse:
    old, new = pair(request, prefix, cycle, before, after)
    document = comparison_document(compared(request.user, old, new), old, new)
    return comparison_response(document, FORMATS[extension], old, new)


@require_safe
def signatures(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """Each step's digest against the text that it signed, for the versions that this person may read."""
    page = PlanPage(load_version(request, prefix, cycle), request.user)
    context = {"page": page, "found": sign_off(page.history.versions)}
    return render(request, "serviceplans/signatures.html", context)
