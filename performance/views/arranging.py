"""Laying a scorecard out: its rows and groups one step at a time, and many indicators added at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.verdict import Stale
from performance import transitions
from performance.arranging import Asked, addable, asked, groups_of, ids, narrowed_query, offer
from performance.models import Scorecard
from performance.rules import layout as steps
from performance.rules.layout import members
from performance.scorecard_forms import DetailsForm, GroupForm, ReferencesForm

from .register import read_at
from .scorecards import visible_scorecard

TICK_ONE = "Tick at least one indicator to add"


def scorecard_arrange(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_scorecard(request, slug)
    wanted = asked(request.POST, transitions.layout_of(found))
    if wanted.layout is None:
        return building_page(request, found, 422, **wanted.forms)
    try:
        _arrange(request, found, wanted)
    except Stale as stale:
        return building_page(request, stale.stored, 409, stale=stale, wanted=wanted.words)
    place = f"#{wanted.place}" if wanted.place else ""
    return redirect(reverse("scorecard_edit", args=[slug]) + place)


def scorecard_add(request: HttpRequest, slug: str) -> HttpResponse:
    found = visible_scorecard(request, slug)
    if request.method == "POST" and request.POST.get("do") == "find":
        return redirect(f"{reverse('scorecard_add', args=[slug])}?{narrowed_query(request.POST)}")
    picked = addable(request.user, ids(request.POST.getlist("pick")))
    if request.method != "POST" or not picked:
        return _offered(request, found, 422 if request.method == "POST" else 200, sentence=TICK_ONE)
    layout, group = transitions.layout_of(found), request.POST.get("group", "")
    wanted = Asked(steps.add(layout, picked, group))
    try:
        _arrange(request, found, wanted)
    except Stale as stale:
        return _offered(request, stale.stored, 409, stale=stale)
    many = "1 indicator is added." if len(picked) == 1 else f"{len(picked)} indicators are added."
    messages.success(request, many)
    return redirect("scorecard_edit", slug=slug)


def _arrange(request: HttpRequest, found: Scorecard, wanted: Asked) -> None:
    """Lay it out as asked; what is so already, as after a second click, is no conflict."""
    if wanted.layout is None or wanted.layout == transitions.layout_of(found):
        return
    transitions.arrange_scorecard(found.pk, wanted.layout, counter=read_at(request), by=request.user)  # type: ignore[arg-type]


def _offered(request: HttpRequest, found: Scorecard, status: int, **context: Any) -> HttpResponse:
    """The page from which indicators are added; what was ticked stays ticked."""
    parameters = request.POST if request.method == "POST" else request.GET
    offered = offer(request.user, found, parameters)
    context = {
        "scorecard": found,
        "offer": offered,
        "picked": [one.pk for one in offered.ticked],
        "groups": groups_of(transitions.layout_of(found)),
        "group": parameters.get("group", ""),
        "failed": status == 422,
        **context,
    }
    return render(request, "performance/scorecard_add.html", context, status=status)


def building_page(request: HttpRequest, found: Scorecard, status: int, **context: Any) -> HttpResponse:
    """The page on which a scorecard is changed; what was ticked stays ticked."""
    layout = transitions.layout_of(found)
    context = {
        "scorecard": found,
        "groups": groups_of(layout),
        "has_rows": bool(members(layout)),
        "picked": ids(request.POST.getlist("pick")),
        "form": DetailsForm(scorecard=found),
        "references_form": ReferencesForm(layout=layout),
        "group_form": GroupForm(layout=layout),
        **context,
    }
    return render(request, "performance/scorecard_edit.html", context, status=status)
