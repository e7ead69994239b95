"""The queue of results that wait for an officer's check."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from common.verdict import Conflict
from council.permissions import person
from performance import transitions
from performance.checking import checking_page, unchecked
from performance.checking_forms import SendBackForm, seen_in

from .register import posted


def verify_results(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _queue(request)
    seen, provisional = seen_in(request.POST)
    try:
        done = transitions.verify_results(seen, by=person(request), provisional=provisional)
    except Conflict as conflict:
        return _queue(request, 409, conflict.sentence)
    if len(done) == 1:
        messages.success(request, f"{done[0].indicator.reference} for {done[0].period} is verified.")
    elif done:
        messages.success(request, f"{len(done)} results are verified.")
    return redirect("verify_results")


def send_back_result(request: HttpRequest, pk: int) -> HttpResponse:
    result = get_object_or_404(unchecked(request.user), pk=pk)
    form = SendBackForm(posted(request), initial={"counter": result.counter})
    if not (request.method == "POST" and form.is_valid()):
        return _back(request, {"result": result, "form": form}, 422 if form.errors else 200)
    try:
        transitions.send_back(pk, form.cleaned_data["counter"], form.cleaned_data["reason"], by=person(request))
    except Conflict as conflict:
        fresh = SendBackForm({"reason": form.cleaned_data["reason"], "counter": result.counter})
        return _back(request, {"result": result, "form": fresh, "sentence": conflict.sentence}, 409)
    messages.success(request, f"{result.indicator.reference} for {result.period} is sent back to its owner.")
    return redirect("verify_results")


def _queue(request: HttpRequest, status: int = 200, sentence: str = "") -> HttpResponse:
    checking = checking_page(request.user, request.GET.get("page", ""))
    return render(request, "performance/verify.html", {"checking": checking, "sentence": sentence}, status=status)


def _back(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "performance/send_back.html", context, status=status)
