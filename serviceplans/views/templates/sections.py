"""A section of a template: added, renamed, moved, retired."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.verdict import Stale
from council.permissions import person
from serviceplans.forms.templates import SectionForm
from serviceplans.transitions import templating
from serviceplans.views.templates.loading import counter, load_draft, with_counter


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, template: str, number: int, section: str = "") -> HttpResponse:
    """Add a section, or change one."""
    found = load_draft(request, template, number)
    row = get_object_or_404(found.sections, key=section) if section else None
    initial = {"counter": row.counter, "number": row.number, "heading": row.heading} if row else {"counter": 0}
    form = SectionForm(found, request.POST if request.method == "POST" else None, initial=initial)
    extra: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        words = {"number": said.get("number", row.number if row else ""), "heading": said["heading"]}
        try:
            saved = templating.save_section(found.pk, section, by=person(request), counter=said["counter"], **words)
            messages.success(request, f"Saved: {saved.heading}.")
            return redirect(f"{found.get_absolute_url()}#section-{saved.key}")
        except Stale as stale:
            form = SectionForm(found, with_counter(request, stale))
            pair = {"label": "Heading", "theirs": stale.stored["heading"], "mine": words["heading"]}
            extra = {"stale": stale, "pairs": [pair]}
    context = {"template": found, "row": row, "form": form, **extra}
    status = 409 if extra else 422 if form.is_bound else 200
    return render(request, "serviceplans/templates/section.html", context, status=status)


@require_POST
def move(request: HttpRequest, template: str, number: int, section: str) -> HttpResponse:
    found = load_draft(request, template, number)
    up = request.POST.get("to") == "up"
    try:
        templating.move_section(found.pk, section, by=person(request), counter=counter(request), up=up)
    except Stale:
        messages.info(
            request, "The order had changed since you read it. It is shown as it is now: move again if it still fits."
        )
    return redirect(f"{found.get_absolute_url()}#section-{section}")


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, template: str, number: int, section: str) -> HttpResponse:
    found = load_draft(request, template, number)
    row = get_object_or_404(found.sections.prefetch_related("parts"), key=section)
    if request.method == "POST":
        templating.retire_section(found.pk, section, by=person(request))
        messages.success(request, f"Retired: {row.heading}.")
        return redirect(found)
    context = {"template": found, "what": "section", "row": row, "parts": row.parts.all()}
    return render(request, "serviceplans/templates/retire.html", context)
