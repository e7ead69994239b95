"""All templates: the list, a new one as a copy or from a file, and which one new plans begin with."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.verdict import Conflict, Refused
from council.permissions import person
from serviceplans.forms.templates import CopyForm, TemplateFileForm
from serviceplans.pages.templates import template_lines
from serviceplans.permissions.templates import may_manage_templates
from serviceplans.rules.template_facts import Problem
from serviceplans.template_files import NotATemplate, TemplateRefused, read
from serviceplans.transitions import bring_in, templating
from serviceplans.views.templates.loading import load


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    context = {"lines": template_lines(), "may_manage": bool(may_manage_templates(request.user))}
    return render(request, "serviceplans/templates/list.html", context)


@require_POST
def use(request: HttpRequest, template: str) -> HttpResponse:
    chosen = templating.use_for_new_plans(template, by=person(request))
    messages.success(request, f"Services without a plan begin with “{chosen.name}” from now on.")
    return redirect("templates")


@require_POST
def begin_next(request: HttpRequest, template: str) -> HttpResponse:
    try:
        draft = templating.begin_next(template, by=person(request))
    except Conflict as conflict:
        messages.info(request, conflict.sentence)
        return redirect("templates")
    messages.success(request, f"Version {draft.number} is begun. Nothing changes for plans until it is published.")
    return redirect(draft)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load(template, number)
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"name": f"{found.name} (copy)"})
    if request.method == "POST" and form.is_valid():
        draft = templating.copy_template(found, by=person(request), name=form.cleaned_data["name"])
        messages.success(request, f"“{draft.name}” is begun as a copy. Change it, then publish it.")
        return redirect(draft)
    context = {"template": found, "form": form}
    return render(request, "serviceplans/templates/copy.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """A template from its file, as a draft to be looked at."""
    form = TemplateFileForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        return file_page(request, TemplateFileForm())
    if not form.is_valid():
        return file_page(request, form, status=422)
    try:
        template, outcome = bring_in(read(form.cleaned_data["file"].read()), by=person(request), draft=True)
    except TemplateRefused as refused:
        return file_page(request, form, refused.problems, status=422)
    except (NotATemplate, Refused) as refused:
        form.add_error("file", getattr(refused, "sentence", str(refused)))
        return file_page(request, form, status=422)
    said = (
        "says what this version says already" if outcome == "unchanged" else "is here as a draft: look, then publish it"
    )
    messages.success(request, f"The file {said}.")
    return redirect(template)


def file_page(
    request: HttpRequest, form: TemplateFileForm, problems: list[Problem] | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "wrong": problems or []}
    return render(request, "serviceplans/templates/import.html", context, status=status)
