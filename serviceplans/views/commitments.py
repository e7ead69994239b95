"""Commitments for every service: the list of a cycle, one with all its answers, and what an officer does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.verdict import Stale
from council.models import PlanningCycle, ServiceArea
from council.permissions import person
from performance.models import Indicator
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.committed.files import FILES
from serviceplans.committed.load import with_all
from serviceplans.committed.page import CommitmentPage, commitment_list, facts_of
from serviceplans.forms.commitments import FORMS, ExemptForm, WithdrawForm
from serviceplans.models import Commitment
from serviceplans.transitions import CommitmentData
from serviceplans.views.actions import with_counter


def load_commitment(request: HttpRequest, pk: int) -> Commitment:
    rows = with_all(Commitment.objects.visible_to(request.user)).prefetch_related("themes", "indicators")
    found: Commitment = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    context = {"listing": commitment_list(request.user, request.GET)}
    return render(request, "serviceplans/commitments/list.html", context)


@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    page = CommitmentPage(load_commitment(request, pk), request.user, request.GET)
    return render(request, "serviceplans/commitments/commitment.html", {"page": page})


@require_safe
def roll_up(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Exactly what the page shows."""
    page = CommitmentPage(load_commitment(request, pk), request.user, request.GET)
    mime, write = FILES[form]
    headers = {"Content-Disposition": f'attachment; filename="commitment-{pk}.{form}"'}
    return HttpResponse(write(page), content_type=mime, headers=headers)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Place an action or an indicator in every plan; ``again`` names an earlier one that goes on."""
    may.may_place_commitments(request.user).require()
    said = request.POST if request.method == "POST" else request.GET
    again = find_again(said.get("again", ""))
    cycle = PlanningCycle.objects.named(request.GET.get("cycle", "")) or PlanningCycle.objects.being_planned()
    form: Any = FORMS[kind](request.POST or None, again=again, initial={"cycle": cycle.name if cycle else ""})
    if request.method == "POST" and form.is_valid():
        made = transitions.place_commitment(form.cleaned_data["cycle"].pk, by=person(request), data=form.data_to_save())
        messages.success(request, f"Placed: {made.heading}. {placed_words(request, made)}")
        return redirect(made)
    context = {"form": form, "kind": kind, "again": again, "cycle": cycle}
    return form_page(request, context, 422 if form.errors else 200)


def find_again(text: str) -> Commitment | None:
    rows = Commitment.objects.select_related("cycle", "target__indicator")
    return rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 10 else None


def placed_words(request: HttpRequest, made: Commitment) -> str:
    """In how many plans it stands at once, and how many wait."""
    page = CommitmentPage(load_commitment(request, made.pk), request.user, {})
    waits, all_of_them = len(page.waiting), len(page.lines)
    stands = f"It stands in {all_of_them - waits} plan{'s' * (all_of_them - waits != 1)}"
    return f"{stands}; {waits} wait{'s' * (waits == 1)}, as the table says." if waits else f"{stands}."


def form_page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    indicators = Indicator.objects.filter(retired=False).values_list("reference", "name")
    return render(request, "serviceplans/commitments/edit.html", {**context, "indicators": indicators}, status=status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say it otherwise, in every draft at once."""
    stored = load_commitment(request, pk)
    may.may_change_commitment(request.user, stored).require()
    kind = "indicator" if stored.agreed else "action"
    form: Any = FORMS[kind](request.POST or None, stored=stored)
    stale, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = transitions.change_commitment(
                pk, by=person(request), counter=form.cleaned_data["counter"], data=form.data_to_save()
            )
            messages.success(request, f"Changed: {made.heading}. {placed_words(request, made)}")
            return redirect(made)
        except Stale as refusal:
            stale, status = refusal, 409
            form = FORMS[kind](with_counter(request, refusal), stored=stored)
    pairs = compare(stale.stored, form) if stale else []
    context = {"form": form, "kind": kind, "stored": stored, "stale": stale, "pairs": pairs}
    return form_page(request, context, status)


def compare(stored: CommitmentData, form: Any) -> list[dict[str, str]]:
    """What is stored against what was posted, for the fields of text that differ."""
    now = {**stored.facts, "period": stored.period.label if stored.period else ""}
    names = [
        name for name in ("heading", "text", "completed_by", "outcomes", "target", "period") if name in form.fields
    ]
    pairs = [(str(form.fields[n].label), form.data.get(n, ""), str(now.get(n) or "")) for n in names]
    return [{"label": label, "mine": mine, "theirs": theirs} for label, mine, theirs in pairs if mine != theirs]


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    stored = load_commitment(request, pk)
    may.may_change_commitment(request.user, stored).require()
    form = WithdrawForm(request.POST or None, initial={"counter": stored.counter})
    stale, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            transitions.withdraw_commitment(pk, by=person(request), **form.cleaned_data)
            messages.success(request, f"Withdrawn: {stored.heading}. Every plan holder has been told.")
            return redirect(stored)
        except Stale as refusal:
            stale, status, form = refusal, 409, WithdrawForm(with_counter(request, refusal))
    context = {"form": form, "stored": stored, "stale": stale, "facts": facts_of(load_commitment(request, pk))}
    return render(request, "serviceplans/commitments/withdraw.html", context, status=status)


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """One service need not keep it, for a reason."""
    stored = load_commitment(request, pk)
    may.may_change_commitment(request.user, stored).require()
    form = ExemptForm(stored, request.POST or None, initial={"counter": stored.counter})
    stale, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = transitions.exempt_service(pk, by=person(request), **form.cleaned_data)
            messages.success(request, f"{made.service.name} is exempt.")
            return redirect(stored)
        except Stale as refusal:
            stale, status, form = refusal, 409, ExemptForm(stored, with_counter(request, refusal))
    context = {"form": form, "stored": stored, "stale": stale}
    return render(request, "serviceplans/commitments/exempt.html", context, status=status)


@require_POST
def bind(request: HttpRequest, pk: int, prefix: str) -> HttpResponse:
    """A service that was exempt keeps it again."""
    stored = load_commitment(request, pk)
    service = get_object_or_404(ServiceArea, prefix__iexact=prefix)
    transitions.bind_service(pk, by=person(request), service=service.pk)
    messages.success(request, f"{service.name} keeps this commitment again.")
    return redirect(stored)
