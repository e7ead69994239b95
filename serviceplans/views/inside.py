"""What of a plan stays inside the council, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.verdict import Stale
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.rules.inside import WHOLE, Mark, markable
from serviceplans.views.loading import load_version
from serviceplans.views.parts import posted_counter
from serviceplans.views.review import asked_number

BETWEEN = "|"


@require_http_methods(["GET", "POST"])
def inside(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """The holder, a contributor or a performance officer ticks what is not published."""
    version = load_version(request, prefix, cycle, asked_number(request))
    may.may_keep_inside(request.user, version).require()
    if request.method == "GET":
        return inside_page(request, version, version.marks)
    marks = [(part, row) for part, _, row in (said.partition(BETWEEN) for said in request.POST.getlist("inside"))]
    try:
        saved = transitions.keep_inside(version.pk, by=person(request), counter=posted_counter(request), marks=marks)
    except Stale as stale:
        return inside_page(request, version, marks, stale)
    messages.success(request, said_of(saved))
    return redirect(saved.plan)


def said_of(version: PlanVersion) -> str:
    count = len(version.inside)
    if not count:
        return "Nothing of this plan stays inside: all of it is published when the plan is."
    return f"{count} part{'s' * (count != 1)} or row{'s' * (count != 1)} of this plan will not be published."


def inside_page(
    request: HttpRequest, version: PlanVersion, marks: list[Mark], stale: Stale | None = None
) -> HttpResponse:
    """``marks`` are ticked; after a stale save, what somebody else ticked meanwhile is named beside what differs."""
    page = PlanPage(version, request.user)
    theirs = set(stale.stored) if stale else set(marks)
    ticked = set(marks)

    def box(part: str, row: str, name: str, level: int = 0) -> dict[str, Any]:
        mark = (part, row)
        differs = (
            ""
            if (mark in theirs) == (mark in ticked)
            else "Saved as inside"
            if mark in theirs
            else "Saved as published"
        )
        return {
            "value": f"{part}{BETWEEN}{row}",
            "name": name,
            "level": level,
            "ticked": mark in ticked,
            "differs": differs,
        }

    groups = [
        {
            "key": one.part,
            "title": one.title,
            "whole": box(one.part, WHOLE, "All of this part"),
            "rows": [box(one.part, line.row, line.name, line.level) for line in one.lines],
            "open": any(key == one.part and row for key, row in ticked | theirs),
        }
        for one in markable(page.content)
    ]
    counter = stale.counter if stale else version.inside_counter
    context = {"page": page, "groups": groups, "counter": counter, "stale": stale}
    return render(request, "serviceplans/inside.html", context, status=409 if stale else 200)
