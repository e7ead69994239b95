"""Contributors, dismissed warnings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.forms.signoff import ContributorForm, DismissForm
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version


@require_http_methods(["GET", "POST"])
def contributors(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_invite(request.user, version).require()
    form = ContributorForm(version, request.POST if "post" in request.POST else None)
    remove = request.POST.get("remove", "")
    if remove.isdecimal() and len(remove) <= 18:
        transitions.uninvite(version.pk, int(remove), by=person(request))
        messages.success(request, "Removed. They can no longer change this draft.")
        return redirect(version.plan.address("plan_contributors"))
    if request.method == "POST" and form.is_valid():
        made = transitions.invite(version.pk, form.cleaned_data["post"], by=person(request))
        messages.success(request, f"Invited: {made.post.title}.")
        return redirect(version.plan.address("plan_contributors"))
    context = {"page": PlanPage(version, request.user), "form": form, "version": version}
    return render(request, "serviceplans/contributors.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_edit(request.user, version).require()
    page = PlanPage(version, request.user)
    asked = (request.GET.get("code", ""), request.GET.get("subject", ""))
    line = next((found for found in page.findings if (found.code, found.subject) == asked), None)
    if line is None:
        messages.info(request, "That warning has gone: nothing needs dismissing.")
        return redirect(version.plan)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, subject = asked
        transitions.dismiss_finding(
            version.pk, by=person(request), code=code, subject=subject, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Warning dismissed. Your reason shows beside it.")
        return redirect(version.plan)
    context = {"page": page, "form": form, "line": line}
    return render(request, "serviceplans/dismiss.html", context, status=422 if form.errors else 200)
