"""What people say of one result: its rating or direction set by hand, its figure withheld."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Stale
from performance import transitions
from performance.choices import SetByHand
from performance.permissions import may_mark, may_set_by_hand
from performance.said import HandPage, ResultPage, WithholdPage, hand_page, withhold_page
from performance.saying_forms import CounterForm, HandForm, WithholdForm

from .register import posted, visible_indicator


def by_hand(request: HttpRequest, slug: str, what: SetByHand) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_set_by_hand(request.user, indicator, what).require()  # type: ignore[arg-type]
    page = hand_page(indicator, what, request.GET.get("period", ""))
    if "take_back" in request.POST:
        return _take_back(request, page)
    form = HandForm(posted(request), what=what, stored=page.stored)
    if not (request.method == "POST" and form.is_valid()):
        return _hand(request, page, form)
    try:
        transitions.set_by_hand(indicator.pk, what, page.period, form.choice, by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        again = HandForm(_at(request, stale), what=what, stored=stale.stored)
        return _hand(request, page, again, status=409, texts=form.both_texts(stale.stored))
    return _done(request, page, f"The {what.label.lower()} in {page.period} is set by hand, and marked so.")


def _take_back(request: HttpRequest, page: HandPage) -> HttpResponse:
    name = page.what.label.lower()
    transitions.take_back(page.indicator.pk, page.what, page.period, CounterForm.read(request), by=request.user)  # type: ignore[arg-type]
    return _done(request, page, f"The {name} in {page.period} is as the figures give it again.")


def result_withhold(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_mark(request.user).require()  # type: ignore[arg-type]
    page = withhold_page(indicator, request.GET.get("period", ""))
    if "show" in request.POST:
        transitions.withhold(indicator.pk, page.period, "", CounterForm.read(request), by=request.user)  # type: ignore[arg-type]
        return _done(request, page, f"The result of {page.period} is shown again.")
    form = WithholdForm(posted(request), initial=WithholdForm.of(page.stored))
    if not (request.method == "POST" and form.is_valid()):
        return _withhold(request, page, form)
    data = form.cleaned_data
    try:
        transitions.withhold(indicator.pk, page.period, data["reason"], data["counter"], by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        texts = form.both_texts(stale.stored)
        return _withhold(request, page, WithholdForm(_at(request, stale)), status=409, texts=texts)
    return _done(request, page, f"The result of {page.period} is withheld.")


def _at(request: HttpRequest, stale: Stale) -> Any:
    """What was posted, at the counter that is stored now: saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    return typed


def _done(request: HttpRequest, page: ResultPage, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("indicator", slug=page.indicator.slug)


def _hand(request: HttpRequest, page: HandPage, form: forms.Form, *, status: int = 0, **more: Any) -> HttpResponse:
    context = {"page": page, "form": form, **more}
    return render(request, "performance/by_hand.html", context, status=status or (422 if form.errors else 200))


def _withhold(
    request: HttpRequest, page: WithholdPage, form: forms.Form, *, status: int = 0, **more: Any
) -> HttpResponse:
    context = {"page": page, "form": form, **more}
    return render(request, "performance/withhold.html", context, status=status or (422 if form.errors else 200))
