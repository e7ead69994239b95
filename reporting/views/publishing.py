"""Publishing a quarter's performance."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Conflict
from council.forms import UrgentForm
from council.permissions import may_publish_now, person
from performance.scorecards import quarter_of, slug_of
from performance.scorecards.periods import offered
from reporting import transitions
from reporting.publishing import draft_of


def performance_publish(request: HttpRequest) -> HttpResponse:
    quarter = quarter_of(request.POST.get("quarter", request.GET.get("quarter", "")))
    held = may_publish_now()
    form = UrgentForm(request.POST if request.method == "POST" and not held else None)
    context = {"quarter": quarter, "held": held, "form": form}
    if request.method != "POST" or form.errors:
        return _page(request, context, 422 if form.errors else 200)
    digest, urgent = request.POST.get("digest", ""), "" if held else form.cleaned_data["urgent"]
    try:
        made = transitions.publish_performance(quarter, digest, by=person(request), urgent=urgent)
    except Conflict as conflict:
        return _page(request, {**context, "sentence": conflict.sentence}, 409)
    messages.success(request, f"The council’s performance in {made.period} is published: everybody can read it.")
    return redirect("public_performance")


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    quarter = context["quarter"]
    others = [(one, slug_of(one)) for one in offered(quarter)]
    context = {"draft": draft_of(quarter), "slug": slug_of(quarter), "others": others, **context}
    return render(request, "reporting/publish.html", context, status=status)
