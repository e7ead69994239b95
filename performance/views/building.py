"""Making a scorecard, changing its title and audience, and retiring it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Stale
from performance import transitions
from performance.scorecard_forms import DetailsForm

from .arranging import building_page
from .register import posted, read_at
from .scorecards import visible_scorecard


def scorecard_new(request: HttpRequest) -> HttpResponse:
    form = DetailsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = transitions.create_scorecard(form.details, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{made.title} is made. Now add its indicators.")
        return redirect("scorecard_edit", slug=made.key)
    return render(request, "performance/scorecard_new.html", {"form": form}, status=422 if form.errors else 200)


def scorecard_edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_scorecard(request, slug)
    form = DetailsForm(posted(request), scorecard=found)
    if not (request.method == "POST" and form.is_valid()):
        return building_page(request, found, 422 if form.errors else 200, form=form)
    counter = form.cleaned_data["counter"]
    try:
        transitions.change_scorecard(found.pk, form.details, counter=counter, by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        return _both_texts(request, form, stale)
    messages.success(request, f"{form.details.title} is saved.")
    return redirect("scorecard_edit", slug=slug)


def scorecard_retire(request: HttpRequest, slug: str) -> HttpResponse:
    found, back = visible_scorecard(request, slug), request.POST.get("back") == "yes"
    try:
        made = transitions.retire_scorecard(found.pk, counter=read_at(request), by=request.user, back=back)  # type: ignore[arg-type]
    except Stale as stale:
        asked = f"{'Bring' if back else 'Retire'} {found.title}{' back' if back else ''}"
        return building_page(request, stale.stored, 409, stale=stale, wanted=asked)
    told = "is read by its audience again" if back else "is retired: only performance officers find it now"
    messages.success(request, f"{made.title} {told}.")
    return redirect("scorecard", slug=slug)


def _both_texts(request: HttpRequest, form: DetailsForm, stale: Stale) -> HttpResponse:
    """What was typed beside what is saved now; saving again is then a choice made with both in sight."""
    stored = DetailsForm(scorecard=stale.stored)
    typed = request.POST.copy()
    typed["counter"] = str(stale.counter)
    texts = [
        (field.label, _shown(form, name), _shown(stored, name))
        for name, field in form.fields.items()
        if name != "counter" and _shown(form, name) != _shown(stored, name)
    ]
    again = DetailsForm(typed, scorecard=stale.stored)
    return building_page(request, stale.stored, 409, form=again, texts=texts)


def _shown(form: DetailsForm, name: str) -> str:
    value = form.cleaned_data[name] if form.is_bound else form.initial.get(name)
    choices = dict(getattr(form.fields[name], "choices", [])) if name == "kind" else {}
    return (
        {True: "Yes", False: "No", None: ""}[value]
        if value is None or isinstance(value, bool)
        else str(choices.get(value, value))
    )
