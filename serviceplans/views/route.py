"""The route of sign-off: who reviews plans, in which order, for the council or for one template."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.verdict import Stale
from council.models import CouncilSettings
from council.permissions import person
from serviceplans.forms.route import RouteForm
from serviceplans.models import PlanTemplate
from serviceplans.rules.route import Route, read_route
from serviceplans.transitions.route import mark_of, save_route


@require_http_methods(["GET", "POST"])
def route(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("template", "")
    template = get_object_or_404(PlanTemplate.objects.current(), key=key) if key else None
    own = template.route if template else CouncilSettings.current().sign_off_route
    shown = read_route(own or CouncilSettings.current().sign_off_route)
    if request.method != "POST":
        return route_page(request, template, shown, RouteForm(shown, mark_of(own)))
    form = RouteForm(shown, mark_of(own), request.POST)
    if "as_council" in request.POST and template:
        return save(request, template, (), form, shown, request.POST.get("read", ""))
    if not form.is_valid():
        return route_page(request, template, shown, form, 422)
    return save(request, template, form.cleaned_data["route"], form, shown, form.cleaned_data["read"])


def save(
    request: HttpRequest, template: PlanTemplate | None, chosen: Route, form: RouteForm, shown: Route, read: str
) -> HttpResponse:
    try:
        save_route(template, chosen, by=person(request), read=read)
    except Stale as stale:
        posted = request.POST.copy()
        posted["read"] = mark = mark_of_stored(template)
        again = RouteForm(shown, mark, posted)
        return route_page(request, template, stale.stored, again, 409, stale.sentence)
    messages.success(request, "The route is saved. Plans in review keep the route on which they were submitted.")
    return redirect(reverse("sign_off_route") + (f"?template={template.key}" if template else ""))


def mark_of_stored(template: PlanTemplate | None) -> str:
    if template:
        return mark_of(PlanTemplate.objects.get(pk=template.pk).route)
    return mark_of(CouncilSettings.current().sign_off_route)


def route_page(
    request: HttpRequest,
    template: PlanTemplate | None,
    shown: Route,
    form: RouteForm,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "shown": shown,
        "template": template,
        "templates": PlanTemplate.objects.current(),
        "own": bool(template and template.route),
        "stale": stale,
    }
    return render(request, "serviceplans/route.html", context, status=status)
