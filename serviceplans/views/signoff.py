"""Submit, withdraw, publish: the steps of those who write and those who publish."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from council.forms import UrgentForm
from council.permissions import may_publish_now, person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.content import content_of
from serviceplans.forms.signoff import StepForm
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version
from serviceplans.views.overview import check_page, submit_form
from serviceplans.withholding import comments_inside, withheld_from_public


@require_POST
def submit(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_submit(request.user, version).require()
    form = submit_form(request.POST)
    if not form.is_valid():
        return check_page(request, version, form, status=422)
    if PlanPage(version, request.user).to_fix:
        # The page lists what stops it, each with its link: better than a refusal.
        return check_page(request, version, form, status=422)
    submitted = transitions.submit(version.pk, by=person(request), comment=form.cleaned_data["comment"])
    stage = submitted.current_stage
    to = "DMT" if stage is None or stage.meeting else stage.to
    messages.success(request, f"{version.plan} has been submitted to {to}. It is locked while it is in review.")
    return redirect(version.plan)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_withdraw(request.user, version).require()
    form = StepForm("Why (optional)", request.POST if request.method == "POST" else None)
    if form.is_valid():
        transitions.withdraw(version.pk, by=person(request), comment=form.cleaned_data["comment"])
        messages.success(request, f"{version.plan} is a draft again.")
        return redirect(version.plan)
    context = {"page": PlanPage(version, request.user), "form": form}
    return render(request, "serviceplans/withdraw.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    version = load_version(request, prefix, cycle)
    may.may_publish(request.user, version).require()
    withheld = withheld_from_public(version, content_of(version))
    held = may_publish_now()
    form = UrgentForm(request.POST if request.method == "POST" and not held else None)
    if request.method == "POST" and (held or form.is_valid()):
        seen, urgent = request.POST.get("inside", ""), "" if held else form.cleaned_data["urgent"]
        inside = int(seen) if seen.isdecimal() else None
        transitions.publish(version.pk, by=person(request), inside=inside, urgent=urgent)
        left_out = f" Left out: {'; '.join(withheld)}." if withheld else ""
        messages.success(request, f"{version.plan} is published: anyone can read it.{left_out}")
        return redirect(version.plan)
    page = PlanPage(version, request.user)
    context = {"page": page, "withheld": withheld, "comments": comments_inside(version), "held": held, "form": form}
    return render(request, "serviceplans/publish.html", context, status=422 if form.errors else 200)
