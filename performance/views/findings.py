"""What internal audit found wrong with an indicator's data: recording it, answering it, and all of the council's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.documents.sheets import to_csv
from common.verdict import Conflict
from council.permissions import person
from performance import transitions
from performance.exports import dated
from performance.findings import finding_line, findings_page, findings_sheet, listed_findings
from performance.models import AuditFinding
from performance.permissions import may_answer, may_raise_finding
from performance.quality_forms import AnswerForm, FindingFilterForm, FindingForm

from .register import csv_answer, posted, visible_indicator


def findings(request: HttpRequest) -> HttpResponse:
    return render(request, "performance/findings.html", {"list": findings_page(request.user, request.GET)})


def findings_csv(request: HttpRequest) -> HttpResponse:
    lines = listed_findings(request.user, FindingFilterForm(request.GET))
    return csv_answer(to_csv(findings_sheet(lines)), dated("audit-findings"))


def indicator_finding(request: HttpRequest, slug: str) -> HttpResponse:
    may_raise_finding(person(request)).require()
    indicator, form = visible_indicator(request, slug), FindingForm(posted(request))
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "finding_new", {"indicator": indicator, "form": form}, 422 if form.errors else 200)
    transitions.raise_finding(indicator.pk, by=person(request), **form.cleaned_data)
    messages.success(request, f"The finding on {indicator.reference} is recorded.")
    return redirect("indicator_quality", slug=slug)


def finding(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(AuditFinding.objects.select_related("indicator__owner_post"), pk=pk)
    form, sentence, status = AnswerForm(posted(request)), "", 200
    if request.method == "POST":
        verdict = may_answer(person(request), found)
        if not verdict and not verdict.conflict:
            verdict.require()
        status = 422
        if form.is_valid():
            try:
                transitions.answer_finding(pk, form.cleaned_data["answer"], by=person(request))
            except Conflict as conflict:
                found.refresh_from_db()
                sentence, status = conflict.sentence, 409
            else:
                messages.success(request, "The answer is recorded.")
                return redirect("finding", pk=pk)
    context = {"line": finding_line(found, request.user), "form": form, "sentence": sentence}
    return _page(request, "finding", context, status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, f"performance/{name}.html", context, status=status)
