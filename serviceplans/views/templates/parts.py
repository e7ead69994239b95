"""A part of a template: added, changed, moved, retired, brought back."""

from typing import Any

import yaml
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.verdict import Conflict, Refused, Stale
from council.permissions import person
from serviceplans.forms.template_parts import PartSettings
from serviceplans.forms.templates import KIND_WORDS, NewPartForm, PartForm
from serviceplans.models import PlanTemplate, TemplatePart
from serviceplans.template_files import part_facts
from serviceplans.template_new import copies, new_part
from serviceplans.transitions import templating
from serviceplans.views.templates.loading import counter, load_draft, with_counter


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, template: str, number: int, section: str) -> HttpResponse:
    """Add a part: of a kind, or as a copy of one that another template has. Its settings come next."""
    found = load_draft(request, template, number)
    place = get_object_or_404(found.sections, key=section)
    form = NewPartForm(copies(), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        facts = new_part(**form.cleaned_data)
        part = templating.save_part(found.pk, "", by=person(request), counter=0, section=section, facts=facts)
        messages.success(request, f"Added: {part.heading}. Say below what is written in it.")
        return redirect(found.address("template_part", part.key))
    context = {"template": found, "section": place, "form": form}
    return render(request, "serviceplans/templates/part_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, template: str, number: int, part: str) -> HttpResponse:
    found = load_draft(request, template, number)
    row = get_object_or_404(found.parts.select_related("section"), key=part)
    if request.method == "POST":
        return save(request, found, row)
    initial = {name: getattr(row, name) for name in ("counter", "number", "heading", "guidance", "required")}
    form = PartForm(found, initial={**initial, "section": row.section.key})
    return part_page(request, found, row, form, PartSettings(row.kind, row.config))


def part_page(
    request: HttpRequest, found: PlanTemplate, row: TemplatePart, form: PartForm, settings: PartSettings, *,
    status: int = 200, **extra: Any,
) -> HttpResponse:  # fmt: skip
    lists = [rows.formset for rows in settings.lists]
    context = {
        "template": found,
        "row": row,
        "kind": KIND_WORDS[row.kind],
        "form": form,
        "settings": settings,
        **dict(zip(("first", "second", "third"), [*lists, None, None, None], strict=False)),
        **extra,
    }
    return render(request, "serviceplans/templates/part.html", context, status=status)


def save(request: HttpRequest, found: PlanTemplate, row: TemplatePart) -> HttpResponse:
    form, settings = PartForm(found, request.POST), PartSettings(row.kind, row.config, request.POST)
    if not (form.is_valid() & settings.is_valid()):
        return part_page(request, found, row, form, settings, status=422)
    facts = {"kind": row.kind, **form.facts(), **settings.config()}
    said = form.cleaned_data
    try:
        templating.save_part(
            found.pk, row.key, by=person(request), counter=said["counter"], section=said["section"], facts=facts
        )
    except Stale as stale:
        form = PartForm(found, with_counter(request, stale))
        pairs = [{"label": "This part", "theirs": as_text(stale.stored), "mine": as_text(facts)}]
        return part_page(request, found, row, form, settings, status=409, stale=stale, pairs=pairs)
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return part_page(request, found, row, form, settings, status=422)
    messages.success(request, f"Saved: {facts['heading']}.")
    if "more" in request.POST:
        return redirect(found.address("template_part", row.key))
    return redirect(f"{found.get_absolute_url()}#part-{row.key}")


def as_text(facts: dict[str, Any]) -> str:
    """A part's facts as lines that can be compared by eye."""
    return str(yaml.safe_dump({k: v for k, v in facts.items() if k != "key"}, sort_keys=True, allow_unicode=True))


@require_POST
def move(request: HttpRequest, template: str, number: int, part: str) -> HttpResponse:
    found = load_draft(request, template, number)
    up = request.POST.get("to") == "up"
    try:
        templating.move_part(found.pk, part, by=person(request), counter=counter(request), up=up)
    except Stale:
        messages.info(
            request, "The order had changed since you read it. It is shown as it is now: move again if it still fits."
        )
    return redirect(f"{found.get_absolute_url()}#part-{part}")


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, template: str, number: int, part: str) -> HttpResponse:
    found = load_draft(request, template, number)
    row = get_object_or_404(found.parts, key=part)
    if request.method == "POST":
        templating.retire_part(found.pk, part, by=person(request))
        messages.success(request, f"Retired: {row.heading}. Plans keep what they say there.")
        return redirect(found)
    context = {"template": found, "what": "part", "row": row, "facts": part_facts(row)}
    return render(request, "serviceplans/templates/retire.html", context)


@require_POST
def restore(request: HttpRequest, template: str, number: int, part: str) -> HttpResponse:
    found = load_draft(request, template, number)
    row = templating.restore_part(found.pk, part, by=person(request))
    messages.success(request, f"Brought back: {row.heading}, in {row.section.heading}.")
    return redirect(f"{found.get_absolute_url()}#part-{part}")
