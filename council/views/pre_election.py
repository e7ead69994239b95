"""The days before an election on which publishing is held: the list, another, and one ended early."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.attempt import attempt
from common.values.years import format_date
from council import transitions
from council.forms import PreElectionForm
from council.models import PreElectionPeriod
from council.permissions import may_set_pre_election, person
from council.pre_election_pages import period_lines


@require_http_methods(["GET", "POST"])
def pre_election(request: HttpRequest) -> HttpResponse:
    form = PreElectionForm(request.POST if request.method == "POST" else None)
    made, status = attempt(form, lambda said: transitions.set_pre_election(**said, by=person(request)))
    if made is None:
        may_set = may_set_pre_election(request.user)
        context = {"lines": period_lines(request.user), "form": form, "may_set": may_set}
        return render(request, "council/pre_election.html", context, status=status)
    days = f"from {format_date(made.starts)} until {format_date(made.ends)}"
    messages.success(request, f"Publishing is held {days}, for {made.name}.")
    return redirect("pre_election")


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(PreElectionPeriod, pk=pk)
    transitions.end_pre_election(period.pk, by=person(request))
    messages.success(request, f"Publishing is no longer held for {period.name}.")
    return redirect("pre_election")
