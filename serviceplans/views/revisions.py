"""Beginning a revision of the plan in force, and abandoning one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from council.permissions import person
from serviceplans import changing as may
from serviceplans import transitions
from serviceplans.forms.changes import AbandonForm, RevisionForm
from serviceplans.pages import PlanPage
from serviceplans.views.changes import load_in_force
from serviceplans.views.loading import load_version


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_in_force(request, prefix, cycle)
    may.may_revise(request.user, version).require()
    # A clinic that asks for a change of the plan leads here with its cause.
    form = RevisionForm(request.POST or None, initial={"cause": request.GET.get("cause", "")})
    if request.method == "POST" and form.is_valid():
        made = transitions.begin_revision(version.plan_id, by=person(request), **form.cleaned_data)
        messages.success(
            request, f"Version {made.number} is a draft. Version {version.number} stays in force meanwhile."
        )
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "form": form}
    return render(request, "serviceplans/revise.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def abandon(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_abandon(request.user, version).require()
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        transitions.abandon_revision(version.pk, by=person(request), why=form.cleaned_data["why"])
        messages.success(request, f"The revision is abandoned. It stays on record as version {version.number}.")
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "form": form}
    return render(request, "serviceplans/abandon.html", context, status=422 if form.errors else 200)
