"""The quality of one indicator's data and of the whole council's, and judging it by the six principles."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.documents.sheets import Column, Sheet, to_csv, to_xlsx
from common.verdict import Stale
from council.permissions import person
from performance import transitions
from performance.choices import Grade, Principle
from performance.exports import dated
from performance.models import DataQualityAssessment
from performance.permissions import may_assess
from performance.quality import audit_page, audited, quality_page, table_rows, with_shares
from performance.quality_forms import AllForm, AssessForm, QualityFilterForm

from .register import csv_answer, posted, visible_indicator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = [
    *(Column("Reference", 12), Column("Indicator", 50), Column("Directorate", 30), Column("Owner", 36)),
    *(*(Column(str(principle.label), 14) for principle in Principle), Column("Last judged", 14, "date")),
    *(Column("Results there", 12, "percent"), Column("Entered in time", 12, "percent")),
    *(Column("Open findings", 10, "integer"), Column("Overdue findings", 10, "integer")),
]


def data_quality(request: HttpRequest) -> HttpResponse:
    page = audit_page(request.user, request.GET)
    return render(request, "performance/data_quality.html", {"audit": page, "principles": Principle.labels})


def data_quality_csv(request: HttpRequest) -> HttpResponse:
    return csv_answer(to_csv(_sheet(request)), dated("data-quality"))


def data_quality_xlsx(request: HttpRequest) -> HttpResponse:
    name = dated("data-quality").replace(".csv", ".xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(to_xlsx([_sheet(request)], title="Data quality"), content_type=XLSX, headers=headers)


def _sheet(request: HttpRequest) -> Sheet:
    rows = with_shares(audited(request.user, QualityFilterForm(request.GET)))
    return Sheet("Data quality", COLUMNS, table_rows(rows))


def indicator_quality(request: HttpRequest, slug: str) -> HttpResponse:
    page = quality_page(visible_indicator(request, slug), request.user)
    return render(request, "performance/indicator_quality.html", {"page": page})


def indicator_assess(request: HttpRequest, slug: str, principle: str) -> HttpResponse:
    if principle not in Principle.values:
        raise Http404
    may_assess(person(request)).require()
    indicator, chosen = visible_indicator(request, slug), Principle(principle)
    stored = DataQualityAssessment.objects.filter(indicator=indicator, principle=principle).first()
    form = AssessForm(posted(request), stored=stored)
    context = {"indicator": indicator, "principle": chosen, "form": form}
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "assess", context, 422 if form.errors else 200)
    try:
        transitions.assess(indicator.pk, principle, by=person(request), **form.cleaned_data)
    except Stale as stale:
        context |= {"form": _reopened(request, stale), "texts": _both(form, stale.stored)}
        return _page(request, "assess", context, 409)
    messages.success(request, f"{chosen.label} of {indicator.reference} is assessed.")
    return redirect("indicator_quality", slug=slug)


def indicator_assess_all(request: HttpRequest, slug: str) -> HttpResponse:
    may_assess(person(request)).require()
    indicator = visible_indicator(request, slug)
    form = AllForm(posted(request), history=indicator.assessments.all())
    context = {"indicator": indicator, "form": form}
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, "assess_all", context, 422 if form.errors else 200)
    try:
        made = transitions.assess_all(indicator.pk, form.judgements, by=person(request))
    except Stale:
        late = AllForm(request.POST, history=indicator.assessments.all())
        again = {"form": late.reopened(request.POST), "texts": late.both()} if late.is_valid() else {"form": late}
        return _page(request, "assess_all", context | again, 409)
    said = f"{len(made)} {'principle' if len(made) == 1 else 'principles'} of {indicator.reference} assessed."
    messages.success(request, said if made else "Nothing was changed.")
    return redirect("indicator_quality", slug=slug)


def _reopened(request: HttpRequest, stale: Stale) -> AssessForm:
    """The same words at the counter that is stored now, so that saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    return AssessForm(typed, stored=stale.stored)


def _both(form: AssessForm, stored: DataQualityAssessment | None) -> list[tuple[str, str, str]]:
    mine = form.cleaned_data
    theirs = (Grade(stored.grade).label, stored.evidence) if stored else ("", "")
    pairs = [("Grade", str(Grade(mine["grade"]).label), str(theirs[0])), ("Evidence", mine["evidence"], theirs[1])]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, f"performance/{name}.html", context, status=status)
