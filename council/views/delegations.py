"""Who signs plans off for whom, between which days: the list, lending, and taking back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.verdict import Refused
from council import transitions
from council.delegation_pages import delegations_page
from council.forms import DelegationForm
from council.models import Delegation
from council.permissions import may_revoke, person, posts_to_delegate


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    return render(request, "council/delegations.html", {"page": delegations_page(request.user)})


@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    posts = posts_to_delegate(person(request))
    only = posts.first() if posts.count() == 1 else None
    form = DelegationForm(posts, request.POST if request.method == "POST" else None, initial={"post": only})
    status, made = 422 if form.errors else 200, None
    if form.is_valid():
        made, status = lend(request, form)
    if made is None:
        return render(request, "council/delegate.html", {"form": form, "posts": posts}, status=status)
    messages.success(request, f"{made.to} has the sign-off of {made.post.title}.{reach(made)}")
    return redirect("delegations")


def lend(request: HttpRequest, form: DelegationForm) -> tuple[Delegation | None, int]:
    """The delegation, or None with the status to give the form back with."""
    said: dict[str, Any] = form.cleaned_data
    try:
        return transitions.delegate(said.pop("post").pk, said.pop("to"), by=person(request), **said), 200
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None, refusal.status


def reach(made: Delegation) -> str:
    """Which plans it does not reach, because the receiver holds them."""
    receiver = made.to_post or made.to_person
    own = transitions.own_plans_of(receiver, made.post)[0] if receiver else []
    return f" It does not reach the plan of {' and '.join(own)}, which they hold." if own else ""


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Delegation.objects.select_related("post", "to_post", "to_person"), pk=pk)
    may_revoke(person(request), made).require()
    if request.method == "POST":
        transitions.revoke(made.pk, by=person(request))
        messages.success(request, f"Taken back: {made.to} no longer signs for {made.post.title}.")
        return redirect("delegations")
    return render(request, "council/revoke_delegation.html", {"delegation": made})
