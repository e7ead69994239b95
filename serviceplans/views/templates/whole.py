"""One version of a template: what it holds, as a plan's writer meets it, as a file; its settings; published or discarded."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.verdict import Refused, Stale
from council.permissions import person
from serviceplans.choices import Numbering
from serviceplans.forms.templates import PublishForm, SettingsForm
from serviceplans.models import PlanTemplate
from serviceplans.pages.templates import TemplatePage, preview_of
from serviceplans.rules.checks import CHECKS
from serviceplans.template_files import facts_of, write
from serviceplans.transitions import templating
from serviceplans.views.templates.loading import load, load_draft, with_counter


@require_safe
def template(request: HttpRequest, template: str, number: int) -> HttpResponse:
    page = TemplatePage(load(template, number), request.user)
    return render(request, "serviceplans/templates/template.html", {"page": page, "template": page.template})


@require_safe
def preview(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load(template, number)
    parts = [(part.section, preview_of(part)) for part in found.parts.select_related("section")]
    return render(request, "serviceplans/templates/preview.html", {"template": found, "parts": parts})


@require_safe
def file(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load(template, number)
    response = HttpResponse(write(facts_of(found), found.number), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="{found.key}-v{found.number}.yaml"'
    return response


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load_draft(request, template, number)
    form = SettingsForm(found, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return settings_page(request, found, form, status=422 if form.is_bound else 200)
    facts, said = form.facts(), form.cleaned_data
    try:
        templating.save_settings(found.pk, by=person(request), counter=said["counter"], facts=facts)
    except Stale as stale:
        form = SettingsForm(found, with_counter(request, stale))
        pairs = settings_pairs(stale.stored, facts)
        return settings_page(request, found, form, status=409, stale=stale, pairs=pairs)
    messages.success(request, "Saved: the template’s name, numbering and checks.")
    return redirect(found)


def settings_page(
    request: HttpRequest, found: PlanTemplate, form: SettingsForm, *, status: int, **extra: Any
) -> HttpResponse:
    context = {"template": found, "form": form, **extra}
    return render(request, "serviceplans/templates/settings.html", context, status=status)


def settings_pairs(theirs: dict[str, Any], mine: dict[str, Any]) -> list[dict[str, str]]:
    """What is stored against what was posted, where they differ."""
    labels = {"name": "Name", "source": "Where it comes from", "numbering": "Numbering"}
    pairs = [{"label": label, "theirs": shown(theirs[key]), "mine": shown(mine[key])} for key, label in labels.items()]
    for code, words in CHECKS.items():
        both = {"theirs": theirs["checks"].get(code, ""), "mine": mine["checks"].get(code, "")}
        pairs.append({"label": words, **both})
    return [pair for pair in pairs if pair["theirs"] != pair["mine"]]


def shown(value: str) -> str:
    return str(dict(Numbering.choices).get(value, value))


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load_draft(request, template, number)
    page = TemplatePage(found, request.user)
    initial = {"counter": found.counter, "note": "\n".join(page.changes)}
    form = PublishForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            templating.publish_template(found.pk, by=person(request), counter=said["counter"], note=said["note"])
            messages.success(request, f"Version {found.number} is published: new plans begin with it.")
            return redirect(found)
        except Stale:
            messages.info(request, "The draft was changed after you opened this page. Read what is new in it again.")
            return redirect(found.address("template_publish"))
        except Refused as refused:
            form.add_error(None, refused.sentence)
    context = {"page": page, "template": found, "form": form}
    return render(request, "serviceplans/templates/publish.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, template: str, number: int) -> HttpResponse:
    found = load_draft(request, template, number)
    if request.method == "POST":
        templating.discard_draft(found.pk, by=person(request))
        messages.success(request, f"The draft of version {found.number} of “{found.name}” is discarded.")
        return redirect("templates")
    context = {"template": found, "page": TemplatePage(found, request.user)}
    return render(request, "serviceplans/templates/discard.html", context)
