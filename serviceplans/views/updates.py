"""An action over its life, and how it stands this quarter."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.panels import panels
from common.verdict import Stale
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.changing import may_put_right
from serviceplans.choices import IN_FORCE, INTERNAL, Status
from serviceplans.due import quarter_to_report
from serviceplans.forms.actions import UpdateForm
from serviceplans.gathering import gather_action
from serviceplans.models import Action, ActionUpdate, ActionVersion, PlanVersion
from serviceplans.pages.action import action_facts, kind_of_action, milestones, read_from, with_part


def load_action(request: HttpRequest, reference: str) -> Action:
    actions = Action.objects.visible_to(request.user).select_related("service")
    return get_object_or_404(actions, reference__iexact=reference)


def words_for(request: HttpRequest, action: Action) -> QuerySet[ActionVersion]:
    """The action's words in the versions that this person may read; last, those in force, else the latest."""
    seen = PlanVersion.objects.visible_to(request.user)
    counts = Case(When(version__status__in=IN_FORCE, then=2), When(version__status=Status.ABANDONED, then=0), default=1)
    rows = ActionVersion.objects.filter(action=action, version__in=seen)
    return rows.order_by(counts, "version__begun_at", "pk")


TONES = {"completed": "green", "on-track": "green", "at-risk": "amber", "off-track": "red", "stopped": "grey"}


def with_tones(updates: Iterable[ActionUpdate]) -> list[ActionUpdate]:
    found = list(updates)
    for update in found:
        update.tone = TONES.get(update.status, "blue")  # type: ignore[attr-defined]
    return found


def change_url(request: HttpRequest, row: ActionVersion) -> str:
    """Where this person may put the action right in the plan in force; empty for everybody else."""
    if not may_put_right(request.user, row):
        return ""
    return row.version.plan.address("plan_change", row.part_key, row.action.reference)  # type: ignore[attr-defined]


@require_safe
def action(request: HttpRequest, reference: str) -> HttpResponse:
    found = load_action(request, reference)
    rows = with_part(words_for(request, found)).select_related(
        "action", "objective", "commitment", "version__plan__cycle", "version__plan__service"
    )
    row = rows.last()
    assert row is not None  # visible_to found it in a version that this person may read
    gather_action(row)
    may_update = may.may_update_action(request.user, found)
    kind = kind_of_action(row)
    context = {
        "action": found,
        "row": row,
        "facts": action_facts(row, kind),
        "milestones": milestones(row),
        "milestones_word": kind.label("milestones"),
        "step_word": kind.step_word,
        "updates": with_tones(found.updates.order_by("-period_key")),
        "internal": INTERNAL,
        "reads_inside": may.reads_update(request.user, found, may_update),
        "may_keep": may.may_keep_update(request.user, found, may_update),
        "may_update": may_update,
        "quarter": quarter_to_report(),
        "panels": panels("action", request.user, found),
        "change_url": change_url(request, row),
        "affected": found.affected.select_related("service"),
        "may_name": may.may_name_services(request.user, found),
    }
    return render(request, "serviceplans/action.html", context)


@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, reference: str) -> HttpResponse:
    found = load_action(request, reference)
    may.may_update_action(request.user, found).require()
    quarter = quarter_to_report()
    row = found.updates.filter(period_key=quarter.key).first()
    initial = {name: getattr(row, name) for name in UpdateForm.base_fields} if row else {"counter": 0}
    form = UpdateForm(request.POST or None, initial=initial)
    status, stale = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                transitions.update_action(
                    found.pk, by=person(request), period_key=quarter.key, period=quarter.label, **form.cleaned_data
                )
                messages.success(request, f"Update for {quarter.label} saved.")
                return redirect("action", found.reference)
            except Stale as refusal:
                status, stale = 409, refusal
                posted = request.POST.copy()
                posted["counter"] = str(refusal.counter)
                form = UpdateForm(posted)
    context = {
        "action": found,
        "form": form,
        "quarter": quarter,
        "stale": stale,
        "earlier": found.updates.exclude(period_key=quarter.key),
    }
    words = words_for(request, found).select_related("version__plan__cycle").last()
    context |= {"words": words, "due_note": read_from(words.completed_by, words) if words else ""}
    return render(request, "serviceplans/update.html", context, status=status)


@require_POST
def inside(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """An update's comment is kept for the directorate and performance, or opened again."""
    found = load_action(request, reference)
    row = get_object_or_404(found.updates, pk=pk)
    keep = request.POST.get("inside") == "yes"
    transitions.keep_update_inside(row.pk, by=person(request), inside=keep)
    said = "Only the directorate and performance read this comment now." if keep else "Others read this comment again."
    messages.success(request, said)
    return redirect("action", found.reference)
