"""Putting an indicator on the register, and changing what it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Conflict, Stale
from council.models import Post
from council.permissions import person
from performance import transitions
from performance.definition_forms import DefinitionForm
from performance.models import Indicator
from performance.permissions import may_define
from performance.transitions.definition import FieldRefused

from .register import posted, visible_indicator


def indicator_new(request: HttpRequest) -> HttpResponse:
    may_define(person(request)).require()
    form = DefinitionForm(posted(request))
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, form, 422 if form.errors else 200)
    try:
        made = transitions.define_indicator(form.facts, by=person(request))
    except Conflict as conflict:
        form.add_error("reference", conflict.sentence)
        return _page(request, form, conflict.status)
    messages.success(request, f"{made.reference} is on the register. Set its targets next.")
    return redirect("indicator", slug=made.slug)


def indicator_edit(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_define(person(request)).require()
    form = DefinitionForm(posted(request), stored=indicator)
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, form, 422 if form.errors else 200, indicator=indicator)
    try:
        transitions.change_definition(indicator.pk, form.facts, form.cleaned_data["counter"], by=person(request))
    except Stale as stale:
        texts = form.both_texts(stale.stored)
        return _page(request, _reopened(request, stale), 409, indicator=indicator, texts=texts)
    except FieldRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return _page(request, form, 422, indicator=indicator)
    messages.success(request, f"The definition of {indicator.reference} is saved.")
    return redirect("indicator", slug=slug)


def _reopened(request: HttpRequest, stale: Stale) -> DefinitionForm:
    """The same words at the counter that is stored now, so that saving again is a choice made with both in sight."""
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    stored: Indicator = stale.stored
    return DefinitionForm(typed, stored=stored)


def _page(request: HttpRequest, form: DefinitionForm, status: int, **more: Any) -> HttpResponse:
    titles = Post.objects.values_list("title", flat=True)
    return render(request, "performance/definition.html", {"form": form, "titles": titles, **more}, status=status)
