"""What people say of an indicator: a recorded change, a warning set aside, its marks."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Stale, Verdict
from performance import transitions
from performance.models import Indicator
from performance.permissions import may_answer_for, may_mark
from performance.saying_forms import ChangeForm, MarksForm, ReasonForm
from performance.standing.facts import warnings_for
from performance.warnings_page import warnings_csv, warnings_page

from .register import csv_answer, posted, visible_indicator


def change_record(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = _answered_for(request, slug, may_answer_for)
    form = ChangeForm(posted(request), indicator=indicator)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        transitions.record_change(indicator.pk, data["period"], data["reason"], by=request.user)  # type: ignore[arg-type]
        return _done(request, indicator, f"The usual range begins anew in {data['period'].label}.")
    return _page(request, indicator, form, "Record a change in what is measured", "Record the change")


def warning_dismiss(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    indicator = _answered_for(request, slug, may_answer_for)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        transitions.dismiss_warning(indicator.pk, code, form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        return _done(request, indicator, "The warning is set aside. Its reason is shown in its place.")
    sentence = next((one.sentence for one in warnings_for([indicator]).get(indicator.pk, []) if one.code == code), "")
    return _page(request, indicator, form, "Set a warning aside", "Set it aside", sentence=sentence)


def indicator_mark(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = _answered_for(request, slug, lambda user, _: may_mark(user))
    form = MarksForm(posted(request), initial=MarksForm.of(indicator))
    title, button = "Outside our control, or all figures withheld", "Save the marks"
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, indicator, form, title, button)
    try:
        transitions.mark_indicator(indicator.pk, form.marks, by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        typed = request.POST.copy()
        typed["counter"] = str(stale.counter)
        texts = form.both_texts(stale.stored)
        return _page(request, indicator, MarksForm(typed), title, button, status=409, texts=texts)
    return _done(request, indicator, f"{indicator.reference} is marked.")


def warnings(request: HttpRequest) -> HttpResponse:
    return render(request, "performance/warnings.html", {"page": warnings_page(request.user, request.GET)})


def warnings_download(request: HttpRequest) -> HttpResponse:
    return csv_answer(warnings_csv(warnings_page(request.user, request.GET)), "warnings.csv")


def _answered_for(request: HttpRequest, slug: str, may: Callable[[Any, Indicator], Verdict]) -> Indicator:
    """The indicator at this address, if this person may speak for it."""
    indicator = visible_indicator(request, slug)
    may(request.user, indicator).require()
    return indicator


def _done(request: HttpRequest, indicator: Indicator, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("indicator", slug=indicator.slug)


def _page(
    request: HttpRequest,
    indicator: Indicator,
    form: forms.Form,
    title: str,
    button: str,
    *,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    context = {"indicator": indicator, "form": form, "title": title, "button": button, **more}
    return render(request, "performance/say.html", context, status=status or (422 if form.errors else 200))
