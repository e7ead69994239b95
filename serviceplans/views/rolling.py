"""Rolling the plans forward: what would be carried, the confirmation, and what became of it, on one page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.verdict import Refused
from council.models import PlanningCycle
from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.rolling.page import rolling_page
from serviceplans.views.loading import load_version


def load_cycle(slug: str) -> PlanningCycle:
    found = PlanningCycle.objects.named(slug)
    if found is None:
        raise Http404("No planning cycle of that name.")
    return found


@require_http_methods(["GET", "POST"])
def roll_forward(request: HttpRequest, cycle: str) -> HttpResponse:
    found = load_cycle(cycle)
    may.may_roll_forward(request.user).require()
    if request.method == "POST":
        done = transitions.roll_forward(found.name, by=person(request), read=request.POST.get("read", ""))
        said = f"{len(done.begun)} plans of {found.name} are begun: their holders have been told."
        messages.success(request, said if done.begun else f"Every plan of {found.name} had been begun already.")
        return redirect("roll_forward", found.slug)
    return render(request, "serviceplans/roll_forward.html", {"page": rolling_page(found)})


@require_POST
def begin(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """Begin one plan that nobody has begun, from last year's where there is one."""
    found = load_cycle(cycle)
    service = may.service_to_begin(request.user, prefix)
    try:
        version = transitions.begin_from_last_year(service, found, by=person(request))
    except Refused as refusal:
        if refusal.status != 409:
            raise
        messages.info(request, refusal.sentence)
        return redirect("plans")
    messages.success(request, f"{version.plan} is begun.")
    return redirect(version.plan)


@require_POST
def settle(request: HttpRequest, prefix: str, cycle: str, reference: str) -> HttpResponse:
    """Take an action out of a draft that was completed or stopped after it had been carried."""
    version = load_version(request, prefix, cycle)
    found = transitions.settle_action(version.pk, reference, by=person(request))
    went = "is now a key achievement" if found.completed else "is taken out: it stays in last year’s plan"
    messages.success(request, f"{reference} {went}.")
    return redirect(f"{version.plan.get_absolute_url()}#carried")
