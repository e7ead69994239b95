"""Setting an indicator's targets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.crispy import problems
from common.verdict import Refused, Stale
from council.permissions import person
from performance import transitions
from performance.permissions import may_define
from performance.targets import TargetsPage, reopened, targets_page

from .register import posted, visible_indicator


def indicator_targets(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = visible_indicator(request, slug)
    may_define(person(request)).require()
    page = targets_page(indicator, posted(request))
    if not (request.method == "POST" and page.is_valid()):
        return _page(request, page, 422 if request.method == "POST" else 200)
    try:
        rows, reason = [row.form.agreed for row in page.rows], page.reason.cleaned_data["reason"]
        done = transitions.set_targets(indicator.pk, rows, reason, by=person(request))
    except Stale as stale:
        return _page(request, reopened(indicator, request.POST, stale.stored), 409)
    except Refused as refused:
        page.reason.add_error("reason", refused.sentence)
        return _page(request, page, 422)
    messages.success(request, _told(indicator.reference, done))
    return redirect("indicator", slug=slug)


def _told(reference: str, done: int) -> str:
    if not done:
        return "No target was changed."
    return f"{done} {'target' if done == 1 else 'targets'} of {reference} {'is' if done == 1 else 'are'} saved."


def _page(request: HttpRequest, page: TargetsPage, status: int) -> HttpResponse:
    forms = [*(row.form for row in page.rows), page.reason]
    wrong = [line for form in forms if form.is_bound for line in problems(form)] if status == 422 else []
    return render(request, "performance/targets.html", {"page": page, "problems": wrong}, status=status)
