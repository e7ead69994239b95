"""How one service stands by a commitment: its own result each quarter, and its own words beside it in its plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common.verdict import Stale
from council.permissions import person
from serviceplans import transitions
from serviceplans.committed.page import CommitmentPage
from serviceplans.committed.service import ServicePage
from serviceplans.forms.commitments import OwnWordsForm, ServiceResultForm
from serviceplans.pages import PlanPage
from serviceplans.views.actions import open_part, part_url, with_counter
from serviceplans.views.commitments import load_commitment


def load_service(request: HttpRequest, pk: int, prefix: str) -> ServicePage:
    """The service's page, for those who may read its plan."""
    page = CommitmentPage(load_commitment(request, pk), request.user, request.GET)
    line = next((line for line in page.every if line.service.slug == prefix.lower()), None)
    if line is None:
        raise Http404("No service here that you may read.")
    return ServicePage(page, line)


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, pk: int, prefix: str) -> HttpResponse:
    """What the service has said, and for those who answer for it, the quarter's own result."""
    page = load_service(request, pk, prefix)
    if request.method == "POST":
        return answer(request, page)
    form = result_form(page) if page.takes_result else None
    return render(request, "serviceplans/commitments/service.html", {"page": page, "form": form})


def result_form(page: ServicePage, posted: Any = None) -> ServiceResultForm:
    assert page.quarter is not None
    return ServiceResultForm(page.commitment, page.quarter, posted, initial=page.initial)


def answer(request: HttpRequest, page: ServicePage) -> HttpResponse:
    page.may_answer.require()
    if not page.takes_result or page.quarter is None:
        raise Http404("No result is asked for here.")
    form = result_form(page, request.POST)
    stale, status = None, 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            transitions.give_result(
                page.commitment.pk, page.service.pk, by=person(request), counter=said["counter"], period=page.quarter,
                value=said["result"], comment=said["comment"],
            )  # fmt: skip
            messages.success(request, f"Saved: {page.quarter} of {page.service.name}.")
            return redirect(page.address)
        except Stale as refusal:
            stale, status, form = refusal, 409, result_form(page, with_counter(request, refusal))
    context = {"page": page, "form": form, "stale": stale, "pairs": page.compare(stale, form) if stale else []}
    return render(request, "serviceplans/commitments/service.html", context, status=status)


@require_http_methods(["GET", "POST"])
def own_words(request: HttpRequest, prefix: str, cycle: str, key: str, pk: int) -> HttpResponse:
    """The service's own target or words beside an indicator that every service is committed to."""
    version, part = open_part(request, prefix, cycle, key, "indicators")
    link = get_object_or_404(version.indicator_links.select_related("indicator", "commitment"), commitment=pk)
    initial = {"counter": link.counter, "words": link.own_words}
    form = OwnWordsForm(request.POST or None, initial=initial)
    stale, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            transitions.say_own_words(version.pk, pk, by=person(request), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect(part_url(version, part))
        except Stale as refusal:
            stale, status, form = refusal, 409, OwnWordsForm(with_counter(request, refusal))
    mine = form.data.get("words", "")
    pairs = [{"label": "In this service", "mine": mine, "theirs": stale.stored["own_words"]}] if stale else []
    context = {
        "page": PlanPage(version, request.user), "part": part, "part_url": part_url(version, part), "link": link,
        "form": form, "stale": stale, "pairs": pairs, "crumb": link.indicator.reference,
    }  # fmt: skip
    return render(request, "serviceplans/commitments/own_words.html", context, status=status)
