"""Entering or correcting one result."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Stale
from performance import transitions
from performance.due import due_for
from performance.forms import ResultForm
from performance.page import EntryPage, both_texts, entry_page
from performance.permissions import may_enter, may_import
from performance.transitions import Entry

from .register import posted, visible_indicator


def enter_result(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_enter(request.user, indicator).require()  # type: ignore[arg-type]
    page = entry_page(indicator, request.GET.get("period", ""))
    form = ResultForm(posted(request), indicator=indicator, stored=page.stored)
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, page, form, 422 if form.errors else 200)
    try:
        transitions.enter_result(indicator.pk, page.period, _entry(form), by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        return _page(request, page, _reopened(request, page, stale), 409, texts=both_texts(form, stale.stored))
    return _saved(request, page)


def _saved(request: HttpRequest, page: EntryPage) -> HttpResponse:
    """An owner who has more to enter is led to the list of it."""
    said = f"The result of {page.indicator.reference} for {page.period.label} is saved."
    more = [] if may_import(request.user) else due_for(request.user)  # type: ignore[arg-type]
    if not more:
        messages.success(request, said)
        return redirect("indicator", slug=page.indicator.slug)
    messages.success(request, f"{said} {len(more)} more of yours {'is' if len(more) == 1 else 'are'} missing.")
    return redirect("results_due")


def _entry(form: ResultForm) -> Entry:
    data = {name: value for name, value in form.cleaned_data.items() if name != "result"}
    return Entry(value=form.cleaned_data["result"], **data)


def _reopened(request: HttpRequest, page: EntryPage, stale: Stale) -> ResultForm:
    """The same words at the counter that is stored now, so that saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    return ResultForm(typed, indicator=page.indicator, stored=stale.stored)


def _page(request: HttpRequest, page: EntryPage, form: ResultForm, status: int, **more: Any) -> HttpResponse:
    return render(request, "performance/result.html", {"page": page, "form": form, **more}, status=status)
