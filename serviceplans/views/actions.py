"""Writing table 4.1: objectives, actions and their milestones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common.values.due import Due
from common.verdict import Stale
from council.models import Post
from council.permissions import person
from performance.models import Indicator
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.content import action_as_dict
from serviceplans.forms.actions import (
    SHOWN_OR_NOT,
    ActionForm,
    MilestoneFormSet,
    ObjectiveForm,
    action_initial,
    own_said,
)
from serviceplans.gathering import gather_action
from serviceplans.models import ActionVersion, ObjectiveVersion, PlanVersion, TemplatePart
from serviceplans.pages import PlanPage
from serviceplans.parts import kind_of
from serviceplans.parts.actions import ActionsPart, plural
from serviceplans.views.loading import load_part, load_version


def open_part(
    request: HttpRequest, prefix: str, cycle: str, key: str, kind: str = "actions"
) -> tuple[PlanVersion, TemplatePart]:
    """The draft and one of its tables, for somebody who may change it."""
    version = load_version(request, prefix, cycle)
    may.may_edit(request.user, version).require()
    return version, load_part(version, key, kind)


def table_of(version: PlanVersion, part: TemplatePart) -> ActionsPart:
    """The table of actions as the template has it."""
    kind = kind_of(part, version.plan.cycle.name)
    assert isinstance(kind, ActionsPart)
    return kind


def part_url(version: PlanVersion, part: TemplatePart) -> str:
    return version.plan.address("plan_part", part.key)


def back(version: PlanVersion, part: TemplatePart, anchor: str = "") -> HttpResponse:
    return redirect(version.plan.address("plan_part", part.key) + (f"#{anchor}" if anchor else ""))


@require_http_methods(["GET", "POST"])
def objective(request: HttpRequest, prefix: str, cycle: str, key: str, pk: int | None = None) -> HttpResponse:
    """Add an objective, or change one."""
    version, part = open_part(request, prefix, cycle, key)
    row = get_object_or_404(version.objectives, pk=pk) if pk else None
    kind = table_of(version, part)
    form = ObjectiveForm(request.POST or None, initial=objective_initial(row), kind=kind, said=row.extra if row else {})
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                saved = transitions.save_objective(
                    version.pk,
                    pk,
                    by=person(request),
                    counter=said["counter"],
                    text=said["text"],
                    themes=said["themes"],
                    part_key=part.key,
                    extra=own_said(form),
                )
                messages.success(request, "Objective saved.")
                return back(version, part, f"objective-{saved.pk}")
            except Stale as refusal:
                stale, status = refusal, 409
                form = ObjectiveForm(with_counter(request, refusal), kind=kind)
    pairs = compare_objective(stale.stored, request, kind) if stale else []
    crumb = kind.objective_word if row else ""
    context = {"form": form, "row": row, "stale": stale, "pairs": pairs, "crumb": crumb, "words": kind.words}
    return row_page(request, "edit_objective", version, part, context, status)


def row_page(
    request: HttpRequest,
    name: str,
    version: PlanVersion,
    part: TemplatePart,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page about one row of the table."""
    shared = {"page": PlanPage(version, request.user), "part": part, "part_url": part_url(version, part)}
    return render(request, f"serviceplans/{name}.html", {**shared, **context}, status=status)


def with_counter(request: HttpRequest, stale: Stale) -> Any:
    """What was posted, with the counter of what is stored now: saving again is then a decision, not an accident."""
    posted = request.POST.copy()
    posted["counter"] = str(stale.counter)
    return posted


def objective_initial(row: ObjectiveVersion | None) -> dict[str, Any]:
    if row is None:
        return {"counter": 0}
    return {"counter": row.counter, "text": row.text, "themes": [theme.pk for theme in row.themes.all()]}


@require_http_methods(["GET", "POST"])
def objective_remove(request: HttpRequest, prefix: str, cycle: str, key: str, pk: int) -> HttpResponse:
    version, part = open_part(request, prefix, cycle, key)
    row = get_object_or_404(version.objectives, pk=pk)
    if request.method == "POST":
        transitions.remove_objective(version.pk, pk, by=person(request))
        messages.success(request, "Objective removed.")
        return back(version, part)
    context = {"what": table_of(version, part).words["objective"], "words": row.text, "crumb": "Remove"}
    return row_page(request, "confirm_remove", version, part, context)


@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, prefix: str, cycle: str, key: str, reference: str = "") -> HttpResponse:
    """Add an action (the product gives the reference), or change one."""
    version, part = open_part(request, prefix, cycle, key)
    row = find_action(version, reference) if reference else None
    if request.method == "POST":
        return save_action(request, version, part, row)
    kind = table_of(version, part)
    if row:
        data = transitions.action_data(row)
        form = ActionForm(version, kind=kind, row=row, initial=action_initial(row, data))
        milestones = milestone_forms(version, initial=[vars(m) for m in data.milestones])
    else:
        form = ActionForm(version, kind=kind, initial={"counter": 0, "objective": request.GET.get("objective", "")})
        milestones = milestone_forms(version)
    if not form.objectives:
        word = kind.words
        messages.info(request, f"Add {word['new_objective']} first: {plural(word['action'])} are listed under one.")
        return redirect(version.plan.address("plan_objective_new", part.key))
    return action_page(request, version, part, row, form, milestones)


def milestone_forms(version: PlanVersion, posted: Any = None, **initial: Any) -> Any:
    return MilestoneFormSet(posted, prefix="milestones", form_kwargs={"year": version.plan.cycle.name}, **initial)


def find_action(version: PlanVersion, reference: str) -> ActionVersion:
    row = get_object_or_404(
        version.actions.select_related("action", "objective", "commitment"), action__reference__iexact=reference
    )
    gather_action(row)
    return row


def action_page(
    request: HttpRequest, version: PlanVersion, part: TemplatePart, row: ActionVersion | None,
    form: ActionForm, milestones: Any, *, status: int = 200, **extra: Any,
) -> HttpResponse:  # fmt: skip
    kind = table_of(version, part)
    milestones.call(kind.step_word)
    context = {
        "words": kind.words,
        "asks_milestones": kind.shows("milestones"),
        "asks_indicators": "indicators" in form.fields,
        "crumb": row.action.reference if row else "",
        "next_reference": f"{version.plan.service.prefix}{version.plan.service.last_action_number + 1:03d}",
        "row": row,
        "committed": committed_facts(row, kind),
        "form": form,
        "milestones": milestones,
        "posts": Post.objects.values_list("title", flat=True),
        "indicators": Indicator.objects.filter(retired=False).values_list("reference", "name"),
        **extra,
    }
    return row_page(request, "edit_action", version, part, context, status)


def committed_facts(row: ActionVersion | None, kind: ActionsPart) -> list[dict[str, str]]:
    """What every service is committed to, which the form does not ask."""
    if row is None or row.commitment is None:
        return []
    names = ("themes", "indicators", "officers", "milestones")
    said = action_as_dict(row, **{name: list(getattr(row, name).all()) for name in names})
    keys = [key for key in ("text", *SHOWN_OR_NOT, "outcomes") if key in row.commitment.fixed and key != "text"]
    named = [(kind.objective_word, row.objective.text), (kind.action_word, row.text)]
    return [
        {"key": label, "value": value}
        for label, value in [*named, *((kind.label(key), kind.said(said, key)) for key in keys)]
    ]


def save_action(
    request: HttpRequest, version: PlanVersion, part: TemplatePart, row: ActionVersion | None
) -> HttpResponse:
    kind = table_of(version, part)
    form = ActionForm(version, request.POST, kind=kind, row=row)
    asked = kind.shows("milestones")
    milestones = milestone_forms(version, request.POST if asked else None)
    if not (form.is_valid() & (milestones.is_valid() or not asked)):
        return action_page(request, version, part, row, form, milestones, status=422)
    said = form.cleaned_data
    try:
        saved = transitions.save_action(
            version.pk,
            row.pk if row else None,
            by=person(request),
            counter=said["counter"],
            objective_id=said.get("objective") or row.objective_id,  # type: ignore[union-attr]
            data=form.data_for_save(milestones.rows() if asked else []),
        )
    except Stale as stale:
        form = ActionForm(version, with_counter(request, stale), kind=kind, row=row)
        pairs = compare_action(stale.stored, request, kind)
        return action_page(request, version, part, row, form, milestones, status=409, stale=stale, pairs=pairs)
    due = Due.parse(saved.completed_by, year=version.plan.cycle.name)
    how_read = f" Completed by “{due.words}”: {due.note[:1].lower()}{due.note[1:]}" if due.note else ""
    messages.success(request, f"Saved: action {saved.action.reference}.{how_read}")
    if "more" in request.POST:
        return redirect(version.plan.address("plan_action", part.key, saved.action.reference) + "#milestones")
    return back(version, part, saved.action.reference)


def compare_action(stored: Any, request: HttpRequest, kind: ActionsPart) -> list[dict[str, str]]:
    """What is stored against what was posted, for the fields of text that differ."""
    shown = [("text", "Action"), ("completed_by", "Completed by"), ("resources", "Resources"), ("outcomes", "Outcomes")]
    pairs = [
        {"label": kind.renamed(key) or label, "theirs": getattr(stored, key), "mine": request.POST.get(key, "")}
        for key, label in shown
        if key in request.POST
    ]
    pairs += own_pairs(stored.extra, request, kind.own_columns)
    theirs = "\n".join(m.text for m in stored.milestones)
    mine = "\n".join(
        str(v) for k, v in request.POST.items() if k.startswith("milestones-") and k.endswith("-text") and v
    )
    pairs.append({"label": "Milestones", "theirs": theirs, "mine": mine})
    return differing(pairs)


def compare_objective(stored: dict[str, Any], request: HttpRequest, kind: ActionsPart) -> list[dict[str, str]]:
    text = {"label": kind.objective_word, "theirs": stored["text"], "mine": request.POST["text"]}
    return differing([text, *own_pairs(stored.get("extra", {}), request, kind.objective_columns)])


def own_pairs(stored: dict[str, str], request: HttpRequest, columns: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The template's own columns: what is stored in each, and what was posted."""
    return [
        {
            "label": column.get("label", column["key"]),
            "theirs": stored.get(column["key"], ""),
            "mine": request.POST.get(f"extra_{column['key']}", ""),
        }
        for column in columns
        if column["key"] != "themes"
    ]


def differing(pairs: list[dict[str, str]]) -> list[dict[str, str]]:
    return [pair for pair in pairs if pair["theirs"] != pair["mine"].replace("\r\n", "\n")]


@require_http_methods(["GET", "POST"])
def action_remove(request: HttpRequest, prefix: str, cycle: str, key: str, reference: str) -> HttpResponse:
    version, part = open_part(request, prefix, cycle, key)
    row = find_action(version, reference)
    if request.method == "POST":
        transitions.remove_action(version.pk, row.pk, by=person(request))
        messages.success(request, f"Action {reference} removed. Its reference will not be given again.")
        return back(version, part)
    words = f"{row.action.reference}: {row.text}"
    return row_page(request, "confirm_remove", version, part, {"what": "action", "words": words, "crumb": "Remove"})
