"""A plan and newer versions of its template: what moving would do, the move, and what has no place in the template."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from council.permissions import person
from serviceplans import permissions as may
from serviceplans.forms.fields import CounterField
from serviceplans.left import left_contents, left_key
from serviceplans.models import PartContent, PlanTemplate, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.parts import kind_for
from serviceplans.permissions.templates import may_move_plan
from serviceplans.rules.placing import SECTION_KEY
from serviceplans.template_move import move_of
from serviceplans.transitions.template_moves import move_to_template, take_out_left
from serviceplans.views.loading import load_version


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may_move_plan(person(request), version).require()
    template = version.plan.template
    target = PlanTemplate.objects.current().filter(key=template.key, number__gt=template.number).first()
    if request.method == "POST":
        number, read = (CounterField().clean(request.POST.get(name, "")) for name in ("to", "read"))
        move_to_template(version.pk, number, by=person(request), read=read)
        messages.success(request, f"{version.plan} is in version {number} of its template.")
        return redirect(version.plan)
    if target is None:
        messages.info(request, f"{version.plan} is in the newest version of its template.")
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "template": template, "move": move_of(version, target)}
    return render(request, "serviceplans/move_template.html", context)


@require_safe
def left(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """What the plan holds that its template has no place for."""
    version = load_version(request, prefix, cycle)
    page = PlanPage(version, request.user)
    context = {"page": page, "parts": left_parts(version, page)}
    return render(request, "serviceplans/left.html", context)


def left_parts(version: PlanVersion, page: PlanPage) -> list[dict[str, Any]]:
    """Each with its words as a document shows them, and the address at which it is taken out."""
    rows = {left_key(row.part): row for row in left_contents(version)} if version.is_draft else {}
    parts = [part for section in page.content["sections"] if section["key"] == SECTION_KEY for part in section["parts"]]
    return [
        {
            "key": part["key"],
            "title": kind_for(part).title,
            "blocks": kind_for(part).blocks(part["data"]),
            "url": version.plan.address("plan_left_out", rows[part["key"]].pk)
            if part["key"] in rows and page.may_edit
            else "",
        }
        for part in parts
    ]


@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_edit(request.user, version).require()
    row = load_left(version, pk)
    if request.method == "POST":
        counter = CounterField().clean(request.POST.get("counter", ""))
        take_out_left(version.pk, pk, by=person(request), counter=counter)
        messages.success(request, f"Taken out: {row.part.heading}. The audit trail keeps it.")
        return redirect("plan_left" if left_contents(version) else "plan", prefix, cycle)
    page = PlanPage(version, request.user)
    shown = next((part for part in left_parts(version, page) if part["key"] == left_key(row.part)), None)
    return render(request, "serviceplans/left_out.html", {"page": page, "row": row, "part": shown})


def load_left(version: PlanVersion, pk: int) -> PartContent:
    rows = version.contents.select_related("part__template").exclude(part__template=version.plan.template_id)
    if pk > 2**62:
        raise Http404("No such words.")
    return get_object_or_404(rows, pk=pk)
