"""What changed since approval, and changing it: a row by the officer or the director, a moved date answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.verdict import Stale
from council.models import Post
from council.permissions import person
from serviceplans import changing as may
from serviceplans import transitions
from serviceplans.choices import IN_FORCE, ChangeState
from serviceplans.content import standing_content
from serviceplans.forms.changes import AnswerForm, ChangeForm
from serviceplans.models import PlanChange, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.places import OWN_FIELDS, places, row_title
from serviceplans.rules import Changeable, changeables, parts_of
from serviceplans.views.actions import with_counter
from serviceplans.views.loading import load_visible, visible_versions


def load_in_force(request: HttpRequest, prefix: str, cycle: str) -> PlanVersion:
    """The version in force; 404 where there is none that this person may read."""
    found = next((v for v in load_visible(request, prefix, cycle) if v.status in IN_FORCE), None)
    if found is None:
        raise Http404("No plan in force here that you may read.")
    return found


@require_safe
def changes(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_in_force(request, prefix, cycle)
    context = {"page": PlanPage(version, request.user)}
    return render(request, "serviceplans/changes.html", {**context, "places": places(request.user, version)})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, prefix: str, cycle: str, key: str, row: str) -> HttpResponse:
    """Change one row of the plan in force."""
    version = load_in_force(request, prefix, cycle)
    row = "" if row == OWN_FIELDS else row
    may.may_change(request.user, version, row).require()
    found = row_of(version, key, row)
    form = ChangeForm(found, version.changes.count(), version.plan.cycle.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save(request, version, key, row, form)
    return change_page(request, version, form, key, row, status=422 if form.errors else 200)


def row_of(version: PlanVersion, key: str, row: str) -> list[Changeable]:
    part = next((part for _, part in parts_of(standing_content(version)) if part["key"] == key), None)
    found = changeables(part, row) if part else []
    if not found:
        raise Http404("Nothing of that row can be changed here.")
    return found


def save(request: HttpRequest, version: PlanVersion, key: str, row: str, form: ChangeForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        made = transitions.change_plan(
            version.pk, by=person(request), part_key=key, row=row, counter=said["counter"], values=form.values(),
            reason=said["reason"],
        )  # fmt: skip
    except Stale as stale:
        form = ChangeForm(form.found, stale.counter, form.year, with_counter(request, stale))
        pairs = [
            {"label": c.label, "theirs": stale.stored.get(c.name, ""), "mine": request.POST.get(c.name, "")}
            for c in form.found
        ]
        differing = [pair for pair in pairs if pair["theirs"] != pair["mine"].replace("\r\n", "\n")]
        return change_page(request, version, form, key, row, status=409, stale=stale, pairs=differing)
    messages.success(request, told(made)) if made else messages.info(request, "Nothing was changed.")
    return redirect(version.plan.address("plan_changes"))


def told(made: list[PlanChange]) -> str:
    """What happened to what was asked for."""
    done = [change for change in made if change.state == ChangeState.MADE]
    waiting = len(made) - len(done)
    said = f"Changed: {', '.join(change.what for change in done)}. " if done else ""
    if waiting:
        dates = "The new date waits" if waiting == 1 else "The new dates wait"
        said += f"{dates} for the Director, who has been told."
    return said.strip()


def change_page(
    request: HttpRequest, version: PlanVersion, form: ChangeForm, key: str, row: str, *, status: int, **extra: Any
) -> HttpResponse:
    context = {
        "page": PlanPage(version, request.user),
        "form": form,
        "title": row_title(form.found, row),
        "posts": Post.objects.values_list("title", flat=True),
        **extra,
    }
    return render(request, "serviceplans/change.html", context, status=status)


def load_change(request: HttpRequest, prefix: str, cycle: str, pk: int) -> PlanChange:
    versions = visible_versions(request, prefix, cycle)
    return get_object_or_404(PlanChange.objects.filter(version__in=versions.values("pk")), pk=pk)


@require_POST
def answer(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    found = load_change(request, prefix, cycle, pk)
    form = AnswerForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"agree": "", "answer": ""}
    change = transitions.answer_change(pk, by=person(request), agree=said["agree"] == "yes", answer=said["answer"])
    moved = "The date is moved." if change.state == ChangeState.MADE else "The date stays. Whoever asked has been told."
    messages.success(request, moved)
    return redirect(found.version.plan.address("plan_changes"))


@require_POST
def withdraw(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    found = load_change(request, prefix, cycle, pk)
    transitions.withdraw_change(pk, by=person(request))
    messages.success(request, "The proposal has been taken back.")
    return redirect(found.version.plan.address("plan_changes"))
