"""The list of plans; a plan's task list; the plan as a document; check your answers; the files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serviceplans import permissions as may
from serviceplans.exports import FORMATS, document_of, file_response
from serviceplans.forms.signoff import StepForm
from serviceplans.listing import plan_list
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    return render(request, "serviceplans/plans.html", {"listing": plan_list(request.user, request.GET)})


@require_safe
def plan(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    return render(request, "serviceplans/plan.html", {"page": PlanPage(version, request.user)})


@require_safe
def read(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    number = request.GET.get("version", "")
    version = load_version(request, prefix, cycle, int(number) if number.isdecimal() and len(number) < 5 else None)
    page = PlanPage(version, request.user)
    return render(request, "serviceplans/read.html", {"page": page, "document": document_of(version, page.content)})


@require_safe
def check(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_edit(request.user, version).require()
    return check_page(request, version)


def submit_form(posted: Any = None) -> StepForm:
    return StepForm("Comment for the reviewer (optional)", posted)


def check_page(request: HttpRequest, version: PlanVersion, form: Any = None, status: int = 200) -> HttpResponse:
    page = PlanPage(version, request.user)
    context = {"page": page, "parts": page_parts(page), "form": form or submit_form()}
    return render(request, "serviceplans/check.html", context, status=status)


def page_parts(page: PlanPage) -> list[dict[str, object]]:
    """Each section with its parts' blocks and Change links."""
    from serviceplans.parts import kind_for

    return [
        {
            "title": tasks["title"],
            "parts": [
                {"task": task, "blocks": kind_for(part).blocks(part["data"])}
                for task, part in zip(tasks["tasks"], section["parts"], strict=True)
            ],
        }
        for tasks, section in zip(page.sections, page.content["sections"], strict=True)
    ]


@require_safe
def export(request: HttpRequest, prefix: str, cycle: str, extension: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    return file_response(version, FORMATS[extension], PlanPage(version, request.user).content)
