"""Building a scorecard: its title and audience, its groups, and which indicators stand where."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from common.verdict import Stale
from performance import transitions
from performance.models import Indicator, Scorecard
from performance.rules import layout as steps
from performance.rules.layout import Layout, members
from performance.scorecard_forms import AddForm, DetailsForm, GroupForm

from .register import posted
from .scorecards import visible_scorecard

# What a button may ask: each step takes the layout and what it is about (an indicator's id or a group's name).
ROW_STEPS: dict[str, Callable[[Layout, int], Layout]] = {
    "up": lambda layout, pk: steps.move(layout, pk, -1),
    "down": lambda layout, pk: steps.move(layout, pk, 1),
    "remove": steps.remove,
}
GROUP_STEPS: dict[str, Callable[[Layout, str], Layout]] = {
    "group-up": lambda layout, name: steps.move_group(layout, name, -1),
    "group-down": lambda layout, name: steps.move_group(layout, name, 1),
    "group-remove": steps.remove_group,
}


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
        return _page(request, found, 422 if form.errors else 200, form=form)
    counter = form.cleaned_data["counter"]
    try:
        transitions.change_scorecard(found.pk, form.details, counter=counter, by=request.user)  # type: ignore[arg-type]
    except Stale as stale:
        return _both_texts(request, form, stale)
    messages.success(request, f"{form.details.title} is saved.")
    return redirect("scorecard_edit", slug=slug)


def scorecard_arrange(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_scorecard(request, slug)
    layout = transitions.layout_of(found)
    wanted, forms = _asked(request.POST, layout)
    if wanted is None:
        return _page(request, found, 422, **forms)
    counter = request.POST.get("counter", "")
    try:
        transitions.arrange_scorecard(
            found.pk,
            wanted,
            counter=int(counter) if counter.isascii() and counter.isdigit() else -1,
            by=request.user,  # type: ignore[arg-type]
        )
    except Stale as stale:
        return _page(
            request, stale.stored, 409, sentence=f"{stale.sentence} Nothing was moved: it is shown as it is now."
        )
    return redirect("scorecard_edit", slug=slug)


def _asked(data: QueryDict, layout: Layout) -> tuple[Layout | None, dict[str, Any]]:
    """The layout that the button asks for; None, and the forms with their errors, where it cannot be read."""
    step, about = data.get("do", ""), data.get("about", "")
    if step == "add":
        adding = AddForm(data, layout=layout)
        if not adding.is_valid():
            return None, {"add_form": adding}
        return steps.add(layout, adding.cleaned_data["reference"].pk, adding.cleaned_data["group"]), {}
    if step == "group":
        naming = GroupForm(data, layout=layout)
        return (
            (steps.add_group(layout, naming.cleaned_data["name"]), {})
            if naming.is_valid()
            else (
                None,
                {"group_form": naming},
            )
        )
    if step in ROW_STEPS and about.isascii() and about.isdigit():
        return ROW_STEPS[step](layout, int(about)), {}
    return (GROUP_STEPS[step](layout, about), {}) if step in GROUP_STEPS else (layout, {})


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
    return _page(request, stale.stored, 409, form=again, texts=texts)


def _shown(form: DetailsForm, name: str) -> str:
    value = form.cleaned_data[name] if form.is_bound else form.initial.get(name)
    choices = dict(getattr(form.fields[name], "choices", [])) if name == "kind" else {}
    return (
        {True: "Yes", False: "No", None: ""}[value]
        if value is None or isinstance(value, bool)
        else str(choices.get(value, value))
    )


def _page(request: HttpRequest, found: Scorecard, status: int, **forms: Any) -> HttpResponse:
    layout = transitions.layout_of(found)
    known = Indicator.objects.in_bulk(members(layout))
    context = {
        "scorecard": found,
        "sections": [(section.name, [known[pk] for pk in section.members]) for section in layout],
        "form": DetailsForm(scorecard=found),
        "add_form": AddForm(layout=layout),
        "group_form": GroupForm(layout=layout),
        **forms,
    }
    return render(request, "performance/scorecard_edit.html", context, status=status)
