"""Other services that an action affects: named by the first, acknowledged by the others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common.verdict import Stale
from council.permissions import authority, person
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.choices import OTHER_SERVICES
from serviceplans.forms.affected import AcknowledgeForm, ServicesForm
from serviceplans.models import Action, ActionVersion, AffectedService
from serviceplans.views.updates import load_action, words_for


@require_http_methods(["GET", "POST"])
def services(request: HttpRequest, reference: str) -> HttpResponse:
    """Which other services an action affects."""
    action = load_action(request, reference)
    may.may_name_services(request.user, action).require()
    words = words_for(request, action).last()
    form = ServicesForm(action, request.POST) if request.method == "POST" else named_form(action, words=words)
    stale, status = None, 422 if form.errors else 200
    if form.is_valid():
        try:
            transitions.name_services(action.pk, by=person(request), **form.cleaned_data)
            messages.success(request, "Saved: the services that this action affects.")
            return redirect("action", action.reference)
        except Stale as refusal:
            stale, status, form = refusal, 409, named_form(action, form.cleaned_data["services"])
    context = {"action": action, "words": words, "form": form, "stale": stale}
    return render(request, "serviceplans/affected.html", context, status=status)


def named_form(action: Action, ticked: list[int] | None = None, words: ActionVersion | None = None) -> ServicesForm:
    """The services that are named, or were ticked; where none is named yet, those that the plan's own words name."""
    named = list(action.affected.values_list("service", flat=True))
    form = ServicesForm(action, initial={"services": named, "seen": ",".join(map(str, named))})
    if ticked is not None:
        form.initial["services"] = ticked
    elif not named and words:
        form.tick_those_named_in(str(words.extra.get(OTHER_SERVICES, "")))
    return form


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, reference: str, prefix: str) -> HttpResponse:
    """The service that is named says that it knows; being named, it reads the action's words, draft or not."""
    named = load_named(request, reference, prefix)
    if request.method == "POST":
        may.may_acknowledge(request.user, named).require()
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        transitions.acknowledge(named.pk, by=person(request), comment=form.cleaned_data["comment"])
        messages.success(request, f"Acknowledged. {named.action.service.name} has been told.")
        return redirect("action_acknowledge", named.action.reference, named.service.slug)
    context = {
        "named": named,
        "words": words_of(named.action),
        "form": form,
        "may_acknowledge": may.may_acknowledge(request.user, named),
    }
    return render(request, "serviceplans/acknowledge.html", context, status=422 if form.errors else 200)


def load_named(request: HttpRequest, reference: str, prefix: str) -> AffectedService:
    """For those who hold the service that is named; everybody else comes to it by the action's own page."""
    rows = AffectedService.objects.filter(service__holder_post__in=authority(request.user).post_ids)
    rows = rows.select_related("action__service", "service")
    return get_object_or_404(rows, action__reference__iexact=reference, service__prefix__iexact=prefix)


def words_of(action: Action) -> ActionVersion | None:
    """The action as it was last worded."""
    rows = ActionVersion.objects.filter(action=action).exclude(version__status="abandoned")
    return (
        rows.select_related("version__plan__cycle", "version__plan__service").order_by("version__begun_at", "pk").last()
    )
