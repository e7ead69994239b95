"""Writing one part of a plan: the form, its autosave, and what happens when somebody else saved first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.today import now
from common.verdict import Refused, Stale
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.content import header
from serviceplans.forms.fields import CounterField
from serviceplans.forms.parts import fields_form, rows_formset, rows_from, stored_from
from serviceplans.gathering import parts_of_template
from serviceplans.last_year import table_before, texts_before
from serviceplans.models import Comment, PartContent, PlanVersion, TemplatePart
from serviceplans.pages import PlanPage
from serviceplans.parts import kind_of
from serviceplans.parts.tables import TablePart
from serviceplans.rules.health import NOT_REVIEWED
from serviceplans.threads import readable, thread_lines
from serviceplans.views.loading import load_part, load_version
from serviceplans.views.rows import rows_context, with_addresses


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, prefix: str, cycle: str, key: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    chosen = load_part(version, key)
    kind = kind_of(chosen)
    if request.method == "GET" and not may.may_edit(request.user, version):
        return redirect(f"{version.plan.address('plan_read')}#{chosen.key}")
    may.may_edit(request.user, version).require()
    if not kind.one_form:
        return rows_page(request, version, chosen)
    return save(request, version, chosen) if request.method == "POST" else form_page(request, version, chosen)


def stored_content(version: PlanVersion, chosen: TemplatePart) -> PartContent:
    found = PartContent.objects.filter(version=version, part=chosen).first()
    return found or PartContent(version=version, part=chosen)


def build(
    version: PlanVersion, chosen: TemplatePart, data: dict[str, Any], counter: int, posted: Any = None, user: Any = None
) -> Any:
    """The form or the rows of a part; with a ``user``, what was said stands beside its fields."""
    kind = kind_of(chosen, version.plan.cycle.name)
    if isinstance(kind, TablePart):
        return rows_formset(kind, data or {"rows": kind.config.get("start", [])}, posted=posted)
    comments = thread_lines(version, user, said_about(version, chosen, user)) if user else []
    hints = structure_hints(version) if chosen.kind == "header" else {}
    before = {} if chosen.kind == "header" else texts_before(version, chosen, data)
    return fields_form(
        kind, data, posted=posted, comments=comments, counter=counter, hints=hints, last_year=before
    )  # fmt: skip


def structure_hints(version: PlanVersion) -> dict[str, str]:
    """What the header says wherever its field is left empty."""
    return {key: f"Leave empty to print: {value}" for key, value in header(version).items() if value}


def said_in(form: Any, chosen: TemplatePart) -> dict[str, Any]:
    kind = kind_of(chosen)
    return rows_from(form) if kind.in_rows else stored_from(kind, form)


def form_page(
    request: HttpRequest,
    version: PlanVersion,
    chosen: TemplatePart,
    *,
    form: Any = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    content = stored_content(version, chosen)
    form = form or build(version, chosen, content.data, content.counter, user=request.user)
    tables = kind_of(chosen).in_rows
    page = PlanPage(version, request.user)
    context = {
        "page": page,
        "part": chosen,
        "form": form,
        "tables": tables,
        "content": content,
        "counter": content.counter,
        "review_from": content.review_from,
        "reviewed_url": version.plan.address("plan_part_reviewed", chosen.key),
        "last_year": table_before(version, chosen, content.data) if tables else None,
        "comments": general_comments(request, version, chosen),
        "position": position(version, chosen),
        "autosave_url": version.plan.address("plan_part_autosave", chosen.key),
        **extra,
    }
    return render(request, "serviceplans/edit_part.html", context, status=status)


def position(version: PlanVersion, chosen: TemplatePart) -> str:
    """Where the part stands: "Section 1 of 4", counting the numbered sections only."""
    if not chosen.section.number:
        return chosen.section.heading
    numbered = {part.section_id for part in parts_of_template(version) if part.section.number}
    return f"Section {chosen.section.number} of {len(numbered)}"


def said_about(version: PlanVersion, chosen: TemplatePart, user: Any) -> list[Comment]:
    """The comments on a part that this person may read."""
    return [one for one in readable(version, user, list(version.comments.all())) if one.part_key == chosen.key]


def general_comments(request: HttpRequest, version: PlanVersion, chosen: TemplatePart) -> list[Any]:
    """Comments on the part as a whole, or on a row of it."""
    fields = {f["key"] for f in chosen.config.get("fields", [])}
    said = [comment for comment in said_about(version, chosen, request.user) if comment.field not in fields]
    return thread_lines(version, request.user, said)


def save(request: HttpRequest, version: PlanVersion, chosen: TemplatePart) -> HttpResponse:
    form = build(version, chosen, {}, 0, posted=request.POST, user=request.user)
    if not form.is_valid():
        return form_page(request, version, chosen, form=form, status=422)
    try:
        transitions.save_part(
            version.pk, chosen, by=person(request), counter=posted_counter(request), data=said_in(form, chosen)
        )
    except Stale as stale:
        return stale_page(request, version, chosen, form, stale)
    messages.success(request, f"Saved: {chosen.heading}.")
    if "more" in request.POST:
        return redirect(version.plan.address("plan_part", chosen.key))
    return redirect(f"{version.plan.get_absolute_url()}#task-{chosen.key}")


def posted_counter(request: HttpRequest) -> int:
    return int(CounterField().clean(request.POST.get("counter", "")))


def stale_page(
    request: HttpRequest, version: PlanVersion, chosen: TemplatePart, form: Any, stale: Stale
) -> HttpResponse:
    """Both texts side by side; the form keeps what this person wrote, with the new counter to save over it knowingly."""
    kind = kind_of(chosen, version.plan.cycle.name)
    mine, theirs = kind.clean(said_in(form, chosen)), stale.stored
    pairs = [pair for pair in compare(kind, theirs, mine) if pair["theirs"] != pair["mine"]]
    if not kind.in_rows:
        posted = request.POST.copy()
        posted["counter"] = str(stale.counter)
        form = build(version, chosen, {}, 0, posted=posted, user=request.user)
    return form_page(
        request, version, chosen, form=form, status=409, stale=stale, pairs=pairs, counter_now=stale.counter
    )


def compare(kind: Any, theirs: dict[str, Any], mine: dict[str, Any]) -> list[dict[str, str]]:
    if kind.in_rows:
        return [{"label": "Rows", "theirs": as_text(theirs.get("rows", [])), "mine": as_text(mine.get("rows", []))}]
    return [
        {"label": f["label"], "theirs": as_text(theirs.get(f["key"], "")), "mine": as_text(mine.get(f["key"], ""))}
        for f in kind.config["fields"]
    ]


def as_text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(" · ".join(v.values()) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


@require_POST
def autosave(request: HttpRequest, prefix: str, cycle: str, key: str) -> JsonResponse:
    """The same save, answered in JSON for the page's script: the time and the new counter, or why it was not saved."""
    version = load_version(request, prefix, cycle)
    chosen = load_part(version, key)
    if not kind_of(chosen).one_form:
        raise Http404("The rows of this part have pages of their own.")
    form = build(version, chosen, {}, 0, posted=request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": "Not saved yet: something on this page cannot be read."}, status=422)
    counter, said = posted_counter(request), said_in(form, chosen)
    try:
        user = person(request)
        content = transitions.save_part(version.pk, chosen, by=user, counter=counter, data=said, reviewed=False)
    except Stale as stale:
        return JsonResponse({"sentence": stale.sentence, "counter": stale.counter}, status=409)
    except Refused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=refusal.status)
    return JsonResponse({"saved": f"{now():%H:%M}", "counter": content.counter})


@require_POST
def reviewed(request: HttpRequest, prefix: str, cycle: str, key: str) -> HttpResponse:
    """It still stands: a part carried from last year's plan is reviewed without another word."""
    version = load_version(request, prefix, cycle)
    chosen = load_part(version, key)
    transitions.review_part(version.pk, chosen, by=person(request), counter=posted_counter(request))
    messages.success(request, f"Reviewed: {chosen.heading}.")
    left = PlanPage(version, request.user).to_review
    return redirect(left[0].url if left else f"{version.plan.get_absolute_url()}#task-{chosen.key}")


def rows_page(request: HttpRequest, version: PlanVersion, chosen: TemplatePart) -> HttpResponse:
    """A part whose rows have pages of their own."""
    page = PlanPage(version, request.user, only=chosen.key)
    parts = [p for section in page.content["sections"] for p in section["parts"]]
    found = next(p for p in parts if p["key"] == chosen.key)
    data = found["data"]
    context = {
        "page": page,
        "part": chosen,
        "data": data,
        "counter": 0,
        "review_from": found.get("review", ""),
        "reviewed_url": version.plan.address("plan_part_reviewed", chosen.key),
        "carried": page.carried if chosen.kind == "actions" and found.get("review") else None,
        "comments": general_comments(request, version, chosen),
        "position": position(version, chosen),
        "lines": [
            line for line in page.findings if line.subject.startswith(f"{chosen.key}:") and line.code != NOT_REVIEWED
        ],
        **rows_context(request, version, chosen, data),
    }
    return render(request, f"serviceplans/parts/{chosen.kind}.html", with_addresses(context, version.plan, chosen))
