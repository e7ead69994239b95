"""The register, a risk, and its review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.panels import panels
from common.today import today
from common.verdict import Stale
from risks import transitions
from risks.exports import register_csv
from risks.forms import CloseForm, ReviewForm
from risks.forms.fields import differences
from risks.models import Risk
from risks.permissions import may_review
from risks.register import listed, register_page
from risks.rules import next_review
from risks.standing import describe


def risks(request: HttpRequest) -> HttpResponse:
    return render(request, "risks/register.html", {"page": register_page(request.user, request.GET)})


def risks_csv(request: HttpRequest) -> HttpResponse:
    filters, standings = listed(request.user, request.GET)
    name = f"risks-{today().isoformat()}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        register_csv(filters.in_list(standings)), content_type="text/csv; charset=utf-8", headers=disposition
    )


def risk(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    context = {
        "risk": found,
        "standing": describe([found])[0],
        "reviews": found.reviews.select_related("by"),
        "panels": panels("risk", request.user, found),
        "may_review": may_review(request.user, found),
    }
    return render(request, "risks/risk.html", context)


def risk_review(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    may_review(request.user, found).require()
    form = ReviewForm(request.POST or None, risk=found)
    if not (request.method == "POST" and form.is_valid()):
        return _review_page(request, found, form, 422 if form.errors else 200)
    data = form.cleaned_data
    try:
        transitions.review_risk(found.pk, data["counter"], data, request.user)  # type: ignore[arg-type]
    except Stale as stale:
        both = differences(form, stale.stored)
        return _review_page(request, found, _reopened(request, found, stale), 409, stale=stale, differences=both)
    messages.success(request, f"Your review of {found.reference} is on the register.")
    return redirect(found)


def risk_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a risk, with the reason; what was changed since the page was opened is read first."""
    found = _visible(request, slug)
    may_review(request.user, found).require()
    form, status, stale = CloseForm(request.POST or None, initial={"counter": found.counter}), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                transitions.close_risk(found.pk, said["counter"], said["reason"], request.user)  # type: ignore[arg-type]
                messages.success(request, f"{found.reference} is closed. The register keeps it, with your reason.")
                return redirect(found)
            except Stale as refusal:
                stale, status = refusal, 409
                form = CloseForm({"counter": refusal.counter, "reason": said["reason"]})
    context = {"risk": found, "standing": describe([found])[0], "form": form, "stale": stale}
    return render(request, "risks/close.html", context, status=status)


def _visible(request: HttpRequest, slug: str) -> Risk:
    rows = Risk.objects.visible_to(request.user).select_related("owner_post", "service", "directorate")
    return get_object_or_404(rows, slug=slug)


def _review_page(request: HttpRequest, found: Risk, form: ReviewForm, status: int, **more: Any) -> HttpResponse:
    context = {"risk": found, "standing": describe([found])[0], "form": form, "next": next_review(today()), **more}
    return render(request, "risks/review.html", context, status=status)


def _reopened(request: HttpRequest, found: Risk, stale: Stale) -> ReviewForm:
    """The same words at the counter that is stored now, so that saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    return ReviewForm(typed, risk=found)
