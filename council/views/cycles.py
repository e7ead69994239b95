"""The planning calendar: the cycles, the next one, and the dated steps of each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.panels import panels
from common.verdict import Conflict, Stale
from council import transitions
from council.cycle_pages import cycle_page, cycles_page, next_cycle
from council.forms import CounterForm, StepFormSet, step_rows
from council.models import PlanningCycle
from council.permissions import may_change_cycles, person
from council.rules import in_order
from council.transitions.cycles import facts_of


def load(slug: str) -> PlanningCycle:
    found = PlanningCycle.objects.prefetch_related("steps").named(slug)
    if found is None:
        raise Http404("No planning cycle of that name.")
    return found


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    context = {"lines": cycles_page(), "may_change": may_change_cycles(request.user), "next": next_cycle()}
    return render(request, "council/cycles.html", context)


@require_safe
def cycle(request: HttpRequest, cycle: str) -> HttpResponse:
    found = load(cycle)
    context = {
        "page": cycle_page(found),
        "may_change": may_change_cycles(request.user),
        "panels": panels("cycle", request.user, found),
    }
    return render(request, "council/cycle.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The next cycle, with York's calendar unless last year's is asked for; every day may be moved."""
    coming, posted = next_cycle(), request.POST if request.method == "POST" else None
    as_last_year = request.GET.get("from") == "last-year" and bool(coming.last_year)
    rows = step_rows(coming.last_year if as_last_year else coming.york)
    formset = StepFormSet(posted, prefix="steps", initial=rows, starts=coming.starts, ends=coming.ends)
    # A second press is about a year that is no longer the next one: its days are not held against another year's.
    if posted is not None and (posted.get("name") != coming.name or formset.is_valid()):
        return create(request, formset)
    context = {"coming": coming, "formset": formset, "as_last_year": as_last_year}
    return render(request, "council/cycle_new.html", context, status=200 if posted is None else 422)


def create(request: HttpRequest, formset: Any) -> HttpResponse:
    name = request.POST.get("name", "")
    try:
        made = transitions.create_cycle(name, formset.steps if formset.is_valid() else [], by=person(request))
    except Conflict as conflict:
        messages.info(request, conflict.sentence)
        return redirect("cycles")
    messages.success(request, f"The planning cycle {made.name} is created. Now roll last year’s plans forward into it.")
    return redirect(made)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, cycle: str) -> HttpResponse:
    found = load(cycle)
    posted = request.POST if request.method == "POST" else None
    rows = step_rows(in_order(transitions.steps_of(found)))
    formset = StepFormSet(posted, prefix="steps", initial=rows, starts=found.starts, ends=found.ends)
    if posted is None or not formset.is_valid():
        form = CounterForm(posted, initial={"counter": found.counter})
        return edit_page(request, found, formset, form, 422 if posted else 200)
    form = CounterForm(posted)
    form.is_valid()
    try:
        transitions.move_steps(found.pk, formset.steps, by=person(request), counter=form.cleaned_data["counter"])
    except Stale as stale:
        return stale_page(request, found, formset, stale)
    messages.success(request, f"Saved: the calendar of {found.name}.")
    return redirect(found)


def edit_page(
    request: HttpRequest, found: PlanningCycle, formset: Any, form: CounterForm, status: int, **extra: Any
) -> HttpResponse:
    context = {"cycle": found, "formset": formset, "form": form, **extra}
    return render(request, "council/cycle_edit.html", context, status=status)


def stale_page(request: HttpRequest, found: PlanningCycle, formset: Any, stale: Stale) -> HttpResponse:
    """Both calendars; the form keeps what this person wrote, with the counter of what is stored now."""
    form = CounterForm({"counter": stale.counter})
    mine, theirs = facts_of(formset.steps), facts_of(stale.stored)
    pairs = [{"label": "Calendar", "mine": "\n".join(mine), "theirs": "\n".join(theirs)}] if mine != theirs else []
    return edit_page(request, found, formset, form, 409, stale=stale, pairs=pairs)


@require_POST
def reopen(request: HttpRequest, cycle: str) -> HttpResponse:
    found = transitions.open_cycle(load(cycle).pk, by=person(request))
    messages.success(request, f"{found.name} is open: its plans can be written and decided.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, cycle: str) -> HttpResponse:
    found = load(cycle)
    if request.method == "POST":
        transitions.close_cycle(found.pk, by=person(request))
        messages.success(request, f"{found.name} is closed: its plans stay as they are.")
        return redirect(found)
    context = {"cycle": found, "panels": panels("cycle", request.user, found)}
    return render(request, "council/cycle_close.html", context)
