"""Minor amendments: make them, compare, and send them on; and read later what they were."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from council.permissions import person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.amendments import amendments_of, amendments_so_far
from serviceplans.content import frozen_text, written
from serviceplans.forms.review import AmendedForm
from serviceplans.models import Decision, PlanVersion
from serviceplans.pages import PlanPage
from serviceplans.views.loading import load_version, visible_versions


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, prefix: str, cycle: str) -> HttpResponse:
    """What was asked for, what has been changed, and the button that sends it on."""
    version = load_version(request, prefix, cycle)
    may.may_amend(request.user, version).require()
    form = AmendedForm(request.POST if request.method == "POST" else None, initial={"digest": digest_now(version)})
    if form.is_valid():
        said = form.cleaned_data
        now = transitions.amendments_made(
            version.pk, by=person(request), digest=said["digest"], comment=said["comment"]
        )
        messages.success(request, sent_on(now))
        return redirect(version.plan)
    page = PlanPage(version, request.user)
    context = {"page": page, "form": form, "amended": amendments_so_far(version, page.content)}
    return render(request, "serviceplans/amend.html", context, status=422 if form.errors else 200)


def digest_now(version: PlanVersion) -> str:
    return frozen_text(written(version))[1]


def sent_on(version: PlanVersion) -> str:
    stage = version.current_stage
    if stage and may.amendments_agreed(version):
        return f"The amendments to {version.plan} have been sent to be confirmed."
    return f"You confirmed the amendments to {version.plan}. It is now with {stage.to if stage else 'nobody: it is in force'}."


@require_safe
def amendments(request: HttpRequest, prefix: str, cycle: str, pk: int) -> HttpResponse:
    """What a decision agreed after amendments, compared with what had been agreed before."""
    decisions = Decision.objects.filter(version__in=visible_versions(request, prefix, cycle)).exclude(compared_with="")
    decision = get_object_or_404(decisions.select_related("version"), pk=pk)
    version = load_version(request, prefix, cycle, decision.version.number)
    page = PlanPage(version, request.user)
    if not page.reads_sign_off:
        raise Http404("The comparison is read by those who read drafts.")
    context = {"page": page, "amended": amendments_of(version, decision), "decision": decision}
    return render(request, "serviceplans/amendments.html", context)
