"""Publishing a quarter's performance."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.verdict import Conflict
from council.permissions import person
from performance.scorecards import quarter_of, slug_of
from performance.scorecards.periods import offered
from reporting import transitions
from reporting.publishing import draft_of


def performance_publish(request: HttpRequest) -> HttpResponse:
    quarter = quarter_of(request.POST.get("quarter", request.GET.get("quarter", "")))
    if request.method != "POST":
        return _page(request, 200)
    try:
        made = transitions.publish_performance(quarter, request.POST.get("digest", ""), by=person(request))
    except Conflict as conflict:
        return _page(request, 409, conflict.sentence)
    messages.success(request, f"The council’s performance in {made.period} is published: everybody can read it.")
    return redirect("public_performance")


def _page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    quarter = quarter_of(request.POST.get("quarter", request.GET.get("quarter", "")))
    others = [(one, slug_of(one)) for one in offered(quarter)]
    context = {"draft": draft_of(quarter), "slug": slug_of(quarter), "others": others, "sentence": sentence}
    return render(request, "reporting/publish.html", context, status=status)
